//! `leadhook normalize`: converts webhooks into events.

use std::path::PathBuf;
use std::thread;

use leadhook::Rejection;
use leadhook::event::Source;

use crate::input::args::WebhookArgs;
use crate::input::batch::Batch;
use crate::input::jobs::process_in_order;
use crate::input::source::{read_sources, sources_of};
use crate::outcome::{Failure, Outcome};
use crate::output::progress::progress_bar;
use crate::output::rejects::RejectsArgs;
use crate::output::stdout::{stdout, write_json_line};
use crate::output::summary::Summary;

#[derive(clap::Args)]
pub(crate) struct NormalizeArgs {
    /// files of webhooks (.json: one body or an array; .ndjson, .jsonl: one per line), or folders of them; by default,
    /// or for `-`, standard input, one body per line
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    webhooks: WebhookArgs,
    /// the name of your account at the vendor, if you have several there; it is a part of every event's id
    #[arg(long, value_name = "NAME", requires = "vendor")]
    account: Option<String>,
    #[command(flatten)]
    rejects: RejectsArgs,
    /// the number of threads, from 1 to 1024 [default: one per core]; it does not change the output
    #[arg(long, value_name = "N", default_value_t = core_count(), hide_default_value = true,
          value_parser = clap::value_parser!(u16).range(1..=MAX_JOBS.into()))]
    jobs: u16,
}

const MAX_JOBS: u16 = 1024;

fn core_count() -> u16 {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    cores.try_into().unwrap_or(MAX_JOBS).min(MAX_JOBS)
}

/// The result of a batch.
struct Normalized {
    /// The events as lines of JSON.
    events: Vec<u8>,
    summary: Summary,
    rejections: Vec<Rejection>,
    pause: bool,
}

pub(crate) fn run(args: &NormalizeArgs) -> Result<Outcome, Failure> {
    let sources = sources_of(&args.paths)?;
    let mut rejects = args.rejects.open(&sources)?;
    let mut out = stdout();
    let progress = progress_bar();
    let mut summary = Summary::default();

    let (webhooks, rejects_handle) = (args.webhooks, rejects.handle.take());
    let source = match (webhooks.vendor, &args.account) {
        (Some(vendor), Some(account)) => {
            let source = Source::from(vendor).with_account(account);
            let invalid = "--account: an account name must contain only letters, digits, `-`, `.`, `_` and `~`";
            Some(source.map_err(|_| Failure::Usage(invalid.to_owned()))?)
        }
        (vendor, _) => vendor.map(Source::from),
    };
    let result = process_in_order(
        args.jobs.into(),
        move |sink| read_sources(&sources, webhooks.limits(), rejects_handle, sink),
        move |batch| normalize(batch, webhooks, source.as_ref()),
        &mut |normalized| {
            let Normalized { events, summary: part, rejections, pause } = normalized;
            progress.inc(part.events() + rejections.len() as u64);
            summary.merge(part);
            out.write_all(&events).map_err(Failure::Stdout)?;
            if !rejections.is_empty() {
                progress.suspend(|| rejections.iter().try_for_each(|rejection| rejects.write(rejection)))?;
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
    // Events that were read before a file failed are still written.
    let flushed = out.flush().map_err(Failure::Stdout);
    rejects.flush()?;
    result.and(flushed)?;
    Ok(summary.finish(rejects.count, "check --vendor"))
}

/// Normalizes a batch. Without a source, the event name of each webhook decides.
fn normalize(batch: Batch, webhooks: WebhookArgs, source: Option<&Source>) -> Normalized {
    // An event is longer than its webhook.
    let events = Vec::with_capacity(2 * batch.bytes());
    let mut normalized = Normalized { events, summary: Summary::default(), rejections: Vec::new(), pause: batch.pause };
    batch.for_each(|place, body| {
        let (error, raw, source) = match body {
            Ok(body) => {
                let vendor = webhooks.vendor_of(body);
                match vendor.clone().and_then(|vendor| webhooks.limits().parse(vendor, body)) {
                    Ok(payload) => {
                        let source = source.cloned().unwrap_or_else(|| payload.vendor().into());
                        let event = normalized.summary.convert(payload, source);
                        write_json_line(&event, &mut normalized.events).expect("writing to memory does not fail");
                        return;
                    }
                    Err(error) => (error, body.into(), source.cloned().or(vendor.ok().map(Source::from))),
                }
            }
            Err((error, raw)) => (error, raw, source.cloned()),
        };
        normalized.rejections.push(place.reject(error, raw, source));
    });
    normalized
}
