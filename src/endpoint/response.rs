//! The HTTP status to respond with.

use crate::error::ErrorKind;
use crate::rejection::Rejection;

/// The HTTP status to respond to a webhook with. It is the same for every vendor.
///
/// Respond to an authentic webhook with 200 once it is stored, even if it was rejected. Sending the same bytes
/// again does not help, and most vendors retry after an error. Store first, then respond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum HttpStatus {
    /// 200: the webhook is stored, as an event or as a rejection.
    Ok,
    /// 401: the request is not proven to be the vendor's.
    Unauthorized,
    /// 413: the body is larger than the endpoint accepts.
    PayloadTooLarge,
    /// 503: the webhook could not be stored. The vendor should send it again, if it ever does.
    ServiceUnavailable,
}

impl HttpStatus {
    /// Returns the status code.
    #[must_use]
    pub fn as_u16(self) -> u16 {
        match self {
            Self::Ok => 200,
            Self::Unauthorized => 401,
            Self::PayloadTooLarge => 413,
            Self::ServiceUnavailable => 503,
        }
    }
}

impl From<HttpStatus> for u16 {
    fn from(status: HttpStatus) -> Self {
        status.as_u16()
    }
}

impl From<ErrorKind> for HttpStatus {
    /// Returns the status to respond with to a rejection of this kind, once it is stored.
    fn from(kind: ErrorKind) -> Self {
        match kind {
            ErrorKind::Malformed | ErrorKind::Invalid => Self::Ok,
            ErrorKind::TooLarge => Self::PayloadTooLarge,
            ErrorKind::Unauthenticated => Self::Unauthorized,
        }
    }
}

impl Rejection {
    /// Returns the status to respond with.
    ///
    /// If it is [`HttpStatus::Ok`], store the rejection first. If that fails, respond with
    /// [`HttpStatus::ServiceUnavailable`].
    #[must_use]
    pub fn http_status(&self) -> HttpStatus {
        self.error.kind().into()
    }
}
