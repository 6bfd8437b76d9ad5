//! What becomes of a campaign.

use serde::{Deserialize, Serialize};

use super::Source;
use crate::value::{Extra, Id, Label, Timestamp, string_enum};

/// A campaign took a step: `campaign.*`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Campaign {
    /// Who reports it.
    pub source: Source,
    /// When it happened, as far as the vendor tells.
    pub time: Timestamp,
    /// What became of it.
    pub change: CampaignChange,
    /// Everything else.
    pub data: CampaignData,
}

impl Campaign {
    /// From its parts.
    #[must_use]
    pub fn new(source: Source, time: Timestamp, change: CampaignChange, data: CampaignData) -> Self {
        Self { source, time, change, data }
    }
}

string_enum! {
    /// What can become of a campaign.
    pub enum CampaignChange {
        /// It began, or began again: nobody says whether a resumed campaign starts.
        Started = "started",
    }
}

/// The details of a [`Campaign`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CampaignData {
    /// The event's name, as the vendor spells it.
    pub vendor_event: Label,
    /// The vendor's id of the campaign.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<Id>,
    /// The id of the registration that the webhook was sent to, not of the webhook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook_id: Option<Id>,
    /// What is undocumented, under the vendor's own path.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

impl CampaignData {
    /// With only what every such event has.
    #[must_use]
    pub fn new(vendor_event: impl Into<Label>) -> Self {
        Self { vendor_event: vendor_event.into(), campaign_id: None, webhook_id: None, extra: Extra::default() }
    }
}
