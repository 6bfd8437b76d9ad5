//! Publishes strict schemas in `schemas/strict`: plain JSON Schema with standard formats, for other tools.

use std::path::Path;

use expect_test::expect_file;
use serde_json::{Map, Value, json};

/// Asserts that the published file is up to date. `UPDATE_EXPECT=1 cargo test` writes it.
///
/// It is a `oneOf` of the definitions that `alternatives` names. The head is that of the strict schema.
#[track_caller]
pub(crate) fn assert_published<'a>(
    name: &str,
    strict: &Value,
    alternatives: impl IntoIterator<Item = &'a str>,
    definitions: &Map<String, Value>,
) {
    let alternatives: Vec<_> =
        alternatives.into_iter().map(|name| json!({ "$ref": format!("#/$defs/{name}") })).collect();
    let published = json!({
        "$schema": strict["$schema"],
        "$id": format!("{}:strict", strict["$id"].as_str().unwrap()),
        "title": strict["title"],
        "description": strict["description"],
        "oneOf": alternatives,
        "$defs": definitions,
    });
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("schemas/strict/{name}.schema.json"));
    expect_file![path].assert_eq(&format!("{published:#}\n"));
}

/// Returns a schema without keywords and formats of this crate.
pub(crate) fn plain(schema: &Value) -> Value {
    match schema {
        // Some generators make another type of a `$ref` that has a description.
        Value::Object(keywords) if keywords.len() > 1 && keywords.contains_key("$ref") => {
            let mut keywords = keywords.clone();
            let reference = json!({ "$ref": keywords.remove("$ref") });
            keywords.insert("allOf".to_owned(), json!([reference]));
            plain(&keywords.into())
        }
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
