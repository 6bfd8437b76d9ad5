//! The lifecycles of all subjects in a stream of events.

use std::collections::BTreeMap;
use std::collections::btree_map::Iter;
use std::iter::Peekable;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::{Map, Value};

use super::{Lifecycle, Observed, Precedence};
use crate::event::{
    Call, CallStatus, Event, EventKind, Lead, LeadStatus, Message, MessageStatus, OpenStatus, SubjectKey, SubjectKind,
};
use crate::value::{Label, Timestamp};

/// The lifecycles of every message, call and lead in a stream of events, in any order.
///
/// Folds of parts of a stream [merge](Self::merge) into the fold of the whole.
///
/// It serializes as a sequence of [`SubjectState`]s, in the order of their keys, and deserializes from it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fold {
    /// The lifecycle of each message.
    pub messages: BTreeMap<SubjectKey, Lifecycle<MessageStatus>>,
    /// The lifecycle of each call.
    pub calls: BTreeMap<SubjectKey, Lifecycle<CallStatus>>,
    /// The lifecycle of each submission of a lead.
    pub leads: BTreeMap<SubjectKey, Lifecycle<LeadStatus>>,
}

impl Fold {
    /// The same fold as one SQL statement. Its first lines say what it reads and returns.
    ///
    /// `examples/sql` runs it in SQLite. A test there checks it against [`Fold`] and against
    /// [`state_machines`](super::state_machines).
    ///
    #[doc = concat!("```sql\n", include_str!("fold.sql"), "```")]
    pub const SQL: &str = include_str!("fold.sql");

    /// Records the status that an event reports.
    ///
    /// Returns `None` if the event has no [subject](Event::subject_key), no time or no status. Events about contacts,
    /// replies and voicemails have no status.
    ///
    /// For an undocumented status, the lifecycle keeps the vendor's own. If the event lacks that, the lifecycle keeps
    /// the status in the event's type, or an empty string for `*.other`.
    pub fn observe(&mut self, event: &Event) -> Option<Observed> {
        let (key, time) = (event.subject_key()?, event.time.as_ref()?);
        match &event.kind {
            EventKind::Message(Message { status, vendor_status, .. }) => {
                Some(observe(self.messages.entry(key).or_default(), status, vendor_status.as_ref(), time))
            }
            EventKind::Call(Call { status, vendor_status, .. }) => {
                Some(observe(self.calls.entry(key).or_default(), status, vendor_status.as_ref(), time))
            }
            EventKind::Lead(Lead { status, vendor_status, .. }) => {
                Some(observe(self.leads.entry(key).or_default(), status, vendor_status.as_ref(), time))
            }
            EventKind::InboundMessage(_)
            | EventKind::Reply(_)
            | EventKind::Voicemail(_)
            | EventKind::Campaign(_)
            | EventKind::Contact(_)
            | EventKind::Unknown(_) => None,
        }
    }

    /// Returns the number of subjects.
    #[must_use]
    pub fn len(&self) -> usize {
        self.messages.len() + self.calls.len() + self.leads.len()
    }

    /// Returns true if there is no subject.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Iterates over the subjects and their lifecycles, in the order of their keys.
    #[must_use]
    pub fn iter(&self) -> FoldIter<'_> {
        FoldIter {
            messages: self.messages.iter().peekable(),
            calls: self.calls.iter().peekable(),
            leads: self.leads.iter().peekable(),
        }
    }

    /// Adds the reports of another fold.
    pub fn merge(&mut self, other: Self) {
        merge(&mut self.messages, other.messages);
        merge(&mut self.calls, other.calls);
        merge(&mut self.leads, other.leads);
    }
}

/// A subject and its lifecycle. Its JSON has the members of the [`SubjectKey`] and of the [`Lifecycle`], and can be read as
/// these two:
///
/// ```
/// use leadhook::event::{CallStatus, SubjectKey};
/// use leadhook::lifecycle::{Fold, Lifecycle};
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
/// for state in &fold {
///     let line = serde_json::to_string(&state)?;
///     let Call { key, lifecycle } = serde_json::from_str(&line)?;
///     assert_eq!(fold.calls[&key], lifecycle);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SubjectState<'f> {
    /// The subject.
    #[serde(flatten)]
    pub key: &'f SubjectKey,
    /// Its lifecycle.
    #[serde(flatten)]
    pub lifecycle: AnyLifecycle<'f>,
}

