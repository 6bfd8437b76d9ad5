//! The published contracts, put to a JSON Schema engine: every fault and all drift of a body, with their places.

use std::collections::HashSet;
use std::iter;
use std::net::IpAddr;

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{ValidationError, Validator};
use serde_json::{Value, error::Category};

use crate::extra::type_of;
use crate::finding::MOST_TOLD;
use crate::json::{Unique, too_deep};
use crate::locate::{Part, escaped, line_and_column, lines_and_columns, offsets_of, repeated_member, shown};
use crate::phone::e164;
use crate::strict::strict;
use crate::{
    DriftKind, Error, ErrorKind, Finding, FindingKind, Findings, NoDay, NoInstant, Verdict, Violation, rfc3339,
};

/// The contract of the unified event.
pub(crate) const EVENT: &str = include_str!("../schemas/event.schema.json");

/// Compiles an embedded contract.
pub(crate) fn compile(contract: &str) -> Validator {
    build(&parsed(contract))
}

/// Compiles the strict reading of an embedded contract.
pub(crate) fn compile_strict(contract: &str) -> Validator {
    build(&strict(parsed(contract)))
}

fn parsed(contract: &str) -> Value {
    serde_json::from_str(contract).expect("an embedded contract is JSON")
}

/// With our own reading of instants, days and phone numbers in place of the engine's.
fn build(schema: &Value) -> Validator {
    jsonschema::draft202012::options()
        .should_validate_formats(true)
        .with_format("date-time", |text: &str| rfc3339::date_time(text).is_some())
        .with_format("date", |text: &str| rfc3339::full_date(text).is_some())
        .with_format("e164", |text: &str| e164(text).is_some())
        .with_format("ip", |text: &str| text.parse::<IpAddr>().is_ok())
        .build(schema)
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
fn text(body: &[u8], depth: usize) -> Result<&str, Error> {
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
    faults(contract, text, &value).map_or(Ok(()), Err)
}

/// Puts a body to a contract and its strict reading.
pub(crate) fn verdict(contract: &Validator, strict: &Validator, body: &[u8], depth: usize) -> Verdict {
    let (text, value) = match read(body, depth) {
        Ok(read) => read,
        Err(error) => return error.into(),
    };
    // What passes the strict reading passes the contract, too.
    if strict.is_valid(&value) {
        return Verdict::Valid;
    }
    let error = faults(contract, text, &value);
    if error.as_ref().is_some_and(|error| error.more() > 0) {
        return Verdict::Invalid(Findings::new(error.as_ref(), Vec::new(), 0));
    }
    let (drift, count) = drift(strict, text, &value, error.as_ref());
    let findings = Findings::new(error.as_ref(), drift, count);
    if error.is_some() { Verdict::Invalid(findings) } else { Verdict::Drift(findings) }
}

/// How a value breaks a contract.
fn faults(contract: &Validator, text: &str, value: &Value) -> Option<Error> {
    let (told, count) = told(contract, value, |_| true);
    if told.is_empty() {
        return None;
    }
    let more = count - told.len();
    let violation = |(told, (line, column)): (Told, _)| Violation {
        pointer: told.shown.unwrap_or(told.pointer),
        message: told.message,
        line,
        column,
    };
    let violations = located(text, told).into_iter().map(violation).collect();
    Some(Error::of(ErrorKind::Invalid, violations, more))
}

/// What the strict reading refuses where the contract does not, and how many findings that makes.
fn drift(strict: &Validator, text: &str, value: &Value, faults: Option<&Error>) -> (Vec<Finding>, usize) {
    let broken: HashSet<&str> =
        faults.iter().flat_map(|error| error.violations()).map(|violation| violation.pointer.as_str()).collect();
    let (told, count) = told(strict, value, |told| !broken.contains(told.pointer.as_str()));
    let finding = |(told, (line, column)): (Told, _)| Finding {
        kind: FindingKind::Drift(told.drift),
        pointer: told.shown.unwrap_or(told.pointer),
        message: match told.drift {
            DriftKind::UndocumentedMember => "no member of this name is documented".to_owned(),
            DriftKind::UndocumentedWord => "this word is not documented".to_owned(),
            DriftKind::UndocumentedEvent => "no event or channel of this name is documented".to_owned(),
            DriftKind::Format => told.message,
        },
        line,
        column,
        nearest: told.nearest,
    };
    (located(text, told).into_iter().map(finding).collect(), count)
}

/// What the engine finds, without repetitions: the first of it, and how many it is in all.
fn told(schema: &Validator, value: &Value, counts: impl Fn(&Told) -> bool) -> (Vec<Told>, usize) {
    let mut told: Vec<Told> = Vec::new();
    let mut count = 0;
    for error in schema.iter_errors(value) {
        for one in found(&error) {
            let is_new = told.len() == MOST_TOLD || !told.contains(&one);
            if is_new && counts(&one) {
                count += 1;
                if told.len() < MOST_TOLD {
                    told.push(one);
                }
            }
        }
    }
    (told, count)
}

/// Something the engine found, in our words and without its place.
#[derive(PartialEq, Eq)]
struct Told {
    pointer: String,
    /// What of the member is at fault.
    part: Part,
    /// The pointer with names masked, where that makes a difference.
    shown: Option<String>,
    message: String,
    /// What kind of drift it is where only the strict reading finds it.
    drift: DriftKind,
    /// The listed word that comes nearest.
    nearest: Option<String>,
}

/// What the engine found, one by one: it reports members that may not be there at their object.
fn found<'e>(error: &'e ValidationError<'_>) -> Box<dyn Iterator<Item = Told> + 'e> {
    let at = error.instance_path().as_str();
    if let ValidationErrorKind::AdditionalProperties { unexpected } = error.kind() {
        return Box::new(unexpected.iter().map(move |name| Told {
            pointer: format!("{at}/{}", escaped(name)),
            part: Part::Name,
            shown: Some(format!("{at}/{}", shown(name))),
            message: "unexpected member".to_owned(),
            drift: DriftKind::UndocumentedMember,
            nearest: None,
        }));
    }
    let (drift, listed) = listed(error.kind());
    let listed = listed.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let nearest = error.instance().as_str().and_then(|word| nearest(word, listed)).map(str::to_owned);
    Box::new(iter::once(Told {
        pointer: at.to_owned(),
        part: Part::Value,
        shown: None,
        message: message(error),
        drift,
        nearest,
    }))
}

/// The documented words that a value should have been one of. An open word's stand under the first of its readings;
/// the names of events and channels stand alone.
fn listed(kind: &ValidationErrorKind) -> (DriftKind, Option<&Value>) {
    #[expect(clippy::wildcard_enum_match_arm, reason = "the engine's enum; our contracts use few of its keywords")]
    match kind {
        ValidationErrorKind::Enum { options } => (DriftKind::UndocumentedEvent, Some(options)),
        ValidationErrorKind::AnyOf { context } => match context.iter().flatten().next().map(ValidationError::kind) {
            Some(ValidationErrorKind::Enum { options }) => (DriftKind::UndocumentedWord, Some(options)),
            _ => (DriftKind::Format, None),
        },
        _ => (DriftKind::Format, None),
    }
}

/// The listed word that is spelt most like `word`, if one is so near that it may have been meant.
pub(crate) fn nearest<'w>(word: &str, listed: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    // Documented words are short.
    if word.len() > 64 {
        return None;
    }
    let word = word.to_lowercase();
    let distance = |listed: &str| strsim::damerau_levenshtein(&word, &listed.to_lowercase());
    let (distance, nearest) = listed.map(|listed| (distance(listed), listed)).min_by_key(|&(distance, _)| distance)?;
    (distance <= nearest.len().max(4) / 4).then_some(nearest)
}

