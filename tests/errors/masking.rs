//! Errors and `Debug` show no value of a body.

use std::collections::BTreeSet;
use std::fmt::Debug;

use leadhook::{Error, Event, Rejection, Vendor, normalize, parse, validate};
use leadhook_harness::corpus::{Edit, accepted, edited, leaves, pointers, scalars};
use serde_json::Value;

use super::diagnostics::{assert_located, check, distinct_pointers, one_fixture_per_vendor};

/// A personal value. No name in a schema looks like it, and no other test data contains it.
pub(super) const MARK: &str = "márk 7f3a@example.com +15550107777";

/// A phone number that no other test data contains.
const NUMBER: &str = "15550107777";

/// Asserts that neither `Debug` nor `shown` has a part of [`MARK`] or [`NUMBER`], and that `shown` is safe to print.
#[track_caller]
pub(super) fn assert_hides(what: &(impl Debug + ?Sized), shown: &str, context: &str) {
    for text in [format!("{what:?}"), format!("{what:#?}"), shown.to_owned()] {
        let hidden =
            ["márk", "m\\u{e1}rk", "7f3a", "example.com", NUMBER, "0107777"].iter().all(|mark| !text.contains(mark));
        assert!(hidden, "{text}\nfrom {context}");
    }
    assert!(!shown.contains(['\0', '\x1b', '\x7f', '\u{85}', '\u{202e}']), "{shown}\nfrom {context}");
}

/// Asserts the same of every text of an error.
#[track_caller]
pub(super) fn assert_error_hides(error: &Error, context: &str) {
    assert_hides(error, &format!("{error}\n{}", serde_json::to_string(error).unwrap()), context);
    for diagnostic in error.diagnostics() {
        assert_hides(diagnostic, &diagnostic.to_string(), context);
    }
}

/// Returns bodies with marks at the pointers, in many ways. Most of the bodies are refused.
fn with_marks(value: &Value, pointers: &[String]) -> Vec<String> {
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
    for pointer in pointers {
        bodies.extend(replacements.iter().map(|text| edited(value, pointer, Edit::Replace(text))));
        bodies.push(edited(value, pointer, Edit::Add(&format!("\"{MARK}\":1,\"{MARK}\":2"))));
        bodies.push(edited(value, pointer, Edit::Add(&format!("\"{MARK}\":\"{MARK}\""))));
        bodies.push(edited(value, pointer, Edit::Replace(NUMBER)));
    }
    bodies
}

#[test]
fn errors_show_no_value_of_a_body() {
    let mut refused = 0;
    for (file, value, pointers) in distinct_pointers(accepted()) {
        for body in with_marks(&value, &pointers) {
            if let Some(error) = check(file.vendor, body.as_bytes()) {
                assert_error_hides(&error, &body);
                refused += 1;
                if refused % 4 == 0 {
                    let rejection = Rejection::new(error, body.clone().into_bytes()).with_source(file.vendor.into());
                    assert_hides(&rejection, "", &body);
                }
            }
            if let Err(error) = Vendor::detect(body.as_bytes()) {
                assert_error_hides(&error, &body);
            }
        }
    }
    assert!(refused > 5_000, "only {refused} refused");
}

/// Members that are documented as a number. `Debug` shows numbers.
const NUMBERS: [&str; 2] = ["credits_required", "sequenceStep"];

#[test]
fn neither_drift_nor_debug_shows_a_value_of_an_accepted_body() {
    let (mut accepted_count, mut unexpected_count) = (0, 0);
    for (file, value, pointers) in distinct_pointers(accepted()) {
        for pointer in &pointers {
            let shows_numbers = is_id(pointer) || NUMBERS.iter().any(|name| pointer.ends_with(name));
            for body in with_marks(&value, std::slice::from_ref(pointer)) {
                let Ok(payload) = parse(file.vendor, body.as_bytes()) else { continue };
                for diagnostic in validate(file.vendor, body.as_bytes()).diagnostics().into_iter().flatten() {
                    let json = serde_json::to_string(diagnostic).unwrap();
                    assert_hides(diagnostic, &format!("{diagnostic}\n{json}"), &body);
                }
                accepted_count += 1;
                let is_shown = shows_numbers && body.contains(&format!(":{NUMBER}"));
                if is_shown {
                    continue;
                }
                unexpected_count += usize::from(!payload.unexpected().is_empty());
                assert_hides(&payload.unexpected(), "", &body);
                assert_hides(&payload, "", &body);
                assert_hides(&Event::from(payload), "", &body);
            }
        }
    }
    assert!(accepted_count > 2000, "only {accepted_count} accepted");
    assert!(unexpected_count > 500, "only {unexpected_count} with unexpected members");
}

