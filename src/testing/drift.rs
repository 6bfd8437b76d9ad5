//! Drift put into bodies that had none.

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

use super::vendor_schema::{VendorSchema, Shape, documented_values, types};
use super::values;
use crate::json::escape_pointer_token;
use crate::schema::DiagnosticCode;
use crate::value::{masked_name, type_of};

/// Drift that was put into a body on purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InjectedDrift {
    /// What kind of drift it is.
    pub code: DiagnosticCode,
    /// Where, as a finding tells it.
    pub pointer: String,
}

/// What chance decides of one piece of drift.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    at: Index,
    name: String,
    value: Value,
}

pub(super) fn choice() -> impl Strategy<Value = Choice> {
    (any::<Index>(), values::name(), values::json(3)).prop_map(|(at, name, value)| Choice { at, name, value })
}

/// Something that can be done to a body.
enum Change<'c> {
    Member { names: Vec<&'c str>, closed: bool },
    Value(&'c [Value]),
    Format { is_integer: bool },
}

/// Does what was chosen, and says what the strict reading will find.
pub(super) fn inject(schema: &VendorSchema, shape: &Shape, body: &mut Value, choices: &[Choice]) -> Vec<InjectedDrift> {
    let mut injected = Vec::new();
    for Choice { at, name, value } in choices {
        let sites = schema.sites(shape, body);
        let changes: Vec<_> = sites
            .iter()
            .flat_map(|site| changes(site.schema, body.pointer(&site.pointer)).map(|change| (&site.pointer, change)))
            .collect();
        let (pointer, change) = at.get(&changes);
        let Some(place) = body.pointer_mut(pointer) else { continue };
        let drift = match change {
            Change::Member { names, closed } => {
                let name = undocumented(name, |name| names.contains(&name));
                let drift = closed.then(|| (DiagnosticCode::UndocumentedMember, format!("{pointer}/{}", token(&name))));
                place[name] = value.clone();
                drift
            }
            Change::Value(words) => {
                *place = undocumented(name, |name| words.iter().any(|word| word == name)).into();
                Some((DiagnosticCode::UnexpectedValue, (*pointer).clone()))
            }
            Change::Format { is_integer } => {
                *place = if *is_integer { 1.5.into() } else { "withheld: \u{1F512}".into() };
                Some((DiagnosticCode::UnexpectedFormat, (*pointer).clone()))
            }
        };
        let drift = drift.map(|(code, pointer)| InjectedDrift { code, pointer });
        injected.extend(drift.filter(|drift| !injected.contains(drift)));
    }
    injected
}

/// Gives a body a name of an event, or of a channel, that nobody documents.
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
    if let Some(place) = body.pointer_mut(pointer) {
        *place = undocumented(&choice.name, documented).into();
    }
    vec![InjectedDrift { code: DiagnosticCode::UndocumentedEvent, pointer: pointer.clone() }]
}

fn changes<'c>(schema: &'c Value, value: Option<&Value>) -> impl Iterator<Item = Change<'c>> {
    let member = schema["properties"].as_object().filter(|_| value.is_some_and(Value::is_object)).map(|properties| {
        Change::Member { names: properties.keys().map(String::as_str).collect(), closed: schema["x-open"] != true }
    });
    let is_text = value.is_some_and(Value::is_string);
    let word = documented_values(schema).filter(|_| is_text).map(Change::Value);
    let is_integer = schema["x-advisory"] == "integer";
    let fits = value.is_some_and(|value| type_of(value) == if is_integer { "number" } else { "string" });
    let form = schema.get("x-advisory").filter(|_| fits).map(|_| Change::Format { is_integer });
    debug_assert!(form.is_none() || !types(schema).is_empty(), "advice stands beside a type");
    member.into_iter().chain(word).chain(form)
}

/// A name that is not documented.
fn undocumented(name: &str, is_documented: impl Fn(&str) -> bool) -> String {
    if is_documented(name) { format!("{name}_x") } else { name.to_owned() }
}

/// A member's name as findings show it in a pointer.
fn token(name: &str) -> String {
    if masked_name(name) == name { escape_pointer_token(name) } else { masked_name(name).to_owned() }
}
