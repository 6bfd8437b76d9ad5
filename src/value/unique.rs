//! JSON values in which no object has a member twice.

use std::fmt;
use std::sync::LazyLock;

use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// A JSON value in which no object has a member twice (RFC 7493).
///
/// Every undocumented value is read with it.
pub(crate) struct Unique(pub(crate) Value);

impl<'de> de::Deserialize<'de> for Unique {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(UniqueVisitor).map(Self)
    }
}

impl Unique {
    /// Reads an object, or a number that comes as an object.
    pub(crate) fn from_members<'de, A: MapAccess<'de>>(members: A) -> Result<Self, A::Error> {
        UniqueVisitor.visit_map(members).map(Self)
    }

    /// Parses a number.
    pub(crate) fn number<E: de::Error>(digits: &str) -> Result<Number, E> {
        digits.parse().map_err(|_| E::custom("not a number"))
    }

    /// Reads the elements of an array.
    pub(crate) fn from_elements<'de, A: SeqAccess<'de>>(mut elements: A) -> Result<Vec<Value>, A::Error> {
        let mut array = Vec::new();
        while let Some(Self(element)) = elements.next_element()? {
            array.push(element);
        }
        Ok(array)
    }
}

struct UniqueVisitor;

impl<'de> Visitor<'de> for UniqueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    // serde_json calls these two only under `arbitrary_precision`, when a number goes from one `Value` to another.
    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Value, E> {
        Unique::number(&value.to_string()).map(Value::Number)
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Value, E> {
        Unique::number(&value.to_string()).map(Value::Number)
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<Value, A::Error> {
        Unique::from_elements(elements).map(Value::Array)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if object.is_empty() && *ARBITRARY_PRECISION && name == NUMBER_TOKEN {
                return Unique::number(&members.next_value::<String>()?).map(Value::Number);
            }
            let Unique(value) = members.next_value()?;
            if object.insert(name, value).is_some() {
                return Err(repeated_member());
            }
        }
        Ok(Value::Object(object))
    }
}

/// Returns the error for an object that has a member twice.
pub(super) fn repeated_member<E: de::Error>() -> E {
    E::custom("a member is repeated")
}

/// The name under which serde_json passes every number if any crate in the build enables its `arbitrary_precision`.
///
/// No attribute shows that feature at compile time.
const NUMBER_TOKEN: &str = "$serde_json::private::Number";

pub(crate) static ARBITRARY_PRECISION: LazyLock<bool> =
    LazyLock::new(|| serde_json::from_str::<serde_json::Number>("1e400").is_ok());
