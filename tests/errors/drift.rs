//! Drift: the warnings about an accepted body.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use leadhook::DiagnosticCode::{
    self, UndocumentedEvent, UndocumentedMember, UnexpectedFormat, UnexpectedType, UnexpectedValue,
};
use leadhook::{Diagnostic, Position, Vendor, Verdict, parse, validate};
use leadhook_harness::corpus::{Edit, accepted, edited};
use leadhook_harness::optional;
use serde_json::Value;

use super::diagnostics::{assert_diagnostics_located, check};

/// Returns the warnings about a body, checked as far as every warning can be.
#[track_caller]
fn drift(vendor: Vendor, body: &str) -> Vec<Diagnostic> {
    assert_eq!(check(vendor, body.as_bytes()), None, "{body}");
    let diagnostics = match validate(vendor, body.as_bytes()) {
        Verdict::Valid => return Vec::new(),
        Verdict::Drift(diagnostics) => diagnostics.as_slice().to_vec(),
        Verdict::Invalid(diagnostics) => panic!("{diagnostics:?} of {body}"),
    };
    assert_diagnostics_located(&diagnostics, body.as_bytes());
    let mut pointers = HashSet::new();
    for Diagnostic { pointer, .. } in &diagnostics {
        assert!(
            pointer.contains('…') || pointers.insert(pointer),
            "{pointer} is there twice: {diagnostics:?} of {body}"
        );
    }
    diagnostics
}

/// The code, pointer, line and column, message and suggestion of a warning.
type Warning<'w> = (DiagnosticCode, &'w str, (usize, usize), &'w str, Option<&'w str>);

/// Asserts that a body drifts with exactly these warnings.
#[track_caller]
fn assert_drift(vendor: Vendor, body: &str, expected: &[Warning<'_>]) {
    let found = drift(vendor, body);
    let found: Vec<_> = found
        .iter()
        .map(|Diagnostic { code, pointer, position: Position { line, column }, message, suggestion, .. }| {
            (*code, pointer.as_str(), (*line, *column), message.as_str(), suggestion.as_deref())
        })
        .collect();
    assert_eq!(found, expected, "{body}");
}

#[test]
fn a_wrong_type_is_unexpected_type() {
    assert_drift(
        Vendor::LimeCall,
        "{\"event\":\"missed_call\",\r\n \"é\":\"ü\" , \"call_id\" : [ ],\"timestamp\":\"2025-01-30T15:00:00Z\",\n\"team_id\":7,\"caller_number\":12025550117,\n\n\t\"status\":{\"a\":\"missed\"},\"callee_number\":false}",
        &[
            (UndocumentedMember, "/…", (2, 2), "undocumented member", None),
            (UnexpectedType, "/call_id", (2, 24), "expected number or string, found array", None),
            (UnexpectedType, "/team_id", (3, 11), "expected string, found number", None),
            (UnexpectedType, "/caller_number", (3, 29), "expected string, found number", None),
            (UnexpectedType, "/status", (5, 11), "expected string, found object", None),
            (UnexpectedType, "/callee_number", (5, 42), "expected string, found boolean", None),
        ],
    );
    assert_drift(
        Vendor::LigueLead,
        r#"{"event":"campaign.status","app_id":41,"occurred_at":"2026-03-04T15:20:31Z",
"campaign":{"type":"sms","status":"sent","credits_required":"1","is_flash":"false","sent_at":20260304}}"#,
        &[
            (UnexpectedType, "/app_id", (1, 37), "expected string, found number", None),
            (UnexpectedType, "/campaign/credits_required", (2, 61), "expected integer, found string", None),
            (UnexpectedType, "/campaign/is_flash", (2, 76), "expected boolean, found string", None),
            (UnexpectedType, "/campaign/sent_at", (2, 94), "expected string, found number", None),
        ],
    );
    assert_drift(
        Vendor::LeadNest,
        r#"{"event":"subscriber.updated","timestamp":"2026-03-04T10:30:00Z","data":{"tags":["a",null,{},"b",7]}}"#,
        &[
            (UnexpectedType, "/data/tags/1", (1, 86), "expected string, found null", None),
            (UnexpectedType, "/data/tags/2", (1, 91), "expected string, found object", None),
            (UnexpectedType, "/data/tags/4", (1, 98), "expected string, found number", None),
        ],
    );
    // What is inside a value of a wrong type is not checked.
    assert_drift(
        Vendor::Leadterra,
        r#"{"event":"reply.received","timestamp":"2026-03-04T09:14:35Z","data":[{"reply":7,"odd":1}]}"#,
        &[(UnexpectedType, "/data", (1, 69), "expected object, found array", None)],
    );
}

