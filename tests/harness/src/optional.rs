//! Law 12: nothing optional refuses a webhook. Any JSON value in any optional member leaves the body accepted.
#![allow(clippy::wildcard_enum_match_arm, reason = "serde_json's `Value` has six variants and will not get more")]

use std::collections::{BTreeMap, BTreeSet};

use leadhook::{Vendor, normalize, parse};
use serde_json::{Value, json};

use crate::corpus::{Edit, different_leaf, edited};
use crate::law::{is_same, schema};

/// The values that replace an optional member, as JSON texts. An empty text removes the member.
pub const REPLACEMENTS: [&str; 15] = [
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
    r#"["word",7]"#,
    r#"["word","other"]"#,
    "{}",
    r#"{"nested":{"list":[1,"two",null,{}]}}"#,
];

/// A documented member of a body.
#[derive(Default)]
struct Documented {
    is_required: bool,
    /// The pointer of its subschema in the vendor's schema.
    definition: String,
}

/// Returns the optional members of a body, outer ones first: the JSON Pointer of each in the body and in the schema.
pub fn members(vendor: Vendor, body: &Value) -> Vec<(String, String)> {
    let mut found = BTreeMap::new();
    collect(schema(vendor), "", body, "", &mut found);
    let optional = found.into_iter().filter(|(_, member)| !member.is_required);
    optional.map(|(pointer, member)| (pointer, member.definition)).collect()
}

/// Collects the documented members of a value.
fn collect(schema: &Value, definition: &str, value: &Value, pointer: &str, found: &mut BTreeMap<String, Documented>) {
    let keywords = schema.pointer(definition).unwrap();
    if let Some(target) = keywords["$ref"].as_str() {
        return collect(schema, target.strip_prefix('#').unwrap(), value, pointer, found);
    }
    let required = keywords["required"].as_array();
    for name in keywords["properties"].as_object().into_iter().flat_map(|members| members.keys()) {
        let Some(member) = value.get(name) else { continue };
        let (inner, definition) = (format!("{pointer}/{name}"), format!("{definition}/properties/{name}"));
        let documented = found.entry(inner.clone()).or_default();
        // Several definitions may describe a member, and one of them requires it.
        documented.is_required |= required.is_some_and(|names| names.iter().any(|one| one == name));
        documented.definition.clone_from(&definition);
        collect(schema, &definition, member, &inner, found);
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
    /// Whether the member is documented as an object.
    is_object: bool,
    /// The leaves of the event.
    event: BTreeMap<String, Value>,
    /// The leaves and arrays of the event that other documented values change.
    made_from_it: BTreeSet<String>,
}

impl<'b> Member<'b> {
    /// Finds the parts of an event that are made from the member at `pointer`.
    #[track_caller]
    pub fn new(vendor: Vendor, body: &'b Value, (pointer, definition): &'b (String, String)) -> Self {
        let event = event_leaves(vendor, &body.to_string());
        let documented = schema(vendor).pointer(definition).unwrap();
        let mut others = [body.clone(), body.clone()];
        change_leaves(others[0].pointer_mut(pointer).unwrap());
        *others[1].pointer_mut(pointer).unwrap() = documented_value(&documented["x-expected"]);
        let changes = others.iter().flat_map(|other| differences(&event, &event_leaves(vendor, &other.to_string())));
        let made_from_it = changes.map(|pointer| whole_array(&pointer).to_owned()).collect();
        let is_object = documented.get("properties").is_some() || documented.get("$ref").is_some();
        Self { vendor, body, pointer, is_object, event, made_from_it }
    }

    /// Asserts that another value leaves the body accepted, that the event has the value, and that nothing else changes.
    #[track_caller]
    pub fn assert_accepts(&self, replacement: &str) {
        let Self { vendor, body, pointer, .. } = *self;
        let edit = if replacement.is_empty() { Edit::Drop } else { Edit::Replace(replacement) };
        let text = edited(body, pointer, edit);
        let context = || format!("{vendor}, {pointer}: {replacement} in {body}");
        let payload = parse(vendor, text.as_bytes()).unwrap_or_else(|error| panic!("{}: {error}", context()));
        let event = event_leaves(vendor, &text);

        let extra = format!("/data/extra{pointer}");
        for changed in differences(&self.event, &event) {
            let is_made = self.is_made_from_it(&changed);
            // A reply's time is `receivedAt`. If that fits, `timestamp` becomes `reported_at`.
            let is_time = changed == "/data/reported_at" && self.made_from_it.contains("/time");
            assert!(is_made || is_time || is_within(&changed, &extra), "{changed} changed: {}", context());
        }

        let Ok(value) = serde_json::from_str::<Value>(replacement) else { return };
        let kept = leaves_below(&event, &extra);
        let is_in_extra = !kept.is_empty() && kept == leaves(&value);
        let is_unexpected = payload.unexpected().iter().any(|one| one == pointer);
        // Only the undocumented members of an object are in `extra`.
        let is_misfit = is_in_extra && !(self.is_object && value.is_object());
        assert_eq!(is_misfit, is_unexpected, "the payload reports what does not fit: {}", context());
        if value.is_null() || is_in_extra {
            return;
        }
        let nothing_to_keep = self.is_object && value == json!({});
        let made = || event.iter().filter(|(at, _)| self.is_made_from_it(at));
        let is_kept = leaves(&value).values().all(|sent| made().any(|(_, leaf)| is_same(vendor, pointer, sent, leaf)));
        assert!(nothing_to_keep || is_kept, "the value is lost: {}", context());
    }

    /// Asserts that two values that do not fit make two ids, if the member is a part of the key.
    #[track_caller]
    pub fn assert_identifies(&self) {
        if !self.made_from_it.contains("/id") {
            return;
        }
        let [one, other] = [r#"[{"a":1}]"#, r#"[{"a":2}]"#].map(|value| {
            let body = edited(self.body, self.pointer, Edit::Replace(value));
            event_leaves(self.vendor, &body)["/id"].clone()
        });
        assert_ne!(one, other, "{}, {} of {}", self.vendor, self.pointer, self.body);
    }

    fn is_made_from_it(&self, leaf: &str) -> bool {
        self.made_from_it.iter().any(|made| is_within(leaf, made) || is_within(made, leaf))
    }
}

