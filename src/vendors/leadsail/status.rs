//! LeadSail's words.

use crate::lifecycle::Status;
use crate::schema::Evidence;
use crate::value::string_enum;

string_enum! {
    /// Where a lead or its submission stands.
    pub enum LeadStatus {
        /// It was imported or made by hand, and nothing has begun.
        New = "new",
        /// It waits to be looked at.
        Pending = "pending",
        /// It is being looked at.
        Processing = "processing",
        /// It passed every check.
        Qualified = "qualified",
        /// It failed a check.
        Disqualified = "disqualified",
        /// It waits for a cap or a schedule.
        Queued = "queued",
        /// It waits for an action before delivery.
        PendingAction = "pending_action",
        /// A call was not taken; another follows.
        NoAnswer = "no_answer",
        /// We left a message on an answering machine; another call follows.
        Voicemail = "voicemail",
        /// They were reached, and the conversation goes on.
        Contacted = "contacted",
        /// They asked to be called at another time.
        ScheduledCallback = "scheduled_callback",
        /// Nobody was reached in all attempts.
        NoContact = "no_contact",
        /// A document waits for their signature.
        PendingSignature = "pending_signature",
        /// A document that needs no signature was sent.
        DocumentSent = "document_sent",
        /// They signed.
        Signed = "signed",
        /// It was posted to the client.
        Delivered = "delivered",
        /// The client took it.
        Accepted = "accepted",
        /// The client has it already.
        Duplicate = "duplicate",
        /// The client's endpoint failed or refused it.
        Failed = "failed",
        /// Something broke.
        Error = "error",
        /// The client refused it.
        Rejected = "rejected",
    }
}

string_enum! {
    /// Where a submission stands, by the names of its events: nobody documents the order of the [words](LeadStatus), and the
    /// names decide.
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

    // The vendor's pipeline: routing, the first submission action, disqualification, delivery; where that fails, other
    // campaigns are tried; and at the end a word that it is done, whatever came out: many outcomes have no event.
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
