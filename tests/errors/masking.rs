//! Errors and `Debug` show nothing of what a body says.

use std::collections::BTreeSet;
use std::fmt::Debug;

use leadhook::{Error, Event, Rejection, Vendor, normalize, parse};
use serde_json::Value;

use crate::corpus::{Edit, accepted, edited, leaves, pointers, scalars};
use crate::told::{assert_located, new_places, one_each, told};

/// Neither a word nor an identifier.
pub(crate) const MARK: &str = "márk 7f3a@example.com +15550107777";

/// A number that nobody else writes.
const NUMBER: &str = "15550107777";

#[track_caller]
pub(crate) fn assert_hides(what: &(impl Debug + ?Sized), shown: &str, context: &str) {
    for text in [format!("{what:?}"), format!("{what:#?}"), shown.to_owned()] {
        let hidden =
            ["márk", "m\\u{e1}rk", "7f3a", "example.com", NUMBER, "0107777"].iter().all(|mark| !text.contains(mark));
        assert!(hidden, "{text}\nof {context}");
    }
    assert!(!shown.contains(['\0', '\x1b', '\x7f', '\u{85}', '\u{202e}']), "{shown}\nof {context}");
}

#[track_caller]
pub(crate) fn assert_error_hides(error: &Error, context: &str) {
    assert_hides(error, &format!("{error}\n{}", serde_json::to_string(error).unwrap()), context);
    for violation in error.violations() {
        assert_hides(violation, &violation.to_string(), context);
    }
}

/// The values and objects of a body at some places replaced by marks in many ways, most of them wrong.
fn marked(value: &Value, places: &[String]) -> Vec<String> {
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
    for pointer in places {
        bodies.extend(replacements.iter().map(|text| edited(value, pointer, Edit::Replace(text))));
        bodies.push(edited(value, pointer, Edit::Add(&format!("\"{MARK}\":1,\"{MARK}\":2"))));
        bodies.push(edited(value, pointer, Edit::Add(&format!("\"{MARK}\":\"{MARK}\""))));
        bodies.push(edited(value, pointer, Edit::Replace(NUMBER)));
    }
    bodies
}

#[test]
fn errors_show_nothing_of_a_body() {
    let mut refusals = 0;
    for (document, value, places) in new_places(accepted()) {
        for body in marked(&value, &places) {
            if let Some(error) = told(document.vendor, body.as_bytes()) {
                assert_error_hides(&error, &body);
                refusals += 1;
                if refusals % 4 == 0 {
                    let rejection = Rejection::new(error, body.clone().into_bytes()).with_vendor(document.vendor);
                    assert_hides(&rejection, "", &body);
                }
            }
            if let Err(error) = Vendor::detect(body.as_bytes()) {
                assert_error_hides(&error, &body);
            }
        }
    }
    assert!(refusals > 5_000, "only {refusals} refusals");
}

#[test]
fn errors_of_events_show_nothing_of_them() {
    let mut refusals = 0;
    for document in one_each() {
        let event = serde_json::to_value(normalize(document.vendor, &document.body).unwrap()).unwrap();
        for body in marked(&event, &pointers(&event)) {
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

/// The members that name something which no person is, besides the open words of the contracts.
const NAMES: [&str; 6] = ["event", "type", "source", "template", "language", "name"];

/// The members of a contract that hold an open word.
fn open_words(schema: &Value) -> BTreeSet<String> {
    let is_open = |member: &Value| member["anyOf"].as_array().is_some_and(|any| any.contains(&Value::Bool(true)));
    let named = schema["properties"].as_object().into_iter().flatten();
    let mut words: BTreeSet<_> = named.filter(|(_, member)| is_open(member)).map(|(name, _)| name.clone()).collect();
    match schema {
        Value::Object(members) => words.extend(members.values().flat_map(open_words)),
        Value::Array(elements) => words.extend(elements.iter().flat_map(open_words)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    words
}

#[test]
fn debug_shows_no_person_even_where_a_name_looks_like_an_identifier() {
    let mut hidden = 0;
    for document in accepted() {
        let words = open_words(&serde_json::from_str(document.vendor.schema()).unwrap());
        let value = document.value();
        for pointer in leaves(&value) {
            let member = pointer.rsplit('/').next().unwrap();
            if is_id(&pointer) || NAMES.contains(&member) || words.contains(member) {
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
