//! Short machine-readable strings.

use std::fmt;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

/// A short machine-readable string, kept exactly as sent: the name of an event, a status, the name of a template.
///
/// Any string is valid, the empty string included. `Debug` shows it only if it looks like an identifier, because a
/// vendor may send an address where a label is expected.
///
/// ```
/// # use leadhook::Label;
/// assert_eq!(format!("{:?}", Label::from("call_completed")), r#""call_completed""#);
/// assert_eq!(format!("{:?}", Label::from("ava@example.com")), "(15 characters)");
/// ```
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Label(CompactString);

impl Label {
    /// Creates a label without an allocation.
    #[must_use]
    pub const fn from_static(string: &'static str) -> Self {
        Self(CompactString::const_new(string))
    }

    /// Returns the label as sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns true if the label looks like an identifier and may be shown in a log.
    ///
    /// An identifier is a letter or `_`, then letters, digits, `_`, `-`, `.` or `$`. It has at most 64 characters and no
    /// five digits in a row, because those may be a phone number.
    #[must_use]
    pub fn is_identifier(&self) -> bool {
        is_identifier(&self.0)
    }
}

impl AsRef<str> for Label {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Debug for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_identifier() {
            write!(f, "{:?}", self.as_str())
        } else {
            write!(f, "({} characters)", self.0.chars().count())
        }
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl From<&str> for Label {
    fn from(string: &str) -> Self {
        Self(string.into())
    }
}

impl From<String> for Label {
    fn from(string: String) -> Self {
        Self(string.into())
    }
}

fn is_identifier(string: &str) -> bool {
    string.len() <= 64
        && string.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && string.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.$".contains(&b))
        && !string.as_bytes().windows(5).any(|run| run.iter().all(u8::is_ascii_digit))
}

/// Returns the name of a member as it may be shown: `…` unless it is empty or looks like an identifier.
pub(crate) fn masked_name(name: &str) -> &str {
    if name.is_empty() || is_identifier(name) { name } else { "…" }
}
