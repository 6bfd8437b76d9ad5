//! Why and where bodies are refused.

use std::fs;

use leadhook::{Error, ErrorKind, Vendor, normalize};
use serde_json::{Value, json};

use crate::corpus::{Document, rejects};
use crate::told::refused;

#[test]
fn what_must_be_refused_is_refused_for_the_reason_and_at_the_place_that_stand_beside_it() {
    for Document { vendor, path, body } in rejects() {
        let expected: Value = serde_json::from_slice(&fs::read(path.with_extension("expected.json")).unwrap()).unwrap();
        let error = refused(vendor, &body);
        let pointers: Vec<_> = error.violations().iter().map(|violation| violation.pointer.as_str()).collect();
        let told = json!({ "kind": error.kind().to_string(), "pointers": pointers });
        assert_eq!(told, expected, "{}", path.display());
        assert_eq!(normalize(vendor, &body), Err(error), "{}", path.display());
    }
}

/// A body of LimeCall's with one fault, its place, and a part of what is said of it.
#[track_caller]
fn assert_told(body: &str, pointer: &str, place: (usize, usize), message: &str) {
    let error = refused(Vendor::LimeCall, body.as_bytes());
    let [violation] = error.violations() else { panic!("{error}") };
    assert_eq!((&*violation.pointer, violation.line, violation.column), (pointer, place.0, place.1), "{error}");
    assert!(violation.message.contains(message), "{error}");
}

#[test]
fn places_count_lines_and_characters_from_one() {
    let at = "2025-01-30T15:00:00Z";
    assert_told("{}", "", (1, 1), "\"event\"");
    assert_told("\r\n\t {}", "", (2, 3), "\"event\"");
    assert_told(r#"{"event":"missed_call"}"#, "", (1, 1), "\"timestamp\"");
    assert_told(r#"{"event":"missed_call","timestamp":"é"}"#, "/timestamp", (1, 36), "RFC 3339");
    assert_told(r#"{"éé":"日本","event":7}"#, "/event", (1, 20), "expected string, found number");
    assert_told("{\"event\":\"missed_call\",\n\"timestamp\":\n\n  null}", "/timestamp", (4, 3), "found null");
    assert_told(
        &format!("{{\"event\":\"missed_call\",\r\n \"é\":\"ü\" , \"call_id\" : [ ],\"timestamp\":\"{at}\"}}"),
        "/call_id",
        (2, 24),
        "found array",
    );
    assert_told("{\"event\":\"missed_call\",\n \"日本\":1, }", "", (2, 10), "not JSON");
    assert_told("{\"event\":\"missed_call\",\n", "", (2, 1), "too early");
    assert_told("{\"event\":\"é", "", (1, 12), "too early");
    assert_told("", "", (1, 1), "nothing");
    assert_told(" \t\r\n ", "", (1, 1), "nothing");
    assert_told("\u{feff}{}", "", (1, 1), "not JSON");
    assert_told("{} {}", "", (1, 4), "not JSON");
    assert_told(r#"{"a":1,"é":{"b":1,"b":2}}"#, "/é/b".replace('é', "…").as_str(), (1, 19), "twice");
    assert_told("{\"a\":[0,{\"b\":1,\n \"\\u0062\" :2}]}", "/a/1/b", (2, 2), "twice");
    assert_told("[]", "", (1, 1), "expected object, found array");
    assert_told("null", "", (1, 1), "expected object, found null");
}

#[test]
fn a_member_repeated_in_a_body_that_breaks_later_is_still_shown_where_it_is() {
    for rest in ["", "}", "} x", ",", ",\"b\":1e999999}", "}}", "\u{feff}"] {
        let body = format!(r#"{{"event":"missed_call","call_id":"1", "call_id":"2"{rest}"#);
        let error = refused(Vendor::LimeCall, body.as_bytes());
        let violation = &error.violations()[0];
        if violation.message.contains("twice") {
            assert_eq!((violation.pointer.as_str(), violation.column), ("/call_id", 39), "{body}");
        } else {
            assert!(violation.column >= body.chars().count() - rest.chars().count(), "{error} of {body}");
        }
    }
}

#[test]
fn several_violations_are_told_at_once_in_the_order_of_the_body() {
    let body = br#"{"call_id":[],"event":"call_status_update","status":7,"team_id":""}"#;
    let error = refused(Vendor::LimeCall, body);
    let pointers: Vec<_> = error.violations().iter().map(|violation| violation.pointer.as_str()).collect();
    assert_eq!(pointers, ["", "/call_id", "/status", "/team_id"]);
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert!(error.to_string().ends_with("; and 1 more"), "{error}");
}

#[test]
fn errors_read_back_from_their_json() {
    for Document { vendor, body, .. } in rejects() {
        let error = refused(vendor, &body);
        let json = serde_json::to_string(&error).unwrap();
        assert_eq!(serde_json::from_str::<Error>(&json).unwrap(), error, "{json}");
    }
    assert!(serde_json::from_str::<Error>(r#"{"kind":"odd","violations":[]}"#).is_err());
}

#[test]
fn an_error_moves_with_its_body() {
    let error = refused(Vendor::LimeCall, b"{\"event\":7,\n\"event\":7}").within(10, 5);
    assert_eq!((error.violations()[0].line, error.violations()[0].column), (11, 1));
    let error = refused(Vendor::LimeCall, b"{\"event\":7}").within(10, 5);
    assert_eq!((error.violations()[0].line, error.violations()[0].column), (10, 14));
    let error = Error::too_large(7).within(2, 3);
    assert_eq!((error.kind(), error.violations()[0].line, error.violations()[0].column), (ErrorKind::TooLarge, 2, 3));
}
