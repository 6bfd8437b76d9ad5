//! Documents one after another in a stream of bytes, each with its place.

use std::io::{self, BufRead as _, BufReader, Read};
use std::sync::Arc;

use leadhook::{Error, RawBody};

use crate::Failure;
use crate::input::{Document, Place, Sink};

const BYTE_ORDER_MARK: [u8; 3] = *b"\xEF\xBB\xBF";

/// What JSON calls white space.
fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

fn without_blanks_behind(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().rposition(|&byte| !is_blank(byte)).map_or(0, |last| last + 1);
    &bytes[..end]
}

fn failure(place: &Place) -> impl FnOnce(io::Error) -> Failure {
    |error| Failure::io(place.path.as_deref().unwrap_or("standard input"))(error)
}

/// A reader that knows where it stands.
pub(crate) struct Cursor<R> {
    reader: BufReader<R>,
    place: Place,
    offset: u64,
    /// How many bytes a body may have.
    max_body: usize,
}

impl<R: Read> Cursor<R> {
    pub(crate) fn new(reader: R, path: Option<Arc<str>>, max_body: usize) -> Self {
        let reader = BufReader::with_capacity(1 << 16, reader);
        Self { reader, place: Place { path, line: 1, column: 1 }, offset: 0, max_body }
    }

    /// One document a line.
    pub(crate) fn lines(&mut self, sink: &mut Sink<'_>) -> Result<(), Failure> {
        let mut buffer = self.skip_byte_order_mark()?;
        // What of the line has been read already counts from here on.
        self.offset -= buffer.len() as u64;
        loop {
            // Two more for the line's end.
            let mut head = (&mut self.reader).take((self.max_body as u64).saturating_add(2));
            head.read_until(b'\n', &mut buffer).map_err(failure(&self.place))?;
            if buffer.is_empty() {
                return Ok(());
            }
            let read = buffer.len() as u64;
            let length = if buffer.ends_with(b"\n") { read } else { read + self.skip_line()? };
            let body = buffer.strip_suffix(b"\n").unwrap_or(&buffer);
            let body = body.strip_suffix(b"\r").unwrap_or(body);
            if length > read || body.len() > self.max_body {
                let raw = RawBody::InFile { offset: self.offset, length };
                sink(&self.place, Document::Broken(Error::too_large(self.max_body), raw))?;
            } else if !body.iter().copied().all(is_blank) {
                sink(&self.place, Document::Body(body))?;
            }
            if !self.reader.buffer().contains(&b'\n') {
                sink(&self.place, Document::Pause)?;
            }
            self.offset += length;
            self.place.line += 1;
            buffer.clear();
        }
    }

    /// Passes over the rest of a line; how many bytes it had.
    fn skip_line(&mut self) -> Result<u64, Failure> {
        self.reader.skip_until(b'\n').map(|skipped| skipped as u64).map_err(failure(&self.place))
    }

    /// One document, or an array of documents.
    pub(crate) fn json(&mut self, sink: &mut Sink<'_>) -> Result<(), Failure> {
        let head = self.skip_byte_order_mark()?;
        if head.is_empty() {
            self.skip_blanks()?;
            match self.peek()? {
                None => return self.refuse_rest("expected a JSON object or an array of them, found nothing", sink),
                Some(b'[') => {
                    self.next()?;
                    return self.array(sink);
                }
                Some(_) => {}
            }
        }
        let (place, offset) = (self.place.clone(), self.offset - head.len() as u64);
        match self.rest(head, offset)? {
            RawBody::Inline(body) => sink(&place, Document::Body(without_blanks_behind(&body))),
            raw @ RawBody::InFile { .. } => sink(&place, Document::Broken(Error::too_large(self.max_body), raw)),
        }
    }

