//! The laws, each an assertion about one body. The tests and the fuzz targets check them on bodies of all kinds.
//! `docs/guarantees.md` has their numbers.
#![allow(clippy::wildcard_enum_match_arm, reason = "serde_json's `Value` has six variants and will not get more")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use jsonschema::Validator;
use leadhook::event::EventKind;
use leadhook::lifecycle::{Fold, Lifecycle, Precedence};
use leadhook::{Event, Payload, Vendor, normalize, parse, validate};
use serde_json::Value;

use crate::corpus::{leaves, respell, scalars};
use crate::optional;

static SCHEMAS_BY_VENDOR: LazyLock<BTreeMap<Vendor, Value>> = LazyLock::new(|| {
    Vendor::VARIANTS.iter().map(|&vendor| (vendor, serde_json::from_str(vendor.schema()).unwrap())).collect()
});

/// Returns the schema of a vendor.
pub fn schema(vendor: Vendor) -> &'static Value {
    &SCHEMAS_BY_VENDOR[&vendor]
}

/// Returns the values of a keyword anywhere in a schema.
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

/// Records which parts of a schema an instance uses: the pointers of its members, present, null or absent, and of its
/// documented values. `pointer` is that of the definition in the schema document `root`.
pub fn record_coverage(root: &Value, pointer: &str, instance: &Value, seen: &mut BTreeSet<String>) {
    let schema = root.pointer(pointer).unwrap();
    if let Some(target) = schema["$ref"].as_str() {
        record_coverage(root, target.strip_prefix('#').unwrap(), instance, seen);
    }
    for name in schema["properties"].as_object().into_iter().flat_map(|properties| properties.keys()) {
        let pointer = format!("{pointer}/properties/{name}");
        match instance.get(name) {
            None if instance.is_object() => _ = seen.insert(pointer + ABSENT),
            None => {}
            Some(Value::Null) => _ = seen.insert(pointer + NULL),
            Some(member) => {
                record_coverage(root, &pointer, member, seen);
                seen.insert(pointer);
            }
        }
    }
    for (at, entry) in schema["allOf"].as_array().into_iter().flatten().enumerate() {
        if jsonschema::is_valid(&entry["if"], instance) {
            seen.insert(format!("{pointer}/allOf/{at}"));
            record_coverage(root, &format!("{pointer}/allOf/{at}/then"), instance, seen);
        }
    }
    let listed = schema.pointer("/x-expected/enum").and_then(Value::as_array).into_iter().flatten();
    seen.extend(listed.enumerate().filter(|&(_, value)| value == instance).map(|(at, _)| value_pointer(pointer, at)));
}

/// What [`record_coverage`] and [`omissions`] put after the pointer of a member that is absent.
pub const ABSENT: &str = " absent";

/// What [`record_coverage`] and [`omissions`] put after the pointer of a member that is null.
pub const NULL: &str = " null";

/// Returns the ways in which the members of a schema may be omitted: each optional one absent or null.
pub fn omissions(schema: &Value) -> BTreeSet<String> {
    let mut pointers = BTreeSet::new();
    collect_pointers(schema, "", &mut pointers);
    // Only definitions describe bodies. The dispatch repeats some of their members.
    pointers.retain(|pointer| !is_value(pointer) && pointer.starts_with("/$defs/") && !pointer.contains("/allOf/"));
    let optional = |pointer: &String| {
        let (object, name) = pointer.rsplit_once("/properties/").unwrap();
        let required = schema.pointer(object).unwrap()["required"].as_array();
        !required.is_some_and(|required| required.iter().any(|other| other == name))
    };
    let optional: Vec<_> = pointers.iter().filter(|pointer| optional(pointer)).collect();
    optional.iter().flat_map(|&pointer| [pointer.clone() + ABSENT, pointer.clone() + NULL]).collect()
}

fn value_pointer(pointer: &str, at: usize) -> String {
    format!("{pointer}/x-expected/enum/{at}")
}

/// Returns true if a pointer is that of a documented value.
pub fn is_value(pointer: &str) -> bool {
    pointer.contains("/enum/")
}

