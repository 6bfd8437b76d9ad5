//! Files of one body, or of an array of bodies, which is read element by element.

use std::io::Read;

use leadhook::json::{Lexer, LexerState, TokenKind};
use leadhook::{Error, RawBody};

use super::cursor::Cursor;
use super::item::{Item, Sink};
use super::place::Place;
use super::whitespace::trim_end;
use crate::outcome::Failure;

/// Passes the body, or each element of the array, to the sink.
pub(super) fn read_json<R: Read>(cursor: &mut Cursor<R>, max_body: usize, sink: &mut Sink<'_>) -> Result<(), Failure> {
    let first = peek(cursor)?;
    if first == Some(TokenKind::ArrayStart) {
        cursor.advance(1);
        return read_array(cursor, max_body, sink);
    }
    if first.is_none() {
        return refuse_rest(cursor, max_body, "expected a JSON object or an array of them, found nothing", sink);
    }
    let place = cursor.place().clone();
    match read_rest(cursor, max_body)? {
        RawBody::Inline(body) => sink(&place, Item::Body(trim_end(&body))),
        raw @ (RawBody::InFile { .. } | RawBody::Dropped { .. }) => {
            sink(&place, Item::Refused(Error::too_large(max_body), raw))
        }
    }
}

/// Reads the elements of an array from after its bracket.
///
/// An element that is not JSON is refused alone. If the array itself is broken, the end of an element cannot be found,
/// so the rest of the file is refused as one body.
fn read_array<R: Read>(cursor: &mut Cursor<R>, max_body: usize, sink: &mut Sink<'_>) -> Result<(), Failure> {
    if peek(cursor)? == Some(TokenKind::ArrayEnd) {
        cursor.advance(1);
    } else {
        loop {
            if matches!(peek(cursor)?, None | Some(TokenKind::ArrayEnd | TokenKind::Comma)) {
                return refuse_rest(cursor, max_body, "expected an element of the array, or its end", sink);
            }
            let Element { place, offset, length, bytes, delimiter } = read_element(cursor, max_body)?;
            let kept = usize::try_from(length).ok().and_then(|length| bytes.get(..length));
            let Some(delimiter) = delimiter else {
                let raw = match kept {
                    Some(_) => RawBody::Inline(bytes),
                    None => RawBody::InFile { offset, length: cursor.offset() - offset },
                };
                let error = Error::malformed("the file ends in or after this element, before the end of the array");
                return sink(&place, Item::Refused(error, raw));
            };
            if let Some(body) = kept {
                sink(&place, Item::Body(body))?;
            } else {
                let raw = RawBody::InFile { offset, length };
                sink(&place, Item::Refused(Error::too_large(max_body), raw))?;
            }
            if delimiter == TokenKind::ArrayEnd {
                break;
            }
        }
    }
    match peek(cursor)? {
        Some(_) => refuse_rest(cursor, max_body, "expected nothing after the array", sink),
        None => Ok(()),
    }
}

/// An element of an array.
struct Element {
    place: Place,
    offset: u64,
    /// Its length in bytes, without white space after it.
    length: u64,
    /// Its bytes and the white space after it, at most as many bytes as a body may have.
    bytes: Vec<u8>,
    /// The comma or bracket after it. `None` if the file ends first.
    delimiter: Option<TokenKind>,
}

/// Reads an element and the delimiter after it.
fn read_element<R: Read>(cursor: &mut Cursor<R>, max_body: usize) -> Result<Element, Failure> {
    let (place, offset) = (cursor.place().clone(), cursor.offset());
    let mut element = Element { place, offset, length: 0, bytes: Vec::new(), delimiter: None };
    let (mut state, mut depth) = (LexerState::default(), 0_usize);
    loop {
        let before_chunk = cursor.offset() - offset;
        let chunk = cursor.chunk()?;
        if chunk.is_empty() {
            return Ok(element);
        }
        let mut lexer = Lexer::resume(chunk, state);
        let mut end = chunk.len();
        for token in lexer.by_ref() {
            match token.kind {
                TokenKind::Comma | TokenKind::ArrayEnd if depth == 0 => {
                    end = token.range.start;
                    element.delimiter = Some(token.kind);
                    break;
                }
                TokenKind::ObjectStart | TokenKind::ArrayStart => depth += 1,
                TokenKind::ObjectEnd | TokenKind::ArrayEnd => depth = depth.saturating_sub(1),
                TokenKind::Colon | TokenKind::Comma | TokenKind::String | TokenKind::Scalar | TokenKind::Error => {}
            }
            element.length = before_chunk + token.range.end as u64;
        }
        state = lexer.state();
        let room = max_body - element.bytes.len();
        element.bytes.extend_from_slice(&chunk[..end.min(room)]);
        cursor.advance(end);
        if element.delimiter.is_some() {
            cursor.advance(1);
            return Ok(element);
        }
    }
}

