//! Leadterra's webhooks, in its own words.

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use super::{BounceType, Classification};
use crate::value::{Extra, Id, Number, OpenEnum, SensitiveString, Timestamp};
use crate::vendors::payloads;

payloads! {
    "Leadterra",
    /// A campaign began to send.
    "campaign.started" => CampaignStarted(Envelope<CampaignStarted>),
    /// A message was handed to the mail provider.
    "message.sent" => MessageSent(Envelope<MessageSent>),
    /// A message bounced.
    "message.bounced" => MessageBounced(Envelope<MessageBounced>),
    /// A reply came and was classified.
    "reply.received" => ReplyReceived(Envelope<ReplyReceived>),
}

/// What every webhook of Leadterra has, around its `data`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Envelope<D> {
    #[serde(default, skip_serializing)]
    event: IgnoredAny,
    /// When Leadterra reports it.
    pub timestamp: Timestamp,
    /// The id of the registration that the webhook was sent to, the same in all its webhooks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook_id: Option<Id>,
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
        Self { event: IgnoredAny, timestamp, webhook_id: None, data, extra: Extra::default() }
    }
}

/// The data of `campaign.started`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CampaignStarted {
    /// The campaign.
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
    /// The campaign.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<Id>,
    /// The recipient.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead: Option<Lead>,
    /// The message.
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
    /// The campaign.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<Id>,
    /// The recipient.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead: Option<Lead>,
    /// The message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<Id>,
    /// Whether it is for good.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bounce_type: Option<OpenEnum<BounceType>>,
    /// What the recipient's mail server said.
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
    /// The campaign.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<Id>,
    /// Who replies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead: Option<Lead>,
    /// The reply.
    pub reply: Reply,
    /// Undocumented members.
    #[serde(flatten)]
    pub extra: Extra,
}

/// The person that a campaign writes to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Lead {
    /// Mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<SensitiveString>,
    /// Given name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<SensitiveString>,
    /// Family name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<SensitiveString>,
    /// Whom they work for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<SensitiveString>,
    /// What they do there.
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
    /// What it says, by Leadterra's reading.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub classification: Option<OpenEnum<Classification>>,
    /// When it came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received_at: Option<Timestamp>,
    /// How it begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thread_snippet: Option<SensitiveString>,
    /// Undocumented members.
    #[serde(flatten)]
    pub extra: Extra,
}
