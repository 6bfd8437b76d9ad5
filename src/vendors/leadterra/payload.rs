//! Leadterra's webhooks, in its own terms.

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use super::{BounceType, Classification};
use crate::value::{Extra, Id, Number, OpenEnum, SensitiveString, Timestamp};
use crate::vendors::payloads;

payloads! {
    "Leadterra",
    /// A campaign began to send.
    "campaign.started" => CampaignStarted(Envelope<CampaignStarted>),
    /// A message was handed to the email provider.
    "message.sent" => MessageSent(Envelope<MessageSent>),
    /// A message bounced.
    "message.bounced" => MessageBounced(Envelope<MessageBounced>),
    /// A reply arrived and was classified.
    "reply.received" => ReplyReceived(Envelope<ReplyReceived>),
}

/// A webhook of Leadterra. `D` is the type of its `data`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Envelope<D> {
    #[serde(default, skip_serializing)]
    event: IgnoredAny,
    /// When Leadterra reported the event.
    pub timestamp: Timestamp,
    /// The id of the webhook registration. All webhooks of a registration have the same one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook_id: Option<Id>,
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
        Self { event: IgnoredAny, timestamp, webhook_id: None, data, extra: Extra::default() }
    }
}

/// The data of `campaign.started`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CampaignStarted {
    /// The campaign's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<Id>,
    /// Undocumented members.
    #[serde(flatten)]
    pub extra: Extra,
}

/// The data of `message.sent`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct MessageSent {
    /// The campaign's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<Id>,
    /// The recipient.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead: Option<Lead>,
    /// The message's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<Id>,
    /// The step of the campaign's sequence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sequence_step: Option<Number>,
    /// Undocumented members.
    #[serde(flatten)]
    pub extra: Extra,
}

/// The data of `message.bounced`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct MessageBounced {
    /// The campaign's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<Id>,
    /// The recipient.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead: Option<Lead>,
    /// The message's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<Id>,
    /// Whether the bounce is permanent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bounce_type: Option<OpenEnum<BounceType>>,
    /// The reason that the recipient's mail server gave.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bounce_reason: Option<SensitiveString>,
    /// Undocumented members.
    #[serde(flatten)]
    pub extra: Extra,
}

/// The data of `reply.received`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ReplyReceived {
    /// The campaign's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<Id>,
    /// The person who replied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead: Option<Lead>,
    /// The reply.
    pub reply: Reply,
    /// Undocumented members.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A recipient of a campaign.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Lead {
    /// The email address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<SensitiveString>,
    /// The given name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<SensitiveString>,
    /// The family name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<SensitiveString>,
    /// The employer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<SensitiveString>,
    /// The position held there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job_title: Option<SensitiveString>,
    /// Undocumented members.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A reply.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Reply {
    /// The reply's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Id>,
    /// Leadterra's classification of the reply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub classification: Option<OpenEnum<Classification>>,
    /// When the reply arrived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received_at: Option<Timestamp>,
    /// The beginning of the reply's text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thread_snippet: Option<SensitiveString>,
    /// Undocumented members.
    #[serde(flatten)]
    pub extra: Extra,
}
