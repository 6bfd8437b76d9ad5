//! What an event obliges its reader to see.

use super::{Classification, ContactChange, Event, MessageStatus};

/// Words that 47 CFR 64.1200(a)(10) names as a plain wish for no more messages when they are the whole answer to one.
const STOP_WORDS: [&str; 8] = ["stop", "quit", "end", "revoke", "opt out", "opt-out", "cancel", "unsubscribe"];

impl Event {
    /// Whether somebody asks for no more messages, as far as a vendor says so or a text says nothing else: a contact
    /// that unsubscribed, a reply that its vendor classified so, a complaint about spam, or an inbound text that is
    /// nothing but a word such as `STOP`.
    ///
    /// A text that asks in other words is not found: the law lets people choose their own, so read those too.
    ///
    /// ```
    /// use leadhook::{Vendor, normalize};
    ///
    /// let body = br#"{"event":"sms_received","message_content":" Stop.","timestamp":"2025-01-30T15:10:00Z"}"#;
    /// assert!(normalize(Vendor::LimeCall, body)?.is_opt_out());
    /// # Ok::<(), leadhook::Error>(())
    /// ```
    #[must_use]
    pub fn is_opt_out(&self) -> bool {
        let says_stop = |text: Option<&str>| {
            text.is_some_and(|text| {
                let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                let text = text.trim_matches(|c: char| !c.is_alphanumeric());
                STOP_WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
            })
        };
        match self {
            Self::Contact(contact) => contact.change == ContactChange::Unsubscribed,
            Self::Reply(reply) => {
                reply.data.classification.as_ref().is_some_and(|word| *word == Classification::Unsubscribe)
                    || says_stop(reply.data.text.as_ref().map(crate::value::SensitiveString::as_str))
            }
            Self::Inbound(inbound) => says_stop(inbound.data.text.as_ref().map(crate::value::SensitiveString::as_str)),
            Self::Message(message) => message.status == Some(MessageStatus::Complained),
            Self::Call(_) | Self::Voicemail(_) | Self::Lead(_) | Self::Campaign(_) | Self::Unknown(_) => false,
        }
    }

    /// Whether a reply is a machine's, by its vendor's classification: out of office, or a bounce.
    #[must_use]
    pub fn is_automated(&self) -> bool {
        match self {
            Self::Reply(reply) => reply.data.classification.as_ref().is_some_and(|classification| {
                *classification == Classification::OutOfOffice || *classification == Classification::Bounce
            }),
            Self::Message(_)
            | Self::Inbound(_)
            | Self::Call(_)
            | Self::Voicemail(_)
            | Self::Lead(_)
            | Self::Campaign(_)
            | Self::Contact(_)
            | Self::Unknown(_) => false,
        }
    }
}
