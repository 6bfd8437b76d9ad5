//! JSON Schema validation: the verdict on a body, with every diagnostic and its position.

mod bounded;
mod diagnostic;
mod evidence;
#[cfg(test)]
pub(crate) mod publish;
pub(crate) mod strict;
mod suggestion;
mod verdict;
mod wording;

pub(crate) use diagnostic::MAX_DIAGNOSTICS;
pub use diagnostic::{Diagnostic, DiagnosticCode, Diagnostics, Severity};
pub use evidence::Evidence;
pub(crate) use suggestion::suggest;
pub use verdict::Verdict;

use std::collections::HashSet;
use std::iter;
use std::net::IpAddr;
use std::sync::OnceLock;

use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use serde_json::Value;

use self::bounded::{BoundedValidator, Collected};
use crate::json::{Malformed, Part, Position, escape_pointer_token, offsets_of, position_of, positions_of, read_value};
use crate::value::{e164, masked_name, rfc3339};

/// A JSON Schema of this crate, and the strict schema that is derived from it. Each is compiled when it is first used.
#[derive(Debug)]
pub(crate) struct Schema {
    document: &'static str,
    base: OnceLock<BoundedValidator>,
    strict: OnceLock<BoundedValidator>,
}

impl Schema {
    /// Creates a schema from its JSON text.
    pub(crate) const fn new(document: &'static str) -> Self {
        Self { document, base: OnceLock::new(), strict: OnceLock::new() }
    }

    /// Returns the JSON text.
    pub(crate) fn document(&self) -> &'static str {
        self.document
    }

    fn base(&self) -> &BoundedValidator {
        self.base.get_or_init(|| BoundedValidator::new(parse(self.document)))
    }

    fn strict(&self) -> &BoundedValidator {
        self.strict.get_or_init(|| BoundedValidator::new(strict::derive(&parse(self.document))))
    }

    /// Checks a body of at most `max_depth` levels against the schema.
    pub(crate) fn check(&self, body: &[u8], max_depth: usize) -> Result<(), Diagnostics> {
        let (text, value) = read_value(body, max_depth)?;
        errors(self.base(), text, &value).map_or(Ok(()), Err)
    }

    /// Validates a body of at most `max_depth` levels against the schema and the strict schema.
    pub(crate) fn validate(&self, body: &[u8], max_depth: usize) -> Verdict {
        let (text, value) = match read_value(body, max_depth) {
            Ok(read) => read,
            Err(malformed) => return Verdict::Invalid(malformed.into()),
        };
        // What the strict schema accepts, the schema accepts too.
        if self.strict().is_valid(&value) {
            return Verdict::Valid;
        }
        let Some(errors) = errors(self.base(), text, &value) else {
            let (drift, count) = drift(self.strict(), text, &value, &[]);
            return Verdict::Drift(Diagnostics::new(drift, 0, count));
        };
        if errors.omitted() > 0 {
            return Verdict::Invalid(errors);
        }
        let (drift, count) = drift(self.strict(), text, &value, errors.as_slice());
        let error_count = errors.as_slice().len();
        let kept = errors.iter().cloned().chain(drift).collect();
        Verdict::Invalid(Diagnostics::new(kept, error_count, count))
    }
}

impl From<Malformed> for Diagnostics {
    fn from(Malformed { pointer, message, position }: Malformed) -> Self {
        let diagnostic = Diagnostic { pointer, position, ..Diagnostic::of_body(DiagnosticCode::Malformed, message) };
        Self::of_errors(vec![diagnostic], 0)
    }
}

fn parse(document: &str) -> Value {
    serde_json::from_str(document).expect("an embedded schema is JSON")
}

/// Compiles a schema. Timestamps, dates and phone numbers are checked as the models check them.
fn compile(schema: &Value) -> Validator {
    jsonschema::draft202012::options()
        .should_validate_formats(true)
        .with_format("date-time", |text: &str| rfc3339::date_time(text).is_some())
        .with_format("date", |text: &str| rfc3339::full_date(text).is_some())
        .with_format("e164", |text: &str| e164(text).is_some())
        .with_format("ip", |text: &str| text.parse::<IpAddr>().is_ok())
        .build(schema)
        .expect("an embedded schema is valid")
}

/// Returns a diagnostic of an error that no schema expresses, in a body that is JSON.
pub(crate) fn invalid_at(body: &[u8], pointer: &str, message: impl Into<String>) -> Diagnostic {
    let text = std::str::from_utf8(body).unwrap_or_default();
    let position = position_of(text, offsets_of(text, &[(pointer, Part::Value)])[0]);
    Diagnostic { pointer: pointer.to_owned(), position, ..Diagnostic::of_body(DiagnosticCode::Invalid, message) }
}

/// Returns how a value violates a schema.
fn errors(schema: &BoundedValidator, text: &str, value: &Value) -> Option<Diagnostics> {
    let Collected { kept, omitted, invalid_elements } = schema.find(value, &|_| true);
    if kept.is_empty() {
        return None;
    }
    let diagnostic = |(found, position): (Found, _)| Diagnostic {
        code: DiagnosticCode::Invalid,
        pointer: found.masked_pointer.unwrap_or(found.pointer),
        message: found.message,
        position,
        suggestion: None,
    };
    let diagnostics = with_positions(text, kept).into_iter().map(diagnostic).collect();
    Some(Diagnostics::of_errors(diagnostics, omitted + invalid_elements))
}

