//! What events are, and their JSON form.

use std::collections::BTreeSet;
use std::fs;

use leadhook::event::{Bounce, Channel, Classification, EventType, FailureReason, SCHEMA};
use leadhook::{Event, Vendor, StringEnum, normalize};
use serde_json::{Value, json};

use crate::corpus::{self, accepted, fixtures};
use crate::{event, law};

#[track_caller]
fn assert_becomes(file: &str, event_type: &str) {
    let path = format!("{}/tests/fixtures/{file}", env!("CARGO_MANIFEST_DIR"));
    let body = fs::read(path).unwrap();
    let event = normalize(Vendor::detect(&body).unwrap(), &body).unwrap();
    assert_eq!(event.event_type().to_string(), event_type, "{file}");
}

#[test]
fn the_vendors_own_samples_become_these() {
    assert_becomes("liguelead/campaign.status.sms.json", "message.delivered");
    assert_becomes("liguelead/campaign.status.test.json", "message.delivered");
    assert_becomes("leadterra/reply.received.json", "reply.received");
    assert_becomes("leadnest/email.opened.json", "message.opened");
    assert_becomes("limecall/missed_call.json", "call.missed");
    assert_becomes("limecall/voicemail_received.json", "voicemail.received");
    assert_becomes("limecall/sms_received.json", "message.received");
    assert_becomes("leadsail/lead.delivered.json", "lead.delivered");
}

#[test]
fn what_nobody_documented_is_unknown_and_kept_whole() {
    for document in corpus::unknown() {
        let event = event(&document);
        assert_eq!(event.event_type(), EventType::Unknown, "{}", document.path.display());
        assert_eq!(serde_json::to_value(&event).unwrap()["data"]["extra"], document.value());
    }
}

#[test]
fn every_type_of_event_comes_of_a_fixture_and_has_a_name() {
    let seen: BTreeSet<_> = accepted().iter().map(|document| event(document).event_type().to_string()).collect();
    let all: BTreeSet<_> = EventType::all().map(|event_type| event_type.to_string()).collect();
    assert_eq!(seen, all);
    for event_type in EventType::all() {
        assert_eq!(event_type.to_string().parse(), Ok(event_type));
    }
    for name in ["", "message", "message.", "message.read.", "unknown.other", "lead.other", "Message.read"] {
        assert!(name.parse::<EventType>().is_err(), "{name}");
    }
}

