//! The laws of unified events: their JSON form, their ids, what the documented samples become.
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "JSON's values are not our enum, and have no more than six variants"
)]

mod corpus;
mod law;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::{env, fs};

use corpus::{Document, Edit, accepted, edited, fixtures, leaves, other, respelt};
use leadhook::event::{Bounce, Channel, Classification, EventType, Reason, SCHEMA};
use leadhook::testing::{Scope, Webhook};
use leadhook::{Event, Vendor, Word, normalize};
use proptest::prelude::{Strategy as _, any_with};
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

fn event(document: &Document) -> Event {
    normalize(document.vendor, &document.body).unwrap_or_else(|error| panic!("{}: {error}", document.path.display()))
}

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
    fn words<T: Word>() -> Vec<String> {
        T::ALL.iter().map(|&word| word.as_str().to_owned()).collect()
    }
    let mut spelt = BTreeSet::new();
    enums(&serde_json::from_str(SCHEMA).unwrap(), &mut spelt);
    let types = EventType::all().map(|event_type| event_type.to_string()).collect();
    let known = [types, words::<Channel>(), words::<Reason>(), words::<Bounce>(), words::<Classification>()];
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

// Law 8.

#[test]
fn ids_do_not_depend_on_spelling() {
    for document in accepted() {
        let id = event(&document).id();
        let value = document.value();
        for body in [serde_json::to_string_pretty(&value).unwrap(), value.to_string(), respelt(&value)] {
            assert_eq!(normalize(document.vendor, body.as_bytes()).unwrap().id(), id, "{body}");
        }
        for pointer in leaves(&value) {
            let Some(instant) =
                value.pointer(&pointer).and_then(|leaf| leadhook::Instant::try_from(leaf.as_str()?).ok())
            else {
                continue;
            };
            let elsewhere = instant.datetime().with_timezone(&chrono::FixedOffset::east_opt(5 * 3600 + 1800).unwrap());
            let body = edited(&value, &pointer, Edit::Replace(&json!(elsewhere.to_rfc3339()).to_string()));
            assert_eq!(normalize(document.vendor, body.as_bytes()).unwrap().id(), id, "{body}");
        }
    }
}

/// Which leaves the id of a body's event depends on.
fn key(document: &Document) -> Vec<String> {
    let id = event(document).id();
    let value = document.value();
    let identifies = |pointer: &String| {
        let Some(mark) = other(value.pointer(pointer).unwrap()) else { return false };
        let body = edited(&value, pointer, Edit::Replace(&mark));
        normalize(document.vendor, body.as_bytes()).unwrap().id() != id
    };
    leaves(&value).into_iter().filter(identifies).collect()
}

/// What chooses an event, its name and perhaps its channel; and the definition in the contract that it leads to.
fn choice(document: &Document) -> (Vec<Value>, &'static Value) {
    let contract = law::contract(document.vendor);
    let constants = law::values_of(contract, "const");
    let value = document.value();
    let chosen = corpus::scalars(&value).into_iter().filter(|leaf| constants.contains(leaf)).cloned().collect();
    let is_entry = |entry: &&Value| entry.pointer("/if/properties/event/const") == Some(&value["event"]);
    (chosen, &contract["allOf"].as_array().unwrap().iter().find(is_entry).unwrap()["then"])
}

/// Law 8 over generated webhooks, which are held to the keys of the fixtures: all leaves where something that
/// identifies is missing, else the key of a fixture of the same definition, as far as it is there.
#[test]
fn generated_ids_change_exactly_with_the_key() {
    let keys: Vec<_> = fixtures().iter().map(|document| (document.vendor, choice(document).1, key(document))).collect();
    let mut runner = TestRunner::deterministic();
    let webhooks = any_with::<Webhook>(Scope::default().without_unknown_events());
    for _ in 0..400 {
        let Webhook { vendor, body, .. } = webhooks.new_tree(&mut runner).unwrap().current();
        let document = Document { vendor, path: "generated".into(), body: body.into_bytes() };
        let value = document.value();
        let id = event(&document).id();
        let (chosen, definition) = choice(&document);
        // What chooses the event is no key, or all of it.
        let is_chosen = |pointer: &String| chosen.contains(value.pointer(pointer).unwrap());
        let has_other = |pointer: &String| other(value.pointer(pointer).unwrap()).is_some();
        let all: Vec<_> = leaves(&value).into_iter().filter(|leaf| has_other(leaf) && !is_chosen(leaf)).collect();
        let changes = |pointer: &&String| {
            let body = edited(&value, pointer, Edit::Replace(&other(value.pointer(pointer).unwrap()).unwrap()));
            normalize(vendor, body.as_bytes()).unwrap().id() != id
        };
        let found: Vec<_> = all.iter().filter(changes).collect();
        let there = |key: &Vec<String>| all.iter().filter(|leaf| key.contains(leaf)).collect::<Vec<_>>();
        let mut same = keys.iter().filter(|(other, of, _)| *other == vendor && *of == definition);
        let is_known = found.len() == all.len() || same.any(|(_, _, key)| there(key) == found);
        assert!(is_known, "{found:?} of {value}");
    }
}

