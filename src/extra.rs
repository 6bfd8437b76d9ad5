//! Members that nobody documented.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::{Map, Value};

use crate::json::Unique;
use crate::locate::shown;

/// The members of an object that nobody documented, kept whole. Every model of a payload has one for each object.
///
/// `Debug` shows names that look like identifiers, and of values only their type.
///
/// ```
/// use leadhook::{Vendor, parse, Payload, vendors::limecall};
///
/// let body = br#"{"event":"missed_call","timestamp":"2025-01-30T15:00:00Z","queue":{"position":3}}"#;
/// let Payload::LimeCall(limecall::Payload::MissedCall(call)) = parse(Vendor::LimeCall, body)? else { unreachable!() };
/// assert_eq!(call.extra.get("queue").unwrap()["position"], 3);
/// # Ok::<(), leadhook::Error>(())
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct Extra(
    /// Never an empty map. Nearly always there is none, and then this is one word that says so.
    Option<Box<Map<String, Value>>>,
);

impl Extra {
    /// The value of the member of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.as_ref()?.get(name)
    }

    /// Sets a member, and returns the value that it had before.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Value>) -> Option<Value> {
        self.0.get_or_insert_default().insert(name.into(), value.into())
    }

    /// All members.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().flat_map(|members| members.iter()).map(|(name, value)| (name.as_str(), value))
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// With the undocumented members of a documented inner object put under that object's name.
    pub(crate) fn with(mut self, name: &str, inner: Self) -> Self {
        if let Some(members) = inner.0 {
            self.insert(name, *members);
        }
        self
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter().map(|(name, value)| (shown(name), type_of(value)))).finish()
    }
}

/// The JSON type of a value, as errors name it.
pub(crate) fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

impl From<Map<String, Value>> for Extra {
    fn from(members: Map<String, Value>) -> Self {
        Self((!members.is_empty()).then(|| Box::new(members)))
    }
}

impl Serialize for Extra {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for Extra {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // `map`, not `any`: a flattened field is only ever given the members that are left.
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