/// Finds the places of all that is told in one pass, and puts it in the order of the text.
fn located(text: &str, told: Vec<Told>) -> Vec<(Told, (usize, usize))> {
    let pointers: Vec<_> = told.iter().map(|told| (told.pointer.as_str(), told.part)).collect();
    let mut placed: Vec<_> = offsets_of(text, &pointers).into_iter().zip(told).collect();
    placed.sort_by(|(a, a_told), (b, b_told)| (a, &a_told.message).cmp(&(b, &b_told.message)));
    let lines_and_columns = lines_and_columns(text, placed.iter().map(|&(offset, _)| offset));
    placed.into_iter().map(|(_, told)| told).zip(lines_and_columns).collect()
}

/// A fault that no contract can tell, in a body that is JSON.
pub(crate) fn fault_at(body: &[u8], pointer: &str, message: &str) -> Error {
    let text = std::str::from_utf8(body).unwrap_or_default();
    let (line, column) = line_and_column(text, offsets_of(text, &[(pointer, Part::Value)])[0]);
    let violation = Violation { pointer: pointer.to_owned(), message: message.to_owned(), line, column };
    Error::new(ErrorKind::Invalid, violation)
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
            if error.instance().is_number() && expected.iter().any(|name| name == "integer") {
                return "expected a whole number".to_owned();
            }
            expected.sort_by_key(|name| name == "null");
            let expected = expected.join(" or ");
            format!("expected {expected}, found {}", type_of(error.instance()))
        }
        ValidationErrorKind::MinLength { .. } => "expected text that is not empty".to_owned(),
        ValidationErrorKind::Format { format } if format == "date-time" => NoInstant.to_string(),
        ValidationErrorKind::Format { format } if format == "date" => NoDay.to_string(),
        ValidationErrorKind::Format { format } => {
            let form = match format.as_str() {
                "email" => "a mail address",
                "e164" => "a phone number as E.164 writes it, such as +5511999999999",
                "uri" => "a URI with its scheme",
                "uuid" => "a UUID",
                "ip" => "an IP address",
                other => other,
            };
            format!("expected {form}")
        }
        ValidationErrorKind::AnyOf { context } => {
            context.iter().flatten().map(message).collect::<Vec<_>>().join(", or ")
        }
        ValidationErrorKind::Constant { expected_value } => format!("expected {expected_value}"),
        ValidationErrorKind::Enum { .. } => "expected one of the words that the schema lists".to_owned(),
        ValidationErrorKind::Pattern { pattern } => format!("expected text of the form {pattern}"),
        _ => error.masked().to_string(),
    }
}
