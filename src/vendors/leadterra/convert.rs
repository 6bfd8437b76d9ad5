//! Converts Leadterra's webhooks into unified events.

use super::{
    BounceType, CampaignStarted, Classification, Envelope, Lead, Leadterra, MessageBounced, MessageSent, MessageState,
    Payload, Reply, ReplyReceived, delivery::DELIVERY,
};
use crate::event::{
    self, Campaign, CampaignChange, Channel, Event, EventKey, EventKind, Message, MessageStatus, Person, Source,
};
use crate::lifecycle::StateMachine;
use crate::value::{Extra, Id, Label, Member, OpenEnum, SensitiveString};
use crate::vendors::Delivery;
use crate::vendors::adapter::{VendorFacts, strings};
use crate::vendors::model::whole_key;

impl Payload {
    /// Converts the payload into an event of this source.
    #[must_use]
    pub fn into_event(self, source: Source) -> Event {
        let name = self.name();
        match self {
            Payload::CampaignStarted(webhook) => campaign_started(webhook, source, name),
            Payload::MessageSent(webhook) => message_sent(webhook, source, name),
            Payload::MessageBounced(webhook) => message_bounced(webhook, source, name),
            Payload::ReplyReceived(webhook) => reply_received(webhook, source, name),
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
}

impl From<MessageState> for MessageStatus {
    fn from(state: MessageState) -> Self {
        match state {
            MessageState::Sent => Self::Sent,
            MessageState::Bounced => Self::Bounced,
        }
    }
}

fn campaign_started(webhook: Envelope<CampaignStarted>, source: Source, name: Label) -> Event {
    let key = match webhook.data.as_ref().and_then(|data| data.campaign_id.clone()) {
        Some(id) => EventKey::new(name).subject(id).time(&webhook.timestamp),
        None => whole_key(name, &webhook),
    };
    let Envelope { timestamp, webhook_id, data, extra } = webhook;
    let data = data.unwrap_or_default();
    let campaign = Campaign { campaign_id: data.campaign_id, webhook_id, ..Campaign::new(CampaignChange::Started) };
    Event::new(source, key, timestamp, EventKind::Campaign(campaign)).with_extra(extra.with("data", data.extra))
}

fn message_sent(webhook: Envelope<MessageSent>, source: Source, name: Label) -> Event {
    let key = key(name, &webhook, |data| data.message_id.as_ref());
    let Envelope { timestamp, webhook_id, data, extra } = webhook;
    let data = data.unwrap_or_default();
    let (email, person, lead) = split_lead(data.lead);
    let message = Message {
        channel: Some(Channel::Email.into()),
        message_id: data.message_id,
        campaign_id: data.campaign_id,
        webhook_id,
        email,
        person,
        sequence_step: data.sequence_step,
        ..Message::new(MessageStatus::from(MessageState::Sent))
    };
    let extra = extra.with("data", data.extra.with("lead", lead));
    Event::new(source, key, timestamp, EventKind::Message(message)).with_extra(extra)
}

fn message_bounced(webhook: Envelope<MessageBounced>, source: Source, name: Label) -> Event {
    let key = key(name, &webhook, |data| data.message_id.as_ref());
    let Envelope { timestamp, webhook_id, data, extra } = webhook;
    let data = data.unwrap_or_default();
    let (email, person, lead) = split_lead(data.lead);
    let message = Message {
        channel: Some(Channel::Email.into()),
        message_id: data.message_id,
        campaign_id: data.campaign_id,
        webhook_id,
        email,
        person,
        bounce_type: data.bounce_type.as_ref().map(convert_bounce_type),
        bounce_reason: data.bounce_reason,
        ..Message::new(MessageStatus::from(MessageState::Bounced))
    };
    let extra = extra.with("data", data.extra.with("lead", lead));
    Event::new(source, key, timestamp, EventKind::Message(message)).with_extra(extra)
}

fn reply_received(webhook: Envelope<ReplyReceived>, source: Source, name: Label) -> Event {
    let key = key(name, &webhook, |data| data.reply.as_ref()?.id.as_ref());
    let Envelope { timestamp, webhook_id, data, extra } = webhook;
    let data = data.unwrap_or_default();
    let (email, person, lead) = split_lead(data.lead);
    let Reply { id, classification, received_at, thread_snippet, extra: reply } = data.reply.unwrap_or_default();
    let (time, reported_at) = match received_at {
        Some(received_at) => (received_at, Some(timestamp)),
        None => (timestamp, None),
    };
    let extra = extra.with("data", data.extra.with("lead", lead).with("reply", reply));
    let reply = event::Reply {
        channel: Some(Channel::Email.into()),
        reply_id: id,
        campaign_id: data.campaign_id,
        webhook_id,
        classification: classification.as_ref().map(convert_classification),
        email,
        person,
        text: thread_snippet,
        reported_at,
        ..event::Reply::new()
    };
    Event::new(source, key, time, EventKind::Reply(reply)).with_extra(extra)
}

/// Returns the key of a webhook that its subject identifies.
fn key<D: Member>(name: Label, webhook: &Envelope<D>, id: fn(&D) -> Option<&Id>) -> EventKey {
    match webhook.data.as_ref().and_then(id) {
        Some(id) => EventKey::new(name).subject(id.clone()),
        None => whole_key(name, webhook),
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
    (email, Person { company, job_title, ..Person::from_names(first_name, last_name) }.none_if_empty(), extra)
}
