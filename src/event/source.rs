//! The vendor account that sent an event.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

use crate::value::Label;
use crate::vendors::Vendor;

/// A vendor, and your account there if you distinguish several.
///
/// It is written as the vendor's name, `liguelead`, or as both with a slash, `liguelead/brazil`. Sources are ordered by
/// vendor and then by account, each as a string.
///
/// ```
/// use leadhook::{Vendor, event::Source};
///
/// let source = Source::from(Vendor::LigueLead).with_account("brazil")?;
/// assert_eq!(source.to_string(), "liguelead/brazil");
/// assert_eq!("liguelead/brazil".parse(), Ok(source));
/// # Ok::<(), leadhook::event::ParseSourceError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Source {
    vendor: Vendor,
    account: Option<Label>,
}

/// The string is not a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[error("expected a vendor, or a vendor, a slash and an account name of letters, digits, `-`, `.`, `_` and `~`")]
#[non_exhaustive]
pub struct ParseSourceError;

impl Source {
    /// Returns the vendor.
    #[must_use]
    pub fn vendor(&self) -> Vendor {
        self.vendor
    }

    /// Returns the account name.
    #[must_use]
    pub fn account(&self) -> Option<&str> {
        self.account.as_ref().map(Label::as_str)
    }

    /// Sets the account name.
    ///
    /// # Errors
    ///
    /// If the name is empty, or contains a character except ASCII letters and digits, `-`, `.`, `_` and `~`.
    pub fn with_account(mut self, name: &str) -> Result<Self, ParseSourceError> {
        let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        if name.is_empty() || !name.bytes().all(unreserved) {
            return Err(ParseSourceError);
        }
        self.account = Some(name.into());
        Ok(self)
    }
}

impl From<Vendor> for Source {
    fn from(vendor: Vendor) -> Self {
        Self { vendor, account: None }
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.vendor.as_str())?;
        self.account.iter().try_for_each(|account| write!(f, "/{account}"))
    }
}

impl FromStr for Source {
    type Err = ParseSourceError;

    fn from_str(text: &str) -> Result<Self, ParseSourceError> {
        let vendor = |name: &str| name.parse::<Vendor>().map(Self::from).map_err(|_| ParseSourceError);
        match text.split_once('/') {
            Some((name, account)) => vendor(name)?.with_account(account),
            None => vendor(text),
        }
    }
}

impl Serialize for Source {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.account {
            None => serializer.serialize_str(self.vendor.as_str()),
            Some(_) => serializer.collect_str(self),
        }
    }
}

impl<'de> Deserialize<'de> for Source {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}
