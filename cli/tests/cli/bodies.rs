//! Valid, invalid and large bodies, and their places in a file.

use leadhook::{ErrorKind, Position, RawBody};

pub(crate) const MAX_BODY: usize = 1 << 20;

/// Returns a valid body.
pub(crate) fn call(id: &str) -> String {
    format!(r#"{{"event":"missed_call","timestamp":"2025-01-30T15:00:00Z","call_id":"{id}"}}"#)
}

/// Returns a valid body of a given length in bytes.
pub(crate) fn large(id: &str, length: usize) -> String {
    let body = call(id);
    let padding = "x".repeat(length - body.len() - r#","pad":"""#.len());
    format!(r#"{},"pad":"{padding}"}}"#, body.strip_suffix('}').unwrap())
}

/// Returns invalid bodies of every kind, with the kind of the error and the pointer of the first diagnostic.
pub(crate) fn invalid() -> Vec<(Vec<u8>, ErrorKind, &'static str)> {
    let at = r#""timestamp":"2025-01-30T15:00:00Z""#;
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    vec![
        (b"nonsense".into(), ErrorKind::Malformed, ""),
        ("{\"é\":1,}".into(), ErrorKind::Malformed, ""),
        ("{\"日本\":\"\\x\"}".into(), ErrorKind::Malformed, ""),
        (b"{} {}".into(), ErrorKind::Malformed, ""),
        (b"{\"event\":\"missed_c\xe1ll\"}".into(), ErrorKind::Malformed, ""),
        (b"\xff".into(), ErrorKind::Malformed, ""),
        (deep.into(), ErrorKind::Malformed, ""),
        (
            format!(r#"{{"event":"missed_call","é":"é","call_id":"1",{at},"call_id":"1"}}"#).into(),
            ErrorKind::Malformed,
            "/call_id",
        ),
        (format!("[{}]", call("never")).into(), ErrorKind::Invalid, ""),
        (b"7".into(), ErrorKind::Invalid, ""),
        (b"null".into(), ErrorKind::Invalid, ""),
        (b"\"missed_call\"".into(), ErrorKind::Invalid, ""),
        (b"{}".into(), ErrorKind::Invalid, ""),
        (r#"{"é":"é","event":"order.paid"}"#.into(), ErrorKind::Invalid, "/event"),
        (r#"{"é":"é","event":null}"#.into(), ErrorKind::Invalid, "/event"),
        (r#"{"event":"missed_call","é":"é"}"#.into(), ErrorKind::Invalid, ""),
        (
            format!(r#"{{"event":"call_status_update","é":"é",{at},"status":["é"]}}"#).into(),
            ErrorKind::Invalid,
            "/status",
        ),
        (r#"{"event":"missed_call","é":"日本","timestamp":"gestern"}"#.into(), ErrorKind::Invalid, "/timestamp"),
        (
            r#"{"event":"campaign.status","occurred_at":"2026-02-02T12:00:00Z","campaign":{"é":"é","type":"sms","status":7}}"#
                .into(),
            ErrorKind::Invalid,
            "/campaign/status",
        ),
    ]
}

/// Returns the raw body of a rejection that kept these bytes.
pub(crate) fn bytes(text: impl AsRef<[u8]>) -> RawBody {
    RawBody::Inline(text.as_ref().to_vec())
}

/// Returns the byte offset of a position. The text may be invalid UTF-8.
pub(crate) fn offset(text: &[u8], Position { line, column }: Position) -> usize {
    let start: usize = text.split_inclusive(|&byte| byte == b'\n').take(line - 1).map(<[u8]>::len).sum();
    let begins = |at: &usize| at + start >= text.len() || !matches!(text[start + at], 0x80..=0xBF);
    start + (0..).filter(begins).nth(column - 1).unwrap()
}