/// Collects the pointers of all members, dispatch entries and documented values of a schema, whose own pointer is
/// `pointer`.
pub fn collect_pointers(schema: &Value, pointer: &str, found: &mut BTreeSet<String>) {
    let Value::Object(members) = schema else { return };
    for name in schema["properties"].as_object().into_iter().flat_map(|properties| properties.keys()) {
        let member = format!("{pointer}/properties/{name}");
        collect_pointers(&schema["properties"][name], &member, found);
        found.insert(member);
    }
    for (at, _) in schema["allOf"].as_array().into_iter().flatten().enumerate() {
        found.insert(format!("{pointer}/allOf/{at}"));
    }
    for (name, definition) in members.get("$defs").and_then(Value::as_object).into_iter().flatten() {
        collect_pointers(definition, &format!("{pointer}/$defs/{name}"), found);
    }
    let listed = schema.pointer("/x-expected/enum").and_then(Value::as_array).map_or(0, Vec::len);
    found.extend((0..listed).map(|at| value_pointer(pointer, at)));
    if let Some(items) = schema.pointer("/x-expected/items") {
        collect_pointers(items, &format!("{pointer}/x-expected/items"), found);
    }
}

/// Law 4: the model and the schema agree on a body, and neither uses the other. Returns the payload if the body parses.
#[track_caller]
pub fn agreement(vendor: Vendor, body: &[u8]) -> Option<Payload> {
    let parsed = parse(vendor, body);
    let verdict = validate(vendor, body);
    assert_eq!(parsed.as_ref().err(), verdict.error().as_ref(), "left is the model's error, right the schema's");
    assert_eq!(parsed.is_ok(), verdict.is_valid());
    if let Some(diagnostics) = verdict.diagnostics() {
        let kept = diagnostics.as_slice().len();
        assert!((1..=100).contains(&kept));
        assert!(diagnostics.omitted() == 0 || kept == 100);
    }
    parsed.ok()
}

/// Law 2: a payload serializes to the JSON that it was parsed from, and parses to itself again.
#[track_caller]
pub fn lossless(vendor: Vendor, body: &[u8], payload: &Payload) {
    static DOCUMENTED: LazyLock<BTreeMap<Vendor, BTreeSet<&String>>> = LazyLock::new(|| {
        let names = |&vendor: &Vendor| {
            let properties = values_of(schema(vendor), "properties").into_iter().filter_map(Value::as_object);
            (vendor, properties.flat_map(|properties| properties.keys()).collect())
        };
        Vendor::VARIANTS.iter().map(names).collect()
    });

    let sent: Value = serde_json::from_slice(body).unwrap();
    assert_same_except_nulls(&sent, &serde_json::to_value(payload).unwrap(), &DOCUMENTED[&vendor]);
    // As text, because a `Value` hides a repeated member.
    let twice = parse(vendor, serde_json::to_string(payload).unwrap().as_bytes());
    assert_eq!(twice.as_ref(), Ok(payload), "a serialized payload parses to itself");
}

/// Asserts equality, except that a documented member that was `null` may be absent.
#[track_caller]
fn assert_same_except_nulls(sent: &Value, back: &Value, documented: &BTreeSet<&String>) {
    let (Value::Object(sent), Value::Object(back)) = (sent, back) else {
        assert_eq!(sent, back);
        return;
    };
    for (name, member) in sent {
        match back.get(name) {
            Some(same) => assert_same_except_nulls(member, same, documented),
            None => assert!(member.is_null() && documented.contains(name), "{name} is lost"),
        }
    }
    assert!(back.keys().all(|name| sent.contains_key(name)), "something was added");
}

/// Law 3: every leaf of a payload is in its event, except the constants that say which event it is.
#[track_caller]
pub fn conversion_is_lossless(vendor: Vendor, body: &[u8], event: &Event) {
    let sent: Value = serde_json::from_slice(body).unwrap();
    let event = serde_json::to_value(event).unwrap();
    let converted = scalars(&event);
    let constants = values_of(schema(vendor), "const");
    for pointer in leaves(&sent) {
        let leaf = sent.pointer(&pointer).unwrap();
        let is_constant = leaf.is_null() || leaf.is_boolean() || constants.contains(&leaf);
        let is_kept = converted.iter().any(|&other| is_same(vendor, &pointer, leaf, other));
        assert!(is_constant || is_kept, "{pointer} is lost in {event}");
    }
}

/// Returns true if the value at `pointer` in a payload is this value of its event. A number where a string is documented,
/// such as an id, is a string there.
pub fn is_same(vendor: Vendor, pointer: &str, sent: &Value, converted: &Value) -> bool {
    static NUMBERS: LazyLock<BTreeMap<Vendor, BTreeSet<&String>>> = LazyLock::new(|| {
        let is_number = |member: &Value| member.pointer("/x-expected/type").is_some_and(|name| name == "integer");
        let names = |&vendor: &Vendor| {
            let properties = values_of(schema(vendor), "properties").into_iter().filter_map(Value::as_object);
            (vendor, properties.flatten().filter(|(_, member)| is_number(member)).map(|(name, _)| name).collect())
        };
        Vendor::VARIANTS.iter().map(names).collect()
    });

    let is_number = || NUMBERS[&vendor].iter().any(|name| pointer.ends_with(&format!("/{name}")));
    sent == converted || (sent.is_number() && !is_number() && converted.as_str() == Some(&sent.to_string()))
}

