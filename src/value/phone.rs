//! Phone numbers, as vendors send them.

use std::fmt;

use serde::{Deserialize, Serialize, Serializer};

use super::member::{Form, Member};
use super::string_or_number::StringOrNumber;

/// A phone number, kept exactly as sent.
///
/// Any string is valid. Vendors document several forms, publish samples outside every numbering plan (`+0987654321`),
/// and send placeholders for withheld callers (`anonymous`) and names of senders (`YourBrand`).
/// [`as_e164`](Self::as_e164) returns the number only if it can be dialed. `Debug` shows only the length.
///
/// A phone number that was sent as a JSON number is the string of its digits. Only the payload that it was read in writes
/// it as a number again.
///
/// ```
/// # use leadhook::Phone;
/// assert_eq!(Phone::from("+5511999999999").as_e164(), Some("+5511999999999"));
/// assert_eq!(Phone::from("11999999999").as_e164(), None);
/// assert_eq!(Phone::from("anonymous").as_e164(), None);
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Phone(StringOrNumber);

impl Phone {
    /// Returns the number as sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Returns the number if it has the form of E.164: `+`, then 2 to 15 digits of which the first is not 0.
    ///
    /// This checks the form only, not whether the number is assigned.
    #[must_use]
    pub fn as_e164(&self) -> Option<&str> {
        e164(self.as_str())
    }
}

/// Checks the form of E.164, for the models and for the schema engine.
pub(crate) fn e164(number: &str) -> Option<&str> {
    let digits = number.strip_prefix('+')?;
    let well_formed =
        (2..=15).contains(&digits.len()) && !digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit());
    well_formed.then_some(number)
}

impl AsRef<str> for Phone {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
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

impl Member for Phone {
    fn from_text(text: &str) -> Option<Self> {
        Some(text.into())
    }

    fn from_number(number: &serde_json::Number) -> Option<Self> {
        Some(Self(number.into()))
    }

    fn write<S: Serializer>(&self, serializer: S, form: Form) -> Result<S::Ok, S::Error> {
        self.0.write(serializer, form)
    }
}
