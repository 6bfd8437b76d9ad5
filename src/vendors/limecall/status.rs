//! LimeCall's words.

use strum::{Display, EnumString, IntoStaticStr, VariantArray};

use crate::status::{Basis, Status};

/// A word for where a call stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Display, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase", parse_err_ty = crate::NoWord, parse_err_fn = crate::NoWord::new)]
#[non_exhaustive]
pub enum CallStatus {
    /// Nobody took it.
    Missed,
    /// It rings.
    Ringing,
    /// Somebody took it.
    Answered,
    /// It failed.
    Failed,
}

/// Where a call stands, by the names of its events and the word of `call_status_update`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Display, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase", parse_err_ty = crate::NoWord, parse_err_fn = crate::NoWord::new)]
#[non_exhaustive]
pub enum CallState {
    /// `incoming_call`, or the word `ringing`
    Ringing,
    /// The word `answered`
    Answered,
    /// `call_completed`
    Completed,
    /// `missed_call`
    Missed,
    /// The word `failed`
    Failed,
}

impl Status for CallState {
    const SUBJECT: &'static str = "call";
    const BASIS: Basis = Basis::Inferred;

    fn first() -> &'static [Self] {
        &[Self::Ringing, Self::Failed]
    }

    // The vendor describes the events one by one; the steps are those of the field. A voicemail leaves the call missed.
    fn next(self) -> &'static [Self] {
        match self {
            Self::Ringing => &[Self::Answered, Self::Missed, Self::Failed],
            Self::Answered => &[Self::Completed],
            Self::Completed | Self::Missed | Self::Failed => &[],
        }
    }
}
