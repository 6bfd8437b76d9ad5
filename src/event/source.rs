//! The vendor account that sent an event.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize};
use thiserror::Error;

use crate::value::{FromString, Label};

/// A vendor's name, and your account there if you distinguish several.
///
/// It is written as the vendor's name, `liguelead`, or as both with a slash, `liguelead/brazil`. The vendor may be one of
/// your own. Sources are ordered as strings.
///
/// ```
/// use leadhook::{Vendor, event::Source};
///
/// let source = Source::from(Vendor::LigueLead).with_account("brazil")?;
/// assert_eq!(source.to_string(), "liguelead/brazil");
/// assert_eq!("liguelead/brazil".parse(), Ok(source));
///
/// let source = Source::new("acme")?;
/// assert_eq!((source.name(), source.vendor()), ("acme", None));
/// # Ok::<(), leadhook::event::ParseSourceError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Source(Label);

/// The string is not a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[error(
    "expected a vendor's name of lower-case letters, digits, `-`, `.` and `_`, perhaps followed by a slash and an account \
     name of letters, digits, `-`, `.`, `_` and `~`"
)]
#[non_exhaustive]
pub struct ParseSourceError;

/// The maximum length of a vendor's name.
const MAX_NAME: usize = 64;

impl Source {
    /// Creates a source from a vendor's name. For a vendor of this crate, use `Source::from(vendor)`.
    ///
    /// # Errors
    ///
    /// If the name does not begin with an ASCII lower-case letter or digit, contains a character except these, `-`, `.` and
    /// `_`, or has more than 64 characters.
    pub fn new(name: &str) -> Result<Self, ParseSourceError> {
        let is_alphanumeric = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let is_name = name.len() <= MAX_NAME
            && name.bytes().next().is_some_and(is_alphanumeric)
            && name.bytes().all(|byte| is_alphanumeric(byte) || b"-._".contains(&byte));
        if is_name { Ok(Self(name.into())) } else { Err(ParseSourceError) }
    }

    /// Creates a source from a name that [`new`](Self::new) accepts.
    pub(crate) const fn from_static(name: &'static str) -> Self {
        Self(Label::from_static(name))
    }

    /// Returns the source as a string.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Returns the vendor's name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.as_str().split_once('/').map_or(self.as_str(), |(name, _)| name)
    }

    /// Returns the account name.
    #[must_use]
    pub fn account(&self) -> Option<&str> {
        self.as_str().split_once('/').map(|(_, account)| account)
    }

    /// Sets the account name.
    ///
    /// # Errors
    ///
    /// If the name is empty, or contains a character except ASCII letters and digits, `-`, `.`, `_` and `~`.
    pub fn with_account(self, account: &str) -> Result<Self, ParseSourceError> {
        let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        if account.is_empty() || !account.bytes().all(unreserved) {
            return Err(ParseSourceError);
        }
        Ok(Self(format!("{}/{account}", self.name()).into()))
    }
}

impl AsRef<str> for Source {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Source {
    type Err = ParseSourceError;

    fn from_str(text: &str) -> Result<Self, ParseSourceError> {
        match text.split_once('/') {
            Some((name, account)) => Self::new(name)?.with_account(account),
            None => Self::new(text),
        }
    }
}

impl<'de> Deserialize<'de> for Source {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(FromString(str::parse::<Self>))
    }
}
