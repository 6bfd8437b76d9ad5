//! Event types, and the JSON form of events.

use std::collections::BTreeSet;
use std::fs;

use leadhook::event::{BounceType, Channel, Classification, EventKey, EventKind, EventType, FailureReason, Subject};
use leadhook::{Event, StringEnum, Vendor, normalize, parse};
use leadhook_harness::corpus::{self, Edit, accepted, edited, fixtures, scalars};
use leadhook_harness::{foreign, law, optional};
use proptest::prelude::*;
use proptest::sample::{Index, select};
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
    let undocumented = ["message", "unknown.other", "lead.other", "message.teleported", "order.shipped", "x_1.2.3"];
    for name in undocumented.map(str::to_owned).into_iter().chain(["x".repeat(64)]) {
        let event_type: EventType = name.parse().unwrap();
        assert!(matches!(event_type, EventType::Undocumented(..)), "{name}");
        assert_eq!(event_type.to_string(), name);
    }
    let refused =
        ["", ".", "message.", ".read", "message..read", "message.read.", "Message.read", "1.x", "_x", "a-b", "é"];
    for name in refused.map(str::to_owned).into_iter().chain(["x".repeat(65), "a\n".to_owned()]) {
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
    let event = normalize(Vendor::LimeCall, body).unwrap();
    let EventKind::Call(call) = &event.kind else { panic!("not a call") };
    let from = call.from.as_ref().unwrap();
    assert_eq!((from.as_str(), from.as_e164()), ("12025550117", None));
    assert_eq!(serde_json::to_value(event.data()).unwrap()["from"], "12025550117");
    // The id is that of the same webhook with strings.
    let key = br#"["limecall","missed_call","7",[null,"2025-01-30T15:00:00Z"]]"#;
    assert_eq!(event.id(), uuid::Uuid::new_v5(&EventKey::NAMESPACE, key));
}

// Law 5.

#[test]
fn the_schema_and_the_enums_have_the_same_values() {
    /// Collects the values that this version writes, which are below `x-expected`.
    fn collect_enums(schema: &Value, is_expected: bool, found: &mut BTreeSet<Vec<String>>) {
        match schema {
            Value::Object(members) => {
                if let (true, Some(values)) = (is_expected, members.get("enum").and_then(Value::as_array)) {
                    found.insert(values.iter().map(|value| value.as_str().unwrap().to_owned()).collect());
                }
                for (name, member) in members {
                    collect_enums(member, is_expected || name == "x-expected", found);
                }
            }
            Value::Array(elements) => elements.iter().for_each(|element| collect_enums(element, is_expected, found)),
            _ => {}
        }
    }
    fn values<T: StringEnum>() -> Vec<String> {
        T::VARIANTS.iter().map(|&variant| variant.as_str().to_owned()).collect()
    }
    let mut in_schema = BTreeSet::new();
    collect_enums(&serde_json::from_str(Event::SCHEMA).unwrap(), false, &mut in_schema);
    let types = EventType::variants().map(|event_type| event_type.to_string()).collect();
    let in_code =
        [types, values::<Channel>(), values::<FailureReason>(), values::<BounceType>(), values::<Classification>()];
    assert_eq!(in_schema, in_code.into_iter().collect());
}

// Law 7.

