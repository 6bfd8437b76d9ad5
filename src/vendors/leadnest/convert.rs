//! LeadNest's words into ours.

use super::{Email, Envelope, EventName, Payload, Sms, Subscriber, WhatsApp};
use crate::event::{
    Channel, Contact, ContactData, ContactStatus, Identity, Message, MessageData, MessageStatus, Person, Reply,
    ReplyData,
};
use crate::vendors::Platform;
use crate::{Event, Name, Phone, Text, Vendor};

const VENDOR: Vendor = Vendor::LeadNest;

impl Platform for Payload {
    fn vocabulary() -> Vec<Vec<&'static str>> {
        Vec::new()
    }

    fn identity(event: &Event) -> Identity<'_> {
        match event {
            Event::Message(message) => {
                let identity = Identity::own(message.data.message_id.as_ref()).at(&message.time);
                match &message.data.url {
                    _ if message.status != Some(MessageStatus::Clicked) => identity,
                    Some(url) => identity.text(url.as_str()),
                    None => Identity::missing(),
                }
            }
            Event::Reply(reply) => Identity::own(reply.data.message_id.as_ref()).at(&reply.time),
            Event::Contact(contact) => {
                let data = &contact.data;
                let email = data.email.as_ref().map(Text::as_str).filter(|email| !email.is_empty());
                let phone = data.phone.as_ref().map(Phone::as_str).filter(|phone| !phone.is_empty());
                let identity = match (email, phone) {
                    (Some(email), _) => Identity::tuple([Some(email), None]),
                    (None, Some(phone)) => Identity::tuple([None, Some(phone)]),
                    (None, None) => Identity::own(data.message_id.as_ref()),
                };
                identity.at(&contact.time)
            }
            Event::Inbound(_)
            | Event::Call(_)
            | Event::Voicemail(_)
            | Event::Lead(_)
            | Event::Campaign(_)
            | Event::Unknown(_) => Identity::missing(),
        }
    }
}

impl From<Payload> for Event {
    fn from(payload: Payload) -> Self {
        use EventName as On;
        use MessageStatus as Status;
        match payload {
            Payload::EmailSent(webhook) => email(webhook, On::EmailSent, Status::Sent),
            Payload::EmailDelivered(webhook) => email(webhook, On::EmailDelivered, Status::Delivered),
            Payload::EmailOpened(webhook) => email(webhook, On::EmailOpened, Status::Opened),
            Payload::EmailClicked(webhook) => email(webhook, On::EmailClicked, Status::Clicked),
            Payload::EmailBounced(webhook) => email(webhook, On::EmailBounced, Status::Bounced),
            Payload::EmailUnsubscribed(webhook) => unsubscribed(webhook),
            Payload::EmailSpam(webhook) => email(webhook, On::EmailSpam, Status::Complained),
            Payload::SmsSent(webhook) => sms(webhook, On::SmsSent, Status::Sent),
            Payload::SmsDelivered(webhook) => sms(webhook, On::SmsDelivered, Status::Delivered),
            Payload::SmsFailed(webhook) => sms(webhook, On::SmsFailed, Status::Failed),
            Payload::SmsReplied(webhook) => sms_reply(webhook),
            Payload::WhatsAppSent(webhook) => whatsapp(webhook, On::WhatsAppSent, Status::Sent),
            Payload::WhatsAppDelivered(webhook) => whatsapp(webhook, On::WhatsAppDelivered, Status::Delivered),
            Payload::WhatsAppRead(webhook) => whatsapp(webhook, On::WhatsAppRead, Status::Read),
            Payload::WhatsAppReplied(webhook) => whatsapp_reply(webhook),
            Payload::SubscriberCreated(webhook) => subscriber(webhook, On::SubscriberCreated, ContactStatus::Created),
            Payload::SubscriberUpdated(webhook) => subscriber(webhook, On::SubscriberUpdated, ContactStatus::Updated),
            Payload::SubscriberDeleted(webhook) => subscriber(webhook, On::SubscriberDeleted, ContactStatus::Deleted),
            Payload::Unknown(unknown) => unknown.into_event(VENDOR, "timestamp"),
        }
    }
}

