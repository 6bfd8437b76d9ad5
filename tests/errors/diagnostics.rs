//! Checks of an error: all functions return the same one, and its positions are right.

use std::collections::HashSet;
use std::mem::discriminant;

use leadhook::{
    Diagnostic, DiagnosticCode, Error, ErrorKind, Event, Position, Severity, Vendor, normalize, parse, validate,
};
use leadhook_harness::corpus::{BodyFile, fixtures, pointers};
use serde_json::Value;

/// Returns the error of a body, or `None` if it is accepted.
///
/// Checks that `parse`, `normalize` and `validate` agree, and that the positions are right.
#[track_caller]
pub(super) fn check(vendor: Vendor, body: &[u8]) -> Option<Error> {
    let error = match parse(vendor, body) {
        Ok(payload) => {
            assert_eq!(normalize(vendor, body).unwrap(), Event::from(payload));
            None
        }
        Err(error) => Some(error),
    };
    assert_eq!(error, validate(vendor, body).error(), "{}", excerpt(body));
    error.inspect(|error| assert_located(error, body))
}

/// Returns the error of a body that must be refused, checked as [`check`] does.
#[track_caller]
pub(super) fn check_refused(vendor: Vendor, body: &[u8]) -> Error {
    check(vendor, body).unwrap_or_else(|| panic!("{vendor} accepts {}", excerpt(body)))
}

/// Returns the start of a body, for the message of an assertion.
pub(super) fn excerpt(body: &[u8]) -> String {
    body[..body.len().min(400)].escape_ascii().to_string()
}

/// Returns the byte offset of a position, or `None` if the text does not have it.
pub(super) fn byte_offset(text: &str, Position { line, column }: Position) -> Option<usize> {
    let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let exists = text.bytes().filter(|&byte| byte == b'\n').count() + 1 >= line;
    let rest = exists.then(|| text[start..].split('\n').next())??;
    rest.char_indices().map(|(at, _)| at).chain([rest.len()]).nth(column.checked_sub(1)?).map(|at| start + at)
}

/// Returns the part of a body before its first byte that is not UTF-8.
pub(super) fn utf8_prefix(body: &[u8]) -> &str {
    std::str::from_utf8(body).unwrap_or_else(|error| std::str::from_utf8(&body[..error.valid_up_to()]).unwrap())
}

/// Asserts that every diagnostic of an error points to the right place in the body, in the order of the body.
#[track_caller]
pub(super) fn assert_located(error: &Error, body: &[u8]) {
    let diagnostics = error.diagnostics().as_slice();
    assert!(error.kind() != ErrorKind::Malformed || diagnostics.len() == 1, "{diagnostics:?}");
    for Diagnostic { code, .. } in diagnostics {
        assert_eq!(code.as_str(), error.kind().as_str(), "{diagnostics:?}");
    }
    assert_diagnostics_located(diagnostics, body);
}

/// Asserts that each diagnostic points to the right place in the body: errors first, then warnings, each in the order of
/// the body.
#[track_caller]
pub(super) fn assert_diagnostics_located(diagnostics: &[Diagnostic], body: &[u8]) {
    let text = utf8_prefix(body);
    let context = || format!("{diagnostics:?} of {}", excerpt(body));
    assert!((1..=100).contains(&diagnostics.len()), "{}", context());
    let order = |diagnostic: &Diagnostic| (diagnostic.severity() == Severity::Warning, diagnostic.position);
    assert!(diagnostics.is_sorted_by_key(order), "{}", context());
    let value: Option<Value> = serde_json::from_str(text).ok();
    for Diagnostic { code, pointer, message, position, .. } in diagnostics {
        let at = byte_offset(text, *position).unwrap_or_else(|| panic!("the body has no such position: {}", context()));
        assert!(!message.is_empty() && !message.chars().any(char::is_control), "{}", context());
        let is_of_value = code.severity() == Severity::Warning && *code != DiagnosticCode::UndocumentedMember
            || *code == DiagnosticCode::Invalid && message != "unexpected member";
        if text.len() < body.len() {
            assert_eq!(at, text.len(), "expected the first byte that is not UTF-8: {}", context());
        } else if is_of_value {
            let value = value.as_ref().unwrap();
            let before = text[..at].trim_end().chars().next_back();
            assert!(matches!(before, None | Some(':' | ',' | '[')), "no value starts here: {}", context());
            assert_eq!(first_value(&text[at..]).as_ref(), value.pointer(pointer), "{}", context());
        } else if !pointer.is_empty() || message == "repeated member" {
            let name = first_value(&text[at..]).unwrap_or_default();
            let name = name.as_str().unwrap_or_else(|| panic!("no name starts here: {}", context()));
            let token = pointer.rsplit('/').next().unwrap();
            assert!(token == "…" || token == name.replace('~', "~0").replace('/', "~1"), "{}", context());
            assert!(!pointer.is_empty(), "{}", context());
        }
    }
}

/// Returns the JSON value that a text starts with.
fn first_value(text: &str) -> Option<Value> {
    serde_json::Deserializer::from_str(text).into_iter().next()?.ok()
}

/// Returns a fixture of each vendor, in the order of the vendors.
pub(super) fn one_fixture_per_vendor() -> impl Iterator<Item = BodyFile> {
    let mut fixtures = fixtures();
    Vendor::VARIANTS.iter().map(move |&vendor| {
        let at = fixtures.iter().position(|file| file.vendor == vendor).unwrap();
        fixtures.swap_remove(at)
    })
}

/// Returns each file with its value and with the pointers that are new: those where no earlier file of the same event and
/// types has a value of the same kind.
pub(super) fn distinct_pointers(files: Vec<BodyFile>) -> impl Iterator<Item = (BodyFile, Value, Vec<String>)> {
    let mut seen = HashSet::new();
    files.into_iter().map(move |file| {
        let value = file.value();
        let mut pointers = pointers(&value);
        let at = |pointer: &String| value.pointer(pointer).unwrap();
        let types = pointers.iter().filter(|pointer| pointer.ends_with("/event") || pointer.ends_with("/type"));
        let types: Vec<_> = types.map(|pointer| at(pointer).to_string()).collect();
        pointers
            .retain(|pointer| seen.insert((file.vendor, types.clone(), pointer.clone(), discriminant(at(pointer)))));
        (file, value, pointers)
    })
}
