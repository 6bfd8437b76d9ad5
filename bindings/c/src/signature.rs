//! Headers that authenticate a body.

use std::mem::MaybeUninit;
use std::ptr;

use crate::call::clear;
use crate::pointer::{HeaderList, leadhook_header};

/// The headers that authenticate a body to an endpoint. Free it with leadhook_signature_free().
pub struct leadhook_signature {
    headers: HeaderList,
}

impl From<Vec<(String, String)>> for leadhook_signature {
    fn from(headers: Vec<(String, String)>) -> Self {
        Self { headers: headers.into() }
    }
}

/// Returns the headers and sets "count" to their number. You can pass both to leadhook_endpoint_receive(). They are
/// valid until you free the signature. Each value ends with a NUL.
///
/// Returns NULL if an argument is NULL. Then "count", if there is one, is 0.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_signature_headers(
    signature: Option<&leadhook_signature>,
    count: Option<&mut MaybeUninit<usize>>,
) -> *const leadhook_header {
    let (Some(count), Some(signature)) = (clear(count), signature) else { return ptr::null() };
    let headers = signature.headers.as_slice();
    *count = headers.len();
    headers.as_ptr()
}

/// Frees a signature and sets your variable to NULL. Does nothing if either is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_signature_free(signature: Option<&mut Option<Box<leadhook_signature>>>) {
    drop(signature.and_then(Option::take));
}
