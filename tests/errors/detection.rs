//! Which vendor a body belongs to, and why detection fails.

use leadhook::{ErrorKind, Limits, Payload, Vendor, parse};
use leadhook_harness::corpus::{BodyFile, accepted, fixtures, rejects, unknown};

use super::diagnostics::{assert_located, excerpt, one_fixture_per_vendor};
use super::masking::{MARK, assert_error_hides};

/// Checks that the functions that detect agree, and that an error has the right positions and hides the body.
#[track_caller]
pub(super) fn check_detection(body: &[u8]) {
    let detected = Vendor::detect(body);
    assert_eq!(Limits::default().with_max_body(body.len()).detect(body), detected, "{}", excerpt(body));
    if let Err(error) = detected {
        assert_located(&error, body);
        assert_error_hides(&error, &excerpt(body));
    }
}

#[track_caller]
fn assert_undetected(body: &str, kind: ErrorKind, pointer: &str, column: usize) {
    check_detection(body.as_bytes());
    let error = Vendor::detect(body.as_bytes()).unwrap_err();
    let diagnostic = &error.diagnostics()[0];
    let found = (error.kind(), diagnostic.pointer.as_str(), diagnostic.position.column);
    assert_eq!(found, (kind, pointer, column), "{error}");
}

#[test]
fn a_body_without_a_documented_event_name_has_no_vendor_and_the_error_says_why() {
    assert_undetected("", ErrorKind::Malformed, "", 1);
    assert_undetected("{", ErrorKind::Malformed, "", 2);
    assert_undetected("é", ErrorKind::Malformed, "", 1);
    assert_undetected("{}", ErrorKind::Invalid, "", 1);
    assert_undetected(" [{\"event\":\"missed_call\"}]", ErrorKind::Invalid, "", 2);
    assert_undetected("\"missed_call\"", ErrorKind::Invalid, "", 1);
    assert_undetected(r#"{"event":7}"#, ErrorKind::Invalid, "/event", 10);
    assert_undetected(r#"{"event":null}"#, ErrorKind::Invalid, "/event", 10);
    assert_undetected(r#"{"é":{"event":"missed_call"},"event":"order.paid"}"#, ErrorKind::Invalid, "/event", 38);
    assert_undetected(r#"{"event":"Missed_call"}"#, ErrorKind::Invalid, "/event", 10);
    assert_undetected(r#"{"event":""}"#, ErrorKind::Invalid, "/event", 10);
    assert_undetected(r#"{"event":"a","event":"b"}"#, ErrorKind::Malformed, "/event", 14);
    assert_undetected(&format!(r#"{{"event":"{MARK}"}}"#), ErrorKind::Invalid, "/event", 10);
    assert_undetected(&"[".repeat(200), ErrorKind::Malformed, "", 101);
    let body = b"{\"event\":\"missed_call\xff\"}";
    check_detection(body);
    assert_eq!(Vendor::detect(body).unwrap_err().kind(), ErrorKind::Malformed);
}

#[test]
fn the_event_name_is_found_in_any_spelling() {
    for body in [
        r#"{"event":"missed_call"}"#,
        "\r\n{\t\"event\" :\n\"missed_call\" ,\"data\":{\"event\":\"sms.sent\"}}",
        r#"{"\u0065vent":"missed\u005fcall"}"#,
        r#"{"data":{"event":"sms.sent"},"event":"missed_call"}"#,
    ] {
        assert_eq!(Vendor::detect(body.as_bytes()), Ok(Vendor::LimeCall), "{body}");
        check_detection(body.as_bytes());
    }
    for BodyFile { vendor, path, body } in fixtures() {
        assert_eq!(Vendor::detect(&body), Ok(vendor), "{}", path.display());
    }
    for BodyFile { body, .. } in unknown().into_iter().chain(rejects()) {
        check_detection(&body);
    }
}

#[test]
fn payloads_return_their_vendor() {
    for file in accepted() {
        let payload: Payload = parse(file.vendor, &file.body).unwrap();
        assert_eq!(payload.vendor(), file.vendor);
        assert_eq!(file.vendor.to_string(), file.vendor.as_str());
    }
    assert!(one_fixture_per_vendor().map(|file| file.vendor).eq(Vendor::VARIANTS.iter().copied()));
}
