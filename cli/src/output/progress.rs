//! The progress of a run.

use std::io::{self, IsTerminal as _};

use indicatif::{ProgressBar, ProgressStyle};

/// Returns a progress bar. It is visible if standard error is a terminal and standard output is not.
pub(crate) fn progress_bar() -> ProgressBar {
    if io::stdout().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{spinner} {human_pos} webhooks, {per_sec}{msg}");
    ProgressBar::new_spinner().with_style(style.expect("the template is valid"))
}
