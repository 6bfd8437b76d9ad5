//! The keywords of JSON Schema (draft 2020-12) that contain schemas.

use serde_json::{Map, Value};

/// The keyword for what is documented about a value but not required.
pub(super) const EXPECTED: &str = "x-expected";

/// The keyword for objects that may have undocumented members.
pub(super) const OPEN: &str = "x-open";

/// The keyword of the root that says whether an optional member may be null. The default is true.
pub(super) const NULL: &str = "x-null";

/// The schemas in the value of a keyword.
pub(super) enum Subschemas<'s> {
    None,
    One(&'s Value),
    List(&'s [Value]),
    Map(&'s Map<String, Value>),
}

/// Returns the schemas in the value of a keyword.
pub(super) fn subschemas<'s>(keyword: &str, value: &'s Value) -> Subschemas<'s> {
    match (keyword, value) {
        ("$defs" | "dependentSchemas" | "patternProperties" | "properties", Value::Object(schemas)) => {
            Subschemas::Map(schemas)
        }
        ("allOf" | "anyOf" | "oneOf" | "prefixItems", Value::Array(schemas)) => Subschemas::List(schemas),
        (
            "additionalProperties"
            | "contains"
            | "else"
            | "if"
            | "items"
            | "not"
            | "propertyNames"
            | "then"
            | "unevaluatedProperties",
            schema,
        ) => Subschemas::One(schema),
        _ => Subschemas::None,
    }
}

/// Returns true if the schemas of a keyword choose, count or exclude. The strict schema leaves them as they are: if they
/// accepted less, it would accept more.
pub(super) fn is_condition(keyword: &str) -> bool {
    matches!(keyword, "contains" | "if" | "not" | "propertyNames")
}

/// Returns the definition that a `$ref` refers to, with its name.
pub(super) fn definition<'s>(target: &Value, definitions: &'s Map<String, Value>) -> Option<(&'s String, &'s Value)> {
    let token = target.as_str()?.strip_prefix("#/$defs/")?;
    // A `%` could be an escape of the URI. No name needs one.
    let is_name = !token.contains(['/', '%']);
    is_name.then(|| definitions.get_key_value(&crate::json::unescape_pointer_token(token))).flatten()
}
