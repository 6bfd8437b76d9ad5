//! Derives the strict schema, which accepts only what is documented. `schemas/README.md` describes the steps.

use std::slice;

use serde_json::{Map, Value, json};

/// The keyword for what is documented about a member but not required.
const EXPECTED: &str = "x-expected";

/// The keyword for objects that may have undocumented members.
const OPEN: &str = "x-open";

/// The keyword of the root for whether an optional member may be null. It may unless this is false.
const NULL: &str = "x-null";

const REQUIRED: &str = "required";

/// Derives the strict schema from a whole schema.
pub(crate) fn derive(schema: &Value) -> Value {
    subschema(schema, schema)
}

/// Derives the strict form of a schema inside the schema `root`.
fn subschema(schema: &Value, root: &Value) -> Value {
    // The schema `true` accepts anything.
    let Value::Object(keywords) = schema else { return schema.clone() };
    let mut strict = Map::new();
    for (keyword, inner) in keywords {
        let inner = match (keyword.as_str(), inner) {
            ("properties", Value::Object(members)) => {
                let required =
                    [keywords.get(REQUIRED), keywords.get(EXPECTED).and_then(|expected| expected.get(REQUIRED))];
                let takes_null = |name| root[NULL] != false && !required.iter().any(|list| is_in(*list, name));
                members.iter().map(|(name, schema)| (name.clone(), member(schema, takes_null(name), root))).collect()
            }
            ("$defs", Value::Object(definitions)) => {
                definitions.iter().map(|(name, schema)| (name.clone(), subschema(schema, root))).collect()
            }
            ("allOf", Value::Array(schemas)) => schemas.iter().map(|schema| subschema(schema, root)).collect(),
            ("then" | "items", schema) => subschema(schema, root),
            // `if` chooses and asserts nothing.
            (_, value) => value.clone(),
        };
        strict.insert(keyword.clone(), inner);
    }
    merge_expected(&mut strict);
    close_object(&mut strict);
    close_dispatch(&mut strict);
    strict.into()
}

/// Derives the strict form of a member's schema.
fn member(schema: &Value, takes_null: bool, root: &Value) -> Value {
    if !takes_null {
        return subschema(schema, root);
    }
    // A definition takes no null. The member gets a copy that does.
    let definition = schema["$ref"].as_str().and_then(|target| root.pointer(target.strip_prefix('#')?));
    let mut strict = subschema(definition.unwrap_or(schema), root);
    let Value::Object(keywords) = &mut strict else { return strict };
    if let (Some(_), Some(description)) = (definition, schema.get("description")) {
        keywords.insert("description".to_owned(), description.clone());
    }
    if let Some(types) = keywords.get_mut("type") {
        let documented = types.take();
        let several = documented.as_array().map_or_else(|| slice::from_ref(&documented), Vec::as_slice);
        *types = several.iter().cloned().chain([json!("null")]).collect();
    }
    if let Some(Value::Array(values)) = keywords.get_mut("enum") {
        values.push(Value::Null);
    }
    strict
}

/// Returns true if a list contains a name.
fn is_in(list: Option<&Value>, name: &str) -> bool {
    list.and_then(Value::as_array).is_some_and(|names| names.iter().any(|one| one == name))
}

/// Step 1: asserts what is expected. Only `required` may be on both sides, and lists the names of both.
fn merge_expected(keywords: &mut Map<String, Value>) {
    let Some(Value::Object(mut expected)) = keywords.remove(EXPECTED) else { return };
    if let (Some(Value::Array(required)), Some(Value::Array(more))) =
        (keywords.get(REQUIRED), expected.get_mut(REQUIRED))
    {
        more.splice(..0, required.iter().cloned());
    }
    keywords.extend(expected);
}

/// Step 2: refuses undocumented members, unless the object is open.
fn close_object(keywords: &mut Map<String, Value>) {
    if keywords.contains_key("properties") && !keywords.contains_key(OPEN) {
        keywords.insert("additionalProperties".to_owned(), false.into());
    }
}

/// Step 3: accepts only the constants that select a definition.
fn close_dispatch(keywords: &mut Map<String, Value>) {
    let Some(Value::Array(entries)) = keywords.get_mut("allOf") else { return };
    let selected: Vec<_> = entries.iter().filter_map(|entry| constant(entry.get("if")?)).collect();
    let Some((path, _)) = selected.first() else { return };
    let constants: Vec<_> = selected.iter().map(|(_, constant)| constant).collect();
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