#[test]
fn events_are_valid_and_read_back_equal() {
    for file in accepted() {
        law::is_documented_json(&event(&file));
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

#[track_caller]
fn assert_refused(document: &Value, pointer: &str) {
    let body = document.to_string();
    let error = Event::from_json(body.as_bytes()).unwrap_err();
    assert_eq!(error.diagnostics()[0].pointer, pointer, "{error}");
    assert_eq!(Event::validate_json(body.as_bytes()).error(), Some(error));
    assert!(serde_json::from_value::<Event>(document.clone()).is_err());
}

#[test]
fn json_that_is_not_an_event_is_refused() {
    let good = serde_json::to_value(event(&fixtures()[0])).unwrap();
    for member in ["specversion", "type", "source", "id", "data"] {
        let mut document = good.clone();
        document.as_object_mut().unwrap().remove(member);
        assert_refused(&document, "");
    }
    let mut document = good.clone();
    document["data"].as_object_mut().unwrap().remove("vendor_event");
    assert_refused(&document, "/data");
    let id = good["id"].as_str().unwrap();
    for (pointer, value) in [
        ("/specversion", json!("0.3")),
        ("/type", json!("Message.sent")),
        ("/type", json!(7)),
        ("/source", json!("unknown_vendor/")),
        ("/source", json!("Acme")),
        ("/source", json!("acme/a b")),
        ("/source", json!(null)),
        ("/id", json!("7")),
        ("/id", json!(id.to_uppercase())),
        ("/id", json!(id.replace('-', ""))),
        ("/id", json!(format!("urn:uuid:{id}"))),
        ("/time", json!("yesterday")),
        ("/time", json!(null)),
        ("/subject", json!("")),
        ("/subject", json!(null)),
        ("/subject", json!(7)),
        ("/dataschema", json!(7)),
        ("/data", json!([])),
        ("/data/vendor_event", json!(7)),
        ("/data/extra", json!([])),
        ("/data/channel", json!(7)),
        ("/data/to", json!({})),
        ("/data/credits", json!("1")),
        ("/data/message_id", json!("")),
        ("/data/message_id", json!(null)),
        ("/data/person", json!(["Ava", "Chen", "Acme", "VP"])),
        ("/data/person", json!(null)),
        ("/data/opened_at", json!("yesterday")),
        ("/data/flash", json!("yes")),
    ] {
        let mut document = good.clone();
        let (object, name) = pointer.rsplit_once('/').unwrap();
        document.pointer_mut(object).unwrap()[name] = value;
        assert_refused(&document, pointer);
    }
    let mut document = good.clone();
    document["data"]["person"] = json!({ "first_name": 7 });
    assert_refused(&document, "/data/person/first_name");
}

#[test]
fn what_a_later_version_or_another_vendor_writes_is_kept() {
    let good = serde_json::to_value(event(&fixtures()[0])).unwrap();
    for (pointer, value) in [
        ("/type", json!("message.teleported")),
        ("/type", json!("order.shipped")),
        ("/source", json!("acme/brazil")),
        ("/id", json!("00000000-0000-0000-0000-000000000000")),
        ("/subject", json!("something else")),
        ("/dataschema", json!("urn:leadhook:schema:event:2")),
        ("/data/channel", json!("pigeon")),
        ("/data/surprise", json!(null)),
        ("/data/ava@example.com", json!([1])),
        ("/data/person", json!({ "first_name": "Ava", "title": { "short": "Dr" } })),
    ] {
        let mut document = good.clone();
        let (object, name) = pointer.rsplit_once('/').unwrap();
        document.pointer_mut(object).unwrap()[name] = value;
        let event = Event::from_json(document.to_string().as_bytes()).unwrap();
        assert_eq!(json!(event), document);
        assert!(Event::validate_json(document.to_string().as_bytes()).is_valid());
    }
}

/// Reading does not detect an edited id. The guarantees say so.
#[test]
fn an_id_and_a_subject_that_were_edited_are_not_checked() {
    let mut document = serde_json::to_value(event(&fixtures()[0])).unwrap();
    document["id"] = "00000000-0000-0000-0000-000000000000".into();
    document["subject"] = "edited".into();
    let event = Event::from_json(document.to_string().as_bytes()).unwrap();
    assert!(event.id().is_nil());
    assert_eq!(event.subject(), Some(&"edited".parse().unwrap()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn events_of_foreign_vendors_and_future_versions_survive_json_unchanged(document in foreign::documents()) {
        let body = document.to_string();
        let event = Event::from_json(body.as_bytes()).unwrap();
        prop_assert_eq!(&json!(event), &document);
        prop_assert_eq!(&serde_json::from_value::<Event>(document).unwrap(), &event);
        law::json_round_trips(&event);
    }

    /// Law 4 for events: reading and the schema agree.
    #[test]
    fn reading_accepts_what_the_schema_accepts(
        document in foreign::documents(),
        at in any::<Index>(),
        value in select(vec![
            json!(null), json!(true), json!(7), json!(0.5), json!(""), json!("x"), json!("2026-02-02T09:00:15Z"),
            json!("2026-02-02"), json!([]), json!(["x"]), json!([7]), json!({}), json!({ "first_name": 7 }),
        ]),
        is_removed in any::<bool>(),
    ) {
        let mut document = document;
        let pointers: Vec<_> = corpus::pointers(&document).into_iter().filter(|pointer| !pointer.is_empty()).collect();
        let pointer = at.get(&pointers);
        let (object, name) = pointer.rsplit_once('/').unwrap();
        let name = name.replace("~1", "/").replace("~0", "~");
        match document.pointer_mut(object).unwrap() {
            Value::Object(members) if is_removed => _ = members.remove(&name),
            Value::Object(members) => _ = members.insert(name, value),
            Value::Array(elements) => elements[name.parse::<usize>().unwrap()] = value,
            _ => unreachable!(),
        }
        let body = document.to_string();
        let read = Event::from_json(body.as_bytes());
        let error = Event::validate_json(body.as_bytes()).error();
        prop_assert_eq!(read.as_ref().err(), error.as_ref(), "{}", body);
        prop_assert_eq!(serde_json::from_value::<Event>(document).ok(), read.ok());
    }
}

#[test]
fn every_way_to_read_an_event_allows_the_same_depth() {
    let deep = |levels| (0..levels).fold(json!(0), |inner, _| json!([inner]));
    // The document, `data` and `extra` are three more levels.
    for (levels, accepted) in [(99, true), (100, false)] {
        let mut event = event(&corpus::unknown()[0]);
        event.extra.insert("deep", deep(levels));
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
        assert!(matches!(event.subject(), Some(Subject::Pseudonym(_))));
        assert_eq!(Event::from_json(&serde_json::to_vec(&event).unwrap()), Ok(event));
    }
}
