//! Bodies that are no JSON, broken off, spoilt in one byte, or made of anything at all.

use leadhook::{ErrorKind, Vendor};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::corpus::{Document, accepted, rejects};
use crate::detection::assert_detected_alike;
use crate::told::{excerpt, offset, refused, text_of, told};

#[test]
fn bodies_that_are_no_json_are_malformed() {
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
            assert_eq!(refused(vendor, body).kind(), ErrorKind::Malformed, "{}", excerpt(body));
        }
    }
}

#[test]
fn every_beginning_of_a_body_is_refused_at_its_end() {
    for (turn, Document { vendor, path, body }) in accepted().into_iter().enumerate() {
        let end = body.trim_ascii_end().len();
        // All that end within a character; a third of the others, and of the next body another third.
        let within = |length: usize| !text_of(&body).is_char_boundary(length);
        for length in (0..end).filter(|&length| length % 3 == turn % 3 || within(length)) {
            let error = refused(vendor, &body[..length]);
            let (line, column) = (error.violations()[0].line, error.violations()[0].column);
            let text = text_of(&body[..length]);
            let at = offset(text, line, column).unwrap();
            let blank = text.trim_ascii().is_empty();
            assert_eq!(error.kind(), ErrorKind::Malformed, "{}: {length}", path.display());
            assert!(at == text.len() || blank && at == 0, "{}: {length} bytes, told at {at}", path.display());
        }
        assert_eq!(told(vendor, &body[..end]), None, "{}", path.display());
    }
}

#[test]
fn no_single_byte_brings_us_down() {
    let nasty = *b"\0\n\"\\{}[],:-0e\x7f\x80\xc3\xed\xff";
    let mut nasty = nasty.iter().cycle();
    let (mut fine, mut wrong) = (0, 0);
    for (turn, Document { vendor, mut body, .. }) in accepted().into_iter().chain(rejects()).enumerate() {
        // Some sixty places of each, and other places of the next.
        let step = body.len() / 60 + 1;
        for at in (turn % step..body.len()).step_by(step) {
            let kept = std::mem::replace(&mut body[at], *nasty.next().unwrap());
            let count = if told(vendor, &body).is_none() { &mut fine } else { &mut wrong };
            *count += 1;
            body[at] = kept;
        }
    }
    assert!(fine > 1000 && wrong > 10_000, "{fine} accepted, {wrong} refused");
}

/// Pieces that bodies are made of, and what no body should be made of.
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
    fn no_bytes_bring_us_down(body in vec(any::<u8>(), 0..64)) {
        for &vendor in Vendor::VARIANTS {
            told(vendor, &body);
        }
    }

    #[test]
    fn no_text_brings_us_down(pieces in vec(select(&PIECES[..]), 0..24)) {
        for &vendor in Vendor::VARIANTS {
            told(vendor, pieces.concat().as_bytes());
        }
        assert_detected_alike(pieces.concat().as_bytes());
    }
}
