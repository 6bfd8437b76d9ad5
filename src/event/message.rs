//! Events about outbound messages.

use serde::{Deserialize, Serialize};

use super::{FailureReason, Person, Source};
use crate::value::{
    DateOrTimestamp, Extra, Id, Label, Number, OpenEnum, Phone, SensitiveString, Timestamp, string_enum,
};

/// A change of an outbound message's status: `message.*`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Message {
    /// The vendor account that sent the webhook.
    pub source: Source,
    /// When it happened, or the closest timestamp that the vendor reports.
    pub time: Timestamp,
    /// The new status. `None` (`message.other`) if the vendor's status is undocumented; it is in `data.vendor_status`.
    pub status: Option<MessageStatus>,
    /// The details.
    pub data: MessageData,
}

impl Message {
    /// Creates a message event from its parts.
    #[must_use]
    pub fn new(source: Source, time: Timestamp, status: Option<MessageStatus>, data: MessageData) -> Self {
        Self { source, time, status, data }
    }
}

string_enum! {
    /// The status of an outbound message.
    ///
    /// # Current status
    ///
    /// The current status of a [`Lifecycle`](crate::lifecycle::Lifecycle) with several reports follows these rules,
    /// which are the ranks of [`Precedence`](crate::lifecycle::Precedence):
    ///
    /// 1. Clicked, read and opened win over all others, in this order, at any time. A message that was opened arrived.
    /// 2. Of delivered, bounced, undelivered and failed, the one whose first report is the latest wins, because
    ///    carriers and mail servers correct themselves both ways. Of reports of the same time, the first in this list
    ///    wins.
    /// 3. Sent wins over queued.
    ///
    /// Two of delivered, bounced, undelivered and failed are a conflict. Clicked, read and opened imply delivered.
    /// Complained is never the current status, because it says nothing about the delivery. The reasons of failures and
    /// bounces are in the events only.
    pub enum MessageStatus {
        /// The message waits at the sender.
        Queued = "queued",
        /// The message was handed to the carrier or the email provider.
        Sent = "sent",
        /// The message reached the phone, or the recipient's mail server accepted it.
        Delivered = "delivered",
        /// The email's tracking pixel was loaded, by the recipient or a machine.
        Opened = "opened",
        /// The recipient's read receipt arrived.
        Read = "read",
        /// A link in the message was followed.
        Clicked = "clicked",
        /// The recipient's mail server returned the message.
        Bounced = "bounced",
        /// The carrier did not deliver the message.
        Undelivered = "undelivered",
        /// The message could not be sent.
        Failed = "failed",
        /// The recipient reported the message as spam.
        Complained = "complained",
    }
}

string_enum! {
    /// The channel of a message.
    pub enum Channel {
        /// Email.
        Email = "email",
        /// SMS, including flash SMS.
        Sms = "sms",
        /// RCS.
        Rcs = "rcs",
        /// WhatsApp.
        WhatsApp = "whatsapp",
    }
}

string_enum! {
    /// Whether a bounce is permanent.
    pub enum BounceType {
        /// The bounce is permanent, for example because the address does not exist.
        Hard = "hard",
        /// The bounce has a temporary cause. The vendor may have stopped retrying.
        Soft = "soft",
    }
}

/// The details of a [`Message`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct MessageData {
    /// The event's name, as the vendor writes it.
    pub vendor_event: Label,
    /// The channel of the message.
    pub channel: Channel,
    /// The status, as the vendor writes it. In `message.other` and `call.other` it is an undocumented value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor_status: Option<Label>,
    /// Why it failed, if the vendor's status says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<FailureReason>,
    /// The vendor's id of the message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<Id>,
    /// The vendor's id of the campaign.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<Id>,
    /// The vendor's id of the customer's application.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_id: Option<Id>,
    /// The id of the webhook registration. It is not the id of this webhook, because all webhooks share it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook_id: Option<Id>,
    /// The recipient's email address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<SensitiveString>,
    /// The recipient's phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Phone>,
    /// The sender's phone number, or an alphanumeric sender name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Phone>,
    /// The recipient's name and employer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<Person>,
    /// The text of the message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<SensitiveString>,
    /// The name of the message's template.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<Label>,
    /// The language of the template.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Label>,
    /// Whether this is a flash SMS, which is shown at once and not stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flash: Option<bool>,
    /// The step of the campaign's sequence. Whether it counts from 0 or 1 is undocumented.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sequence_step: Option<Number>,
    /// Whether the bounce is permanent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bounce_type: Option<OpenEnum<BounceType>>,
    /// The reason that the recipient's mail server gave for the bounce.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bounce_reason: Option<SensitiveString>,
    /// When the message was opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened_at: Option<Timestamp>,
    /// The link that was clicked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<SensitiveString>,
    /// The user agent of the recipient's program, or of a proxy that made the request for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<SensitiveString>,
    /// The IP address of the recipient's program, or of a proxy that made the request for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip_address: Option<SensitiveString>,
    /// The cost in the vendor's credits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credits: Option<Number>,
    /// The tool that started the campaign, such as `api`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_source: Option<Label>,
    /// When the campaign was started, which may be the day before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initiated_at: Option<DateOrTimestamp>,
    /// Undocumented members, at the paths that the vendor uses.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

impl MessageData {
    /// Creates the data with the required members only.
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
