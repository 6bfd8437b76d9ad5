//! Publishes the strict schemas of the vendors.

use serde_json::{Map, Value, json};

use super::Vendor;
use crate::schema::publish::{assert_published, plain};
use crate::schema::strict::{constant, derive};

#[test]
fn the_published_strict_schemas_are_derived_from_the_schemas() {
    for &vendor in Vendor::VARIANTS {
        let strict = derive(&serde_json::from_str(vendor.schema()).unwrap());
        let mut definitions = Map::new();
        collect(&strict, &strict, &[], &mut definitions);
        assert_published(vendor.as_str(), &strict, definitions.keys().map(String::as_str), &definitions);
    }
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
