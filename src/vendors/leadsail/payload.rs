//! LeadSail's webhooks, in its own terms.

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use super::LeadStatus;
use crate::value::{Extra, Id, OpenEnum, Phone, SensitiveString, Timestamp};
use crate::vendors::payloads;

payloads! {
    "LeadSail",
    /// A lead was posted to the client's endpoint.
    "lead.delivered" => LeadDelivered(Lead),
    /// A lead failed a check.
    "lead.disqualified" => LeadDisqualified(Lead),
    /// An attempt to deliver a lead failed.
    "lead.failed" => LeadFailed(Lead),
    /// A lead waits for a cap or a delivery schedule.
    "lead.queued" => LeadQueued(Lead),
    /// A lead waits for an action before delivery.
    "lead.first_submission_action" => LeadFirstSubmissionAction(Lead),
    /// The vendor finished processing a lead, with any outcome.
    "lead.processed" => LeadProcessed(Lead),
}

/// A webhook of LeadSail.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Lead {
    #[serde(default, skip_serializing)]
    event: IgnoredAny,
    /// The lead's id. A lead is a person, and can be submitted several times.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead_id: Option<Id>,
    /// The id of this attempt to deliver the lead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submission_id: Option<Id>,
    /// The campaign's code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<Id>,
    /// The lead's status, which may differ from the event's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<OpenEnum<LeadStatus>>,
    /// When it happened.
    pub timestamp: Timestamp,
    /// The lead's name, addresses and other data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<LeadData>,
    /// Undocumented members.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Lead {
    /// Creates the webhook with the required members only.
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

/// A lead's data. Four members are documented. All others are in `extra`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LeadData {
    /// The given name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<SensitiveString>,
    /// The family name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<SensitiveString>,
    /// The email address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<SensitiveString>,
    /// The phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    /// All other members.
    #[serde(flatten)]
    pub extra: Extra,
}
