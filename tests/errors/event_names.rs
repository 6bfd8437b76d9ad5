//! Event names. If they have no escapes, the library finds them without parsing the body.

use leadhook::{ErrorKind, Vendor, normalize, parse};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::detection::check_detection;
use super::diagnostics::{check, check_refused};

/// Asserts that every function finds this event name.
#[track_caller]
fn assert_named(body: &str, name: &str) {
    let documents = |vendor: &&Vendor| vendor.event_names().contains(&name);
    let documenting = Vendor::VARIANTS.iter().find(documents).copied();
    assert_eq!(Vendor::detect(body.as_bytes()).ok(), documenting, "{body}");
    check_detection(body.as_bytes());
    for &vendor in Vendor::VARIANTS {
        // The vendor that documents the event may require members. For the others it is unknown, and accepted.
        if check(vendor, body.as_bytes()).is_some() {
            assert_eq!(documenting, Some(vendor), "{body}");
        } else {
            let event = normalize(vendor, body.as_bytes()).unwrap();
            assert_eq!(parse(vendor, body.as_bytes()).unwrap().event_name(), name, "{body}");
            assert_eq!(event.vendor_event.as_str(), name, "{body}");
        }
    }
}

/// Asserts that every vendor refuses a body for its event name.
#[track_caller]
fn assert_no_name(body: &str, kind: ErrorKind, pointer: &str) {
    for &vendor in Vendor::VARIANTS {
        let error = check_refused(vendor, body.as_bytes());
        assert_eq!((error.kind(), error.diagnostics()[0].pointer.as_str()), (kind, pointer), "{body}");
    }
    // Detection reads only the event name, so it may accept a body that is not JSON.
    if kind == ErrorKind::Invalid {
        assert!(Vendor::detect(body.as_bytes()).is_err(), "{body}");
    }
}

/// Returns a text as a JSON string, with the required escapes and those that `escaped` asks for, repeated as needed.
fn spell(text: &str, escaped: &[bool]) -> String {
    let character = |(character, &escaped): (char, &bool)| {
        if escaped || character.is_control() || "\"\\".contains(character) {
            let units: Vec<_> =
                character.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect();
            units.concat()
        } else {
            character.to_string()
        }
    };
    format!("\"{}\"", text.chars().zip(escaped.iter().cycle()).map(character).collect::<String>())
}

/// Generates documented names, and similar ones.
fn names() -> impl Strategy<Value = String> {
    let documented: Vec<_> = Vendor::VARIANTS.iter().flat_map(|vendor| vendor.event_names()).collect();
    let similar =
        ["", " missed_call", "missed_call\n", "\0sms.sent", "lead\"delivered", "email\\opened", "é🎉", "event"];
    prop_oneof![select(documented), select(similar.to_vec())].prop_map(str::to_owned)
}

/// Generates members that look like the event name.
fn decoys() -> impl Strategy<Value = Vec<&'static str>> {
    let decoys = [
        r#""data":{"event":"sms.sent","data":{"event":7}}"#,
        r#""a \"event":"missed_call""#,
        r#""note":"\"event\":\"lead.delivered\"""#,
        r#""Event":"email.opened""#,
        r#""events":["event",{"event":"missed_call"}]"#,
        r#""name":"event""#,
    ];
    subsequence(decoys.to_vec(), 0..3)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_event_name_is_a_member_of_the_root_in_any_spelling_at_any_place(
        name in names(),
        spelling in prop_oneof![Just(vec![false]), vec(any::<bool>(), 1..20)],
        spaces in vec("[ \t\r\n]{0,2}", 6),
        others in decoys(),
        at in 0..3_usize,
    ) {
        let [start, before_name, after_name, before_value, after_value, end] = &spaces[..] else { unreachable!() };
        let member = [
            before_name,
            spell("event", &spelling).as_str(),
            after_name,
            ":",
            before_value,
            &spell(&name, &spelling),
            after_value,
        ].concat();
        let mut members: Vec<_> = others.into_iter().map(str::to_owned).collect();
        members.insert(at.min(members.len()), member);
        assert_named(&format!("{start}{{{}}}{end}", members.join(",")), &name);
    }
}

#[test]
fn every_vendor_refuses_an_event_name_that_is_not_a_string() {
    for value in ["7", "null", "true", r#"["missed_call"]"#, r#"{"event":"missed_call"}"#] {
        assert_no_name(&format!(r#"{{"event":{value},"data":{{"event":"sms.sent"}}}}"#), ErrorKind::Invalid, "/event");
        assert_no_name(&format!(r#"{{"data":{{"event":"sms.sent"}},"event":{value}}}"#), ErrorKind::Invalid, "/event");
    }
    assert_no_name("\u{feff}{\"event\":\"missed_call\"}", ErrorKind::Malformed, "");
    assert_no_name("{\u{feff}\"event\":\"missed_call\"}", ErrorKind::Malformed, "");
    assert_no_name("{\u{b}\"event\":\"missed_call\"}", ErrorKind::Malformed, "");
    assert_no_name("{\"event\":\u{a0}\"missed_call\"}", ErrorKind::Malformed, "");
    assert_no_name("{\"event\":\"missed_call\u{1}\"}", ErrorKind::Malformed, "");
    assert_no_name(r#"{"event":"missed_call\"}"#, ErrorKind::Malformed, "");
    assert_no_name(r#"{"event":"missed_call\"#, ErrorKind::Malformed, "");
    assert_no_name(r#"{"event":"missed_call"#, ErrorKind::Malformed, "");
    assert_no_name(r#"{"event""missed_call"}"#, ErrorKind::Malformed, "");
    assert_no_name(r#"{"event":missed_call"}"#, ErrorKind::Malformed, "");
}

#[test]
fn every_vendor_refuses_an_event_name_repeated_in_another_spelling() {
    for [first, second] in [["event", "\\u0065vent"], ["even\\u0074", "event"]] {
        for name in ["missed_call", "sms.sent", "campaign.status", "order.paid"] {
            let body = format!(r#"{{"{first}":"missed_call","data":{{}},"{second}":"{name}"}}"#);
            for &vendor in Vendor::VARIANTS {
                let error = check_refused(vendor, body.as_bytes());
                let pointer = error.diagnostics()[0].pointer.as_str();
                assert_eq!((error.kind(), pointer), (ErrorKind::Malformed, "/event"), "{vendor}: {body}");
            }
        }
    }
}
