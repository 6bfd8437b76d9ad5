//! State machines as data, to draw and to check them.

use serde::Serialize;

use super::{Precedence, Status};
use crate::event::{CallStatus, LeadStatus, MessageStatus};
use crate::schema::Evidence;
use crate::value::StringEnum;

/// The statuses of one kind of subject, and the steps between them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct StateMachine {
    /// `message`, `call` or `lead`, or a vendor and its own term, such as `liguelead.sms`.
    pub name: String,
    /// For a vendor's machine, the name of the unified machine that its statuses are converted into.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unified: Option<&'static str>,
    /// How the steps are known. `None` for the unified machines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
    /// Every status, in the order of declaration.
    pub states: Vec<State>,
}

/// A status in a [`StateMachine`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct State {
    /// Its string.
    pub status: &'static str,
    /// Whether it may come first.
    #[serde(rename = "initial")]
    pub is_initial: bool,
    /// The statuses that may follow it.
    pub successors: Vec<&'static str>,
    /// Whether only informational statuses may follow it.
    #[serde(rename = "final")]
    pub is_final: bool,
    /// Whether it may follow a final status without changing the outcome.
    #[serde(rename = "informational")]
    pub is_informational: bool,
    /// In a vendor's machine, the unified status that it is converted into.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unified: Option<&'static str>,
    /// In a unified machine, how much it counts, if it can be the current status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rank: Option<u8>,
    /// In a unified machine, the outcome that it makes certain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<&'static str>,
}

/// Returns the state machines of unified events: of messages, calls and leads.
#[must_use]
pub fn state_machines() -> Vec<StateMachine> {
    vec![unified::<MessageStatus>(), unified::<CallStatus>(), unified::<LeadStatus>()]
}

fn unified<S: Precedence>() -> StateMachine {
    let ranked = |status: S| State {
        rank: status.rank(),
        outcome: status.outcome().map(StringEnum::as_str),
        ..State::from_status(status)
    };
    let name = S::SUBJECT.to_owned();
    StateMachine {
        name,
        unified: None,
        evidence: S::EVIDENCE,
        states: S::VARIANTS.iter().copied().map(ranked).collect(),
    }
}

impl StateMachine {
    /// Creates the machine of a vendor's statuses, without the vendor's name.
    pub(crate) fn converted<S: Status, U: Precedence + From<S>>() -> Self {
        let converted = |status: S| State { unified: Some(U::from(status).as_str()), ..State::from_status(status) };
        Self {
            name: S::SUBJECT.to_owned(),
            unified: Some(U::SUBJECT),
            evidence: S::EVIDENCE,
            states: S::VARIANTS.iter().copied().map(converted).collect(),
        }
    }

    /// Puts the vendor's name before the machine's.
    pub(crate) fn with_vendor_prefix(self, vendor: &str) -> Self {
        Self { name: format!("{vendor}.{}", self.name), ..self }
    }
}

impl State {
    fn from_status<S: Status>(status: S) -> Self {
        Self {
            status: status.as_str(),
            is_initial: S::initial().contains(&status),
            successors: status.successors().iter().map(|next| next.as_str()).collect(),
            is_final: status.is_final(),
            is_informational: status.is_informational(),
            unified: None,
            rank: None,
            outcome: None,
        }
    }
}
