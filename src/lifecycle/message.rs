//! The statuses of a message and their precedence.

use super::{Precedence, Status};
use crate::event::MessageStatus;
use crate::schema::Evidence;

impl Status for MessageStatus {
    const SUBJECT: &'static str = "message";
    const EVIDENCE: Option<Evidence> = None;

    fn initial() -> &'static [Self] {
        &[Self::Queued, Self::Sent, Self::Bounced, Self::Failed]
    }

    fn successors(self) -> &'static [Self] {
        match self {
            Self::Queued => &[Self::Sent, Self::Failed],
            Self::Sent => &[Self::Delivered, Self::Read, Self::Bounced, Self::Undelivered, Self::Failed],
            Self::Delivered => &[Self::Opened, Self::Read, Self::Clicked, Self::Complained],
            Self::Opened => &[Self::Clicked, Self::Complained],
            Self::Clicked => &[Self::Complained],
            Self::Read | Self::Bounced | Self::Undelivered | Self::Failed | Self::Complained => &[],
        }
    }

    fn is_informational(self) -> bool {
        self == Self::Complained
    }
}

impl Precedence for MessageStatus {
    fn rank(self) -> Option<u8> {
        match self {
            Self::Complained => None,
            Self::Queued => Some(0),
            Self::Sent => Some(1),
            Self::Delivered | Self::Bounced | Self::Undelivered | Self::Failed => Some(2),
            Self::Opened => Some(3),
            Self::Read => Some(4),
            Self::Clicked => Some(5),
        }
    }

    fn outcome(self) -> Option<Self> {
        match self {
            Self::Queued | Self::Sent | Self::Complained => None,
            Self::Delivered | Self::Opened | Self::Read | Self::Clicked => Some(Self::Delivered),
            Self::Bounced | Self::Undelivered | Self::Failed => Some(self),
        }
    }
}
