//! Where webhooks are kept: on the disk before they are answered.
//!
//! One thread writes. It takes all that waits for it into one transaction, so that a burst of webhooks costs a few
//! syncs of the disk and not one each: under a mutex the last of the burst would wait for all of them, and LigueLead
//! waits for nobody longer than 5 s.
//!
//! The statements are plain enough for PostgreSQL: with that, the four methods take a connection from a pool instead,
//! and neither thread nor channel is needed.

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

/// `event` is what was made of a body, and `body` what it was, to the byte, should a later version make more of it.
const TABLES: &str = "
CREATE TABLE IF NOT EXISTS event (
    id          TEXT    NOT NULL PRIMARY KEY,
    received_at TEXT    NOT NULL,
    source      TEXT    NOT NULL,
    type        TEXT    NOT NULL,
    event       TEXT    NOT NULL,
    body        TEXT    NOT NULL,
    delivered   BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX IF NOT EXISTS event_undelivered ON event (received_at, id) WHERE NOT delivered;
CREATE TABLE IF NOT EXISTS rejection (line TEXT NOT NULL);
";

/// The webhooks that were received, in a file.
#[derive(Clone)]
pub struct Journal {
    work: mpsc::Sender<Work>,
    news: Arc<Notify>,
}

/// Whether an event came for the first time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It did.
    New,
    /// It was here already.
    Repeated,
}

/// Nothing is known to be on the disk. Why, the journal has said on standard error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not kept")]
pub struct NotKept;

/// An event that has not been handed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undelivered {
    /// When it was received.
    pub received_at: String,
    /// Its id.
    pub id: String,
    /// Its JSON form, for [`Event::from_json`](leadhook::Event::from_json).
    pub event: String,
}

/// What one caller wants done in a transaction.
type Work = Box<dyn FnOnce(&Connection) -> rusqlite::Result<Told> + Send>;
/// Tells the caller, after the transaction.
type Told = Box<dyn FnOnce() + Send>;

impl Journal {
    /// Opens a file, or makes it.
    ///
    /// # Errors
    ///
    /// If SQLite cannot.
    pub fn open(path: impl AsRef<Path>) -> rusqlite::Result<Self> {
        // It is full of what platforms tell of people: only its owner may read it. SQLite's other files follow this one.
        // Where it cannot be made, SQLite says why.
        #[cfg(unix)]
        private(path.as_ref()).ok();
        let mut connection = Connection::open(path)?;
        // What is committed outlives a power cut: FULL syncs the log at each commit, NORMAL does not.
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "full")?;
        // Somebody else may be writing. It is less than any platform waits for an answer.
        connection.busy_timeout(Duration::from_secs(2))?;
        connection.execute_batch(TABLES)?;

        let (work, mut waiting) = mpsc::channel::<Work>(1024);
        thread::spawn(move || {
            let mut group = Vec::new();
            while waiting.blocking_recv_many(&mut group, 256) > 0 {
                match commit(&mut connection, group.drain(..)) {
                    Ok(told) => told.into_iter().for_each(|tell| tell()),
                    // Whoever waits sees that nobody is left to tell.
                    Err(error) => crate::log(format_args!("journal: {error}")),
                }
            }
        });
        Ok(Self { work, news: Arc::new(Notify::new()) })
    }

    /// Keeps an event, and the body that it was made of.
    ///
    /// # Errors
    ///
    /// If it may not be on the disk.
    pub async fn keep(&self, received: &Received, body: &[u8]) -> Result<Kept, NotKept> {
        let event = &received.event;
        let id = event.id().to_string();
        let received_at = received.received_at.to_rfc3339_opts(SecondsFormat::Nanos, true);
        let (source, r#type) = (event.source().to_string(), event.event_type().to_string());
        let (event, body) = (json(event)?, String::from_utf8(body.to_vec()).map_err(|_| NotKept)?);
        let news = Arc::clone(&self.news);
        self.run(move |connection| {
            let rows = connection.execute(
                "INSERT INTO event (id, received_at, source, type, event, body) VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT (id) DO NOTHING",
                params![id, received_at, source, r#type, event, body],
            )?;
            if rows == 0 {
                return Ok(Kept::Repeated);
            }
            // Told here, for who waits for the answer may go away. Whoever asks what is new waits for this transaction.
            news.notify_one();
            Ok(Kept::New)
        })
        .await
    }

    /// Keeps what was refused, with its bytes, as a line for `leadhook replay`.
    ///
    /// # Errors
    ///
    /// If it may not be on the disk.
    pub async fn keep_rejection(&self, rejection: &Rejection) -> Result<(), NotKept> {
        let line = json(rejection)?;
        self.run(move |connection| connection.execute("INSERT INTO rejection (line) VALUES ($1)", [line])).await?;
        Ok(())
    }

    /// The first hundred events that have not been handed on, behind one of them if one is given.
    ///
    /// # Errors
    ///
    /// If the journal cannot be read.
    pub async fn undelivered(&self, behind: Option<&Undelivered>) -> Result<Vec<Undelivered>, NotKept> {
        let (at, id) = behind.map(|last| (last.received_at.clone(), last.id.clone())).unwrap_or_default();
        self.run(move |connection| {
            let mut statement = connection.prepare(
                "SELECT received_at, id, event FROM event WHERE NOT delivered AND (received_at, id) > ($1, $2)
                 ORDER BY received_at, id LIMIT 100",
            )?;
            let rows = statement.query_map([at, id], |row| {
                Ok(Undelivered { received_at: row.get(0)?, id: row.get(1)?, event: row.get(2)? })
            })?;
            rows.collect()
        })
        .await
    }

    /// Notes that an event has been handed on.
    ///
    /// # Errors
    ///
    /// If that may not be on the disk.
    pub async fn delivered(&self, event: &Undelivered) -> Result<(), NotKept> {
        let id = event.id.clone();
        self.run(move |connection| connection.execute("UPDATE event SET delivered = TRUE WHERE id = $1", [id])).await?;
        Ok(())
    }

    /// Waits for an event that is new.
    pub async fn news(&self) {
        self.news.notified().await;
    }

    /// Has something done in the next transaction, and waits until that is on the disk.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, NotKept> {
        let (tell, told) = oneshot::channel();
        let work: Work = Box::new(move |connection| {
            let done = work(connection)?;
            Ok(Box::new(move || drop(tell.send(done))))
        });
        self.work.send(work).await.map_err(|_| NotKept)?;
        told.await.map_err(|_| NotKept)
    }
}

/// Makes a file that only its owner may read, unless it is there.
#[cfg(unix)]
fn private(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt as _;

    std::fs::OpenOptions::new().create(true).append(true).mode(0o600).open(path).map(drop)
}

/// All or nothing: what makes one statement fail, such as a full disk, is seldom its own.
fn commit(connection: &mut Connection, group: impl Iterator<Item = Work>) -> rusqlite::Result<Vec<Told>> {
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let told = group.map(|work| work(&transaction)).collect::<Result<_, _>>()?;
    transaction.commit()?;
    Ok(told)
}

fn json(value: &impl serde::Serialize) -> Result<String, NotKept> {
    serde_json::to_string(value).map_err(|_| NotKept)
}
