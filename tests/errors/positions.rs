//! Why and where bodies are refused: the recorded error of each file in `tests/rejects`, and positions.

use std::collections::BTreeSet;

use expect_test::expect_file;
use leadhook::{Error, ErrorKind, Event, Position, Vendor, normalize};
use leadhook_harness::corpus::{BodyFile, rejects};
use leadhook_harness::law;
use serde_json::Value;

use super::diagnostics::{assert_located, check_refused};

#[test]
fn every_file_in_rejects_has_the_error_that_is_recorded_next_to_it() {
    for BodyFile { vendor, path, body } in rejects() {
        let error = check_refused(vendor, &body);
        let json = serde_json::to_string_pretty(&error).unwrap() + "\n";
        expect_file![path.with_extension("expected.json")].assert_eq(&json);
        assert_eq!(normalize(vendor, &body), Err(error), "{}", path.display());
    }
}

/// Everything that a vendor's webhook needs, as JSON Pointers.
fn required(vendor: Vendor) -> &'static [&'static str] {
    match vendor {
        Vendor::LigueLead => &["/event", "/occurred_at", "/campaign", "/campaign/type", "/campaign/status"],
        Vendor::LimeCall => &["/event", "/timestamp", "/status"],
        Vendor::Leadterra | Vendor::LeadNest | Vendor::LeadSail => &["/event", "/timestamp"],
        _ => panic!("a new vendor"),
    }
}

#[test]
fn every_required_member_is_missing_in_a_reject_and_wrong_in_another() {
    let rejects = rejects();
    for &vendor in Vendor::VARIANTS {
        let pointers = required(vendor);
        let errors = rejects.iter().filter(|file| file.vendor == vendor).map(|file| check_refused(vendor, &file.body));
        let invalid = errors.filter(|error| error.kind() == ErrorKind::Invalid);
        let found: BTreeSet<_> = invalid
            .flat_map(|error| error.diagnostics().as_slice().to_vec())
            .map(|diagnostic| match diagnostic.message.strip_prefix("missing member ") {
                Some(name) => format!("no {}/{}", diagnostic.pointer, name.trim_matches('"')),
                None => diagnostic.pointer,
            })
            .collect();
        // The empty pointer is that of a body that is not an object.
        let of_members = pointers.iter().flat_map(|pointer| [format!("no {pointer}"), (*pointer).to_owned()]);
        assert_eq!(found, of_members.chain([String::new()]).collect(), "{vendor}");

        // The list has what the schema requires.
        let names: BTreeSet<_> = pointers.iter().filter_map(|pointer| pointer.rsplit('/').next()).collect();
        let lists = law::values_of(law::schema(vendor), "required").into_iter().filter_map(Value::as_array);
        assert_eq!(lists.flatten().filter_map(Value::as_str).collect::<BTreeSet<_>>(), names, "{vendor}");
    }
}

/// Asserts that LimeCall refuses a body with one diagnostic: its pointer, its position and a part of its message.
#[track_caller]
fn assert_refused(body: &str, pointer: &str, (line, column): (usize, usize), message: &str) {
    let error = check_refused(Vendor::LimeCall, body.as_bytes());
    let [diagnostic] = error.diagnostics().as_slice() else { panic!("{error}") };
    assert_eq!((diagnostic.pointer.as_str(), diagnostic.position), (pointer, Position { line, column }), "{error}");
    assert!(diagnostic.message.contains(message), "{error}");
}

