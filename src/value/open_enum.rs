//! Enums of documented strings that can also hold an undocumented string.

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{FromString, Label, ParseEnumError, StringEnum};

/// A documented value of `T`, or a string that is not documented.
///
/// Vendors add values without notice, and refusing a new value would lose the event. Two values are equal exactly when
/// their strings are equal.
///
/// ```
/// use leadhook::OpenEnum;
/// use leadhook::vendors::liguelead::SmsStatus;
///
/// let status = OpenEnum::<SmsStatus>::from("delivered");
/// assert_eq!(status.known(), Some(SmsStatus::Delivered));
/// let status = OpenEnum::<SmsStatus>::from("teleported");
/// assert_eq!((status.known(), status.as_str()), (None, "teleported"));
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct OpenEnum<T>(Repr<T>);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Repr<T> {
    Known(T),
    Undocumented(Label),
}

impl<T: StringEnum> OpenEnum<T> {
    /// Returns the value if it is documented.
    #[must_use]
    pub fn known(&self) -> Option<T> {
        match self.0 {
            Repr::Known(value) => Some(value),
            Repr::Undocumented(_) => None,
        }
    }

    /// Returns the string, as it is in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Repr::Known(value) => value.as_str(),
            Repr::Undocumented(label) => label.as_str(),
        }
    }
}

impl<T: StringEnum> From<T> for OpenEnum<T> {
    fn from(value: T) -> Self {
        Self(Repr::Known(value))
    }
}

impl<T: StringEnum> From<&str> for OpenEnum<T> {
    fn from(string: &str) -> Self {
        Self(string.parse().map_or_else(|_| Repr::Undocumented(string.into()), Repr::Known))
    }
}

impl<T: StringEnum> From<String> for OpenEnum<T> {
    fn from(string: String) -> Self {
        string.as_str().into()
    }
}

impl<T: StringEnum> From<OpenEnum<T>> for Label {
    fn from(value: OpenEnum<T>) -> Self {
        match value.0 {
            Repr::Known(value) => Label::from_static(value.as_str()),
            Repr::Undocumented(label) => label,
        }
    }
}

impl<T: StringEnum> PartialEq<T> for OpenEnum<T> {
    fn eq(&self, value: &T) -> bool {
        self.known() == Some(*value)
    }
}

impl<T: StringEnum> Ord for OpenEnum<T> {
    /// Compares the strings.
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl<T: StringEnum> PartialOrd for OpenEnum<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T: StringEnum> AsRef<str> for OpenEnum<T> {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl<T: fmt::Debug> fmt::Debug for OpenEnum<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Known(value) => value.fmt(f),
            Repr::Undocumented(label) => f.debug_tuple("Undocumented").field(label).finish(),
        }
    }
}

impl<T: StringEnum> fmt::Display for OpenEnum<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<T: StringEnum> Serialize for OpenEnum<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de, T: StringEnum> Deserialize<'de> for OpenEnum<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(FromString(|string: &str| Ok::<_, ParseEnumError>(Self::from(string))))
    }
}
