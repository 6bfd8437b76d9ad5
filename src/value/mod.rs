//! What a field holds: ids, labels, sensitive strings, phone numbers, numbers, timestamps, dates and open enums.

mod date;
mod extra;
mod id;
mod label;
mod member;
mod number;
mod open_enum;
mod phone;
pub(crate) mod rfc3339;
mod sensitive_string;
mod string_enum;
mod string_or_number;
mod timestamp;
mod unique;

pub use date::{Date, DateOrTimestamp, ParseDateError};
pub use extra::{Extra, ExtraIter};
pub use id::{Id, ParseIdError};
pub use label::Label;
pub(crate) use label::masked_name;
pub(crate) use member::{Constant, Form, Member, ModelVisitor, Name, Path, Slot, Written, check_constants, read_other};
pub use number::Number;
pub use open_enum::OpenEnum;
pub use phone::Phone;
pub(crate) use phone::e164;
pub use sensitive_string::SensitiveString;
pub(crate) use string_enum::string_enum;
pub use string_enum::{ParseEnumError, StringEnum};
pub use timestamp::{ParseTimestampError, Timestamp};
pub(crate) use unique::Unique;

use std::fmt;

use serde::de;
use serde_json::Value;

/// Reads a value from a string with a function that parses it.
pub(crate) struct FromString<F>(pub(crate) F);

impl<T, E: fmt::Display, F: FnOnce(&str) -> Result<T, E>> de::Visitor<'_> for FromString<F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<X: de::Error>(self, text: &str) -> Result<T, X> {
        (self.0)(text).map_err(X::custom)
    }
}

/// Returns the JSON type of a value, as error messages name it.
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
