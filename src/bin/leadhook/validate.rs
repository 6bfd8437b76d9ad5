//! `leadhook validate`: webhooks against their contracts.

use std::io::{self, Write as _};
use std::path::PathBuf;

use leadhook::{Error, ErrorKind, Vendor, Verdict, validate};
use serde::Serialize;

use crate::input::{self, Document, InputArgs, Place};
use crate::{Failure, Format, Outcome};

#[derive(clap::Args)]
pub(crate) struct ValidateArgs {
    /// Files (.json: one document or an array of them; .ndjson, .jsonl: one a line) and folders of them; `-` is
    /// standard input, one document a line
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    input: InputArgs,
    /// How to tell it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// A line of `--format json`.
#[derive(Serialize)]
struct Report<'r> {
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'r str>,
    line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    vendor: Option<Vendor>,
    verdict: &'static str,
    findings: Vec<Finding<'r>>,
}

#[derive(Serialize)]
struct Finding<'r> {
    kind: &'static str,
    #[serde(flatten)]
    violation: &'r leadhook::Violation,
}

pub(crate) fn run(args: &ValidateArgs) -> Result<Outcome, Failure> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let (mut valid, mut invalid) = (0_u64, 0_u64);

    let read = input::read(&input::sources(&args.paths)?, None, &mut |place, document| {
        let (vendor, fault) = match document {
            Document::Body(body) => judge(args, body),
            Document::Broken(error, _) => (args.input.given_vendor(), Some(error)),
            Document::Pause => return out.flush().map_err(Failure::Stdout),
        };
        let fault = fault.map(|error| place.locate(error));
        *(if fault.is_some() { &mut invalid } else { &mut valid }) += 1;
        match args.format {
            Format::Text => write_text(&mut out, place, fault.as_ref()),
            Format::Json => write_json(&mut out, place, vendor, fault.as_ref()),
        }
        .map_err(Failure::Stdout)
    });

    let total = match args.format {
        Format::Text => writeln!(out, "{valid} valid, {invalid} invalid"),
        Format::Json => Ok(()),
    };
    let flushed = total.and_then(|()| out.flush()).map_err(Failure::Stdout);
    read.and(flushed)?;
    Ok(if invalid == 0 { Outcome::Well } else { Outcome::Rejected })
}

fn judge(args: &ValidateArgs, body: &[u8]) -> (Option<Vendor>, Option<Error>) {
    match args.input.vendor(body) {
        Ok(vendor) => {
            let fault = if let Verdict::Invalid(error) = validate(vendor, body) { Some(error) } else { None };
            (Some(vendor), fault)
        }
        Err(error) => (None, Some(error)),
    }
}

fn write_text(out: &mut impl io::Write, place: &Place, fault: Option<&Error>) -> io::Result<()> {
    let Some(fault) = fault else { return Ok(()) };
    let path = input::shown(place.path.as_deref());
    for violation in fault.violations() {
        let (line, column, kind, message) = (violation.line, violation.column, fault.kind(), &violation.message);
        let at = if violation.pointer.is_empty() { "" } else { " at " };
        writeln!(out, "{path}:{line}:{column}: {kind}: {message}{at}{}", violation.pointer)?;
    }
    Ok(())
}

fn write_json(
    out: &mut impl io::Write,
    place: &Place,
    vendor: Option<Vendor>,
    fault: Option<&Error>,
) -> io::Result<()> {
    let findings = fault.into_iter().flat_map(|fault| {
        let kind: &'static str = ErrorKind::into(fault.kind());
        fault.violations().iter().map(move |violation| Finding { kind, violation })
    });
    let report = Report {
        path: place.path.as_deref(),
        line: place.line,
        vendor,
        verdict: if fault.is_some() { "invalid" } else { "valid" },
        findings: findings.collect(),
    };
    serde_json::to_writer(&mut *out, &report)?;
    out.write_all(b"\n")
}
