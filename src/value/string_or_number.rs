//! Strings that a vendor may also send as a number.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use compact_str::CompactString;
use serde::{Deserialize, Deserializer, Serialize, Serializer, ser};

use super::FromString;
use super::member::Form;

/// A string that may have been sent as a number. Its equality, order and hash are those of the string, and it serializes
/// as a string.
#[derive(Clone)]
pub(super) enum StringOrNumber {
    String(CompactString),
    /// The digits of a number. Boxed, because it is rare and an event has many ids.
    Number(Box<str>),
}

impl StringOrNumber {
    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::String(string) => string,
            Self::Number(digits) => digits,
        }
    }

    /// Serializes as a number if it was sent as one and `form` allows it.
    pub(super) fn write<S: Serializer>(&self, serializer: S, form: Form) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(digits) if form == Form::AsRead => {
                digits.parse::<serde_json::Number>().map_err(ser::Error::custom)?.serialize(serializer)
            }
            Self::String(_) | Self::Number(_) => self.serialize(serializer),
        }
    }
}

impl From<&str> for StringOrNumber {
    fn from(string: &str) -> Self {
        Self::String(string.into())
    }
}

impl From<String> for StringOrNumber {
    fn from(string: String) -> Self {
        Self::String(string.into())
    }
}

impl From<&serde_json::Number> for StringOrNumber {
    fn from(number: &serde_json::Number) -> Self {
        Self::Number(number.to_string().into())
    }
}

impl fmt::Display for StringOrNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl PartialEq for StringOrNumber {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for StringOrNumber {}

impl Hash for StringOrNumber {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl Ord for StringOrNumber {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl PartialOrd for StringOrNumber {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Serialize for StringOrNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for StringOrNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(FromString(|string: &str| Ok::<_, std::convert::Infallible>(string.into())))
    }
}
