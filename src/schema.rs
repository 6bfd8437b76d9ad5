//! The published contracts, put to a JSON Schema engine: every violation of a document, with its place.

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{ValidationError, Validator};
use serde_json::{Value, error::Category};

use crate::extra::type_of;
use crate::instant::{NoDay, NoInstant, is_day, is_instant};
use crate::json::{Unique, too_deep};
use crate::locate::{escaped, line_and_column, lines_and_columns, offsets_of, repeated_member, shown};
use crate::{Error, ErrorKind, Violation};

/// How many violations of one document are told.
const MOST_VIOLATIONS: usize = 100;

/// The contract of the unified event.
pub(crate) const EVENT: &str = include_str!("../schemas/event.schema.json");

/// What the contract says of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// The contract holds.
    Valid,
    /// The contract does not hold.
    Invalid(Error),
}

impl Verdict {
    /// Whether the contract holds.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        match self {
            Self::Valid => true,
            Self::Invalid(_) => false,
        }
    }
}

/// Compiles an embedded contract, with our own reading of instants and days in place of the engine's.
pub(crate) fn compile(contract: &str) -> Validator {
    let contract: Value = serde_json::from_str(contract).expect("an embedded contract is JSON");
    jsonschema::draft202012::options()
        .should_validate_formats(true)
        .with_format("date-time", is_instant)
        .with_format("date", is_day)
        .build(&contract)
        .expect("an embedded contract is a valid schema")
}

/// The JSON value of a body, or the first thing that keeps it from being one.
pub(crate) fn read(body: &[u8], depth: usize) -> Result<(&str, Value), Error> {
    let text = text(body, depth)?;
    match serde_json::from_str(text) {
        Ok(Unique(value)) => Ok((text, value)),
        Err(error) => Err(not_json(text, &error)),
    }
}

/// The text of a body, if it is UTF-8 and not too deep.
pub(crate) fn text(body: &[u8], depth: usize) -> Result<&str, Error> {
    let text = std::str::from_utf8(body).map_err(|error| {
        let valid = &body[..error.valid_up_to()];
        malformed("not UTF-8", &String::from_utf8_lossy(valid), valid.len())
    })?;
    match too_deep(text, depth) {
        Some(offset) => Err(malformed(&format!("nested deeper than {depth} levels"), text, offset)),
        None => Ok(text),
    }
}

fn not_json(text: &str, error: &serde_json::Error) -> Error {
    if text.trim_ascii().is_empty() {
        return malformed("expected a JSON object, found nothing", text, 0);
    }
    match error.classify() {
        // Our visitor takes every value, so the only fault it can find in the data is a repeated name.
        Category::Data => {
            let (pointer, offset) = repeated_member(text).unwrap_or_default();
            let (line, column) = line_and_column(text, offset);
            let message = "the object has this member twice".to_owned();
            Error::new(ErrorKind::Malformed, Violation { pointer, message, line, column })
        }
        Category::Eof => malformed("not JSON: the text ends too early", text, text.len()),
        Category::Syntax | Category::Io => {
            // serde_json counts columns in bytes, and 0 where it has read nothing of a line.
            let line_start = text.split_inclusive('\n').take(error.line() - 1).map(str::len).sum::<usize>();
            malformed(unreadable(error), text, line_start + error.column().saturating_sub(1))
        }
    }
}

/// What a text has that JSON has not. Two things are JSON to some and not to us; serde_json's own words tell them
/// apart, and are not shown.
fn unreadable(error: &serde_json::Error) -> &'static str {
    let told = error.to_string();
    if told.starts_with("number out of range") {
        "a number beyond the range of a 64-bit float"
    } else if told.contains("surrogate") || told.contains("hex escape") {
        "an escape that is no character: half a surrogate pair"
    } else {
        "not JSON from here on"
    }
}

fn malformed(message: &str, text: &str, offset: usize) -> Error {
    let (line, column) = line_and_column(text, offset.min(text.len()));
    let violation = Violation { pointer: String::new(), message: message.to_owned(), line, column };
    Error::new(ErrorKind::Malformed, violation)
}

