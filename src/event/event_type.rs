//! Types of events.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};
use thiserror::Error;

use super::members::WrongType;
use super::status::{EventStatus, UndocumentedName};
use super::{
    Call, CallStatus, Campaign, CampaignChange, Contact, ContactChange, Event, EventKind, InboundMessage, Lead,
    LeadStatus, Message, MessageStatus, OpenStatus, Reply, Unknown, Voicemail,
};
use crate::value::{FromString, StringEnum};

/// The type of an event: the kind of subject and its new status.
///
/// ```
/// use leadhook::event::{EventType, MessageStatus};
///
/// let delivered = EventType::Message(Some(MessageStatus::Delivered));
/// assert_eq!(delivered.as_str(), "message.delivered");
/// assert_eq!("message.delivered".parse(), Ok(delivered));
/// assert_eq!("message.other".parse(), Ok(EventType::Message(None)));
///
/// // A later version of leadhook may have this type.
/// assert_eq!("message.teleported".parse::<EventType>()?.as_str(), "message.teleported");
/// # Ok::<(), leadhook::event::ParseEventTypeError>(())
/// ```
///
/// Equality, order and hash are those of the string.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum EventType {
    /// `message.*`; `None` is `message.other`.
    Message(Option<MessageStatus>),
    /// `message.received`.
    InboundMessage,
    /// `reply.received`.
    Reply,
    /// `call.*`; `None` is `call.other`.
    Call(Option<CallStatus>),
    /// `voicemail.received`.
    Voicemail,
    /// `lead.*`.
    Lead(LeadStatus),
    /// `campaign.*`.
    Campaign(CampaignChange),
    /// `contact.*`.
    Contact(ContactChange),
    /// `unknown`.
    Unknown,
    /// A type that this version of leadhook does not know.
    Undocumented(UndocumentedName),
}

/// The string is not an event type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[error("expected an event type, such as message.delivered: at most 64 lower-case letters, digits, `_` and dots")]
#[non_exhaustive]
pub struct ParseEventTypeError;

const MESSAGE_OTHER: &str = "message.other";
const MESSAGE_RECEIVED: &str = "message.received";
const REPLY_RECEIVED: &str = "reply.received";
const CALL_OTHER: &str = "call.other";
const VOICEMAIL_RECEIVED: &str = "voicemail.received";
const UNKNOWN: &str = "unknown";

/// The maximum length of a type.
const MAX_LENGTH: usize = 64;

impl EventType {
    /// Returns all documented types.
    pub fn variants() -> impl Iterator<Item = Self> {
        fn each<T: StringEnum>(make: fn(T) -> EventType) -> impl Iterator<Item = EventType> {
            T::VARIANTS.iter().map(move |&status| make(status))
        }
        each(|status| Self::Message(Some(status)))
            .chain([Self::Message(None), Self::InboundMessage, Self::Reply])
            .chain(each(|status| Self::Call(Some(status))))
            .chain([Self::Call(None), Self::Voicemail])
            .chain(each(Self::Lead))
            .chain(each(Self::Campaign))
            .chain(each(Self::Contact))
            .chain([Self::Unknown])
    }

    /// Returns the type as a string, which is the `type` of an event's JSON form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Message(status) => status.map_or(MESSAGE_OTHER, MessageStatus::event_type),
            Self::InboundMessage => MESSAGE_RECEIVED,
            Self::Reply => REPLY_RECEIVED,
            Self::Call(status) => status.map_or(CALL_OTHER, CallStatus::event_type),
            Self::Voicemail => VOICEMAIL_RECEIVED,
            Self::Lead(status) => status.event_type(),
            Self::Campaign(change) => change.event_type(),
            Self::Contact(change) => change.event_type(),
            Self::Unknown => UNKNOWN,
            Self::Undocumented(event_type) => event_type.as_str(),
        }
    }
}