#[test]
fn positions_count_lines_and_characters_from_1() {
    assert_refused("{}", "", (1, 1), "\"event\"");
    assert_refused("\r\n\t {}", "", (2, 3), "\"event\"");
    assert_refused(r#"{"event":"missed_call"}"#, "", (1, 1), "\"timestamp\"");
    assert_refused(r#"{"event":"missed_call","timestamp":"é"}"#, "/timestamp", (1, 36), "RFC 3339");
    assert_refused(r#"{"éé":"日本","event":7}"#, "/event", (1, 20), "expected string, found number");
    assert_refused("{\"event\":\"missed_call\",\n\"timestamp\":\n\n  null}", "/timestamp", (4, 3), "found null");
    assert_refused(
        "{\"event\":\"missed_call\",\r\n \"é\":\"ü\" , \"timestamp\" : [ ],\"call_id\":\"7\"}",
        "/timestamp",
        (2, 26),
        "found array",
    );
    assert_refused("{\"event\":\"missed_call\",\n \"日本\":1, }", "", (2, 10), "not JSON");
    assert_refused("{\"event\":\"missed_call\",\n", "", (2, 1), "too early");
    assert_refused("{\"event\":\"é", "", (1, 12), "too early");
    assert_refused("", "", (1, 1), "nothing");
    assert_refused(" \t\r\n ", "", (1, 1), "nothing");
    assert_refused("\u{feff}{}", "", (1, 1), "not JSON");
    assert_refused("{} {}", "", (1, 4), "not JSON");
    assert_refused(r#"{"a":1,"é":{"b":1,"b":2}}"#, "/…/b", (1, 19), "repeated member");
    assert_refused("{\"a\":[0,{\"b\":1,\n \"\\u0062\" :2}]}", "/a/1/b", (2, 2), "repeated member");
    assert_refused("[]", "", (1, 1), "expected object, found array");
    assert_refused("null", "", (1, 1), "expected object, found null");
}

#[test]
fn a_repeated_member_is_reported_at_its_place_even_if_the_body_breaks_later() {
    for rest in ["", "}", "} x", ",", ",\"b\":1e999999}", "}}", "\u{feff}"] {
        let body = format!(r#"{{"event":"missed_call","call_id":"1", "call_id":"2"{rest}"#);
        let error = check_refused(Vendor::LimeCall, body.as_bytes());
        let diagnostic = &error.diagnostics()[0];
        let column = diagnostic.position.column;
        if diagnostic.message == "repeated member" {
            assert_eq!((diagnostic.pointer.as_str(), column), ("/call_id", 39), "{body}");
        } else {
            assert!(column >= body.chars().count() - rest.chars().count(), "{error} of {body}");
        }
    }
}

#[test]
fn all_errors_are_reported_at_once_in_the_order_of_the_body() {
    #[track_caller]
    fn assert_pointers(error: &Error, pointers: &[&str]) {
        let found: Vec<_> = error.diagnostics().iter().map(|diagnostic| diagnostic.pointer.as_str()).collect();
        assert_eq!((error.kind(), found), (ErrorKind::Invalid, pointers.to_vec()), "{error}");
    }

    let body = br#"{"call_id":[],"event":"call_status_update","status":7,"team_id":""}"#;
    assert_pointers(&check_refused(Vendor::LimeCall, body), &["", "/status"]);
    let body = br#"{"status":{},"call_id":[],"event":"call_status_update","timestamp":"15:00"}"#;
    assert_pointers(&check_refused(Vendor::LimeCall, body), &["/status", "/timestamp"]);
    let body = br#"{"campaign":{"id":"","status":[],"type":"rcs"},"event":"campaign.status","occurred_at":null}"#;
    assert_pointers(&check_refused(Vendor::LigueLead, body), &["/campaign/status", "/occurred_at"]);
    let event = br#"{"type":"message.read","time":"now","specversion":"0.3","data":[],"id":7}"#;
    let error = Event::from_json(event).unwrap_err();
    assert_located(&error, event);
    assert_pointers(&error, &["", "/time", "/specversion", "/data", "/id"]);
    assert!(error.to_string().ends_with("; and 2 more"), "{error}");
}

#[test]
fn errors_round_trip_through_json() {
    for BodyFile { vendor, body, .. } in rejects() {
        let error = check_refused(vendor, &body);
        let json = serde_json::to_string(&error).unwrap();
        assert_eq!(serde_json::from_str::<Error>(&json).unwrap(), error, "{json}");
    }
    let read = |kind, code| {
        let diagnostic = format!(r#"{{"code":"{code}","pointer":"","message":"no","line":1,"column":1}}"#);
        serde_json::from_str::<Error>(&format!(r#"{{"kind":"{kind}","diagnostics":[{diagnostic}]}}"#))
    };
    assert!(read("invalid", "invalid").is_ok());
    assert!(read("odd", "invalid").is_err());
    assert!(read("invalid", "odd").is_err());
    assert!(serde_json::from_str::<Error>(r#"{"kind":"invalid","diagnostics":[]}"#).is_err());
    assert!(serde_json::from_str::<Error>(r#"{"kind":"invalid"}"#).is_err());
}

#[test]
fn offset_by_moves_an_error_to_the_place_of_the_body_in_a_file() {
    let start = Position { line: 10, column: 5 };
    let error = check_refused(Vendor::LimeCall, b"{\"event\":7,\n\"event\":7}").offset_by(start);
    assert_eq!(error.diagnostics()[0].position, Position { line: 11, column: 1 });
    let error = check_refused(Vendor::LimeCall, b"{\"event\":7}").offset_by(start);
    assert_eq!(error.diagnostics()[0].position, Position { line: 10, column: 14 });
    let error = Error::too_large(7).offset_by(start);
    assert_eq!((error.kind(), error.diagnostics()[0].position), (ErrorKind::TooLarge, start));
}

#[test]
fn an_error_of_the_caller_has_exactly_its_message() {
    // It has a size, so the function is not generic: no caller can pass a `String`.
    assert_eq!(size_of_val(&Error::malformed), 0);
    let error = Error::malformed("not a line of events");
    assert_eq!(error.to_string(), "malformed: not a line of events (line 1, column 1)");
    assert_eq!((error.kind(), error.diagnostics().omitted()), (ErrorKind::Malformed, 0));
}
