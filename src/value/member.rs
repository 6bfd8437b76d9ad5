//! How the members of a payload are read and written.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapDeserializer;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use super::unique::{ARBITRARY_PRECISION, Unique, repeated_member};
use super::{DateOrTimestamp, Extra, Label, Number, OpenEnum, SensitiveString, StringEnum, Timestamp};

/// A type that a member of a payload can have. It says which JSON values the type holds.
///
/// By default, a type holds no value. A value that the type of an optional member does not hold goes into [`Extra`].
pub(crate) trait Member: Serialize + Sized {
    /// Reads a string.
    fn from_text(_: &str) -> Option<Self> {
        None
    }

    /// Reads a number.
    fn from_number(_: &serde_json::Number) -> Option<Self> {
        None
    }

    /// Reads a boolean.
    fn from_bool(_: bool) -> Option<Self> {
        None
    }

    /// Reads an array. The error is the array.
    fn from_array(elements: Vec<Value>) -> Result<Self, Value> {
        Err(elements.into())
    }

    /// Reads an object. `Ok(Err(object))`: the type holds no object. `Err`: the object is malformed.
    fn from_object<'de, A: MapAccess<'de>>(members: A) -> Result<Result<Self, Value>, A::Error> {
        Unique::from_members(members).map(|Unique(object)| Err(object))
    }

    /// Writes the value.
    fn write<S: Serializer>(&self, serializer: S, _: Form) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }

    /// Adds the JSON Pointers of the documented members inside this value that did not fit their fields.
    fn find_unexpected(&self, _: &Path<'_>, _: &mut Vec<String>) {}
}

/// How the members of a payload are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// As they were read.
    AsRead,
    /// The same for all ways to write a value: ids and phone numbers as strings, timestamps in UTC.
    Canonical,
}

/// The path of a member in a payload.
pub(crate) struct Path<'p> {
    outer: Option<(&'p Path<'p>, &'static str)>,
}

impl<'p> Path<'p> {
    /// The path of the payload itself.
    pub(crate) const ROOT: Path<'static> = Path { outer: None };

    /// Returns the path of a member.
    pub(crate) fn member(&'p self, name: &'static str) -> Self {
        Self { outer: Some((self, name)) }
    }

    /// Returns the path as a JSON Pointer. Documented names need no escapes.
    pub(crate) fn to_pointer(&self) -> String {
        self.outer.map_or_else(String::new, |(outer, name)| format!("{}/{name}", outer.to_pointer()))
    }
}

/// The name of a member, borrowed from the text if it has no escapes.
#[derive(Deserialize)]
#[serde(transparent)]
pub(crate) struct Name<'t>(#[serde(borrow)] pub(crate) Cow<'t, str>);

/// A member while its object is read.
pub(crate) enum Slot<T> {
    /// The member was not read yet.
    Absent,
    /// The member was read. It is `None` if it was null or did not fit.
    Read(Option<T>),
}

impl<T: Member> Slot<T> {
    /// Reads an optional member. A value that does not fit goes into `extra`.
    pub(crate) fn read<'de, A: MapAccess<'de>>(
        &mut self,
        members: &mut A,
        name: &'static str,
        extra: &mut Extra,
    ) -> Result<(), A::Error> {
        self.read_required(members)?.map_or(Ok(()), |misfit| extra.add(name, misfit))
    }

    /// Reads a member, and returns the value if it does not fit.
    pub(crate) fn read_required<'de, A: MapAccess<'de>>(&mut self, members: &mut A) -> Result<Option<Value>, A::Error> {
        if matches!(self, Self::Read(_)) {
            return Err(repeated_member());
        }
        let (value, misfit) = match members.next_value_seed(Reader(PhantomData))? {
            Ok(value) => (value, None),
            Err(misfit) => (None, Some(misfit)),
        };
        *self = Self::Read(value);
        Ok(misfit)
    }

    /// Returns the value, if one was read and fits.
    pub(crate) fn into_option(self) -> Option<T> {
        match self {
            Self::Absent => None,
            Self::Read(value) => value,
        }
    }
}

/// A constant member. A model has no field for it.
pub(crate) struct Constant {
    name: &'static str,
    /// The value that the member must have. `None` if the member may be absent and have any value.
    value: Option<&'static str>,
    read: bool,
}

impl Constant {
    pub(crate) fn new(name: &'static str, value: Option<&'static str>) -> Self {
        Self { name, value, read: false }
    }
}

/// Reads a member that is not a field: a constant, or an undocumented member.
pub(crate) fn read_other<'de, A: MapAccess<'de>>(
    members: &mut A,
    name: Cow<'de, str>,
    constants: &mut [Constant],
    extra: &mut Extra,
) -> Result<(), A::Error> {
    let Some(constant) = constants.iter_mut().find(|constant| constant.name == name) else {
        let Unique(value) = members.next_value()?;
        return extra.add(name, value);
    };
    if constant.read {
        return Err(repeated_member());
    }
    constant.read = true;
    match constant.value {
        None => members.next_value::<de::IgnoredAny>().map(|_| ()),
        Some(value) if members.next_value::<Name<'_>>()?.0 == value => Ok(()),
        Some(_) => Err(de::Error::custom("a constant has another value")),
    }
}

