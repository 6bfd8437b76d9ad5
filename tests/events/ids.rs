//! Law 8: ids and subjects.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use leadhook::event::{EventKind, Subject};
use leadhook::testing::{Webhook, WebhookOptions};
use leadhook::{Event, Limits, Timestamp, Vendor, normalize};
use leadhook_harness::corpus::{self, BodyFile, Edit, accepted, different_leaf, edited, fixtures, leaves, respell};
use leadhook_harness::{law, optional};
use proptest::prelude::{Strategy as _, any_with};
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use super::event;

#[test]
fn ids_do_not_depend_on_spelling() {
    for file in accepted() {
        let id = event(&file).id();
        let value = file.value();
        for body in [serde_json::to_string_pretty(&value).unwrap(), value.to_string(), respell(&value)] {
            assert_eq!(normalize(file.vendor, body.as_bytes()).unwrap().id(), id, "{body}");
        }
        for pointer in leaves(&value) {
            let timestamp = value.pointer(&pointer).and_then(|leaf| Timestamp::try_from(leaf.as_str()?).ok());
            let Some(timestamp) = timestamp.filter(|_| is_documented_time(file.vendor, &value, &pointer)) else {
                continue;
            };
            let offset = chrono::FixedOffset::east_opt(5 * 3600 + 1800).unwrap();
            let with_offset = json!(timestamp.to_datetime().with_timezone(&offset).to_rfc3339());
            let body = edited(&value, &pointer, Edit::Replace(&with_offset.to_string()));
            assert_eq!(normalize(file.vendor, body.as_bytes()).unwrap().id(), id, "{body}");
        }
    }
}

/// Returns true if the documentation of the body's event says that the member is a time.
fn is_documented_time(vendor: Vendor, body: &Value, pointer: &str) -> bool {
    const TIMES: [&str; 5] = ["timestamp", "occurred_at", "opened_at", "received_at", "sent_at"];
    let is_undocumented = matches!(normalize(vendor, body.to_string().as_bytes()).unwrap().kind, EventKind::Unknown(_));
    !is_undocumented && TIMES.iter().any(|name| pointer.ends_with(&format!("/{name}")))
}

/// Returns the pointers of the leaves that the id of a body's event depends on.
pub(super) fn leaves_of_id(file: &BodyFile) -> Vec<String> {
    let id = event(file).id();
    let value = file.value();
    let identifies = |pointer: &String| {
        let Some(different) = different_leaf(value.pointer(pointer).unwrap()) else { return false };
        let body = edited(&value, pointer, Edit::Replace(&different));
        normalize(file.vendor, body.as_bytes()).unwrap().id() != id
    };
    leaves(&value).into_iter().filter(identifies).collect()
}

/// Returns the constants that choose the definition of a body, its event name and possibly its channel, and the reference
/// to that definition in the schema.
fn definition_of(file: &BodyFile) -> (Vec<Value>, &'static Value) {
    let schema = law::schema(file.vendor);
    let constants = law::values_of(schema, "const");
    let value = file.value();
    let chosen_by = corpus::scalars(&value).into_iter().filter(|leaf| constants.contains(leaf)).cloned().collect();
    let is_entry = |entry: &&Value| entry.pointer("/if/properties/event/const") == Some(&value["event"]);
    (chosen_by, &schema["allOf"].as_array().unwrap().iter().find(is_entry).unwrap()["then"])
}

/// Returns the pinned key of a fixture: the leaves that its id depends on. `None` if these are all of them.
fn pinned_key(file: &BodyFile) -> Option<Vec<String>> {
    let golden = fs::read_to_string(corpus::folder("fixtures", file.vendor).join("events.tsv")).unwrap();
    let name = file.name();
    let row = golden.lines().find_map(|line| line.strip_prefix(&name)?.strip_prefix('\t')).unwrap();
    let (key, _) = row.split_once('\t').unwrap();
    (key != "*").then(|| key.split(' ').map(str::to_owned).collect())
}

