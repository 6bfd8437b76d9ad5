//! Strategies for the bodies that a vendor's schema allows, and the sites in a body that can be changed.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

use super::{one_of::one_of, values};
use crate::json::escape_pointer_token;
use crate::schema::strict::{constant, derive};
use crate::value::type_of;
use crate::vendors::Vendor;

/// A vendor's schema and its strict schema.
#[derive(Debug)]
pub(super) struct VendorSchema {
    pub(super) vendor: Vendor,
    /// What a body must have.
    base: Value,
    /// What is documented.
    strict: Value,
}

/// A definition for one shape of body, in both schemas.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    pub(super) event: String,
    base: Value,
    strict: Value,
    /// The JSON Pointers and constants that select the definition.
    pub(super) chosen_by: Vec<(String, Value)>,
}

/// A place in a body that has a subschema in both schemas.
#[derive(Debug)]
pub(super) struct Site<'c> {
    pub(super) pointer: String,
    pub(super) base: &'c Value,
    pub(super) strict: &'c Value,
}

impl VendorSchema {
    pub(super) fn new(vendor: Vendor) -> Self {
        let base: Value = serde_json::from_str(vendor.schema()).expect("an embedded schema is valid JSON");
        Self { vendor, strict: derive(&base), base }
    }

    /// Returns every shape of body that the schema documents.
    pub(super) fn shapes(&self) -> Vec<Shape> {
        let mut shapes = Vec::new();
        self.collect_shapes(&self.base, &self.strict, &mut Vec::new(), &mut shapes);
        shapes
    }

    /// Follows the dispatches in a schema to the definitions that name all members.
    fn collect_shapes(
        &self,
        base: &Value,
        strict: &Value,
        chosen_by: &mut Vec<(String, Value)>,
        shapes: &mut Vec<Shape>,
    ) {
        let (base, strict) = (resolve(base, &self.base), resolve(strict, &self.strict));
        let (Some(entries), Some(strict_entries)) = (base["allOf"].as_array(), strict["allOf"].as_array()) else {
            let event = chosen_by.first().and_then(|(_, name)| name.as_str()).unwrap_or_default().to_owned();
            let chosen_by = chosen_by.clone();
            return shapes.push(Shape { event, base: base.clone(), strict: strict.clone(), chosen_by });
        };
        // The strict schema has one more entry, which lists the constants.
        for (entry, strict_entry) in entries.iter().zip(strict_entries) {
            let Some((path, constant)) = constant(&entry["if"]) else { continue };
            chosen_by.push((
                path.iter().flat_map(|name| ["/".to_owned(), escape_pointer_token(name)]).collect(),
                constant.clone(),
            ));
            self.collect_shapes(&entry["then"], &strict_entry["then"], chosen_by, shapes);
            chosen_by.pop();
        }
    }

    /// Returns the sites in a body of this shape whose values have a documented type.
    pub(super) fn sites<'c>(&'c self, shape: &'c Shape, body: &Value) -> Vec<Site<'c>> {
        let mut sites = Vec::new();
        self.collect_sites(&shape.base, &shape.strict, body, String::new(), &mut sites);
        sites
    }

    fn collect_sites<'c>(
        &'c self,
        base: &'c Value,
        strict: &'c Value,
        value: &Value,
        pointer: String,
        sites: &mut Vec<Site<'c>>,
    ) {
        let base = resolve(base, &self.base);
        if !allows_type(strict, value) {
            return;
        }
        for (name, member) in strict["properties"].as_object().into_iter().flatten() {
            if let Some(value) = value.get(name) {
                let pointer = format!("{pointer}/{}", escape_pointer_token(name));
                self.collect_sites(&base["properties"][name], member, value, pointer, sites);
            }
        }
        for (at, element) in value.as_array().into_iter().flatten().enumerate() {
            self.collect_sites(&base["items"], &strict["items"], element, format!("{pointer}/{at}"), sites);
        }
        sites.push(Site { pointer, base, strict });
    }
}