/// Checks that every constant with a value was read.
pub(crate) fn check_constants<E: de::Error>(constants: &[Constant]) -> Result<(), E> {
    match constants.iter().find(|constant| constant.value.is_some() && !constant.read) {
        Some(constant) => Err(E::missing_field(constant.name)),
        None => Ok(()),
    }
}

/// Reads a value: `None` for null, or an error with the value if the type does not hold it.
struct Reader<T>(PhantomData<T>);

type Read<T> = Result<Option<T>, Value>;

impl<'de, T: Member> DeserializeSeed<'de> for Reader<T> {
    type Value = Read<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Read<T>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

fn number<T: Member>(number: impl Into<serde_json::Number>) -> Read<T> {
    let number = number.into();
    T::from_number(&number).map(Some).ok_or(Value::Number(number))
}

impl<'de, T: Member> Visitor<'de> for Reader<T> {
    type Value = Read<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E>(self) -> Result<Read<T>, E> {
        Ok(Ok(None))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Read<T>, E> {
        Ok(T::from_bool(value).map(Some).ok_or(Value::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Read<T>, E> {
        Ok(number(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Read<T>, E> {
        Ok(number(value))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Read<T>, E> {
        let value = serde_json::Number::from_f64(value);
        value.map(number).ok_or_else(|| E::invalid_type(de::Unexpected::Other("a number that JSON lacks"), &self))
    }

    // serde_json calls these two only under `arbitrary_precision`, when a number goes from one `Value` to another.
    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Read<T>, E> {
        Unique::number(&value.to_string()).map(number)
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Read<T>, E> {
        Unique::number(&value.to_string()).map(number)
    }

    fn visit_str<E>(self, text: &str) -> Result<Read<T>, E> {
        Ok(T::from_text(text).map(Some).ok_or_else(|| Value::from(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<Read<T>, A::Error> {
        Unique::from_elements(elements).map(|elements| T::from_array(elements).map(Some))
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Read<T>, A::Error> {
        // Under serde_json's `arbitrary_precision`, a number comes as an object.
        if *ARBITRARY_PRECISION {
            return match Unique::from_members(members)? {
                Unique(Value::Object(members)) => {
                    let read = T::from_object(MapDeserializer::new(members.into_iter())).map_err(de::Error::custom)?;
                    Ok(read.map(Some))
                }
                Unique(Value::Number(value)) => Ok(number(value)),
                Unique(other) => Ok(Err(other)),
            };
        }
        Ok(T::from_object(members)?.map(Some))
    }
}

/// Reads a model that is a whole body.
pub(crate) struct ModelVisitor<T>(pub(crate) PhantomData<T>);

impl<'de, T: Member> Visitor<'de> for ModelVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
        T::from_object(members)?.map_err(|_| de::Error::custom("the object does not fit"))
    }
}

/// Serializes a member as [`Member::write`] does.
pub(crate) struct Written<'m, T>(pub(crate) &'m T, pub(crate) Form);

impl<T: Member> Serialize for Written<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer, self.1)
    }
}

/// Implements [`Member`] for types that hold only strings.
macro_rules! text_members {
    ($($type:ty: $from_text:expr,)+) => {
        $(impl Member for $type {
            fn from_text(text: &str) -> Option<Self> {
                $from_text(text)
            }
        })+
    };
}

text_members! {
    Label: |text: &str| Some(text.into()),
    SensitiveString: |text: &str| Some(text.into()),
}

impl Member for Timestamp {
    fn from_text(text: &str) -> Option<Self> {
        text.try_into().ok()
    }

    fn write<S: Serializer>(&self, serializer: S, form: Form) -> Result<S::Ok, S::Error> {
        match form {
            Form::AsRead => self.serialize(serializer),
            Form::Canonical => serializer.serialize_str(&self.canonical()),
        }
    }
}

impl Member for DateOrTimestamp {
    fn from_text(text: &str) -> Option<Self> {
        text.try_into().ok()
    }

    fn write<S: Serializer>(&self, serializer: S, form: Form) -> Result<S::Ok, S::Error> {
        match self {
            Self::Date(date) => date.serialize(serializer),
            Self::Timestamp(timestamp) => timestamp.write(serializer, form),
        }
    }
}

impl<T: StringEnum> Member for OpenEnum<T> {
    fn from_text(text: &str) -> Option<Self> {
        Some(text.into())
    }
}

impl Member for Number {
    fn from_number(number: &serde_json::Number) -> Option<Self> {
        Some(number.clone().into())
    }
}

impl Member for bool {
    fn from_bool(value: bool) -> Option<Self> {
        Some(value)
    }
}

impl Member for Vec<SensitiveString> {
    fn from_array(elements: Vec<Value>) -> Result<Self, Value> {
        if !elements.iter().all(Value::is_string) {
            return Err(elements.into());
        }
        Ok(elements.iter().filter_map(Value::as_str).map(SensitiveString::from).collect())
    }
}
