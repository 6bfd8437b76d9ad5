//! State machines as data, to draw and to check them.

use serde::Serialize;
use strum::{Display, EnumString, IntoStaticStr, VariantArray};

use super::{Precedence, Status};
use crate::Word;
use crate::event::{CallStatus, LeadStatus, MessageStatus};
use crate::open::closed;

/// The statuses of one kind of thing, and the steps between them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Machine {
    /// `message`, `call` or `lead`, or a platform's slug, a dot and its word for the thing, such as `liguelead.sms`.
    pub name: String,
    /// For a platform's machine, the name of ours that its statuses are converted into.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unified: Option<&'static str>,
    /// How the steps are known.
    #[serde(with = "closed")]
    pub basis: Basis,
    /// Every status, in the order of its documentation.
    pub states: Vec<State>,
}

/// How it is known which status may follow which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Display, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase", parse_err_ty = crate::NoWord, parse_err_fn = crate::NoWord::new)]
#[non_exhaustive]
pub enum Basis {
    /// The platform draws it.
    Diagram,
    /// The platform describes it.
    Prose,
    /// The platform documents the words alone; the steps are those of the field.
    Inferred,
    /// The steps are ours: every step of a platform's is one of these, or none at all.
    Unified,
}

/// A status in a [`Machine`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct State {
    /// Its word.
    pub status: &'static str,
    /// Whether it may be the first.
    pub first: bool,
    /// The words of the statuses that may follow it.
    pub next: Vec<&'static str>,
    /// Whether it is an outcome: nothing follows it but asides.
    #[serde(rename = "final")]
    pub is_final: bool,
    /// Whether it may be told after an outcome and changes nothing about it.
    pub aside: bool,
    /// In a platform's machine, the status of ours that it is converted into.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unified: Option<&'static str>,
    /// In ours, how much it counts in a lifecycle, if its subject can stand there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rank: Option<u8>,
    /// In ours, the outcome that it says is certain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<&'static str>,
}

/// The machines of unified events: of messages, calls and leads.
#[must_use]
pub fn machines() -> Vec<Machine> {
    vec![ours::<MessageStatus>(), ours::<CallStatus>(), ours::<LeadStatus>()]
}

fn ours<S: Precedence>() -> Machine {
    let ranked =
        |status: S| State { rank: status.rank(), outcome: status.outcome().map(Word::as_str), ..State::of(status) };
    let name = S::SUBJECT.to_owned();
    Machine { name, unified: None, basis: S::BASIS, states: S::ALL.iter().copied().map(ranked).collect() }
}

impl Machine {
    /// The machine of a platform's statuses, which become ours; its name has yet to say [whose](Self::at) it is.
    pub(crate) fn reported<S: Status, U: Precedence + From<S>>() -> Self {
        let converted = |status: S| State { unified: Some(U::from(status).as_str()), ..State::of(status) };
        Self {
            name: S::SUBJECT.to_owned(),
            unified: Some(U::SUBJECT),
            basis: S::BASIS,
            states: S::ALL.iter().copied().map(converted).collect(),
        }
    }

    /// The same at a platform.
    pub(crate) fn at(self, slug: &str) -> Self {
        Self { name: format!("{slug}.{}", self.name), ..self }
    }
}

impl State {
    fn of<S: Status>(status: S) -> Self {
        Self {
            status: status.as_str(),
            first: S::first().contains(&status),
            next: status.next().iter().map(|next| next.as_str()).collect(),
            is_final: status.is_final(),
            aside: status.is_aside(),
            unified: None,
            rank: None,
            outcome: None,
        }
    }
}