/// Law 7: an event's JSON follows its schema and reads back equal.
#[track_caller]
pub fn json_round_trips(event: &Event) {
    static SCHEMA: LazyLock<Validator> = LazyLock::new(|| compile(Event::SCHEMA));

    let json = serde_json::to_string(event).unwrap();
    let value: Value = serde_json::from_str(&json).unwrap();
    assert_accepts(&SCHEMA, &value);
    assert_eq!(Event::from_json(json.as_bytes()).as_ref(), Ok(event), "{json}");
    assert_eq!(&serde_json::from_value::<Event>(value).unwrap(), event, "{json}");
}

/// Law 7, for events that this version made: the JSON also follows the strict schema and the CloudEvents schema.
/// Another version may write anything into `dataschema` and `subject`.
#[track_caller]
pub fn is_documented_json(event: &Event) {
    static SCHEMAS: LazyLock<[Validator; 2]> =
        LazyLock::new(|| [Event::STRICT_SCHEMA, include_str!("../../cloudevents.schema.json")].map(compile));

    let value = serde_json::to_value(event).unwrap();
    for schema in &*SCHEMAS {
        assert_accepts(schema, &value);
    }
    json_round_trips(event);
}

fn compile(schema: &str) -> Validator {
    let schema = serde_json::from_str(schema).unwrap();
    jsonschema::draft202012::options().should_validate_formats(true).build(&schema).unwrap()
}

#[track_caller]
fn assert_accepts(schema: &Validator, value: &Value) {
    let errors: Vec<_> = schema.iter_errors(value).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?} in {value}");
}

/// Law 8, for one body: the id and the subject do not depend on spelling.
#[track_caller]
pub fn identity_ignores_spelling(vendor: Vendor, body: &[u8], event: &Event) {
    let value: Value = serde_json::from_slice(body).unwrap();
    let again = normalize(vendor, respell(&value).as_bytes()).unwrap();
    assert_eq!((again.id(), again.subject()), (event.id(), event.subject()));
}

/// Law 9: events make the same lifecycles in another order, twice, and in two parts.
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

    let states: Vec<_> = whole.iter().collect();
    assert!(states.is_sorted_by_key(|state| state.key));
    let keys: BTreeSet<_> = events.iter().filter(|event| has_lifecycle(event)).filter_map(Event::subject_key).collect();
    assert!(keys.iter().eq(states.iter().map(|state| state.key)), "each subject once");
    whole.messages.values().for_each(lifecycle_round_trips);
    whole.calls.values().for_each(lifecycle_round_trips);
    whole.leads.values().for_each(lifecycle_round_trips);
    let json = serde_json::to_string(&whole).unwrap();
    assert_eq!(serde_json::from_str::<Fold>(&json).ok().as_ref(), Some(&whole), "{json}");
}

/// Returns true if the subject of an event has a lifecycle.
pub fn has_lifecycle(event: &Event) -> bool {
    // Only an event that was read can lack its time.
    event.time.is_some() && matches!(event.kind, EventKind::Message(_) | EventKind::Call(_) | EventKind::Lead(_))
}

/// Law 9: a lifecycle reads back equal from its JSON.
#[track_caller]
pub fn lifecycle_round_trips<S: Precedence>(lifecycle: &Lifecycle<S>) {
    let json = serde_json::to_string(lifecycle).unwrap();
    assert_eq!(serde_json::from_str::<Lifecycle<S>>(&json).as_ref().ok(), Some(lifecycle), "{json}");
}

/// Checks every law that must hold for any bytes as a webhook of a vendor.
#[track_caller]
pub fn all(vendor: Vendor, body: &[u8]) {
    let Some(payload) = agreement(vendor, body) else { return };
    lossless(vendor, body, &payload);
    let event = Event::from(payload);
    conversion_is_lossless(vendor, body, &event);
    is_documented_json(&event);
    identity_ignores_spelling(vendor, body, &event);
    nothing_optional_refuses(vendor, body);
}

/// Law 12, for one optional member and one value. The length of the body selects them.
#[track_caller]
pub fn nothing_optional_refuses(vendor: Vendor, body: &[u8]) {
    let value: Value = serde_json::from_slice(body).unwrap();
    let members = optional::members(vendor, &value);
    let Some(index) = body.len().checked_rem(members.len()) else { return };
    let replacement = optional::REPLACEMENTS[body.len() / members.len() % optional::REPLACEMENTS.len()];
    optional::Member::new(vendor, &value, &members[index]).assert_accepts(replacement);
}
