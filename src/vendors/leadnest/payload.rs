//! LeadNest's webhooks, in its own words.

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use crate::value::{Extra, Id, Label, Phone, SensitiveString, Timestamp};
use crate::vendors::payloads;

payloads! {
    "LeadNest",
    /// A mail was sent.
    "email.sent" => EmailSent(Envelope<Email>),
    /// A mail was delivered.
    "email.delivered" => EmailDelivered(Envelope<Email>),
    /// A mail was opened.
    "email.opened" => EmailOpened(Envelope<Email>),
    /// A link in a mail was clicked.
    "email.clicked" => EmailClicked(Envelope<Email>),
    /// A mail bounced.
    "email.bounced" => EmailBounced(Envelope<Email>),
    /// Somebody unsubscribed by a mail.
    "email.unsubscribed" => EmailUnsubscribed(Envelope<Email>),
    /// Somebody reported a mail as spam.
    "email.spam" => EmailSpam(Envelope<Email>),
    /// An SMS was sent.
    "sms.sent" => SmsSent(Envelope<Sms>),
    /// An SMS was delivered.
    "sms.delivered" => SmsDelivered(Envelope<Sms>),
    /// An SMS could not be delivered.
    "sms.failed" => SmsFailed(Envelope<Sms>),
    /// Somebody answered an SMS.
    "sms.replied" => SmsReplied(Envelope<Sms>),
    /// A WhatsApp message was sent.
    "whatsapp.sent" => WhatsAppSent(Envelope<WhatsApp>),
    /// A WhatsApp message was delivered.
    "whatsapp.delivered" => WhatsAppDelivered(Envelope<WhatsApp>),
    /// A WhatsApp message was read.
    "whatsapp.read" => WhatsAppRead(Envelope<WhatsApp>),
    /// Somebody answered a WhatsApp message.
    "whatsapp.replied" => WhatsAppReplied(Envelope<WhatsApp>),
    /// A subscriber is new.
    "subscriber.created" => SubscriberCreated(Envelope<Subscriber>),
    /// Something changed about a subscriber.
    "subscriber.updated" => SubscriberUpdated(Envelope<Subscriber>),
    /// A subscriber was removed.
    "subscriber.deleted" => SubscriberDeleted(Envelope<Subscriber>),
}

/// What every webhook of LeadNest has, around its `data`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Envelope<D> {
    #[serde(default, skip_serializing)]
    event: IgnoredAny,
    /// When it happened.
    pub timestamp: Timestamp,
    /// What happened.
    pub data: D,
    /// Undocumented members.
    #[serde(flatten)]
    pub extra: Extra,
}

impl<D> Envelope<D> {
    /// With only what every such webhook has.
    #[must_use]
    pub fn new(timestamp: Timestamp, data: D) -> Self {
        Self { event: IgnoredAny, timestamp, data, extra: Extra::default() }
    }
}

/// The data of `email.*`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Email {
    /// The mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<Id>,
    /// The campaign.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<Id>,
    /// The recipient's address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<SensitiveString>,
    /// When it was opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened_at: Option<Timestamp>,
    /// The link that was clicked; a guess at the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<SensitiveString>,
    /// The reader's program, or a proxy's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<SensitiveString>,
    /// The reader's IP address, or a proxy's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip_address: Option<SensitiveString>,
    /// Undocumented members.
    #[serde(flatten)]
    pub extra: Extra,
}

/// The data of `sms.*`; names from the send call.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Sms {
    /// The message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<Id>,
    /// The campaign.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<Id>,
    /// The recipient.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Phone>,
    /// The sender, which may be a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Phone>,
    /// What it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<SensitiveString>,
    /// Undocumented members.
    #[serde(flatten)]
    pub extra: Extra,
}

/// The data of `whatsapp.*`; names from the send call, `message` from that of an SMS.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WhatsApp {
    /// The message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<Id>,
    /// The campaign.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<Id>,
    /// The recipient.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Phone>,
    /// What it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<SensitiveString>,
    /// The template that it was made from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<Label>,
    /// The template's language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Label>,
    /// Undocumented members.
    #[serde(flatten)]
    pub extra: Extra,
}

/// The data of `subscriber.*`; names from the call that makes one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Subscriber {
    /// Mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<SensitiveString>,
    /// Phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    /// Given name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<SensitiveString>,
    /// Tags.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<SensitiveString>>,
    /// Undocumented members.
    #[serde(flatten)]
    pub extra: Extra,
}
