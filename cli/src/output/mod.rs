//! Where results go: standard output, a file of rejections and the terminal.

mod excerpt;
pub(crate) mod format;
pub(crate) mod mask;
pub(crate) mod page;
pub(crate) mod progress;
pub(crate) mod rejects;
pub(crate) mod report;
pub(crate) mod stdout;
pub(crate) mod summary;
