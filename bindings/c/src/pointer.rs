//! The pointers that C passes, and the only `unsafe` code.
//!
//! A pointer to one value needs nothing from this module: `Option<&T>` and `Option<&mut T>` are C pointers with `NULL`
//! as `None`. An output argument is a `MaybeUninit`, because C need not have initialized it.
//!
//! The types here are the other pointers. Their fields are private. So each of them was passed by C, which keeps the
//! rules of leadhook.h, or was made here from memory that outlives it.

use std::borrow::Cow;
use std::ffi::{CStr, CString, c_char};
use std::fmt::Display;
use std::{ptr, slice};

use leadhook::StringEnum;

use crate::failure::Failure;

/// Returns an argument, or an error if it is `NULL`.
pub(crate) fn require<T>(argument: Option<T>, name: impl Display) -> Result<T, Failure> {
    argument.ok_or_else(|| Failure::InvalidArgument(format!("argument {name} is NULL")))
}

/// Converts a string for C. A NUL would end it early and is replaced.
pub(crate) fn c_string(string: impl Into<String>) -> CString {
    // JSON and messages contain no NUL, so this does not copy the string.
    CString::new(string.into()).unwrap_or_else(|error| {
        let string = String::from_utf8_lossy(&error.into_vec()).replace('\0', "\u{fffd}");
        CString::new(string).unwrap_or_default()
    })
}

/// `const char *`: a string that ends with a NUL.
#[repr(transparent)]
pub struct Chars(*const c_char);

impl Chars {
    fn as_c_str(&self, name: impl Display) -> Result<&CStr, Failure> {
        require((!self.0.is_null()).then_some(()), name)?;
        // SAFETY: it is not null. By the rules of leadhook.h it ends with a NUL and does not change during the call.
        Ok(unsafe { CStr::from_ptr(self.0) })
    }

    /// Returns the argument `name`, which must be UTF-8.
    pub(crate) fn as_str(&self, name: &str) -> Result<&str, Failure> {
        let string = self.as_c_str(name)?.to_str();
        string.map_err(|_| Failure::InvalidArgument(format!("argument {name} is not UTF-8")))
    }

    /// Returns the argument `name`, which must be the string of a variant.
    pub(crate) fn as_variant<E: StringEnum>(&self, name: &str) -> Result<E, Failure> {
        self.as_str(name)?.parse().map_err(|_| {
            let allowed: Vec<_> = E::VARIANTS.iter().map(|variant| variant.as_str()).collect();
            Failure::InvalidArgument(format!("argument {name} must be one of {}", allowed.join(", ")))
        })
    }
}

/// `const uint8_t *`: bytes, whose length is another argument.
#[repr(transparent)]
pub struct Bytes(*const u8);

impl Bytes {
    /// Returns the argument `name`, which has this length. If the length is 0, the pointer may be `NULL`.
    pub(crate) fn as_slice(&self, length: usize, name: impl Display + Copy) -> Result<&[u8], Failure> {
        // SAFETY: by the rules of leadhook.h, this many bytes can be read and do not change during the call.
        unsafe { as_slice(self.0, length, name) }
    }
}

/// A name and a value, as an endpoint expects a header.
type NameAndValue<'h> = (Cow<'h, str>, &'h [u8]);

/// A header of an HTTP request.
#[repr(C)]
pub struct leadhook_header {
    /// The name, in any case, ending with a NUL.
    pub name: Chars,
    /// The value. It need not end with a NUL.
    pub value: Bytes,
    /// The number of bytes of the value.
    pub length: usize,
}

impl leadhook_header {
    fn as_name_and_value(&self, index: usize) -> Result<NameAndValue<'_>, Failure> {
        // The name is not required to be UTF-8, because the sender of the request chooses it. Such a name matches
        // nothing.
        let name = self.name.as_c_str(format_args!("headers[{index}].name"))?.to_string_lossy();
        Ok((name, self.value.as_slice(self.length, format_args!("headers[{index}].value"))?))
    }
}

/// `const leadhook_header *`: headers, whose number is another argument.
#[repr(transparent)]
pub struct Headers(*const leadhook_header);

impl Headers {
    pub(crate) fn to_vec(&self, count: usize) -> Result<Vec<NameAndValue<'_>>, Failure> {
        // SAFETY: by the rules of leadhook.h, this many headers can be read and do not change during the call.
        let headers = unsafe { as_slice(self.0, count, "headers") }?;
        headers.iter().enumerate().map(|(index, header)| header.as_name_and_value(index)).collect()
    }
}

/// # Safety
///
/// If the pointer is not null, `length` values can be read there and do not change during `'a`.
unsafe fn as_slice<'a, T>(first: *const T, length: usize, name: impl Display + Copy) -> Result<&'a [T], Failure> {
    if length == 0 {
        return Ok(&[]);
    }
    require((!first.is_null()).then_some(()), name)?;
    if !first.is_aligned() {
        return Err(Failure::InvalidArgument(format!("argument {name} is not aligned")));
    }
    if length.checked_mul(size_of::<T>()).is_none_or(|bytes| isize::try_from(bytes).is_err()) {
        return Err(Failure::InvalidArgument(format!("argument {name} has more than SIZE_MAX / 2 bytes")));
    }
    // SAFETY: it is not null, it is aligned, and its size is possible. The caller guarantees the rest.
    Ok(unsafe { slice::from_raw_parts(first, length) })
}