/// Returns what the strict schema refuses and the schema accepts, and how many diagnostics that makes at least.
fn drift(strict: &BoundedValidator, text: &str, value: &Value, errors: &[Diagnostic]) -> (Vec<Diagnostic>, usize) {
    let invalid: HashSet<&str> = errors.iter().map(|error| error.pointer.as_str()).collect();
    let Collected { kept, omitted, invalid_elements } =
        strict.find(value, &|found| !invalid.contains(found.pointer.as_str()));
    // An element may be invalid only because of an error inside it.
    let is_in_element = |pointer: &&str| pointer.split('/').any(|name| name.parse::<usize>().is_ok());
    let errors_in_elements = invalid.iter().filter(|pointer| is_in_element(pointer)).count();
    let count = kept.len() + omitted + invalid_elements.saturating_sub(errors_in_elements);
    let diagnostic = |(found, position): (Found, _)| Diagnostic {
        code: found.drift,
        pointer: found.masked_pointer.unwrap_or(found.pointer),
        message: match found.drift {
            DiagnosticCode::UndocumentedMember => "undocumented member".to_owned(),
            DiagnosticCode::UndocumentedEvent => "undocumented event or channel".to_owned(),
            DiagnosticCode::UnexpectedValue => "undocumented value".to_owned(),
            DiagnosticCode::UnexpectedType
            | DiagnosticCode::UnexpectedFormat
            | DiagnosticCode::Malformed
            | DiagnosticCode::Invalid
            | DiagnosticCode::TooLarge
            | DiagnosticCode::Unauthenticated => found.message,
        },
        position,
        suggestion: found.suggestion,
    };
    (with_positions(text, kept).into_iter().map(diagnostic).collect(), count)
}

/// Something that the engine found, without its position.
#[derive(PartialEq, Eq)]
struct Found {
    pointer: String,
    /// Which part of the member the position is of.
    part: Part,
    /// The pointer with masked names, if it differs.
    masked_pointer: Option<String>,
    message: String,
    /// The code if only the strict schema refuses it.
    drift: DiagnosticCode,
    suggestion: Option<String>,
}

/// Splits an error of the engine in the value at `pointer`: it reports all unexpected members of an object at once.
fn split<'e>(pointer: &str, error: &'e ValidationError<'_>) -> Box<dyn ExactSizeIterator<Item = Found> + 'e> {
    let at = format!("{pointer}{}", error.instance_path());
    if let ValidationErrorKind::AdditionalProperties { unexpected } = error.kind() {
        return Box::new(unexpected.iter().map(move |name| Found {
            pointer: format!("{at}/{}", escape_pointer_token(name)),
            part: Part::Name,
            masked_pointer: Some(format!("{at}/{}", masked_name(name))),
            message: "unexpected member".to_owned(),
            drift: DiagnosticCode::UndocumentedMember,
            suggestion: None,
        }));
    }
    let (drift, documented) = drift_code(error);
    // The documented values are strings, and the type of another value is an error of its own.
    if documented.is_some() && !error.instance().is_string() {
        return Box::new(iter::empty());
    }
    let documented = documented.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let suggestion = error.instance().as_str().and_then(|value| suggest(value, documented)).map(str::to_owned);
    Box::new(iter::once(Found {
        pointer: at,
        part: Part::Value,
        masked_pointer: None,
        message: wording::describe(error),
        drift,
        suggestion,
    }))
}

/// Returns the code of an error of the strict schema, and the documented values if the value is not one of them.
fn drift_code<'e>(error: &'e ValidationError<'_>) -> (DiagnosticCode, Option<&'e Value>) {
    #[expect(clippy::wildcard_enum_match_arm, reason = "the engine's enum; the schemas use few of its keywords")]
    match error.kind() {
        // Only a dispatch has an `enum` inside an `allOf`.
        ValidationErrorKind::Enum { options } if error.schema_path().as_str().contains("/allOf/") => {
            (DiagnosticCode::UndocumentedEvent, Some(options))
        }
        ValidationErrorKind::Enum { options } => (DiagnosticCode::UnexpectedValue, Some(options)),
        // A number that is not an integer.
        ValidationErrorKind::Type { .. } if wording::expects_integer(error) => (DiagnosticCode::UnexpectedFormat, None),
        ValidationErrorKind::Type { .. } => (DiagnosticCode::UnexpectedType, None),
        _ => (DiagnosticCode::UnexpectedFormat, None),
    }
}

/// Adds the positions in one pass over the text, and sorts by them.
fn with_positions(text: &str, found: Vec<Found>) -> Vec<(Found, Position)> {
    let pointers: Vec<_> = found.iter().map(|found| (found.pointer.as_str(), found.part)).collect();
    let mut placed: Vec<_> = offsets_of(text, &pointers).into_iter().zip(found).collect();
    placed.sort_by(|(a, a_found), (b, b_found)| (a, &a_found.message).cmp(&(b, &b_found.message)));
    let positions = positions_of(text, placed.iter().map(|&(offset, _)| offset));
    placed.into_iter().map(|(_, found)| found).zip(positions).collect()
}
