//! Replies to outbound messages.

use serde::{Deserialize, Serialize};

use super::{Channel, Person, Source};
use crate::value::{Extra, Id, Label, OpenEnum, Phone, SensitiveString, Timestamp, string_enum};

/// A reply to an outbound message, from the recipient or an automatic system: `reply.received`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reply {
    /// The vendor account that sent the webhook.
    pub source: Source,
    /// When it happened, or the closest timestamp that the vendor reports.
    pub time: Timestamp,
    /// The details.
    pub data: ReplyData,
}

impl Reply {
    /// Creates a reply event from its parts.
    #[must_use]
    pub fn new(source: Source, time: Timestamp, data: ReplyData) -> Self {
        Self { source, time, data }
    }
}

string_enum! {
    /// The vendor's classification of a reply.
    pub enum Classification {
        /// The recipient is interested.
        Interested = "interested",
        /// The recipient is not interested.
        NotInterested = "not_interested",
        /// An automatic reply says that the recipient is away.
        OutOfOffice = "out_of_office",
        /// A mail server returned the message.
        Bounce = "bounce",
        /// The recipient wants no more messages.
        Unsubscribe = "unsubscribe",
        /// The recipient names another person to contact.
        Referral = "referral",
    }
}

/// The details of a [`Reply`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ReplyData {
    /// The event's name, as the vendor writes it.
    pub vendor_event: Label,
    /// The channel of the message.
    pub channel: Channel,
    /// The vendor's id of the reply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_id: Option<Id>,
    /// The vendor's id of the reply or of the message that it answers. The vendor does not document which.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<Id>,
    /// The vendor's id of the campaign.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<Id>,
    /// The id of the webhook registration. It is not the id of this webhook, because all webhooks share it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook_id: Option<Id>,
    /// The vendor's classification of the reply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub classification: Option<OpenEnum<Classification>>,
    /// The email address of the person who replied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<SensitiveString>,
    /// The phone number in the vendor's member `to`. Whether it is yours or the recipient's is undocumented.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Phone>,
    /// The phone number or sender name in the vendor's member `from`. Whether it is yours or the
    /// recipient's is undocumented.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Phone>,
    /// The name and employer of the person who replied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<Person>,
    /// The text of the reply, possibly truncated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<SensitiveString>,
    /// The name of the message's template.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<Label>,
    /// The language of the template.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Label>,
    /// When the vendor reported the reply, if that differs from `time`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reported_at: Option<Timestamp>,
    /// Undocumented members, at the paths that the vendor uses.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

impl ReplyData {
    /// Creates the data with the required members only.
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
