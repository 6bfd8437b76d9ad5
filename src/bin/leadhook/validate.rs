//! `leadhook validate`: webhooks against their contracts.

use std::io::{self, Write as _};
use std::path::PathBuf;

use leadhook::{Finding, Findings, Vendor, Verdict};
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
    findings: &'r [Finding],
    #[serde(skip_serializing_if = "is_zero")]
    more: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over the field")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

pub(crate) fn run(args: &ValidateArgs) -> Result<Outcome, Failure> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let (mut valid, mut drifting, mut invalid) = (0_u64, 0_u64, 0_u64);

    let read = input::read(&input::sources(&args.paths)?, args.input.limits(), None, &mut |place, document| {
        let (vendor, verdict) = match document {
            Document::Body(body) => match args.input.vendor(body) {
                Ok(vendor) => (Some(vendor), args.input.limits().validate(vendor, body)),
                Err(error) => (None, error.into()),
            },
            Document::Broken(error, _) => (args.input.given_vendor(), error.into()),
            Document::Pause => return out.flush().map_err(Failure::Stdout),
        };
        *match verdict {
            Verdict::Valid => &mut valid,
            Verdict::Drift(_) => &mut drifting,
            Verdict::Invalid(_) => &mut invalid,
        } += 1;
        let verdict = verdict.within(place.line, place.column);
        match args.format {
            Format::Text => write_text(&mut out, place, &verdict),
            Format::Json => write_json(&mut out, place, vendor, &verdict),
        }
        .map_err(Failure::Stdout)
    });

    let total = match args.format {
        Format::Text => writeln!(out, "{valid} valid, {drifting} drifting, {invalid} invalid"),
        Format::Json => Ok(()),
    };
    let flushed = total.and_then(|()| out.flush()).map_err(Failure::Stdout);
    read.and(flushed)?;
    Ok(if invalid == 0 { Outcome::Well } else { Outcome::Rejected })
}

fn write_text(out: &mut impl io::Write, place: &Place, verdict: &Verdict) -> io::Result<()> {
    let path = input::shown(place.path.as_deref());
    for Finding { kind, pointer, message, line, column, .. } in verdict.findings().into_iter().flat_map(Findings::told)
    {
        let at = if pointer.is_empty() { "" } else { " at " };
        writeln!(out, "{path}:{line}:{column}: {kind}: {message}{at}{pointer}")?;
    }
    Ok(())
}

fn write_json(out: &mut impl io::Write, place: &Place, vendor: Option<Vendor>, verdict: &Verdict) -> io::Result<()> {
    let report = Report {
        path: place.path.as_deref(),
        line: place.line,
        vendor,
        verdict: verdict.as_str(),
        findings: verdict.findings().map_or(&[], Findings::told),
        more: verdict.findings().map_or(0, Findings::more),
    };
    serde_json::to_writer(&mut *out, &report)?;
    out.write_all(b"\n")
}
