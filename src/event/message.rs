//! What becomes of an outbound message.

use serde::{Deserialize, Serialize};

use super::{FailureReason, Person, Source};
use crate::value::{
    DateOrTimestamp, Extra, Id, Label, Number, OpenEnum, Phone, SensitiveString, Timestamp, or_number, string_enum,
};

/// An outbound message took a step: `message.*`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Message {
    /// Who reports it.
    pub source: Source,
    /// When it happened, as far as the vendor tells.
    pub time: Timestamp,
    /// What became of it; `None` (`message.other`) if the vendor's word is undocumented and stands in
    /// `data.vendor_status`.
    pub status: Option<MessageStatus>,
    /// Everything else.
    pub data: MessageData,
}

impl Message {
    /// From its parts.
    #[must_use]
    pub fn new(source: Source, time: Timestamp, status: Option<MessageStatus>, data: MessageData) -> Self {
        Self { source, time, status, data }
    }
}

string_enum! {
    /// What can become of an outbound message.
    ///
    /// # Current status
    ///
    /// The current status of a [`Lifecycle`](crate::lifecycle::Lifecycle) with several reports follows these rules, which
    /// are the ranks of [`Precedence`](crate::lifecycle::Precedence):
    ///
    /// 1. Clicked, read and opened win over all others, in this order, at any time. A message that was opened arrived.
    /// 2. Of delivered, bounced, undelivered and failed, the one whose first report is the latest wins, because carriers and
    ///    mail servers correct themselves both ways. Of reports of the same time, the first in this list wins.
    /// 3. Sent wins over queued.
    ///
    /// Two of delivered, bounced, undelivered and failed are a conflict. Clicked, read and opened imply delivered.
    /// Complained is never the current status, because it says nothing about the delivery. The reasons of failures and
    /// bounces are in the events only.
    pub enum MessageStatus {
        /// Waiting at the sender.
        Queued = "queued",
        /// Handed to the carrier or the mail provider.
        Sent = "sent",
        /// Reached the phone, or was accepted by the recipient's mail server.
        Delivered = "delivered",
        /// A mail's tracking pixel was fetched, by the reader or a machine.
        Opened = "opened",
        /// A read receipt came.
        Read = "read",
        /// A link in it was followed.
        Clicked = "clicked",
        /// The recipient's mail server gave it back.
        Bounced = "bounced",
        /// The carrier did not deliver it.
        Undelivered = "undelivered",
        /// It could not be sent.
        Failed = "failed",
        /// The recipient reported it as spam.
        Complained = "complained",
    }
}

string_enum! {
    /// How a message travels.
    pub enum Channel {
        /// Mail.
        Email = "email",
        /// SMS, flash SMS included.
        Sms = "sms",
        /// RCS.
        Rcs = "rcs",
        /// WhatsApp.
        WhatsApp = "whatsapp",
    }
}

string_enum! {
    /// How a mail bounced.
    pub enum BounceType {
        /// The address does not work.
        Hard = "hard",
        /// It might have worked at another time.
        Soft = "soft",
    }
}

/// The details of a [`Message`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct MessageData {
    /// The event's name, as the vendor spells it.
    pub vendor_event: Label,
    /// How the message travels.
    pub channel: Channel,
    /// The status word, as the vendor spells it; in `message.other` and `call.other` it is one that nobody
    /// documented.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor_status: Option<Label>,
    /// Why it failed, where the vendor says so in a word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<FailureReason>,
    /// The vendor's id of the message.
    #[serde(default, deserialize_with = "or_number", skip_serializing_if = "Option::is_none")]
    pub message_id: Option<Id>,
    /// The vendor's id of the campaign.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<Id>,
    /// The vendor's id of the customer's application.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_id: Option<Id>,
    /// The id of the registration that the webhook was sent to, not of the webhook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook_id: Option<Id>,
    /// The recipient's mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<SensitiveString>,
    /// The recipient's phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Phone>,
    /// The sender's phone number, or the name that stands in for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Phone>,
    /// Who the recipient is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<Person>,
    /// What the message says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<SensitiveString>,
    /// The template that the message was made from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<Label>,
    /// The template's language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Label>,
    /// Whether an SMS was shown at once and not stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flash: Option<bool>,
    /// The step of the campaign's sequence; nobody says whether it counts from 0 or 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sequence_step: Option<Number>,
    /// Whether a bounce is for good.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bounce_type: Option<OpenEnum<BounceType>>,
    /// What the recipient's mail server said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bounce_reason: Option<SensitiveString>,
    /// When the message was opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened_at: Option<Timestamp>,
    /// The link that was clicked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<SensitiveString>,
    /// The reader's program, or the proxy's that fetched for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<SensitiveString>,
    /// The reader's IP address, or the proxy's that fetched for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip_address: Option<SensitiveString>,
    /// What it cost, in the vendor's credits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credits: Option<Number>,
    /// Where the campaign was made, such as `api`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_source: Option<Label>,
    /// When the campaign began, which may be a day before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initiated_at: Option<DateOrTimestamp>,
    /// What is undocumented, under the vendor's own path.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

impl MessageData {
    /// With only what every such event has.
    #[must_use]
    pub fn new(vendor_event: impl Into<Label>, channel: Channel) -> Self {
        Self {
            vendor_event: vendor_event.into(),
            channel,
            vendor_status: None,
            reason: None,
            message_id: None,
            campaign_id: None,
            app_id: None,
            webhook_id: None,
            email: None,
            to: None,
            from: None,
            person: None,
            text: None,
            template: None,
            language: None,
            flash: None,
            sequence_step: None,
            bounce_type: None,
            bounce_reason: None,
            opened_at: None,
            url: None,
            user_agent: None,
            ip_address: None,
            credits: None,
            campaign_source: None,
            initiated_at: None,
            extra: Extra::default(),
        }
    }
}
