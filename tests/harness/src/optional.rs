//! Law 12: nothing optional refuses a webhook. Any JSON value in any optional member leaves the body accepted.
#![allow(clippy::wildcard_enum_match_arm, reason = "serde_json's `Value` has six variants and will not get more")]

use std::collections::{BTreeMap, BTreeSet};

use leadhook::{Vendor, normalize, parse};
use serde_json::Value;

use crate::corpus::{Edit, different_leaf, edited};
use crate::law::{is_same, schema};

/// The values that replace an optional member, as JSON texts. An empty text removes the member.
pub const REPLACEMENTS: [&str; 13] = [
    "",
    "null",
    "true",
    "7",
    "-1",
    "0.5",
    "1e2",
    "18446744073709551616",
    r#""""#,
    r#""word""#,
    "[]",
    "{}",
    r#"{"nested":{"list":[1,"two",null,{}]}}"#,
];

/// Returns the JSON Pointers of the optional members that a body has, outer ones first.
pub fn members(vendor: Vendor, body: &Value) -> Vec<String> {
    let mut found = BTreeMap::new();
    collect(schema(vendor), "", body, "", &mut found);
    found.into_iter().filter_map(|(pointer, is_required)| (!is_required).then_some(pointer)).collect()
}

/// Collects the documented members of a value, and whether a definition requires each.
fn collect(schema: &Value, definition: &str, value: &Value, pointer: &str, found: &mut BTreeMap<String, bool>) {
    let keywords = schema.pointer(definition).unwrap();
    if let Some(target) = keywords["$ref"].as_str() {
        return collect(schema, target.strip_prefix('#').unwrap(), value, pointer, found);
    }
    let required = keywords["required"].as_array();
    for name in keywords["properties"].as_object().into_iter().flat_map(|members| members.keys()) {
        let Some(member) = value.get(name) else { continue };
        let inner = format!("{pointer}/{name}");
        *found.entry(inner.clone()).or_default() |= required.is_some_and(|names| names.iter().any(|one| one == name));
        collect(schema, &format!("{definition}/properties/{name}"), member, &inner, found);
    }
    for (at, entry) in keywords["allOf"].as_array().into_iter().flatten().enumerate() {
        if selects(&entry["if"], value) {
            collect(schema, &format!("{definition}/allOf/{at}/then"), value, pointer, found);
        }
    }
}

/// Returns true if a value has the constant that a condition of a dispatch requires.
fn selects(condition: &Value, value: &Value) -> bool {
    let has_members = |members: &serde_json::Map<String, Value>| {
        members.iter().all(|(name, member)| value.get(name).is_some_and(|value| selects(member, value)))
    };
    condition.get("const").is_none_or(|constant| constant == value)
        && condition["properties"].as_object().is_none_or(has_members)
}

/// A body, its event, and the parts of the event that are made from one optional member.
pub struct Member<'b> {
    vendor: Vendor,
    body: &'b Value,
    pointer: &'b str,
    /// The leaves of the event.
    event: BTreeMap<String, Value>,
    /// The leaves of the event that another documented value changes.
    made_from_it: BTreeSet<String>,
}

impl<'b> Member<'b> {
    /// Finds the parts of an event that are made from the member at `pointer`.
    #[track_caller]
    pub fn new(vendor: Vendor, body: &'b Value, pointer: &'b str) -> Self {
        let event = event_leaves(vendor, &body.to_string());
        let mut other = body.clone();
        change_leaves(other.pointer_mut(pointer).unwrap());
        let made_from_it = differences(&event, &event_leaves(vendor, &other.to_string()));
        Self { vendor, body, pointer, event, made_from_it }
    }

