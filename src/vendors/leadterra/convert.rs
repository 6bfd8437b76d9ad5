//! Converts Leadterra's webhooks into unified events.

use super::{BounceType, Classification, Envelope, Lead, Leadterra, MessageState, Payload, Reply, delivery::DELIVERY};
use crate::event;
use crate::event::{
    Campaign, CampaignChange, CampaignData, Channel, Event, Identity, Message, MessageData, MessageStatus, Person,
    ReplyData, Source,
};
use crate::lifecycle::StateMachine;
use crate::value::{Extra, OpenEnum, SensitiveString};
use crate::vendors::adapter::{VendorFacts, strings};
use crate::vendors::{Delivery, Vendor};

impl From<Payload> for Event {
    fn from(payload: Payload) -> Self {
        let (source, name) = (Source::from(Vendor::Leadterra), payload.name());
        match payload {
            Payload::CampaignStarted(Envelope { timestamp: time, webhook_id, data, extra }) => {
                let data = data.unwrap_or_default();
                let data = CampaignData {
                    campaign_id: data.campaign_id,
                    webhook_id,
                    extra: extra.with("data", data.extra),
                    ..CampaignData::new(name)
                };
                Event::Campaign(Campaign { source, time, change: CampaignChange::Started, data })
            }
            Payload::MessageSent(Envelope { timestamp: time, webhook_id, data, extra }) => {
                let data = data.unwrap_or_default();
                let (email, person, lead) = split_lead(data.lead);
                let data = MessageData {
                    message_id: data.message_id,
                    campaign_id: data.campaign_id,
                    webhook_id,
                    email,
                    person,
                    sequence_step: data.sequence_step,
                    extra: extra.with("data", data.extra.with("lead", lead)),
                    ..MessageData::new(name, Channel::Email)
                };
                Event::Message(Message { source, time, status: Some(MessageState::Sent.into()), data })
            }
            Payload::MessageBounced(Envelope { timestamp: time, webhook_id, data, extra }) => {
                let data = data.unwrap_or_default();
                let (email, person, lead) = split_lead(data.lead);
                let data = MessageData {
                    message_id: data.message_id,
                    campaign_id: data.campaign_id,
                    webhook_id,
                    email,
                    person,
                    bounce_type: data.bounce_type.as_ref().map(convert_bounce_type),
                    bounce_reason: data.bounce_reason,
                    extra: extra.with("data", data.extra.with("lead", lead)),
                    ..MessageData::new(name, Channel::Email)
                };
                Event::Message(Message { source, time, status: Some(MessageState::Bounced.into()), data })
            }
            Payload::ReplyReceived(Envelope { timestamp, webhook_id, data, extra }) => {
                let data = data.unwrap_or_default();
                let (email, person, lead) = split_lead(data.lead);
                let Reply { id, classification, received_at, thread_snippet, extra: reply } =
                    data.reply.unwrap_or_default();
                let (time, reported_at) = match received_at {
                    Some(received_at) => (received_at, Some(timestamp)),
                    None => (timestamp, None),
                };
                let data = ReplyData {
                    reply_id: id,
                    campaign_id: data.campaign_id,
                    webhook_id,
                    classification: classification.as_ref().map(convert_classification),
                    email,
                    person,
                    text: thread_snippet,
                    reported_at,
                    extra: extra.with("data", data.extra.with("lead", lead).with("reply", reply)),
                    ..ReplyData::new(name, Channel::Email)
                };
                Event::Reply(event::Reply { source, time, data })
            }
            Payload::Unknown(unknown) => unknown.into_event(source, "timestamp"),
        }
    }
}

impl VendorFacts for Leadterra {
    fn delivery(&self) -> &'static Delivery {
        &DELIVERY
    }

    fn documented_values(&self) -> Vec<Vec<&'static str>> {
        vec![strings::<BounceType>(), strings::<Classification>()]
    }

    fn state_machines(&self) -> Vec<StateMachine> {
        vec![StateMachine::converted::<MessageState, MessageStatus>()]
    }

    fn identity<'e>(&self, event: &'e Event) -> Identity<'e> {
        match event {
            Event::Message(message) => Identity::from_id(message.data.message_id.as_ref()),
            Event::Reply(reply) => Identity::from_id(reply.data.reply_id.as_ref()),
            Event::Campaign(campaign) => {
                Identity::from_id(campaign.data.campaign_id.as_ref()).with_time(&campaign.time)
            }
            Event::Inbound(_)
            | Event::Call(_)
            | Event::Voicemail(_)
            | Event::Lead(_)
            | Event::Contact(_)
            | Event::Unknown(_) => Identity::from_data(),
        }
    }
}

impl From<MessageState> for MessageStatus {
    fn from(state: MessageState) -> Self {
        match state {
            MessageState::Sent => Self::Sent,
            MessageState::Bounced => Self::Bounced,
        }
    }
}

fn convert_bounce_type(bounce_type: &OpenEnum<BounceType>) -> OpenEnum<event::BounceType> {
    match bounce_type.known() {
        Some(BounceType::Hard) => event::BounceType::Hard.into(),
        Some(BounceType::Soft) => event::BounceType::Soft.into(),
        None => OpenEnum::from(bounce_type.as_str()),
    }
}

/// Converts a classification. The guide's list of values is truncated, so an undocumented value may be a unified one.
fn convert_classification(classification: &OpenEnum<Classification>) -> OpenEnum<event::Classification> {
    match classification.known() {
        Some(Classification::Interested) => event::Classification::Interested.into(),
        Some(Classification::NotInterested) => event::Classification::NotInterested.into(),
        Some(Classification::OutOfOffice) => event::Classification::OutOfOffice.into(),
        Some(Classification::Bounce) => event::Classification::Bounce.into(),
        Some(Classification::Unsubscribe) => event::Classification::Unsubscribe.into(),
        None => OpenEnum::from(classification.as_str()),
    }
}

/// Splits a lead into the email address, the person and the undocumented members.
fn split_lead(lead: Option<Lead>) -> (Option<SensitiveString>, Option<Person>, Extra) {
    let Lead { email, first_name, last_name, company, job_title, extra } = lead.unwrap_or_default();
    (email, Person { first_name, last_name, company, job_title }.none_if_empty(), extra)
}
