//! JSON's white space. It has fewer characters than ASCII's: a form feed is content.

/// Returns true if there is nothing but white space.
pub(crate) fn is_blank(bytes: &[u8]) -> bool {
    trim_end(bytes).is_empty()
}

/// Returns bytes without white space at their end.
pub(crate) fn trim_end(bytes: &[u8]) -> &[u8] {
    let is_content = |byte: &u8| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    let end = bytes.iter().rposition(is_content).map_or(0, |last| last + 1);
    &bytes[..end]
}
