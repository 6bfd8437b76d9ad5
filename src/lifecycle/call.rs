//! The statuses of a call and their precedence.

use super::{Precedence, Status};
use crate::event::CallStatus;
use crate::schema::Evidence;

impl Status for CallStatus {
    const SUBJECT: &'static str = "call";
    const EVIDENCE: Option<Evidence> = None;

    fn initial() -> &'static [Self] {
        &[Self::Ringing, Self::Answered, Self::NoAnswer, Self::Failed]
    }

    fn successors(self) -> &'static [Self] {
        match self {
            Self::Ringing => &[Self::Answered, Self::Missed, Self::NoAnswer, Self::Busy, Self::Failed],
            Self::NoAnswer => &[Self::Answered, Self::Failed],
            Self::Answered => &[Self::Completed],
            Self::Completed | Self::Missed | Self::Busy | Self::Failed => &[],
        }
    }
}

impl Precedence for CallStatus {
    fn rank(self) -> Option<u8> {
        match self {
            Self::Ringing => Some(0),
            Self::NoAnswer => Some(1),
            Self::Missed | Self::Busy | Self::Failed => Some(2),
            Self::Answered => Some(3),
            Self::Completed => Some(4),
        }
    }

    fn outcome(self) -> Option<Self> {
        match self {
            Self::Ringing | Self::NoAnswer | Self::Answered | Self::Completed => None,
            Self::Missed | Self::Busy | Self::Failed => Some(self),
        }
    }
}
