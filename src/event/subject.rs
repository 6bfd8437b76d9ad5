//! What an event is about.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::{Uuid, Version, fmt::Hyphenated};

use super::{Event, EventKind, Source};
use crate::value::{FromString, Id, ParseIdError, string_enum};

/// The subject of an event: the vendor's id of a message, reply, call, submission or campaign, or a UUID in its place.
///
/// It is a UUID if
///
/// - only several parts together identify the subject, such as a campaign and a phone number;
/// - the id looks like an address;
/// - the id has characters that CloudEvents forbids.
///
/// The UUID keeps phone numbers and addresses out of logs and brokers. It is a pseudonym only: anyone who guesses the phone
/// number can compute the UUID.
///
/// In JSON it is a string. Equality, order and hash are those of the string.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_enums, reason = "a subject is an id, or a UUID in its place")]
pub enum Subject {
    /// The vendor's id. If the id looks like an address, the subject is a pseudonym instead.
    Id(Id),
    /// The version 5 UUID of what identifies the subject. Every version 5 UUID that is read from JSON becomes this
    /// variant.
    Pseudonym(Uuid),
}

impl Subject {
    /// Returns the subject as a string. The buffer is used for a UUID.
    fn text<'s>(&'s self, buffer: &'s mut [u8; Hyphenated::LENGTH]) -> &'s str {
        match self {
            Self::Id(id) => id.as_str(),
            Self::Pseudonym(uuid) => uuid.hyphenated().encode_lower(buffer),
        }
    }
}

impl PartialEq for Subject {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Subject {}

impl PartialOrd for Subject {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Subject {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text(&mut [0; _]).cmp(other.text(&mut [0; _]))
    }
}

impl Hash for Subject {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text(&mut [0; _]).hash(state);
    }
}

impl PartialEq<str> for Subject {
    fn eq(&self, text: &str) -> bool {
        self.text(&mut [0; _]) == text
    }
}

impl PartialEq<&str> for Subject {
    fn eq(&self, text: &&str) -> bool {
        self == *text
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text(&mut [0; _]))
    }
}

impl TryFrom<&str> for Subject {
    type Error = ParseIdError;

    fn try_from(text: &str) -> Result<Self, ParseIdError> {
        let uuid = Uuid::try_parse(text).ok().filter(|uuid| uuid.get_version() == Some(Version::Sha1));
        // Only the canonical spelling, so that the same text is written again.
        match uuid.map(Self::Pseudonym).filter(|pseudonym| pseudonym == text) {
            Some(pseudonym) => Ok(pseudonym),
            None => Id::try_from(text).map(Self::Id),
        }
    }
}

impl FromStr for Subject {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, ParseIdError> {
        text.try_into()
    }
}

impl Serialize for Subject {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.text(&mut [0; _]))
    }
}

impl<'de> Deserialize<'de> for Subject {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(FromString(str::parse::<Self>))
    }
}

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
/// assert_eq!((key.kind, key.subject.to_string()), (SubjectKind::Call, "7".to_owned()));
/// assert_eq!(normalize(Vendor::LimeCall, voicemail)?.subject_key(), Some(key));
/// # Ok::<(), leadhook::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SubjectKey {
    /// The vendor account that sent the webhook. Ids are unique within one vendor only.
    pub source: Source,
    /// The event's [`subject`](Event::subject).
    pub subject: Subject,
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
    pub fn new(source: Source, subject: Subject, kind: SubjectKind) -> Self {
        Self { source, subject, kind }
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
        let kind = match self.kind {
            EventKind::Message(_) | EventKind::InboundMessage(_) => SubjectKind::Message,
            EventKind::Reply(_) => SubjectKind::Reply,
            EventKind::Call(_) | EventKind::Voicemail(_) => SubjectKind::Call,
            EventKind::Lead(_) => SubjectKind::Lead,
            EventKind::Campaign(_) => SubjectKind::Campaign,
            EventKind::Contact(_) => SubjectKind::Contact,
            EventKind::Unknown(_) => return None,
        };
        Some(SubjectKey::new(self.source().clone(), self.subject()?.clone(), kind))
    }
}
