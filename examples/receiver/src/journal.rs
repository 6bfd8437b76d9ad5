//! Stores webhooks on disk.
//!
//! One thread writes. It commits all waiting webhooks in one transaction, so a burst of webhooks costs a few disk syncs
//! instead of one for each. With a mutex, the last webhook of a burst would wait for all syncs before it, and LigueLead
//! waits only 5 s for a response.
//!
//! The statements also run in PostgreSQL. There, each method takes a connection from a pool, and the thread and the channel
//! are not needed.

use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use chrono::SecondsFormat;
use leadhook::Rejection;
use leadhook::endpoint::Received;
use rusqlite::{Connection, params};
use thiserror::Error;
use tokio::sync::{Notify, mpsc, oneshot};

use crate::log::log;

/// `event` is the unified event. `body` is the raw body, from which a later version may get more.
const TABLES: &str = "
CREATE TABLE IF NOT EXISTS event (
    id          TEXT    NOT NULL PRIMARY KEY,
    received_at TEXT    NOT NULL,
    source      TEXT    NOT NULL,
    type        TEXT    NOT NULL,
    event       TEXT    NOT NULL,
    body        TEXT    NOT NULL,
    handled     BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX IF NOT EXISTS event_pending ON event (received_at, id) WHERE NOT handled;
CREATE TABLE IF NOT EXISTS rejection (line TEXT NOT NULL);
";

/// The received webhooks, in a SQLite file.
#[derive(Clone)]
pub struct Journal {
    jobs: mpsc::Sender<Job>,
    new_event: Arc<Notify>,
}

/// Whether the journal already had an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "an event is new or not")]
pub enum Stored {
    /// The event is new.
    New,
    /// The journal already had it.
    Duplicate,
}

/// The journal failed, so a change may not be on disk. The cause is in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the journal failed")]
#[expect(clippy::exhaustive_structs, reason = "the cause is only in the log")]
pub struct JournalError;

/// A stored event that is not handled yet.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PendingEvent {
    /// When it was received.
    pub received_at: String,
    /// Its id.
    pub id: String,
    /// Its JSON form, for [`Event::from_json`](leadhook::Event::from_json).
    pub event: String,
}

/// What one caller does in a transaction.
type Job = Box<dyn FnOnce(&Connection) -> rusqlite::Result<Callback> + Send>;
/// Sends the result to the caller, after the commit.
type Callback = Box<dyn FnOnce() + Send>;

impl Journal {
    /// Opens a file, or creates it.
    ///
    /// # Errors
    ///
    /// If SQLite cannot open the file.
    pub fn open(path: impl AsRef<Path>) -> rusqlite::Result<Self> {
        // It has personal data, so only its owner may read it. SQLite gives its other files the same mode. If this fails,
        // SQLite reports why.
        #[cfg(unix)]
        create_private_file(path.as_ref()).ok();
        let mut connection = Connection::open(path)?;
        // FULL syncs the log at each commit, so a commit survives a power cut. With NORMAL it may not.
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "full")?;
        // Another process may be writing. This is shorter than any vendor's timeout.
        connection.busy_timeout(Duration::from_secs(2))?;
        connection.execute_batch(TABLES)?;

