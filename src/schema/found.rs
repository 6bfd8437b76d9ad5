//! What the engine finds in a value, without positions.

use std::collections::HashSet;
use std::{iter, slice};

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;
use serde_json::Value;

use super::keyword::{Subschemas, subschemas};
use super::strict::DISPATCH;
use super::wording::{describe, expects_integer};
use super::{DiagnosticCode, suggest};
use crate::json::{Part, escape_pointer_token, unescape_pointer_token};
use crate::value::masked_name;

/// How many documented values are compared with a value to find a suggestion.
const MAX_COMPARED: usize = 1000;

/// The parts of a schema that are needed to describe its errors.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// The names of all members in the schema. They are not personal data.
    properties: HashSet<String>,
    /// The pointers of the assertions that close a dispatch.
    dispatches: Vec<String>,
}

impl Names {
    /// Collects the names in a schema.
    pub(super) fn new(schema: &Value) -> Self {
        let mut names = Self::default();
        names.collect(schema, "");
        names
    }

    /// Adds what is in the schema at `pointer`.
    fn collect(&mut self, schema: &Value, pointer: &str) {
        if schema.get(DISPATCH).is_some() {
            self.dispatches.push(format!("{pointer}/"));
        }
        for (keyword, inner) in schema.as_object().into_iter().flatten() {
            let pointer = format!("{pointer}/{}", escape_pointer_token(keyword));
            match subschemas(keyword, inner) {
                Subschemas::None => {}
                Subschemas::One(schema) => self.collect(schema, &pointer),
                Subschemas::List(schemas) => {
                    for (at, schema) in schemas.iter().enumerate() {
                        self.collect(schema, &format!("{pointer}/{at}"));
                    }
                }
                Subschemas::Map(schemas) => {
                    for (name, schema) in schemas {
                        if keyword == "properties" {
                            self.properties.insert(name.clone());
                        }
                        self.collect(schema, &format!("{pointer}/{}", escape_pointer_token(name)));
                    }
                }
            }
        }
    }

    /// Returns true if a schema names such a member.
    fn has_property(&self, name: &str) -> bool {
        self.properties.contains(name)
    }

    /// Returns true if a pointer in the schema is in an assertion that closes a dispatch.
    fn is_dispatch(&self, pointer: &str) -> bool {
        self.dispatches.iter().any(|dispatch| pointer.starts_with(dispatch.as_str()))
    }
}

/// The place of a value: its pointer, and the pointer as it may be shown.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) pointer: String,
    /// The pointer without names that may be personal data.
    pub(super) masked: String,
}

impl Place {
    /// Returns the place of an error in `value`, which is at this place.
    pub(super) fn of_error(&self, error: &ValidationError<'_>, value: &Value, names: &Names) -> Self {
        let mut place = self.clone();
        let mut value = Some(value);
        for token in error.instance_path().as_str().split('/').skip(1) {
            let name = unescape_pointer_token(token);
            // A name of digits looks like an index, and may be a phone number.
            let is_index = value.is_some_and(Value::is_array);
            value = match value {
                Some(Value::Array(elements)) => name.parse::<usize>().ok().and_then(|at| elements.get(at)),
                Some(value) => value.get(&name),
                None => None,
            };
            place.push(&name, is_index || names.has_property(&name));
        }
        place
    }

    /// Returns the place of an element.
    pub(super) fn element(mut self, at: usize) -> Self {
        self.push(&at.to_string(), true);
        self
    }

    /// Returns the place of a member that no schema names.
    fn unexpected_member(&self, name: &str) -> Self {
        let mut place = self.clone();
        place.push(name, false);
        place
    }

    fn push(&mut self, name: &str, is_shown: bool) {
        let shown = if is_shown { name } else { masked_name(name) };
        self.pointer.extend(["/", &escape_pointer_token(name)]);
        self.masked.extend(["/", &escape_pointer_token(shown)]);
    }
}

/// Something that the engine found, without its position.
#[derive(PartialEq, Eq)]
pub(super) struct Found {
    pub(super) place: Place,
    /// Which part of the member the position is of.
    pub(super) part: Part,
    pub(super) message: String,
    /// The code if only the strict schema refuses it.
    pub(super) drift: DiagnosticCode,
    pub(super) suggestion: Option<String>,
}

/// Splits an error of the engine, which is at `place`: it reports all unexpected members of an object at once.
pub(super) fn split<'e>(
    place: Place,
    error: &'e ValidationError<'_>,
    names: &Names,
) -> Box<dyn ExactSizeIterator<Item = Found> + 'e> {
    if let Some(unexpected) = unexpected_members(error) {
        return Box::new(unexpected.iter().map(move |name| Found {
            place: place.unexpected_member(name),
            part: Part::Name,
            message: "unexpected member".to_owned(),
            drift: DiagnosticCode::UndocumentedMember,
            suggestion: None,
        }));
    }
    let (drift, documented) = drift_code(error, names);
    let documented = documented.iter().take(MAX_COMPARED).filter_map(Value::as_str);
    let suggestion = error.instance().as_str().and_then(|value| suggest(value, documented)).map(str::to_owned);
    Box::new(iter::once(Found { place, part: Part::Value, message: describe(error), drift, suggestion }))
}

/// Returns the names of the members that an object must not have, if the error is about them.
pub(super) fn unexpected_members<'e>(error: &'e ValidationError<'_>) -> Option<&'e [String]> {
    #[expect(clippy::wildcard_enum_match_arm, reason = "the engine's enum: these two kinds have names")]
    match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected }
        | ValidationErrorKind::UnevaluatedProperties { unexpected } => Some(unexpected),
        _ => None,
    }
}

/// Returns the code of an error of the strict schema, and the documented values, if the value is not one of them.
fn drift_code<'e>(error: &'e ValidationError<'_>, names: &Names) -> (DiagnosticCode, &'e [Value]) {
    let listed = |options: &'e Value| options.as_array().map_or(&[][..], Vec::as_slice);
    #[expect(clippy::wildcard_enum_match_arm, reason = "the engine's enum: every other kind has one code")]
    match error.kind() {
        ValidationErrorKind::Enum { options } if names.is_dispatch(error.schema_path().as_str()) => {
            (DiagnosticCode::UndocumentedEvent, listed(options))
        }
        ValidationErrorKind::Enum { options } => (DiagnosticCode::UnexpectedValue, listed(options)),
        // A constant string is the only documented value.
        ValidationErrorKind::Constant { expected_value } if expected_value.is_string() => {
            (DiagnosticCode::UnexpectedValue, slice::from_ref(expected_value))
        }
        // A number that is not an integer.
        ValidationErrorKind::Type { .. } if expects_integer(error) => (DiagnosticCode::UnexpectedFormat, &[]),
        ValidationErrorKind::Type { .. } => (DiagnosticCode::UnexpectedType, &[]),
        _ => (DiagnosticCode::UnexpectedFormat, &[]),
    }
}
