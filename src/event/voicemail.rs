//! Voicemail events.

use serde::{Deserialize, Serialize};

use super::Source;
use crate::value::{Extra, Id, Label, Phone, SensitiveString, Timestamp};

/// A voicemail from a caller: `voicemail.received`. The status of the call itself remains missed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Voicemail {
    /// The vendor account that sent the webhook.
    pub source: Source,
    /// When it happened, or the closest timestamp that the vendor reports.
    pub time: Timestamp,
    /// The details.
    pub data: VoicemailData,
}

impl Voicemail {
    /// Creates a voicemail event from its parts.
    #[must_use]
    pub fn new(source: Source, time: Timestamp, data: VoicemailData) -> Self {
        Self { source, time, data }
    }
}

/// The details of a [`Voicemail`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct VoicemailData {
    /// The event's name, as the vendor writes it.
    pub vendor_event: Label,
    /// The vendor's id of the call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call_id: Option<Id>,
    /// The caller's phone number, or a placeholder if it is withheld.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Phone>,
    /// The phone number that was called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Phone>,
    /// The vendor's id of the team that was called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_id: Option<Id>,
    /// The URL of the recording. It may expire or require a login.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<SensitiveString>,
    /// Undocumented members, at the paths that the vendor uses.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

impl VoicemailData {
    /// Creates the data with the required members only.
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
