//! The argument that chooses between text and JSON.

use clap::ValueEnum;

/// How results are printed.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
}