    /// Asserts that another value leaves the body accepted, that the event has the value, and that nothing else changes.
    #[track_caller]
    pub fn accepts(&self, replacement: &str) {
        let Self { vendor, body, pointer, .. } = *self;
        let edit = if replacement.is_empty() { Edit::Drop } else { Edit::Replace(replacement) };
        let text = edited(body, pointer, edit);
        let context = || format!("{vendor}, {pointer}: {replacement} in {body}");
        let payload = parse(vendor, text.as_bytes()).unwrap_or_else(|error| panic!("{}: {error}", context()));
        let event = event_leaves(vendor, &text);

        let extra = format!("/data/extra{pointer}");
        for changed in differences(&self.event, &event) {
            let is_made = self.made_from_it.iter().any(|made| is_within(&changed, made) || is_within(made, &changed));
            // The time of a reply is its own. That of the report is then a member of its own.
            let is_time = changed == "/data/reported_at" && self.made_from_it.contains("/time");
            assert!(is_made || is_time || is_within(&changed, &extra), "{changed} changed: {}", context());
        }

        let Ok(value) = serde_json::from_str::<Value>(replacement) else { return };
        let kept = leaves_below(&event, &extra);
        let is_in_extra = !kept.is_empty() && kept == leaves(&value);
        let is_unexpected = payload.unexpected().iter().any(|one| one == pointer);
        assert_eq!(is_in_extra, is_unexpected, "the payload reports what is in extra: {}", context());
        if value.is_null() || is_in_extra {
            return;
        }
        let fits = |made: &String| leaves_below(&event, made).values().any(|leaf| is_same(&value, leaf));
        let nothing_to_keep = value == Value::Object(Default::default()) && body.pointer(pointer).unwrap().is_object();
        assert!(nothing_to_keep || self.made_from_it.iter().any(fits), "the value is lost: {}", context());
    }
}

/// Replaces every leaf of a value by another documented one.
fn change_leaves(value: &mut Value) {
    match value {
        Value::Object(members) => members.values_mut().for_each(change_leaves),
        Value::Array(elements) => elements.iter_mut().for_each(change_leaves),
        leaf => {
            if let Some(other) = different_leaf(leaf) {
                *leaf = serde_json::from_str(&other).unwrap();
            }
        }
    }
}

#[track_caller]
fn event_leaves(vendor: Vendor, body: &str) -> BTreeMap<String, Value> {
    let event = normalize(vendor, body.as_bytes()).unwrap_or_else(|error| panic!("{vendor}: {error} in {body}"));
    leaves(&serde_json::to_value(event).unwrap())
}

/// Returns the scalars and the empty arrays and objects in a value, by their JSON Pointers.
fn leaves(value: &Value) -> BTreeMap<String, Value> {
    let pointers = crate::corpus::pointers(value).into_iter();
    let leaf = |pointer: String| {
        let leaf = value.pointer(&pointer).unwrap();
        let is_leaf = match leaf {
            Value::Object(members) => members.is_empty(),
            Value::Array(elements) => elements.is_empty(),
            _ => true,
        };
        is_leaf.then(|| (pointer, leaf.clone()))
    };
    pointers.filter_map(leaf).collect()
}

/// Returns the leaves inside the value at a pointer, by their pointers from there.
fn leaves_below(leaves: &BTreeMap<String, Value>, outer: &str) -> BTreeMap<String, Value> {
    let inner = |(pointer, leaf): (&String, &Value)| {
        is_within(pointer, outer).then(|| (pointer[outer.len()..].to_owned(), leaf.clone()))
    };
    leaves.iter().filter_map(inner).collect()
}

/// Returns the pointers of the leaves that differ.
fn differences(one: &BTreeMap<String, Value>, other: &BTreeMap<String, Value>) -> BTreeSet<String> {
    let pointers = one.keys().chain(other.keys());
    pointers.filter(|&pointer| one.get(pointer) != other.get(pointer)).cloned().collect()
}

/// Returns true if a pointer equals the pointer `outer` or leads into it.
fn is_within(pointer: &str, outer: &str) -> bool {
    pointer.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
