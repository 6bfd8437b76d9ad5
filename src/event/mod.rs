//! The unified event: one set of types for the webhooks of all vendors.
//!
//! An [`Event`] has a head, which is the same for all, and a [`kind`](Event::kind) with the details of a message, a call, a
//! lead or something else. In JSON, an event is a [CloudEvents 1.0](https://cloudevents.io) document. Its schema is
//! `schemas/event.schema.json`.
//!
//! # Stability
//!
//! Once 1.0 is released, these hold for all versions with the same major number:
//!
//! - The same webhook from the same source has the same id and the same subject.
//! - A later version reads the events of an earlier one, and an earlier version those of a later one. It writes them back
//!   unchanged, except attributes that brokers added.
//! - Types and members of `data` may be added. None is removed or gets another meaning. Match `*.other`, undocumented
//!   statuses and [`Unknown`], and ignore members that you do not know.

use uuid::Uuid;

use crate::value::{Extra, Label, Timestamp, string_enum};

mod accessors;
mod call;
mod campaign;
mod contact;
mod event_type;
mod inbound_message;
mod json;
mod key;
mod lead;
mod members;
mod message;
mod opt_out;
mod person;
mod reply;
mod source;
mod status;
mod subject;
mod unknown;
mod voicemail;

pub use call::{Call, CallStatus};
pub use campaign::{Campaign, CampaignChange};
pub use contact::{Contact, ContactChange};
pub use event_type::{EventType, ParseEventTypeError};
pub use inbound_message::InboundMessage;
pub use key::EventKey;
pub use lead::{Lead, LeadStatus};
pub use message::{BounceType, Channel, Message, MessageStatus};
pub use person::Person;
pub use reply::{Classification, Reply};
pub use source::{ParseSourceError, Source};
pub use status::{OpenStatus, UndocumentedName};
pub use subject::{Subject, SubjectKey, SubjectKind};
pub use unknown::Unknown;
pub use voicemail::Voicemail;

/// An event that a vendor reported, in unified terms.
///
/// ```
/// use leadhook::event::{EventKind, MessageStatus};
/// use leadhook::{Event, Vendor, normalize};
///
/// fn handle(event: &Event) -> &'static str {
///     match &event.kind {
///         EventKind::Message(message) => match message.status.known() {
///             Some(MessageStatus::Bounced | MessageStatus::Failed) => "remove the address",
///             Some(_) | None => "log it",
///         },
///         EventKind::Reply(_) if event.is_opt_out() => "add to the suppression list",
///         EventKind::Reply(_) => "notify sales",
///         _ => "log it",
///     }
/// }
///
/// let body = br#"{"event":"email.bounced","timestamp":"2024-01-15T10:30:00Z","data":{"email":"user@example.com"}}"#;
/// assert_eq!(handle(&normalize(Vendor::LeadNest, body)?), "remove the address");
/// # Ok::<(), leadhook::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    id: Uuid,
    source: Source,
    subject: Option<Subject>,
    /// When it happened, or the closest timestamp that the vendor reports. `None` only for some unknown events.
    pub time: Option<Timestamp>,
    /// The event's name, as the vendor writes it.
    pub vendor_event: Label,
    /// What happened.
    pub kind: EventKind,
    /// The undocumented members, at the paths that the vendor uses, and documented members with values that did not fit
    /// their fields. In an undocumented event, it is the whole body. In an event of your own vendor, it also has
    /// documented members that have no field.
    pub extra: Extra,
    /// The members of `data` that this version of leadhook does not know. Only an event that was read can have them.
    pub unknown_members: Extra,
    /// The version of the schema, if it is not this version's.
    dataschema: Option<Label>,
}

/// The kind of an event, with the details.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "most events are messages, and a box would cost each an allocation")]
#[non_exhaustive]
pub enum EventKind {
    /// A change of an outbound message's status.
    Message(Message),
    /// An inbound message.
    InboundMessage(InboundMessage),
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

impl Event {
    /// Creates an event. Use it to convert the webhooks of a vendor of your own.
    ///
    /// `time` is when it happened. The key makes the id and the subject. For an undocumented status, use
    /// [`OpenStatus::Other`] and set `vendor_status`. For an undocumented event, use [`EventKind::Unknown`] and pass the
    /// whole body to [`with_extra`](Self::with_extra). `examples/own_vendor.rs` does both.
    ///
    /// ```
    /// use leadhook::Event;
    /// use leadhook::event::{Channel, EventKey, EventKind, Message, MessageStatus, Source};
    ///
    /// let mut message = Message::new(MessageStatus::Delivered);
    /// message.message_id = Some("m-17".parse()?);
    /// message.channel = Some(Channel::Sms.into());
    ///
    /// let time = "2026-02-02T12:00:00Z".parse()?;
    /// let key = EventKey::new("sms.dlr").subject("m-17".parse()?).time(&time);
    /// let event = Event::new(Source::new("acme")?, key, time, EventKind::Message(message));
    /// assert_eq!(event.subject().unwrap(), &"m-17");
    /// assert_eq!(event.event_type().as_str(), "message.delivered");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new(source: Source, key: EventKey, time: Timestamp, kind: EventKind) -> Self {
        Self::with_optional_time(source, key, Some(time), kind)
    }

    pub(crate) fn with_optional_time(source: Source, key: EventKey, time: Option<Timestamp>, kind: EventKind) -> Self {
        let (vendor_event, id, subject) = key.resolve(&source);
        Self {
            id,
            source,
            subject,
            time,
            vendor_event,
            kind,
            extra: Extra::default(),
            unknown_members: Extra::default(),
            dataschema: Some(json::DATASCHEMA),
        }
    }

    /// Sets [`extra`](Self::extra): everything of the body that no field has, so that nothing is lost. Make an
    /// [`Extra`] from a [`serde_json::Map`], or with `#[serde(flatten)]` in your model. [`from_json`](Self::from_json)
    /// reads values that are nested at most 99 levels deep.
    #[must_use]
    pub fn with_extra(mut self, extra: Extra) -> Self {
        self.extra = extra;
        self
    }

    /// Returns the event's id. It is the same whenever the vendor sends the event again, even if the JSON is written
    /// differently.
    ///
    /// No built-in vendor sends an event id, so leadhook makes one from the [`EventKey`]. An event that was read has the id
    /// that its JSON has.
    #[must_use]
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// Returns the vendor account that sent the webhook.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Returns what the event is about. `None` if the webhook does not identify it.
    #[must_use]
    pub fn subject(&self) -> Option<&Subject> {
        self.subject.as_ref()
    }
}
