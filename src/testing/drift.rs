//! Drift put into bodies that had none.

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

use super::contract::{Contract, Shape, types, words};
use super::values;
use crate::DriftKind;
use crate::extra::type_of;
use crate::locate::{escaped, shown};

/// Drift that was put into a body on purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Planted {
    /// What kind of drift it is.
    pub kind: DriftKind,
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
    Word(&'c [Value]),
    Form { whole: bool },
}

/// Does what was chosen, and says what the strict reading will find.
pub(super) fn plant(contract: &Contract, shape: &Shape, body: &mut Value, choices: &[Choice]) -> Vec<Planted> {
    let mut planted = Vec::new();
    for Choice { at, name, value } in choices {
        let sites = contract.sites(shape, body);
        let changes: Vec<_> = sites
            .iter()
            .flat_map(|site| changes(site.schema, body.pointer(&site.pointer)).map(|change| (&site.pointer, change)))
            .collect();
        let (pointer, change) = at.get(&changes);
        let Some(place) = body.pointer_mut(pointer) else { continue };
        let finding = match change {
            Change::Member { names, closed } => {
                let name = undocumented(name, |name| names.contains(&name));
                let finding = closed.then(|| (DriftKind::UndocumentedMember, format!("{pointer}/{}", token(&name))));
                place[name] = value.clone();
                finding
            }
            Change::Word(words) => {
                *place = undocumented(name, |name| words.iter().any(|word| word == name)).into();
                Some((DriftKind::UndocumentedWord, (*pointer).clone()))
            }
            Change::Form { whole } => {
                *place = if *whole { 1.5.into() } else { "withheld: \u{1F512}".into() };
                Some((DriftKind::Format, (*pointer).clone()))
            }
        };
        let finding = finding.map(|(kind, pointer)| Planted { kind, pointer });
        planted.extend(finding.filter(|finding| !planted.contains(finding)));
    }
    planted
}

/// Gives a body a name of an event, or of a channel, that nobody documents.
pub(super) fn plant_unknown(contract: &Contract, shape: &Shape, body: &mut Value, choice: &Choice) -> Vec<Planted> {
    let (pointer, _) = choice.at.get(&shape.chosen_by);
    let shapes = contract.shapes();
    let documented = |name: &str| {
        shapes.iter().flat_map(|shape| &shape.chosen_by).any(|(at, constant)| at == pointer && constant == name)
    };
    if let Some(place) = body.pointer_mut(pointer) {
        *place = undocumented(&choice.name, documented).into();
    }
    vec![Planted { kind: DriftKind::UndocumentedEvent, pointer: pointer.clone() }]
}

fn changes<'c>(schema: &'c Value, value: Option<&Value>) -> impl Iterator<Item = Change<'c>> {
    let member = schema["properties"].as_object().filter(|_| value.is_some_and(Value::is_object)).map(|properties| {
        Change::Member { names: properties.keys().map(String::as_str).collect(), closed: schema["x-open"] != true }
    });
    let is_text = value.is_some_and(Value::is_string);
    let word = words(schema).filter(|_| is_text).map(Change::Word);
    let whole = schema["x-advisory"] == "integer";
    let fits = value.is_some_and(|value| type_of(value) == if whole { "number" } else { "string" });
    let form = schema.get("x-advisory").filter(|_| fits).map(|_| Change::Form { whole });
    debug_assert!(form.is_none() || !types(schema).is_empty(), "advice stands beside a type");
    member.into_iter().chain(word).chain(form)
}

/// A name that is not documented.
fn undocumented(name: &str, is_documented: impl Fn(&str) -> bool) -> String {
    if is_documented(name) { format!("{name}_x") } else { name.to_owned() }
}

/// A member's name as findings show it in a pointer.
fn token(name: &str) -> String {
    let shown = shown(name);
    if shown == name { escaped(name) } else { shown }
}
