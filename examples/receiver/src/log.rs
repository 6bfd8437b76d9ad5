//! The log, on standard error.

use std::fmt::Display;
use std::panic::{self, AssertUnwindSafe};

/// Writes a line to the log.
///
/// `eprintln` panics if standard error is closed. The service continues without a log.
pub(crate) fn log(line: impl Display) {
    panic::catch_unwind(AssertUnwindSafe(|| eprintln!("{line}"))).ok();
}
