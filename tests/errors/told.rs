//! What is said of a body, and whether it is true.

use std::collections::HashSet;
use std::mem::discriminant;

use leadhook::{Error, ErrorKind, Event, Vendor, Violation, normalize, parse, validate};
use serde_json::Value;

use crate::corpus::{Document, fixtures, pointers};

/// Whatever is said of a body, `parse`, `normalize` and `validate` say the same, and of a place in the body.
#[track_caller]
pub(crate) fn told(vendor: Vendor, body: &[u8]) -> Option<Error> {
    let told = match parse(vendor, body) {
        Ok(payload) => {
            assert_eq!(normalize(vendor, body).unwrap(), Event::from(payload));
            None
        }
        Err(error) => Some(error),
    };
    assert_eq!(told, validate(vendor, body).error(), "{}", excerpt(body));
    told.inspect(|error| assert_located(error, body))
}

#[track_caller]
pub(crate) fn refused(vendor: Vendor, body: &[u8]) -> Error {
    told(vendor, body).unwrap_or_else(|| panic!("{vendor} accepts {}", excerpt(body)))
}

pub(crate) fn excerpt(body: &[u8]) -> String {
    body[..body.len().min(400)].escape_ascii().to_string()
}

/// The byte offset of a line and a column in the part of a body that is text.
pub(crate) fn offset(text: &str, line: usize, column: usize) -> Option<usize> {
    let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let exists = text.bytes().filter(|&byte| byte == b'\n').count() + 1 >= line;
    let rest = exists.then(|| text[start..].split('\n').next())??;
    rest.char_indices().map(|(at, _)| at).chain([rest.len()]).nth(column.checked_sub(1)?).map(|at| start + at)
}

/// The part of a body before its first byte that is no UTF-8.
pub(crate) fn text_of(body: &[u8]) -> &str {
    std::str::from_utf8(body).unwrap_or_else(|error| std::str::from_utf8(&body[..error.valid_up_to()]).unwrap())
}

#[track_caller]
pub(crate) fn assert_located(error: &Error, body: &[u8]) {
    let text = text_of(body);
    let violations = error.violations();
    let context = || format!("{violations:?} of {}", excerpt(body));
    assert!((1..=100).contains(&violations.len()), "{}", context());
    assert!(violations.is_sorted_by_key(|violation| (violation.line, violation.column)), "{}", context());
    assert!(error.kind() != ErrorKind::Malformed || violations.len() == 1, "{}", context());
    let whole: Option<Value> = serde_json::from_str(text).ok();
    for Violation { pointer, message, line, column, .. } in violations {
        let at = offset(text, *line, *column).unwrap_or_else(|| panic!("no such place: {}", context()));
        assert!(!message.is_empty() && !message.chars().any(char::is_control), "{}", context());
        if text.len() < body.len() {
            assert_eq!(at, text.len(), "the first byte that is no UTF-8: {}", context());
        } else if error.kind() == ErrorKind::Invalid && message != "unexpected member" {
            let whole = whole.as_ref().unwrap();
            let behind = text[..at].trim_end().chars().next_back();
            assert!(matches!(behind, None | Some(':' | ',' | '[')), "no value begins here: {}", context());
            assert_eq!(first_value(&text[at..]).as_ref(), whole.pointer(pointer), "{}", context());
        } else if !pointer.is_empty() || message.contains("twice") {
            let name = first_value(&text[at..]).unwrap_or_default();
            let name = name.as_str().unwrap_or_else(|| panic!("no name begins here: {}", context()));
            let told = pointer.rsplit('/').next().unwrap();
            assert!(told == "…" || told == name.replace('~', "~0").replace('/', "~1"), "{}", context());
            assert!(!pointer.is_empty(), "{}", context());
        }
    }
}

/// The JSON value that a text begins with.
fn first_value(text: &str) -> Option<Value> {
    serde_json::Deserializer::from_str(text).into_iter().next()?.ok()
}

/// A fixture of each vendor.
pub(crate) fn one_each() -> impl Iterator<Item = Document> {
    let mut fixtures = fixtures();
    Vendor::VARIANTS.iter().map(move |&vendor| {
        let at = fixtures.iter().position(|document| document.vendor == vendor).unwrap();
        fixtures.swap_remove(at)
    })
}

/// Documents, each with the places where no earlier one of the same event and types has a value of the same kind.
pub(crate) fn new_places(documents: Vec<Document>) -> impl Iterator<Item = (Document, Value, Vec<String>)> {
    let mut seen = HashSet::new();
    documents.into_iter().map(move |document| {
        let value = document.value();
        let mut places = pointers(&value);
        let at = |place: &String| value.pointer(place).unwrap();
        let names = places.iter().filter(|place| place.ends_with("/event") || place.ends_with("/type"));
        let names: Vec<_> = names.map(|place| at(place).to_string()).collect();
        places.retain(|place| seen.insert((document.vendor, names.clone(), place.clone(), discriminant(at(place)))));
        (document, value, places)
    })
}