#[test]
fn a_documented_type_in_another_form_is_unexpected_format() {
    let timestamp = "expected an RFC 3339 timestamp with an offset, such as 2026-01-31T09:30:00Z";
    let phone = "expected an E.164 phone number, such as +5511999999999";
    assert_drift(
        Vendor::LimeCall,
        r#"{"event":"voicemail_received","call_id":"","caller_number":"","team_id":"","timestamp":"2025-01-30T15:00:00Z",
"voicemail_url":"recording"}"#,
        &[
            (UnexpectedFormat, "/call_id", (1, 41), "expected a string that is not empty", None),
            (UnexpectedFormat, "/caller_number", (1, 60), phone, None),
            (UnexpectedFormat, "/team_id", (1, 73), "expected a string that is not empty", None),
            (UnexpectedFormat, "/voicemail_url", (2, 17), "expected a URI with a scheme", None),
        ],
    );
    assert_drift(
        Vendor::LeadNest,
        r#"{"event":"email.opened","timestamp":"2026-03-04T10:30:00Z","data":{"email":"Inês","opened_at":"","ip_address":"::x"}}"#,
        &[
            (UnexpectedFormat, "/data/email", (1, 76), "expected an email address", None),
            (UnexpectedFormat, "/data/opened_at", (1, 95), timestamp, None),
            (UnexpectedFormat, "/data/ip_address", (1, 111), "expected an IP address", None),
        ],
    );
    let date = format!("expected a date such as 2026-01-31, or {timestamp}");
    assert_drift(
        Vendor::LigueLead,
        r#"{"event":"campaign.status","occurred_at":"2026-03-04T15:20:31Z","campaign":{"type":"sms","status":"sent","credits_required":0.5,"sent_at":"2026-02-30"}}"#,
        &[
            (UnexpectedFormat, "/campaign/credits_required", (1, 125), "expected an integer", None),
            (UnexpectedFormat, "/campaign/sent_at", (1, 139), &date, None),
        ],
    );
    for (step, drifts) in [("0.5", true), ("-0.25e1", true), ("2.0", false), ("1e2", false), ("0", false)] {
        let body = format!(
            r#"{{"event":"message.sent","timestamp":"2026-03-04T09:14:35Z","data":{{"sequenceStep":{step}}}}}"#
        );
        let expected = (UnexpectedFormat, "/data/sequenceStep", (1, 83), "expected an integer", None);
        assert_drift(Vendor::Leadterra, &body, if drifts { std::slice::from_ref(&expected) } else { &[] });
    }
}

#[test]
fn an_undocumented_value_of_an_enum_is_unexpected_value() {
    for (status, suggestion) in
        [("mised", Some("missed")), ("Answered", Some("answered")), ("hung up", None), ("", None)]
    {
        let body = format!(
            "{{\"event\":\"missed_call\",\n\"timestamp\":\"2025-01-30T15:00:00Z\",\"é\":1,\"status\":\"{status}\"}}"
        );
        assert_drift(
            Vendor::LimeCall,
            &body,
            &[
                (UndocumentedMember, "/…", (2, 36), "undocumented member", None),
                (UnexpectedValue, "/status", (2, 51), "undocumented value", suggestion),
            ],
        );
    }
    assert_drift(
        Vendor::Leadterra,
        r#"{"event":"message.bounced","timestamp":"2026-03-04T09:14:35Z","data":{"bounceType":"HARD"}}"#,
        &[(UnexpectedValue, "/data/bounceType", (1, 84), "undocumented value", Some("hard"))],
    );
    // A required member too.
    assert_drift(
        Vendor::LigueLead,
        r#"{"event":"campaign.status","occurred_at":"2026-03-04T15:20:31Z","campaign":{"type":"voice","status":"no-answer"}}"#,
        &[(UnexpectedValue, "/campaign/status", (1, 101), "undocumented value", Some("no_answer"))],
    );
}

#[test]
fn an_undocumented_member_is_reported_at_its_name() {
    assert_drift(
        Vendor::LeadNest,
        "{\"event\":\"sms.sent\",\"timestamp\":\"2026-03-04T10:30:00Z\",\n \"retry\" : {\"a\":[7]},\"data\":{\"To\":1,\"+15550107777\":2}}",
        &[
            (UndocumentedMember, "/retry", (2, 2), "undocumented member", None),
            (UndocumentedMember, "/data/To", (2, 30), "undocumented member", None),
            (UndocumentedMember, "/data/…", (2, 37), "undocumented member", None),
        ],
    );
}

