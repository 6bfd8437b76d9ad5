//! Leadterra's words.

use strum::{Display, EnumString, IntoStaticStr, VariantArray};

use crate::status::{Basis, Status};

/// Whether a bounce is for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Display, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase", parse_err_ty = crate::NoWord, parse_err_fn = crate::NoWord::new)]
#[non_exhaustive]
pub enum BounceType {
    /// It failed for good.
    Hard,
    /// It failed for the time being, until the retries were used up.
    Soft,
}

/// What a reply says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Display, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case", parse_err_ty = crate::NoWord, parse_err_fn = crate::NoWord::new)]
#[non_exhaustive]
pub enum Classification {
    /// They want to hear more.
    Interested,
    /// They do not.
    NotInterested,
    /// They are away.
    OutOfOffice,
    /// A mail server gives the message back.
    Bounce,
    /// They want no more messages.
    Unsubscribe,
}

/// Where a message stands, by the names of its events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Display, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase", parse_err_ty = crate::NoWord, parse_err_fn = crate::NoWord::new)]
#[non_exhaustive]
pub enum MessageState {
    /// `message.sent`
    Sent,
    /// `message.bounced`
    Bounced,
}

impl Status for MessageState {
    const SUBJECT: &'static str = "message";
    const BASIS: Basis = Basis::Prose;

    fn first() -> &'static [Self] {
        &[Self::Sent, Self::Bounced]
    }

    // A delivery attempt may fail before anything counts as sent. A soft bounce is told when the retries are used up, so it ends the message as a hard one does.
    fn next(self) -> &'static [Self] {
        match self {
            Self::Sent => &[Self::Bounced],
            Self::Bounced => &[],
        }
    }
}
