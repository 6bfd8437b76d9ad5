//! Files of one body per line.

use std::io::Read;

use leadhook::{Error, RawBody};

use super::cursor::Cursor;
use super::item::{Item, Sink};
use super::whitespace::is_blank;
use crate::outcome::Failure;

/// Passes each line to the sink, except blank lines.
pub(super) fn read_lines<R: Read>(cursor: &mut Cursor<R>, max_body: usize, sink: &mut Sink<'_>) -> Result<(), Failure> {
    let mut line = Vec::new();
    loop {
        line.clear();
        // Two more bytes for the end of the line, which is not part of the body.
        let length = cursor.read_line(max_body.saturating_add(2), &mut line)?;
        if length == 0 {
            return Ok(());
        }
        let body = line.strip_suffix(b"\n").unwrap_or(&line);
        let body = body.strip_suffix(b"\r").unwrap_or(body);
        if length > line.len() as u64 || body.len() > max_body {
            let raw = RawBody::InFile { offset: cursor.offset(), length };
            sink(cursor.place(), Item::Refused(Error::too_large(max_body), raw))?;
        } else if !is_blank(body) {
            sink(cursor.place(), Item::Body(body))?;
        }
        if !cursor.has_buffered_line() {
            sink(cursor.place(), Item::Pause)?;
        }
        cursor.finish_line(length);
    }
}
