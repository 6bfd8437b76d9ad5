//! Why a call fails, before it is converted for C.

use leadhook::endpoint::{AuthenticationError, ConfigError, SecretError};
use leadhook::{Error, Rejection};

use crate::code::leadhook_code::{self, LEADHOOK_INVALID_ARGUMENT, LEADHOOK_PANIC};

/// Why a call fails.
pub enum Failure {
    /// An argument is invalid. The text says which and why.
    InvalidArgument(String),
    /// The input is refused.
    Refused(Error),
    /// A webhook is refused, and its body is kept.
    Rejected(Box<Rejection>),
    /// The call panicked, or the crate returned something that this binding does not know.
    Bug,
}

impl Failure {
    pub(crate) fn code(&self) -> leadhook_code {
        match self {
            Self::InvalidArgument(_) => LEADHOOK_INVALID_ARGUMENT,
            Self::Refused(error) => error.kind().into(),
            Self::Rejected(rejection) => rejection.error.kind().into(),
            Self::Bug => LEADHOOK_PANIC,
        }
    }
}

impl From<Rejection> for Failure {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(Box::new(rejection))
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

impl From<AuthenticationError> for Failure {
    fn from(error: AuthenticationError) -> Self {
        Self::Refused(error.into())
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::InvalidArgument(error.to_string())
    }
}

impl From<SecretError> for Failure {
    fn from(error: SecretError) -> Self {
        Self::InvalidArgument(error.to_string())
    }
}

impl From<serde_json::Error> for Failure {
    /// The binding only serializes values of the crate to memory, which does not fail.
    fn from(_: serde_json::Error) -> Self {
        Self::Bug
    }
}
