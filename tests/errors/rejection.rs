//! Rejections: their JSON form, and what `Debug` shows.

use leadhook::{Limits, RawBody, Rejection, Vendor};
use serde_json::{Value, json};

use super::diagnostics::check_refused;
use super::masking::{MARK, assert_hides};

fn rejection(raw: impl Into<RawBody>) -> Rejection {
    Rejection::new(check_refused(Vendor::LimeCall, b"{}"), raw)
}

fn schema() -> Value {
    serde_json::from_str(Rejection::SCHEMA).unwrap()
}

/// Asserts that a rejection reads back equal, and that its JSON follows the schema and has these members.
#[track_caller]
fn assert_round_trip(rejection: &Rejection, members: &[&str]) -> Value {
    let json = serde_json::to_string(rejection).unwrap();
    assert!(!json.contains('\n'));
    assert_eq!(&serde_json::from_str::<Rejection>(&json).unwrap(), rejection, "{json}");
    let value: Value = serde_json::from_str(&json).unwrap();
    jsonschema::validate(&schema(), &value).unwrap();
    assert_eq!(&serde_json::from_value::<Rejection>(value.clone()).unwrap(), rejection, "{json}");
    let mut names: Vec<_> = value.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, members);
    value
}

#[test]
fn rejections_round_trip_through_json() {
    for text in ["", "{}", "é\n\0\u{feff}\"\\", MARK] {
        let value = assert_round_trip(&rejection(text.as_bytes().to_vec()), &["error", "raw", "version"]);
        assert_eq!(value["raw"], text);
    }
    let bytes: Vec<_> = (0..=255).collect();
    let value = assert_round_trip(&rejection(bytes), &["error", "raw_base64", "version"]);
    let base64 = value["raw_base64"].as_str().unwrap();
    assert!(base64.starts_with("AAECAwQFBgcICQ") && base64.ends_with("+fr7/P3+/w=="), "{base64}");
    let in_file = RawBody::InFile { offset: u64::MAX, length: 1 << 40 };
    let in_file = rejection(in_file).with_place("dir/é.ndjson", 7);
    let value = assert_round_trip(&in_file, &["error", "length", "line", "offset", "path", "version"]);
    assert_eq!((&value["offset"], &value["length"]), (&json!(u64::MAX), &json!(1_u64 << 40)));
    // Without a path, the body is in the standard input.
    let in_stdin = rejection(RawBody::InFile { offset: 7, length: 1 });
    let mut value = assert_round_trip(&in_stdin, &["error", "length", "offset", "version"]);
    value.as_object_mut().unwrap().remove("length");
    assert!(!jsonschema::is_valid(&schema(), &value), "an offset needs a length");
    for length in [0, 1 << 20, u64::MAX] {
        let value = assert_round_trip(&rejection(RawBody::Dropped { length }), &["error", "length", "version"]);
        assert_eq!(value["length"], length);
    }

    let mut full = rejection(b"{}".to_vec()).with_source(Vendor::LimeCall.into()).with_place("dir/é.ndjson", 7);
    full.received_at = Some(leadhook::Timestamp::try_from("2026-03-04T10:30:00.50-03:00").unwrap());
    let members = ["error", "line", "path", "raw", "received_at", "source", "version"];
    let value = assert_round_trip(&full, &members);
    assert_eq!(value["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!((&value["source"], &value["received_at"]), (&json!("limecall"), &json!("2026-03-04T10:30:00.50-03:00")));
    assert_eq!((&value["path"], &value["line"]), (&json!("dir/é.ndjson"), &json!(7)));
}

#[test]
fn a_rejection_has_its_body_in_exactly_one_form() {
    let error = json!({"kind": "malformed", "diagnostics": [{"code": "malformed", "pointer": "", "message": "no", "line": 1, "column": 1}]});
    let read = |body: Value| {
        let mut rejection = json!({"version": "0.1.0", "error": error});
        rejection.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
        serde_json::from_value::<Rejection>(rejection)
    };
    assert!(read(json!({"raw": "x"})).is_ok());
    assert!(read(json!({"raw": "x", "later_member": 1})).is_ok());
    assert!(read(json!({"length": 1})).is_ok());
    assert!(read(json!({"offset": 0, "length": 1})).is_ok());
    for wrong in [
        json!({}),
        json!({"raw": null}),
        json!({"raw": 7}),
        json!({"raw": "x", "raw_base64": "eA=="}),
        json!({"raw": "x", "offset": 1, "length": 1}),
        json!({"raw_base64": "eA==", "offset": 1}),
        json!({"offset": 1}),
        json!({"length": -1}),
        json!({"length": null}),
        json!({"length": 1.5}),
        json!({"raw": "x", "length": 1}),
        json!({"raw_base64": "eA==", "length": 1}),
        json!({"offset": -1, "length": 1}),
        json!({"raw_base64": "eA"}),
        json!({"raw_base64": "*"}),
        json!({"raw": "x", "source": "Lead Harbor"}),
        json!({"raw": "x", "received_at": "yesterday"}),
        json!({"raw": "x", "error": {"kind": "odd", "diagnostics": []}}),
    ] {
        let found = read(wrong.clone());
        assert!(found.is_err(), "{wrong}: {found:?}");
    }
    let error = read(json!({"raw_base64": MARK})).unwrap_err();
    assert_hides(&error, &error.to_string(), "base64");
}

#[test]
fn debug_of_a_rejection_shows_the_length_of_the_body_only() {
    for body in [MARK.as_bytes().to_vec(), [MARK.as_bytes(), b"\xff"].concat()] {
        let length = body.len().to_string();
        let rejection = rejection(body);
        assert_hides(&rejection, "", MARK);
        assert!(format!("{:?}", rejection.raw).contains(&length));
        assert!(!format!("{rejection:?}").contains("109, 195, 161"), "the bytes of the text are shown");
    }
    assert_eq!(format!("{:?}", RawBody::Dropped { length: 7 }), "Dropped(7 bytes)");
}

#[test]
fn a_body_within_the_limits_is_kept_and_of_a_larger_body_only_the_length() {
    let limits = Limits::default().with_max_body(3);
    assert_eq!(RawBody::new(b"", limits), RawBody::Inline(Vec::new()));
    assert_eq!(RawBody::new(b"123", limits), RawBody::Inline(b"123".to_vec()));
    assert_eq!(RawBody::new(b"1234", limits), RawBody::Dropped { length: 4 });
}
