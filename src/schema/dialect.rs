//! Checks that this crate can derive a strict schema from a schema of yours, and can mask its errors.

use std::collections::HashMap;
use std::fmt;

use jsonschema::ValidationError;
use serde_json::{Map, Value};
use thiserror::Error;

use super::keyword::{EXPECTED, NULL, OPEN, Subschemas, definition, is_condition, subschemas};
use crate::json::{MAX_DEPTH, Malformed, escape_pointer_token};

/// The maximum size in bytes of a schema and its definitions, with every `$ref` replaced by its definition. The copies
/// that the engine makes count too.
const MAX_BYTES: usize = 1 << 20;

/// The least number of bytes that a schema counts. The engine allocates for an empty schema too.
const SCHEMA_BYTES: usize = 8;

/// The number of bytes that the assertion in place of `items` counts: four schemas and their keywords.
const ITEMS_BYTES: usize = 64;

/// A JSON Schema could not be compiled.
///
/// The text describes the schema. It may show parts of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Error)]
#[error("{message}{}", At(pointer))]
#[non_exhaustive]
pub struct SchemaError {
    /// The JSON Pointer (RFC 6901) of the place in the schema. It is empty if the whole text is wrong.
    pub pointer: String,
    /// What is wrong, and what to do.
    pub message: String,
}

struct At<'p>(&'p str);

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() { Ok(()) } else { write!(f, " at {}", self.0) }
    }
}

impl SchemaError {
    pub(super) fn new(pointer: &str, message: impl Into<String>) -> Self {
        Self { pointer: pointer.to_owned(), message: message.into() }
    }
}

impl From<Malformed> for SchemaError {
    fn from(Malformed { pointer, message, position }: Malformed) -> Self {
        Self { pointer, message: format!("{message} ({position})") }
    }
}

impl From<ValidationError<'_>> for SchemaError {
    fn from(error: ValidationError<'_>) -> Self {
        Self::new(error.instance_path().as_str(), format!("not a JSON Schema of draft 2020-12: {}", error.masked()))
    }
}

/// Checks a schema.
///
/// # Errors
///
/// If it is not a JSON Schema, or has keywords that this crate does not support where they are.
pub(super) fn check(schema: &Value) -> Result<(), SchemaError> {
    cost(schema).map(drop)
}

/// Checks a schema and returns how many bytes count towards the limit.
fn cost(schema: &Value) -> Result<usize, SchemaError> {
    let Some(keywords) = schema.as_object() else { return Err(SchemaError::new("", "expected a JSON object")) };
    if !matches!(
        keywords.get("$schema").map_or(Some("https://json-schema.org/draft/2020-12/schema"), Value::as_str),
        Some("https://json-schema.org/draft/2020-12/schema" | "https://json-schema.org/draft/2020-12/schema#")
    ) {
        return Err(SchemaError::new("/$schema", "expected draft 2020-12; convert the schema"));
    }
    jsonschema::draft202012::meta::validate(schema)?;
    let no_definitions = Map::new();
    let definitions = keywords.get("$defs").and_then(Value::as_object).unwrap_or(&no_definitions);
    let mut check = Check { definitions, known: HashMap::new(), depth: 0 };
    // The strict schema has a copy of each definition in each definition that refers to it. The sum of all is bounded.
    let mut total = 0;
    for name in definitions.keys() {
        total += check.definition(name, "")?.cost();
        if total > MAX_BYTES {
            return Err(too_large(&format!("/$defs/{}", escape_pointer_token(name))));
        }
    }
    total += check.schema(schema, "", Place::Root)?.cost();
    if total > MAX_BYTES { Err(too_large("")) } else { Ok(total) }
}

/// Where a schema is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Root,
    /// Where the strict schema reads the keywords of this crate.
    Asserted,
    Expected,
    Condition,
}

/// How large a schema is when every `$ref` is replaced by its definition.
#[derive(Clone, Copy, Default)]
struct Extent {
    bytes: usize,
    /// The bytes of the copies that the engine keeps of `items` and `not`, and of the schemas of elements, which are
    /// compiled a second time.
    copies: Copies,
    levels: usize,
}

