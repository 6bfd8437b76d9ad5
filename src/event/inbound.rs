//! Inbound messages.

use serde::{Deserialize, Serialize};

use super::{Channel, Source};
use crate::value::{Extra, Id, Label, Phone, SensitiveString, Timestamp};

/// An inbound message, which is not necessarily a reply: `message.received`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Inbound {
    /// The vendor account that sent the webhook.
    pub source: Source,
    /// When it happened, or the closest timestamp that the vendor reports.
    pub time: Timestamp,
    /// The details.
    pub data: InboundData,
}

impl Inbound {
    /// Creates an inbound message event from its parts.
    #[must_use]
    pub fn new(source: Source, time: Timestamp, data: InboundData) -> Self {
        Self { source, time, data }
    }
}

/// The details of an [`Inbound`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct InboundData {
    /// The event's name, as the vendor writes it.
    pub vendor_event: Label,
    /// The channel of the message.
    pub channel: Channel,
    /// The vendor's id of the message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<Id>,
    /// The sender's phone number, or an alphanumeric sender name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Phone>,
    /// Your phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Phone>,
    /// The text of the message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<SensitiveString>,
    /// Undocumented members, at the paths that the vendor uses.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

impl InboundData {
    /// Creates the data with the required members only.
    #[must_use]
    pub fn new(vendor_event: impl Into<Label>, channel: Channel) -> Self {
        Self {
            vendor_event: vendor_event.into(),
            channel,
            message_id: None,
            from: None,
            to: None,
            text: None,
            extra: Extra::default(),
        }
    }
}
