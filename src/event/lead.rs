//! Events about leads.

use serde::{Deserialize, Serialize};

use super::{Person, Source};
use crate::value::{Extra, Id, Label, Phone, SensitiveString, Timestamp, string_enum};

/// A change of a lead's status on its way to the client: `lead.*`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lead {
    /// The vendor account that sent the webhook.
    pub source: Source,
    /// When it happened, or the closest timestamp that the vendor reports.
    pub time: Timestamp,
    /// The new status, from the event's name. The vendor's own status is in `data.vendor_status` and may differ.
    pub status: LeadStatus,
    /// The details.
    pub data: LeadData,
}

impl Lead {
    /// Creates a lead event from its parts.
    #[must_use]
    pub fn new(source: Source, time: Timestamp, status: LeadStatus, data: LeadData) -> Self {
        Self { source, time, status, data }
    }
}

string_enum! {
    /// The status of a lead.
    ///
    /// # Current status
    ///
    /// The current status of a [`Lifecycle`](crate::lifecycle::Lifecycle) with several reports follows these rules,
    /// which are the ranks of [`Precedence`](crate::lifecycle::Precedence):
    ///
    /// 1. Of delivered and disqualified, the one whose first report is the latest wins. Of reports of the same time,
    ///    delivered wins. The two are a conflict.
    /// 2. Failed wins over the rest. One attempt failed and others may follow, so a later delivery is not a conflict.
    ///    It also wins over queued and action required at any time, because only first reports are kept. A failed lead
    ///    is not final until it is processed.
    /// 3. Processed wins over queued and action required: the lead had an outcome that has no event.
    /// 4. Action required wins over queued.
    pub enum LeadStatus {
        /// The lead waits for a cap or a delivery schedule.
        Queued = "queued",
        /// The lead waits for an action before delivery, such as a call.
        ActionRequired = "action_required",
        /// The lead was posted to the client.
        Delivered = "delivered",
        /// The lead was disqualified by the campaign's rules.
        Disqualified = "disqualified",
        /// An attempt to deliver the lead failed. Another may follow.
        Failed = "failed",
        /// The vendor finished processing the lead. This comes in addition to the outcome, so do not count both.
        Processed = "processed",
    }
}

/// The details of a [`Lead`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct LeadData {
    /// The event's name, as the vendor writes it.
    pub vendor_event: Label,
    /// The status, as the vendor writes it. It may differ from the event's type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor_status: Option<Label>,
    /// The vendor's id of this attempt to deliver the lead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submission_id: Option<Id>,
    /// The vendor's id of the lead, which can be submitted several times.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead_id: Option<Id>,
    /// The vendor's id of the campaign.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<Id>,
    /// The lead's email address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<SensitiveString>,
    /// The lead's phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    /// The lead's name and employer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<Person>,
    /// Undocumented members, at the paths that the vendor uses.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

impl LeadData {
    /// Creates the data with the required members only.
    #[must_use]
    pub fn new(vendor_event: impl Into<Label>) -> Self {
        Self {
            vendor_event: vendor_event.into(),
            vendor_status: None,
            submission_id: None,
            lead_id: None,
            campaign_id: None,
            email: None,
            phone: None,
            person: None,
            extra: Extra::default(),
        }
    }
}
