//! Phone numbers, as platforms write them.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Text;

/// A phone number in whatever form the platform sent it, kept as sent.
///
/// Platforms document several forms, print samples that no numbering plan has (`+0987654321`), and send words for
/// withheld callers (`anonymous`) or alphanumeric senders (`YourBrand`). So any string is accepted, and
/// [`e164`](Self::e164) answers whether it can be dialled as it stands. `Debug` shows only its length.
///
/// ```
/// # use leadhook::Phone;
/// assert_eq!(Phone::from("+5511999999999").e164(), Some("+5511999999999"));
/// assert_eq!(Phone::from("11999999999").e164(), None);
/// assert_eq!(Phone::from("anonymous").e164(), None);
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Phone(Text);

impl Phone {
    /// The number as sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The number, if it is in the form of E.164: `+`, a country code that does not begin with 0, at most 15 digits
    /// in all. The form only: whether any country assigned the number is not asked.
    #[must_use]
    pub fn e164(&self) -> Option<&str> {
        e164(self.as_str())
    }
}

/// The one reading of E.164, for the models and the schema engine alike.
pub(crate) fn e164(number: &str) -> Option<&str> {
    let digits = number.strip_prefix('+')?;
    let well_formed =
        (2..=15).contains(&digits.len()) && !digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit());
    well_formed.then_some(number)
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone({} characters)", self.as_str().chars().count())
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<&str> for Phone {
    fn from(number: &str) -> Self {
        Self(number.into())
    }
}

impl From<String> for Phone {
    fn from(number: String) -> Self {
        Self(number.into())
    }
}
