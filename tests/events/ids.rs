//! Law 8: ids and subjects.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use leadhook::testing::{WebhookOptions, Webhook};
use leadhook::{Event, Vendor, normalize};
use proptest::prelude::{Strategy as _, any_with};
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use crate::corpus::{self, Document, Edit, accepted, edited, fixtures, leaves, other, respelt};
use crate::{event, law};

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
                value.pointer(&pointer).and_then(|leaf| leadhook::Timestamp::try_from(leaf.as_str()?).ok())
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
pub(crate) fn key(document: &Document) -> Vec<String> {
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

/// The pinned key of a fixture: the leaves that its id depends on; `None` where that is all of them.
fn pinned_key(document: &Document) -> Option<Vec<String>> {
    let golden = fs::read_to_string(corpus::folder("fixtures", document.vendor).join("events.tsv")).unwrap();
    let name = document.kind_and_name();
    let row = golden.lines().find_map(|line| line.strip_prefix(&name)?.strip_prefix('\t')).unwrap();
    let (key, _) = row.split_once('\t').unwrap();
    (key != "*").then(|| key.split(' ').map(str::to_owned).collect())
}

/// Generated webhooks are held to the pinned keys. An id depends on all leaves where something that identifies is
/// missing; else on those that are there of the key of a fixture of the same definition, and of no larger one of the
/// same event.
#[test]
fn generated_ids_change_exactly_with_the_key() {
    let pinned = |document: &Document| Some((document.vendor, choice(document), pinned_key(document)?));
    let keys: Vec<_> = fixtures().iter().filter_map(pinned).collect();
    let mut runner = TestRunner::deterministic();
    let webhooks = any_with::<Webhook>(WebhookOptions::default().without_unknown_events());
    let mut partial = 0;
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
        if found.len() == all.len() {
            continue;
        }
        partial += 1;
        let there = |key: &[String]| all.iter().filter(|leaf| key.contains(leaf)).collect::<Vec<_>>();
        let of_vendor = || keys.iter().filter(|(other, ..)| *other == vendor);
        let is_known = of_vendor().any(|(_, (_, of), key)| *of == definition && there(key) == found);
        let is_larger = |key: &[&String]| key.len() > found.len() && found.iter().all(|leaf| key.contains(leaf));
        let is_cut = of_vendor().any(|(_, (same, _), key)| *same == chosen && is_larger(&there(key)));
        assert!(is_known && !is_cut, "{found:?} of {value}");
    }
    assert!(partial > 200, "only {partial}");
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