fn email(webhook: Envelope<Email>, name: EventName, status: MessageStatus) -> Event {
    let Envelope { timestamp: time, data, extra, .. } = webhook;
    let data = MessageData {
        message_id: data.message_id,
        campaign_id: data.campaign_id,
        email: data.email,
        opened_at: data.opened_at,
        url: data.url,
        user_agent: data.user_agent,
        ip_address: data.ip_address,
        extra: extra.with("data", data.extra),
        ..MessageData::new(Name::of(name), Channel::Email)
    };
    Event::Message(Message { source: VENDOR.into(), time, status: Some(status), data })
}

fn unsubscribed(webhook: Envelope<Email>) -> Event {
    let Envelope { timestamp: time, data, extra, .. } = webhook;
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
        ..ContactData::new(Name::of(EventName::EmailUnsubscribed))
    };
    Event::Contact(Contact { source: VENDOR.into(), time, status: ContactStatus::Unsubscribed, data })
}

fn sms(webhook: Envelope<Sms>, name: EventName, status: MessageStatus) -> Event {
    let Envelope { timestamp: time, data, extra, .. } = webhook;
    let data = MessageData {
        message_id: data.message_id,
        campaign_id: data.campaign_id,
        to: data.to,
        from: data.from,
        text: data.message,
        extra: extra.with("data", data.extra),
        ..MessageData::new(Name::of(name), Channel::Sms)
    };
    Event::Message(Message { source: VENDOR.into(), time, status: Some(status), data })
}

fn sms_reply(webhook: Envelope<Sms>) -> Event {
    let Envelope { timestamp: time, data, extra, .. } = webhook;
    let data = ReplyData {
        message_id: data.message_id,
        campaign_id: data.campaign_id,
        to: data.to,
        from: data.from,
        text: data.message,
        extra: extra.with("data", data.extra),
        ..ReplyData::new(Name::of(EventName::SmsReplied), Channel::Sms)
    };
    Event::Reply(Reply { source: VENDOR.into(), time, data })
}

fn whatsapp(webhook: Envelope<WhatsApp>, name: EventName, status: MessageStatus) -> Event {
    let Envelope { timestamp: time, data, extra, .. } = webhook;
    let data = MessageData {
        message_id: data.message_id,
        campaign_id: data.campaign_id,
        to: data.to,
        text: data.message,
        template: data.template,
        language: data.language,
        extra: extra.with("data", data.extra),
        ..MessageData::new(Name::of(name), Channel::WhatsApp)
    };
    Event::Message(Message { source: VENDOR.into(), time, status: Some(status), data })
}

fn whatsapp_reply(webhook: Envelope<WhatsApp>) -> Event {
    let Envelope { timestamp: time, data, extra, .. } = webhook;
    let data = ReplyData {
        message_id: data.message_id,
        campaign_id: data.campaign_id,
        to: data.to,
        text: data.message,
        template: data.template,
        language: data.language,
        extra: extra.with("data", data.extra),
        ..ReplyData::new(Name::of(EventName::WhatsAppReplied), Channel::WhatsApp)
    };
    Event::Reply(Reply { source: VENDOR.into(), time, data })
}

fn subscriber(webhook: Envelope<Subscriber>, name: EventName, status: ContactStatus) -> Event {
    let Envelope { timestamp: time, data, extra, .. } = webhook;
    let data = ContactData {
        email: data.email,
        phone: data.phone,
        person: Person::named(data.first_name, None).known(),
        tags: data.tags,
        extra: extra.with("data", data.extra),
        ..ContactData::new(Name::of(name))
    };
    Event::Contact(Contact { source: VENDOR.into(), time, status, data })
}
