//! `leadhook normalize`: webhooks into events.

use std::io::{self, BufWriter, IsTerminal as _, LineWriter, Write};
use std::path::PathBuf;
use std::thread;

use indicatif::{ProgressBar, ProgressStyle};
use leadhook::Rejection;
use serde::Serialize;

use crate::input::{self, InputArgs};
use crate::jobs::{self, Batch};
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
    /// How many threads work on webhooks, at most 1024; without it, as many as there are cores. The order of the output
    /// is always that of the input
    #[arg(long, value_name = "N", default_value_t = cores(), hide_default_value = true,
          value_parser = clap::value_parser!(u16).range(1..=MOST_JOBS.into()))]
    jobs: u16,
}

const MOST_JOBS: u16 = 1024;

fn cores() -> u16 {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    cores.try_into().unwrap_or(MOST_JOBS).min(MOST_JOBS)
}

/// What became of a batch.
struct Normalized {
    /// A line each.
    events: Vec<u8>,
    count: u64,
    rejections: Vec<Rejection>,
    pause: bool,
}

pub(crate) fn run(args: &NormalizeArgs) -> Result<Outcome, Failure> {
    let sources = input::sources(&args.paths)?;
    let mut rejects = args.rejects.open(&sources)?;
    let mut out = stdout();
    let progress = progress();
    let mut events = 0_u64;

    let (input, ours) = (args.input, rejects.handle.take());
    let read = jobs::in_order(
        args.jobs.into(),
        move |sink| input::read(&sources, input.limits(), ours, sink),
        move |batch| normalize(batch, input),
        &mut |normalized| {
            let Normalized { events: lines, count, rejections, pause } = normalized;
            events += count;
            progress.inc(count + rejections.len() as u64);
            out.write_all(&lines).map_err(Failure::Stdout)?;
            if !rejections.is_empty() {
                progress.suspend(|| rejections.iter().try_for_each(|rejection| rejects.take(rejection)))?;
                progress.set_message(format!(", {} rejected", rejects.count));
            }
            if pause {
                rejects.flush()?;
                out.flush().map_err(Failure::Stdout)?;
            }
            Ok(())
        },
    );

    progress.finish_and_clear();
    // What was read before a file failed is written all the same.
    let flushed = out.flush().map_err(Failure::Stdout);
    rejects.flush()?;
    read.and(flushed)?;
    Ok(rejects.outcome(events))
}

fn normalize(batch: Batch, input: InputArgs) -> Normalized {
    // Events are longer than webhooks.
    let events = Vec::with_capacity(2 * batch.len());
    let mut normalized = Normalized { events, count: 0, rejections: Vec::new(), pause: batch.pause };
    batch.each(|place, document| {
        let (error, raw, vendor) = match document {
            Ok(body) => {
                let vendor = input.vendor(body);
                match vendor.clone().and_then(|vendor| input.limits().normalize(vendor, body)) {
                    Ok(event) => {
                        write(&event, &mut normalized.events).expect("memory takes all that is written");
                        normalized.count += 1;
                        return;
                    }
                    Err(error) => (error, body.to_vec().into(), vendor.ok()),
                }
            }
            Err((error, raw)) => (error, raw, input.given_vendor()),
        };
        normalized.rejections.push(place.rejection(error, raw, vendor));
    });
    normalized
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
    let style =
        ProgressStyle::with_template("{spinner} {human_pos} webhooks, {per_sec}{msg}").expect("a valid template");
    ProgressBar::new_spinner().with_style(style)
}
