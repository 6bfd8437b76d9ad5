//! Event types, and the JSON form of events.

use std::collections::BTreeSet;
use std::fs;

use leadhook::event::{BounceType, Channel, Classification, EventType, FailureReason};
use leadhook::{Event, StringEnum, Vendor, normalize, parse};
use leadhook_harness::corpus::{self, Edit, accepted, edited, fixtures, scalars};
use leadhook_harness::{law, optional};
use serde_json::{Value, json};

use super::event;

#[track_caller]
fn assert_event_type(file: &str, event_type: &str) {
    let path = format!("{}/tests/fixtures/{file}", env!("CARGO_MANIFEST_DIR"));
    let body = fs::read(path).unwrap();
    let event = normalize(Vendor::detect(&body).unwrap(), &body).unwrap();
    assert_eq!(event.event_type().to_string(), event_type, "{file}");
}

#[test]
fn vendor_samples_have_these_event_types() {
    assert_event_type("liguelead/campaign.status.sms.json", "message.delivered");
    assert_event_type("liguelead/campaign.status.test.json", "message.delivered");
    assert_event_type("leadterra/reply.received.json", "reply.received");
    assert_event_type("leadnest/email.opened.json", "message.opened");
    assert_event_type("limecall/missed_call.json", "call.missed");
    assert_event_type("limecall/voicemail_received.json", "voicemail.received");
    assert_event_type("limecall/sms_received.json", "message.received");
    assert_event_type("leadsail/lead.delivered.json", "lead.delivered");
}

#[test]
fn undocumented_events_are_unknown_and_keep_the_whole_body() {
    for file in corpus::unknown() {
        let event = event(&file);
        assert_eq!(event.event_type(), EventType::Unknown, "{}", file.path.display());
        assert_eq!(serde_json::to_value(&event).unwrap()["data"]["extra"], file.value());
    }
}

#[test]
fn every_event_type_is_in_a_fixture_and_has_a_name() {
    let seen: BTreeSet<_> = accepted().iter().map(|file| event(file).event_type().to_string()).collect();
    let all: BTreeSet<_> = EventType::variants().map(|event_type| event_type.to_string()).collect();
    assert_eq!(seen, all);
    for event_type in EventType::variants() {
        assert_eq!(event_type.to_string().parse(), Ok(event_type));
    }
    for name in ["", "message", "message.", "message.read.", "unknown.other", "lead.other", "Message.read"] {
        assert!(name.parse::<EventType>().is_err(), "{name}");
    }
}

/// The documented members that are ids or phone numbers.
const IDS_AND_PHONE_NUMBERS: [&str; 18] = [
    "app_id",
    "call_id",
    "callee_number",
    "caller_number",
    "campaignId",
    "campaign_id",
    "from",
    "id",
    "leadId",
    "messageId",
    "message_id",
    "phone",
    "receiver_number",
    "sender_number",
    "submissionId",
    "team_id",
    "to",
    "webhookId",
];

#[test]
fn ids_and_phone_numbers_that_are_numbers_are_numbers_in_the_payload_and_strings_in_the_event() {
    let (mut checked, mut seen) = (BTreeSet::new(), BTreeSet::new());
    for file in accepted() {
        let value = file.value();
        for (pointer, _) in optional::members(file.vendor, &value) {
            let name = pointer.rsplit('/').next().unwrap();
            // Each member of each event once.
            let mut is_new = || checked.insert((file.vendor, value["event"].to_string(), pointer.clone()));
            if !IDS_AND_PHONE_NUMBERS.contains(&name) || !is_new() {
                continue;
            }
            seen.insert(name.to_owned());
            for number in ["7", "0", "-7", "12025550117", "18446744073709551615", "18446744073709551616", "0.5", "1e2"]
            {
                let body = edited(&value, &pointer, Edit::Replace(number));
                let number: Value = serde_json::from_str(number).unwrap();
                let digits = Value::from(number.to_string());
                let with_string = edited(&value, &pointer, Edit::Replace(&digits.to_string()));

                let payload = parse(file.vendor, body.as_bytes()).unwrap();
                assert_eq!(serde_json::to_value(&payload).unwrap().pointer(&pointer), Some(&number), "{body}");
                assert!(!payload.unexpected().contains(&pointer), "{body}");
                let event = Event::from(payload);
                let with_string = normalize(file.vendor, with_string.as_bytes()).unwrap();
                assert_eq!(event, with_string, "{body}");
                let json = serde_json::to_value(&event).unwrap();
                assert_eq!(json, serde_json::to_value(&with_string).unwrap(), "{body}");
                assert!(scalars(&json["data"]).contains(&&digits), "{body}");
            }
        }
    }
    assert!(seen.iter().eq(&IDS_AND_PHONE_NUMBERS), "{seen:?}");
}