/// The golden files: each fixture's event, and the leaves of the fixture that its id depends on; `*` stands for all.
///
/// `LEADHOOK_BLESS=1 cargo test --test events` writes them anew.
#[test]
fn events_and_keys_are_pinned() {
    let mut golden: BTreeMap<Vendor, String> = BTreeMap::new();
    for document in accepted() {
        let event = event(&document);
        let value = document.value();
        let key = key(&document);
        let all = leaves(&value).into_iter().filter(|leaf| other(value.pointer(leaf).unwrap()).is_some());
        let key = if key == all.collect::<Vec<_>>() { "*".to_owned() } else { key.join(" ") };
        let lines = golden.entry(document.vendor).or_insert_with(|| "fixture\tkey\tevent\n".to_owned());
        // By way of a `Value`, so that the members' order does not depend on a feature of serde_json.
        let mut event = json!(event);
        event.sort_all_objects();
        writeln!(lines, "{}\t{key}\t{event}", document.kind_and_name()).unwrap();
    }
    for (vendor, lines) in golden {
        let path = corpus::folder("fixtures", vendor).join("events.tsv");
        if env::var_os("LEADHOOK_BLESS").is_some() {
            fs::write(&path, &lines).unwrap();
        }
        assert_eq!(rows(&fs::read_to_string(&path).unwrap_or_default()), rows(&lines), "{}", path.display());
    }
}

/// The rows of a golden file, with numbers as `f64`s: under `arbitrary_precision` events have more digits.
fn rows(golden: &str) -> Vec<(&str, Value)> {
    fn rounded(value: Value) -> Value {
        match value {
            Value::Number(number) => number.as_f64().into(),
            Value::Array(elements) => elements.into_iter().map(rounded).collect(),
            Value::Object(members) => members.into_iter().map(|(name, member)| (name, rounded(member))).collect(),
            other => other,
        }
    }
    let row = |line| {
        let (name_and_key, event): (&str, &str) = str::rsplit_once(line, '\t').unwrap();
        (name_and_key, rounded(serde_json::from_str(event).unwrap_or_default()))
    };
    golden.lines().map(row).collect()
}

#[test]
fn no_two_fixtures_share_an_id_unless_they_share_their_key() {
    let mut ids: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for document in accepted() {
        ids.entry(event(&document).id()).or_default().push(document);
    }
    for documents in ids.values().filter(|documents| documents.len() > 1) {
        let parts = |document: &Document| -> BTreeMap<String, Value> {
            let value = document.value();
            key(document)
                .into_iter()
                .map(|pointer| (pointer.clone(), value.pointer(&pointer).unwrap().clone()))
                .collect()
        };
        for document in &documents[1..] {
            assert_eq!(parts(document), parts(&documents[0]), "{}", document.path.display());
        }
    }
}

