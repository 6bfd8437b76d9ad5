//! Derives the strict schema, which accepts only what is documented. `schemas/README.md` describes the steps.

use serde_json::{Map, Value, json};

/// Derives the strict schema of a whole schema.
pub(super) fn derive(mut schema: Value) -> Value {
    close(&mut schema, true);
    schema
}

fn close(schema: &mut Value, is_root: bool) {
    // The schema `true` accepts anything.
    let Value::Object(keywords) = schema else { return };
    for (keyword, inner) in keywords.iter_mut() {
        match keyword.as_str() {
            "properties" | "$defs" => members(inner).for_each(|schema| close(schema, false)),
            "allOf" | "anyOf" => elements(inner).for_each(|schema| close(schema, false)),
            "then" | "else" | "items" => close(inner, false),
            // `if` chooses and asserts nothing.
            _ => {}
        }
    }
    if keywords.contains_key("properties") && !is_root && !keywords.contains_key("x-open") {
        keywords.insert("additionalProperties".to_owned(), false.into());
    }
    close_enum(keywords);
    assert_advice(keywords);
    close_dispatch(keywords);
}

fn members(value: &mut Value) -> impl Iterator<Item = &mut Value> {
    value.as_object_mut().into_iter().flat_map(Map::values_mut)
}

fn elements(value: &mut Value) -> impl Iterator<Item = &mut Value> {
    value.as_array_mut().into_iter().flatten()
}

/// Returns true if a schema accepts null.
fn accepts_null(keywords: &Map<String, Value>) -> bool {
    keywords.get("type").and_then(Value::as_array).is_some_and(|types| types.contains(&json!("null")))
}

/// Closes an open enum: removes the `true`, so that only documented values pass, and null where it may be null.
fn close_enum(keywords: &mut Map<String, Value>) {
    let accepts_null = accepts_null(keywords);
    let Some(Value::Array(alternatives)) = keywords.get_mut("anyOf") else { return };
    if let [listed, Value::Bool(true)] = &mut alternatives[..] {
        if let Some(Value::Array(values)) = listed.get_mut("enum").filter(|_| accepts_null) {
            values.push(Value::Null);
        }
        alternatives.pop();
    }
}

/// Asserts what `x-advisory` advises: a `format`, or the type `integer`.
fn assert_advice(keywords: &mut Map<String, Value>) {
    match keywords.get("x-advisory").cloned() {
        Some(advice) if advice == "integer" => {
            let integer = if accepts_null(keywords) { json!(["integer", "null"]) } else { advice };
            keywords.insert("type".to_owned(), integer);
        }
        Some(advice) => _ = keywords.insert("format".to_owned(), advice),
        None => {}
    }
}

/// Accepts only the constants that choose a definition.
fn close_dispatch(keywords: &mut Map<String, Value>) {
    let Some(Value::Array(entries)) = keywords.get_mut("allOf") else { return };
    let chosen: Vec<_> = entries.iter().filter_map(|entry| constant(entry.get("if")?)).collect();
    let Some((path, _)) = chosen.first() else { return };
    let constants: Vec<_> = chosen.iter().map(|(_, constant)| constant).collect();
    let documented =
        path.iter().rev().fold(json!({ "enum": constants }), |inner, name| json!({ "properties": { *name: inner } }));
    entries.push(documented);
}

/// Returns the constant that a condition requires, and the path of the member that must have it.
pub(crate) fn constant(condition: &Value) -> Option<(Vec<&str>, &Value)> {
    if let Some(constant) = condition.get("const") {
        return Some((Vec::new(), constant));
    }
    let (name, inner) = condition.get("properties")?.as_object()?.iter().next()?;
    let (mut path, constant) = constant(inner)?;
    path.insert(0, name);
    Some((path, constant))
}
