//! JSON Schema validation: the verdict on a body, with every diagnostic and its position.

mod bounded;
mod diagnostic;
mod dialect;
mod evidence;
mod found;
mod keyword;
#[cfg(test)]
pub(crate) mod publish;
pub(crate) mod strict;
mod suggestion;
mod verdict;
mod wording;

pub(crate) use diagnostic::MAX_DIAGNOSTICS;
pub use diagnostic::{Diagnostic, DiagnosticCode, Diagnostics, Severity};
pub use dialect::SchemaError;
pub use evidence::Evidence;
pub(crate) use suggestion::suggest;
pub use verdict::Verdict;

use std::collections::HashSet;
use std::fmt;
use std::net::IpAddr;
use std::sync::OnceLock;

use jsonschema::{PatternOptions, ValidationError, Validator};
use serde_json::Value;

use self::bounded::{BoundedValidator, Collected};
use self::found::Found;
use crate::json::{MAX_DEPTH, Malformed, Part, Position, offsets_of, position_of, positions_of, read_value};
use crate::value::{e164, rfc3339};

/// A JSON Schema in the dialect of this crate, compiled to validate bodies.
///
/// The schemas of the vendors are built in: see [`validate`](crate::validate). Compile a schema of your own to get the
/// same verdicts, positions and masked messages for another vendor's webhooks. Compile it once: that takes about a
/// millisecond.
///
/// It is a JSON Schema of draft 2020-12. A body must satisfy what it asserts. Put what is only documented under
/// `x-expected`. A strict schema is derived to find drift: a member that the schema does not name, or a value that is
/// not as expected. `x-open: true` lets an object have members that the schema does not name. `schemas/README.md`
/// describes the dialect.
///
/// A model of your own may refuse what the schema accepts. For example, an `integer` of JSON Schema may be written `1.0`,
/// which serde does not read into an `i64`.
///
/// ```
/// use leadhook::{DiagnosticCode, Schema, Verdict};
///
/// let schema = Schema::compile(r#"{
///     "type": "object",
///     "required": ["id"],
///     "properties": {
///         "id": { "type": "string" },
///         "state": { "x-expected": { "type": "string", "enum": ["sent", "delivered"] } }
///     }
/// }"#)?;
///
/// assert_eq!(schema.validate(br#"{"id":"a1","state":"sent"}"#), Verdict::Valid);
///
/// let Verdict::Drift(diagnostics) = schema.validate(br#"{"id":"a1","state":"deliverd"}"#) else { panic!() };
/// assert_eq!((diagnostics[0].code, diagnostics[0].pointer.as_str()), (DiagnosticCode::UnexpectedValue, "/state"));
/// assert_eq!(diagnostics[0].suggestion.as_deref(), Some("delivered"));
///
/// let Verdict::Invalid(diagnostics) = schema.validate(br#"{"id":7}"#) else { panic!() };
/// assert_eq!(diagnostics[0].to_string(), "expected string, found number at /id (line 1, column 7)");
/// # Ok::<(), leadhook::SchemaError>(())
/// ```
pub struct Schema {
    /// The text of a schema of this crate, which is compiled when it is first used. `None` for a schema of yours.
    embedded: Option<&'static str>,
    base: OnceLock<BoundedValidator>,
    strict: OnceLock<BoundedValidator>,
}

impl fmt::Debug for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Schema").finish_non_exhaustive()
    }
}

impl Schema {
    /// Compiles a schema and the strict schema that is derived from it.
    ///
    /// # Errors
    ///
    /// If the text is not JSON as this crate reads it, is not a JSON Schema of draft 2020-12, or has something that is not
    /// supported:
    ///
    /// - a `$ref` except `#/$defs/NAME`, or a definition that contains itself. Nothing is ever fetched;
    /// - `$anchor`, `$dynamicRef`, `unevaluatedItems`, and `$id` or `$defs` below the root;
    /// - `$ref`, `x-expected` or `x-open` in a condition: `if`, `not`, `contains` or `propertyNames`;
    /// - a keyword other than `required` that is both in a schema and in its `x-expected`;
    /// - a `format` that is unknown;
    /// - a `pattern` with look-around or a back-reference, which could take exponential time;
    /// - 100 levels of schemas, or 1 MiB of the schema and all its definitions together, if every `$ref` is replaced by
    ///   its definition. Schemas in `items` and `not` count several times, because they are copied.
    pub fn compile(json: &str) -> Result<Self, SchemaError> {
        let (_, schema) = read_value(json.as_bytes(), MAX_DEPTH)?;
        dialect::check(&schema)?;
        let strict = BoundedValidator::new(strict::derive(&schema))?;
        let base = BoundedValidator::new(schema)?;
        Ok(Self { embedded: None, base: base.into(), strict: strict.into() })
    }

    /// Validates the raw body of a webhook.
    ///
    /// As for the built-in vendors, a body that is not JSON, repeats a member, is nested deeper than 100 levels, or has
    /// more than 10,000 objects and arrays is [`Verdict::Invalid`]. The size of a body is not limited here.
    ///
    /// No diagnostic shows a value of the body.
    #[must_use]
    pub fn validate(&self, body: &[u8]) -> Verdict {
        self.validate_within(body, MAX_DEPTH)
    }

    /// Creates a schema of this crate from its JSON text.
    pub(crate) const fn new(document: &'static str) -> Self {
        Self { embedded: Some(document), base: OnceLock::new(), strict: OnceLock::new() }
    }

