//! Strings that the caller owns.

use crate::pointer::OwnedChars;

/// A string that leadhook allocated: UTF-8, followed by a NUL. Do not modify it. Free it with leadhook_string_free().
#[repr(C)]
#[derive(Default)]
pub struct leadhook_string {
    /// The characters, or NULL if there is no string.
    pub data: OwnedChars,
    /// The number of bytes, without the NUL.
    pub length: usize,
}

impl From<String> for leadhook_string {
    fn from(string: String) -> Self {
        let data = OwnedChars::from(string);
        let length = data.count_bytes();
        Self { data, length }
    }
}

/// Frees a string and sets its members to NULL and 0. Does nothing if "string" or its data is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_string_free(string: Option<&mut leadhook_string>) {
    drop(string.map(std::mem::take));
}
