//! Converts LeadNest's webhooks into unified events.

use super::{
    Email, EmailState, Envelope, LeadNest, Payload, Sms, SmsState, Subscriber, WhatsApp, WhatsAppState,
    delivery::DELIVERY,
};
use crate::event::{
    Channel, Contact, ContactChange, ContactData, Event, Identity, Message, MessageData, MessageStatus, Person, Reply,
    ReplyData, Source,
};
use crate::lifecycle::StateMachine;
use crate::value::{Label, Phone, SensitiveString};
use crate::vendors::adapter::VendorFacts;
use crate::vendors::{Delivery, Vendor};

impl From<Payload> for Event {
    fn from(payload: Payload) -> Self {
        let (source, name) = (Source::from(Vendor::LeadNest), payload.name());
        match payload {
            Payload::EmailSent(webhook) => email(webhook, source, name, EmailState::Sent),
            Payload::EmailDelivered(webhook) => email(webhook, source, name, EmailState::Delivered),
            Payload::EmailOpened(webhook) => email(webhook, source, name, EmailState::Opened),
            Payload::EmailClicked(webhook) => email(webhook, source, name, EmailState::Clicked),
            Payload::EmailBounced(webhook) => email(webhook, source, name, EmailState::Bounced),
            Payload::EmailUnsubscribed(webhook) => unsubscribed(webhook, source, name),
            Payload::EmailSpam(webhook) => email(webhook, source, name, EmailState::Spam),
            Payload::SmsSent(webhook) => sms(webhook, source, name, SmsState::Sent),
            Payload::SmsDelivered(webhook) => sms(webhook, source, name, SmsState::Delivered),
            Payload::SmsFailed(webhook) => sms(webhook, source, name, SmsState::Failed),
            Payload::SmsReplied(webhook) => sms_reply(webhook, source, name),
            Payload::WhatsAppSent(webhook) => whatsapp(webhook, source, name, WhatsAppState::Sent),
            Payload::WhatsAppDelivered(webhook) => whatsapp(webhook, source, name, WhatsAppState::Delivered),
            Payload::WhatsAppRead(webhook) => whatsapp(webhook, source, name, WhatsAppState::Read),
            Payload::WhatsAppReplied(webhook) => whatsapp_reply(webhook, source, name),
            Payload::SubscriberCreated(webhook) => subscriber(webhook, source, name, ContactChange::Created),
            Payload::SubscriberUpdated(webhook) => subscriber(webhook, source, name, ContactChange::Updated),
            Payload::SubscriberDeleted(webhook) => subscriber(webhook, source, name, ContactChange::Deleted),
            Payload::Unknown(unknown) => unknown.into_event(source, "timestamp"),
        }
    }
}

impl VendorFacts for LeadNest {
    fn delivery(&self) -> &'static Delivery {
        &DELIVERY
    }

    fn documented_values(&self) -> Vec<Vec<&'static str>> {
        Vec::new()
    }

    fn state_machines(&self) -> Vec<StateMachine> {
        vec![
            StateMachine::converted::<EmailState, MessageStatus>(),
            StateMachine::converted::<SmsState, MessageStatus>(),
            StateMachine::converted::<WhatsAppState, MessageStatus>(),
        ]
    }

    fn identity<'e>(&self, event: &'e Event) -> Identity<'e> {
        match event {
            Event::Message(message) => {
                let identity = Identity::from_id(message.data.message_id.as_ref()).with_time(&message.time);
                let url = message.data.url.as_ref().map(SensitiveString::as_str).filter(|url| !url.is_empty());
                match url {
                    _ if message.status != Some(MessageStatus::Clicked) => identity,
                    Some(url) => identity.with_text(url),
                    None => identity.keyed_by_data(),
                }
            }
            Event::Reply(reply) => Identity::from_id(reply.data.message_id.as_ref()).with_time(&reply.time),
            Event::Contact(contact) => {
                let data = &contact.data;
                let email = data.email.as_ref().map(SensitiveString::as_str).filter(|email| !email.is_empty());
                let phone = data.phone.as_ref().map(Phone::as_str).filter(|phone| !phone.is_empty());
                let identity = match (email, phone) {
                    (Some(email), _) => Identity::from_parts([Some(email), None]),
                    (None, Some(phone)) => Identity::from_parts([None, Some(phone)]),
                    (None, None) => Identity::from_id(data.message_id.as_ref()),
                };
                // An address that did not fit its field is only in the whole data.
                // Only a subscriber has a documented phone number.
                let names =
                    if contact.change == ContactChange::Unsubscribed { &["email"][..] } else { &["email", "phone"] };
                if email.is_none() && names.iter().any(|name| data.extra.contains(&["data", name])) {
                    return identity.keyed_by_data();
                }
                identity.with_time(&contact.time)
            }
            Event::Inbound(_)
            | Event::Call(_)
            | Event::Voicemail(_)
            | Event::Lead(_)
            | Event::Campaign(_)
            | Event::Unknown(_) => Identity::from_data(),
        }
    }
}

