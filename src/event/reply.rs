//! An answer to one of our messages.

use serde::{Deserialize, Serialize};

use super::{Channel, Person, Source};
use crate::value::{Extra, Id, Label, OpenEnum, Phone, SensitiveString, Timestamp, string_enum};

/// A recipient answered, or a machine on their behalf: `reply.received`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Reply {
    /// Who reports it.
    pub source: Source,
    /// When it happened, as far as the vendor tells.
    pub time: Timestamp,
    /// Everything else.
    pub data: ReplyData,
}

impl Reply {
    /// From its parts.
    #[must_use]
    pub fn new(source: Source, time: Timestamp, data: ReplyData) -> Self {
        Self { source, time, data }
    }
}

string_enum! {
    /// What a reply says, as its vendor reads it.
    pub enum Classification {
        /// They want to hear more.
        Interested = "interested",
        /// They do not.
        NotInterested = "not_interested",
        /// A machine says that they are away.
        OutOfOffice = "out_of_office",
        /// A mail server gives the message back.
        Bounce = "bounce",
        /// They want no more messages.
        Unsubscribe = "unsubscribe",
        /// They name somebody else to write to.
        Referral = "referral",
    }
}

/// The details of a [`Reply`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ReplyData {
    /// The event's name, as the vendor spells it.
    pub vendor_event: Label,
    /// How the message travels.
    pub channel: Channel,
    /// The vendor's id of the reply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_id: Option<Id>,
    /// The vendor's id of the reply, or of the message it answers: nobody says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<Id>,
    /// The vendor's id of the campaign.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<Id>,
    /// The id of the registration that the webhook was sent to, not of the webhook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook_id: Option<Id>,
    /// What it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub classification: Option<OpenEnum<Classification>>,
    /// The mail address of who answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<SensitiveString>,
    /// A phone number under the name `to`: nobody says whose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Phone>,
    /// A phone number or a name under the name `from`: nobody says whose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Phone>,
    /// Who answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<Person>,
    /// What it says, perhaps cut short.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<SensitiveString>,
    /// The template that the message was made from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<Label>,
    /// The template's language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Label>,
    /// When the vendor reported it, where that differs from `time`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reported_at: Option<Timestamp>,
    /// What is undocumented, under the vendor's own path.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

impl ReplyData {
    /// With only what every such event has.
    #[must_use]
    pub fn new(vendor_event: impl Into<Label>, channel: Channel) -> Self {
        Self {
            vendor_event: vendor_event.into(),
            channel,
            reply_id: None,
            message_id: None,
            campaign_id: None,
            webhook_id: None,
            classification: None,
            email: None,
            to: None,
            from: None,
            person: None,
            text: None,
            template: None,
            language: None,
            reported_at: None,
            extra: Extra::default(),
        }
    }
}
