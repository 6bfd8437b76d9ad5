//! Findings as compilers tell them: where and what, and the line with the value at fault marked.

use std::io::{self, Write};
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use leadhook::{ErrorKind, Finding, FindingKind, Findings, Verdict};
use unicode_width::UnicodeWidthChar as _;

use crate::input::{self, Place};
use crate::mask::{self, Mask};

/// How many columns a line of a body has at most, with all that stands around it.
const WIDTH: usize = 160;

/// The text of a body as it is shown, line by line.
pub(crate) struct Page(Vec<Line>);

struct Line {
    indentation: usize,
    characters: Vec<char>,
}

impl Page {
    /// Of a body; without a mask, its values are shown. What is no UTF-8 is replaced.
    pub(crate) fn new(body: &[u8], mask: Option<&Mask>) -> Self {
        let text = String::from_utf8_lossy(body);
        let text = mask.map_or_else(|| text.to_string(), |mask| mask.apply(&text));
        Self(text.split('\n').map(Line::new).collect())
    }

    /// The line that a finding stands on, and the index of its character; nothing where there is nothing to be seen.
    fn line(&self, finding: &Finding) -> Option<(&[char], usize)> {
        let Line { indentation, characters } = self.0.get(finding.line - 1)?;
        let at = (finding.column - 1).saturating_sub(*indentation).min(characters.len());
        (!characters.is_empty()).then_some((characters, at))
    }
}

impl Line {
    fn new(line: &str) -> Self {
        let fit = |character| if matches!(character, '\t' | '\r') { ' ' } else { input::fit(character) };
        let indentation = line.len() - line.trim_ascii_start().len();
        Self { indentation, characters: line.trim_ascii().chars().map(fit).collect() }
    }
}

/// Tells each finding of a verdict on a body that begins at `place`.
pub(crate) fn write(out: &mut impl Write, place: &Place, page: &Page, verdict: &Verdict) -> io::Result<()> {
    let Some(findings) = verdict.findings() else { return Ok(()) };
    let path = input::shown(place.path.as_deref());
    // We cut lines ourselves.
    let renderer = Renderer::styled().term_width(2 * WIDTH);
    let in_file = verdict.clone().within(place.line, place.column);
    let in_file = in_file.findings().map_or(&[][..], Findings::told);
    for (finding, Finding { line, column, .. }) in findings.told().iter().zip(in_file) {
        // Beside the text stand its number and ` | `.
        let room = WIDTH - line.to_string().len() - 3;
        let shown = page.line(finding).map(|(text, at)| Excerpt::new(text, at, room, breaks(finding)));
        let report = renderer.render(&[group(finding, *line, shown)]);
        writeln!(out, "{path}:{line}:{column}: {report}\n")?;
    }
    if findings.more() > 0 {
        writeln!(out, "{path}:{}:{}: and {} more\n", place.line, place.column, findings.more())?;
    }
    Ok(())
}

fn group(finding: &Finding, line: usize, shown: Option<Excerpt>) -> Group<'_> {
    let Finding { kind, pointer, message, nearest, .. } = finding;
    let level = match kind {
        FindingKind::Fault(_) => Level::ERROR,
        FindingKind::Drift(_) => Level::WARNING,
    };
    let at = if pointer.is_empty() { "" } else { " at " };
    let title = level.primary_title(format!("{message}{at}{pointer}")).id(kind.as_str());
    let snippet = shown.map(|Excerpt { text, marked }| {
        Snippet::source(text).line_start(line).annotation(AnnotationKind::Primary.span(marked))
    });
    let help = nearest.as_ref().map(|word| Level::HELP.message(format!("did you mean {word:?}?")));
    Group::with_title(title).elements(snippet).elements(help)
}

/// Whether the JSON itself breaks here: then a character is at fault, and no value.
fn breaks(finding: &Finding) -> bool {
    finding.kind == FindingKind::Fault(ErrorKind::Malformed) && finding.pointer.is_empty()
}

/// As much of a line as is shown around a value.
struct Excerpt {
    text: String,
    /// The bytes of the text that are marked.
    marked: Range<usize>,
}

impl Excerpt {
    /// At most `room` columns of a line, around its character `at`; of a value all is marked, or `one` character.
    fn new(line: &[char], at: usize, room: usize, one: bool) -> Self {
        // Both ends may have to tell that the line goes on.
        let Range { start, end } = window(line, at, room - 2);
        let mut text = if start > 0 { "…".to_owned() } else { String::new() };
        text.extend(&line[start..at]);
        let from = text.len();
        text.extend(&line[at..end]);
        let fault = mask::token(&text[from..]);
        let length = if one { fault.chars().next().map_or(0, char::len_utf8) } else { fault.len() };
        if end < line.len() {
            text.push('…');
        }
        Self { text, marked: from..from + length }
    }
}

/// The part of a line that is shown: a third of the room is before the value if there is more behind it.
fn window(line: &[char], at: usize, room: usize) -> Range<usize> {
    let start = at - fitting(line[..at].iter().rev(), room / 3);
    let end = start + fitting(line[start..].iter(), room);
    end - fitting(line[..end].iter().rev(), room)..end
}

/// How many characters find room in so many columns.
fn fitting<'c>(characters: impl Iterator<Item = &'c char>, room: usize) -> usize {
    let columns = characters.scan(0, |columns, character| {
        // Marks that take no column must come to an end, too.
        *columns += character.width().unwrap_or(1).max(1);
        Some(*columns)
    });
    columns.take_while(|&columns| columns <= room).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What of a line is shown around a character, in 22 columns; what is marked stands in `<>`.
    #[track_caller]
    fn assert_excerpt(line: &str, at: usize, shown: &str) {
        let line: Vec<_> = line.chars().collect();
        let Excerpt { text, marked: Range { start, end } } = Excerpt::new(&line, at, 22, false);
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
    fn characters_without_a_width_come_to_an_end() {
        let line = ['\u{301}'; 1000];
        assert_eq!(Excerpt::new(&line, 500, 22, true).text.chars().count(), 22);
    }
}
