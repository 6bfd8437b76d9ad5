//! The key of the thing that an event is about.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Event, Source};
use crate::value::string_enum;

/// A key for the thing that an event is about. Events with the same key are about the same message, call or lead.
///
/// Keys are ordered by source, subject and kind, each as a string.
///
/// ```
/// use leadhook::{Vendor, event::SubjectKind, normalize};
///
/// let missed = br#"{"event":"missed_call","call_id":"7","timestamp":"2025-01-30T15:00:00Z"}"#;
/// let voicemail = br#"{"event":"voicemail_received","call_id":"7","timestamp":"2025-01-30T15:01:00Z"}"#;
/// let key = normalize(Vendor::LimeCall, missed)?.subject_key().unwrap();
/// assert_eq!((key.kind, key.subject.as_str()), (SubjectKind::Call, "7"));
/// assert_eq!(normalize(Vendor::LimeCall, voicemail)?.subject_key(), Some(key));
/// # Ok::<(), leadhook::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SubjectKey {
    /// The vendor account that sent the webhook. Ids are unique within one vendor only.
    pub source: Source,
    /// The event's [`subject`](Event::subject).
    pub subject: String,
    /// The kind of the subject. Ids are unique within one kind only.
    pub kind: SubjectKind,
}

string_enum! {
    /// The kind of thing that an event is about. The variants are declared in the order of their strings, so both
    /// orders agree.
    pub enum SubjectKind {
        /// A call, and the voicemail that belongs to it.
        Call = "call",
        /// A campaign.
        Campaign = "campaign",
        /// A contact.
        Contact = "contact",
        /// A submission of a lead.
        Lead = "lead",
        /// A message, outbound or inbound.
        Message = "message",
        /// A reply to a message.
        Reply = "reply",
    }
}

impl SubjectKey {
    /// Creates a key from its parts.
    #[must_use]
    pub fn new(source: Source, subject: impl Into<String>, kind: SubjectKind) -> Self {
        Self { source, subject: subject.into(), kind }
    }
}

impl fmt::Display for SubjectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.source, self.kind, self.subject)
    }
}

impl Event {
    /// Returns the key of the thing that this event is about.
    ///
    /// `None` if the webhook does not identify it (there is no [`subject`](Self::subject)), or if the event is
    /// undocumented. The section "Identity" of each vendor's module lists the parts of a subject.
    #[must_use]
    pub fn subject_key(&self) -> Option<SubjectKey> {
        let kind = match self {
            Self::Message(_) | Self::Inbound(_) => SubjectKind::Message,
            Self::Reply(_) => SubjectKind::Reply,
            Self::Call(_) | Self::Voicemail(_) => SubjectKind::Call,
            Self::Lead(_) => SubjectKind::Lead,
            Self::Campaign(_) => SubjectKind::Campaign,
            Self::Contact(_) => SubjectKind::Contact,
            Self::Unknown(_) => return None,
        };
        Some(SubjectKey::new(self.source().clone(), self.subject()?, kind))
    }
}
