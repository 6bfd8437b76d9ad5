//! The unified event: one set of types for the webhooks of all vendors.
//!
//! An [`Event`] has nine variants. Each holds a struct with a `source` (the vendor account), a `time`, usually a
//! `status` or a `change`, and `data`. In JSON, an event is a [CloudEvents 1.0](https://cloudevents.io) document whose
//! `data` has the same members as the Rust `data`. Its schema is `schemas/event.schema.json`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

use crate::value::{Label, StringEnum, Timestamp, string_enum};
use crate::vendors::Vendor;

mod call;
mod campaign;
mod contact;
mod id;
mod inbound;
mod json;
mod lead;
mod message;
mod opt_out;
mod person;
mod reply;
mod source;
mod subject;
mod unknown;
mod voicemail;

pub use call::{Call, CallData, CallStatus};
pub use campaign::{Campaign, CampaignChange, CampaignData};
pub use contact::{Contact, ContactChange, ContactData};
pub(crate) use id::Identity;
pub use inbound::{Inbound, InboundData};
pub use lead::{Lead, LeadData, LeadStatus};
pub use message::{BounceType, Channel, Message, MessageData, MessageStatus};
pub use person::Person;
pub use reply::{Classification, Reply, ReplyData};
pub use source::{ParseSourceError, Source};
pub use subject::{SubjectKey, SubjectKind};
pub use unknown::{Unknown, UnknownData};
pub use voicemail::{Voicemail, VoicemailData};

/// An event that a vendor reported, in unified terms.
///
/// ```
/// use leadhook::{Event, Vendor, event::MessageStatus, normalize};
///
/// fn handle(event: &Event) -> &'static str {
///     match event {
///         Event::Message(message) => match message.status {
///             Some(MessageStatus::Bounced | MessageStatus::Failed) => "remove the address",
///             Some(_) | None => "log it",
///         },
///         Event::Reply(reply) if event.is_opt_out() => "add to the suppression list",
///         Event::Reply(reply) => "notify sales",
///         _ => "log it",
///     }
/// }
///
/// let body = br#"{"event":"email.bounced","timestamp":"2024-01-15T10:30:00Z","data":{"email":"user@example.com"}}"#;
/// assert_eq!(handle(&normalize(Vendor::LeadNest, body)?), "remove the address");
/// # Ok::<(), leadhook::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "most events are messages, and a box would cost each an allocation")]
#[non_exhaustive]
pub enum Event {
    /// A change of an outbound message's status.
    Message(Message),
    /// An inbound message.
    Inbound(Inbound),
    /// A reply to an outbound message.
    Reply(Reply),
    /// A change of a call's status.
    Call(Call),
    /// A voicemail from a caller.
    Voicemail(Voicemail),
    /// A change of a lead's status.
    Lead(Lead),
    /// A change of a campaign.
    Campaign(Campaign),
    /// A change of a contact.
    Contact(Contact),
    /// An undocumented event.
    Unknown(Unknown),
}

string_enum! {
    /// The reason for a failure, if the vendor's status gives it.
    pub enum FailureReason {
        /// The number does not exist.
        InvalidNumber = "invalid_number",
    }
}

/// The type of an event: the kind of subject and its new status.
///
/// ```
/// use leadhook::event::{EventType, MessageStatus};
///
/// let delivered = EventType::Message(Some(MessageStatus::Delivered));
/// assert_eq!(delivered.to_string(), "message.delivered");
/// assert_eq!("message.delivered".parse(), Ok(delivered));
/// assert_eq!("message.other".parse(), Ok(EventType::Message(None)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EventType {
    /// `message.*`; `None` is `message.other`.
    Message(Option<MessageStatus>),
    /// `message.received`.
    Inbound,
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
}

/// The string is not an event type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[error("expected an event type, such as message.delivered")]
#[non_exhaustive]
pub struct ParseEventTypeError;

impl EventType {
    /// Returns all event types.
    pub fn variants() -> impl Iterator<Item = Self> {
        fn each<T: StringEnum>(make: fn(T) -> EventType) -> impl Iterator<Item = EventType> {
            T::VARIANTS.iter().map(move |&status| make(status))
        }
        each(|status| Self::Message(Some(status)))
            .chain([Self::Message(None), Self::Inbound, Self::Reply])
            .chain(each(|status| Self::Call(Some(status))))
            .chain([Self::Call(None), Self::Voicemail])
            .chain(each(Self::Lead))
            .chain(each(Self::Campaign))
            .chain(each(Self::Contact))
            .chain([Self::Unknown])
    }

