//! Cuts long lines around the value that a diagnostic is about.

use std::ops::Range;

use leadhook::json::Lexer;
use unicode_width::UnicodeWidthChar as _;

/// The part of a line around a value.
pub(super) struct Excerpt {
    pub(super) text: String,
    /// The bytes of the text that are marked.
    pub(super) marked: Range<usize>,
}

/// How much is marked at a position.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// The value.
    Value,
    /// One character.
    Character,
}

impl Excerpt {
    /// Creates an excerpt of at most `room` columns around the character `at` of a line.
    pub(super) fn new(line: &[char], at: usize, room: usize, mark: Mark) -> Self {
        // Both ends may need an ellipsis.
        let Range { start, end } = window(line, at, room - 2);
        let mut text = if start > 0 { "…".to_owned() } else { String::new() };
        text.extend(&line[start..at]);
        let from = text.len();
        text.extend(&line[at..end]);
        let length = match mark {
            Mark::Value => Lexer::new(&text.as_bytes()[from..]).next().map_or(0, |token| token.range.end),
            Mark::Character => text[from..].chars().next().map_or(0, char::len_utf8),
        };
        if end < line.len() {
            text.push('…');
        }
        Self { text, marked: from..from + length }
    }
}

/// Returns the part of a line that fits in `room` columns: a third of it before the value, if there is enough after it.
fn window(line: &[char], at: usize, room: usize) -> Range<usize> {
    let start = at - fitting(line[..at].iter().rev(), room / 3);
    let end = start + fitting(line[start..].iter(), room);
    end - fitting(line[..end].iter().rev(), room)..end
}

/// Returns how many characters fit in `room` columns.
fn fitting<'c>(characters: impl Iterator<Item = &'c char>, room: usize) -> usize {
    let columns = characters.scan(0, |columns, character| {
        // Combining marks have no width. They count, so that a line of them ends.
        *columns += character.width().unwrap_or(1).max(1);
        Some(*columns)
    });
    columns.take_while(|&columns| columns <= room).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Asserts the excerpt of 22 columns around a character, with `<>` around what is marked.
    #[track_caller]
    fn assert_excerpt(line: &str, at: usize, shown: &str) {
        let line: Vec<_> = line.chars().collect();
        let Excerpt { text, marked: Range { start, end } } = Excerpt::new(&line, at, 22, Mark::Value);
        assert_eq!([&text[..start], "<", &text[start..end], ">", &text[end..]].concat(), shown);
        assert!(fitting(text.chars().collect::<Vec<_>>().iter(), 22) == text.chars().count(), "{text} is too wide");
    }

    #[test]
    fn long_lines_are_cut_around_the_value() {
        assert_excerpt("abcd,efgh,ijkl,mnop", 5, "abcd,<efgh>,ijkl,mnop");
        assert_excerpt("0123456789,abcd,0123456789,0123456789", 11, "…56789,<abcd>,012345678…");
        assert_excerpt("0123456789,abcd,0123456789,0123456789", 27, "…123456789,<0123456789>");
        assert_excerpt("0123456789,abcd,0123456789,0123456789", 0, "<0123456789>,abcd,0123…");
        assert_excerpt("0123456789,abcd,0123456789,0123456789", 37, "…123456789,0123456789<>");
        assert_excerpt("0123456789,\"abcd 0123456789 0123456789\"", 11, "…56789,<\"abcd 01234567>…");
    }

    #[test]
    fn wide_characters_take_two_columns() {
        assert_excerpt("日本日本日本,ab,日本日本日本日本", 7, "…日本,<ab>,日本日本日本…");
        assert_excerpt(&"日".repeat(11), 10, "…日日日日日日日日日<日>");
    }

    #[test]
    fn a_line_of_characters_without_a_width_is_cut() {
        let line = ['\u{301}'; 1000];
        assert_eq!(Excerpt::new(&line, 500, 22, Mark::Character).text.chars().count(), 22);
    }
}
