//! Ids that vendors assign.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;
use uuid::Uuid;

use super::FromString;
use super::member::{Form, Member};
use super::string_or_number::StringOrNumber;

/// An id that a vendor assigned: opaque, never empty, unique only within that vendor.
///
/// No length, prefix or alphabet is assumed, because the vendors' documentation contradicts itself on each. `Debug`
/// masks an id that looks like an email address or an international phone number.
///
/// An id that was sent as a JSON number is the string of its digits. Only the payload that it was read in writes it as a
/// number again. A number beyond 64 bits is rounded, as all such numbers are, so two of them may be equal.
///
/// ```
/// # use leadhook::Id;
/// let id = Id::try_from("3b4f7c5e-7e2d-4157-b542-5eb2155455c5")?;
/// assert_eq!(id.as_str(), "3b4f7c5e-7e2d-4157-b542-5eb2155455c5");
/// assert!(id.to_uuid().is_some());
/// assert!(Id::try_from("").is_err());
/// # Ok::<(), leadhook::ParseIdError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Id(StringOrNumber);

/// The id is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[error("an id must not be empty")]
#[non_exhaustive]
pub struct ParseIdError;

impl Id {
    /// Returns the id as a string.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Returns true if the id looks like an email address or an international phone number, as some customers choose.
    pub(crate) fn is_address(&self) -> bool {
        self.as_str().contains('@') || self.as_str().trim_start().starts_with('+')
    }

    /// Returns the id as a UUID if it is one.
    #[must_use]
    pub fn to_uuid(&self) -> Option<Uuid> {
        Uuid::try_parse(self.as_str()).ok()
    }
}

impl AsRef<str> for Id {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_address() {
            write!(f, "Id({} characters)", self.as_str().chars().count())
        } else {
            write!(f, "{:?}", self.as_str())
        }
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl TryFrom<&str> for Id {
    type Error = ParseIdError;

    fn try_from(text: &str) -> Result<Self, ParseIdError> {
        if text.is_empty() { Err(ParseIdError) } else { Ok(Self(text.into())) }
    }
}

impl TryFrom<String> for Id {
    type Error = ParseIdError;

    fn try_from(text: String) -> Result<Self, ParseIdError> {
        Self::try_from(text.as_str())
    }
}

impl FromStr for Id {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, ParseIdError> {
        Self::try_from(text)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(FromString(|text: &str| Self::try_from(text)))
    }
}

impl Member for Id {
    fn from_text(text: &str) -> Option<Self> {
        text.try_into().ok()
    }

    fn from_number(number: &serde_json::Number) -> Option<Self> {
        Some(Self(number.into()))
    }

    fn write<S: Serializer>(&self, serializer: S, form: Form) -> Result<S::Ok, S::Error> {
        self.0.write(serializer, form)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::value::member::Written;

    #[test]
    fn an_id_is_written_as_the_string_or_number_that_was_read_and_serializes_as_a_string() {
        for number in [json!(7), json!(-1), json!(0.5), json!(u64::MAX), json!(1e300)] {
            let Value::Number(digits) = &number else { unreachable!() };
            let id = Id::from_number(digits).unwrap();
            assert_eq!(json!(Written(&id, Form::AsRead)), number);
            assert_eq!(json!(Written(&id, Form::Canonical)), number.to_string());
            assert_eq!(json!(id), number.to_string());
            assert_eq!(id, Id::try_from(number.to_string()).unwrap());
        }
        let id = Id::from_text("7").unwrap();
        assert_eq!(json!(Written(&id, Form::AsRead)), "7");
        assert_eq!(Id::from_text(""), None);
    }
}
