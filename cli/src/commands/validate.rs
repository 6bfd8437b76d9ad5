//! `leadhook validate`: webhooks against their contracts.

use std::borrow::Cow;
use std::io::{self, Write as _};
use std::path::PathBuf;

use anstream::{AutoStream, ColorChoice};
use leadhook::{RawBody, Vendor, Verdict};
use serde::Serialize;

use crate::input::{self, Document, InputArgs, Place};
use crate::mask::Mask;
use crate::report::{self, Page};
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
    #[arg(long, value_enum, default_value_t = Format::SensitiveString)]
    format: Format,
    /// Exit with 1 if a webhook goes beyond what its platform documents, too
    #[arg(long)]
    deny_drift: bool,
    /// Show the values of webhooks in text, which are masked without it
    #[arg(long)]
    show_values: bool,
}

/// A line of `--format json`.
#[derive(Serialize)]
struct Report<'r> {
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'r str>,
    line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    vendor: Option<Vendor>,
    #[serde(flatten)]
    verdict: &'r Verdict,
}

pub(crate) fn run(args: &ValidateArgs) -> Result<Outcome, Failure> {
    let color = match args.format {
        Format::SensitiveString => ColorChoice::Auto,
        // As it is.
        Format::Json => ColorChoice::AlwaysAnsi,
    };
    let mut out = io::BufWriter::new(AutoStream::new(io::stdout().lock(), color));
    let (mut valid, mut drifting, mut invalid) = (0_u64, 0_u64, 0_u64);

    let read = input::read(&input::sources(&args.paths)?, args.input.limits(), None, &mut |place, document| {
        let (vendor, verdict, body) = match document {
            Document::Body(body) => {
                let (vendor, verdict) = match args.input.vendor(body) {
                    Ok(vendor) => (Some(vendor), args.input.limits().validate(vendor, body)),
                    Err(error) => (None, error.into()),
                };
                (vendor, verdict, Cow::Borrowed(body))
            }
            Document::Broken(error, raw) => {
                let body = match raw {
                    RawBody::Inline(bytes) => bytes,
                    RawBody::InFile { .. } => Vec::new(),
                };
                (args.input.given_vendor(), error.into(), Cow::Owned(body))
            }
            Document::Pause => return out.flush().map_err(Failure::Stdout),
        };
        *match verdict {
            Verdict::Valid => &mut valid,
            Verdict::Drift(_) => &mut drifting,
            Verdict::Invalid(_) => &mut invalid,
        } += 1;
        match args.format {
            Format::SensitiveString if verdict == Verdict::Valid => Ok(()),
            Format::SensitiveString => {
                let mask = (!args.show_values).then(|| Mask::new(vendor));
                report::write(&mut out, place, &Page::new(&body, mask.as_ref()), &verdict)
            }
            Format::Json => write_json(&mut out, place, vendor, &verdict.within(place.line, place.column)),
        }
        .map_err(Failure::Stdout)
    });

    let total = match args.format {
        Format::SensitiveString => writeln!(out, "{valid} valid, {drifting} drifting, {invalid} invalid"),
        Format::Json => Ok(()),
    };
    let flushed = total.and_then(|()| out.flush()).map_err(Failure::Stdout);
    read.and(flushed)?;
    let denied = invalid > 0 || args.deny_drift && drifting > 0;
    Ok(if denied { Outcome::Rejected } else { Outcome::Well })
}

fn write_json(out: &mut impl io::Write, place: &Place, vendor: Option<Vendor>, verdict: &Verdict) -> io::Result<()> {
    let report = Report { path: place.path.as_deref(), line: place.line, vendor, verdict };
    serde_json::to_writer(&mut *out, &report)?;
    out.write_all(b"\n")
}
