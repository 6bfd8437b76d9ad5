//! Passes stored events to the business code.

use std::error::Error;
use std::time::Duration;

use leadhook::Event;

use crate::journal::{Journal, JournalError};
use crate::log::log;

/// How long to wait after a failure before the next try.
const RETRY_DELAY: Duration = Duration::from_secs(1);

/// Passes every event of the journal that is not handled yet to `handle`, the oldest first, and then every new event.
///
/// An event is passed again if `handle` fails, or if the service ends before the journal records that it is handled. This
/// function never returns.
pub async fn run_handler<F, E>(journal: Journal, handle: impl Fn(Event) -> F)
where
    F: Future<Output = Result<(), E>> + Send + 'static,
    E: Into<Box<dyn Error + Send + Sync>> + Send + 'static,
{
    loop {
        match handle_pending(&journal, &handle).await {
            Ok(0) => journal.wait_for_event().await,
            Ok(_) | Err(JournalError) => tokio::time::sleep(RETRY_DELAY).await,
        }
    }
}

/// Tries every pending event once and returns how many failed. A failure does not delay the events after it.
async fn handle_pending<F, E>(journal: &Journal, handle: impl Fn(Event) -> F) -> Result<usize, JournalError>
where
    F: Future<Output = Result<(), E>> + Send + 'static,
    E: Into<Box<dyn Error + Send + Sync>> + Send + 'static,
{
    let (mut failures, mut last) = (0, None);
    loop {
        let batch = journal.pending(last.as_ref()).await?;
        if batch.is_empty() {
            return Ok(failures);
        }
        for pending in batch {
            let result = match Event::from_json(pending.event.as_bytes()) {
                // In its own task, so that a panic counts as a failure.
                Ok(event) => match tokio::spawn(handle(event)).await {
                    Ok(result) => result.map_err(Into::into),
                    Err(panic) => Err(panic.into()),
                },
                Err(error) => Err(error.into()),
            };
            match result {
                Ok(()) => journal.mark_handled(&pending).await?,
                Err(error) => {
                    log(format_args!("event {}: {error}", pending.id));
                    failures += 1;
                }
            }
            last = Some(pending);
        }
    }
}
