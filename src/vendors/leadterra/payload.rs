//! Leadterra's webhooks, in its own terms.

use super::{BounceType, Classification};
use crate::value::{Id, Member, Number, OpenEnum, SensitiveString, Timestamp};
use crate::vendors::{model, payloads};

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

model! {
    /// A webhook of Leadterra. `D` is the type of its `data`.
    pub struct Envelope<D: Member> {
        _ = "event",
        /// When Leadterra reported the event.
        timestamp: Timestamp = required "timestamp",
        /// The id of the webhook registration. All webhooks of a registration have the same one.
        webhook_id: Option<Id> = "webhookId",
        /// The members specific to the event.
        data: Option<D> = "data",
    }
}

model! {
    /// The data of `campaign.started`.
    #[derive(Default)]
    pub struct CampaignStarted {
        /// The campaign's id.
        campaign_id: Option<Id> = "campaignId",
    }
}

model! {
    /// The data of `message.sent`.
    #[derive(Default)]
    pub struct MessageSent {
        /// The campaign's id.
        campaign_id: Option<Id> = "campaignId",
        /// The recipient.
        lead: Option<Lead> = "lead",
        /// The message's id.
        message_id: Option<Id> = "messageId",
        /// The step of the campaign's sequence.
        sequence_step: Option<Number> = "sequenceStep",
    }
}

model! {
    /// The data of `message.bounced`.
    #[derive(Default)]
    pub struct MessageBounced {
        /// The campaign's id.
        campaign_id: Option<Id> = "campaignId",
        /// The recipient.
        lead: Option<Lead> = "lead",
        /// The message's id.
        message_id: Option<Id> = "messageId",
        /// Whether the bounce is permanent.
        bounce_type: Option<OpenEnum<BounceType>> = "bounceType",
        /// The reason that the recipient's mail server gave.
        bounce_reason: Option<SensitiveString> = "bounceReason",
    }
}

model! {
    /// The data of `reply.received`.
    #[derive(Default)]
    pub struct ReplyReceived {
        /// The campaign's id.
        campaign_id: Option<Id> = "campaignId",
        /// The person who replied.
        lead: Option<Lead> = "lead",
        /// The reply.
        reply: Option<Reply> = "reply",
    }
}

model! {
    /// A recipient of a campaign.
    #[derive(Default)]
    pub struct Lead {
        /// The email address.
        email: Option<SensitiveString> = "email",
        /// The given name.
        first_name: Option<SensitiveString> = "firstName",
        /// The family name.
        last_name: Option<SensitiveString> = "lastName",
        /// The employer.
        company: Option<SensitiveString> = "company",
        /// The position held there.
        job_title: Option<SensitiveString> = "jobTitle",
    }
}

model! {
    /// A reply.
    #[derive(Default)]
    pub struct Reply {
        /// The reply's id.
        id: Option<Id> = "id",
        /// Leadterra's classification of the reply.
        classification: Option<OpenEnum<Classification>> = "classification",
        /// When the reply arrived.
        received_at: Option<Timestamp> = "receivedAt",
        /// The beginning of the reply's text.
        thread_snippet: Option<SensitiveString> = "threadSnippet",
    }
}