#[test]
fn debug_shows_only_the_type_of_an_unexpected_member() {
    let body = format!(
        r#"{{"event":"missed_call","timestamp":"2026-03-04T15:00:00Z","caller_number":{{"{MARK}":"{MARK}"}},"team_id":["{MARK}"],"status":{NUMBER},"callee_number":{NUMBER}}}"#
    );
    let payload = parse(Vendor::LimeCall, body.as_bytes()).unwrap();
    assert_eq!(payload.unexpected(), ["/caller_number", "/team_id", "/status"]);
    for shown in [format!("{payload:?}"), format!("{:?}", Event::from(payload))] {
        for part in
            [r#""caller_number": "object""#, r#""team_id": "array""#, r#""status": "number""#, "Phone(11 characters)"]
        {
            assert!(shown.contains(part), "{part} in {shown}");
        }
        assert_hides(&shown, "", &body);
    }
}

#[test]
fn errors_of_events_show_no_value_of_the_event() {
    let mut refused = 0;
    for file in one_fixture_per_vendor() {
        let event = serde_json::to_value(normalize(file.vendor, &file.body).unwrap()).unwrap();
        for body in with_marks(&event, &pointers(&event)) {
            let Err(error) = Event::from_json(body.as_bytes()) else { continue };
            assert_error_hides(&error, &body);
            if !error.diagnostics().iter().any(|diagnostic| diagnostic.pointer.contains('…')) {
                assert_located(&error, body.as_bytes());
            }
            refused += 1;
            let error = serde_json::from_str::<Event>(&body).unwrap_err();
            assert_hides(&error, &error.to_string(), &body);
        }
    }
    assert!(refused > 500, "only {refused} refused");
}

/// Returns true if a member is an id made by a machine. `Debug` may show it.
fn is_id(pointer: &str) -> bool {
    pointer.ends_with("/id") || pointer.ends_with("_id") || pointer.ends_with("Id")
}

#[test]
fn debug_shows_no_text_other_than_ids() {
    let mut hidden = 0;
    for file in accepted() {
        let value = file.value();
        for pointer in leaves(&value).iter().filter(|pointer| !is_id(pointer)) {
            let body = edited(&value, pointer, Edit::Replace(&Value::from(MARK).to_string()));
            let Ok(payload) = parse(file.vendor, body.as_bytes()) else { continue };
            assert_hides(&payload, "", &body);
            assert_hides(&Event::from(payload), "", &body);
            hidden += 1;
        }
        let pointers = pointers(&value);
        for pointer in pointers.iter().filter(|pointer| value.pointer(pointer).unwrap().is_object()) {
            let body = edited(&value, pointer, Edit::Add(&format!("\"{MARK}\":{{\"{MARK}\":[{NUMBER},\"{MARK}\"]}}")));
            let Ok(payload) = parse(file.vendor, body.as_bytes()) else { continue };
            assert_hides(&payload, "", &body);
            assert_hides(&Event::from(payload), "", &body);
            hidden += 1;
        }
    }
    assert!(hidden > 1000, "only {hidden}");
}

/// Members that name a thing and not a person. `Debug` may show them, and the values of open enums.
const NAMES: [&str; 6] = ["event", "type", "source", "template", "language", "name"];

/// Returns the members of a schema that are open enums.
fn open_enums(schema: &Value) -> BTreeSet<String> {
    let is_open = |member: &Value| member["x-expected"].get("enum").is_some();
    let named = schema["properties"].as_object().into_iter().flatten();
    let mut enums: BTreeSet<_> = named.filter(|(_, member)| is_open(member)).map(|(name, _)| name.clone()).collect();
    match schema {
        Value::Object(members) => enums.extend(members.values().flat_map(open_enums)),
        Value::Array(elements) => enums.extend(elements.iter().flat_map(open_enums)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    enums
}

#[test]
fn debug_shows_no_person_even_if_the_name_looks_like_an_identifier() {
    let mut hidden = 0;
    for file in accepted() {
        let enums = open_enums(&serde_json::from_str(file.vendor.schema()).unwrap());
        let value = file.value();
        for pointer in leaves(&value) {
            let member = pointer.rsplit('/').next().unwrap();
            if is_id(&pointer) || NAMES.contains(&member) || enums.contains(member) {
                continue;
            }
            let body = edited(&value, &pointer, Edit::Replace("\"Quirinalia\""));
            let Ok(payload) = parse(file.vendor, body.as_bytes()) else { continue };
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
    for file in accepted() {
        let Ok(payload) = parse(file.vendor, &file.body) else { panic!("{}", file.path.display()) };
        let personal = |text: &&str| text.contains('@') || text.contains(' ') || text.contains("://");
        let texts: Vec<_> = scalars(&file.value()).into_iter().filter_map(Value::as_str).map(str::to_owned).collect();
        let shown = format!("{payload:?} {:?}", Event::from(payload.clone()));
        for text in texts.iter().map(String::as_str).filter(personal) {
            assert!(!shown.contains(text), "{}: {text} in {shown}", file.path.display());
        }
    }
}
