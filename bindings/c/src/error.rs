//! What went wrong.

use std::ffi::{CString, c_char};
use std::panic::catch_unwind;
use std::ptr;
use std::sync::OnceLock;

use leadhook::endpoint::{AuthenticationError, ConfigError, HttpStatus, SecretError};
use leadhook::{Error, ErrorKind, Rejection};

use crate::text::c_string;

/// What to answer a webhook that you could not keep: 503, so that its platform sends it again, if it ever does.
pub const LEADHOOK_NOT_KEPT: u16 = 503;

/// How a call ended.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(non_camel_case_types, reason = "the names are C's")]
pub enum leadhook_code {
    /// Well.
    LEADHOOK_OK = 0,
    /// The body is not JSON: not UTF-8, not JSON, a name twice in one object, or deeper than 100 levels.
    LEADHOOK_MALFORMED = 1,
    /// The body is JSON, but breaks its platform's contract.
    LEADHOOK_INVALID = 2,
    /// The body is larger than allowed.
    LEADHOOK_LIMIT = 3,
    /// Nothing shows that the platform sent the body, or sent it now.
    LEADHOOK_UNAUTHENTIC = 4,
    /// An argument is NULL or makes no sense, or an endpoint cannot be made as it was configured.
    LEADHOOK_ARGUMENT = 5,
    /// A fault of this library, which was caught. Please report it.
    LEADHOOK_PANIC = 6,
}

use leadhook_code::{
    LEADHOOK_ARGUMENT, LEADHOOK_INVALID, LEADHOOK_LIMIT, LEADHOOK_MALFORMED, LEADHOOK_OK, LEADHOOK_PANIC,
    LEADHOOK_UNAUTHENTIC,
};

/// Why a call failed. Nothing in it shows a value of the body but leadhook_error_rejection(), so the rest may be logged.
/// Free it with leadhook_error_free().
#[expect(non_camel_case_types, reason = "the name is C's")]
pub struct leadhook_error {
    code: leadhook_code,
    message: CString,
    violations: Vec<(CString, CString, usize, usize)>,
    more: usize,
    answer: u16,
    rejection: Option<Rejection>,
    rejection_line: OnceLock<CString>,
}

/// One fault of a body, and its place. The texts are valid as long as the error.
#[repr(C)]
pub struct leadhook_violation {
    /// The JSON Pointer (RFC 6901) of the value at fault, empty for the whole document. A name that does not look like
    /// an identifier is shown as an ellipsis.
    pub pointer: *const c_char,
    /// What is wrong and what was expected.
    pub message: *const c_char,
    /// The line of the body, counted from 1.
    pub line: usize,
    /// The column in that line, in characters, counted from 1.
    pub column: usize,
}

/// Why a call failed, before it is an error of C's.
pub(crate) enum Fault {
    /// Its arguments make no sense.
    Argument(String),
    /// What it was given to read is refused.
    Refused(Error),
    /// The same, and the body is to be kept.
    Rejected(Box<Rejection>),
    /// It panicked, or the crate says what this binding does not know.
    Ours,
}

impl Fault {
    pub(crate) fn argument(message: impl Into<String>) -> Self {
        Self::Argument(message.into())
    }

    pub(crate) fn code(&self) -> leadhook_code {
        match self {
            Self::Argument(_) => LEADHOOK_ARGUMENT,
            Self::Refused(error) => code(error.kind()),
            Self::Rejected(rejection) => code(rejection.error.kind()),
            Self::Ours => LEADHOOK_PANIC,
        }
    }

    fn error(&self) -> Option<&Error> {
        match self {
            Self::Refused(error) => Some(error),
            Self::Rejected(rejection) => Some(&rejection.error),
            Self::Argument(_) | Self::Ours => None,
        }
    }
}

fn code(kind: ErrorKind) -> leadhook_code {
    match kind {
        ErrorKind::Malformed => LEADHOOK_MALFORMED,
        ErrorKind::Invalid => LEADHOOK_INVALID,
        ErrorKind::TooLarge => LEADHOOK_LIMIT,
        ErrorKind::Unauthenticated => LEADHOOK_UNAUTHENTIC,
        _ => LEADHOOK_PANIC,
    }
}

