//! `leadhook fold`: folds events into the lifecycles of their subjects.

use std::io::{self, Write as _};
use std::path::PathBuf;

use leadhook::event::EventKind;
use leadhook::lifecycle::Fold;
use leadhook::{Event, Limits, Vendor};

use crate::input::item::Item;
use crate::input::source::{read_sources, sources_of};
use crate::outcome::{Failure, Outcome};
use crate::output::rejects::RejectsArgs;
use crate::output::stdout::{print, write_json_line};

#[derive(clap::Args)]
pub(crate) struct FoldArgs {
    /// files of events as `leadhook normalize` prints them (.json: one event or an array; .ndjson, .jsonl: one per
    /// line), or folders of them; by default, or for `-`, standard input, one event per line
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// the maximum size of an event in bytes; an event can be several times as large as its webhook
    #[arg(long, value_name = "BYTES", default_value_t = 16 * Limits::default().max_body())]
    max_event: usize,
    #[command(flatten)]
    rejects: RejectsArgs,
}

pub(crate) fn run(args: &FoldArgs) -> Result<Outcome, Failure> {
    let sources = sources_of(&args.paths)?;
    let mut rejects = args.rejects.open(&sources)?;
    let limits = Limits::default().with_max_body(args.max_event);
    let mut fold = Fold::default();
    let (mut events, mut unobserved, mut has_webhooks) = (0_u64, 0_u64, false);

    let result = read_sources(&sources, limits, rejects.handle.take(), &mut |place, item| {
        let (error, raw) = match item {
            Item::Body(body) => match Event::from_json(body) {
                Ok(event) => {
                    let is_observed = fold.observe(&event).is_some();
                    let has_lifecycle =
                        matches!(event.kind, EventKind::Message(_) | EventKind::Call(_) | EventKind::Lead(_));
                    unobserved += u64::from(has_lifecycle && !is_observed);
                    events += 1;
                    return Ok(());
                }
                Err(error) => {
                    has_webhooks = has_webhooks || Vendor::detect(body).is_ok();
                    (error, body.into())
                }
            },
            Item::Refused(error, raw) => (error, raw),
            Item::Pause => return rejects.flush(),
        };
        rejects.write(&place.reject(error, raw, None))
    });

    rejects.flush()?;
    // A lifecycle of some of the events would be wrong, so nothing is printed after a failure.
    result?;
    print(|out| fold.iter().try_for_each(|state| write_json_line(&state, &mut *out)))?;

    let rejected = rejects.count;
    if unobserved + rejected > 0 {
        let subjects = fold.len();
        _ = writeln!(
            io::stderr(),
            "events: {events}, subjects: {subjects}, without a subject or a time: {unobserved}, rejected: {rejected}"
        );
    }
    if has_webhooks {
        _ = writeln!(io::stderr(), "input looks like webhooks, not events; run `leadhook normalize` first");
    }
    Ok(if rejected == 0 { Outcome::Success } else { Outcome::Refused })
}
