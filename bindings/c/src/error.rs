//! The error of a call.

use std::ffi::{CString, c_char};
use std::mem::MaybeUninit;
use std::panic::catch_unwind;
use std::ptr;
use std::sync::OnceLock;

use leadhook::endpoint::HttpStatus;
use leadhook::{ErrorKind, Position, Rejection};

use crate::code::leadhook_code::{self, LEADHOOK_OK};
use crate::failure::Failure;
use crate::http_status::LEADHOOK_HTTP_STATUS_SERVICE_UNAVAILABLE;
use crate::pointer::c_string;

/// The error of a call that failed. You can log it: only leadhook_error_rejection() contains values of the body. Free
/// it with leadhook_error_free().
pub struct leadhook_error {
    code: leadhook_code,
    message: CString,
    diagnostics: Vec<Diagnostic>,
    omitted: usize,
    http_status: u16,
    rejection: Option<Rejection>,
    /// The JSON of the rejection, made when it is first asked for.
    rejection_line: OnceLock<CString>,
}

struct Diagnostic {
    pointer: CString,
    message: CString,
    position: Position,
}

/// One thing that is wrong with a body, and its place. The strings are valid until you free the error.
#[repr(C)]
pub struct leadhook_diagnostic {
    /// The JSON Pointer (RFC 6901) of the place. It is empty for the whole body. For a missing member it is that of the
    /// object that lacks it. A name that does not look like an identifier is replaced by an ellipsis (U+2026), because
    /// it may be personal data.
    pub pointer: *const c_char,
    /// What is wrong, and what was expected.
    pub message: *const c_char,
    /// The line in the body, counted from 1.
    pub line: usize,
    /// The column in that line, in characters, counted from 1.
    pub column: usize,
}

impl From<Failure> for leadhook_error {
    fn from(failure: Failure) -> Self {
        let error = match &failure {
            Failure::Refused(error) => Some(error),
            Failure::Rejected(rejection) => Some(&rejection.error),
            Failure::InvalidArgument(_) | Failure::Bug => None,
        };
        let message = match &failure {
            Failure::InvalidArgument(message) => message.clone(),
            Failure::Refused(error) => error.to_string(),
            Failure::Rejected(rejection) => rejection.error.to_string(),
            Failure::Bug => "internal error in leadhook; please report it".to_owned(),
        };
        let http_status = match &failure {
            Failure::Rejected(rejection) => rejection.http_status(),
            Failure::Refused(error) if error.kind() == ErrorKind::Unauthenticated => HttpStatus::Unauthorized,
            Failure::Refused(_) | Failure::InvalidArgument(_) | Failure::Bug => HttpStatus::ServiceUnavailable,
        };
        let diagnostics = error.map_or(&[][..], |error| error.diagnostics().as_slice()).iter();
        Self {
            code: failure.code(),
            message: c_string(message),
            diagnostics: diagnostics
                .map(|diagnostic| Diagnostic {
                    pointer: c_string(diagnostic.pointer.as_str()),
                    message: c_string(diagnostic.message.as_str()),
                    position: diagnostic.position,
                })
                .collect(),
            omitted: error.map_or(0, |error| error.diagnostics().omitted()),
            http_status: http_status.as_u16(),
            rejection: match failure {
                Failure::Rejected(rejection) => Some(*rejection),
                Failure::Refused(_) | Failure::InvalidArgument(_) | Failure::Bug => None,
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

    fn rejection_line(&self) -> Option<&CString> {
        let rejection = self.rejection.as_ref()?;
        let serialize = || c_string(serde_json::to_string(rejection).unwrap_or_default());
        Some(self.rejection_line.get_or_init(serialize))
    }
}

/// Returns the code that the call returned. Returns LEADHOOK_OK if "error" is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_error_code(error: Option<&leadhook_error>) -> leadhook_code {
    error.map_or(LEADHOOK_OK, |error| error.code)
}

/// Returns one line that says what is wrong. It is valid until you free the error. Returns an empty string if "error"
/// is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_error_message(error: Option<&leadhook_error>) -> *const c_char {
    error.map_or(c"".as_ptr(), |error| error.message.as_ptr())
}

/// Returns the number of diagnostics of an error, at most 100. Get each with leadhook_error_diagnostic(). There is at
/// least one, except for LEADHOOK_INVALID_ARGUMENT and LEADHOOK_PANIC. Returns 0 if "error" is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_error_diagnostic_count(error: Option<&leadhook_error>) -> usize {
    error.map_or(0, |error| error.diagnostics.len())
}

/// Returns the number of diagnostics that were counted but not kept, because there are more than 100. There may be
/// more. Returns 0 if "error" is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_error_omitted(error: Option<&leadhook_error>) -> usize {
    error.map_or(0, |error| error.omitted)
}

/// Sets "diagnostic" to the diagnostic with this index, counted from 0, and returns true. They are in the order of the
/// body. Returns false and leaves "diagnostic" unchanged if there is no such diagnostic or an argument is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_error_diagnostic(
    error: Option<&leadhook_error>,
    index: usize,
    diagnostic: Option<&mut MaybeUninit<leadhook_diagnostic>>,
) -> bool {
    let found = error.and_then(|error| error.diagnostics.get(index));
    let (Some(found), Some(diagnostic)) = (found, diagnostic) else { return false };
    let Diagnostic { pointer, message, position: Position { line, column, .. } } = found;
    let (pointer, message) = (pointer.as_ptr(), message.as_ptr());
    diagnostic.write(leadhook_diagnostic { pointer, message, line: *line, column: *column });
    true
}

/// Returns the rejection: one line of JSON with the error and the whole body. Store it, to try again with a later
/// version (`leadhook replay`). If the body is too large, the rejection has only its length. Do not log it, because it
/// contains the values of the body. It is valid until you free the error.
///
/// Returns NULL if "error" is NULL, or if it is not about a body that leadhook_normalize() or
/// leadhook_endpoint_receive() refused.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_error_rejection(error: Option<&leadhook_error>) -> *const c_char {
    let line = catch_unwind(|| error.and_then(leadhook_error::rejection_line).map(|line| line.as_ptr()));
    line.ok().flatten().unwrap_or(ptr::null())
}

/// Returns the HTTP status to respond to the webhook with:
///
/// - 200 for LEADHOOK_MALFORMED and LEADHOOK_INVALID. The same body does not get better when it is sent again. Store
///   the rejection first.
/// - 401 for LEADHOOK_UNAUTHENTICATED.
/// - 413 for LEADHOOK_TOO_LARGE.
/// - 503 for every other error, if "error" is NULL, and for every error of leadhook_read_event() and
///   leadhook_fold_observe().
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_error_http_status(error: Option<&leadhook_error>) -> u16 {
    error.map_or(LEADHOOK_HTTP_STATUS_SERVICE_UNAVAILABLE, |error| error.http_status)
}

/// Frees an error and sets your variable to NULL. Does nothing if either is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_error_free(error: Option<&mut Option<Box<leadhook_error>>>) {
    drop(error.and_then(Option::take));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_threads_may_use_an_error() {
        fn assert_shared<T: Send + Sync>() {}
        assert_shared::<leadhook_error>();
    }
}
