//! Headers that prove a body.

use std::ffi::CString;
use std::mem::MaybeUninit;
use std::ptr;

use crate::boundary::leadhook_header;
use crate::text::c_string;

/// The headers that prove a body to an endpoint. Free it with leadhook_signature_free().
#[expect(non_camel_case_types, reason = "the name is C's")]
pub struct leadhook_signature {
    headers: Vec<leadhook_header>,
    /// What the headers point to.
    _texts: Vec<(CString, CString)>,
}

impl From<Vec<(String, String)>> for leadhook_signature {
    fn from(headers: Vec<(String, String)>) -> Self {
        let texts: Vec<_> = headers.iter().map(|(name, value)| (c_string(name), c_string(value))).collect();
        // SAFETY: the texts live as long as the headers, and stay where they are if their vector is moved.
        let headers = texts.iter().map(|(name, value)| unsafe { leadhook_header::of(name, value) }).collect();
        Self { headers, _texts: texts }
    }
}

/// The headers, of which there are "count", as leadhook_endpoint_receive() takes them. They and what they point to are
/// valid as long as the signature; the values are NUL-terminated. NULL, and 0, if an argument is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_signature_headers(
    signature: Option<&leadhook_signature>,
    count: Option<&mut MaybeUninit<usize>>,
) -> *const leadhook_header {
    let Some(count) = count else { return ptr::null() };
    let headers = signature.map_or(&[][..], |signature| &signature.headers);
    count.write(headers.len());
    if signature.is_some() { headers.as_ptr() } else { ptr::null() }
}

/// Frees a signature, and sets it to NULL: to free it once more does nothing. Neither does NULL.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_signature_free(signature: Option<&mut Option<Box<leadhook_signature>>>) {
    drop(signature.and_then(Option::take));
}