#[test]
fn a_phone_number_that_is_a_number_is_its_digits() {
    let body = br#"{"event":"missed_call","call_id":7,"caller_number":12025550117,"timestamp":"2025-01-30T15:00:00Z"}"#;
    let Event::Call(call) = normalize(Vendor::LimeCall, body).unwrap() else { panic!("not a call") };
    let from = call.data.from.clone().unwrap();
    assert_eq!((from.as_str(), from.as_e164()), ("12025550117", None));
    assert_eq!(serde_json::to_value(&call.data).unwrap()["from"], "12025550117");
    // The id is that of the same webhook with strings.
    let key = br#"["limecall","missed_call","7",[null,"2025-01-30T15:00:00Z"]]"#;
    assert_eq!(Event::Call(call).id(), uuid::Uuid::new_v5(&Event::ID_NAMESPACE, key));
}

// Law 5.

#[test]
fn the_schema_and_the_enums_have_the_same_values() {
    fn collect_enums(schema: &Value, found: &mut BTreeSet<Vec<String>>) {
        match schema {
            Value::Object(members) => {
                if let Some(values) = members.get("enum").and_then(Value::as_array) {
                    found.insert(values.iter().map(|value| value.as_str().unwrap().to_owned()).collect());
                }
                members.iter().filter(|(name, _)| *name != "if").for_each(|(_, member)| collect_enums(member, found));
            }
            Value::Array(elements) => elements.iter().for_each(|element| collect_enums(element, found)),
            _ => {}
        }
    }
    fn values<T: StringEnum>() -> Vec<String> {
        T::VARIANTS.iter().map(|&variant| variant.as_str().to_owned()).collect()
    }
    let mut in_schema = BTreeSet::new();
    collect_enums(&serde_json::from_str(Event::SCHEMA).unwrap(), &mut in_schema);
    let types = EventType::variants().map(|event_type| event_type.to_string()).collect();
    let in_code =
        [types, values::<Channel>(), values::<FailureReason>(), values::<BounceType>(), values::<Classification>()];
    assert_eq!(in_schema, in_code.into_iter().collect());
}

// Law 7.

#[test]
fn events_are_valid_and_read_back_equal() {
    for file in accepted() {
        law::json_round_trips(&event(&file));
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
fn from_lossy_json_recomputes_the_id_of_a_truncated_time() {
    let body = br#"{"event":"missed_call","timestamp":"2025-01-30T15:00:00.123456789Z"}"#;
    let mut document = serde_json::to_value(normalize(Vendor::LimeCall, body).unwrap()).unwrap();
    let lossy = |document: &Value| Event::from_lossy_json(document.to_string().as_bytes());
    document["time"] = "2025-01-30T15:00:00.123456Z".into();
    assert_refused(&document, "/id");
    let body = br#"{"event":"missed_call","timestamp":"2025-01-30T15:00:00.123456Z"}"#;
    assert_eq!(lossy(&document), normalize(Vendor::LimeCall, body));
    // Everything else is checked as in `from_json`.
    document["data"]["vendor_event"] = Value::Null;
    assert_eq!(lossy(&document).unwrap_err().diagnostics()[0].pointer, "/data/vendor_event");
}

#[track_caller]
fn assert_refused(document: &Value, pointer: &str) {
    let error = Event::from_json(document.to_string().as_bytes()).unwrap_err();
    assert_eq!(error.diagnostics()[0].pointer, pointer, "{error}");
    assert!(serde_json::from_value::<Event>(document.clone()).is_err());
}

#[test]
fn json_that_is_not_an_event_is_refused() {
    let good = serde_json::to_value(event(&fixtures()[0])).unwrap();
    for member in ["specversion", "type", "source", "id", "time", "dataschema", "data"] {
        let mut document = good.clone();
        document.as_object_mut().unwrap().remove(member);
        assert_refused(&document, "");
    }
    for (pointer, value) in [
        ("/specversion", json!("0.3")),
        ("/type", json!("message.teleported")),
        ("/source", json!("unknown_vendor/")),
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
fn json_that_this_crate_would_not_write_is_refused() {
    for file in accepted() {
        let good = serde_json::to_value(event(&file)).unwrap();
        let id = good["id"].as_str().unwrap();
        for (member, value) in [
            ("subject", json!("something else")),
            ("subject", json!(null)),
            ("id", json!(id.to_uppercase())),
            ("id", json!(id.replace('-', ""))),
            ("id", json!(format!("urn:uuid:{id}"))),
            ("source", json!("unknown_vendor")),
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
fn every_way_to_read_an_event_allows_the_same_depth() {
    let deep = |levels| (0..levels).fold(json!(0), |inner, _| json!([inner]));
    // The document, `data` and `extra` are three more levels.
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
fn an_id_with_characters_that_cloudevents_forbids_is_not_the_subject() {
    for id in ["a\nb", "a\u{7f}", "\u{85}", "\u{fdd0}", "\u{1fffe}"] {
        let body = json!({"event": "missed_call", "call_id": id, "timestamp": "2026-01-01T00:00:00Z"});
        let event = normalize(Vendor::LimeCall, body.to_string().as_bytes()).unwrap();
        assert!(uuid::Uuid::try_parse(&event.subject().unwrap()).is_ok());
        assert_eq!(Event::from_json(&serde_json::to_vec(&event).unwrap()), Ok(event));
    }
}
