//! Who reports an event.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

use crate::value::Label;
use crate::vendors::Vendor;

/// A platform, and the account of ours there if we have several.
///
/// It is written as the platform's slug, `liguelead`, or with the account's label behind a slash, `liguelead/brazil`.
///
/// ```
/// use leadhook::{Vendor, event::Source};
///
/// let source = Source::from(Vendor::LigueLead).with_account("brazil")?;
/// assert_eq!(source.to_string(), "liguelead/brazil");
/// assert_eq!("liguelead/brazil".parse(), Ok(source));
/// # Ok::<(), leadhook::event::ParseSourceError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Source {
    vendor: Vendor,
    account: Option<Label>,
}

/// A text is no source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("expected a platform's slug, or a slug, a slash and a label of letters, digits, `-`, `.`, `_` and `~`")]
#[non_exhaustive]
pub struct ParseSourceError;

impl Source {
    /// The platform.
    #[must_use]
    pub fn vendor(&self) -> Vendor {
        self.vendor
    }

    /// The label of our account there.
    #[must_use]
    pub fn account(&self) -> Option<&str> {
        self.account.as_ref().map(Label::as_str)
    }

    /// With a label for our account there.
    ///
    /// # Errors
    ///
    /// If the label is empty or has other characters than those that every URI may hold as they are: ASCII letters and
    /// digits, `-`, `.`, `_` and `~`.
    pub fn with_account(mut self, label: &str) -> Result<Self, ParseSourceError> {
        let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        if label.is_empty() || !label.bytes().all(unreserved) {
            return Err(ParseSourceError);
        }
        self.account = Some(label.into());
        Ok(self)
    }
}

impl Ord for Source {
    /// As text.
    fn cmp(&self, other: &Self) -> Ordering {
        (self.vendor.as_str(), &self.account).cmp(&(other.vendor.as_str(), &other.account))
    }
}

impl PartialOrd for Source {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
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
        self.account.iter().try_for_each(|label| write!(f, "/{label}"))
    }
}

impl FromStr for Source {
    type Err = ParseSourceError;

    fn from_str(text: &str) -> Result<Self, ParseSourceError> {
        let vendor = |as_str: &str| as_str.parse::<Vendor>().map(Self::from).map_err(|_| ParseSourceError);
        match text.split_once('/') {
            Some((as_str, label)) => vendor(as_str)?.with_account(label),
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
