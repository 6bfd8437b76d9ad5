//! Derives the strict schema, which accepts only what is documented. `schemas/README.md` describes the steps.

use std::collections::{BTreeMap, HashSet};
use std::slice;

use serde_json::{Map, Value, json};

use super::keyword::{EXPECTED, NULL, OPEN, Subschemas, definition, is_condition, subschemas};

/// The keyword that marks the assertion that closes a dispatch, so that its errors are recognized.
pub(super) const DISPATCH: &str = "x-dispatch";

const REQUIRED: &str = "required";

/// Derives the strict schema from a whole schema, in which no definition may contain itself.
pub(crate) fn derive(schema: &Value) -> Value {
    let no_definitions = Map::new();
    let definitions = schema.get("$defs").and_then(Value::as_object).unwrap_or(&no_definitions);
    let derivation = Derivation { definitions, takes_null: schema[NULL] != false };
    derivation.subschema(schema, false)
}

/// What is the same in the whole schema.
struct Derivation<'s> {
    definitions: &'s Map<String, Value>,
    /// Whether an optional member may be null.
    takes_null: bool,
}

impl Derivation<'_> {
    /// Derives the strict form of a schema. With `takes_null`, null need not be as expected.
    fn subschema(&self, schema: &Value, takes_null: bool) -> Value {
        // The schema `true` accepts anything.
        let Value::Object(keywords) = schema else { return schema.clone() };
        let plain = |schema: &Value| self.subschema(schema, false);
        let required = [Some(keywords), keywords.get(EXPECTED).and_then(Value::as_object)];
        let required: HashSet<_> = required.into_iter().flatten().flat_map(required_names).collect();
        let mut strict = Map::new();
        for (keyword, inner) in keywords {
            let inner = match subschemas(keyword, inner) {
                _ if is_condition(keyword) => inner.clone(),
                Subschemas::None => inner.clone(),
                Subschemas::One(schema) => plain(schema),
                Subschemas::List(schemas) => schemas.iter().map(plain).collect(),
                Subschemas::Map(members) if keyword == "properties" => {
                    let member = |(name, schema): (&String, &Value)| {
                        let is_required = required.contains(name.as_str());
                        let takes_null = self.takes_null && !is_required;
                        (name.clone(), if takes_null { self.optional_member(schema) } else { plain(schema) })
                    };
                    members.iter().map(member).collect()
                }
                Subschemas::Map(schemas) => {
                    schemas.iter().map(|(name, schema)| (name.clone(), plain(schema))).collect()
                }
            };
            strict.insert(keyword.clone(), inner);
        }
        strict.remove(DISPATCH);
        merge_expected(&mut strict, takes_null);
        close_object(&mut strict);
        close_dispatch(&mut strict);
        strict.into()
    }

    /// Derives the strict form of an optional member's schema. The member may also be null, if the schema accepts that.
    fn optional_member(&self, schema: &Value) -> Value {
        let target = schema.get("$ref").and_then(|target| definition(target, self.definitions));
        let (Value::Object(keywords), Some((_, definition))) = (schema, target) else {
            return self.subschema(schema, true);
        };
        // A definition does not accept null. The member gets a copy that does.
        let mut copy = self.subschema(definition, true);
        let mut others = keywords.clone();
        others.remove("$ref");
        if others.keys().all(|keyword| keyword == "description") {
            if let Value::Object(copied) = &mut copy {
                copied.extend(others);
            }
            return copy;
        }
        let mut strict = self.subschema(&others.into(), true);
        if let Value::Object(keywords) = &mut strict {
            add_assertion(keywords, copy);
        }
        strict
    }
}

