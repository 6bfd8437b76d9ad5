//! Undocumented events.

use serde::{Deserialize, Serialize};

use super::Source;
use crate::value::{Extra, Label, Timestamp};

/// An event that the vendor does not document: `unknown`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unknown {
    /// The vendor account that sent the webhook.
    pub source: Source,
    /// When it happened, if the member that has the time in the vendor's other webhooks is a timestamp.
    pub time: Option<Timestamp>,
    /// The details.
    pub data: UnknownData,
}

impl Unknown {
    /// Creates an unknown event from its parts.
    #[must_use]
    pub fn new(source: Source, time: Option<Timestamp>, data: UnknownData) -> Self {
        Self { source, time, data }
    }
}

/// The details of an [`Unknown`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct UnknownData {
    /// The event's name, as the vendor writes it.
    pub vendor_event: Label,
    /// The whole body.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

impl UnknownData {
    /// Creates the data with the required members only.
    #[must_use]
    pub fn new(vendor_event: impl Into<Label>) -> Self {
        Self { vendor_event: vendor_event.into(), extra: Extra::default() }
    }
}
