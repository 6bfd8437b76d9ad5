//! Events about leads.

use super::members::members;
use super::status::event_statuses;
use super::{OpenStatus, Person};
use crate::value::{Id, Label, Phone, SensitiveString};

members! {
    /// A change of a lead's status on its way to the client: `lead.*`.
    pub struct Lead(
        /// The new status, from the event's name. The vendor's own status is in `vendor_status` and may differ.
        status: OpenStatus<LeadStatus>
    ) {
        /// The status, as the vendor writes it. It may differ from the event's type.
        vendor_status: Option<Label>,
        /// The vendor's id of this attempt to deliver the lead.
        submission_id: Option<Id>,
        /// The vendor's id of the lead, which can be submitted several times.
        lead_id: Option<Id>,
        /// The vendor's id of the campaign.
        campaign_id: Option<Id>,
        /// The lead's email address.
        email: Option<SensitiveString>,
        /// The lead's phone number.
        phone: Option<Phone>,
        /// The lead's name and employer.
        person: Option<Person>,
    }
}

event_statuses! {
    "lead";
    /// The status of a lead.
    ///
    /// # Current status
    ///
    /// The current status of a [`Lifecycle`](crate::lifecycle::Lifecycle) with several reports follows these rules,
    /// which are the ranks of [`Precedence`](crate::lifecycle::Precedence):
    ///
    /// 1. Of delivered and disqualified, the status with the latest first report wins. If these reports have the same
    ///    time, delivered wins. The two are a conflict.
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