    /// Returns the JSON text of a schema of this crate.
    pub(crate) fn document(&self) -> &'static str {
        self.embedded.expect("only schemas of this crate are asked for their text")
    }

    fn base(&self) -> &BoundedValidator {
        self.base.get_or_init(|| compile_embedded(parse(self.document())))
    }

    fn strict(&self) -> &BoundedValidator {
        self.strict.get_or_init(|| compile_embedded(strict::derive(&parse(self.document()))))
    }

    /// Checks a body of at most `max_depth` levels against the schema.
    pub(crate) fn check(&self, body: &[u8], max_depth: usize) -> Result<(), Diagnostics> {
        let (text, value) = read_value(body, max_depth)?;
        errors(self.base(), text, &value).map_or(Ok(()), |(errors, _)| Err(errors))
    }

    /// Validates a body of at most `max_depth` levels against the schema and the strict schema.
    pub(crate) fn validate_within(&self, body: &[u8], max_depth: usize) -> Verdict {
        let (text, value) = match read_value(body, max_depth) {
            Ok(read) => read,
            Err(malformed) => return Verdict::Invalid(malformed.into()),
        };
        // A schema of this crate accepts everything that its strict schema accepts. A schema of yours may not: a
        // `oneOf` refuses a body that two branches accept, and the strict form of one branch may refuse it.
        if self.strict().is_valid(&value) && (self.embedded.is_some() || self.base().is_valid(&value)) {
            return Verdict::Valid;
        }
        let Some((errors, places)) = errors(self.base(), text, &value) else {
            let (drift, count) = drift(self.strict(), text, &value, &HashSet::new());
            return Verdict::Drift(Diagnostics::new(drift, 0, count));
        };
        if errors.omitted() > 0 {
            return Verdict::Invalid(errors);
        }
        let (drift, count) = drift(self.strict(), text, &value, &places);
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

fn compile_embedded(schema: Value) -> BoundedValidator {
    BoundedValidator::new(schema).expect("an embedded schema is valid")
}

/// Compiles a schema. Timestamps, dates and phone numbers are checked as the models check them.
fn compile(schema: &Value) -> Result<Validator, ValidationError<'static>> {
    jsonschema::draft202012::options()
        // Another crate may turn on the features that fetch files and URLs.
        .offline()
        .with_pattern_options(PatternOptions::regex())
        .should_ignore_unknown_formats(false)
        .should_validate_formats(true)
        .with_format("date-time", |text: &str| rfc3339::date_time(text).is_some())
        .with_format("date", |text: &str| rfc3339::full_date(text).is_some())
        .with_format("e164", |text: &str| e164(text).is_some())
        .with_format("ip", |text: &str| text.parse::<IpAddr>().is_ok())
        .build(schema)
}

/// Returns a diagnostic of an error that no schema expresses, in a body that is JSON.
pub(crate) fn invalid_at(body: &[u8], pointer: &str, message: impl Into<String>) -> Diagnostic {
    let text = std::str::from_utf8(body).unwrap_or_default();
    let position = position_of(text, offsets_of(text, &[(pointer, Part::Value)])[0]);
    Diagnostic { pointer: pointer.to_owned(), position, ..Diagnostic::of_body(DiagnosticCode::Invalid, message) }
}

/// Returns how a value violates a schema, and the pointers of the diagnostics, not masked.
fn errors(schema: &BoundedValidator, text: &str, value: &Value) -> Option<(Diagnostics, HashSet<String>)> {
    let Collected { kept, omitted, invalid_elements } = schema.find(value, &|_| true);
    if kept.is_empty() {
        return None;
    }
    let places = kept.iter().map(|found| found.place.pointer.clone()).collect();
    let diagnostic = |(found, position): (Found, _)| Diagnostic {
        code: DiagnosticCode::Invalid,
        pointer: found.place.masked,
        message: found.message,
        position,
        suggestion: None,
    };
    let diagnostics = with_positions(text, kept).into_iter().map(diagnostic).collect();
    Some((Diagnostics::of_errors(diagnostics, omitted + invalid_elements), places))
}

/// Returns what the strict schema refuses and the schema accepts, and the least number of its diagnostics.
fn drift(strict: &BoundedValidator, text: &str, value: &Value, invalid: &HashSet<String>) -> (Vec<Diagnostic>, usize) {
    let Collected { kept, omitted, invalid_elements } = strict.find(value, &|place| !invalid.contains(&place.pointer));
    // An element may be invalid only because of an error inside it.
    let is_in_element = |pointer: &&String| pointer.split('/').any(|name| name.parse::<usize>().is_ok());
    let errors_in_elements = invalid.iter().filter(is_in_element).count();
    let count = kept.len() + omitted + invalid_elements.saturating_sub(errors_in_elements);
    let diagnostic = |(found, position): (Found, _)| Diagnostic {
        code: found.drift,
        pointer: found.place.masked,
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

/// Adds the positions in one pass over the text, and sorts by them.
fn with_positions(text: &str, found: Vec<Found>) -> Vec<(Found, Position)> {
    let pointers: Vec<_> = found.iter().map(|found| (found.place.pointer.as_str(), found.part)).collect();
    let mut placed: Vec<_> = offsets_of(text, &pointers).into_iter().zip(found).collect();
    placed.sort_by(|(a, a_found), (b, b_found)| (a, &a_found.message).cmp(&(b, &b_found.message)));
    let positions = positions_of(text, placed.iter().map(|&(offset, _)| offset));
    placed.into_iter().map(|(_, found)| found).zip(positions).collect()
}
