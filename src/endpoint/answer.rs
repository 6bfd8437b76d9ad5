//! What to answer a platform.

use super::Received;
use crate::{ErrorKind, Rejection};

/// What to answer a webhook, whatever platform it came from.
///
/// An answer says who is to blame, not whether we like the body: what is authentic and refused is answered like what is
/// taken, for the same bytes get no better by coming again, and most platforms that are told of an error send them again
/// or give up on the endpoint. First keep it, then answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Answer {
    /// 200: it has been kept, be it an event, a repeated one, or a rejection.
    Kept,
    /// 401: nothing shows that the platform sent it.
    Unauthentic,
    /// 413: it is larger than the endpoint takes.
    TooLarge,
    /// 503: it could not be kept. The platform should send it again, if it ever does.
    NotKept,
}

impl Answer {
    /// The status of HTTP.
    #[must_use]
    pub fn status(self) -> u16 {
        match self {
            Self::Kept => 200,
            Self::Unauthentic => 401,
            Self::TooLarge => 413,
            Self::NotKept => 503,
        }
    }
}

impl Received {
    /// What to answer once the event is kept; if that fails, [`Answer::NotKept`].
    #[must_use]
    pub fn answer(&self) -> Answer {
        Answer::Kept
    }
}

impl Rejection {
    /// What to answer. Where that is [`Answer::Kept`], keep the rejection first; if that fails, [`Answer::NotKept`].
    #[must_use]
    pub fn answer(&self) -> Answer {
        match self.error.kind() {
            ErrorKind::Malformed | ErrorKind::Invalid => Answer::Kept,
            ErrorKind::Limit => Answer::TooLarge,
            ErrorKind::Unauthentic => Answer::Unauthentic,
        }
    }
}
