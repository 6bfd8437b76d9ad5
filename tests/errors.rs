//! Bodies that are refused: why, where, and without a word of what they say; and that no body does worse.

mod corpus;

use std::fmt::{Debug, Display};
use std::{fs, iter};

use corpus::{Document, Edit, accepted, edited, fixtures, leaves, pointers, rejects, scalars};
use leadhook::{
    Error, ErrorKind, Event, Payload, Raw, Rejection, Vendor, Verdict, Violation, normalize, parse, validate,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

/// Whatever is said of a body, `parse`, `normalize` and `validate` say the same, and of a place in the body.
#[track_caller]
fn told(vendor: Vendor, body: &[u8]) -> Option<Error> {
    let told = match parse(vendor, body) {
        Ok(payload) => {
            assert_eq!(normalize(vendor, body).unwrap(), Event::from(payload));
            None
        }
        Err(error) => Some(error),
    };
    let verdict = if let Verdict::Invalid(error) = validate(vendor, body) { Some(error) } else { None };
    assert_eq!(told, verdict, "{}", excerpt(body));
    told.inspect(|error| assert_located(error, body))
}

#[track_caller]
fn refused(vendor: Vendor, body: &[u8]) -> Error {
    told(vendor, body).unwrap_or_else(|| panic!("{vendor} accepts {}", excerpt(body)))
}

fn excerpt(body: &[u8]) -> String {
    body.escape_ascii().to_string().chars().take(400).collect()
}

// Places.

/// The byte offset of a line and a column in the part of a body that is text.
fn offset(text: &str, line: usize, column: usize) -> Option<usize> {
    let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let exists = text.bytes().filter(|&byte| byte == b'\n').count() + 1 >= line;
    let rest = exists.then(|| text[start..].split('\n').next())??;
    rest.char_indices().map(|(at, _)| at).chain([rest.len()]).nth(column.checked_sub(1)?).map(|at| start + at)
}

/// The part of a body before its first byte that is no UTF-8.
fn text_of(body: &[u8]) -> &str {
    std::str::from_utf8(body).unwrap_or_else(|error| std::str::from_utf8(&body[..error.valid_up_to()]).unwrap())
}

#[track_caller]
fn assert_located(error: &Error, body: &[u8]) {
    let text = text_of(body);
    let violations = error.violations();
    let context = format!("{violations:?} of {}", excerpt(body));
    assert!((1..=100).contains(&violations.len()), "{context}");
    assert!(violations.is_sorted_by_key(|violation| (violation.line, violation.column)), "{context}");
    assert!(error.kind() != ErrorKind::Malformed || violations.len() == 1, "{context}");
    let whole: Option<Value> = serde_json::from_str(text).ok();
    for Violation { pointer, message, line, column, .. } in violations {
        let at = offset(text, *line, *column).unwrap_or_else(|| panic!("no such place: {context}"));
        assert!(!message.is_empty() && !message.chars().any(char::is_control), "{context}");
        if text.len() < body.len() {
            assert_eq!(at, text.len(), "the first byte that is no UTF-8: {context}");
        } else if error.kind() == ErrorKind::Invalid {
            let whole = whole.as_ref().unwrap();
            let behind = text[..at].trim_end().chars().next_back();
            assert!(matches!(behind, None | Some(':' | ',' | '[')), "no value begins here: {context}");
            assert_eq!(first_value(&text[at..]).as_ref(), whole.pointer(pointer), "{context}");
        } else if !pointer.is_empty() || message.contains("twice") {
            let name = first_value(&text[at..]).unwrap_or_default();
            let name = name.as_str().unwrap_or_else(|| panic!("no name begins here: {context}"));
            let told = pointer.rsplit('/').next().unwrap();
            assert!(told == "…" || told == name.replace('~', "~0").replace('/', "~1"), "{context}");
            assert!(!pointer.is_empty(), "{context}");
        }
    }
}

/// The JSON value that a text begins with.
fn first_value(text: &str) -> Option<Value> {
    serde_json::Deserializer::from_str(text).into_iter().next()?.ok()
}

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
    assert_eq!((error.kind(), error.violations()[0].line, error.violations()[0].column), (ErrorKind::Limit, 2, 3));
}

// Hostile bodies.

