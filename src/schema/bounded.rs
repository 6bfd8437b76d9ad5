//! Bounds how many errors of a value the engine collects.
//!
//! The engine collects every error before it returns the first. Only an array may have very many: an object has at most
//! one for each member that a schema names, and one for all the others. Each `items` becomes one assertion with the same
//! verdict: `not` an array that `contains` an element that is `not` valid. It gives one error for the array. The errors
//! of its elements are collected here, one element at a time.
//!
//! Your own schemas may also have `items` after `prefixItems`, and schemas for members that they do not name. Their
//! errors are not bounded, except by the size of the body.

use std::borrow::Cow;
use std::collections::HashSet;

use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use serde_json::{Map, Value, json};

use super::found::{Found, Names, Place, split, unexpected_members};
use super::keyword::definition;
use super::strict::add_assertion;
use super::{MAX_DIAGNOSTICS, compile};

/// A compiled schema that collects the errors of few elements of an array.
#[derive(Debug)]
pub(super) struct BoundedValidator {
    whole: Compiled,
    /// The schemas of elements, each with the schema under `not` that replaces it.
    items: Vec<(Value, Compiled)>,
}

/// A schema, or the schema of the elements of an array.
#[derive(Debug)]
struct Compiled {
    validator: Validator,
    names: Names,
}

/// The errors of a value.
#[derive(Default)]
pub(super) struct Collected {
    /// The first errors, without repetitions.
    pub(super) kept: Vec<Found>,
    /// How many more errors there are, except in the elements that were not looked into.
    pub(super) omitted: usize,
    /// How many elements were not looked into. Each has at least one error.
    pub(super) invalid_elements: usize,
}

impl BoundedValidator {
    /// Compiles a schema.
    ///
    /// # Errors
    ///
    /// If the engine refuses the schema.
    pub(super) fn new(mut schema: Value) -> Result<Self, ValidationError<'static>> {
        let mut items = Vec::new();
        replace_items(&mut schema, &mut items);
        let definitions = schema.get("$defs").and_then(Value::as_object);
        let with_definitions = |mut item: Value| {
            let reachable = definitions.map(|all| reachable(&item, all)).unwrap_or_default();
            if let (Value::Object(keywords), false) = (&mut item, reachable.is_empty()) {
                keywords.insert("$defs".to_owned(), reachable.into());
            }
            Compiled::new(&item)
        };
        let items = items
            .into_iter()
            .map(|(not, item)| with_definitions(item).map(|item| (not, item)))
            .collect::<Result<_, _>>()?;
        Ok(Self { whole: Compiled::new(&schema)?, items })
    }

    /// Returns true if the schema accepts a value.
    pub(super) fn is_valid(&self, value: &Value) -> bool {
        self.whole.validator.is_valid(value)
    }

    /// Returns the errors at places that `counts` accepts.
    pub(super) fn find(&self, value: &Value, counts: &impl Fn(&Place) -> bool) -> Collected {
        let mut collected = Collected::default();
        self.find_below(&self.whole, &Place::default(), value, counts, &mut collected);
        collected
    }

    /// Adds the errors in the value at `place`.
    fn find_below(
        &self,
        part: &Compiled,
        place: &Place,
        value: &Value,
        counts: &impl Fn(&Place) -> bool,
        collected: &mut Collected,
    ) {
        let errors: Vec<_> = part.validator.iter_errors(value).collect();
        // A value of another type is not one of the documented values either. That is not an error of its own.
        let is_type = |error: &&ValidationError<'_>| matches!(error.kind(), ValidationErrorKind::Type { .. });
        let of_other_type: HashSet<_> = errors.iter().filter(is_type).map(|one| one.instance_path().as_str()).collect();
        for error in &errors {
            let is_value =
                matches!(error.kind(), ValidationErrorKind::Enum { .. } | ValidationErrorKind::Constant { .. });
            if is_value && of_other_type.contains(error.instance_path().as_str()) {
                continue;
            }
            let place = place.of_error(error, value, &part.names);
            let Some((item, elements)) = self.invalid_array(error) else {
                collected.add(place, error, &part.names, counts);
                continue;
            };
            for (at, element) in elements.iter().enumerate().filter(|(_, element)| !item.validator.is_valid(element)) {
                if collected.is_full() {
                    collected.invalid_elements += 1;
                } else {
                    self.find_below(item, &place.clone().element(at), element, counts, collected);
                }
            }
        }
    }

    /// Returns the elements of an invalid array and their schema, if the error is that of an array.
    fn invalid_array<'v>(&self, error: &ValidationError<'v>) -> Option<(&Compiled, &'v [Value])> {
        let ValidationErrorKind::Not { schema } = error.kind() else { return None };
        let Cow::Borrowed(Value::Array(elements)) = error.instance() else { return None };
        let (_, item) = self.items.iter().find(|(not, _)| not == schema)?;
        Some((item, elements))
    }
}

impl Compiled {
    fn new(schema: &Value) -> Result<Self, ValidationError<'static>> {
        Ok(Self { validator: compile(schema)?, names: Names::new(schema) })
    }
}

impl Collected {
    fn is_full(&self) -> bool {
        self.kept.len() == MAX_DIAGNOSTICS
    }