/// The bytes of copies of a schema.
#[derive(Clone, Copy, Default)]
struct Copies {
    /// What is copied again for each `items` around it.
    inside: usize,
    /// What is compiled once, in addition to the whole schema.
    beside: usize,
}

struct Check<'s> {
    definitions: &'s Map<String, Value>,
    /// The extents of definitions. `None` while a definition is being checked.
    known: HashMap<&'s str, Option<Extent>>,
    /// How many schemas are being checked, each inside the previous one.
    depth: usize,
}

impl<'s> Check<'s> {
    /// Checks a schema and returns its extent.
    fn schema(&mut self, schema: &'s Value, pointer: &str, place: Place) -> Result<Extent, SchemaError> {
        let Some(keywords) = schema.as_object() else { return Ok(Extent::leaf()) };
        // Bounds the recursion, here and in the engine.
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(too_deep(pointer));
        }
        let mut extent = Extent { levels: 0, ..Extent::leaf() };
        for (keyword, value) in keywords {
            let pointer = format!("{pointer}/{}", escape_pointer_token(keyword));
            check_keyword(keyword, value, &pointer, place)?;
            extent.bytes += keyword.len();
            let inner = if is_condition(keyword) {
                Place::Condition
            } else if place == Place::Root {
                Place::Asserted
            } else {
                place
            };
            match subschemas(keyword, value) {
                Subschemas::Map(_) if keyword == "$defs" => {}
                Subschemas::Map(schemas) => {
                    for (name, schema) in schemas {
                        extent.bytes += name.len();
                        let pointer = format!("{pointer}/{}", escape_pointer_token(name));
                        extent.add(self.schema(schema, &pointer, inner)?);
                    }
                }
                Subschemas::List(schemas) => {
                    for (at, schema) in schemas.iter().enumerate() {
                        extent.add(self.schema(schema, &format!("{pointer}/{at}"), inner)?);
                    }
                }
                Subschemas::One(schema) => {
                    let one = self.schema(schema, &pointer, inner)?;
                    extent.add(match keyword.as_str() {
                        "items" => one.of_elements(),
                        "not" => one.negated(),
                        _ => one,
                    });
                }
                Subschemas::None if keyword == EXPECTED => {
                    check_expected(keywords, value, &pointer)?;
                    extent.add(self.schema(value, &pointer, Place::Expected)?);
                }
                Subschemas::None if keyword == "$ref" => {
                    let Some((name, _)) = definition(value, self.definitions) else {
                        let message = "expected a reference to a definition of this schema: `#/$defs/NAME`";
                        return Err(SchemaError::new(&pointer, message));
                    };
                    extent.add(self.definition(name, &pointer)?);
                }
                Subschemas::None => extent.bytes += value.to_string().len(),
            }
            if extent.cost() > MAX_BYTES {
                return Err(too_large(&pointer));
            }
            if extent.levels >= MAX_DEPTH {
                return Err(too_deep(&pointer));
            }
        }
        self.depth -= 1;
        Ok(Extent { levels: extent.levels + 1, ..extent })
    }

    /// Checks a definition once and returns its extent. `from` is the pointer of the `$ref`.
    fn definition(&mut self, name: &'s str, from: &str) -> Result<Extent, SchemaError> {
        match self.known.get(name) {
            Some(Some(extent)) => return Ok(*extent),
            Some(None) => {
                let message = "the definition contains itself; describe a fixed number of levels";
                return Err(SchemaError::new(from, message));
            }
            None => {}
        }
        self.known.insert(name, None);
        let pointer = format!("/$defs/{}", escape_pointer_token(name));
        let extent = self.schema(&self.definitions[name], &pointer, Place::Asserted)?;
        self.known.insert(name, Some(extent));
        Ok(extent)
    }
}

impl Extent {
    fn leaf() -> Self {
        Self { bytes: SCHEMA_BYTES, levels: 1, ..Self::default() }
    }

    fn add(&mut self, inner: Self) {
        self.bytes = self.bytes.saturating_add(inner.bytes);
        self.copies.inside = self.copies.inside.saturating_add(inner.copies.inside);
        self.copies.beside = self.copies.beside.saturating_add(inner.copies.beside);
        self.levels = self.levels.max(inner.levels);
    }

