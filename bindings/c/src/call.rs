//! What every call does: it clears its output arguments, catches panics and reports its failure.

use std::mem::MaybeUninit;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::code::leadhook_code;
use crate::error::leadhook_error;
use crate::failure::Failure;

/// Runs the body of a call. Sets `error` to its failure, or to `NULL`.
pub(crate) fn guard(
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
    run: impl FnOnce() -> Result<(), Failure>,
) -> leadhook_code {
    let error = clear(error);
    // `AssertUnwindSafe`: nothing that the closure changes is inconsistent or in use after a panic.
    let result = catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|payload| {
        // Dropping the payload of a panic can panic.
        std::mem::forget(payload);
        Err(Failure::Bug)
    });
    let Err(failure) = result else { return leadhook_code::LEADHOOK_OK };
    let code = failure.code();
    if let Some(error) = error {
        *error = catch_unwind(AssertUnwindSafe(|| Box::new(leadhook_error::from(failure)))).ok();
    }
    code
}

/// Sets an output argument to its empty value, which stays there if the call fails. C need not have initialized it.
pub(crate) fn clear<T: Default>(out: Option<&mut MaybeUninit<T>>) -> Option<&mut T> {
    out.map(|out| out.write(T::default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error() {
        let mut error = MaybeUninit::uninit();
        let code = guard(Some(&mut error), || panic!("on purpose"));
        // SAFETY: `guard` always writes it.
        let error = unsafe { error.assume_init() }.unwrap();
        assert_eq!((code, error.code()), (leadhook_code::LEADHOOK_PANIC, leadhook_code::LEADHOOK_PANIC));
        assert_eq!(guard(None, || panic!("on purpose")), leadhook_code::LEADHOOK_PANIC);
    }

    #[test]
    fn a_panic_whose_payload_panics_when_dropped_is_caught() {
        struct PanicsOnDrop;
        impl Drop for PanicsOnDrop {
            fn drop(&mut self) {
                panic!("on purpose, again");
            }
        }
        assert_eq!(guard(None, || std::panic::panic_any(PanicsOnDrop)), leadhook_code::LEADHOOK_PANIC);
    }
}
