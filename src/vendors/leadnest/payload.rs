//! LeadNest's webhooks, in its own terms.

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use crate::value::{Extra, Id, Label, Phone, SensitiveString, Timestamp};
use crate::vendors::payloads;

payloads! {
    "LeadNest",
    /// An email was sent.
    "email.sent" => EmailSent(Envelope<Email>),
    /// An email was delivered.
    "email.delivered" => EmailDelivered(Envelope<Email>),
    /// An email was opened.
    "email.opened" => EmailOpened(Envelope<Email>),
    /// A link in an email was clicked.
    "email.clicked" => EmailClicked(Envelope<Email>),
    /// An email bounced.
    "email.bounced" => EmailBounced(Envelope<Email>),
    /// A recipient unsubscribed through an email.
    "email.unsubscribed" => EmailUnsubscribed(Envelope<Email>),
    /// A recipient reported an email as spam.
    "email.spam" => EmailSpam(Envelope<Email>),
    /// An SMS was sent.
    "sms.sent" => SmsSent(Envelope<Sms>),
    /// An SMS was delivered.
    "sms.delivered" => SmsDelivered(Envelope<Sms>),
    /// An SMS could not be delivered.
    "sms.failed" => SmsFailed(Envelope<Sms>),
    /// A recipient replied to an SMS.
    "sms.replied" => SmsReplied(Envelope<Sms>),
    /// A WhatsApp message was sent.
    "whatsapp.sent" => WhatsAppSent(Envelope<WhatsApp>),
    /// A WhatsApp message was delivered.
    "whatsapp.delivered" => WhatsAppDelivered(Envelope<WhatsApp>),
    /// A WhatsApp message was read.
    "whatsapp.read" => WhatsAppRead(Envelope<WhatsApp>),
    /// A recipient replied to a WhatsApp message.
    "whatsapp.replied" => WhatsAppReplied(Envelope<WhatsApp>),
    /// A subscriber was added.
    "subscriber.created" => SubscriberCreated(Envelope<Subscriber>),
    /// A subscriber's details changed.
    "subscriber.updated" => SubscriberUpdated(Envelope<Subscriber>),
    /// A subscriber was removed.
    "subscriber.deleted" => SubscriberDeleted(Envelope<Subscriber>),
}

/// A webhook of LeadNest. `D` is the type of its `data`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Envelope<D> {
    #[serde(default, skip_serializing)]
    event: IgnoredAny,
    /// When it happened.
    pub timestamp: Timestamp,
    /// The members specific to the event.
    pub data: D,
    /// Undocumented members.
    #[serde(flatten)]
    pub extra: Extra,
}

impl<D> Envelope<D> {
    /// Creates the webhook with the required members only.
    #[must_use]
    pub fn new(timestamp: Timestamp, data: D) -> Self {
        Self { event: IgnoredAny, timestamp, data, extra: Extra::default() }
    }
}

/// The data of `email.*`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Email {
    /// The email's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<Id>,
    /// The campaign's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<Id>,
    /// The recipient's email address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<SensitiveString>,
    /// When the email was opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened_at: Option<Timestamp>,
    /// The link that was clicked. The name of the member is a guess.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<SensitiveString>,
    /// The user agent of the recipient's program or of a proxy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<SensitiveString>,
    /// The IP address of the recipient's program or of a proxy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip_address: Option<SensitiveString>,
    /// Undocumented members.
    #[serde(flatten)]
    pub extra: Extra,
}

/// The data of `sms.*`. The names are from the API for sending.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Sms {
    /// The message's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<Id>,
    /// The campaign's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<Id>,
    /// The recipient's phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Phone>,
    /// The sender's phone number, or an alphanumeric sender name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Phone>,
    /// The text of the message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<SensitiveString>,
    /// Undocumented members.
    #[serde(flatten)]
    pub extra: Extra,
}

/// The data of `whatsapp.*`. The names are from the API for sending. `message` is from the API for sending an SMS.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WhatsApp {
    /// The message's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<Id>,
    /// The campaign's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<Id>,
    /// The recipient's phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Phone>,
    /// The text of the message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<SensitiveString>,
    /// The name of the template.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<Label>,
    /// The language of the template.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Label>,
    /// Undocumented members.
    #[serde(flatten)]
    pub extra: Extra,
}

/// The data of `subscriber.*`. The names are from the API for adding a subscriber.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Subscriber {
    /// The email address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<SensitiveString>,
    /// The phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    /// The given name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<SensitiveString>,
    /// The subscriber's tags.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<SensitiveString>>,
    /// Undocumented members.
    #[serde(flatten)]
    pub extra: Extra,
}
