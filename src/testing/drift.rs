//! Injects drift into bodies without drift.

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

use super::values;
use super::vendor_schema::{Shape, Site, VendorSchema, documented_values, is_within, types, value_of_other_type};
use crate::json::escape_pointer_token;
use crate::schema::DiagnosticCode;
use crate::value::masked_name;

/// Drift that was injected into a body.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InjectedDrift {
    /// The kind of drift.
    pub code: DiagnosticCode,
    /// The JSON Pointer of the expected diagnostic.
    pub pointer: String,
}

/// The random choices for one piece of drift.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    at: Index,
    name: String,
    value: Value,
}

pub(super) fn choice() -> impl Strategy<Value = Choice> {
    (any::<Index>(), values::name(), values::json(3)).prop_map(|(at, name, value)| Choice { at, name, value })
}

/// A change that adds drift to a body.
enum Change<'c> {
    Member { names: Vec<&'c str>, closed: bool },
    Type,
    Value(Vec<Value>),
    Format(Value),
}

/// Makes the chosen changes, and returns the drift that the strict schema will find.
pub(super) fn inject(schema: &VendorSchema, shape: &Shape, body: &mut Value, choices: &[Choice]) -> Vec<InjectedDrift> {
    let mut injected: Vec<InjectedDrift> = Vec::new();
    for Choice { at, name, value } in choices {
        let sites = schema.sites(shape, body);
        let changes: Vec<_> = sites
            .iter()
            .flat_map(|site| changes(site, body.pointer(&site.pointer)).map(move |change| (site, change)))
            .collect();
        let (site, change) = at.get(&changes);
        let pointer = &site.pointer;
        let Some(target) = body.pointer_mut(pointer) else { continue };
        let drift = match change {
            Change::Member { names, closed } => {
                let name = undocumented(name, |name| names.contains(&name));
                let drift = closed.then(|| (DiagnosticCode::UndocumentedMember, format!("{pointer}/{}", token(&name))));
                target[name] = value.clone();
                drift
            }
            Change::Type => {
                *target = value_of_other_type(site.strict, value);
                injected.retain(|drift| !is_within(&drift.pointer, pointer));
                Some((DiagnosticCode::UnexpectedType, pointer.clone()))
            }
            Change::Value(documented) => {
                *target = undocumented(name, |name| documented.iter().any(|value| value == name)).into();
                Some((DiagnosticCode::UnexpectedValue, pointer.clone()))
            }
            Change::Format(value) => {
                target.clone_from(value);
                Some((DiagnosticCode::UnexpectedFormat, pointer.clone()))
            }
        };
        let drift = drift.map(|(code, pointer)| InjectedDrift { code, pointer });
        injected.extend(drift.filter(|drift| !injected.contains(drift)));
    }
    injected
}

/// Replaces the event name or the channel of a body with an undocumented one.
pub(super) fn inject_unknown(
    schema: &VendorSchema,
    shape: &Shape,
    body: &mut Value,
    choice: &Choice,
) -> Vec<InjectedDrift> {
    let (pointer, _) = choice.at.get(&shape.chosen_by);
    let shapes = schema.shapes();
    let documented = |name: &str| {
        shapes.iter().flat_map(|shape| &shape.chosen_by).any(|(at, constant)| at == pointer && constant == name)
    };
    if let Some(target) = body.pointer_mut(pointer) {
        *target = undocumented(&choice.name, documented).into();
    }
    vec![InjectedDrift { code: DiagnosticCode::UndocumentedEvent, pointer: pointer.clone() }]
}

fn changes<'c>(site: &Site<'c>, value: Option<&Value>) -> impl Iterator<Item = Change<'c>> {
    let Site { base, strict, .. } = *site;
    let is_string = value.is_some_and(Value::is_string);
    let member = strict["properties"].as_object().filter(|_| value.is_some_and(Value::is_object)).map(|properties| {
        let closed = strict["additionalProperties"] == false;
        Change::Member { names: properties.keys().map(String::as_str).collect(), closed }
    });
    // A wrong type that the schema itself refuses is a fault.
    let other_type = (base.get("type").is_none() && types(strict).next().is_some()).then_some(Change::Type);
    let open_enum = documented_values(strict).filter(|_| is_string).map(Change::Value);
    let asserts_no_format = base.get("format").is_none();
    let form = if types(strict).any(|name| name == "integer") && value.is_some_and(Value::is_number) {
        Some(1.5.into())
    } else if is_string && strict.get("minLength").is_some() {
        Some("".into())
    } else if is_string && asserts_no_format && (strict.get("format").is_some() || strict.get("anyOf").is_some()) {
        Some("withheld: \u{1F512}".into())
    } else {
        None
    };
    member.into_iter().chain(other_type).chain(open_enum).chain(form.map(Change::Format))
}

/// Returns `name`, or a variant of it if it is documented.
fn undocumented(name: &str, is_documented: impl Fn(&str) -> bool) -> String {
    if is_documented(name) { format!("{name}_x") } else { name.to_owned() }
}

/// Returns a member's name as diagnostics show it in a pointer.
fn token(name: &str) -> String {
    if masked_name(name) == name { escape_pointer_token(name) } else { masked_name(name).to_owned() }
}