/// Phone-only subscribers, ids made of addresses: what looks empty or like an address identifies nobody in the open.
#[test]
fn odd_identities_neither_merge_nor_show() {
    let at = "2026-01-01T00:00:00Z";
    let subscriber = |email: &str, phone: &str| {
        let body = json!({"event": "subscriber.created", "timestamp": at, "data": {"email": email, "phone": phone}});
        normalize(Vendor::LeadNest, body.to_string().as_bytes()).unwrap()
    };
    let all = [
        subscriber("", "+12025550101"),
        subscriber("", "+12025550102"),
        subscriber("+12025550101", ""),
        subscriber("", ""),
    ];
    assert_eq!(all.iter().map(Event::id).collect::<BTreeSet<_>>().len(), all.len());
    assert_eq!(all.iter().map(|event| event.subject().map(String::from)).collect::<BTreeSet<_>>().len(), all.len());

    let liguelead = |channel: &str, status: &str| {
        let campaign = json!({"id": "c", "type": channel, "status": status, "phone": "+5511955500142"});
        let body = json!({"event": "campaign.status", "occurred_at": at, "campaign": campaign});
        normalize(Vendor::LigueLead, body.to_string().as_bytes()).unwrap().id()
    };
    assert_ne!(liguelead("sms", "failed"), liguelead("voice", "failed"));
    assert_ne!(liguelead("sms", "failed"), liguelead("rcs", "failed"));

    let click = |data: Value| {
        let body = json!({"event": "email.clicked", "timestamp": at, "data": data});
        normalize(Vendor::LeadNest, body.to_string().as_bytes()).unwrap()
    };
    let clicks = [
        click(json!({"message_id": "m", "link": "https://example.com/1"})),
        click(json!({"message_id": "m", "url": "", "link": "https://example.com/2"})),
        click(json!({"message_id": "m", "url": "https://example.com/1"})),
    ];
    assert_eq!(clicks.iter().map(Event::id).collect::<BTreeSet<_>>().len(), clicks.len());
    assert!(clicks.iter().all(|click| click.subject().as_deref() == Some("m")));

    for id in ["ava@example.com", "+5511955500142"] {
        let body = json!({"event": "missed_call", "timestamp": at, "call_id": id});
        let event = normalize(Vendor::LimeCall, body.to_string().as_bytes()).unwrap();
        assert!(uuid::Uuid::try_parse(&event.subject().unwrap()).is_ok());
        assert!(!format!("{event:?}").contains(id));
    }
}

#[test]
fn accounts_at_one_platform_are_told_apart() {
    let event = event(&fixtures()[0]);
    let source = event.source().clone().with_account("brazil").unwrap();
    let other = event.clone().with_source(source);
    assert_ne!(other.id(), event.id());
    assert_eq!(Event::from_json(&serde_json::to_vec(&other).unwrap()), Ok(other));
}

#[test]
fn subjects_show_no_address() {
    for document in accepted() {
        let event = event(&document);
        let Some(subject) = event.subject() else { continue };
        assert!(!subject.contains('@') && !subject.contains('+'), "{}: {subject}", document.path.display());
    }
}

// What people must see.

#[track_caller]
fn assert_seen(vendor: Vendor, body: &Value, opt_out: bool, automated: bool) {
    let event = normalize(vendor, body.to_string().as_bytes()).unwrap();
    assert_eq!((event.is_opt_out(), event.is_automated()), (opt_out, automated), "{body}");
}

#[test]
fn opt_outs_and_machines_are_found_wherever_they_hide() {
    let at = "2026-01-01T00:00:00Z";
    let reply = |classification: &str| json!({"event": "reply.received", "timestamp": at, "data": {"reply": {"classification": classification}}});
    assert_seen(Vendor::Leadterra, &reply("unsubscribe"), true, false);
    assert_seen(Vendor::Leadterra, &reply("bounce"), false, true);
    assert_seen(Vendor::Leadterra, &reply("out_of_office"), false, true);
    assert_seen(Vendor::Leadterra, &reply("interested"), false, false);
    assert_seen(Vendor::Leadterra, &reply("Unsubscribe"), false, false);
    let mail = |event: &str| json!({"event": event, "timestamp": at, "data": {}});
    assert_seen(Vendor::LeadNest, &mail("email.unsubscribed"), true, false);
    assert_seen(Vendor::LeadNest, &mail("email.spam"), true, false);
    assert_seen(Vendor::LeadNest, &mail("subscriber.deleted"), false, false);
    assert_seen(Vendor::LeadNest, &mail("email.opened"), false, false);
    let sms = |text: &str| json!({"event": "sms_received", "timestamp": at, "message_content": text});
    let whatsapp = json!({"event": "whatsapp.replied", "timestamp": at, "data": {"message": "Stop"}});
    assert_seen(Vendor::LeadNest, &whatsapp, true, false);
    for text in ["opt  out", "STOP", "stop!", " Unsubscribe. ", "opt out", "\"End\""] {
        assert_seen(Vendor::LimeCall, &sms(text), true, false);
    }
    for text in ["", "please do not stop", "stopped", "stop it now", "Hello"] {
        assert_seen(Vendor::LimeCall, &sms(text), false, false);
    }
}
