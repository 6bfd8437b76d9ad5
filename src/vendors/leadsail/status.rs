//! LeadSail's words.

use strum::{Display, EnumString, IntoStaticStr, VariantArray};

use crate::status::{Basis, Status};

/// Where a lead or its submission stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Display, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case", parse_err_ty = crate::NoWord, parse_err_fn = crate::NoWord::new)]
#[non_exhaustive]
pub enum LeadStatus {
    /// It was imported or made by hand, and nothing has begun.
    New,
    /// It waits to be looked at.
    Pending,
    /// It is being looked at.
    Processing,
    /// It passed every check.
    Qualified,
    /// It failed a check.
    Disqualified,
    /// It waits for a cap or a schedule.
    Queued,
    /// It waits for an action before delivery.
    PendingAction,
    /// A call was not taken; another follows.
    NoAnswer,
    /// We left a message on an answering machine; another call follows.
    Voicemail,
    /// They were reached, and the conversation goes on.
    Contacted,
    /// They asked to be called at another time.
    ScheduledCallback,
    /// Nobody was reached in all attempts.
    NoContact,
    /// A document waits for their signature.
    PendingSignature,
    /// A document that needs no signature was sent.
    DocumentSent,
    /// They signed.
    Signed,
    /// It was posted to the client.
    Delivered,
    /// The client took it.
    Accepted,
    /// The client has it already.
    Duplicate,
    /// The client's endpoint failed or refused it.
    Failed,
    /// Something broke.
    Error,
    /// The client refused it.
    Rejected,
}

/// Where a submission stands, by the names of its events: nobody documents the order of the [words](LeadStatus), and the
/// names decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Display, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case", parse_err_ty = crate::NoWord, parse_err_fn = crate::NoWord::new)]
#[non_exhaustive]
pub enum LeadState {
    /// `lead.queued`
    Queued,
    /// `lead.first_submission_action`
    FirstSubmissionAction,
    /// `lead.delivered`
    Delivered,
    /// `lead.disqualified`
    Disqualified,
    /// `lead.failed`
    Failed,
    /// `lead.processed`
    Processed,
}

impl Status for LeadState {
    const SUBJECT: &'static str = "lead";
    const BASIS: Basis = Basis::Prose;

    fn first() -> &'static [Self] {
        &[Self::Queued, Self::FirstSubmissionAction, Self::Delivered, Self::Disqualified, Self::Failed, Self::Processed]
    }

    // The vendor's pipeline: routing, the first submission action, disqualification, delivery; where that fails, other
    // campaigns are tried; and at the end a word that it is done, whatever came out: many outcomes have no event.
    fn next(self) -> &'static [Self] {
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

    fn is_aside(self) -> bool {
        self == Self::Processed
    }
}
