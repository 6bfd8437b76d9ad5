//! LeadSail's statuses.

use crate::lifecycle::Status;
use crate::schema::Evidence;
use crate::value::string_enum;

string_enum! {
    /// The status of a lead or of its submission.
    pub enum LeadStatus {
        /// The lead was imported or created by hand. Processing has not begun.
        New = "new",
        /// The lead waits to be processed.
        Pending = "pending",
        /// The lead is being processed.
        Processing = "processing",
        /// The lead passed all checks.
        Qualified = "qualified",
        /// The lead failed a check.
        Disqualified = "disqualified",
        /// The lead waits for a cap or a delivery schedule.
        Queued = "queued",
        /// The lead waits for an action before delivery.
        PendingAction = "pending_action",
        /// A call was not answered. Another follows.
        NoAnswer = "no_answer",
        /// The vendor left a voicemail. Another call follows.
        Voicemail = "voicemail",
        /// The lead was reached, and the conversation continues.
        Contacted = "contacted",
        /// The lead asked to be called at another time.
        ScheduledCallback = "scheduled_callback",
        /// The lead was not reached in any attempt.
        NoContact = "no_contact",
        /// A document waits for the lead's signature.
        PendingSignature = "pending_signature",
        /// A document that needs no signature was sent.
        DocumentSent = "document_sent",
        /// The lead signed the document.
        Signed = "signed",
        /// The lead was posted to the client's endpoint.
        Delivered = "delivered",
        /// The client accepted the lead.
        Accepted = "accepted",
        /// The client already has the lead.
        Duplicate = "duplicate",
        /// The client's endpoint returned an error or a rejection.
        Failed = "failed",
        /// An error occurred.
        Error = "error",
        /// The client rejected the lead.
        Rejected = "rejected",
    }
}

string_enum! {
    /// The state of a submission, from the names of its events.
    ///
    /// The names decide, because the order of the [statuses](LeadStatus) is undocumented.
    pub enum LeadState {
        /// `lead.queued`
        Queued = "queued",
        /// `lead.first_submission_action`
        FirstSubmissionAction = "first_submission_action",
        /// `lead.delivered`
        Delivered = "delivered",
        /// `lead.disqualified`
        Disqualified = "disqualified",
        /// `lead.failed`
        Failed = "failed",
        /// `lead.processed`
        Processed = "processed",
    }
}

impl Status for LeadState {
    const SUBJECT: &'static str = "lead";
    const EVIDENCE: Option<Evidence> = Some(Evidence::Prose);

    fn initial() -> &'static [Self] {
        &[Self::Queued, Self::FirstSubmissionAction, Self::Delivered, Self::Disqualified, Self::Failed, Self::Processed]
    }

    // The vendor's pipeline: routing, first submission action, disqualification, delivery. If delivery fails, fallback
    // campaigns are tried. `lead.processed` is sent at the end for any outcome, and many outcomes have no event.
    fn successors(self) -> &'static [Self] {
        match self {
            Self::Queued => {
                &[Self::FirstSubmissionAction, Self::Delivered, Self::Disqualified, Self::Failed, Self::Processed]
            }
            Self::FirstSubmissionAction => &[Self::Delivered, Self::Disqualified, Self::Failed, Self::Processed],
            Self::Failed => &[Self::Delivered, Self::Disqualified, Self::Processed],
            Self::Delivered | Self::Disqualified => &[Self::Processed],
            Self::Processed => &[],
        }
    }

    fn is_informational(self) -> bool {
        self == Self::Processed
    }
}
