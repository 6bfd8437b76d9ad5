//! `leadhook validate`: validates webhooks against their schemas.

use std::borrow::Cow;
use std::io::{self, Write as _};
use std::path::PathBuf;

use anstream::{AutoStream, ColorChoice};
use leadhook::{RawBody, Vendor, Verdict};
use serde::Serialize;

use crate::input::args::WebhookArgs;
use crate::input::item::Item;
use crate::input::source::{read_sources, sources_of};
use crate::outcome::{Failure, Outcome};
use crate::output::format::Format;
use crate::output::mask::Mask;
use crate::output::page::Page;
use crate::output::report::write_report;
use crate::output::stdout::write_json_line;
use crate::output::summary::Mismatches;

#[derive(clap::Args)]
pub(crate) struct ValidateArgs {
    /// files of webhooks (.json: one body or an array; .ndjson, .jsonl: one per line), or folders of them; `-` is
    /// standard input, one body per line
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    webhooks: WebhookArgs,
    /// text for people, or json for programs: one object per line
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// exit with status 1 if a webhook drifts: if it is valid and contains something undocumented
    #[arg(long)]
    deny_drift: bool,
    /// show the values of webhooks in text; by default, they are masked
    #[arg(long)]
    show_values: bool,
}

/// A line of `--format json`.
#[derive(Serialize)]
struct VerdictLine<'v> {
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'v str>,
    line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    vendor: Option<Vendor>,
    #[serde(flatten)]
    verdict: Verdict,
}

pub(crate) fn run(args: &ValidateArgs) -> Result<Outcome, Failure> {
    let color = match args.format {
        Format::Text => ColorChoice::Auto,
        // The lines pass unchanged.
        Format::Json => ColorChoice::AlwaysAnsi,
    };
    let mut out = io::BufWriter::new(AutoStream::new(io::stdout().lock(), color));
    let (mut valid, mut drifting, mut invalid) = (0_u64, 0_u64, 0_u64);
    let mut mismatches = Mismatches::default();

    let result = read_sources(&sources_of(&args.paths)?, args.webhooks.limits(), None, &mut |place, item| {
        let (vendor, verdict, body) = match item {
            Item::Body(body) => {
                let (vendor, verdict) = match args.webhooks.vendor_of(body) {
                    Ok(vendor) => (Some(vendor), args.webhooks.limits().validate(vendor, body)),
                    Err(error) => (None, error.into()),
                };
                (vendor, verdict, Cow::Borrowed(body))
            }
            Item::Refused(error, raw) => {
                let body = match raw {
                    RawBody::Inline(bytes) => bytes,
                    RawBody::InFile { .. } | RawBody::Dropped { .. } => Vec::new(),
                };
                (args.webhooks.vendor, error.into(), Cow::Owned(body))
            }
            Item::Pause => return out.flush().map_err(Failure::Stdout),
        };
        if let (Some(vendor), Verdict::Drift(_)) = (vendor, &verdict) {
            mismatches.add(vendor, Vendor::detect(&body).ok());
        }
        *match verdict {
            Verdict::Valid => &mut valid,
            Verdict::Drift(_) => &mut drifting,
            Verdict::Invalid(_) => &mut invalid,
        } += 1;
        match args.format {
            Format::Text if verdict == Verdict::Valid => Ok(()),
            Format::Text => {
                let mask = (!args.show_values).then(|| Mask::new(vendor));
                write_report(&mut out, place, &Page::new(&body, mask.as_ref()), &verdict)
            }
            Format::Json => {
                let (path, line) = (place.path.as_deref(), place.position.line);
                let verdict = verdict.offset_by(place.position);
                write_json_line(&VerdictLine { path, line, vendor, verdict }, &mut out)
            }
        }
        .map_err(Failure::Stdout)
    });

    let summary = match args.format {
        Format::Text => writeln!(out, "{valid} valid, {drifting} drifting, {invalid} invalid"),
        Format::Json => Ok(()),
    };
    let flushed = summary.and_then(|()| out.flush()).map_err(Failure::Stdout);
    result.and(flushed)?;
    mismatches.print("check --vendor");
    let is_refused = invalid > 0 || args.deny_drift && drifting > 0;
    Ok(if is_refused { Outcome::Refused } else { Outcome::Success })
}
