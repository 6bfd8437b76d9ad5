//! Rejections: what they keep, read back, and show.

use leadhook::{RawBody, Rejection, Vendor};
use serde_json::{Value, json};

use crate::masking::{MARK, assert_hides};
use crate::told::refused;

fn rejection(raw: impl Into<RawBody>) -> Rejection {
    Rejection::new(refused(Vendor::LimeCall, b"{}"), raw)
}

#[track_caller]
fn assert_round_trip(rejection: &Rejection, members: &[&str]) -> Value {
    let json = serde_json::to_string(rejection).unwrap();
    assert!(!json.contains('\n'));
    assert_eq!(&serde_json::from_str::<Rejection>(&json).unwrap(), rejection, "{json}");
    let value: Value = serde_json::from_str(&json).unwrap();
    jsonschema::validate(&serde_json::from_str(Rejection::SCHEMA).unwrap(), &value).unwrap();
    assert_eq!(&serde_json::from_value::<Rejection>(value.clone()).unwrap(), rejection, "{json}");
    let mut names: Vec<_> = value.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, members);
    value
}

#[test]
fn rejections_come_back_whole() {
    for text in ["", "{}", "é\n\0\u{feff}\"\\", MARK] {
        let value = assert_round_trip(&rejection(text.as_bytes().to_vec()), &["error", "raw", "version"]);
        assert_eq!(value["raw"], text);
    }
    let bytes: Vec<_> = (0..=255).collect();
    let value = assert_round_trip(&rejection(bytes), &["error", "raw_base64", "version"]);
    let base64 = value["raw_base64"].as_str().unwrap();
    assert!(base64.starts_with("AAECAwQFBgcICQ") && base64.ends_with("+fr7/P3+/w=="), "{base64}");
    let elsewhere = RawBody::InFile { offset: u64::MAX, length: 1 << 40 };
    let value = assert_round_trip(&rejection(elsewhere), &["error", "length", "offset", "version"]);
    assert_eq!((&value["offset"], &value["length"]), (&json!(u64::MAX), &json!(1_u64 << 40)));

    let mut full = rejection(b"{}".to_vec()).with_vendor(Vendor::LimeCall).with_place("dir/é.ndjson", 7);
    full.received_at = Some(leadhook::Timestamp::try_from("2026-03-04T10:30:00.50-03:00").unwrap());
    let members = ["error", "line", "path", "raw", "received_at", "vendor", "version"];
    let value = assert_round_trip(&full, &members);
    assert_eq!(value["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!((&value["vendor"], &value["received_at"]), (&json!("limecall"), &json!("2026-03-04T10:30:00.50-03:00")));
    assert_eq!((&value["path"], &value["line"]), (&json!("dir/é.ndjson"), &json!(7)));
}

#[test]
fn a_rejection_holds_its_body_once_and_nothing_else_will_do() {
    let error = json!({"kind": "malformed", "violations": [{"pointer": "", "message": "no", "line": 1, "column": 1}]});
    let read = |body: Value| {
        let mut document = json!({"version": "0.1.0", "error": error});
        document.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
        serde_json::from_value::<Rejection>(document)
    };
    assert!(read(json!({"raw": "x"})).is_ok());
    assert!(read(json!({"raw": "x", "later_member": 1})).is_ok());
    for wrong in [
        json!({}),
        json!({"raw": null}),
        json!({"raw": 7}),
        json!({"raw": "x", "raw_base64": "eA=="}),
        json!({"raw": "x", "offset": 1, "length": 1}),
        json!({"raw_base64": "eA==", "offset": 1}),
        json!({"offset": 1}),
        json!({"length": 1}),
        json!({"offset": -1, "length": 1}),
        json!({"raw_base64": "eA"}),
        json!({"raw_base64": "*"}),
        json!({"raw": "x", "vendor": "nobody"}),
        json!({"raw": "x", "received_at": "yesterday"}),
        json!({"raw": "x", "error": {"kind": "odd", "violations": []}}),
    ] {
        let told = read(wrong.clone());
        assert!(told.is_err(), "{wrong}: {told:?}");
    }
    let error = read(json!({"raw_base64": MARK})).unwrap_err();
    assert_hides(&error, &error.to_string(), "base64");
}

#[test]
fn debug_of_a_rejection_shows_no_body() {
    for body in [MARK.as_bytes().to_vec(), [MARK.as_bytes(), b"\xff"].concat()] {
        let length = body.len().to_string();
        let rejection = rejection(body);
        assert_hides(&rejection, "", MARK);
        assert!(format!("{:?}", rejection.raw).contains(&length));
        assert!(!format!("{rejection:?}").contains("109, 195, 161"), "bytes are no better than text");
    }
}
