//! Ids that vendors assign.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use compact_str::CompactString;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};
use thiserror::Error;
use uuid::Uuid;

use super::FromString;

/// An id that a vendor assigned: opaque, never empty, unique only within that vendor.
///
/// No length, prefix or alphabet is assumed, because the vendors' documents contradict themselves on each. `Debug` masks
/// an id that looks like an email address or an international phone number.
///
/// ```
/// # use leadhook::Id;
/// let id = Id::try_from("3b4f7c5e-7e2d-4157-b542-5eb2155455c5")?;
/// assert_eq!(id.as_str(), "3b4f7c5e-7e2d-4157-b542-5eb2155455c5");
/// assert!(id.to_uuid().is_some());
/// assert!(Id::try_from("").is_err());
/// # Ok::<(), leadhook::ParseIdError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Id(Repr);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Repr {
    SensitiveString(CompactString),
    /// The digits of an id that was a JSON number and is written back as one. Boxed, because it is rare and an event has
    /// many ids.
    Number(Box<str>),
}

/// The id is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[error("an id must not be empty")]
#[non_exhaustive]
pub struct ParseIdError;

impl Id {
    /// Returns the id as a string.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Repr::SensitiveString(text) => text,
            Repr::Number(digits) => digits,
        }
    }

    fn bare(number: impl fmt::Display) -> Self {
        Self(Repr::Number(number.to_string().into()))
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
        f.write_str(self.as_str())
    }
}

impl TryFrom<&str> for Id {
    type Error = ParseIdError;

    fn try_from(text: &str) -> Result<Self, ParseIdError> {
        if text.is_empty() { Err(ParseIdError) } else { Ok(Self(Repr::SensitiveString(text.into()))) }
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

impl Ord for Id {
    /// Compares as strings. A string is less than a number of the same digits.
    fn cmp(&self, other: &Self) -> Ordering {
        let is_number = |id: &Self| matches!(id.0, Repr::Number(_));
        (self.as_str(), is_number(self)).cmp(&(other.as_str(), is_number(other)))
    }
}

impl PartialOrd for Id {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Repr::SensitiveString(text) => serializer.serialize_str(text),
            Repr::Number(digits) => {
                digits.parse::<serde_json::Number>().map_err(ser::Error::custom)?.serialize(serializer)
            }
        }
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(FromString(|text: &str| Self::try_from(text)))
    }
}

/// Reads an id that may also be a JSON number, which is written back as a number.
pub(crate) fn or_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Id>, D::Error> {
    Option::<OrNumber>::deserialize(deserializer).map(|id| id.map(|OrNumber(id)| id))
}

struct OrNumber(Id);

impl<'de> Deserialize<'de> for OrNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Id;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an id: a non-empty string or a number")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Id, E> {
                Id::try_from(text).map_err(E::custom)
            }

            // serde_json calls these two only under `arbitrary_precision`.
            fn visit_i128<E: de::Error>(self, number: i128) -> Result<Id, E> {
                Ok(Id::bare(number))
            }

            fn visit_u128<E: de::Error>(self, number: u128) -> Result<Id, E> {
                Ok(Id::bare(number))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Id, E> {
                Ok(Id::bare(number))
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Id, E> {
                Ok(Id::bare(number))
            }

            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Id, E> {
                serde_json::Number::from_f64(number)
                    .map(Id::bare)
                    .ok_or_else(|| E::invalid_type(de::Unexpected::Other("a number that JSON lacks"), &self))
            }

            // How serde_json passes every number if a dependent enables its `arbitrary_precision`.
            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Id, A::Error> {
                serde_json::Number::deserialize(de::value::MapAccessDeserializer::new(map)).map(Id::bare)
            }
        }

        // `any`, because the value may be a number.
        deserializer.deserialize_any(Visitor).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[derive(Serialize, Deserialize)]
    struct Call {
        #[serde(default, deserialize_with = "or_number")]
        id: Option<Id>,
    }

    #[test]
    fn an_id_is_written_as_the_string_or_number_that_was_read() {
        for json in [r#"{"id":"7"}"#, r#"{"id":7}"#, r#"{"id":-1}"#, r#"{"id":0.5}"#, r#"{"id":null}"#] {
            let call: Call = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&call).unwrap(), json);
        }
        for json in [r#"{"id":""}"#, r#"{"id":{}}"#, r#"{"id":true}"#] {
            assert!(serde_json::from_str::<Call>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn ids_are_ordered_as_strings_and_a_string_is_less_than_a_number_of_the_same_digits() {
        let text = |text| Id::try_from(text).unwrap();
        let ordered = ["-1", "0.5", "10", "7"].map(|digits| [text(digits), Id::bare(digits)]).concat();
        let ordered = [&ordered[..], &[text("7a"), text("a")]].concat();
        for (at, one) in ordered.iter().enumerate() {
            for (other_at, other) in ordered.iter().enumerate() {
                assert_eq!((one.cmp(other), one == other), (at.cmp(&other_at), at == other_at), "{one:?}, {other:?}");
            }
        }
        assert_eq!(ordered.iter().chain(&ordered.clone()).collect::<HashSet<_>>().len(), ordered.len());
    }
}