/// Of a platform that lets its customers re-shape ids.
#[track_caller]
fn assert_stays_a_number(event: &str, member: &str, number: &str) {
    let of = |id: &str| {
        format!(r#"{{"event":"{event}","{member}":{id},"timestamp":"2025-01-30T15:00:00Z","status":"ringing"}}"#)
    };
    law::all(Vendor::LimeCall, of(number).as_bytes());
    let event = normalize(Vendor::LimeCall, of(number).as_bytes()).unwrap();
    let number: Value = serde_json::from_str(number).unwrap();
    assert_eq!(serde_json::to_value(&event).unwrap()["data"][member], number);
    let text = normalize(Vendor::LimeCall, of(&format!("\"{number}\"")).as_bytes()).unwrap();
    assert!(text != event && text.subject() == event.subject(), "{text:?}, {event:?}");
}

#[test]
fn ids_that_are_bare_numbers_stay_numbers() {
    for number in ["7", "0", "-7", "18446744073709551615", "-9223372036854775808", "18446744073709551616", "0.5", "1e2"]
    {
        assert_stays_a_number("missed_call", "call_id", number);
        assert_stays_a_number("call_status_update", "call_id", number);
        assert_stays_a_number("voicemail_received", "call_id", number);
        assert_stays_a_number("sms_received", "message_id", number);
        assert_stays_a_number("sms_sent", "message_id", number);
    }
}

// Law 5.

#[test]
fn the_schema_and_the_enums_spell_the_same_words() {
    fn enums(schema: &Value, found: &mut BTreeSet<Vec<String>>) {
        match schema {
            Value::Object(members) => {
                if let Some(words) = members.get("enum").and_then(Value::as_array) {
                    found.insert(words.iter().map(|word| word.as_str().unwrap().to_owned()).collect());
                }
                members.iter().filter(|(name, _)| *name != "if").for_each(|(_, member)| enums(member, found));
            }
            Value::Array(elements) => elements.iter().for_each(|element| enums(element, found)),
            _ => {}
        }
    }
    fn words<T: StringEnum>() -> Vec<String> {
        T::VARIANTS.iter().map(|&word| word.as_str().to_owned()).collect()
    }
    let mut spelt = BTreeSet::new();
    enums(&serde_json::from_str(SCHEMA).unwrap(), &mut spelt);
    let types = EventType::all().map(|event_type| event_type.to_string()).collect();
    let known = [types, words::<Channel>(), words::<FailureReason>(), words::<Bounce>(), words::<Classification>()];
    assert_eq!(spelt, known.into_iter().collect());
}

// Law 7.

#[test]
fn events_are_valid_and_read_back_equal() {
    for document in accepted() {
        law::survives(&event(&document));
    }
}

#[test]
fn attributes_that_brokers_add_are_ignored() {
    let event = event(&fixtures()[0]);
    let mut document = serde_json::to_value(&event).unwrap();
    document["traceparent"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".into();
    document["partitionkey"] = "7".into();
    assert_eq!(Event::from_json(document.to_string().as_bytes()), Ok(event));
}

#[test]
fn of_what_has_lost_some_of_its_time_the_id_is_made_anew() {
    let body = br#"{"event":"missed_call","timestamp":"2025-01-30T15:00:00.123456789Z"}"#;
    let mut document = serde_json::to_value(normalize(Vendor::LimeCall, body).unwrap()).unwrap();
    let lossy = |document: &Value| Event::from_lossy_json(document.to_string().as_bytes());
    document["time"] = "2025-01-30T15:00:00.123456Z".into();
    assert_refused(&document, "/id");
    let body = br#"{"event":"missed_call","timestamp":"2025-01-30T15:00:00.123456Z"}"#;
    assert_eq!(lossy(&document), normalize(Vendor::LimeCall, body));
    // All else is checked as ever.
    document["data"]["vendor_event"] = Value::Null;
    assert_eq!(lossy(&document).unwrap_err().violations()[0].pointer, "/data/vendor_event");
}

#[track_caller]
fn assert_refused(document: &Value, pointer: &str) {
    let error = Event::from_json(document.to_string().as_bytes()).unwrap_err();
    assert_eq!(error.violations()[0].pointer, pointer, "{error}");
    assert!(serde_json::from_value::<Event>(document.clone()).is_err());
}

#[test]
fn documents_that_are_no_events_are_refused() {
    let good = serde_json::to_value(event(&fixtures()[0])).unwrap();
    for member in ["specversion", "type", "source", "id", "time", "dataschema", "data"] {
        let mut document = good.clone();
        document.as_object_mut().unwrap().remove(member);
        assert_refused(&document, "");
    }
    for (pointer, value) in [
        ("/specversion", json!("0.3")),
        ("/type", json!("message.teleported")),
        ("/source", json!("nobody/")),
        ("/id", json!("00000000-0000-0000-0000-000000000000")),
        ("/time", json!("yesterday")),
        ("/dataschema", json!("urn:leadhook:schema:event:0")),
        ("/data/vendor_event", json!(7)),
    ] {
        let mut document = good.clone();
        *document.pointer_mut(pointer).unwrap() = value;
        assert_refused(&document, pointer);
    }
    for (pointer, name, value) in [
        ("/data/surprise", "surprise", json!(1)),
        ("/data/…", "ava@example.com", json!(1)),
        ("/data/message_id", "message_id", json!(null)),
        ("/data/person", "person", json!(["Ava", "Chen", "Acme", "VP"])),
    ] {
        let mut document = good.clone();
        document["data"][name] = value;
        assert_refused(&document, pointer);
    }
}

#[test]
fn documents_that_are_not_as_they_would_be_written_are_refused() {
    for document in accepted() {
        let good = serde_json::to_value(event(&document)).unwrap();
        let id = good["id"].as_str().unwrap();
        for (member, value) in [
            ("subject", json!("something else")),
            ("subject", json!(null)),
            ("id", json!(id.to_uppercase())),
            ("id", json!(id.replace('-', ""))),
            ("id", json!(format!("urn:uuid:{id}"))),
            ("source", json!("nobody")),
            ("time", json!(null)),
            ("data", json!([])),
        ] {
            let mut document = good.clone();
            document[member] = value;
            assert_refused(&document, &format!("/{member}"));
        }
    }
}

#[test]
fn events_are_read_to_the_same_depth_by_every_way() {
    let deep = |levels| (0..levels).fold(json!(0), |inner, _| json!([inner]));
    // In front of the arrays stand the document, `data` and `extra`.
    for (levels, accepted) in [(99, true), (100, false)] {
        let Event::Unknown(mut unknown) = event(&corpus::unknown()[0]) else { panic!("a documented event") };
        unknown.data.extra.insert("deep", deep(levels));
        let event = Event::Unknown(unknown);
        let json = serde_json::to_string(&event).unwrap();
        assert_eq!(Event::from_json(json.as_bytes()).is_ok(), accepted, "{levels}");
        assert_eq!(serde_json::from_str::<Event>(&json).is_ok(), accepted, "{levels}");
    }
}

#[test]
fn an_id_that_cloudevents_forbids_is_no_subject() {
    for id in ["a\nb", "a\u{7f}", "\u{85}", "\u{fdd0}", "\u{1fffe}"] {
        let body = json!({"event": "missed_call", "call_id": id, "timestamp": "2026-01-01T00:00:00Z"});
        let event = normalize(Vendor::LimeCall, body.to_string().as_bytes()).unwrap();
        assert!(uuid::Uuid::try_parse(&event.subject().unwrap()).is_ok());
        assert_eq!(Event::from_json(&serde_json::to_vec(&event).unwrap()), Ok(event));
    }
}
