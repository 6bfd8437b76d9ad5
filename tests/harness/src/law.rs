//! The laws, each an assertion on one body, whatever that is. The tests and the fuzz targets put bodies to them.
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "JSON's values are not our enum, and have no more than six variants"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use jsonschema::Validator;
use leadhook::lifecycle::{Fold, Lifecycle, Precedence};
use leadhook::{Event, Payload, Vendor, normalize, parse, validate};
use serde_json::Value;

use crate::corpus::{leaves, respelt, scalars};

static CONTRACTS: LazyLock<BTreeMap<Vendor, Value>> = LazyLock::new(|| {
    Vendor::VARIANTS.iter().map(|&vendor| (vendor, serde_json::from_str(vendor.schema()).unwrap())).collect()
});

/// What a platform's contract says.
pub fn contract(vendor: Vendor) -> &'static Value {
    &CONTRACTS[&vendor]
}

/// The values of a keyword anywhere in a schema.
pub fn values_of<'s>(schema: &'s Value, keyword: &str) -> Vec<&'s Value> {
    match schema {
        Value::Object(members) => {
            let inner = members.values().flat_map(|member| values_of(member, keyword));
            members.get(keyword).into_iter().chain(inner).collect()
        }
        Value::Array(elements) => elements.iter().flat_map(|element| values_of(element, keyword)).collect(),
        _ => Vec::new(),
    }
}

/// Marks the members of a contract that an instance has, and its words, by their place in the contract.
pub fn mark(contract: &Value, place: &str, instance: &Value, seen: &mut BTreeSet<String>) {
    let schema = contract.pointer(place).unwrap();
    if let Some(target) = schema["$ref"].as_str() {
        mark(contract, target.strip_prefix('#').unwrap(), instance, seen);
    }
    for name in schema["properties"].as_object().into_iter().flat_map(|properties| properties.keys()) {
        let place = format!("{place}/properties/{name}");
        match instance.get(name) {
            None if instance.is_object() => _ = seen.insert(place + ABSENT),
            None => {}
            Some(Value::Null) => _ = seen.insert(place + NULL),
            Some(member) => {
                mark(contract, &place, member, seen);
                seen.insert(place);
            }
        }
    }
    for (at, entry) in schema["allOf"].as_array().into_iter().flatten().enumerate() {
        if jsonschema::is_valid(&entry["if"], instance) {
            seen.insert(format!("{place}/allOf/{at}"));
            mark(contract, &format!("{place}/allOf/{at}/then"), instance, seen);
        }
    }
    let listed = schema.pointer("/anyOf/0/enum").and_then(Value::as_array).into_iter().flatten();
    seen.extend(listed.enumerate().filter(|&(_, word)| word == instance).map(|(at, _)| word_place(place, at)));
    if schema.get("items").is_some() {
        for element in instance.as_array().into_iter().flatten() {
            mark(contract, &format!("{place}/items"), element, seen);
        }
    }
}

/// Behind the place of a member, where an object lacks it.
pub const ABSENT: &str = " absent";

/// Behind the place of a member that is null.
pub const NULL: &str = " null";

/// The ways in which the members of a contract may be left out.
pub fn omissions(contract: &Value) -> BTreeSet<String> {
    let mut places = BTreeSet::new();
    self::places(contract, "", &mut places);
    // The dispatch's own part of a contract is no body's.
    places.retain(|place| !is_word(place) && place.starts_with("/$defs/") && !place.contains("/allOf/"));
    let optional = |place: &String| {
        let (object, name) = place.rsplit_once("/properties/").unwrap();
        let required = contract.pointer(object).unwrap()["required"].as_array();
        !required.is_some_and(|required| required.iter().any(|other| other == name))
    };
    let nullable = |place: &String| contract.pointer(place).unwrap()["type"].to_string().contains("null");
    let absent = places.iter().filter(|place| optional(place)).map(|place| place.clone() + ABSENT);
    absent.chain(places.iter().filter(|place| nullable(place)).map(|place| place.clone() + NULL)).collect()
}