/// Checks the ids of generated webhooks against the pinned keys of the fixtures.
///
/// If an identifying part is missing, the id depends on all leaves. Otherwise it depends on the present leaves of the key of
/// a fixture with the same definition, and a fixture of the same event has no larger key.
#[test]
fn ids_of_generated_webhooks_change_exactly_with_the_key() {
    let pinned = |file: &BodyFile| Some((file.vendor, definition_of(file), pinned_key(file)?));
    let keys: Vec<_> = fixtures().iter().filter_map(pinned).collect();
    let mut runner = TestRunner::deterministic();
    let webhooks = any_with::<Webhook>(WebhookOptions::default().without_unknown_events());
    let mut with_key = 0;
    for _ in 0..800 {
        let Webhook { vendor, body, .. } = webhooks.new_tree(&mut runner).unwrap().current();
        let file = BodyFile { vendor, path: "generated".into(), body: body.into_bytes() };
        let value = file.value();
        let id = event(&file).id();
        let (chosen_by, definition) = definition_of(&file);
        // A constant cannot change without changing the definition.
        let is_constant = |pointer: &String| chosen_by.contains(value.pointer(pointer).unwrap());
        let has_different = |pointer: &String| different_leaf(value.pointer(pointer).unwrap()).is_some();
        let all: Vec<_> = leaves(&value).into_iter().filter(|leaf| has_different(leaf) && !is_constant(leaf)).collect();
        let changes_id = |pointer: &&String| {
            let different = different_leaf(value.pointer(pointer).unwrap()).unwrap();
            let body = edited(&value, pointer, Edit::Replace(&different));
            normalize(vendor, body.as_bytes()).unwrap().id() != id
        };
        let found: Vec<_> = all.iter().filter(changes_id).collect();
        if found.len() == all.len() {
            continue;
        }
        with_key += 1;
        let present = |key: &[String]| all.iter().filter(|leaf| key.contains(leaf)).collect::<Vec<_>>();
        let of_vendor = || keys.iter().filter(|(other, ..)| *other == vendor);
        let is_pinned = of_vendor().any(|(_, (_, other), key)| *other == definition && present(key) == found);
        let is_larger = |key: &[&String]| key.len() > found.len() && found.iter().all(|leaf| key.contains(leaf));
        let is_incomplete = of_vendor().any(|(_, (same, _), key)| *same == chosen_by && is_larger(&present(key)));
        assert!(is_pinned && !is_incomplete, "{found:?} of {value}");
    }
    assert!(with_key > 200, "only {with_key}");
}

#[test]
fn two_fixtures_share_an_id_only_if_they_share_their_key() {
    let mut ids: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for file in accepted() {
        ids.entry(event(&file).id()).or_default().push(file);
    }
    for files in ids.values().filter(|files| files.len() > 1) {
        let key = |file: &BodyFile| -> BTreeMap<String, Value> {
            let value = file.value();
            let leaf = |pointer: String| (pointer.clone(), value.pointer(&pointer).unwrap().clone());
            leaves_of_id(file).into_iter().map(leaf).collect()
        };
        for file in &files[1..] {
            assert_eq!(key(file), key(&files[0]), "{}", file.path.display());
        }
    }
}

/// A part of the key that does not fit its field still distinguishes webhooks. Otherwise the second one would be lost as a
/// duplicate.
#[test]
fn a_key_part_that_does_not_fit_changes_the_id() {
    for file in accepted() {
        let body = file.value();
        for member in optional::members(file.vendor, &body) {
            optional::Member::new(file.vendor, &body, &member).assert_identifies();
        }
    }
}

/// Only a subscriber has a documented phone number. In the data of an email it is an undocumented member.
#[test]
fn an_undocumented_phone_number_is_not_part_of_the_key() {
    let unsubscribed = |user_agent: &str| {
        let data = json!({ "message_id": "msg_1", "phone": "+12025550101", "user_agent": user_agent });
        let body = json!({ "event": "email.unsubscribed", "timestamp": "2026-03-04T10:30:00Z", "data": data });
        normalize(Vendor::LeadNest, body.to_string().as_bytes()).unwrap().id()
    };
    assert_eq!(unsubscribed("a"), unsubscribed("b"));
}

/// Empty ids do not merge different subjects, and an id that is an address or a phone number is not shown.
#[test]
fn unusual_identities_neither_merge_nor_show() {
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
    assert_eq!(all.iter().map(|event| event.subject().cloned()).collect::<BTreeSet<_>>().len(), all.len());

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
    assert!(clicks.iter().all(|click| click.subject().is_some_and(|subject| *subject == "m")));

    for id in ["ava@example.com", "+5511955500142"] {
        let body = json!({"event": "missed_call", "timestamp": at, "call_id": id});
        let event = normalize(Vendor::LimeCall, body.to_string().as_bytes()).unwrap();
        assert!(matches!(event.subject(), Some(Subject::Pseudonym(_))));
        assert!(!format!("{event:?}").contains(id));
    }
}

#[test]
fn accounts_at_one_vendor_have_different_ids() {
    for file in accepted() {
        let event = event(&file);
        let source = event.source().clone().with_account("brazil").unwrap();
        let other = Limits::default().normalize_from(source, &file.body).unwrap();
        assert_ne!(other.id(), event.id());
        match (event.subject(), other.subject()) {
            (Some(Subject::Pseudonym(one)), Some(Subject::Pseudonym(two))) => assert_ne!(one, two),
            // The vendor's own id is the subject, and the key of the subject has the account.
            (one, two) => assert_eq!(one, two),
        }
        assert!(event.subject_key().is_none() || event.subject_key() != other.subject_key());
        law::is_documented_json(&other);
    }
}

#[test]
fn subjects_show_no_address() {
    for file in accepted() {
        let event = event(&file);
        let Some(subject) = event.subject().map(ToString::to_string) else { continue };
        assert!(!subject.contains('@') && !subject.contains('+'), "{}: {subject}", file.path.display());
    }
}
