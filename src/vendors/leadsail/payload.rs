//! LeadSail's webhooks, in its own words.

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use super::LeadStatus;
use crate::value::{Extra, Id, OpenEnum, Phone, SensitiveString, Timestamp};
use crate::vendors::payloads;

payloads! {
    "LeadSail",
    /// A lead was posted to the client.
    "lead.delivered" => LeadDelivered(Lead),
    /// A lead failed a check.
    "lead.disqualified" => LeadDisqualified(Lead),
    /// An attempt to deliver a lead failed.
    "lead.failed" => LeadFailed(Lead),
    /// A lead waits for a cap or a schedule.
    "lead.queued" => LeadQueued(Lead),
    /// A lead waits for an action before delivery.
    "lead.first_submission_action" => LeadFirstSubmissionAction(Lead),
    /// The vendor is done with a lead, whatever came of it.
    "lead.processed" => LeadProcessed(Lead),
}

/// What every webhook of LeadSail has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Lead {
    #[serde(default, skip_serializing)]
    event: IgnoredAny,
    /// The lead: a person, who may be submitted several times.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead_id: Option<Id>,
    /// The attempt to deliver it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submission_id: Option<Id>,
    /// The campaign, by its code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<Id>,
    /// Where the lead stands, which the event's name need not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<OpenEnum<LeadStatus>>,
    /// When it happened.
    pub timestamp: Timestamp,
    /// Who the lead is, and whatever else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<LeadData>,
    /// Undocumented members.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Lead {
    /// With only what every such webhook has.
    #[must_use]
    pub fn new(timestamp: Timestamp) -> Self {
        Self {
            event: IgnoredAny,
            lead_id: None,
            submission_id: None,
            campaign_id: None,
            status: None,
            timestamp,
            data: None,
            extra: Extra::default(),
        }
    }
}

/// Who a lead is, and whatever else the vendor tells: four members are documented, the rest is in `extra`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LeadData {
    /// Given name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<SensitiveString>,
    /// Family name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<SensitiveString>,
    /// Mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<SensitiveString>,
    /// Phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    /// All other members.
    #[serde(flatten)]
    pub extra: Extra,
}
