//! Where C's arguments become Rust's, and panics end.
//!
//! Pointers to one thing are `Option<&T>` and `Option<&mut T>`, which are C's pointers with `NULL` as `None`; what a
//! function only writes is `MaybeUninit`, for C need not have initialized it. The types here stand for pointers to what
//! has a length. They cannot be made outside of this module, so whatever Rust code holds one was handed it by C, which
//! keeps the contract of the header: the pointer is `NULL`, or valid for as long as the call.

use std::borrow::Cow;
use std::ffi::{CStr, c_char};
use std::mem::MaybeUninit;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::slice;

use leadhook::StringEnum;

use crate::error::{Fault, leadhook_code, leadhook_error};

/// Runs what may fail. What it fails with is written to `error`, if there is one, and so is that it did not fail.
pub(crate) fn guard(
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
    run: impl FnOnce() -> Result<(), Fault>,
) -> leadhook_code {
    let error = error.map(|error| error.write(None));
    // What the closure changes is whole again before anything in it can panic, or is thrown away.
    let found = catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|payload| {
        // What a panic was thrown with might panic when it is dropped.
        std::mem::forget(payload);
        Err(Fault::Ours)
    });
    let Err(fault) = found else { return leadhook_code::LEADHOOK_OK };
    let code = fault.code();
    if let Some(error) = error {
        *error = catch_unwind(AssertUnwindSafe(|| Box::new(leadhook_error::from(fault)))).ok();
    }
    code
}

/// Makes what a function is to write empty first, so that it is so if the function fails.
pub(crate) fn emptied<T: Default>(out: Option<&mut MaybeUninit<T>>) -> Option<&mut T> {
    out.map(|out| out.write(T::default()))
}

/// The argument of this name.
pub(crate) fn given<T>(argument: Option<T>, name: &str) -> Result<T, Fault> {
    argument.ok_or_else(|| Fault::argument(format!("the argument {name} is NULL")))
}

/// `const char *`, NUL-terminated.
#[repr(transparent)]
pub struct Chars(*const c_char);

impl Chars {
    fn c_str(&self, name: &str) -> Result<&CStr, Fault> {
        given((!self.0.is_null()).then_some(()), name)?;
        // SAFETY: not null, so by the contract of the header it ends with a NUL and does not change meanwhile.
        Ok(unsafe { CStr::from_ptr(self.0) })
    }

    /// The argument of this name, which must be UTF-8.
    pub(crate) fn text(&self, name: &str) -> Result<&str, Fault> {
        self.c_str(name)?.to_str().map_err(|_| Fault::argument(format!("the argument {name} is not UTF-8")))
    }

    /// The argument of this name, which must be one of some words.
    pub(crate) fn word<W: StringEnum>(&self, name: &str) -> Result<W, Fault> {
        let words = || W::VARIANTS.iter().map(|word| word.as_str()).collect::<Vec<_>>().join(", ");
        self.text(name)?.parse().map_err(|_| Fault::argument(format!("the argument {name} is none of {}", words())))
    }
}

/// `const uint8_t *`, with a length beside it.
#[repr(transparent)]
pub struct Bytes(*const u8);

impl Bytes {
    /// The argument of this name, which has this length. Nothing at all may be `NULL`.
    pub(crate) fn read(&self, length: usize, name: &str) -> Result<&[u8], Fault> {
        // SAFETY: by the contract of the header so many bytes can be read, and do not change meanwhile.
        unsafe { array(self.0, length, name) }
    }
}

/// A header as an endpoint takes it.
type NameAndValue<'h> = (Cow<'h, str>, &'h [u8]);

/// A header of a request.
#[repr(C)]
pub struct leadhook_header {
    /// Its name, NUL-terminated, in any case of letters.
    pub name: Chars,
    /// Its value, of `length` bytes. It need not be NUL-terminated.
    pub value: Bytes,
    /// How many bytes the value has.
    pub length: usize,
}

impl leadhook_header {
    fn read(&self) -> Result<NameAndValue<'_>, Fault> {
        // What is not UTF-8 comes from whoever sent the request, and is the name of no header that anybody asks for.
        let name = self.name.c_str("name of a header")?.to_string_lossy();
        Ok((name, self.value.read(self.length, "value of a header")?))
    }

    /// # Safety
    ///
    /// Both must live as long as this header is in use.
    pub(crate) unsafe fn of(name: &CStr, value: &CStr) -> Self {
        Self { name: Chars(name.as_ptr()), value: Bytes(value.as_ptr().cast()), length: value.count_bytes() }
    }
}

/// `const leadhook_header *`, with a count beside it.
#[repr(transparent)]
pub struct Headers(*const leadhook_header);

impl Headers {
    pub(crate) fn read(&self, count: usize) -> Result<Vec<NameAndValue<'_>>, Fault> {
        // SAFETY: by the contract of the header there are so many, and they do not change meanwhile.
        let headers = unsafe { array(self.0, count, "headers") }?;
        headers.iter().map(leadhook_header::read).collect()
    }
}

/// # Safety
///
/// If the pointer is not null, `length` values can be read there, and do not change during `'a`.
unsafe fn array<'a, T>(first: *const T, length: usize, name: &str) -> Result<&'a [T], Fault> {
    if length == 0 {
        return Ok(&[]);
    }
    given((!first.is_null()).then_some(()), name)?;
    if !first.is_aligned() {
        return Err(Fault::argument(format!("the argument {name} is not aligned")));
    }
    if length.checked_mul(size_of::<T>()).is_none_or(|bytes| isize::try_from(bytes).is_err()) {
        return Err(Fault::argument(format!("the argument {name} is longer than memory can be")));
    }
    // SAFETY: not null, aligned, of a possible size; the rest is the caller's promise.
    Ok(unsafe { slice::from_raw_parts(first, length) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error() {
        let mut error = MaybeUninit::uninit();
        let code = guard(Some(&mut error), || panic!("on purpose"));
        // SAFETY: it was written, as it always is.
        let error = unsafe { error.assume_init() }.unwrap();
        assert_eq!((code, error.code()), (leadhook_code::LEADHOOK_PANIC, leadhook_code::LEADHOOK_PANIC));
        assert_eq!(guard(None, || panic!("on purpose")), leadhook_code::LEADHOOK_PANIC);
    }

    #[test]
    fn a_panic_with_something_that_panics_in_its_turn_goes_no_further() {
        struct Worse;
        impl Drop for Worse {
            fn drop(&mut self) {
                panic!("once more");
            }
        }
        assert_eq!(guard(None, || std::panic::panic_any(Worse)), leadhook_code::LEADHOOK_PANIC);
    }

    #[test]
    fn lengths_that_cannot_be_are_refused() {
        for (pointer, length) in
            [(std::ptr::null(), 1), (c"x".as_ptr(), usize::MAX), (c"x".as_ptr(), isize::MAX as usize + 1)]
        {
            assert!(Bytes(pointer.cast()).read(length, "body").is_err());
        }
        assert_eq!(Bytes(std::ptr::null()).read(0, "body").ok(), Some(&b""[..]));
        let headers = Headers(std::ptr::dangling());
        assert!(headers.read(isize::MAX as usize / size_of::<leadhook_header>() + 1).is_err());
    }
}
