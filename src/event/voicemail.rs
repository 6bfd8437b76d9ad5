//! A message that a caller left.

use serde::{Deserialize, Serialize};

use super::Source;
use crate::value::{Extra, Id, Label, Phone, SensitiveString, Timestamp, or_number};

/// A caller left a message for us: `voicemail.received`. The call itself stays missed.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Voicemail {
    /// Who reports it.
    pub source: Source,
    /// When it happened, as far as the vendor tells.
    pub time: Timestamp,
    /// Everything else.
    pub data: VoicemailData,
}

impl Voicemail {
    /// From its parts.
    #[must_use]
    pub fn new(source: Source, time: Timestamp, data: VoicemailData) -> Self {
        Self { source, time, data }
    }
}

/// The details of a [`Voicemail`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct VoicemailData {
    /// The event's name, as the vendor spells it.
    pub vendor_event: Label,
    /// The vendor's id of the call.
    #[serde(default, deserialize_with = "or_number", skip_serializing_if = "Option::is_none")]
    pub call_id: Option<Id>,
    /// The caller's number, or a word for one withheld.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Phone>,
    /// The number called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Phone>,
    /// The vendor's id of the team called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_id: Option<Id>,
    /// Where the recording is; it may expire, or ask for a login.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<SensitiveString>,
    /// What is undocumented, under the vendor's own path.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

impl VoicemailData {
    /// With only what every such event has.
    #[must_use]
    pub fn new(vendor_event: impl Into<Label>) -> Self {
        Self {
            vendor_event: vendor_event.into(),
            call_id: None,
            from: None,
            to: None,
            team_id: None,
            url: None,
            extra: Extra::default(),
        }
    }
}
