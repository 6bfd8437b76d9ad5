//! LeadSail's words.

use strum::{Display, EnumString, IntoStaticStr, VariantArray};

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