impl From<EmailState> for MessageStatus {
    fn from(state: EmailState) -> Self {
        match state {
            EmailState::Sent => Self::Sent,
            EmailState::Delivered => Self::Delivered,
            EmailState::Opened => Self::Opened,
            EmailState::Clicked => Self::Clicked,
            EmailState::Bounced => Self::Bounced,
            EmailState::Spam => Self::Complained,
        }
    }
}

impl From<SmsState> for MessageStatus {
    fn from(state: SmsState) -> Self {
        match state {
            SmsState::Sent => Self::Sent,
            SmsState::Delivered => Self::Delivered,
            SmsState::Failed => Self::Failed,
        }
    }
}

impl From<WhatsAppState> for MessageStatus {
    fn from(state: WhatsAppState) -> Self {
        match state {
            WhatsAppState::Sent => Self::Sent,
            WhatsAppState::Delivered => Self::Delivered,
            WhatsAppState::Read => Self::Read,
        }
    }
}

fn email(webhook: Envelope<Email>, source: Source, name: Label, state: EmailState) -> Event {
    let Envelope { timestamp: time, data, extra } = webhook;
    let data = data.unwrap_or_default();
    let data = MessageData {
        message_id: data.message_id,
        campaign_id: data.campaign_id,
        email: data.email,
        opened_at: data.opened_at,
        url: data.url,
        user_agent: data.user_agent,
        ip_address: data.ip_address,
        extra: extra.with("data", data.extra),
        ..MessageData::new(name, Channel::Email)
    };
    Event::Message(Message { source, time, status: Some(state.into()), data })
}

fn unsubscribed(webhook: Envelope<Email>, source: Source, name: Label) -> Event {
    let Envelope { timestamp: time, data, extra } = webhook;
    let data = data.unwrap_or_default();
    let data = ContactData {
        channel: Some(Channel::Email),
        message_id: data.message_id,
        campaign_id: data.campaign_id,
        email: data.email,
        opened_at: data.opened_at,
        url: data.url,
        user_agent: data.user_agent,
        ip_address: data.ip_address,
        extra: extra.with("data", data.extra),
        ..ContactData::new(name)
    };
    Event::Contact(Contact { source, time, change: ContactChange::Unsubscribed, data })
}

fn sms(webhook: Envelope<Sms>, source: Source, name: Label, state: SmsState) -> Event {
    let Envelope { timestamp: time, data, extra } = webhook;
    let data = data.unwrap_or_default();
    let data = MessageData {
        message_id: data.message_id,
        campaign_id: data.campaign_id,
        to: data.to,
        from: data.from,
        text: data.message,
        extra: extra.with("data", data.extra),
        ..MessageData::new(name, Channel::Sms)
    };
    Event::Message(Message { source, time, status: Some(state.into()), data })
}

fn sms_reply(webhook: Envelope<Sms>, source: Source, name: Label) -> Event {
    let Envelope { timestamp: time, data, extra } = webhook;
    let data = data.unwrap_or_default();
    let data = ReplyData {
        message_id: data.message_id,
        campaign_id: data.campaign_id,
        to: data.to,
        from: data.from,
        text: data.message,
        extra: extra.with("data", data.extra),
        ..ReplyData::new(name, Channel::Sms)
    };
    Event::Reply(Reply { source, time, data })
}

fn whatsapp(webhook: Envelope<WhatsApp>, source: Source, name: Label, state: WhatsAppState) -> Event {
    let Envelope { timestamp: time, data, extra } = webhook;
    let data = data.unwrap_or_default();
    let data = MessageData {
        message_id: data.message_id,
        campaign_id: data.campaign_id,
        to: data.to,
        text: data.message,
        template: data.template,
        language: data.language,
        extra: extra.with("data", data.extra),
        ..MessageData::new(name, Channel::WhatsApp)
    };
    Event::Message(Message { source, time, status: Some(state.into()), data })
}

fn whatsapp_reply(webhook: Envelope<WhatsApp>, source: Source, name: Label) -> Event {
    let Envelope { timestamp: time, data, extra } = webhook;
    let data = data.unwrap_or_default();
    let data = ReplyData {
        message_id: data.message_id,
        campaign_id: data.campaign_id,
        to: data.to,
        text: data.message,
        template: data.template,
        language: data.language,
        extra: extra.with("data", data.extra),
        ..ReplyData::new(name, Channel::WhatsApp)
    };
    Event::Reply(Reply { source, time, data })
}

fn subscriber(webhook: Envelope<Subscriber>, source: Source, name: Label, change: ContactChange) -> Event {
    let Envelope { timestamp: time, data, extra } = webhook;
    let data = data.unwrap_or_default();
    let data = ContactData {
        email: data.email,
        phone: data.phone,
        person: Person::from_names(data.first_name, None).none_if_empty(),
        tags: data.tags,
        extra: extra.with("data", data.extra),
        ..ContactData::new(name)
    };
    Event::Contact(Contact { source, time, change, data })
}