/// Returns a value that a member is expected to have.
fn documented_value(expected: &Value) -> Value {
    let format = expected["format"].as_str().or_else(|| expected.pointer("/anyOf/0/format")?.as_str());
    match (expected["type"].as_str(), format) {
        (_, Some("date-time")) => json!("2031-05-06T07:08:09.125Z"),
        (_, Some("date")) => json!("2031-05-06"),
        (Some("integer" | "number"), _) => json!(987_654),
        (Some("boolean"), _) => json!(true),
        (Some("array"), _) => json!(["märk-7f3a"]),
        (Some("object"), _) => json!({ "undocumented_member": "märk-7f3a" }),
        _ => json!("märk-7f3a"),
    }
}

/// Replaces every leaf of a value by another documented one, and adds an undocumented member to every object.
fn change_leaves(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.values_mut().for_each(change_leaves);
            members.insert("undocumented_member".to_owned(), "märk-7f3a".into());
        }
        Value::Array(elements) if elements.is_empty() => elements.push("märk-7f3a".into()),
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

/// Returns the pointer of the array that a pointer leads into, because another value may have more elements.
fn whole_array(pointer: &str) -> &str {
    let is_index = |segment: &str| segment.bytes().all(|byte| byte.is_ascii_digit());
    let at = pointer.match_indices('/').find(|&(at, _)| pointer[at + 1..].split('/').next().is_some_and(is_index));
    at.map_or(pointer, |(at, _)| &pointer[..at])
}

/// Returns true if a pointer equals the pointer `outer` or leads into it.
fn is_within(pointer: &str, outer: &str) -> bool {
    pointer.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
