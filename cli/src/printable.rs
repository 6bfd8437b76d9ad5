//! Text that is safe to print on a terminal.

/// Returns a text without the characters that would move the cursor or reverse the text around them.
pub(crate) fn printable(text: &str) -> String {
    text.chars().map(printable_char).collect()
}

/// Returns the name of a file, or that of standard input, without such characters.
pub(crate) fn printable_name(path: Option<&str>) -> String {
    printable(path.unwrap_or("standard input"))
}

/// Returns a character, or U+FFFD in place of a control or a bidirectional mark.
pub(crate) fn printable_char(character: char) -> char {
    match character {
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => '\u{FFFD}',
        _ if character.is_control() => '\u{FFFD}',
        _ => character,
    }
}
