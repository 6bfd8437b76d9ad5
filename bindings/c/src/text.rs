//! Texts that are handed over to C.

use std::ffi::{CString, c_char};
use std::ptr;

/// A text that was made for you: UTF-8, and NUL-terminated besides. Do not change its members; free it with
/// leadhook_text_free().
#[repr(C)]
pub struct leadhook_text {
    /// The text, or NULL if there is none.
    pub data: *mut c_char,
    /// How many bytes it has, without the NUL.
    pub length: usize,
}

impl Default for leadhook_text {
    fn default() -> Self {
        Self { data: ptr::null_mut(), length: 0 }
    }
}

impl From<String> for leadhook_text {
    fn from(text: String) -> Self {
        let length = text.len();
        let mut bytes = text.into_bytes();
        bytes.reserve_exact(1);
        bytes.push(0);
        Self { data: Box::into_raw(bytes.into_boxed_slice()).cast(), length }
    }
}

/// A text for C to look at.
pub(crate) fn c_string(text: &str) -> CString {
    CString::new(text.replace('\0', "\u{fffd}")).unwrap_or_default()
}

/// Frees a text, and makes it empty: to free it once more does nothing. Neither does NULL.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_text_free(text: Option<&mut leadhook_text>) {
    let Some(text) = text else { return };
    let leadhook_text { data, length } = std::mem::take(text);
    if !data.is_null() {
        let bytes = ptr::slice_from_raw_parts_mut(data.cast::<u8>(), length + 1);
        // SAFETY: only `From<String>` makes such a pointer, of so many bytes, and by the contract of the header it and
        // its length are as they were made, and there is no copy that was freed.
        drop(unsafe { Box::from_raw(bytes) });
    }
}

#[cfg(test)]
mod tests {
    use std::slice;

    use super::*;

    #[test]
    fn a_text_is_terminated_and_freed_once() {
        for words in ["", "a", "Olá"] {
            let mut text = leadhook_text::from(words.to_owned());
            // SAFETY: so many bytes were made, and a NUL.
            let bytes = unsafe { slice::from_raw_parts(text.data.cast::<u8>(), text.length + 1) };
            assert_eq!(bytes, [words.as_bytes(), b"\0"].concat());
            leadhook_text_free(Some(&mut text));
            assert!(text.data.is_null() && text.length == 0);
            leadhook_text_free(Some(&mut text));
        }
        leadhook_text_free(None);
    }
}
