//! The lines of a body as they are printed.

use leadhook::Position;

use super::mask::Mask;
use crate::printable::printable_char;

/// A body, masked and fit for a terminal.
pub(crate) struct Page(Vec<Line>);

struct Line {
    indentation: usize,
    characters: Vec<char>,
}

impl Page {
    /// Creates the page of a body. Without a mask, its values are shown. Bytes that are not UTF-8 are replaced.
    pub(crate) fn new(body: &[u8], mask: Option<&Mask>) -> Self {
        let text = String::from_utf8_lossy(body);
        let text = mask.map_or_else(|| text.to_string(), |mask| mask.apply(&text));
        Self(text.split('\n').map(Line::new).collect())
    }

    /// Returns the line of a position without its indentation, and the index of the character there. Returns `None` if
    /// the line is blank.
    pub(super) fn line(&self, position: Position) -> Option<(&[char], usize)> {
        let Line { indentation, characters } = self.0.get(position.line - 1)?;
        let at = (position.column - 1).saturating_sub(*indentation).min(characters.len());
        (!characters.is_empty()).then_some((characters, at))
    }
}

impl Line {
    fn new(line: &str) -> Self {
        let printed = |character| if matches!(character, '\t' | '\r') { ' ' } else { printable_char(character) };
        let indentation = line.len() - line.trim_ascii_start().len();
        Self { indentation, characters: line.trim_ascii().chars().map(printed).collect() }
    }
}
