//! Events about campaigns.

use serde::{Deserialize, Serialize};

use super::Source;
use crate::value::{Extra, Id, Label, Timestamp, string_enum};

/// A change of a campaign: `campaign.*`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Campaign {
    /// The vendor account that sent the webhook.
    pub source: Source,
    /// When it happened, or the closest timestamp that the vendor reports.
    pub time: Timestamp,
    /// What changed.
    pub change: CampaignChange,
    /// The details.
    pub data: CampaignData,
}

impl Campaign {
    /// Creates a campaign event from its parts.
    #[must_use]
    pub fn new(source: Source, time: Timestamp, change: CampaignChange, data: CampaignData) -> Self {
        Self { source, time, change, data }
    }
}

string_enum! {
    /// A change of a campaign.
    pub enum CampaignChange {
        /// The campaign began to send. Whether a resumed campaign sends this event again is undocumented.
        Started = "started",
    }
}

/// The details of a [`Campaign`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CampaignData {
    /// The event's name, as the vendor writes it.
    pub vendor_event: Label,
    /// The vendor's id of the campaign.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<Id>,
    /// The id of the webhook registration. It is not the id of this webhook, because all webhooks share it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook_id: Option<Id>,
    /// Undocumented members, at the paths that the vendor uses.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

impl CampaignData {
    /// Creates the data with the required members only.
    #[must_use]
    pub fn new(vendor_event: impl Into<Label>) -> Self {
        Self { vendor_event: vendor_event.into(), campaign_id: None, webhook_id: None, extra: Extra::default() }
    }
}
