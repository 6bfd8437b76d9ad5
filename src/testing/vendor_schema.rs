//! Strategies for the bodies that a vendor's schema allows, and the sites in a body that can be changed.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value};

use super::{one_of::one_of, values};
use crate::json::escape_pointer_token;
use crate::schema::constant;
use crate::value::type_of;
use crate::vendors::Vendor;

/// A vendor's schema.
#[derive(Debug)]
pub(super) struct VendorSchema {
    pub(super) vendor: Vendor,
    schema: Value,
}

/// A definition for one shape of body.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    pub(super) event: String,
    definition: Value,
    /// The JSON Pointers and constants that select the definition.
    pub(super) chosen_by: Vec<(String, Value)>,
}

/// A place in a body that has a subschema.
#[derive(Debug)]
pub(super) struct Site<'c> {
    pub(super) pointer: String,
    pub(super) schema: &'c Value,
}

impl VendorSchema {
    pub(super) fn new(vendor: Vendor) -> Self {
        Self { vendor, schema: serde_json::from_str(vendor.schema()).expect("an embedded schema is valid JSON") }
    }

    /// Returns every shape of body that the schema documents.
    pub(super) fn shapes(&self) -> Vec<Shape> {
        let mut shapes = Vec::new();
        self.collect_shapes(&self.schema, &mut Vec::new(), &mut shapes);
        shapes
    }

    /// Follows the dispatches in a schema to the definitions that name all members.
    fn collect_shapes(&self, schema: &Value, chosen_by: &mut Vec<(String, Value)>, shapes: &mut Vec<Shape>) {
        let schema = self.resolve(schema);
        let Some(entries) = schema["allOf"].as_array() else {
            let event = chosen_by.first().and_then(|(_, name)| name.as_str()).unwrap_or_default().to_owned();
            return shapes.push(Shape { event, definition: schema.clone(), chosen_by: chosen_by.clone() });
        };
        for entry in entries {
            let Some((path, constant)) = constant(&entry["if"]) else { continue };
            chosen_by.push((
                path.iter().flat_map(|name| ["/".to_owned(), escape_pointer_token(name)]).collect(),
                constant.clone(),
            ));
            self.collect_shapes(&entry["then"], chosen_by, shapes);
            chosen_by.pop();
        }
    }

    fn resolve<'c>(&'c self, schema: &'c Value) -> &'c Value {
        let target = schema["$ref"].as_str().and_then(|target| self.schema.pointer(target.strip_prefix('#')?));
        target.map_or(schema, |target| self.resolve(target))
    }

    /// Returns a strategy for bodies of a shape that are also valid by the strict schema.
    pub(super) fn bodies(&self, shape: &Shape) -> BoxedStrategy<Value> {
        let chosen_by = shape.chosen_by.clone();
        self.value(&shape.definition)
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

    /// Returns a strategy for the values that a schema allows, except null.
    fn value(&self, schema: &Value) -> BoxedStrategy<Value> {
        let schema = self.resolve(schema);
        if let Some(properties) = schema["properties"].as_object() {
            return self.object(schema, properties);
        }
        if let Some(constant) = schema.get("const") {
            return Just(constant.clone()).boxed();
        }
        if let Some(documented) = documented_values(schema) {
            return select(documented.to_vec()).boxed();
        }
        let types = types(schema);
        let strategies = types.iter().filter_map(|&name| {
            let values = match name {
                "string" => text(schema).prop_map(Value::from).boxed(),
                // An id may also be a number.
                "number" if schema["x-advisory"] == "integer" || schema.get("minLength").is_some() => values::integer(),
                "number" => values::number(),
                "boolean" => any::<bool>().prop_map(Value::from).boxed(),
                "array" => vec(self.value(&schema["items"]), 0..4).prop_map(Value::from).boxed(),
                _ => return None,
            };
            Some((1, values))
        });
        one_of(strategies).boxed()
    }

    fn object(&self, schema: &Value, properties: &Map<String, Value>) -> BoxedStrategy<Value> {
        let member = |(name, member): (&String, &Value)| {
            let name = name.clone();
            let is_required = required(schema).any(|required| required == name);
            let takes_null = types(self.resolve(member)).contains(&"null");
            (0..9_u8, self.value(member)).prop_map(move |(chance, value)| match chance {
                0..2 if !is_required => None,
                2 if takes_null => Some((name.clone(), Value::Null)),
                _ => Some((name.clone(), value)),
            })
        };
        let members: Vec<_> = properties.iter().map(member).collect();
        members.prop_map(|members| Value::Object(members.into_iter().flatten().collect())).boxed()
    }

    /// Returns the sites in a body of this shape whose values have an allowed type.
    pub(super) fn sites<'c>(&'c self, shape: &'c Shape, body: &Value) -> Vec<Site<'c>> {
        let mut sites = Vec::new();
        self.collect_sites(&shape.definition, body, String::new(), &mut sites);
        sites
    }

    fn collect_sites<'c>(&'c self, schema: &'c Value, value: &Value, pointer: String, sites: &mut Vec<Site<'c>>) {
        let schema = self.resolve(schema);
        if !types(schema).contains(&type_of(value)) {
            return;
        }
        for (name, member) in schema["properties"].as_object().into_iter().flatten() {
            if let Some(value) = value.get(name) {
                self.collect_sites(member, value, format!("{pointer}/{}", escape_pointer_token(name)), sites);
            }
        }
        for (at, element) in value.as_array().into_iter().flatten().enumerate() {
            self.collect_sites(&schema["items"], element, format!("{pointer}/{at}"), sites);
        }
        sites.push(Site { pointer, schema });
    }
}

fn text(schema: &Value) -> BoxedStrategy<String> {
    let alternatives = || schema["anyOf"].as_array().into_iter().flatten().chain([schema]);
    let format = |schema: &Value| match schema["format"].as_str()? {
        "date-time" => Some((1, values::timestamp())),
        "date" => Some((1, values::date())),
        _ => None,
    };
    let formats: Vec<_> = alternatives().filter_map(format).collect();
    if !formats.is_empty() {
        return one_of(formats).boxed();
    }
    if let Some(strategy) = schema["x-advisory"].as_str().and_then(values::string_in_format) {
        return strategy;
    }
    if schema.get("minLength").is_some() { values::id() } else { values::text() }
}

/// Returns the documented values of an open enum. `None` if the schema is not an open enum.
pub(super) fn documented_values(schema: &Value) -> Option<&[Value]> {
    schema["anyOf"].get(0)?["enum"].as_array().map(Vec::as_slice)
}

pub(super) fn required(schema: &Value) -> impl Iterator<Item = &str> {
    schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str)
}

/// Returns the types that a schema allows.
pub(super) fn types(schema: &Value) -> Vec<&str> {
    let several = schema["type"].as_array().map_or(&[][..], Vec::as_slice);
    several.iter().chain([&schema["type"]]).filter_map(Value::as_str).collect()
}
