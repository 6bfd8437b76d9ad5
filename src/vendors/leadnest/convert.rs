//! Converts LeadNest's webhooks into unified events.

use super::{
    Email, EmailState, Envelope, LeadNest, Payload, Sms, SmsState, Subscriber, WhatsApp, WhatsAppState,
    delivery::DELIVERY,
};
use crate::event::{
    Channel, Contact, ContactChange, Event, EventKey, EventKind, Message, MessageStatus, Person, Reply, Source,
};
use crate::lifecycle::StateMachine;
use crate::value::{Id, Label, Member};
use crate::vendors::Delivery;
use crate::vendors::adapter::VendorFacts;
use crate::vendors::model::whole_key;

impl Payload {
    /// Converts the payload into an event of this source.
    #[must_use]
    pub fn into_event(self, source: Source) -> Event {
        let name = self.name();
        match self {
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
    let key = email_key(&webhook, name, state);
    let Envelope { timestamp, data, extra } = webhook;
    let data = data.unwrap_or_default();
    let message = Message {
        channel: Some(Channel::Email.into()),
        message_id: data.message_id,
        campaign_id: data.campaign_id,
        email: data.email,
        opened_at: data.opened_at,
        url: data.url,
        user_agent: data.user_agent,
        ip_address: data.ip_address,
        ..Message::new(MessageStatus::from(state))
    };
    Event::new(source, key, timestamp, EventKind::Message(message)).with_extra(extra.with("data", data.extra))
}

fn unsubscribed(webhook: Envelope<Email>, source: Source, name: Label) -> Event {
    let key = unsubscribed_key(&webhook, name);
    let Envelope { timestamp, data, extra } = webhook;
    let data = data.unwrap_or_default();
    let contact = Contact {
        channel: Some(Channel::Email.into()),
        message_id: data.message_id,
        campaign_id: data.campaign_id,
        email: data.email,
        opened_at: data.opened_at,
        url: data.url,
        user_agent: data.user_agent,
        ip_address: data.ip_address,
        ..Contact::new(ContactChange::Unsubscribed)
    };
    Event::new(source, key, timestamp, EventKind::Contact(contact)).with_extra(extra.with("data", data.extra))
}

fn sms(webhook: Envelope<Sms>, source: Source, name: Label, state: SmsState) -> Event {
    let key = message_key(&webhook, name, |data| data.message_id.as_ref());
    let Envelope { timestamp, data, extra } = webhook;
    let data = data.unwrap_or_default();
    let message = Message {
        channel: Some(Channel::Sms.into()),
        message_id: data.message_id,
        campaign_id: data.campaign_id,
        to: data.to,
        from: data.from,
        text: data.message,
        ..Message::new(MessageStatus::from(state))
    };
    Event::new(source, key, timestamp, EventKind::Message(message)).with_extra(extra.with("data", data.extra))
}

fn sms_reply(webhook: Envelope<Sms>, source: Source, name: Label) -> Event {
    let key = message_key(&webhook, name, |data| data.message_id.as_ref());
    let Envelope { timestamp, data, extra } = webhook;
    let data = data.unwrap_or_default();
    let reply = Reply {
        channel: Some(Channel::Sms.into()),
        message_id: data.message_id,
        campaign_id: data.campaign_id,
        to: data.to,
        from: data.from,
        text: data.message,
        ..Reply::new()
    };
    Event::new(source, key, timestamp, EventKind::Reply(reply)).with_extra(extra.with("data", data.extra))
}

fn whatsapp(webhook: Envelope<WhatsApp>, source: Source, name: Label, state: WhatsAppState) -> Event {
    let key = message_key(&webhook, name, |data| data.message_id.as_ref());
    let Envelope { timestamp, data, extra } = webhook;
    let data = data.unwrap_or_default();
    let message = Message {
        channel: Some(Channel::WhatsApp.into()),
        message_id: data.message_id,
        campaign_id: data.campaign_id,
        to: data.to,
        text: data.message,
        template: data.template,
        language: data.language,
        ..Message::new(MessageStatus::from(state))
    };
    Event::new(source, key, timestamp, EventKind::Message(message)).with_extra(extra.with("data", data.extra))
}

fn whatsapp_reply(webhook: Envelope<WhatsApp>, source: Source, name: Label) -> Event {
    let key = message_key(&webhook, name, |data| data.message_id.as_ref());
    let Envelope { timestamp, data, extra } = webhook;
    let data = data.unwrap_or_default();
    let reply = Reply {
        channel: Some(Channel::WhatsApp.into()),
        message_id: data.message_id,
        campaign_id: data.campaign_id,
        to: data.to,
        text: data.message,
        template: data.template,
        language: data.language,
        ..Reply::new()
    };
    Event::new(source, key, timestamp, EventKind::Reply(reply)).with_extra(extra.with("data", data.extra))
}

fn subscriber(webhook: Envelope<Subscriber>, source: Source, name: Label, change: ContactChange) -> Event {
    let key = subscriber_key(&webhook, name);
    let Envelope { timestamp, data, extra } = webhook;
    let data = data.unwrap_or_default();
    let contact = Contact {
        email: data.email,
        phone: data.phone,
        person: Person::from_names(data.first_name, None).none_if_empty(),
        tags: data.tags,
        ..Contact::new(change)
    };
    Event::new(source, key, timestamp, EventKind::Contact(contact)).with_extra(extra.with("data", data.extra))
}

/// Returns the key of a message or a reply.
fn message_key<D: Member>(webhook: &Envelope<D>, name: Label, message_id: fn(&D) -> Option<&Id>) -> EventKey {
    match webhook.data.as_ref().and_then(message_id) {
        Some(id) => EventKey::new(name).subject(id.clone()).time(&webhook.timestamp),
        None => whole_key(name, webhook),
    }
}

/// Returns the key of an email. The key of a click also has the link.
fn email_key(webhook: &Envelope<Email>, name: Label, state: EmailState) -> EventKey {
    let url = webhook.data.as_ref().and_then(|data| non_empty(data.url.as_ref()));
    match (state, url) {
        (EmailState::Clicked, None) => match webhook.data.as_ref().and_then(|data| data.message_id.clone()) {
            Some(id) => whole_key(name, webhook).subject(id),
            None => whole_key(name, webhook),
        },
        (EmailState::Clicked, Some(url)) => message_key(webhook, name, |data| data.message_id.as_ref()).part(url),
        (EmailState::Sent | EmailState::Delivered | EmailState::Opened | EmailState::Bounced | EmailState::Spam, _) => {
            message_key(webhook, name, |data| data.message_id.as_ref())
        }
    }
}

/// Returns the key of an unsubscription. It is about the subscriber, if it has an email address.
fn unsubscribed_key(webhook: &Envelope<Email>, name: Label) -> EventKey {
    let Some(data) = &webhook.data else { return whole_key(name, webhook) };
    // An address that did not fit its field is only in the whole body.
    let is_misfit = data.extra.contains(&["email"]);
    match (non_empty(data.email.as_ref()), data.message_id.clone()) {
        (Some(email), _) => EventKey::new(name).subject_tuple([Some(email), None]).time(&webhook.timestamp),
        (None, Some(id)) if is_misfit => whole_key(name, webhook).subject(id),
        (None, Some(id)) => EventKey::new(name).subject(id).time(&webhook.timestamp),
        (None, None) => whole_key(name, webhook),
    }
}

/// Returns the key of a change of a subscriber.
fn subscriber_key(webhook: &Envelope<Subscriber>, name: Label) -> EventKey {
    let Some(data) = &webhook.data else { return whole_key(name, webhook) };
    // An address that did not fit its field is only in the whole body.
    let is_misfit = data.extra.contains(&["email"]);
    match (non_empty(data.email.as_ref()), non_empty(data.phone.as_ref())) {
        (Some(email), _) => EventKey::new(name).subject_tuple([Some(email), None]).time(&webhook.timestamp),
        (None, Some(phone)) if is_misfit => whole_key(name, webhook).subject_tuple([None, Some(phone)]),
        (None, Some(phone)) => EventKey::new(name).subject_tuple([None, Some(phone)]).time(&webhook.timestamp),
        (None, None) => whole_key(name, webhook),
    }
}

fn non_empty<T: AsRef<str>>(member: Option<&T>) -> Option<&str> {
    member.map(T::as_ref).filter(|text| !text.is_empty())
}
