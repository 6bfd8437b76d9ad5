//! State machines as data, to draw and to check them.

use serde::Serialize;

use super::{Precedence, Status};
use crate::Word;
use crate::event::{CallStatus, LeadStatus, MessageStatus};

/// The steps that are documented of one kind of thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Machine {
    /// `message`, `call` or `lead`, or a platform's slug, a dot and its word for the thing, such as `liguelead.sms`.
    pub name: String,
    /// For a platform's machine, the name of ours that its statuses are converted into.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unified: Option<&'static str>,
    /// Every status, in the order of its documentation.
    pub states: Vec<State>,
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
    /// Whether nothing follows it that is no aside.
    #[serde(rename = "final")]
    pub is_final: bool,
    /// Whether it is told besides where its subject stands.
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
    Machine { name: S::SUBJECT.to_owned(), unified: None, states: S::ALL.iter().copied().map(ranked).collect() }
}

impl Machine {
    /// The machine of a platform's statuses, which become ours; its name has yet to say [whose](Self::at) it is.
    pub(crate) fn reported<S: Status, U: Precedence + From<S>>() -> Self {
        let converted = |status: S| State { unified: Some(U::from(status).as_str()), ..State::of(status) };
        Self {
            name: S::SUBJECT.to_owned(),
            unified: Some(U::SUBJECT),
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
