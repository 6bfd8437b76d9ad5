//! The strict reading of a contract: what it says if everything must be documented. It is made from the contract, as
//! `schemas/README.md` tells, and written nowhere.

use serde_json::{Map, Value, json};

/// The strict reading of a whole contract.
pub(crate) fn strict(mut contract: Value) -> Value {
    close(&mut contract, true);
    contract
}

fn close(schema: &mut Value, is_root: bool) {
    // `true`, where anything holds.
    let Value::Object(keywords) = schema else { return };
    for (keyword, inner) in keywords.iter_mut() {
        match keyword.as_str() {
            "properties" | "$defs" => members(inner).for_each(|schema| close(schema, false)),
            "allOf" | "anyOf" => elements(inner).for_each(|schema| close(schema, false)),
            "then" | "else" | "items" => close(inner, false),
            // `if` chooses, and asserts nothing.
            _ => {}
        }
    }
    if keywords.contains_key("properties") && !is_root && !keywords.contains_key("x-open") {
        keywords.insert("additionalProperties".to_owned(), false.into());
    }
    close_word(keywords);
    assert_advice(keywords);
    close_dispatch(keywords);
}

fn members(value: &mut Value) -> impl Iterator<Item = &mut Value> {
    value.as_object_mut().into_iter().flat_map(Map::values_mut)
}

fn elements(value: &mut Value) -> impl Iterator<Item = &mut Value> {
    value.as_array_mut().into_iter().flatten()
}

/// Whether a schema lets a value be null.
fn takes_null(keywords: &Map<String, Value>) -> bool {
    keywords.get("type").and_then(Value::as_array).is_some_and(|types| types.contains(&json!("null")))
}

/// An open word loses the `true`: only documented words pass, and null where the word may be null.
fn close_word(keywords: &mut Map<String, Value>) {
    let takes_null = takes_null(keywords);
    let Some(Value::Array(readings)) = keywords.get_mut("anyOf") else { return };
    if let [listed, Value::Bool(true)] = &mut readings[..] {
        if let Some(Value::Array(words)) = listed.get_mut("enum").filter(|_| takes_null) {
            words.push(Value::Null);
        }
        readings.pop();
    }
}

/// Advice becomes an assertion: a `format`, or for `integer` the type.
fn assert_advice(keywords: &mut Map<String, Value>) {
    match keywords.get("x-advisory").cloned() {
        Some(advice) if advice == "integer" => {
            let whole = if takes_null(keywords) { json!(["integer", "null"]) } else { advice };
            keywords.insert("type".to_owned(), whole);
        }
        Some(advice) => _ = keywords.insert("format".to_owned(), advice),
        None => {}
    }
}

/// Where definitions are chosen by a constant, only the constants that choose one pass.
fn close_dispatch(keywords: &mut Map<String, Value>) {
    let Some(Value::Array(entries)) = keywords.get_mut("allOf") else { return };
    let chosen: Vec<_> = entries.iter().filter_map(|entry| constant(entry.get("if")?)).collect();
    let Some((path, _)) = chosen.first() else { return };
    let constants: Vec<_> = chosen.iter().map(|(_, constant)| constant).collect();
    let documented =
        path.iter().rev().fold(json!({ "enum": constants }), |inner, name| json!({ "properties": { *name: inner } }));
    entries.push(documented);
}

/// The constant that a condition asks for, and the path of the member that must have it.
pub(crate) fn constant(condition: &Value) -> Option<(Vec<&str>, &Value)> {
    if let Some(constant) = condition.get("const") {
        return Some((Vec::new(), constant));
    }
    let (name, inner) = condition.get("properties")?.as_object()?.iter().next()?;
    let (mut path, constant) = constant(inner)?;
    path.insert(0, name);
    Some((path, constant))
}