/// Moves to the next token. Returns its kind, or `None` at the end of the file.
fn peek<R: Read>(cursor: &mut Cursor<R>) -> Result<Option<TokenKind>, Failure> {
    loop {
        let chunk = cursor.chunk()?;
        let length = chunk.len();
        match Lexer::new(chunk).next() {
            Some(token) => {
                cursor.advance(token.range.start);
                return Ok(Some(token.kind));
            }
            None if length == 0 => return Ok(None),
            None => cursor.advance(length),
        }
    }
}

fn refuse_rest<R: Read>(
    cursor: &mut Cursor<R>,
    max_body: usize,
    why: &'static str,
    sink: &mut Sink<'_>,
) -> Result<(), Failure> {
    let place = cursor.place().clone();
    let raw = read_rest(cursor, max_body)?;
    sink(&place, Item::Refused(Error::malformed(why), raw))
}

/// Reads the rest of the file. Returns its bytes, or where they are if they are too many for a body.
fn read_rest<R: Read>(cursor: &mut Cursor<R>, max_body: usize) -> Result<RawBody, Failure> {
    let (offset, mut bytes) = (cursor.offset(), Vec::new());
    // Two more bytes for the end of a line, which is not part of a body.
    let length = cursor.read_rest(max_body.saturating_add(2), &mut bytes)?;
    let is_too_large = length > bytes.len() as u64 || trim_end(&bytes).len() > max_body;
    Ok(if is_too_large { RawBody::InFile { offset, length } } else { RawBody::Inline(bytes) })
}

#[cfg(test)]
mod tests {
    use std::io;

    use leadhook::Position;

    use super::*;

    /// A reader that returns at most some bytes at a time.
    struct Pieces<'b>(&'b [u8], usize);

    impl Read for Pieces<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let size = self.1.min(buffer.len());
            (&mut self.0).take(size as u64).read(buffer)
        }
    }

    /// Returns the position of each item, and its bytes or its place.
    fn items(text: &str, max_body: usize, piece: usize) -> Vec<(Position, RawBody)> {
        let mut items = Vec::new();
        let mut cursor = Cursor::new(Pieces(text.as_bytes(), piece), None).unwrap();
        let mut sink = |place: &Place, item: Item<'_>| {
            match item {
                Item::Body(body) => items.push((place.position, body.into())),
                Item::Refused(_, raw) => items.push((place.position, raw)),
                Item::Pause => {}
            }
            Ok(())
        };
        read_json(&mut cursor, max_body, &mut sink).unwrap();
        items
    }

    #[test]
    fn the_size_of_reads_does_not_matter() {
        for text in [
            "\u{feff}[{\"a\\\\\\\"]\": \"é,日\"},\n\t[1 , {}] \n, \"x\\\\\" ,7 ,\r\n\"[\\\"\"]\n",
            "[ {\"é\": [}, ]} , nil ,\"日\n\", {\"x\": 1",
            "[1, 2] \n 3",
            " {\"é\": \"日\"} \n",
        ] {
            for max_body in [4, 12, 100] {
                let whole = items(text, max_body, text.len());
                for piece in 1..text.len() {
                    assert_eq!(items(text, max_body, piece), whole, "{piece} bytes at a time, {text}");
                }
            }
        }
    }

    #[test]
    fn elements_have_their_positions() {
        let at = |line, column, body: &str| (Position { line, column }, body.as_bytes().into());
        assert_eq!(
            items("[\"é,\\\"\", [1,\n2]\n , 3]", 100, 1),
            [at(1, 2, "\"é,\\\"\""), at(1, 10, "[1,\n2]"), at(3, 4, "3")]
        );
    }
}
