//! The statuses of a lead and their precedence.

use super::{Precedence, Status};
use crate::event::LeadStatus;
use crate::schema::Evidence;

impl Status for LeadStatus {
    const SUBJECT: &'static str = "lead";
    const EVIDENCE: Option<Evidence> = None;

    fn initial() -> &'static [Self] {
        &[Self::Queued, Self::ActionRequired, Self::Delivered, Self::Disqualified, Self::Failed, Self::Processed]
    }

    fn successors(self) -> &'static [Self] {
        match self {
            Self::Queued => &[Self::ActionRequired, Self::Delivered, Self::Disqualified, Self::Failed, Self::Processed],
            Self::ActionRequired => &[Self::Delivered, Self::Disqualified, Self::Failed, Self::Processed],
            Self::Failed => &[Self::Delivered, Self::Disqualified, Self::Processed],
            Self::Delivered | Self::Disqualified => &[Self::Processed],
            Self::Processed => &[],
        }
    }

    fn is_informational(self) -> bool {
        self == Self::Processed
    }
}

impl Precedence for LeadStatus {
    fn rank(self) -> Option<u8> {
        match self {
            Self::Queued => Some(0),
            Self::ActionRequired => Some(1),
            Self::Processed => Some(2),
            Self::Failed => Some(3),
            Self::Delivered | Self::Disqualified => Some(4),
        }
    }

    fn outcome(self) -> Option<Self> {
        match self {
            Self::Queued | Self::ActionRequired | Self::Failed | Self::Processed => None,
            Self::Delivered | Self::Disqualified => Some(self),
        }
    }
}
