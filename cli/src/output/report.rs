//! Diagnostics as compilers print them: the place, the message, and the line with the value marked.

use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use leadhook::{Diagnostic, DiagnosticCode, Position, Severity, Verdict};

use super::excerpt::{Excerpt, Mark};
use super::page::Page;
use crate::input::place::Place;
use crate::printable::printable_name;

/// The most columns of a line of a report.
const WIDTH: usize = 160;

/// Writes each diagnostic of a body that begins at `place`.
pub(crate) fn write_report(out: &mut impl Write, place: &Place, page: &Page, verdict: &Verdict) -> io::Result<()> {
    let Some(diagnostics) = verdict.diagnostics() else { return Ok(()) };
    let path = printable_name(place.path.as_deref());
    // The lines are cut already, so the renderer must not cut them.
    let renderer = Renderer::styled().term_width(2 * WIDTH);
    for diagnostic in diagnostics {
        let Position { line, column } = diagnostic.position.offset_by(place.position);
        // Before the text are the number of the line and ` | `.
        let room = WIDTH - line.to_string().len() - 3;
        let excerpt = page.line(diagnostic.position).map(|(text, at)| Excerpt::new(text, at, room, mark(diagnostic)));
        let report = renderer.render(&[group(diagnostic, line, excerpt)]);
        writeln!(out, "{path}:{line}:{column}: {report}\n")?;
    }
    if diagnostics.omitted() > 0 {
        let Position { line, column } = place.position;
        writeln!(out, "{path}:{line}:{column}: and at least {} more\n", diagnostics.omitted())?;
    }
    Ok(())
}

fn group(diagnostic: &Diagnostic, line: usize, excerpt: Option<Excerpt>) -> Group<'_> {
    let Diagnostic { code, pointer, message, suggestion, .. } = diagnostic;
    let level = if diagnostic.severity() == Severity::Error { Level::ERROR } else { Level::WARNING };
    let at = if pointer.is_empty() { "" } else { " at " };
    let title = level.primary_title(format!("{message}{at}{pointer}")).id(code.as_str());
    let snippet = excerpt.map(|Excerpt { text, marked }| {
        Snippet::source(text).line_start(line).annotation(AnnotationKind::Primary.span(marked))
    });
    let help = suggestion.as_ref().map(|value| Level::HELP.message(format!("did you mean {value:?}?")));
    Group::with_title(title).elements(snippet).elements(help)
}

/// Returns what to mark. Where text stops being JSON, a character is wrong and not a value.
fn mark(diagnostic: &Diagnostic) -> Mark {
    let is_broken = diagnostic.code == DiagnosticCode::Malformed && diagnostic.pointer.is_empty();
    if is_broken { Mark::Character } else { Mark::Value }
}
