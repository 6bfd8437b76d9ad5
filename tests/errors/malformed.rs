//! Bodies that are not JSON: truncated, changed in one byte, or random.

use leadhook::{ErrorKind, Vendor};
use leadhook_harness::corpus::{BodyFile, accepted, rejects};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::detection::check_detection;
use super::diagnostics::{byte_offset, check, check_refused, excerpt, utf8_prefix};

#[test]
fn a_body_that_is_not_json_is_malformed() {
    let bodies: [&[u8]; 26] = [
        b"",
        b" ",
        b"\n\n\r\n\t",
        b"\0",
        b"\x0c",
        b"\xc2\xa0",
        b"nonsense",
        b"'{}'",
        b"{'event':'missed_call'}",
        b"event=missed_call&call_id=1",
        b"<event>missed_call</event>",
        b"\xff",
        b"\x80",
        b"{\"event\":\"\xc3\"}",
        b"{\"event\":\"\xed\xa0\x80\"}",
        b"\xff\xfe{\0}\0",
        b"\xef\xbb\xbf{}",
        b"{\"event\":\"\\ud800\"}",
        b"{\"event\":\"\\udc00\\ud800\"}",
        b"{\"\\ud800\":1}",
        b"{\"event\":\"a\0b\"}",
        b"{\"event\":\"a\nb\"}",
        b"{}\0",
        b"{\"event\":NaN}",
        b"{\"event\":01}",
        b"{\"event\":\"missed_call\"",
    ];
    for body in bodies {
        for &vendor in Vendor::VARIANTS {
            assert_eq!(check_refused(vendor, body).kind(), ErrorKind::Malformed, "{}", excerpt(body));
        }
    }
}

#[test]
fn a_truncated_body_is_refused_at_its_end() {
    for (turn, BodyFile { vendor, path, body }) in accepted().into_iter().enumerate() {
        let end = body.trim_ascii_end().len();
        // Each length within a character, and a third of the others to save time: a different third for each body.
        let within = |length: usize| !utf8_prefix(&body).is_char_boundary(length);
        for length in (0..end).filter(|&length| length % 3 == turn % 3 || within(length)) {
            let error = check_refused(vendor, &body[..length]);
            let text = utf8_prefix(&body[..length]);
            let at = byte_offset(text, error.diagnostics()[0].position).unwrap();
            let blank = text.trim_ascii().is_empty();
            assert_eq!(error.kind(), ErrorKind::Malformed, "{}: {length}", path.display());
            assert!(at == text.len() || blank && at == 0, "{}: {length} bytes, reported at {at}", path.display());
        }
        assert_eq!(check(vendor, &body[..end]), None, "{}", path.display());
    }
}

#[test]
fn a_body_with_one_changed_byte_causes_no_panic() {
    let bytes = *b"\0\n\"\\{}[],:-0e\x7f\x80\xc3\xed\xff";
    let mut bytes = bytes.iter().cycle();
    let (mut accepted_count, mut refused_count) = (0, 0);
    for (turn, BodyFile { vendor, mut body, .. }) in accepted().into_iter().chain(rejects()).enumerate() {
        // About sixty offsets in each body, to save time. They differ between bodies.
        let step = body.len() / 60 + 1;
        for at in (turn % step..body.len()).step_by(step) {
            let original = std::mem::replace(&mut body[at], *bytes.next().unwrap());
            let count = if check(vendor, &body).is_none() { &mut accepted_count } else { &mut refused_count };
            *count += 1;
            body[at] = original;
        }
    }
    assert!(accepted_count > 1000, "{accepted_count} accepted");
    assert!(refused_count > 10_000, "{refused_count} refused");
}

/// Pieces of bodies, and text that no body should have.
const PIECES: [&str; 34] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "{\"event\":",
    "\"event\"",
    "\"missed_call\"",
    "\"lead.delivered\"",
    "\"sms.sent\"",
    "\"campaign.status\"",
    "\"reply.received\"",
    ",\"timestamp\":",
    ",\"occurred_at\":",
    "\"2026-03-04T10:30:00Z\"",
    ",\"campaign\":",
    "{\"type\":\"sms\",\"status\":\"sent\"}",
    ",\"data\":",
    "{}",
    "null",
    "true",
    "7",
    "-1e400",
    "0.5e",
    "\"\"",
    "\"é\"",
    "\"\\ud800\"",
    "\n",
    " ",
    "\0",
    "\u{feff}",
];

proptest! {
    #[test]
    fn random_bytes_cause_no_panic(body in vec(any::<u8>(), 0..64)) {
        for &vendor in Vendor::VARIANTS {
            check(vendor, &body);
        }
    }

    #[test]
    fn random_pieces_of_json_cause_no_panic(pieces in vec(select(&PIECES[..]), 0..24)) {
        for &vendor in Vendor::VARIANTS {
            check(vendor, pieces.concat().as_bytes());
        }
        check_detection(pieces.concat().as_bytes());
    }
}