fn word_place(place: &str, at: usize) -> String {
    format!("{place}/anyOf/0/enum/{at}")
}

/// Whether a place is one of a word.
pub fn is_word(place: &str) -> bool {
    place.contains("/enum/")
}

/// The places of all members, choices and words that a contract names.
pub fn places(schema: &Value, place: &str, found: &mut BTreeSet<String>) {
    let Value::Object(members) = schema else { return };
    for name in schema["properties"].as_object().into_iter().flat_map(|properties| properties.keys()) {
        let member = format!("{place}/properties/{name}");
        places(&schema["properties"][name], &member, found);
        found.insert(member);
    }
    for (at, _) in schema["allOf"].as_array().into_iter().flatten().enumerate() {
        found.insert(format!("{place}/allOf/{at}"));
    }
    for (name, definition) in members.get("$defs").and_then(Value::as_object).into_iter().flatten() {
        places(definition, &format!("{place}/$defs/{name}"), found);
    }
    let listed = schema.pointer("/anyOf/0/enum").and_then(Value::as_array).map_or(0, Vec::len);
    found.extend((0..listed).map(|at| word_place(place, at)));
    if let Some(items) = schema.get("items") {
        places(items, &format!("{place}/items"), found);
    }
}

/// Law 3: the model and the contract, which know nothing of each other, say the same of a body.
#[track_caller]
pub fn agreement(vendor: Vendor, body: &[u8]) -> Option<Payload> {
    let parsed = parse(vendor, body);
    let verdict = validate(vendor, body);
    assert_eq!(parsed.as_ref().err(), verdict.error().as_ref(), "the model's error, the contract's error");
    assert_eq!(parsed.is_ok(), verdict.is_valid());
    if let Some(findings) = verdict.findings() {
        assert!((1..=100).contains(&findings.told().len()));
        assert!(findings.more() == 0 || findings.told().len() == 100);
    }
    parsed.ok()
}

/// Law 2: a payload is written as it was read, and reads as itself again.
#[track_caller]
pub fn lossless(vendor: Vendor, body: &[u8], payload: &Payload) {
    static DOCUMENTED: LazyLock<BTreeMap<Vendor, BTreeSet<&String>>> = LazyLock::new(|| {
        let names = |&vendor: &Vendor| {
            let properties = values_of(contract(vendor), "properties").into_iter().filter_map(Value::as_object);
            (vendor, properties.flat_map(|properties| properties.keys()).collect())
        };
        Vendor::VARIANTS.iter().map(names).collect()
    });

    let sent: Value = serde_json::from_slice(body).unwrap();
    same_but_for_nulls(&sent, &serde_json::to_value(payload).unwrap(), &DOCUMENTED[&vendor]);
    // As text, for in a `Value` a member that was written twice does not show.
    let twice = parse(vendor, serde_json::to_string(payload).unwrap().as_bytes());
    assert_eq!(twice.as_ref(), Ok(payload), "a payload that was written reads as itself");
}

/// Equal, except that a documented member that was `null` may be absent.
#[track_caller]
fn same_but_for_nulls(sent: &Value, back: &Value, documented: &BTreeSet<&String>) {
    let (Value::Object(sent), Value::Object(back)) = (sent, back) else {
        assert_eq!(sent, back);
        return;
    };
    for (name, member) in sent {
        match back.get(name) {
            Some(same) => same_but_for_nulls(member, same, documented),
            None => assert!(member.is_null() && documented.contains(name), "{name} is lost"),
        }
    }
    assert!(back.keys().all(|name| sent.contains_key(name)), "something was added");
}

