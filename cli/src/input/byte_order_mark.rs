//! The byte order mark that some editors put at the start of a file.

use std::io::{self, Chain, Cursor, Read};

const BYTE_ORDER_MARK: [u8; 3] = *b"\xEF\xBB\xBF";

/// A reader, and before it the bytes that were read to look for a mark.
pub(super) type WithoutMark<R> = Chain<Cursor<Vec<u8>>, R>;

/// Skips a byte order mark. Returns the rest of the reader, and how many bytes were skipped.
///
/// It reads no further than a mark could reach, because a pipe may not have more yet.
pub(super) fn skip_byte_order_mark<R: Read>(mut reader: R) -> io::Result<(WithoutMark<R>, u64)> {
    let mut head = Vec::new();
    while head.len() < BYTE_ORDER_MARK.len() && BYTE_ORDER_MARK.starts_with(&head) {
        if reader.by_ref().take(1).read_to_end(&mut head)? == 0 {
            break;
        }
    }
    let skipped = if head == BYTE_ORDER_MARK { std::mem::take(&mut head).len() } else { 0 };
    Ok((Cursor::new(head).chain(reader), skipped as u64))
}