impl Event {
    /// Returns the event's type, which is the `type` of its JSON form.
    #[must_use]
    pub fn event_type(&self) -> EventType {
        let undocumented =
            |kind: &str, status: &str| EventType::Undocumented(UndocumentedName::new(format!("{kind}.{status}")));
        match &self.kind {
            EventKind::Message(message) => match &message.status {
                OpenStatus::Known(status) => EventType::Message(Some(*status)),
                OpenStatus::Other => EventType::Message(None),
                OpenStatus::Undocumented(status) => undocumented("message", status.as_str()),
            },
            EventKind::InboundMessage(_) => EventType::InboundMessage,
            EventKind::Reply(_) => EventType::Reply,
            EventKind::Call(call) => match &call.status {
                OpenStatus::Known(status) => EventType::Call(Some(*status)),
                OpenStatus::Other => EventType::Call(None),
                OpenStatus::Undocumented(status) => undocumented("call", status.as_str()),
            },
            EventKind::Voicemail(_) => EventType::Voicemail,
            EventKind::Lead(Lead { status, .. }) => {
                status.known().map_or_else(|| undocumented("lead", status.as_str()), EventType::Lead)
            }
            EventKind::Campaign(Campaign { change, .. }) => {
                change.known().map_or_else(|| undocumented("campaign", change.as_str()), EventType::Campaign)
            }
            EventKind::Contact(Contact { change, .. }) => {
                change.known().map_or_else(|| undocumented("contact", change.as_str()), EventType::Contact)
            }
            EventKind::Unknown(unknown) => {
                unknown.undocumented_type().cloned().map_or(EventType::Unknown, EventType::Undocumented)
            }
        }
    }
}

impl EventKind {
    /// Takes what belongs to an event of this type out of its `data`. The remaining members are unknown.
    pub(super) fn take(event_type: EventType, data: &mut Map<String, Value>) -> Result<Self, WrongType> {
        let kind = match event_type {
            EventType::Message(status) => Self::Message(Message::take(status.into(), data)?),
            EventType::InboundMessage => Self::InboundMessage(InboundMessage::take(data)?),
            EventType::Reply => Self::Reply(Reply::take(data)?),
            EventType::Call(status) => Self::Call(Call::take(status.into(), data)?),
            EventType::Voicemail => Self::Voicemail(Voicemail::take(data)?),
            EventType::Lead(status) => Self::Lead(Lead::take(status.into(), data)?),
            EventType::Campaign(change) => Self::Campaign(Campaign::take(change.into(), data)?),
            EventType::Contact(change) => Self::Contact(Contact::take(change.into(), data)?),
            EventType::Unknown => Self::Unknown(Unknown::new()),
            EventType::Undocumented(undocumented) => match undocumented.as_str().split_once('.') {
                Some(("message", status)) => Self::Message(Message::take(OpenStatus::unknown(status), data)?),
                Some(("call", status)) => Self::Call(Call::take(OpenStatus::unknown(status), data)?),
                Some(("lead", status)) => Self::Lead(Lead::take(OpenStatus::unknown(status), data)?),
                Some(("campaign", change)) => Self::Campaign(Campaign::take(OpenStatus::unknown(change), data)?),
                Some(("contact", change)) => Self::Contact(Contact::take(OpenStatus::unknown(change), data)?),
                Some(_) | None => Self::Unknown(Unknown::with_type(undocumented)),
            },
        };
        Ok(kind)
    }
}

/// Returns true if a string can be a type: words with dots between them.
fn is_type(text: &str) -> bool {
    let is_word =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
    text.len() <= MAX_LENGTH
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.split('.').all(is_word)
}

impl AsRef<str> for EventType {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for EventType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl PartialEq for EventType {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for EventType {}

impl Hash for EventType {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl Ord for EventType {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl PartialOrd for EventType {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl FromStr for EventType {
    type Err = ParseEventTypeError;

    fn from_str(text: &str) -> Result<Self, ParseEventTypeError> {
        match Self::variants().find(|event_type| event_type.as_str() == text) {
            Some(event_type) => Ok(event_type),
            None if is_type(text) => Ok(Self::Undocumented(UndocumentedName::new(text))),
            None => Err(ParseEventTypeError),
        }
    }
}

impl<'de> Deserialize<'de> for EventType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(FromString(str::parse::<Self>))
    }
}

impl Serialize for EventType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