        let (jobs, mut queue) = mpsc::channel::<Job>(1024);
        thread::spawn(move || {
            let mut batch = Vec::new();
            while queue.blocking_recv_many(&mut batch, 256) > 0 {
                match commit(&mut connection, batch.drain(..)) {
                    Ok(callbacks) => callbacks.into_iter().for_each(|callback| callback()),
                    // The callbacks are dropped, so the callers get an error.
                    Err(error) => log(format_args!("journal: {error}")),
                }
            }
        });
        Ok(Self { jobs, new_event: Arc::new(Notify::new()) })
    }

    /// Stores an event and its raw body.
    ///
    /// # Errors
    ///
    /// If it may not be on disk.
    pub async fn store(&self, received: &Received, body: &[u8]) -> Result<Stored, JournalError> {
        let event = &received.event;
        let id = event.id().to_string();
        let received_at = received.received_at.to_rfc3339_opts(SecondsFormat::Nanos, true);
        let (source, r#type) = (event.source().to_string(), event.event_type().to_string());
        let (event, body) = (to_json(event)?, String::from_utf8(body.to_vec()).map_err(|_| JournalError)?);
        let new_event = Arc::clone(&self.new_event);
        self.run(move |connection| {
            let rows = connection.execute(
                "INSERT INTO event (id, received_at, source, type, event, body) VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT (id) DO NOTHING",
                params![id, received_at, source, r#type, event, body],
            )?;
            if rows == 0 {
                return Ok(Stored::Duplicate);
            }
            // Here and not after the commit, because the caller may be gone by then. A query for pending events runs after
            // this transaction.
            new_event.notify_one();
            Ok(Stored::New)
        })
        .await
    }

    /// Stores a rejection with its bytes, as a line for `leadhook replay`.
    ///
    /// # Errors
    ///
    /// If it may not be on disk.
    pub async fn store_rejection(&self, rejection: &Rejection) -> Result<(), JournalError> {
        let line = to_json(rejection)?;
        self.run(move |connection| connection.execute("INSERT INTO rejection (line) VALUES ($1)", [line])).await?;
        Ok(())
    }

    /// Returns the first hundred events that are not handled yet, or the first hundred after `last`.
    ///
    /// # Errors
    ///
    /// If the journal cannot be read.
    pub async fn pending(&self, last: Option<&PendingEvent>) -> Result<Vec<PendingEvent>, JournalError> {
        let (at, id) = last.map(|last| (last.received_at.clone(), last.id.clone())).unwrap_or_default();
        self.run(move |connection| {
            let mut statement = connection.prepare(
                "SELECT received_at, id, event FROM event WHERE NOT handled AND (received_at, id) > ($1, $2)
                 ORDER BY received_at, id LIMIT 100",
            )?;
            let rows = statement.query_map([at, id], |row| {
                Ok(PendingEvent { received_at: row.get(0)?, id: row.get(1)?, event: row.get(2)? })
            })?;
            rows.collect()
        })
        .await
    }

    /// Records that an event is handled.
    ///
    /// # Errors
    ///
    /// If the record may not be on disk.
    pub async fn mark_handled(&self, event: &PendingEvent) -> Result<(), JournalError> {
        let id = event.id.clone();
        self.run(move |connection| connection.execute("UPDATE event SET handled = TRUE WHERE id = $1", [id])).await?;
        Ok(())
    }

    /// Waits until a new event is stored.
    pub async fn wait_for_event(&self) {
        self.new_event.notified().await;
    }

    /// Runs a job in the next transaction, and waits until that is committed.
    async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, JournalError> {
        let (sender, receiver) = oneshot::channel();
        let job: Job = Box::new(move |connection| {
            let result = job(connection)?;
            Ok(Box::new(move || drop(sender.send(result))))
        });
        self.jobs.send(job).await.map_err(|_| JournalError)?;
        receiver.await.map_err(|_| JournalError)
    }
}

/// Creates a file that only its owner may read, unless it exists.
#[cfg(unix)]
fn create_private_file(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt as _;

    std::fs::OpenOptions::new().create(true).append(true).mode(0o600).open(path).map(drop)
}

/// Runs jobs in one transaction. If one fails, all fail: the cause, such as a full disk, usually affects all of them.
fn commit(connection: &mut Connection, jobs: impl Iterator<Item = Job>) -> rusqlite::Result<Vec<Callback>> {
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let callbacks = jobs.map(|job| job(&transaction)).collect::<Result<_, _>>()?;
    transaction.commit()?;
    Ok(callbacks)
}

fn to_json(value: &impl serde::Serialize) -> Result<String, JournalError> {
    serde_json::to_string(value).map_err(|_| JournalError)
}
