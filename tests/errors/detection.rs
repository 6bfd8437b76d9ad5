//! Whose a body is, and why it may be nobody's.

use std::fmt::Display;
use std::iter;

use leadhook::{ErrorKind, Payload, Vendor, parse};

use crate::corpus::{Document, accepted, fixtures, rejects, unknown};
use crate::masking::{MARK, assert_error_hides};
use crate::told::{assert_located, excerpt, one_each};

#[track_caller]
pub(crate) fn assert_detected_alike(body: &[u8]) {
    let tried = Vendor::detect(body);
    assert_eq!(tried.as_ref().ok().copied(), Vendor::detect(body), "{}", excerpt(body));
    if let Err(error) = tried {
        assert_located(&error, body);
        assert_error_hides(&error, &excerpt(body));
    }
}

#[track_caller]
fn assert_undetected(body: &str, kind: ErrorKind, pointer: &str, column: usize) {
    assert_detected_alike(body.as_bytes());
    let error = Vendor::detect(body.as_bytes()).unwrap_err();
    let violation = &error.violations()[0];
    assert_eq!((error.kind(), &*violation.pointer, violation.column), (kind, pointer, column), "{error}");
}

#[test]
fn what_nobody_sends_is_undetected_for_a_reason() {
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
    assert_detected_alike(body);
    assert_eq!(Vendor::detect(body).unwrap_err().kind(), ErrorKind::Malformed);
}

#[test]
fn event_names_are_found_however_they_are_spelt() {
    for body in [
        r#"{"event":"missed_call"}"#,
        "\r\n{\t\"event\" :\n\"missed_call\" ,\"data\":{\"event\":\"sms.sent\"}}",
        r#"{"\u0065vent":"missed\u005fcall"}"#,
        r#"{"data":{"event":"sms.sent"},"event":"missed_call"}"#,
    ] {
        assert_eq!(Vendor::detect(body.as_bytes()), Ok(Vendor::LimeCall), "{body}");
        assert_detected_alike(body.as_bytes());
    }
    for Document { vendor, path, body } in fixtures() {
        assert_eq!(Vendor::detect(&body), Ok(vendor), "{}", path.display());
    }
    for Document { body, .. } in unknown().into_iter().chain(rejects()) {
        assert_detected_alike(&body);
    }
}

#[test]
fn payloads_know_their_vendor() {
    for document in accepted() {
        let payload: Payload = parse(document.vendor, &document.body).unwrap();
        assert_eq!(payload.vendor(), document.vendor);
        let display: &dyn Display = &document.vendor;
        assert_eq!(display.to_string(), document.vendor.as_str());
    }
    assert_eq!(
        iter::zip(Vendor::VARIANTS, one_each()).filter(|(vendor, one)| **vendor == one.vendor).count(),
        Vendor::VARIANTS.len()
    );
}
