//! Folds events into lifecycles in a database: runs [`Fold::SQL`] in SQLite.
//!
//! The statement does the work. This crate loads its table and reads its rows, so that a test can compare them with
//! [`Fold`].

use std::io::{self, BufRead};

use chrono::SecondsFormat;
use leadhook::event::EventKind;
use leadhook::lifecycle::Fold;
use leadhook::{Event, Label, Position, Timestamp};
use rusqlite::Connection;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use thiserror::Error;

/// The lifecycle of a message, call or lead: a row that the statement returns.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[expect(clippy::exhaustive_structs, reason = "it has the columns of the statement")]
pub struct Row {
    /// The vendor account that sent the events.
    pub source: String,
    /// The message, call or lead.
    pub subject: String,
    /// `message`, `call` or `lead`.
    pub kind: String,
    /// The current status, if a status was reported that can be current.
    pub current: Option<String>,
    /// The time of the current status.
    pub since: Option<String>,
    /// The earliest time of each status, as a JSON object.
    #[serde(serialize_with = "serialize_json")]
    pub reports: String,
    /// The earliest undocumented status.
    pub undocumented: Option<String>,
    /// The time of the undocumented status.
    pub undocumented_time: Option<String>,
    /// The pairs of statuses that contradict each other, as a JSON array.
    #[serde(serialize_with = "serialize_json")]
    pub conflicts: String,
}

/// Serializes JSON text as JSON, not as a string.
fn serialize_json<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serde_json::from_str::<&RawValue>(text).map_err(serde::ser::Error::custom)?.serialize(serializer)
}

/// Events could not be loaded.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The input cannot be read.
    #[error("cannot read line {line}")]
    Read {
        /// The line, counted from 1.
        line: usize,
        /// The cause.
        source: io::Error,
    },
    /// A line is not an event. The positions of the cause are those in the input.
    #[error("input is not the output of `leadhook normalize`")]
    Event(#[source] leadhook::Error),
    /// A time is outside of the years 0 to 9999 in UTC, so the table cannot hold it.
    #[error("the time in line {line} is outside of the years 0 to 9999 in UTC")]
    Time {
        /// The line, counted from 1.
        line: usize,
    },
    /// SQLite failed.
    #[error("SQLite failed")]
    Database(#[from] rusqlite::Error),
}

/// Creates an empty database in memory, with the table that the statement reads.
///
/// # Errors
///
/// If SQLite cannot create it.
pub fn create_database() -> rusqlite::Result<Connection> {
    let database = Connection::open_in_memory()?;
    database.execute_batch(
        "CREATE TABLE event (
            source        TEXT NOT NULL,
            subject       TEXT NOT NULL,
            kind          TEXT NOT NULL,
            type          TEXT NOT NULL,
            vendor_status TEXT,
            time          TEXT NOT NULL
        ) STRICT",
    )?;
    Ok(database)
}

/// Loads events as `leadhook normalize` prints them, one per line. Loads all of them or, if there is an error, none.
///
/// Skips events without a [key](Event::subject_key), because they change no lifecycle.
///
/// # Errors
///
/// The first line that cannot be read or loaded.
pub fn load(database: &mut Connection, events: impl BufRead) -> Result<(), LoadError> {
    let transaction = database.transaction()?;
    let mut insert = transaction.prepare("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)")?;
    for (line, text) in (1..).zip(events.split(b'\n')) {
        let text = text.map_err(|source| LoadError::Read { line, source })?;
        if text.trim_ascii().is_empty() {
            continue;
        }
        let start = Position { line, column: 1 };
        let event = Event::from_json(&text).map_err(|error| LoadError::Event(error.offset_by(start)))?;
        let (Some(key), Some(time)) = (event.subject_key(), &event.time) else { continue };
        let time = format_time(time).ok_or(LoadError::Time { line })?;
        let (kind, r#type) = (key.kind.to_string(), event.event_type().to_string());
        let subject = key.subject.to_string();
        insert.execute((key.source.as_str(), subject, kind, r#type, vendor_status(&event), time))?;
    }
    drop(insert);
    transaction.commit()?;
    Ok(())
}

/// Returns the vendor's own status.
fn vendor_status(event: &Event) -> Option<&str> {
    let vendor_status = if let EventKind::Message(message) = &event.kind {
        &message.vendor_status
    } else if let EventKind::Call(call) = &event.kind {
        &call.vendor_status
    } else if let EventKind::Lead(lead) = &event.kind {
        &lead.vendor_status
    } else {
        // Events of other kinds have no lifecycle.
        return None;
    };
    vendor_status.as_ref().map(Label::as_str)
}

/// Formats a timestamp in UTC with nine digits, so that SQLite orders texts by time. A leap second, `:60`, is ordered
/// correctly too.
///
/// Returns `None` if the time is outside of the years 0 to 9999 in UTC, such as `0000-01-01T00:00:00+01:00`. A sign or a
/// fifth digit of the year would break the order.
#[must_use]
pub fn format_time(time: &Timestamp) -> Option<String> {
    let text = time.to_datetime().to_utc().to_rfc3339_opts(SecondsFormat::Nanos, true);
    (text.len() == "2026-01-31T09:30:00.000000000Z".len()).then_some(text)
}

/// Runs the statement.
///
/// # Errors
///
/// If SQLite fails.
pub fn fold(database: &Connection) -> rusqlite::Result<Vec<Row>> {
    let mut statement = database.prepare(Fold::SQL)?;
    let rows = statement.query_map((), |row| {
        Ok(Row {
            source: row.get("source")?,
            subject: row.get("subject")?,
            kind: row.get("kind")?,
            current: row.get("current")?,
            since: row.get("since")?,
            reports: row.get("reports")?,
            undocumented: row.get("undocumented")?,
            undocumented_time: row.get("undocumented_time")?,
            conflicts: row.get("conflicts")?,
        })
    })?;
    rows.collect()
}