    /// Returns the extent of `not` with this schema. The engine keeps a copy for its errors.
    fn negated(mut self) -> Self {
        self.copies.inside += self.bytes;
        self
    }

    /// Returns the extent of `items` with this schema. It becomes a `not` inside a `not`, and is compiled once more with
    /// a copy of that `not`.
    fn of_elements(self) -> Self {
        let assertion = Self { bytes: self.bytes + ITEMS_BYTES, ..self };
        let mut elements = assertion.negated().negated();
        elements.copies.beside += self.bytes + self.copies.inside + assertion.bytes;
        elements
    }

    fn cost(&self) -> usize {
        self.bytes.saturating_add(self.copies.inside).saturating_add(self.copies.beside)
    }
}

fn too_large(pointer: &str) -> SchemaError {
    let message = format!("larger than {MAX_BYTES} bytes with all definitions and copies; describe less");
    SchemaError::new(pointer, message)
}

fn too_deep(pointer: &str) -> SchemaError {
    SchemaError::new(pointer, format!("nested deeper than {MAX_DEPTH} levels of schemas"))
}

/// Checks that a keyword is supported where it is.
fn check_keyword(keyword: &str, value: &Value, pointer: &str, place: Place) -> Result<(), SchemaError> {
    let message = match keyword {
        "$anchor" | "$dynamicAnchor" | "$dynamicRef" | "$recursiveAnchor" | "$recursiveRef" => {
            "not supported; use `$ref` with `#/$defs/NAME`"
        }
        "definitions" => "not a keyword of draft 2020-12; use `$defs`",
        "dependencies" => "not a keyword of draft 2020-12; use `dependentRequired` or `dependentSchemas`",
        "additionalItems" => "not a keyword of draft 2020-12; use `items` beside `prefixItems`",
        "unevaluatedItems" => "not supported; use `items`",
        "$defs" | "$id" | "$schema" | "$vocabulary" | NULL if place != Place::Root => {
            "only supported at the root of a schema"
        }
        "$ref" if place == Place::Condition => {
            "not supported in `if`, `not`, `contains` and `propertyNames`; copy the definition"
        }
        EXPECTED | OPEN if matches!(place, Place::Expected | Place::Condition) => {
            "has no effect in `if`, `not`, `contains`, `propertyNames` and `x-expected`; move it out"
        }
        OPEN if *value != Value::Bool(true) => "expected true",
        NULL if *value != Value::Bool(false) => "expected false",
        _ => return Ok(()),
    };
    Err(SchemaError::new(pointer, message))
}

/// Checks the value of `x-expected` in a schema.
fn check_expected(schema: &Map<String, Value>, expected: &Value, pointer: &str) -> Result<(), SchemaError> {
    let Some(expected_keywords) = expected.as_object() else {
        return Err(SchemaError::new(pointer, "expected a JSON object"));
    };
    if let Err(error) = jsonschema::draft202012::meta::validate(expected) {
        let SchemaError { pointer: inner, message } = error.into();
        return Err(SchemaError { pointer: format!("{pointer}{inner}"), message });
    }
    let is_twice = |keyword: &&String| *keyword != "required" && schema.contains_key(*keyword);
    match expected_keywords.keys().find(is_twice) {
        Some(keyword) => {
            let pointer = format!("{pointer}/{}", escape_pointer_token(keyword));
            Err(SchemaError::new(&pointer, "the keyword is outside of `x-expected` too; remove one of them"))
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Event, Vendor};

    #[test]
    fn the_schemas_of_this_crate_are_far_below_the_limit() {
        let documents = Vendor::VARIANTS.iter().map(|vendor| vendor.schema()).chain([Event::SCHEMA]);
        for document in documents {
            let schema: Value = serde_json::from_str(document).unwrap();
            let bytes = cost(&schema).unwrap();
            assert!(bytes * 4 < MAX_BYTES, "{bytes} bytes: {}", schema["$id"]);
        }
    }
}
