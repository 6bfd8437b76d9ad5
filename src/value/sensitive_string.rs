//! Strings about a person.

use std::fmt;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

/// A string about a person, kept exactly as sent: a name, an email address, a message, a link, an IP address.
///
/// Any string is valid, the empty string included. `Debug` shows only the length, so that a payload can be logged.
/// [`as_str`](Self::as_str) and `Display` show the string.
///
/// ```
/// # use leadhook::SensitiveString;
/// let address = SensitiveString::from("ava@example.com");
/// assert_eq!(address.as_str(), "ava@example.com");
/// assert_eq!(format!("{address:?}"), "SensitiveString(15 characters)");
/// ```
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SensitiveString(CompactString);

impl SensitiveString {
    /// Returns the string as sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for SensitiveString {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Debug for SensitiveString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SensitiveString({} characters)", self.0.chars().count())
    }
}

impl fmt::Display for SensitiveString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl From<&str> for SensitiveString {
    fn from(string: &str) -> Self {
        Self(string.into())
    }
}

impl From<String> for SensitiveString {
    fn from(string: String) -> Self {
        Self(string.into())
    }
}
