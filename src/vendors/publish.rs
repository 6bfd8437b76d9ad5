//! Writes the strict schemas in `schemas/strict`: plain JSON Schema with standard formats, for other tools.

use std::path::Path;

use expect_test::expect_file;
use serde_json::{Map, Value, json};

use super::Vendor;
use crate::schema::strict::{constant, derive};

/// `UPDATE_EXPECT=1 cargo test` writes the files.
#[test]
fn the_published_strict_schemas_are_derived_from_the_schemas() {
    for &vendor in Vendor::VARIANTS {
        let schema = serde_json::from_str(vendor.schema()).unwrap();
        let text = format!("{:#}\n", publish(&schema));
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("schemas/strict/{vendor}.schema.json"));
        expect_file![path].assert_eq(&text);
    }
}

/// Returns the strict schema in the form that other tools read.
fn publish(schema: &Value) -> Value {
    let strict = derive(schema);
    let mut definitions = Map::new();
    collect(&strict, &strict, &[], &mut definitions);
    let alternatives: Vec<_> = definitions.keys().map(|name| json!({ "$ref": format!("#/$defs/{name}") })).collect();
    json!({
        "$schema": strict["$schema"],
        "$id": format!("{}:strict", strict["$id"].as_str().unwrap()),
        "title": strict["title"],
        "description": strict["description"],
        "oneOf": alternatives,
        "$defs": definitions,
    })
}

/// Collects one definition for each event, or for each channel of an event. `path` has the constants that select it.
fn collect(schema: &Value, root: &Value, path: &[&str], definitions: &mut Map<String, Value>) {
    let target = schema["$ref"].as_str().and_then(|target| root.pointer(target.strip_prefix('#')?));
    let schema = target.unwrap_or(schema);
    let Some(entries) = schema["allOf"].as_array() else {
        let mut definition = plain(schema);
        definition["properties"]["event"] = json!({ "const": path[0], "description": "The event's name." });
        definitions.insert(path.join("."), definition);
        return;
    };
    for entry in entries {
        let Some((_, constant)) = entry.get("if").and_then(constant) else { continue };
        collect(&entry["then"], root, &[path, &[constant.as_str().unwrap()]].concat(), definitions);
    }
}

/// Returns a schema without keywords and formats of this crate.
fn plain(schema: &Value) -> Value {
    match schema {
        Value::Object(keywords) => {
            let mut plain_keywords = Map::new();
            for (keyword, value) in keywords {
                let (keyword, value) = match (keyword.as_str(), value.as_str()) {
                    ("format", Some("e164")) => ("pattern", json!(r"^\+[1-9][0-9]{1,14}$")),
                    ("format", Some("ip")) => ("anyOf", json!([{ "format": "ipv4" }, { "format": "ipv6" }])),
                    (own, _) if own.starts_with("x-") => continue,
                    (standard, _) => (standard, plain(value)),
                };
                plain_keywords.insert(keyword.to_owned(), value);
            }
            plain_keywords.into()
        }
        Value::Array(elements) => elements.iter().map(plain).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => schema.clone(),
    }
}
