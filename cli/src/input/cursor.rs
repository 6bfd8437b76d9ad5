//! A reader that knows its position.

use std::io::{self, BufRead as _, BufReader, Read};
use std::sync::Arc;

use leadhook::Position;

use super::byte_order_mark::{WithoutMark, skip_byte_order_mark};
use super::place::Place;
use crate::outcome::Failure;

/// Reads a file from its start, without a byte order mark.
pub(super) struct Cursor<R> {
    reader: BufReader<WithoutMark<R>>,
    place: Place,
    offset: u64,
}

impl<R: Read> Cursor<R> {
    pub(super) fn new(reader: R, path: Option<Arc<str>>) -> Result<Self, Failure> {
        let place = Place { path, position: Position::START };
        let (reader, offset) = skip_byte_order_mark(reader).map_err(failure(&place))?;
        Ok(Self { reader: BufReader::with_capacity(1 << 16, reader), place, offset })
    }

    /// Returns where the next byte is.
    pub(super) fn place(&self) -> &Place {
        &self.place
    }

    /// Returns the number of bytes before the next byte.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// Returns the next bytes, as many as are buffered. There are none at the end of the file.
    pub(super) fn chunk(&mut self) -> Result<&[u8], Failure> {
        self.reader.fill_buf().map_err(failure(&self.place))
    }

    /// Moves past some bytes of the chunk.
    pub(super) fn advance(&mut self, length: usize) {
        let bytes = &self.reader.buffer()[..length];
        let Position { line, column } = &mut self.place.position;
        let mut lines = bytes.split(|&byte| byte == b'\n');
        let last_line = lines.next_back().unwrap_or_default();
        let newlines = lines.count();
        if newlines > 0 {
            *line += newlines;
            *column = 1;
        }
        // A character counts at its first byte.
        *column += last_line.iter().filter(|byte| !matches!(byte, 0x80..=0xBF)).count();
        self.offset += length as u64;
        self.reader.consume(length);
    }

    /// Reads the rest of the file. The first `max` bytes of it are appended to `bytes`, and all of it is counted.
    pub(super) fn read_rest(&mut self, max: usize, bytes: &mut Vec<u8>) -> Result<u64, Failure> {
        let kept = (&mut self.reader).take(max as u64).read_to_end(bytes).map_err(failure(&self.place))?;
        let skipped = io::copy(&mut self.reader, &mut io::sink()).map_err(failure(&self.place))?;
        let length = kept as u64 + skipped;
        self.offset += length;
        Ok(length)
    }

    /// Reads a line. The first `max` bytes of it are appended to `bytes`, and all of it is counted. The cursor stays at
    /// its start until [`finish_line`](Self::finish_line).
    pub(super) fn read_line(&mut self, max: usize, bytes: &mut Vec<u8>) -> Result<u64, Failure> {
        let kept = (&mut self.reader).take(max as u64).read_until(b'\n', bytes).map_err(failure(&self.place))?;
        let is_whole = bytes.ends_with(b"\n");
        let skipped = if is_whole { 0 } else { self.reader.skip_until(b'\n').map_err(failure(&self.place))? };
        Ok((kept + skipped) as u64)
    }

    /// Moves past the line that was read.
    pub(super) fn finish_line(&mut self, length: u64) {
        self.offset += length;
        self.place.position.line += 1;
    }

    /// Returns true if the next line can be read without waiting.
    pub(super) fn has_buffered_line(&self) -> bool {
        self.reader.buffer().contains(&b'\n')
    }
}

fn failure(place: &Place) -> impl FnOnce(io::Error) -> Failure {
    |error| Failure::io(place.path.as_deref().unwrap_or("standard input"))(error)
}