/// Puts a body to a contract.
pub(crate) fn validate(contract: &Validator, body: &[u8], depth: usize) -> Result<(), Error> {
    let (text, value) = read(body, depth)?;
    let told: Vec<_> = contract.iter_errors(&value).flat_map(|error| found(&error)).take(MOST_VIOLATIONS).collect();
    if told.is_empty() {
        return Ok(());
    }
    let mut violations = located(text, told);
    violations.dedup();
    Err(Error::invalid(violations))
}

/// A violation that has no place yet.
struct Unplaced {
    pointer: String,
    /// The pointer with names masked, where that makes a difference.
    shown: Option<String>,
    message: String,
}

/// What the engine found, told one by one: it reports members that may not be there at their object.
fn found(error: &ValidationError<'_>) -> Vec<Unplaced> {
    let at = error.instance_path().as_str();
    if let ValidationErrorKind::AdditionalProperties { unexpected } = error.kind() {
        let tell = |name: &String| Unplaced {
            pointer: format!("{at}/{}", escaped(name)),
            shown: Some(format!("{at}/{}", shown(name))),
            message: "unexpected member".to_owned(),
        };
        return unexpected.iter().take(MOST_VIOLATIONS).map(tell).collect();
    }
    vec![Unplaced { pointer: at.to_owned(), shown: None, message: message(error) }]
}

/// Finds the places of all violations in one pass, and puts them in the order of the text.
fn located(text: &str, told: Vec<Unplaced>) -> Vec<Violation> {
    let pointers: Vec<_> = told.iter().map(|told| told.pointer.as_str()).collect();
    let mut placed: Vec<_> = offsets_of(text, &pointers).into_iter().zip(told).collect();
    placed.sort_by(|(a, a_told), (b, b_told)| (a, &a_told.message).cmp(&(b, &b_told.message)));
    let lines_and_columns = lines_and_columns(text, placed.iter().map(|&(offset, _)| offset));
    let violation = |((_, told), (line, column)): ((usize, Unplaced), (usize, usize))| Violation {
        pointer: told.shown.unwrap_or(told.pointer),
        message: told.message,
        line,
        column,
    };
    placed.into_iter().zip(lines_and_columns).map(violation).collect()
}

/// A fault that no contract can tell, in a body that is JSON.
pub(crate) fn fault_at(body: &[u8], pointer: &str, message: &str) -> Error {
    let text = std::str::from_utf8(body).unwrap_or_default();
    let told = Unplaced { pointer: pointer.to_owned(), shown: None, message: message.to_owned() };
    Error::invalid(located(text, vec![told]))
}

/// What is wrong, in our words: the engine's own are for its authors. Never a value of the document.
fn message(error: &ValidationError<'_>) -> String {
    #[expect(clippy::wildcard_enum_match_arm, reason = "the engine's enum; our contracts use few of its keywords")]
    match error.kind() {
        ValidationErrorKind::Required { property } => format!("the member {property} is missing"),
        ValidationErrorKind::Type { kind } => {
            let mut expected: Vec<_> = match kind {
                TypeKind::Single(one) => vec![one.to_string()],
                TypeKind::Multiple(several) => several.iter().map(|one| one.to_string()).collect(),
            };
            expected.sort_by_key(|name| name == "null");
            let expected = expected.join(" or ");
            format!("expected {expected}, found {}", type_of(error.instance()))
        }
        ValidationErrorKind::MinLength { .. } => "expected text that is not empty".to_owned(),
        ValidationErrorKind::Format { format } if format == "date-time" => NoInstant.to_string(),
        ValidationErrorKind::Format { format } if format == "date" => NoDay.to_string(),
        ValidationErrorKind::AnyOf { context } => {
            context.iter().flatten().map(message).collect::<Vec<_>>().join(", or ")
        }
        ValidationErrorKind::Constant { expected_value } => format!("expected {expected_value}"),
        ValidationErrorKind::Enum { .. } => "expected one of the words that the schema lists".to_owned(),
        ValidationErrorKind::Pattern { pattern } => format!("expected text of the form {pattern}"),
        _ => error.masked().to_string(),
    }
}
