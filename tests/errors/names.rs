//! Event names, which are found and read by hand where they are spelt plainly.

use leadhook::{ErrorKind, Vendor, normalize, parse};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::detection::assert_detected_alike;
use crate::told::{refused, told};

/// `parse`, `normalize`, `validate` and `detect` have found this name.
#[track_caller]
fn assert_named(body: &str, name: &str) {
    let documents = |vendor: &&Vendor| vendor.event_names().contains(&name);
    let expected = Vendor::VARIANTS.iter().find(documents).copied();
    assert_eq!(Vendor::detect(body.as_bytes()), expected, "{body}");
    assert_detected_alike(body.as_bytes());
    for &vendor in Vendor::VARIANTS {
        // Who documents an event may miss something in it. To all others it is unknown, and accepted.
        if told(vendor, body.as_bytes()).is_some() {
            assert_eq!(expected, Some(vendor), "{body}");
        } else {
            let event = normalize(vendor, body.as_bytes()).unwrap();
            assert_eq!(parse(vendor, body.as_bytes()).unwrap().event(), name, "{body}");
            assert_eq!(event.vendor_event().as_str(), name, "{body}");
        }
    }
}

#[track_caller]
fn assert_nameless(body: &str, kind: ErrorKind, pointer: &str) {
    for &vendor in Vendor::VARIANTS {
        let error = refused(vendor, body.as_bytes());
        assert_eq!((error.kind(), &*error.violations()[0].pointer), (kind, pointer), "{body}");
    }
    // Whether a body is JSON at all is not asked to detect its platform.
    if kind == ErrorKind::Invalid {
        assert_eq!(Vendor::detect(body.as_bytes()), None, "{body}");
    }
}

/// A text as JSON, with the characters escaped that must be and those that `escaped` says, in turn.
fn spelt(text: &str, escaped: &[bool]) -> String {
    let spell = |(character, &escaped): (char, &bool)| {
        if escaped || character.is_control() || "\"\\".contains(character) {
            let units: Vec<_> =
                character.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect();
            units.concat()
        } else {
            character.to_string()
        }
    };
    format!("\"{}\"", text.chars().zip(escaped.iter().cycle()).map(spell).collect::<String>())
}

/// Documented names, and others that are nearly so.
fn names() -> impl Strategy<Value = String> {
    let documented: Vec<_> = Vendor::VARIANTS.iter().flat_map(|vendor| vendor.event_names()).collect();
    let near = ["", " missed_call", "missed_call\n", "\0sms.sent", "lead\"delivered", "email\\opened", "é🎉", "event"];
    prop_oneof![select(documented), select(near.to_vec())].prop_map(str::to_owned)
}

/// Members that seem to name the event.
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
    fn a_name_is_the_roots_own_however_it_is_spelt_and_wherever_it_stands(
        name in names(),
        spelling in prop_oneof![Just(vec![false]), vec(any::<bool>(), 1..20)],
        white in vec("[ \t\r\n]{0,2}", 6),
        others in decoys(),
        at in 0..3_usize,
    ) {
        let [outside, before, between, behind, end, after] = &white[..] else { unreachable!() };
        let member = format!("{before}{}{between}:{behind}{}{end}", spelt("event", &spelling), spelt(&name, &spelling));
        let mut members: Vec<_> = others.into_iter().map(str::to_owned).collect();
        members.insert(at.min(members.len()), member);
        assert_named(&format!("{outside}{{{}}}{after}", members.join(",")), &name);
    }
}

#[test]
fn what_is_no_name_is_refused_by_all() {
    for value in ["7", "null", "true", r#"["missed_call"]"#, r#"{"event":"missed_call"}"#] {
        assert_nameless(&format!(r#"{{"event":{value},"data":{{"event":"sms.sent"}}}}"#), ErrorKind::Invalid, "/event");
        assert_nameless(&format!(r#"{{"data":{{"event":"sms.sent"}},"event":{value}}}"#), ErrorKind::Invalid, "/event");
    }
    assert_nameless("\u{feff}{\"event\":\"missed_call\"}", ErrorKind::Malformed, "");
    assert_nameless("{\u{feff}\"event\":\"missed_call\"}", ErrorKind::Malformed, "");
    assert_nameless("{\u{b}\"event\":\"missed_call\"}", ErrorKind::Malformed, "");
    assert_nameless("{\"event\":\u{a0}\"missed_call\"}", ErrorKind::Malformed, "");
    assert_nameless("{\"event\":\"missed_call\u{1}\"}", ErrorKind::Malformed, "");
    assert_nameless(r#"{"event":"missed_call\"}"#, ErrorKind::Malformed, "");
    assert_nameless(r#"{"event":"missed_call\"#, ErrorKind::Malformed, "");
    assert_nameless(r#"{"event":"missed_call"#, ErrorKind::Malformed, "");
    assert_nameless(r#"{"event""missed_call"}"#, ErrorKind::Malformed, "");
    assert_nameless(r#"{"event":missed_call"}"#, ErrorKind::Malformed, "");
}

#[test]
fn a_name_repeated_in_another_spelling_is_refused_by_all() {
    for [first, second] in [["event", "\\u0065vent"], ["even\\u0074", "event"]] {
        for name in ["missed_call", "sms.sent", "campaign.status", "order.paid"] {
            let body = format!(r#"{{"{first}":"missed_call","data":{{}},"{second}":"{name}"}}"#);
            for &vendor in Vendor::VARIANTS {
                let error = refused(vendor, body.as_bytes());
                let pointer = &*error.violations()[0].pointer;
                assert_eq!((error.kind(), pointer), (ErrorKind::Malformed, "/event"), "{vendor}: {body}");
            }
        }
    }
}