impl From<Rejection> for Fault {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(Box::new(rejection))
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

impl From<AuthenticationError> for Fault {
    fn from(unauthentic: AuthenticationError) -> Self {
        Self::Refused(unauthentic.into())
    }
}

impl From<ConfigError> for Fault {
    fn from(error: ConfigError) -> Self {
        Self::argument(error.to_string())
    }
}

impl From<SecretError> for Fault {
    fn from(error: SecretError) -> Self {
        Self::argument(error.to_string())
    }
}

impl From<serde_json::Error> for Fault {
    /// Writing to memory what this crate made does not fail.
    fn from(_: serde_json::Error) -> Self {
        Self::Ours
    }
}

impl From<Fault> for leadhook_error {
    fn from(fault: Fault) -> Self {
        let code = fault.code();
        let message = match &fault {
            Fault::Argument(message) => message.clone(),
            Fault::Refused(error) => error.to_string(),
            Fault::Rejected(rejection) => rejection.error.to_string(),
            Fault::Ours => "a fault of leadhook's own".to_owned(),
        };
        let answer = match &fault {
            Fault::Rejected(rejection) => rejection.answer(),
            Fault::Refused(error) if error.kind() == ErrorKind::Unauthenticated => HttpStatus::Unauthorized,
            Fault::Refused(_) | Fault::Argument(_) | Fault::Ours => HttpStatus::ServiceUnavailable,
        };
        let violations = fault.error().map_or(&[][..], Error::violations).iter();
        Self {
            code,
            message: c_string(&message),
            violations: violations
                .map(|found| (c_string(&found.pointer), c_string(&found.message), found.line, found.column))
                .collect(),
            more: fault.error().map_or(0, Error::more),
            answer: answer.status(),
            rejection: match fault {
                Fault::Rejected(rejection) => Some(*rejection),
                Fault::Refused(_) | Fault::Argument(_) | Fault::Ours => None,
            },
            rejection_line: OnceLock::new(),
        }
    }
}

impl leadhook_error {
    #[cfg(test)]
    pub(crate) fn code(&self) -> leadhook_code {
        self.code
    }

    fn rejection(&self) -> Option<&CString> {
        let rejection = self.rejection.as_ref()?;
        let write = || c_string(&serde_json::to_string(rejection).unwrap_or_default());
        Some(self.rejection_line.get_or_init(write))
    }
}

/// How the call ended: what it returned. LEADHOOK_OK for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_error_code(error: Option<&leadhook_error>) -> leadhook_code {
    error.map_or(LEADHOOK_OK, |error| error.code)
}

/// What went wrong, in one line, valid as long as the error. Empty, and never NULL, for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_error_message(error: Option<&leadhook_error>) -> *const c_char {
    error.map_or(c"".as_ptr(), |error| error.message.as_ptr())
}

/// How many violations leadhook_error_violation() can tell: at most 100. None for NULL, and for an error that is not of
/// what was read.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_error_violations(error: Option<&leadhook_error>) -> usize {
    error.map_or(0, |error| error.violations.len())
}

/// How many more violations there are than can be told.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_error_more(error: Option<&leadhook_error>) -> usize {
    error.map_or(0, |error| error.more)
}

/// Tells a violation, counted from 0, in the order of the body. Returns false, and leaves "violation" as it was, if there
/// is none of this number or an argument is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_error_violation(
    error: Option<&leadhook_error>,
    index: usize,
    violation: Option<&mut std::mem::MaybeUninit<leadhook_violation>>,
) -> bool {
    let found = error.and_then(|error| error.violations.get(index));
    let (Some((pointer, message, line, column)), Some(violation)) = (found, violation) else { return false };
    let (pointer, message) = (pointer.as_ptr(), message.as_ptr());
    violation.write(leadhook_violation { pointer, message, line: *line, column: *column });
    true
}

/// The rejection, if leadhook_normalize() or leadhook_endpoint_receive() refused a body, and NULL otherwise: one line of
/// JSON with the error and the whole body, to be kept and tried again by a later version; of a body that is too large it
/// has only the length, and you keep it yourself. It is that of the library and of the command line, which
/// `leadhook replay` takes. Valid as long as the error.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_error_rejection(error: Option<&leadhook_error>) -> *const c_char {
    let line = catch_unwind(|| error.and_then(leadhook_error::rejection).map(|line| line.as_ptr()));
    line.ok().flatten().unwrap_or(ptr::null())
}

/// The status of HTTP to answer a webhook with: 200 for a body that breaks its contract, once the rejection is kept, for
/// it gets no better by coming again; 401 if it is not authentic, which only an endpoint asks; 413 if it is too large;
/// and LEADHOOK_NOT_KEPT for all other errors, and for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_error_answer(error: Option<&leadhook_error>) -> u16 {
    error.map_or(LEADHOOK_NOT_KEPT, |error| error.answer)
}

/// Frees an error, and sets it to NULL: to free it once more does nothing. Neither does NULL.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_error_free(error: Option<&mut Option<Box<leadhook_error>>>) {
    drop(error.and_then(Option::take));
}

#[cfg(test)]
mod tests {
    use leadhook::StringEnum as _;

    use super::*;

    #[test]
    fn every_kind_of_error_has_a_code() {
        let codes: Vec<_> = ErrorKind::VARIANTS.iter().map(|&kind| code(kind)).collect();
        assert_eq!(codes, [LEADHOOK_MALFORMED, LEADHOOK_INVALID, LEADHOOK_LIMIT, LEADHOOK_UNAUTHENTIC]);
    }

    #[test]
    fn the_answer_for_what_is_not_kept_is_the_crates() {
        assert_eq!(HttpStatus::ServiceUnavailable.status(), LEADHOOK_NOT_KEPT);
    }

    #[test]
    fn errors_may_be_looked_at_by_threads() {
        fn assert_shared<T: Send + Sync>() {}
        assert_shared::<leadhook_error>();
    }
}