/// The lifecycle of a subject of any kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum AnyLifecycle<'f> {
    /// The lifecycle of a message.
    Message(&'f Lifecycle<MessageStatus>),
    /// The lifecycle of a call.
    Call(&'f Lifecycle<CallStatus>),
    /// The lifecycle of a submission of a lead.
    Lead(&'f Lifecycle<LeadStatus>),
}

/// Iterates over the subjects of a [`Fold`], in the order of their keys. It merges three sorted maps.
#[derive(Clone, Debug)]
pub struct FoldIter<'f> {
    messages: Peekable<Iter<'f, SubjectKey, Lifecycle<MessageStatus>>>,
    calls: Peekable<Iter<'f, SubjectKey, Lifecycle<CallStatus>>>,
    leads: Peekable<Iter<'f, SubjectKey, Lifecycle<LeadStatus>>>,
}

impl<'f> Iterator for FoldIter<'f> {
    type Item = SubjectState<'f>;

    fn next(&mut self) -> Option<SubjectState<'f>> {
        let message = self.messages.peek().map(|(key, _)| *key);
        let call = self.calls.peek().map(|(key, _)| *key);
        let lead = self.leads.peek().map(|(key, _)| *key);
        // The kind is part of the key, so no two of them are equal.
        let first = [message, call, lead].into_iter().flatten().min()?;
        if message == Some(first) {
            self.messages.next().map(|(key, of)| SubjectState { key, lifecycle: AnyLifecycle::Message(of) })
        } else if call == Some(first) {
            self.calls.next().map(|(key, of)| SubjectState { key, lifecycle: AnyLifecycle::Call(of) })
        } else {
            self.leads.next().map(|(key, of)| SubjectState { key, lifecycle: AnyLifecycle::Lead(of) })
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let length = self.messages.len() + self.calls.len() + self.leads.len();
        (length, Some(length))
    }
}

impl ExactSizeIterator for FoldIter<'_> {}

impl<'f> IntoIterator for &'f Fold {
    type Item = SubjectState<'f>;
    type IntoIter = FoldIter<'f>;

    fn into_iter(self) -> FoldIter<'f> {
        self.iter()
    }
}

impl Serialize for Fold {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self)
    }
}

impl<'de> Deserialize<'de> for Fold {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Wire {
            #[serde(flatten)]
            key: SubjectKey,
            #[serde(flatten)]
            lifecycle: Map<String, Value>,
        }

        fn add<S: Precedence, E: de::Error>(
            lifecycles: &mut BTreeMap<SubjectKey, Lifecycle<S>>,
            Wire { key, lifecycle }: Wire,
        ) -> Result<(), E> {
            // serde's own text may show a value.
            let lifecycle = Lifecycle::deserialize(Value::Object(lifecycle));
            let lifecycle = lifecycle.map_err(|_| E::custom("expected the members of a lifecycle"))?;
            lifecycles.entry(key).or_default().merge(lifecycle);
            Ok(())
        }

        let mut fold = Self::default();
        for wire in Vec::<Wire>::deserialize(deserializer)? {
            match wire.key.kind {
                SubjectKind::Message => add(&mut fold.messages, wire)?,
                SubjectKind::Call => add(&mut fold.calls, wire)?,
                SubjectKind::Lead => add(&mut fold.leads, wire)?,
                SubjectKind::Campaign | SubjectKind::Contact | SubjectKind::Reply => {
                    return Err(de::Error::custom("only messages, calls and leads have a lifecycle"));
                }
            }
        }
        Ok(fold)
    }
}

fn observe<S: Precedence>(
    lifecycle: &mut Lifecycle<S>,
    status: &OpenStatus<S>,
    vendor_status: Option<&Label>,
    time: &Timestamp,
) -> Observed {
    match status {
        OpenStatus::Known(status) => lifecycle.observe(*status, time),
        OpenStatus::Other => lifecycle.observe_undocumented(vendor_status.unwrap_or(&Label::default()), time),
        OpenStatus::Undocumented(status) => {
            let status = vendor_status.cloned().unwrap_or_else(|| status.as_str().into());
            lifecycle.observe_undocumented(&status, time)
        }
    }
}

fn merge<S: Precedence>(kept: &mut BTreeMap<SubjectKey, Lifecycle<S>>, new: BTreeMap<SubjectKey, Lifecycle<S>>) {
    for (key, lifecycle) in new {
        kept.entry(key).or_default().merge(lifecycle);
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
