//! LeadSail's webhooks, in its own terms.

use super::LeadStatus;
use crate::value::{Id, OpenEnum, Phone, SensitiveString, Timestamp};
use crate::vendors::{model, payloads};

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

model! {
    /// A webhook of LeadSail.
    pub struct Lead {
        _ = "event",
        /// The lead's id. A lead is a person, and can be submitted several times.
        lead_id: Option<Id> = "leadId",
        /// The id of this attempt to deliver the lead.
        submission_id: Option<Id> = "submissionId",
        /// The campaign's code.
        campaign_id: Option<Id> = "campaignId",
        /// The lead's status, which may differ from the event's name.
        status: Option<OpenEnum<LeadStatus>> = "status",
        /// When it happened.
        timestamp: Timestamp = required "timestamp",
        /// The lead's name, addresses and other data.
        data: Option<LeadData> = "data",
    }
}

model! {
    /// A lead's data. Four members are documented. All others are in `extra`.
    #[derive(Default)]
    pub struct LeadData {
        /// The given name.
        first_name: Option<SensitiveString> = "firstName",
        /// The family name.
        last_name: Option<SensitiveString> = "lastName",
        /// The email address.
        email: Option<SensitiveString> = "email",
        /// The phone number.
        phone: Option<Phone> = "phone",
    }
}