#[test]
fn an_undocumented_event_or_channel_is_the_only_warning() {
    for (event, suggestion) in
        [("missed-call", Some("missed_call")), ("sms_recieved", Some("sms_received")), ("fax", None)]
    {
        let body = format!(r#"{{"team_id":7,"x":1, "event":"{event}"}}"#);
        let expected = (UndocumentedEvent, "/event", (1, 29), "undocumented event or channel", suggestion);
        assert_drift(Vendor::LimeCall, &body, &[expected]);
    }
    assert_drift(
        Vendor::LigueLead,
        r#"{"event":"campaign.status","app_id":[],"campaign":{"id":"","type":"SMS"}}"#,
        &[(UndocumentedEvent, "/campaign/type", (1, 67), "undocumented event or channel", Some("sms"))],
    );
}

/// Returns the name of a value's JSON type, as messages show it.
fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// Whether a value of an optional member is `unexpected_type` depends only on its type. Null and an absent member cause
/// no warning.
#[test]
fn every_optional_member_drifts_by_the_type_of_its_value() {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut seen = HashSet::new();
    for file in accepted() {
        let value = file.value();
        for (pointer, _) in optional::members(file.vendor, &value) {
            // Each member of each event once.
            if !seen.insert((file.vendor, value["event"].to_string(), pointer.clone())) {
                continue;
            }
            let mut unexpected: BTreeMap<&str, BTreeSet<bool>> = BTreeMap::new();
            for text in optional::REPLACEMENTS {
                let edit = if text.is_empty() { Edit::Drop } else { Edit::Replace(text) };
                let body = edited(&value, &pointer, edit);
                let diagnostics = drift(file.vendor, &body);
                let at = diagnostics.iter().find(|diagnostic| diagnostic.pointer == pointer);
                let replacement = serde_json::from_str(text).unwrap_or(Value::Null);
                if replacement.is_null() {
                    assert_eq!(at, None, "{body}");
                    continue;
                }
                *counts.entry(at.map_or("none", |diagnostic| diagnostic.code.as_str())).or_default() += 1;

                let name = type_name(&replacement);
                let is_unexpected = at.is_some_and(|diagnostic| diagnostic.code == UnexpectedType);
                unexpected.entry(name).or_default().insert(is_unexpected);
                if let Some(Diagnostic { message, .. }) = at.filter(|_| is_unexpected) {
                    assert!(
                        message.starts_with("expected ") && message.ends_with(&format!(", found {name}")),
                        "{message}"
                    );
                }
                // The payload does not hold a value of a wrong type, unless it is the number of an id or a phone.
                let is_held = !parse(file.vendor, body.as_bytes()).unwrap().unexpected().contains(&pointer);
                // If only an element of an array is wrong, the warning is there.
                let is_in_element = |diagnostic: &Diagnostic| {
                    replacement.is_array() && diagnostic.pointer.starts_with(&format!("{pointer}/"))
                };
                assert!(is_held || at.is_some() || diagnostics.iter().any(is_in_element), "{pointer} of {body}");
                assert!(!is_held || !is_unexpected || replacement.is_number(), "{pointer} of {body}");
            }
            assert!(unexpected.values().all(|found| found.len() == 1), "{pointer} of {value}: {unexpected:?}");
            let expected: Vec<_> = unexpected.iter().filter(|(_, found)| found.contains(&false)).collect();
            assert!((1..=2).contains(&expected.len()), "{pointer} of {value}: {unexpected:?}");
        }
    }
    println!("values of optional members: {counts:?}");
    assert!(counts.keys().eq(&["none", "unexpected_format", "unexpected_type", "unexpected_value"]), "{counts:?}");
    assert!(counts["unexpected_type"] > 500, "{counts:?}");
}

#[test]
fn what_a_payload_reports_as_unexpected_drifts() {
    let mut count = 0;
    for file in accepted() {
        let unexpected = parse(file.vendor, &file.body).unwrap().unexpected();
        let verdict = validate(file.vendor, &file.body);
        for pointer in unexpected {
            // An array is unexpected as a whole, and each wrong element drifts.
            let inner = format!("{pointer}/");
            let is_cause = |found: &Diagnostic| {
                matches!(found.code, UnexpectedType | UnexpectedFormat)
                    && (found.pointer == pointer || found.pointer.starts_with(&inner))
            };
            assert!(verdict.diagnostics().into_iter().flatten().any(is_cause), "{pointer} of {}", file.path.display());
            count += 1;
        }
    }
    assert!(count >= 30, "only {count}");
}