/// A fixture of each vendor.
fn one_each() -> impl Iterator<Item = Document> {
    let mut fixtures = fixtures();
    Vendor::ALL.iter().map(move |&vendor| {
        let at = fixtures.iter().position(|document| document.vendor == vendor).unwrap();
        fixtures.swap_remove(at)
    })
}

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
        for &vendor in Vendor::ALL {
            assert_eq!(refused(vendor, body).kind(), ErrorKind::Malformed, "{}", excerpt(body));
        }
    }
}

#[test]
fn numbers_of_any_size_are_no_danger() {
    let digits = "7".repeat(400);
    let fraction = format!("0.{digits}");
    let exponent = format!("1e{digits}");
    let numbers =
        ["1e400", "-1e400", "1e-400", "-0", "-0.0", "1E+308", "0.1e-99999999999", &digits, &fraction, &exponent];
    for Document { vendor, body, .. } in fixtures() {
        let value: Value = serde_json::from_slice(&body).unwrap();
        for pointer in pointers(&value).iter().filter(|pointer| !pointer.is_empty()) {
            for number in numbers {
                told(vendor, edited(&value, pointer, Edit::Replace(number)).as_bytes());
            }
        }
        for number in numbers {
            told(vendor, edited(&value, "", Edit::Add(&format!(r#""sixth_sense":[{number}]"#))).as_bytes());
        }
    }
}

/// The fixture with a member that holds so many brackets in one another that it is `depth` deep in all.
fn nested(document: &Document, depth: usize) -> String {
    let opening: String = (1..depth).map(|level| if level % 2 == 0 { "[" } else { "{\"é\":" }).collect();
    let closing: String = (1..depth).rev().map(|level| if level % 2 == 0 { "]" } else { "}" }).collect();
    edited(&document.value(), "", Edit::Add(&format!("\"deep\":{opening}null{closing}")))
}

#[test]
fn a_hundred_levels_are_read_and_one_more_is_refused_where_it_opens() {
    for document in one_each() {
        assert_eq!(told(document.vendor, nested(&document, 100).as_bytes()), None);
        let body = nested(&document, 101);
        let error = refused(document.vendor, body.as_bytes());
        let place = (error.violations()[0].line, error.violations()[0].column);
        let innermost = body.find("null]").or_else(|| body.find("\"é\":null")).unwrap();
        assert_eq!(error.kind(), ErrorKind::Malformed);
        assert_eq!(offset(&body, place.0, place.1), Some(innermost - 1), "{error}");
        let quoted = format!(r#""s":"{}\"{}\\","{}":1"#, "[{".repeat(9999), "[{".repeat(9999), "[".repeat(999));
        assert_eq!(told(document.vendor, edited(&document.value(), "", Edit::Add(&quoted)).as_bytes()), None);
    }
}

#[test]
fn a_hundred_thousand_brackets_overflow_nothing() {
    for (level, column) in [("[", 101), ("{\"a\":", 501), ("[\n", 1), ("[{\"\":", 251), ("{\"event\":[", 501)] {
        for body in [level.repeat(100_000), format!("{}{}", level.repeat(100_000), "]".repeat(100_000))] {
            for &vendor in Vendor::ALL {
                let error = refused(vendor, body.as_bytes());
                assert_eq!((error.kind(), error.violations()[0].column), (ErrorKind::Malformed, column), "{level}");
            }
        }
        assert_eq!(Vendor::detect(level.repeat(100_000).as_bytes()), None);
        assert!(Vendor::try_detect(level.repeat(100_000).as_bytes()).is_err());
    }
}

#[test]
fn large_bodies_are_told_like_small_ones() {
    let long = Value::from("é\\\"\n".repeat(1 << 17)).to_string();
    let many: Vec<_> = (0..200_000).map(|at| format!("\"member {at}\":{at}")).collect();
    for (at, document) in one_each().enumerate() {
        let many = many[..if at == 0 { 200_000 } else { 20_000 }].join(",");
        let (vendor, value) = (document.vendor, document.value());
        for pointer in leaves(&value).iter().step_by(3) {
            let body = edited(&value, pointer, Edit::Replace(&long));
            told(vendor, body.as_bytes());
        }
        let body = edited(&value, "", Edit::Add(&many));
        assert_eq!(told(vendor, body.as_bytes()), None);
        let body = edited(&value, "", Edit::Add(&format!("{many},\"member 7\":0")));
        let error = refused(vendor, body.as_bytes());
        assert_eq!(error.violations()[0].pointer, "/…");
        let body = edited(&value, "", Edit::Add(&format!("{long}:1,{long}:1")));
        let error = refused(vendor, body.as_bytes());
        assert!(error.to_string().len() < 1000);
    }
}

/// A body with so many violations, among a hundred thousand elements.
fn violations(count: usize) -> String {
    let tags = [vec!["\"t\""; 100_000 - count].join(", "), vec!["1"; count].join(",")].join(",");
    let tags = tags.trim_matches(',');
    format!(r#"{{"event":"subscriber.created","timestamp":"2026-03-04T10:30:00Z","data":{{"tags":[{tags}]}}}}"#)
}

#[test]
fn of_a_hundred_thousand_violations_a_hundred_are_told() {
    for (count, told) in [(1, 1), (99, 99), (100, 100), (101, 100), (100_000, 100)] {
        let Err(error) = normalize(Vendor::LeadNest, violations(count).as_bytes()) else { panic!("{count} accepted") };
        assert_eq!((error.kind(), error.violations().len()), (ErrorKind::Invalid, told));
        assert_eq!(error.violations()[0].pointer, format!("/data/tags/{}", 100_000 - count));
        assert!(error.to_string().len() < 1000, "{error}");
    }
    assert_located(&refused(Vendor::LeadNest, violations(100).as_bytes()), violations(100).as_bytes());
}

#[test]
fn of_ten_thousand_unexpected_members_a_hundred_are_told() {
    let event = one_each().find_map(|document| normalize(document.vendor, &document.body).ok()).map(json_of).unwrap();
    let mut crowded = event.clone();
    crowded["data"].as_object_mut().unwrap().extend((0..10_000).map(|at| (format!("m{at}"), at.into())));
    let error = Event::from_json(crowded.to_string().as_bytes()).unwrap_err();
    assert_eq!(error.violations().len(), 100);
    assert_located(&error, crowded.to_string().as_bytes());
}

fn json_of(event: Event) -> Value {
    serde_json::to_value(event).unwrap()
}

#[test]
fn every_beginning_of_a_body_is_refused_at_its_end() {
    for Document { vendor, path, body } in accepted() {
        let end = body.trim_ascii_end().len();
        for length in 0..end {
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
    for Document { vendor, mut body, .. } in accepted().into_iter().chain(rejects()) {
        // The few large ones are sampled.
        for at in (0..body.len()).step_by(body.len() / 2000 + 1) {
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
        for &vendor in Vendor::ALL {
            told(vendor, &body);
        }
    }

    #[test]
    fn no_text_brings_us_down(pieces in vec(select(&PIECES[..]), 0..24)) {
        for &vendor in Vendor::ALL {
            told(vendor, pieces.concat().as_bytes());
        }
        assert_detected_alike(pieces.concat().as_bytes());
    }
}

// Nothing of what a body says.

/// Neither a word nor an identifier.
const MARK: &str = "márk 7f3a@example.com +15550107777";

/// A number that nobody else writes.
const NUMBER: &str = "15550107777";

#[track_caller]
fn assert_hides(what: &(impl Debug + ?Sized), shown: &str, context: &str) {
    for text in [format!("{what:?}"), format!("{what:#?}"), shown.to_owned()] {
        let hidden =
            ["márk", "m\\u{e1}rk", "7f3a", "example.com", NUMBER, "0107777"].iter().all(|mark| !text.contains(mark));
        assert!(hidden, "{text}\nof {context}");
        assert!(!shown.contains(['\0', '\x1b', '\x7f', '\u{85}', '\u{202e}']), "{text}\nof {context}");
    }
}

#[track_caller]
fn assert_error_hides(error: &Error, context: &str) {
    assert_hides(error, &error.to_string(), context);
    assert_hides(error, &serde_json::to_string(error).unwrap(), context);
    for violation in error.violations() {
        assert_hides(violation, &violation.to_string(), context);
    }
}

/// Every value and every object of a body replaced by marks in many ways, most of them wrong.
fn marked(value: &Value) -> Vec<String> {
    let escape = r"\u001b[31m\u0000\u0085\u202e";
    let replacements = [
        format!("\"{MARK}\""),
        format!("[\"{MARK}\"]"),
        format!("{{\"{MARK}\":\"{MARK}\"}}"),
        format!("{{\"{MARK}\":{{\"a\":\"{MARK}\",\"a\":1}}}}"),
        format!("{{\"{MARK}\":1,\"{MARK}\":2}}"),
        format!("{{\"+{NUMBER}\":1,\"+{NUMBER}\":2}}"),
        format!("{{\"p{NUMBER}\":1,\"p{NUMBER}\":2}}"),
        format!("{{\"{escape}\":1,\"{escape}\":2}}"),
        format!("[{NUMBER}]"),
        format!("{NUMBER}.5e1x"),
        format!("\"{MARK}"),
        MARK.to_owned(),
    ];
    let mut bodies = Vec::new();
    for pointer in pointers(value) {
        bodies.extend(replacements.iter().map(|text| edited(value, &pointer, Edit::Replace(text))));
        bodies.push(edited(value, &pointer, Edit::Add(&format!("\"{MARK}\":1,\"{MARK}\":2"))));
        bodies.push(edited(value, &pointer, Edit::Add(&format!("\"{MARK}\":\"{MARK}\""))));
        bodies.push(edited(value, &pointer, Edit::Replace(NUMBER)));
    }
    bodies
}

#[test]
fn errors_show_nothing_of_a_body() {
    let mut refusals = 0;
    for document in accepted() {
        for body in marked(&document.value()) {
            if let Some(error) = told(document.vendor, body.as_bytes()) {
                assert_error_hides(&error, &body);
                refusals += 1;
                let rejection = Rejection::new(error, body.clone().into_bytes()).with_vendor(document.vendor);
                assert_hides(&rejection, "", &body);
            }
            if let Err(error) = Vendor::try_detect(body.as_bytes()) {
                assert_error_hides(&error, &body);
            }
        }
    }
    assert!(refusals > 10_000, "only {refusals} refusals");
}

#[test]
fn errors_of_events_show_nothing_of_them() {
    let mut refusals = 0;
    for document in one_each() {
        let event = serde_json::to_value(normalize(document.vendor, &document.body).unwrap()).unwrap();
        for body in marked(&event) {
            let Err(error) = Event::from_json(body.as_bytes()) else { continue };
            assert_error_hides(&error, &body);
            if !error.violations().iter().any(|violation| violation.pointer.contains('…')) {
                assert_located(&error, body.as_bytes());
            }
            refusals += 1;
            let error = serde_json::from_str::<Event>(&body).unwrap_err();
            assert_hides(&error, &error.to_string(), &body);
        }
    }
    assert!(refusals > 500, "only {refusals} refusals");
}

/// Members whose text `Debug` may show: ids that machines gave out.
fn is_id(pointer: &str) -> bool {
    pointer.ends_with("/id") || pointer.ends_with("_id") || pointer.ends_with("Id")
}

#[test]
fn debug_shows_no_text_that_is_no_identifier() {
    let mut hidden = 0;
    for document in accepted() {
        let value = document.value();
        for pointer in leaves(&value).iter().filter(|pointer| !is_id(pointer)) {
            let body = edited(&value, pointer, Edit::Replace(&Value::from(MARK).to_string()));
            let Ok(payload) = parse(document.vendor, body.as_bytes()) else { continue };
            assert_hides(&payload, "", &body);
            assert_hides(&Event::from(payload), "", &body);
            hidden += 1;
        }
        let pointers = pointers(&value);
        for pointer in pointers.iter().filter(|pointer| value.pointer(pointer).unwrap().is_object()) {
            let body = edited(&value, pointer, Edit::Add(&format!("\"{MARK}\":{{\"{MARK}\":[{NUMBER},\"{MARK}\"]}}")));
            let Ok(payload) = parse(document.vendor, body.as_bytes()) else { continue };
            assert_hides(&payload, "", &body);
            assert_hides(&Event::from(payload), "", &body);
            hidden += 1;
        }
    }
    assert!(hidden > 1000, "only {hidden}");
}

/// The members whose text is a machine's word, or the name of something that no person is.
const WORDS: [&str; 10] = [
    "event",
    "type",
    "status",
    "source",
    "classification",
    "bounceType",
    "template",
    "language",
    "bounceReason",
    "name",
];

#[test]
fn debug_shows_no_person_even_where_a_name_looks_like_an_identifier() {
    let mut hidden = 0;
    for document in accepted() {
        let value = document.value();
        for pointer in leaves(&value) {
            let member = pointer.rsplit('/').next().unwrap();
            if is_id(&pointer) || WORDS.contains(&member) {
                continue;
            }
            let body = edited(&value, &pointer, Edit::Replace("\"Quirinalia\""));
            let Ok(payload) = parse(document.vendor, body.as_bytes()) else { continue };
            assert!(!format!("{payload:?}").contains("Quirinalia"), "{pointer} in {payload:?}");
            let event = Event::from(payload);
            assert!(!format!("{event:?}").contains("Quirinalia"), "{pointer} in {event:?}");
            hidden += 1;
        }
    }
    assert!(hidden > 300, "only {hidden}");
}

#[test]
fn debug_shows_no_personal_value_of_a_fixture() {
    for document in accepted() {
        let Ok(payload) = parse(document.vendor, &document.body) else { panic!("{}", document.path.display()) };
        let personal = |text: &&str| text.contains('@') || text.contains(' ') || text.contains("://");
        let texts: Vec<_> =
            scalars(&document.value()).into_iter().filter_map(Value::as_str).map(str::to_owned).collect();
        let shown = format!("{payload:?} {:?}", Event::from(payload.clone()));
        for text in texts.iter().map(String::as_str).filter(personal) {
            assert!(!shown.contains(text), "{}: {text} in {shown}", document.path.display());
        }
    }
}

// Detection.

#[track_caller]
fn assert_detected_alike(body: &[u8]) {
    let tried = Vendor::try_detect(body);
    assert_eq!(tried.as_ref().ok().copied(), Vendor::detect(body), "{}", excerpt(body));
    if let Err(error) = tried {
        assert_located(&error, body);
        assert_error_hides(&error, &excerpt(body));
    }
}

#[track_caller]
fn assert_undetected(body: &str, kind: ErrorKind, pointer: &str, column: usize) {
    assert_detected_alike(body.as_bytes());
    let error = Vendor::try_detect(body.as_bytes()).unwrap_err();
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
    assert_eq!(Vendor::try_detect(body).unwrap_err().kind(), ErrorKind::Malformed);
}

#[test]
fn event_names_are_found_however_they_are_spelt() {
    for body in [
        r#"{"event":"missed_call"}"#,
        "\r\n{\t\"event\" :\n\"missed_call\" ,\"data\":{\"event\":\"sms.sent\"}}",
        r#"{"\u0065vent":"missed\u005fcall"}"#,
        r#"{"data":{"event":"sms.sent"},"event":"missed_call"}"#,
    ] {
        assert_eq!(Vendor::try_detect(body.as_bytes()), Ok(Vendor::LimeCall), "{body}");
        assert_detected_alike(body.as_bytes());
    }
    for Document { vendor, path, body } in fixtures() {
        assert_eq!(Vendor::try_detect(&body), Ok(vendor), "{}", path.display());
    }
    for Document { body, .. } in corpus::unknown().into_iter().chain(rejects()) {
        assert_detected_alike(&body);
    }
}

// Rejections.

fn rejection(raw: impl Into<Raw>) -> Rejection {
    Rejection::new(refused(Vendor::LimeCall, b"{}"), raw)
}

#[track_caller]
fn assert_round_trip(rejection: &Rejection, members: &[&str]) -> Value {
    let json = serde_json::to_string(rejection).unwrap();
    assert!(!json.contains('\n'));
    assert_eq!(&serde_json::from_str::<Rejection>(&json).unwrap(), rejection, "{json}");
    let value: Value = serde_json::from_str(&json).unwrap();
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
    let elsewhere = Raw::Elsewhere { offset: u64::MAX, length: 1 << 40 };
    let value = assert_round_trip(&rejection(elsewhere), &["error", "length", "offset", "version"]);
    assert_eq!((&value["offset"], &value["length"]), (&json!(u64::MAX), &json!(1_u64 << 40)));

    let mut full = rejection(b"{}".to_vec()).with_vendor(Vendor::LimeCall).with_place("dir/é.ndjson", 7);
    full.received_at = Some(leadhook::Instant::try_from("2026-03-04T10:30:00.50-03:00").unwrap());
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

#[test]
fn payloads_know_their_vendor() {
    for document in accepted() {
        let payload: Payload = parse(document.vendor, &document.body).unwrap();
        assert_eq!(payload.vendor(), document.vendor);
        let display: &dyn Display = &document.vendor;
        assert_eq!(display.to_string(), document.vendor.slug());
    }
    assert_eq!(
        iter::zip(Vendor::ALL, one_each()).filter(|(vendor, one)| **vendor == one.vendor).count(),
        Vendor::ALL.len()
    );
}
