//! Publishes the strict schema of events.

use serde_json::{Map, Value, json};

use super::SCHEMA;
use crate::event::Event;
use crate::json::MAX_EVENT_DEPTH;
use crate::schema::Verdict;
use crate::schema::publish::{assert_published, plain};
use crate::schema::strict::derive;

/// Generators make a type from each definition, so each definition has the name of a type.
#[test]
fn the_published_strict_schema_is_derived_from_the_schema() {
    let mut strict = derive(&serde_json::from_str(Event::SCHEMA).unwrap());
    let mut data = Map::new();
    let Value::Object(definitions) = strict["$defs"].take() else { panic!("no definitions") };
    for (name, definition) in definitions {
        let name = if name == "person" { name } else { format!("{name}_data") };
        assert!(data.insert(name, plain(&definition)).is_none());
    }

    let types: Vec<_> = list(&strict["properties"]["type"]["enum"]).iter().map(|name| name.as_str().unwrap()).collect();
    let names: Vec<_> = types.iter().map(|name| name.replace('.', "_")).collect();
    let mut all = data;
    for (name, event_type) in names.iter().zip(&types) {
        let [entry] = entries_for(&strict, event_type)[..] else {
            panic!("one entry of the dispatch for {event_type}")
        };
        assert!(all.insert(name.clone(), definition(&strict, entry, event_type)).is_none(), "{name} twice");
    }
    assert_published("event", &strict, names.iter().map(String::as_str), &all);
}

/// Returns the entries of the dispatch that describe a type.
fn entries_for<'s>(strict: &'s Value, event_type: &str) -> Vec<&'s Value> {
    let document = json!({ "type": event_type });
    list(&strict["allOf"]).iter().filter(|entry| jsonschema::is_valid(&entry["if"], &document)).collect()
}

/// Returns the definition of the events of one type.
fn definition(strict: &Value, entry: &Value, event_type: &str) -> Value {
    let description = describe(entry["description"].as_str().unwrap(), event_type);
    let required: Vec<_> = [strict, &entry["then"]].iter().flat_map(|schema| list(&schema["required"])).collect();
    let mut properties = plain(&strict["properties"]);
    properties["type"] = json!({ "const": event_type, "description": properties["type"]["description"] });
    let kind = entry["then"]["properties"]["data"]["$ref"].as_str().unwrap();
    properties["data"] = json!({ "$ref": format!("{kind}_data") });
    json!({
        "description": description,
        "type": "object",
        "additionalProperties": false,
        "required": required,
        "properties": properties,
    })
}

/// Returns the description of one type: what it has in common with all types of its kind, and what its status means.
fn describe(kind: &str, event_type: &str) -> String {
    let Some((common, meanings)) = kind.split_once(". ").filter(|(_, rest)| rest.contains("; ")) else {
        return kind.to_owned();
    };
    let (_, status) = event_type.split_once('.').unwrap();
    let mut meanings = meanings.trim_end_matches('.').split("; ").filter_map(|one| one.split_once(": "));
    let (_, meaning) = meanings.find(|(name, _)| *name == status).expect("the description explains each status");
    format!("{common}. {status}: {meaning}.")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The strict schema that finds drift, and the published one.
#[test]
fn the_published_strict_schema_accepts_exactly_the_events_without_drift() {
    let published = serde_json::from_str(Event::STRICT_SCHEMA).unwrap();
    let published = jsonschema::draft202012::options().should_validate_formats(true).build(&published).unwrap();
    let event = json!({
        "specversion": "1.0",
        "type": "contact.unsubscribed",
        "source": "leadnest",
        "id": "be032d41-ab5c-5938-829d-1332facee7a5",
        "time": "2024-01-15T10:30:00Z",
        "dataschema": "urn:leadhook:schema:event:1",
        "data": { "vendor_event": "email.unsubscribed", "channel": "email", "person": { "first_name": "Ava" } },
    });
    let unknown = json!({ "type": "unknown", "data": { "vendor_event": "x" } });
    for (changes, verdict, diagnostics) in [
        (json!({}), "valid", ""),
        (unknown, "valid", ""),
        (json!({ "type": "contact.unsubscribe" }), "drift", "unexpected_value /type"),
        (
            json!({ "type": "invoice.paid", "data": { "vendor_event": "x", "sum": 7 } }),
            "drift",
            "unexpected_value /type",
        ),
        (json!({ "dataschema": "urn:x" }), "drift", "unexpected_value /dataschema"),
        (json!({ "data": { "vendor_event": "x", "channel": "fax" } }), "drift", "unexpected_value /data/channel"),
        (json!({ "traceparent": "00" }), "drift", "undocumented_member /traceparent"),
        (
            json!({ "data": { "vendor_event": "x", "person": { "age": 7 } } }),
            "drift",
            "undocumented_member /data/person/age",
        ),
        (json!({ "type": "message.sent", "data": { "vendor_event": "x" } }), "drift", "unexpected_format /data"),
        (json!({ "time": null, "dataschema": null }), "drift", "unexpected_format , unexpected_format "),
        (json!({ "data": { "vendor_event": "x", "channel": null } }), "invalid", "invalid /data/channel"),
    ] {
        let mut document = event.clone();
        let members = document.as_object_mut().unwrap();
        members.extend(changes.as_object().unwrap().clone());
        members.retain(|_, member| !member.is_null());
        let found = SCHEMA.validate_within(document.to_string().as_bytes(), MAX_EVENT_DEPTH);
        let all = found.diagnostics().into_iter().flatten().map(|one| format!("{} {}", one.code, one.pointer));
        assert_eq!((found.as_str(), all.collect::<Vec<_>>().join(", ").as_str()), (verdict, diagnostics), "{document}");
        assert_eq!(published.is_valid(&document), found == Verdict::Valid, "{document}");
    }
}
