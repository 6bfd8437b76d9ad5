//! Opt-outs and automatic replies.

use super::{Classification, ContactChange, Event, MessageStatus};
use crate::value::SensitiveString;

/// The words that, as the whole text of a reply, are an opt-out under 47 CFR 64.1200(a)(10).
const STOP_WORDS: [&str; 8] = ["stop", "quit", "end", "revoke", "opt out", "opt-out", "cancel", "unsubscribe"];

impl Event {
    /// Returns true if the recipient asks for no more messages.
    ///
    /// This is the case for
    ///
    /// - a contact that unsubscribed;
    /// - a reply that the vendor classifies as `unsubscribe`;
    /// - a spam complaint;
    /// - a reply or an inbound message whose whole text is a word such as `STOP`.
    ///
    /// It does not find opt-outs in other words. The law lets people choose their own words, so check the texts too.
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
                reply
                    .data
                    .classification
                    .as_ref()
                    .is_some_and(|classification| *classification == Classification::Unsubscribe)
                    || says_stop(reply.data.text.as_ref().map(SensitiveString::as_str))
            }
            Self::Inbound(inbound) => says_stop(inbound.data.text.as_ref().map(SensitiveString::as_str)),
            Self::Message(message) => message.status == Some(MessageStatus::Complained),
            Self::Call(_) | Self::Voicemail(_) | Self::Lead(_) | Self::Campaign(_) | Self::Unknown(_) => false,
        }
    }

    /// Returns true if the vendor classifies a reply as automatic: `out_of_office` or `bounce`.
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