    /// The elements of an array whose bracket has been read. An element that is no JSON is refused alone; where it
    /// cannot be told any more where elements end, the rest of the file is refused as one.
    fn array(&mut self, sink: &mut Sink<'_>) -> Result<(), Failure> {
        let mut first = true;
        loop {
            self.skip_blanks()?;
            match self.peek()? {
                Some(b']') if first => {
                    self.next()?;
                    break;
                }
                None | Some(b']' | b',') => {
                    return self.refuse_rest("expected an element of the array, or its end", sink);
                }
                Some(_) => {}
            }
            first = false;
            let (place, offset) = (self.place.clone(), self.offset);
            let mut element = Vec::new();
            let Some((end, blanks)) = self.element(&mut element)? else {
                let raw = self.rest(element, offset)?;
                return sink(
                    &place,
                    Document::Broken(Error::malformed("the array ends in this element, or right behind it"), raw),
                );
            };
            let length = self.offset - 1 - blanks - offset;
            match usize::try_from(length) {
                Ok(length) if length <= self.max_body => sink(&place, Document::Body(&element[..length]))?,
                Ok(_) | Err(_) => {
                    let raw = RawBody::InFile { offset, length };
                    sink(&place, Document::Broken(Error::too_large(self.max_body), raw))?;
                }
            }
            if end == b']' {
                break;
            }
        }
        self.skip_blanks()?;
        match self.peek()? {
            Some(_) => self.refuse_rest("expected nothing after the array", sink),
            None => Ok(()),
        }
    }

    /// Reads an element and the comma or bracket behind it. Returns that, and how many blanks stand between them; `None`
    /// if the file ends first. Of an element that is too large only the beginning is kept.
    fn element(&mut self, element: &mut Vec<u8>) -> Result<Option<(u8, u64)>, Failure> {
        let (mut depth, mut quoted, mut escaped, mut blanks) = (0_usize, false, false, 0);
        while let Some(byte) = self.next()? {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if quoted => escaped = true,
                b'"' => quoted = !quoted,
                _ if quoted => {}
                b',' | b']' if depth == 0 => return Ok(Some((byte, blanks))),
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            blanks = if is_blank(byte) { blanks + 1 } else { 0 };
            if element.len() <= self.max_body {
                element.push(byte);
            }
        }
        Ok(None)
    }

    fn refuse_rest(&mut self, why: &str, sink: &mut Sink<'_>) -> Result<(), Failure> {
        let (place, offset) = (self.place.clone(), self.offset);
        let raw = self.rest(Vec::new(), offset)?;
        sink(&place, Document::Broken(Error::malformed(why), raw))
    }

    /// All that is left, behind the `head` that began at `offset`.
    fn rest(&mut self, head: Vec<u8>, offset: u64) -> Result<RawBody, Failure> {
        let mut bytes = head;
        // Two more for a line's end, which is no part of a body.
        let room = self.max_body.saturating_add(2).saturating_sub(bytes.len()) as u64;
        let read = (&mut self.reader).take(room).read_to_end(&mut bytes).map_err(failure(&self.place))?;
        let skipped = io::copy(&mut self.reader, &mut io::sink()).map_err(failure(&self.place))?;
        self.offset += read as u64 + skipped;
        Ok(if skipped > 0 || without_blanks_behind(&bytes).len() > self.max_body {
            RawBody::InFile { offset, length: self.offset - offset }
        } else {
            RawBody::Inline(bytes)
        })
    }

    /// Passes over a byte order mark at the very beginning; if what begins like one is none, gives it back.
    fn skip_byte_order_mark(&mut self) -> Result<Vec<u8>, Failure> {
        let mut read = Vec::new();
        for byte in BYTE_ORDER_MARK {
            if self.peek()? != Some(byte) {
                self.place.column = 1;
                return Ok(read);
            }
            self.next()?;
            read.push(byte);
        }
        self.place.column = 1;
        Ok(Vec::new())
    }

    fn skip_blanks(&mut self) -> Result<(), Failure> {
        while self.peek()?.is_some_and(is_blank) {
            self.next()?;
        }
        Ok(())
    }

    fn peek(&mut self) -> Result<Option<u8>, Failure> {
        Ok(self.reader.fill_buf().map_err(failure(&self.place))?.first().copied())
    }

    fn next(&mut self) -> Result<Option<u8>, Failure> {
        let byte = self.peek()?;
        if let Some(byte) = byte {
            self.reader.consume(1);
            self.offset += 1;
            match byte {
                b'\n' => (self.place.line, self.place.column) = (self.place.line + 1, 1),
                // The bytes of a character behind its first.
                0x80..=0xBF => {}
                _ => self.place.column += 1,
            }
        }
        Ok(byte)
    }
}