    /// Returns the parts before and after the dot.
    fn parts(self) -> (&'static str, Option<&'static str>) {
        const OTHER: &str = "other";
        const RECEIVED: &str = "received";
        match self {
            Self::Message(status) => ("message", Some(status.map_or(OTHER, StringEnum::as_str))),
            Self::Inbound => ("message", Some(RECEIVED)),
            Self::Reply => ("reply", Some(RECEIVED)),
            Self::Call(status) => ("call", Some(status.map_or(OTHER, StringEnum::as_str))),
            Self::Voicemail => ("voicemail", Some(RECEIVED)),
            Self::Lead(status) => ("lead", Some(status.as_str())),
            Self::Campaign(change) => ("campaign", Some(change.as_str())),
            Self::Contact(change) => ("contact", Some(change.as_str())),
            Self::Unknown => ("unknown", None),
        }
    }
}

impl fmt::Display for EventType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.parts() {
            (subject, Some(status)) => write!(f, "{subject}.{status}"),
            (subject, None) => f.write_str(subject),
        }
    }
}

impl FromStr for EventType {
    type Err = ParseEventTypeError;

    fn from_str(name: &str) -> Result<Self, ParseEventTypeError> {
        let parts = name.split_once('.').map_or((name, None), |(subject, status)| (subject, Some(status)));
        Self::variants().find(|event_type| event_type.parts() == parts).ok_or(ParseEventTypeError)
    }
}

impl<'de> Deserialize<'de> for EventType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

impl Serialize for EventType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Event {
    /// Returns the event's type, which is the `type` of its JSON form.
    #[must_use]
    pub fn event_type(&self) -> EventType {
        match self {
            Self::Message(message) => EventType::Message(message.status),
            Self::Inbound(_) => EventType::Inbound,
            Self::Reply(_) => EventType::Reply,
            Self::Call(call) => EventType::Call(call.status),
            Self::Voicemail(_) => EventType::Voicemail,
            Self::Lead(lead) => EventType::Lead(lead.status),
            Self::Campaign(campaign) => EventType::Campaign(campaign.change),
            Self::Contact(contact) => EventType::Contact(contact.change),
            Self::Unknown(_) => EventType::Unknown,
        }
    }

    /// Returns the vendor account that sent the webhook.
    #[must_use]
    pub fn source(&self) -> &Source {
        match self {
            Self::Message(event) => &event.source,
            Self::Inbound(event) => &event.source,
            Self::Reply(event) => &event.source,
            Self::Call(event) => &event.source,
            Self::Voicemail(event) => &event.source,
            Self::Lead(event) => &event.source,
            Self::Campaign(event) => &event.source,
            Self::Contact(event) => &event.source,
            Self::Unknown(event) => &event.source,
        }
    }

    /// Sets the source. Use it to distinguish several accounts at one vendor. This changes the event's id.
    #[must_use]
    pub fn with_source(mut self, source: Source) -> Self {
        *match &mut self {
            Self::Message(event) => &mut event.source,
            Self::Inbound(event) => &mut event.source,
            Self::Reply(event) => &mut event.source,
            Self::Call(event) => &mut event.source,
            Self::Voicemail(event) => &mut event.source,
            Self::Lead(event) => &mut event.source,
            Self::Campaign(event) => &mut event.source,
            Self::Contact(event) => &mut event.source,
            Self::Unknown(event) => &mut event.source,
        } = source;
        self
    }

    /// Returns the vendor that sent the webhook.
    #[must_use]
    pub fn vendor(&self) -> Vendor {
        self.source().vendor()
    }

    /// Returns when it happened, or the closest timestamp that the vendor reports. `None` only for some [`Unknown`]
    /// events.
    #[must_use]
    pub fn time(&self) -> Option<&Timestamp> {
        match self {
            Self::Message(event) => Some(&event.time),
            Self::Inbound(event) => Some(&event.time),
            Self::Reply(event) => Some(&event.time),
            Self::Call(event) => Some(&event.time),
            Self::Voicemail(event) => Some(&event.time),
            Self::Lead(event) => Some(&event.time),
            Self::Campaign(event) => Some(&event.time),
            Self::Contact(event) => Some(&event.time),
            Self::Unknown(event) => event.time.as_ref(),
        }
    }

    /// Returns the event's name, as the vendor writes it.
    #[must_use]
    pub fn vendor_event(&self) -> &Label {
        match self {
            Self::Message(event) => &event.data.vendor_event,
            Self::Inbound(event) => &event.data.vendor_event,
            Self::Reply(event) => &event.data.vendor_event,
            Self::Call(event) => &event.data.vendor_event,
            Self::Voicemail(event) => &event.data.vendor_event,
            Self::Lead(event) => &event.data.vendor_event,
            Self::Campaign(event) => &event.data.vendor_event,
            Self::Contact(event) => &event.data.vendor_event,
            Self::Unknown(event) => &event.data.vendor_event,
        }
    }
}