/// Headers that C can read, with the memory that they point to.
pub(crate) struct HeaderList {
    headers: Vec<leadhook_header>,
    /// Moving or growing this vector does not move the strings.
    _strings: Vec<(CString, CString)>,
}

impl HeaderList {
    pub(crate) fn as_slice(&self) -> &[leadhook_header] {
        &self.headers
    }
}

impl From<Vec<(String, String)>> for HeaderList {
    fn from(headers: Vec<(String, String)>) -> Self {
        let strings: Vec<_> = headers.into_iter().map(|(name, value)| (c_string(name), c_string(value))).collect();
        let header = |(name, value): &(CString, CString)| leadhook_header {
            name: Chars(name.as_ptr()),
            value: Bytes(value.as_ptr().cast()),
            length: value.count_bytes(),
        };
        Self { headers: strings.iter().map(header).collect(), _strings: strings }
    }
}

/// `char *`: a string that this library allocated, or `NULL`.
#[repr(transparent)]
pub struct OwnedChars(*mut c_char);

impl OwnedChars {
    fn as_c_str(&self) -> Option<&CStr> {
        // SAFETY: it is not null, so it is from `CString::into_raw`. By the rules of leadhook.h, C does not modify it.
        (!self.0.is_null()).then(|| unsafe { CStr::from_ptr(self.0) })
    }

    /// Returns the number of bytes, without the NUL.
    pub(crate) fn count_bytes(&self) -> usize {
        self.as_c_str().map_or(0, CStr::count_bytes)
    }
}

impl Default for OwnedChars {
    fn default() -> Self {
        Self(ptr::null_mut())
    }
}

impl From<String> for OwnedChars {
    fn from(string: String) -> Self {
        Self(c_string(string).into_raw())
    }
}

impl Drop for OwnedChars {
    fn drop(&mut self) {
        if !self.0.is_null() {
            // SAFETY: it is not null, so it is from `CString::into_raw`. By the rules of leadhook.h, C does not modify
            // it and frees no copy of it.
            drop(unsafe { CString::from_raw(self.0) });
        }
    }
}

/// `T *`: an object that a `_new` function of this library allocated, or `NULL`. Unlike a `Box`, it may point to an
/// object that another argument points to.
#[repr(transparent)]
pub struct Owned<T>(*mut T);

impl<T> Owned<T> {
    /// Takes the object and leaves `NULL`. Returns `Ok(None)` if it is `NULL`.
    ///
    /// # Errors
    ///
    /// If it is `other`. The pointer then stays as it is.
    pub(crate) fn take_unless(&mut self, other: &mut T) -> Result<Option<Box<T>>, SameObject> {
        if ptr::eq(self.0, other) {
            return Err(SameObject);
        }
        let object = std::mem::replace(&mut self.0, ptr::null_mut());
        // SAFETY: it is not null. By the rules of leadhook.h it is from a `_new` function, which returns a box, and no
        // copy of it is used again. It is not `other`.
        Ok((!object.is_null()).then(|| unsafe { Box::from_raw(object) }))
    }
}

/// Two pointers are the same.
pub(crate) struct SameObject;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn impossible_lengths_are_refused() {
        let byte = c"x".as_ptr();
        for (pointer, length) in [(ptr::null(), 1), (byte, usize::MAX), (byte, isize::MAX as usize + 1)] {
            assert!(Bytes(pointer.cast()).as_slice(length, "body").is_err());
        }
        assert_eq!(Bytes(ptr::null()).as_slice(0, "body").ok(), Some(&b""[..]));
        let headers = Headers(ptr::dangling());
        assert!(headers.to_vec(isize::MAX as usize / size_of::<leadhook_header>() + 1).is_err());
    }

    #[test]
    fn an_owned_string_ends_with_a_nul() {
        for string in ["", "a", "Olá"] {
            let chars = OwnedChars::from(string.to_owned());
            assert_eq!(chars.count_bytes(), string.len());
            assert_eq!(chars.as_c_str().unwrap().to_bytes(), string.as_bytes());
        }
        assert_eq!(OwnedChars::from("a\0b".to_owned()).as_c_str(), Some(c"a\u{fffd}b"));
        assert_eq!(OwnedChars::default().count_bytes(), 0);
    }

    #[test]
    fn an_object_of_another_argument_is_not_taken() {
        let object = Box::into_raw(Box::new(7));
        let mut owned = Owned(object);
        // SAFETY: it is from a box, and nothing else uses it during the call.
        assert!(owned.take_unless(unsafe { &mut *object }).is_err());
        assert_eq!(owned.take_unless(&mut 8).ok().flatten().as_deref(), Some(&7));
        assert!(owned.take_unless(&mut 8).is_ok_and(|object| object.is_none()));
    }
}