/// Returns the names in `required`.
fn required_names(keywords: &Map<String, Value>) -> impl Iterator<Item = &str> {
    keywords.get(REQUIRED).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

/// Adds a schema to `allOf`.
pub(super) fn add_assertion(keywords: &mut Map<String, Value>, assertion: Value) {
    if let Value::Array(all) = keywords.entry("allOf").or_insert_with(|| json!([])) {
        all.push(assertion);
    }
}

/// Step 1: asserts what is expected. With `takes_null`, null is exempt. Only `required` may be on both sides, and the
/// result has the names of both.
fn merge_expected(keywords: &mut Map<String, Value>, takes_null: bool) {
    let Some(Value::Object(mut expected)) = keywords.remove(EXPECTED) else { return };
    if let (Some(Value::Array(required)), Some(Value::Array(more))) =
        (keywords.get(REQUIRED), expected.get_mut(REQUIRED))
    {
        more.splice(..0, required.iter().cloned());
    }
    if !takes_null {
        keywords.extend(expected);
        return;
    }
    let others = expected.iter().filter(|(keyword, _)| !matches!(keyword.as_str(), "enum" | "type"));
    if !others.clone().all(|(keyword, value)| ignores_null(keyword, value)) {
        let is_null = json!({ "type": "null" });
        add_assertion(keywords, json!({ "if": { "not": is_null }, "then": expected }));
        return;
    }
    if let Some(types) = expected.get_mut("type") {
        let null = json!("null");
        let documented = types.take();
        let several = documented.as_array().map_or_else(|| slice::from_ref(&documented), Vec::as_slice);
        let null = (!several.contains(&null)).then_some(null);
        *types = several.iter().cloned().chain(null).collect();
    }
    if let Some(Value::Array(values)) = expected.get_mut("enum")
        && !values.contains(&Value::Null)
    {
        values.push(Value::Null);
    }
    keywords.extend(expected);
}

/// Returns true if a keyword accepts null, whatever else it asserts.
fn ignores_null(keyword: &str, value: &Value) -> bool {
    match keyword {
        "const" | "enum" | "not" | "oneOf" | "type" => false,
        "allOf" | "anyOf" => value.as_array().into_iter().flatten().all(|schema| {
            schema
                .as_object()
                .is_some_and(|keywords| keywords.iter().all(|(keyword, value)| ignores_null(keyword, value)))
        }),
        // `$ref`, `$id` and the like, and the conditions with what depends on them.
        _ => !keyword.starts_with('$') && !matches!(keyword, "else" | "if" | "then"),
    }
}

/// Step 2: refuses undocumented members, unless the object is open or says what else it may have.
fn close_object(keywords: &mut Map<String, Value>) {
    let says = |keyword| keywords.contains_key(keyword);
    if says("properties") && !says(OPEN) && !says("additionalProperties") && !says("unevaluatedProperties") {
        keywords.insert("additionalProperties".to_owned(), false.into());
    }
}

/// Step 3: accepts only the constants that select a definition.
fn close_dispatch(keywords: &mut Map<String, Value>) {
    let Some(entries) = keywords.get("allOf") else { return };
    let dispatches: Vec<_> = dispatches(entries)
        .into_iter()
        .map(|(path, constants)| {
            let documented = json!({ "enum": constants });
            let mut assertion =
                path.iter().rev().fold(documented, |inner, name| json!({ "properties": { *name: inner } }));
            assertion[DISPATCH] = true.into();
            assertion
        })
        .collect();
    for dispatch in dispatches {
        add_assertion(keywords, dispatch);
    }
}

/// Returns the dispatches in an `allOf`: the path of each member that selects a definition, and its constants.
fn dispatches(entries: &Value) -> BTreeMap<Vec<&str>, Vec<&Value>> {
    let mut found: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for entry in entries.as_array().into_iter().flatten() {
        let selects = entry["then"].get("$ref").is_some() && entry.get("else").is_none();
        if let Some((path, constant)) = entry.get("if").and_then(constant)
            && selects
            && !path.is_empty()
        {
            found.entry(path).or_default().push(constant);
        }
    }
    found
}

/// Returns the constant that a condition requires of one member, and the path of the member.
pub(crate) fn constant(condition: &Value) -> Option<(Vec<&str>, &Value)> {
    if let Some(constant) = condition.get("const") {
        return Some((Vec::new(), constant));
    }
    let mut members = condition.get("properties")?.as_object()?.iter();
    let (Some((name, inner)), None) = (members.next(), members.next()) else { return None };
    let (mut path, constant) = constant(inner)?;
    path.insert(0, name);
    Some((path, constant))
}
