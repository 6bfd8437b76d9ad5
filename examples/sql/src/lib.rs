//! Where each message, call and lead stands, told by a database: [`leadhook::lifecycle::SQL`], run in SQLite.
//!
//! The statement is all there is to it. This loads a table for it and reads what it gives, so that a test can hold it
//! to [`leadhook::lifecycle::Fold`].

use std::io::{self, BufRead};

use chrono::SecondsFormat;
use leadhook::lifecycle::SQL;
use leadhook::{Event, Label, Timestamp};
use rusqlite::Connection;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use thiserror::Error;

/// Where a message, a call or a lead stands: a row of what the statement gives.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Row {
    /// Who reports it.
    pub source: String,
    /// Which message, call or lead it is.
    pub subject: String,
    /// Which of these three it is.
    pub kind: String,
    /// Where it stands.
    pub current: Option<String>,
    /// Since when.
    pub since: Option<String>,
    /// The earliest time of each status, a JSON object.
    #[serde(serialize_with = "json")]
    pub seen: String,
    /// The earliest undocumented word.
    pub other: Option<String>,
    /// The time of that word.
    pub other_time: Option<String>,
    /// The pairs of statuses that contradict each other, a JSON array.
    #[serde(serialize_with = "json")]
    pub conflicts: String,
}

/// JSON is printed as the database made it.
fn json<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serde_json::from_str::<&RawValue>(text).map_err(serde::ser::Error::custom)?.serialize(serializer)
}

/// Why events were not loaded.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The input broke off.
    #[error("cannot read line {line}: {error}")]
    Read {
        /// Counted from 1.
        line: usize,
        /// Why.
        error: io::Error,
    },
    /// A line is no event. The place is that in the input.
    #[error("not an event as `leadhook normalize` prints it: {}", .0.violations()[0])]
    Event(leadhook::Error),
    /// An event happened when no text of the table's form can say so.
    #[error("the time lies outside of the years 0 to 9999 in UTC (line {line})")]
    Time {
        /// Counted from 1.
        line: usize,
    },
    /// SQLite refuses.
    #[error("SQLite: {0}")]
    Database(#[from] rusqlite::Error),
}

/// An empty database in memory, with the table that the statement reads.
///
/// # Errors
///
/// If SQLite has no memory.
pub fn database() -> rusqlite::Result<Connection> {
    let database = Connection::open_in_memory()?;
    database.execute_batch(
        "CREATE TABLE event (
            source  TEXT NOT NULL,
            subject TEXT NOT NULL,
            kind    TEXT NOT NULL,
            type    TEXT NOT NULL,
            word    TEXT,
            time    TEXT NOT NULL
        ) STRICT",
    )?;
    Ok(database)
}

/// Loads events as `leadhook normalize` prints them, one a line: all of them, or none if one cannot be read.
///
/// An event without a [key](Event::subject_key) is left out, for it moves nothing.
///
/// # Errors
///
/// The first that cannot be read or written.
pub fn load(database: &mut Connection, events: impl BufRead) -> Result<(), LoadError> {
    let transaction = database.transaction()?;
    let mut insert = transaction.prepare("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)")?;
    for (line, text) in (1..).zip(events.split(b'\n')) {
        let text = text.map_err(|error| LoadError::Read { line, error })?;
        if text.trim_ascii().is_empty() {
            continue;
        }
        let event = Event::from_json(&text).map_err(|error| LoadError::Event(error.within(line, 1)))?;
        let (Some(key), Some(time)) = (event.subject_key(), event.time()) else { continue };
        let time = written(time).ok_or(LoadError::Time { line })?;
        let (kind, r#type) = (key.kind.to_string(), event.event_type().to_string());
        insert.execute((key.source.to_string(), key.subject, kind, r#type, word(&event), time))?;
    }
    drop(insert);
    transaction.commit()?;
    Ok(())
}

/// The word of an event that has an undocumented one in place of a status.
fn word(event: &Event) -> Option<&str> {
    let word = match event {
        Event::Message(message) if message.status.is_none() => &message.data.vendor_status,
        Event::Call(call) if call.status.is_none() => &call.data.vendor_status,
        _ => return None,
    };
    word.as_ref().map(Label::as_str)
}

/// An instant in UTC with nine digits, so that SQLite, which has no type for it, orders texts as time goes. A leap
/// second stands where it belongs too, at `:60`.
///
/// `None` for the few that leave the years 0 to 9999 in UTC, such as `0000-01-01T00:00:00+01:00`: a sign or a fifth
/// digit would put them in the wrong place.
#[must_use]
pub fn written(time: &Timestamp) -> Option<String> {
    let text = time.datetime().to_utc().to_rfc3339_opts(SecondsFormat::Nanos, true);
    (text.len() == "2026-01-31T09:30:00.000000000Z".len()).then_some(text)
}

/// Runs the statement.
///
/// # Errors
///
/// If SQLite fails.
pub fn fold(database: &Connection) -> rusqlite::Result<Vec<Row>> {
    let mut statement = database.prepare(SQL)?;
    let rows = statement.query_map((), |row| {
        Ok(Row {
            source: row.get("source")?,
            subject: row.get("subject")?,
            kind: row.get("kind")?,
            current: row.get("current")?,
            since: row.get("since")?,
            seen: row.get("seen")?,
            other: row.get("other")?,
            other_time: row.get("other_time")?,
            conflicts: row.get("conflicts")?,
        })
    })?;
    rows.collect()
}
