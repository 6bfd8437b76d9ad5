//! Undocumented members, and values that do not fit their fields.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::{Map, Value};

use super::unique::repeated_member;
use super::{Unique, masked_name, type_of};

/// The undocumented members of an object, kept as sent.
///
/// Every model of a payload has one for each object. A documented member is also here, and its field is `None`, if its
/// field cannot hold the value. [`Payload::unexpected`](crate::Payload::unexpected) lists such members.
///
/// `Debug` shows the names that look like identifiers, and only the types of the values.
///
/// ```
/// use leadhook::{Vendor, parse, Payload, vendors::limecall};
///
/// let body = br#"{"event":"missed_call","timestamp":"2025-01-30T15:00:00Z","queue":{"position":3}}"#;
/// let Payload::LimeCall(limecall::Payload::MissedCall(call)) = parse(Vendor::LimeCall, body)? else { unreachable!() };
/// assert_eq!(call.extra.get("queue").unwrap()["position"], 3);
/// # Ok::<(), leadhook::Error>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Extra(
    /// Never an empty map. Most objects have no undocumented member, and `None` takes one machine word.
    Option<Box<Map<String, Value>>>,
);

impl Extra {
    /// Returns the value of the member.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.as_ref()?.get(name)
    }

    /// Sets a member and returns its former value.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Value>) -> Option<Value> {
        self.0.get_or_insert_default().insert(name.into(), value.into())
    }

    /// Returns the number of members.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |members| members.len())
    }

    /// Iterates over the members.
    #[must_use]
    pub fn iter(&self) -> ExtraIter<'_> {
        ExtraIter(self.0.as_ref().map(|members| members.iter()))
    }

    /// Returns true if there is no member.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Returns true if there is a member at the end of a path of names.
    pub(crate) fn contains(&self, path: &[&str]) -> bool {
        let [outer, inner @ ..] = path else { return false };
        self.get(outer).is_some_and(|value| inner.iter().try_fold(value, |value, name| value.get(name)).is_some())
    }

    /// Adds a member. Fails if there is one of this name.
    pub(crate) fn add<E: de::Error>(&mut self, name: impl Into<String>, value: Value) -> Result<(), E> {
        match self.insert(name, value) {
            None => Ok(()),
            Some(_) => Err(repeated_member()),
        }
    }

    /// Adds the undocumented members of a documented inner object, under the name of that object.
    pub(crate) fn with(mut self, name: &str, inner: Self) -> Self {
        if let Some(members) = inner.0 {
            self.insert(name, *members);
        }
        self
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter().map(|(name, value)| (masked_name(name), type_of(value)))).finish()
    }
}

/// Iterates over the members of an [`Extra`].
#[derive(Clone, Debug)]
pub struct ExtraIter<'e>(Option<serde_json::map::Iter<'e>>);

impl<'e> Iterator for ExtraIter<'e> {
    type Item = (&'e str, &'e Value);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.as_mut()?.next().map(|(name, value)| (name.as_str(), value))
    }
}

impl<'e> IntoIterator for &'e Extra {
    type Item = (&'e str, &'e Value);
    type IntoIter = ExtraIter<'e>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl FromIterator<(String, Value)> for Extra {
    fn from_iter<T: IntoIterator<Item = (String, Value)>>(members: T) -> Self {
        members.into_iter().collect::<Map<_, _>>().into()
    }
}

impl From<Map<String, Value>> for Extra {
    fn from(members: Map<String, Value>) -> Self {
        Self((!members.is_empty()).then(|| Box::new(members)))
    }
}

impl From<Extra> for Map<String, Value> {
    fn from(extra: Extra) -> Self {
        extra.0.map_or_else(Self::new, |members| *members)
    }
}

impl Serialize for Extra {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for Extra {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // `map`, not `any`: serde gives a flattened field only the members that are left.
        struct Members;

        impl<'de> de::Visitor<'de> for Members {
            type Value = Extra;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: de::MapAccess<'de>>(self, members: A) -> Result<Extra, A::Error> {
                match Unique::deserialize(de::value::MapAccessDeserializer::new(members))? {
                    Unique(Value::Object(members)) => Ok(members.into()),
                    Unique(_) => Err(de::Error::invalid_type(de::Unexpected::Other("a number"), &self)),
                }
            }
        }

        deserializer.deserialize_map(Members)
    }
}
