//! What is undocumented.

use serde::{Deserialize, Serialize};

use super::Source;
use crate::value::{Extra, Label, Timestamp};

/// A vendor sent what it never documented: `unknown`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Unknown {
    /// Who reports it.
    pub source: Source,
    /// When it happened, if an instant stands where the vendor's other webhooks have theirs.
    pub time: Option<Timestamp>,
    /// Everything else.
    pub data: UnknownData,
}

impl Unknown {
    /// From its parts.
    #[must_use]
    pub fn new(source: Source, time: Option<Timestamp>, data: UnknownData) -> Self {
        Self { source, time, data }
    }
}

/// The details of an [`Unknown`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct UnknownData {
    /// The event's name, as the vendor spells it.
    pub vendor_event: Label,
    /// The whole body.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

impl UnknownData {
    /// With only what every such event has.
    #[must_use]
    pub fn new(vendor_event: impl Into<Label>) -> Self {
        Self { vendor_event: vendor_event.into(), extra: Extra::default() }
    }
}
