//! The most used members of every kind.

use super::{Event, EventKind, Person};
use crate::value::{Id, SensitiveString};

impl Event {
    /// Returns the vendor's id of the message, if the event is about one. For a contact, it is the message that led to the
    /// change.
    ///
    /// ```
    /// use leadhook::{Vendor, normalize};
    ///
    /// let body = br#"{"event":"email.opened","timestamp":"2024-01-15T10:30:00Z","data":{"message_id":"msg_abc123"}}"#;
    /// assert_eq!(normalize(Vendor::LeadNest, body)?.message_id().unwrap().as_str(), "msg_abc123");
    /// # Ok::<(), leadhook::Error>(())
    /// ```
    #[must_use]
    pub fn message_id(&self) -> Option<&Id> {
        match &self.kind {
            EventKind::Message(message) => message.message_id.as_ref(),
            EventKind::InboundMessage(message) => message.message_id.as_ref(),
            EventKind::Reply(reply) => reply.message_id.as_ref(),
            EventKind::Contact(contact) => contact.message_id.as_ref(),
            EventKind::Call(_)
            | EventKind::Voicemail(_)
            | EventKind::Lead(_)
            | EventKind::Campaign(_)
            | EventKind::Unknown(_) => None,
        }
    }

    /// Returns the vendor's id of the call, if the event is about a call or its voicemail.
    #[must_use]
    pub fn call_id(&self) -> Option<&Id> {
        match &self.kind {
            EventKind::Call(call) => call.call_id.as_ref(),
            EventKind::Voicemail(voicemail) => voicemail.call_id.as_ref(),
            EventKind::Message(_)
            | EventKind::InboundMessage(_)
            | EventKind::Reply(_)
            | EventKind::Lead(_)
            | EventKind::Campaign(_)
            | EventKind::Contact(_)
            | EventKind::Unknown(_) => None,
        }
    }

    /// Returns the vendor's id of the campaign that the event belongs to.
    #[must_use]
    pub fn campaign_id(&self) -> Option<&Id> {
        match &self.kind {
            EventKind::Message(message) => message.campaign_id.as_ref(),
            EventKind::Reply(reply) => reply.campaign_id.as_ref(),
            EventKind::Call(call) => call.campaign_id.as_ref(),
            EventKind::Lead(lead) => lead.campaign_id.as_ref(),
            EventKind::Campaign(campaign) => campaign.campaign_id.as_ref(),
            EventKind::Contact(contact) => contact.campaign_id.as_ref(),
            EventKind::InboundMessage(_) | EventKind::Voicemail(_) | EventKind::Unknown(_) => None,
        }
    }

    /// Returns the email address of the other party: the recipient, the person who replied, the lead or the contact.
    #[must_use]
    pub fn email(&self) -> Option<&SensitiveString> {
        match &self.kind {
            EventKind::Message(message) => message.email.as_ref(),
            EventKind::Reply(reply) => reply.email.as_ref(),
            EventKind::Lead(lead) => lead.email.as_ref(),
            EventKind::Contact(contact) => contact.email.as_ref(),
            EventKind::InboundMessage(_)
            | EventKind::Call(_)
            | EventKind::Voicemail(_)
            | EventKind::Campaign(_)
            | EventKind::Unknown(_) => None,
        }
    }

    /// Returns the name and employer of the other party.
    #[must_use]
    pub fn person(&self) -> Option<&Person> {
        match &self.kind {
            EventKind::Message(message) => message.person.as_ref(),
            EventKind::Reply(reply) => reply.person.as_ref(),
            EventKind::Lead(lead) => lead.person.as_ref(),
            EventKind::Contact(contact) => contact.person.as_ref(),
            EventKind::InboundMessage(_)
            | EventKind::Call(_)
            | EventKind::Voicemail(_)
            | EventKind::Campaign(_)
            | EventKind::Unknown(_) => None,
        }
    }
}
