//! `leadhook normalize`: webhooks into events.

use std::io::{self, BufWriter, IsTerminal as _, LineWriter, Write};
use std::path::PathBuf;

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use crate::input::{self, Document, InputArgs};
use crate::rejects::RejectsArgs;
use crate::{Failure, Outcome};

#[derive(clap::Args)]
pub(crate) struct NormalizeArgs {
    /// Files (.json: one document or an array of them; .ndjson, .jsonl: one a line) and folders of them; `-` or none is
    /// standard input, one document a line
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    rejects: RejectsArgs,
}

pub(crate) fn run(args: &NormalizeArgs) -> Result<Outcome, Failure> {
    let sources = input::sources(&args.paths)?;
    let mut rejects = args.rejects.open(&sources)?;
    let mut out = stdout();
    let progress = progress();
    let mut events = 0_u64;

    let read = input::read(&sources, args.input.limits(), rejects.handle.take(), &mut |place, document| {
        let (error, raw, vendor) = match document {
            Document::Body(body) => {
                let vendor = args.input.vendor(body);
                match vendor.clone().and_then(|vendor| args.input.limits().normalize(vendor, body)) {
                    Ok(event) => {
                        events += 1;
                        progress.inc(1);
                        return write(&event, &mut out);
                    }
                    Err(error) => (error, body.to_vec().into(), vendor.ok()),
                }
            }
            Document::Broken(error, raw) => (error, raw, args.input.given_vendor()),
            Document::Pause => {
                rejects.flush()?;
                return out.flush().map_err(Failure::Stdout);
            }
        };
        progress.inc(1);
        progress.suspend(|| rejects.take(&place.rejection(error, raw, vendor)))
    });

    progress.finish_and_clear();
    // What was read before a file failed is written all the same.
    let flushed = out.flush().map_err(Failure::Stdout);
    rejects.flush()?;
    read.and(flushed)?;
    Ok(rejects.outcome(events))
}

/// Writes a line of output.
pub(crate) fn write(line: &impl Serialize, out: &mut impl Write) -> Result<(), Failure> {
    serde_json::to_writer(&mut *out, line).map_err(io::Error::from).map_err(Failure::Stdout)?;
    out.write_all(b"\n").map_err(Failure::Stdout)
}

/// Line by line for a person, in large pieces for a program.
pub(crate) fn stdout() -> Box<dyn Write> {
    let stdout = io::stdout();
    if stdout.is_terminal() {
        Box::new(LineWriter::new(stdout.lock()))
    } else {
        Box::new(BufWriter::with_capacity(1 << 16, stdout.lock()))
    }
}

/// Seen only where standard error is a terminal and the events go elsewhere.
fn progress() -> ProgressBar {
    if io::stdout().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{spinner} {human_pos} webhooks, {per_sec}").expect("a valid template");
    ProgressBar::new_spinner().with_style(style)
}
