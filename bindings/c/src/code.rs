//! The result of a call.

use leadhook::ErrorKind;

/// The result of a call.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum leadhook_code {
    /// The call succeeded.
    LEADHOOK_OK = 0,
    /// The body is not UTF-8, is not JSON, repeats a member in one object, or has more than
    /// 100 levels or 10,000 objects and arrays.
    LEADHOOK_MALFORMED = 1,
    /// The body is JSON and violates its schema.
    LEADHOOK_INVALID = 2,
    /// The body is larger than allowed.
    LEADHOOK_TOO_LARGE = 3,
    /// The request is not proven to be the vendor's, or is too old.
    LEADHOOK_UNAUTHENTICATED = 4,
    /// An argument is NULL or otherwise invalid, or the configuration of an endpoint is wrong.
    LEADHOOK_INVALID_ARGUMENT = 5,
    /// A bug in leadhook: a panic, which was caught. Please report it.
    LEADHOOK_PANIC = 6,
}

use leadhook_code::{
    LEADHOOK_INVALID, LEADHOOK_MALFORMED, LEADHOOK_PANIC, LEADHOOK_TOO_LARGE, LEADHOOK_UNAUTHENTICATED,
};

impl From<ErrorKind> for leadhook_code {
    fn from(kind: ErrorKind) -> Self {
        match kind {
            ErrorKind::Malformed => LEADHOOK_MALFORMED,
            ErrorKind::Invalid => LEADHOOK_INVALID,
            ErrorKind::TooLarge => LEADHOOK_TOO_LARGE,
            ErrorKind::Unauthenticated => LEADHOOK_UNAUTHENTICATED,
            // The crate may add kinds. The test below fails if this arm is used.
            _ => LEADHOOK_PANIC,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_kind_has_a_code() {
        let codes: Vec<_> = ErrorKind::VARIANTS.iter().map(|&kind| leadhook_code::from(kind)).collect();
        assert_eq!(codes, [LEADHOOK_MALFORMED, LEADHOOK_INVALID, LEADHOOK_TOO_LARGE, LEADHOOK_UNAUTHENTICATED]);
    }
}