/// Law 2b: every leaf of a payload stands in its event, but for the constants that say which event it is.
#[track_caller]
pub fn kept(vendor: Vendor, body: &[u8], event: &Event) {
    let sent: Value = serde_json::from_slice(body).unwrap();
    let event = serde_json::to_value(event).unwrap();
    let stands = scalars(&event);
    let constants = values_of(contract(vendor), "const");
    for pointer in leaves(&sent) {
        let leaf = sent.pointer(&pointer).unwrap();
        let is_constant = leaf.is_null() || leaf.is_boolean() || constants.contains(&leaf);
        assert!(is_constant || stands.contains(&leaf), "{pointer} is lost in {event}");
    }
}

/// Law 7: an event's JSON is valid by our schema and by the one of CloudEvents, and reads back equal.
#[track_caller]
pub fn survives(event: &Event) {
    static SCHEMAS: LazyLock<[Validator; 2]> = LazyLock::new(|| {
        [leadhook::Event::SCHEMA, include_str!("../../cloudevents.schema.json")].map(|schema| {
            let schema = serde_json::from_str(schema).unwrap();
            jsonschema::draft202012::options().should_validate_formats(true).build(&schema).unwrap()
        })
    });

    let json = serde_json::to_string(event).unwrap();
    let value: Value = serde_json::from_str(&json).unwrap();
    for schema in &*SCHEMAS {
        let errors: Vec<_> = schema.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?} in {json}");
    }
    assert_eq!(Event::from_json(json.as_bytes()).as_ref(), Ok(event), "{json}");
    assert_eq!(&serde_json::from_value::<Event>(value).unwrap(), event, "{json}");
}

/// Law 8, the half that any body can tell: the id and the subject do not depend on how a body is written.
#[track_caller]
pub fn spelling_is_nothing(vendor: Vendor, body: &[u8], event: &Event) {
    let value: Value = serde_json::from_slice(body).unwrap();
    let again = normalize(vendor, respelt(&value).as_bytes()).unwrap();
    assert_eq!((again.id(), again.subject()), (event.id(), event.subject()));
}

/// Law 9: events tell the same of their subjects in another order, twice, and in two parts.
#[track_caller]
pub fn converges(events: &[Event], order: &[&Event], split: usize) {
    let whole: Fold = events.iter().collect();
    assert_eq!(order.iter().copied().collect::<Fold>(), whole, "in another order");
    let mut twice = whole.clone();
    twice.extend(order.iter().copied());
    assert_eq!(twice, whole, "twice");
    let (one, other) = order.split_at(split);
    for (first, second) in [(one, other), (other, one)] {
        let mut merged: Fold = first.iter().copied().collect();
        merged.merge(second.iter().copied().collect());
        assert_eq!(merged, whole, "in two parts");
    }

    let standings: Vec<_> = whole.iter().collect();
    assert!(standings.is_sorted_by_key(|standing| standing.key));
    let keys: BTreeSet<_> = events.iter().filter(|event| has_lifecycle(event)).filter_map(Event::subject_key).collect();
    assert!(keys.iter().eq(standings.iter().map(|standing| standing.key)), "each subject once");
    whole.messages.values().for_each(stores);
    whole.calls.values().for_each(stores);
    whole.leads.values().for_each(stores);
}

/// Whether an event is about something that has a lifecycle.
pub fn has_lifecycle(event: &Event) -> bool {
    matches!(event, Event::Message(_) | Event::Call(_) | Event::Lead(_))
}

/// A lifecycle survives its JSON form.
#[track_caller]
pub fn stores<S: Precedence>(lifecycle: &Lifecycle<S>) {
    let json = serde_json::to_string(lifecycle).unwrap();
    assert_eq!(serde_json::from_str::<Lifecycle<S>>(&json).as_ref().ok(), Some(lifecycle), "{json}");
}

/// All that must hold of any bytes as a webhook of a platform.
#[track_caller]
pub fn all(vendor: Vendor, body: &[u8]) {
    let Some(payload) = agreement(vendor, body) else { return };
    lossless(vendor, body, &payload);
    let event = Event::from(payload);
    kept(vendor, body, &event);
    survives(&event);
    spelling_is_nothing(vendor, body, &event);
}
