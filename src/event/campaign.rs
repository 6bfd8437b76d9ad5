//! Events about campaigns.

use super::OpenStatus;
use super::members::members;
use super::status::event_statuses;
use crate::value::Id;

members! {
    /// A change of a campaign: `campaign.*`.
    pub struct Campaign(
        /// What changed.
        change: OpenStatus<CampaignChange>
    ) {
        /// The vendor's id of the campaign.
        campaign_id: Option<Id>,
        /// The id of the webhook registration. It is not the id of this webhook, because all webhooks share it.
        webhook_id: Option<Id>,
    }
}

event_statuses! {
    "campaign";
    /// A change of a campaign.
    pub enum CampaignChange {
        /// The campaign began to send. Whether a resumed campaign sends this event again is undocumented.
        Started = "started",
    }
}