    /// Adds what an error at `place` says.
    fn add(&mut self, place: Place, error: &ValidationError<'_>, names: &Names, counts: &impl Fn(&Place) -> bool) {
        // No other error is about an unexpected member, so all of them count.
        let is_unexpected_member = unexpected_members(error).is_some();
        if !is_unexpected_member && !counts(&place) {
            return;
        }
        if self.is_full() {
            // To describe an error takes longer than to count it.
            self.omitted += unexpected_members(error).map_or(1, <[String]>::len);
            return;
        }
        let mut found = split(place, error, names);
        while !self.is_full()
            && let Some(one) = found.next()
        {
            if counts(&one.place) && !self.kept.contains(&one) {
                self.kept.push(one);
            }
        }
        self.omitted += found.len();
    }
}

/// Returns the definitions that a schema refers to, directly or through another definition.
fn reachable(schema: &Value, definitions: &Map<String, Value>) -> Map<String, Value> {
    let mut found = Map::new();
    let mut open = vec![schema];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(members) => {
                if let Some((name, definition)) = members.get("$ref").and_then(|target| definition(target, definitions))
                    && found.insert(name.clone(), definition.clone()).is_none()
                {
                    open.push(definition);
                }
                open.extend(members.values());
            }
            Value::Array(elements) => open.extend(elements),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    found
}

/// Replaces `items` in a schema and in the schemas inside it. Adds each replacement with the schema of the elements.
fn replace_items(schema: &mut Value, replaced: &mut Vec<(Value, Value)>) {
    let Value::Object(keywords) = schema else { return };
    for (keyword, inner) in keywords.iter_mut() {
        match (keyword.as_str(), inner) {
            ("properties" | "$defs" | "patternProperties" | "dependentSchemas", Value::Object(members)) => {
                members.values_mut().for_each(|schema| replace_items(schema, replaced));
            }
            ("allOf" | "anyOf" | "oneOf" | "prefixItems", Value::Array(schemas)) => {
                for schema in schemas {
                    replace_items(schema, replaced);
                }
            }
            ("then" | "else" | "items" | "additionalProperties" | "unevaluatedProperties", schema) => {
                replace_items(schema, replaced);
            }
            // The other schemas give one error, or none.
            _ => {}
        }
    }
    // Beside `prefixItems`, it is not the schema of all elements.
    if !keywords.contains_key("prefixItems")
        && let Some(item) = keywords.remove("items")
    {
        let not = json!({ "type": "array", "contains": { "not": &item } });
        add_assertion(keywords, Map::from_iter([("not".to_owned(), not.clone())]).into());
        replaced.push((not, item));
    }
}

#[cfg(test)]
mod tests {
    use jsonschema::draft202012;
    use proptest::prelude::*;

    use super::*;

    fn schema() -> Value {
        json!({
            "$defs": { "tags": { "type": ["array", "null"], "items": { "type": "string", "minLength": 1 } } },
            "items": {
                "type": "object",
                "required": ["a"],
                "properties": {
                    "a": { "$ref": "#/$defs/tags" },
                    "b": { "items": { "$ref": "#/$defs/tags" } },
                    "c": { "anyOf": [{ "items": false }, { "const": [1] }] },
                },
                "additionalProperties": false,
            },
        })
    }

    fn values() -> impl Strategy<Value = Value> {
        let tags = || prop::collection::vec(prop::sample::select(vec![json!("t"), json!(""), json!(7)]), 0..4);
        let any = || prop_oneof![3 => tags().prop_map(Value::from), 1 => Just(json!(null)), 1 => Just(json!("x"))];
        let name = prop::sample::select(vec!["a", "a", "b", "c", "d"]);
        let member = (name, any(), any(), 0..3_u8).prop_map(|(name, one, other, kind)| {
            (name, if name == "b" && kind > 0 { json!([one, other]) } else { one })
        });
        let object = prop::collection::vec(member, 0..4)
            .prop_map(|members| members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Value>());
        prop_oneof![9 => prop::collection::vec(object, 0..4).prop_map(Value::from), 1 => any()]
    }

    /// Returns what the engine finds by itself.
    fn found_by_engine(value: &Value) -> Vec<(String, String)> {
        let engine = draft202012::new(&schema()).unwrap();
        let errors: Vec<_> = engine.iter_errors(value).collect();
        let names = Names::default();
        let place = |error: &_| Place::default().of_error(error, value, &names);
        sorted(errors.iter().flat_map(|error| split(place(error), error, &names)))
    }

    fn sorted(found: impl IntoIterator<Item = Found>) -> Vec<(String, String)> {
        let mut found: Vec<_> = found.into_iter().map(|found| (found.place.pointer, found.message)).collect();
        found.sort();
        found.dedup();
        found
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_engine_finds_the_same(value in values()) {
            let bounded = BoundedValidator::new(schema()).unwrap();
            let Collected { kept, omitted, invalid_elements } = bounded.find(&value, &|_| true);
            prop_assert_eq!(bounded.is_valid(&value), kept.is_empty());
            let (kept, by_engine) = (sorted(kept), found_by_engine(&value));
            // Only the message of an `anyOf` shows how `items` is checked.
            let is_of_any_of = |(pointer, _): &(String, String)| pointer.ends_with("/c");
            for (one, other) in kept.iter().zip(&by_engine).filter(|(one, _)| !is_of_any_of(one)) {
                prop_assert_eq!(one, other);
            }
            prop_assert!(kept.iter().map(|(pointer, _)| pointer).eq(by_engine.iter().map(|(pointer, _)| pointer)));
            prop_assert_eq!((omitted, invalid_elements), (0, 0));
        }
    }
}
