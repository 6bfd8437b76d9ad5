//! A message that somebody sent us.

use serde::{Deserialize, Serialize};

use super::{Channel, Source};
use crate::value::{Extra, Id, Label, Phone, SensitiveString, Timestamp, or_number};

/// Somebody sent us a message, which need not be an answer: `message.received`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Inbound {
    /// Who reports it.
    pub source: Source,
    /// When it happened, as far as the vendor tells.
    pub time: Timestamp,
    /// Everything else.
    pub data: InboundData,
}

impl Inbound {
    /// From its parts.
    #[must_use]
    pub fn new(source: Source, time: Timestamp, data: InboundData) -> Self {
        Self { source, time, data }
    }
}

/// The details of an [`Inbound`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct InboundData {
    /// The event's name, as the vendor spells it.
    pub vendor_event: Label,
    /// How the message travels.
    pub channel: Channel,
    /// The vendor's id of the message.
    #[serde(default, deserialize_with = "or_number", skip_serializing_if = "Option::is_none")]
    pub message_id: Option<Id>,
    /// The sender's phone number, or the name that stands in for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Phone>,
    /// Our phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Phone>,
    /// What the message says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<SensitiveString>,
    /// What is undocumented, under the vendor's own path.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

impl InboundData {
    /// With only what every such event has.
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
