//! A stream of events into the lifecycles of its subjects.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Lifecycle, Observed, Precedence};
use crate::event::{CallStatus, LeadStatus, MessageStatus, SubjectKey};
use crate::{Event, Instant, Name};

/// The lifecycles of every message, call and lead in a stream of events, whatever their order.
///
/// Folds of parts of a stream [merge](Self::merge) into the fold of the whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fold {
    /// Where each message stands.
    pub messages: BTreeMap<SubjectKey, Lifecycle<MessageStatus>>,
    /// Where each call stands.
    pub calls: BTreeMap<SubjectKey, Lifecycle<CallStatus>>,
    /// Where each lead stands; more exactly, each submission of a lead.
    pub leads: BTreeMap<SubjectKey, Lifecycle<LeadStatus>>,
}

impl Fold {
    /// Takes an event. `None` if it tells no status, as of a contact, a reply or a voicemail, or if its platform did not
    /// say [which](Event::subject_key) message, call or lead it is about. An undocumented word that is absent, as only in
    /// an event built by hand, counts as an empty one.
    pub fn observe(&mut self, event: &Event) -> Option<Observed> {
        match event {
            Event::Message(message) => {
                let lifecycle = self.messages.entry(event.subject_key()?).or_default();
                Some(observe(lifecycle, message.status, message.data.vendor_status.as_ref(), &message.time))
            }
            Event::Call(call) => {
                let lifecycle = self.calls.entry(event.subject_key()?).or_default();
                Some(observe(lifecycle, call.status, call.data.vendor_status.as_ref(), &call.time))
            }
            Event::Lead(lead) => {
                Some(self.leads.entry(event.subject_key()?).or_default().observe(lead.status, &lead.time))
            }
            Event::Inbound(_)
            | Event::Reply(_)
            | Event::Voicemail(_)
            | Event::Campaign(_)
            | Event::Contact(_)
            | Event::Unknown(_) => None,
        }
    }

    /// How many subjects there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.messages.len() + self.calls.len() + self.leads.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Every subject and where it stands, in the order of their keys.
    pub fn iter(&self) -> impl Iterator<Item = Standing<'_>> {
        let messages =
            self.messages.iter().map(|(key, message)| Standing { key, lifecycle: AnyLifecycle::Message(message) });
        let calls = self.calls.iter().map(|(key, call)| Standing { key, lifecycle: AnyLifecycle::Call(call) });
        let leads = self.leads.iter().map(|(key, lead)| Standing { key, lifecycle: AnyLifecycle::Lead(lead) });
        let mut all: Vec<_> = messages.chain(calls).chain(leads).collect();
        all.sort_by_key(|standing| standing.key);
        all.into_iter()
    }

    /// Takes all that another fold has taken.
    pub fn merge(&mut self, other: Self) {
        merge(&mut self.messages, other.messages);
        merge(&mut self.calls, other.calls);
        merge(&mut self.leads, other.leads);
    }
}

/// A subject and where it stands. Its JSON has the members of the [`SubjectKey`] and of the [`Lifecycle`], and reads back
/// as these two:
///
/// ```
/// use leadhook::event::{CallStatus, SubjectKey};
/// use leadhook::status::{Fold, Lifecycle};
/// use leadhook::{Vendor, normalize};
///
/// #[derive(serde::Deserialize)]
/// struct Call {
///     #[serde(flatten)]
///     key: SubjectKey,
///     #[serde(flatten)]
///     lifecycle: Lifecycle<CallStatus>,
/// }
///
/// let body = br#"{"event":"missed_call","call_id":"7","timestamp":"2025-01-30T15:00:00Z"}"#;
/// let fold: Fold = [&normalize(Vendor::LimeCall, body)?].into_iter().collect();
/// for standing in fold.iter() {
///     let line = serde_json::to_string(&standing)?;
///     let Call { key, lifecycle } = serde_json::from_str(&line)?;
///     assert_eq!(fold.calls[&key], lifecycle);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Standing<'f> {
    /// What it is.
    #[serde(flatten)]
    pub key: &'f SubjectKey,
    /// Where it stands.
    #[serde(flatten)]
    pub lifecycle: AnyLifecycle<'f>,
}

/// The lifecycle of whatever kind of thing has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum AnyLifecycle<'f> {
    /// Of a message.
    Message(&'f Lifecycle<MessageStatus>),
    /// Of a call.
    Call(&'f Lifecycle<CallStatus>),
    /// Of a submission of a lead.
    Lead(&'f Lifecycle<LeadStatus>),
}

fn observe<S: Precedence>(
    lifecycle: &mut Lifecycle<S>,
    status: Option<S>,
    word: Option<&Name>,
    at: &Instant,
) -> Observed {
    match status {
        Some(status) => lifecycle.observe(status, at),
        None => lifecycle.observe_other(word.unwrap_or(&Name::default()), at),
    }
}

fn merge<S: Precedence>(ours: &mut BTreeMap<SubjectKey, Lifecycle<S>>, theirs: BTreeMap<SubjectKey, Lifecycle<S>>) {
    for (key, lifecycle) in theirs {
        ours.entry(key).or_default().merge(lifecycle);
    }
}

impl<'e> Extend<&'e Event> for Fold {
    fn extend<T: IntoIterator<Item = &'e Event>>(&mut self, events: T) {
        for event in events {
            self.observe(event);
        }
    }
}

impl<'e> FromIterator<&'e Event> for Fold {
    fn from_iter<T: IntoIterator<Item = &'e Event>>(events: T) -> Self {
        let mut fold = Self::default();
        fold.extend(events);
        fold
    }
}
