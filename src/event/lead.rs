//! What becomes of a lead.

use serde::{Deserialize, Serialize};

use super::{Person, Source};
use crate::value::{Extra, Id, Label, Phone, SensitiveString, Timestamp, string_enum};

/// A lead took a step on its way to the client: `lead.*`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Lead {
    /// Who reports it.
    pub source: Source,
    /// When it happened, as far as the vendor tells.
    pub time: Timestamp,
    /// What became of it, by the event's name; the status word that came along stands in `data.vendor_status` and may
    /// disagree.
    pub status: LeadStatus,
    /// Everything else.
    pub data: LeadData,
}

impl Lead {
    /// From its parts.
    #[must_use]
    pub fn new(source: Source, time: Timestamp, status: LeadStatus, data: LeadData) -> Self {
        Self { source, time, status, data }
    }
}

string_enum! {
    /// What can become of a lead.
    ///
    /// # Current status
    ///
    /// The current status of a [`Lifecycle`](crate::lifecycle::Lifecycle) with several reports follows these rules, which
    /// are the ranks of [`Precedence`](crate::lifecycle::Precedence):
    ///
    /// 1. Of delivered and disqualified, the one whose first report is the latest wins. Of reports of the same time,
    ///    delivered wins. The two are a conflict.
    /// 2. Failed wins over the rest. One attempt failed and others may follow, so a later delivery is not a conflict. It
    ///    also wins over queued and action required at any time, because only first reports are kept. A failed lead is not
    ///    final until it is processed.
    /// 3. Processed wins over queued and action required: the lead had an outcome that has no event.
    /// 4. Action required wins over queued.
    pub enum LeadStatus {
        /// It waits for a cap or a schedule.
        Queued = "queued",
        /// It waits for something that must happen before delivery, such as a call.
        ActionRequired = "action_required",
        /// The client has it.
        Delivered = "delivered",
        /// Our own rules refuse it.
        Disqualified = "disqualified",
        /// One attempt to deliver it failed; another may follow.
        Failed = "failed",
        /// The vendor is done with it. A summary that comes besides the outcome: leave it out of counts.
        Processed = "processed",
    }
}

/// The details of a [`Lead`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct LeadData {
    /// The event's name, as the vendor spells it.
    pub vendor_event: Label,
    /// The status word, as the vendor spells it; it may disagree with the event's type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor_status: Option<Label>,
    /// The vendor's id of this attempt to deliver the lead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submission_id: Option<Id>,
    /// The vendor's id of the lead, which may be submitted several times.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead_id: Option<Id>,
    /// The vendor's id of the campaign.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<Id>,
    /// The lead's mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<SensitiveString>,
    /// The lead's phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    /// Who the lead is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<Person>,
    /// What is undocumented, under the vendor's own path.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

impl LeadData {
    /// With only what every such event has.
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
