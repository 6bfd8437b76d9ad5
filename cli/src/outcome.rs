//! How a run ends.

use std::io;

use thiserror::Error;

use crate::printable::printable;

/// The result of a run that completed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// There is nothing to report.
    Success,
    /// Something was rejected, invalid, unauthenticated, or drifts where drift is denied.
    Refused,
}

/// Why a run stopped before its end.
#[derive(Debug, Error)]
pub(crate) enum Failure {
    #[error("{}: {error}", printable(name))]
    Io { name: String, error: io::Error },
    #[error("standard output: {0}")]
    Stdout(io::Error),
    #[error("{0}")]
    Usage(String),
}

impl Failure {
    /// Returns a function for `map_err` that adds the name of the file.
    pub(crate) fn io(name: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        |error| Self::Io { name: name.into(), error }
    }
}
