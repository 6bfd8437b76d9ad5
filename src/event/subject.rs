//! What tells one subject of events from all others.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Event, Source};
use crate::value::string_enum;

/// What an event is about. Events with the same key are about the same message, call, lead and so on.
///
/// Keys are ordered by source, subject and kind, each as text.
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
    /// Who reports it: ids are unique at one vendor only.
    pub source: Source,
    /// The event's [`subject`](Event::subject).
    pub subject: String,
    /// What kind of thing that is: ids are unique among things of a kind only.
    pub kind: SubjectKind,
}

string_enum! {
    /// A kind of thing that events are about; the kinds are declared, and so ordered, as their words are.
    pub enum SubjectKind {
        /// A call, and the voicemail that it ends in.
        Call = "call",
        /// A campaign.
        Campaign = "campaign",
        /// A contact.
        Contact = "contact",
        /// A submission of a lead.
        Lead = "lead",
        /// A message, outbound or inbound.
        Message = "message",
        /// An answer to a message.
        Reply = "reply",
    }
}

impl SubjectKey {
    /// From its parts.
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
    /// What tells the thing that this event is about from all others. Absent where the vendor did not say which it is
    /// (there is no [`subject`](Self::subject)), and for what is undocumented.
    ///
    /// The parts that make a subject stand under "Identity" in the documentation of each vendor's module.
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