impl Shape {
    /// Returns a strategy for bodies that are also valid by the strict schema.
    pub(super) fn bodies(&self) -> BoxedStrategy<Value> {
        let chosen_by = self.chosen_by.clone();
        value(&self.strict)
            .prop_map(move |mut body| {
                for (pointer, constant) in &chosen_by {
                    if let Some(member) = body.pointer_mut(pointer) {
                        member.clone_from(constant);
                    }
                }
                body
            })
            .boxed()
    }
}

/// Follows the references of a schema inside the schema `root`.
fn resolve<'c>(schema: &'c Value, root: &'c Value) -> &'c Value {
    let target = schema["$ref"].as_str().and_then(|target| root.pointer(target.strip_prefix('#')?));
    target.map_or(schema, |target| resolve(target, root))
}

/// Returns a strategy for the values that a strict schema allows, except null.
fn value(schema: &Value) -> BoxedStrategy<Value> {
    if let Some(properties) = schema["properties"].as_object() {
        return object(schema, properties);
    }
    if let Some(constant) = schema.get("const") {
        return Just(constant.clone()).boxed();
    }
    if let Some(documented) = documented_values(schema) {
        return select(documented).boxed();
    }
    let strategies = types(schema).filter_map(|name| {
        let values = match name {
            "string" => text(schema).prop_map(Value::from).boxed(),
            "integer" => values::integer(),
            // An id may also be a number.
            "number" if schema.get("minLength").is_some() => values::integer(),
            "number" => values::number(),
            "boolean" => any::<bool>().prop_map(Value::from).boxed(),
            "array" => vec(value(&schema["items"]), 0..4).prop_map(Value::from).boxed(),
            _ => return None,
        };
        Some((1, values))
    });
    one_of(strategies).boxed()
}

fn object(schema: &Value, properties: &Map<String, Value>) -> BoxedStrategy<Value> {
    let member = |(name, member): (&String, &Value)| {
        let name = name.clone();
        let is_required = required(schema).any(|required| required == name);
        (0..9_u8, value(member)).prop_map(move |(chance, value)| match chance {
            0..2 if !is_required => None,
            2 if !is_required => Some((name.clone(), Value::Null)),
            _ => Some((name.clone(), value)),
        })
    };
    let members: Vec<_> = properties.iter().map(member).collect();
    members.prop_map(|members| Value::Object(members.into_iter().flatten().collect())).boxed()
}

fn text(schema: &Value) -> BoxedStrategy<String> {
    let alternatives = schema["anyOf"].as_array().into_iter().flatten().chain([schema]);
    let formats: Vec<_> = alternatives
        .filter_map(|schema| values::string_in_format(schema["format"].as_str()?))
        .map(|strategy| (1, strategy))
        .collect();
    if !formats.is_empty() {
        return one_of(formats).boxed();
    }
    if schema.get("minLength").is_some() { values::id() } else { values::text() }
}

/// Returns the documented values of a strict schema. `None` if it allows others too.
pub(super) fn documented_values(schema: &Value) -> Option<Vec<Value>> {
    Some(schema["enum"].as_array()?.iter().filter(|value| !value.is_null()).cloned().collect())
}

pub(super) fn required(schema: &Value) -> impl Iterator<Item = &str> {
    schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str)
}

/// Returns the documented types. Empty means any type.
pub(super) fn types(schema: &Value) -> impl Iterator<Item = &str> {
    let several = schema["type"].as_array().map_or(&[][..], Vec::as_slice);
    several.iter().chain([&schema["type"]]).filter_map(Value::as_str)
}

/// Returns true if a schema allows the type of a value. Counts every number as an integer, because a fraction is an
/// unexpected format.
pub(super) fn allows_type(schema: &Value, value: &Value) -> bool {
    types(schema).next().is_none()
        || types(schema).any(|name| name == type_of(value) || (name == "integer" && value.is_number()))
}

/// Returns `value` if the schema refuses its type, otherwise a value whose type it refuses.
pub(super) fn value_of_other_type(schema: &Value, value: &Value) -> Value {
    let others = [json!({}), json!([]), json!(true)];
    let other = [value].into_iter().chain(&others).find(|value| !allows_type(schema, value));
    other.cloned().unwrap_or_default()
}

/// Returns true if a pointer equals the pointer `outer` or leads into it.
pub(super) fn is_within(pointer: &str, outer: &str) -> bool {
    pointer.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
