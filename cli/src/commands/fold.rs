//! `leadhook fold`: events into where their subjects stand.

use std::io::{self, Write as _};
use std::path::PathBuf;

use leadhook::lifecycle::Fold;
use leadhook::{Event, Limits, Vendor};

use crate::input::{self, Document};
use crate::normalize::{stdout, write};
use crate::rejects::RejectsArgs;
use crate::{Failure, Outcome};

#[derive(clap::Args)]
pub(crate) struct FoldArgs {
    /// Files of events as `normalize` prints them (.json: one event or an array of them; .ndjson, .jsonl: one a line) and
    /// folders of them; `-` or none is standard input, one event a line
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The most bytes that an event may have: several times those of its webhook, whose numbers may grow
    #[arg(long, value_name = "BYTES", default_value_t = 16 * Limits::default().body())]
    max_event: usize,
    #[command(flatten)]
    rejects: RejectsArgs,
}

pub(crate) fn run(args: &FoldArgs) -> Result<Outcome, Failure> {
    let sources = input::sources(&args.paths)?;
    let mut rejects = args.rejects.open(&sources)?;
    let limits = Limits::default().with_body(args.max_event);
    let mut fold = Fold::default();
    let (mut events, mut nameless, mut webhooks) = (0_u64, 0_u64, false);

    let read = input::read(&sources, limits, rejects.handle.take(), &mut |place, document| {
        let (error, raw) = match document {
            Document::Body(body) => match Event::from_json(body) {
                Ok(event) => {
                    let followed = fold.observe(&event).is_some();
                    let has_lifecycle = matches!(event, Event::Message(_) | Event::Call(_) | Event::Lead(_));
                    nameless += u64::from(has_lifecycle && !followed);
                    events += 1;
                    return Ok(());
                }
                Err(error) => {
                    webhooks |= Vendor::detect(body).is_some();
                    (error, body.to_vec().into())
                }
            },
            Document::Broken(error, raw) => (error, raw),
            Document::Pause => return rejects.flush(),
        };
        rejects.take(&place.rejection(error, raw, None))
    });

    rejects.flush()?;
    // Where subjects stand is told only by all events.
    read?;
    let mut out = stdout();
    for standing in fold.iter() {
        write(&standing, &mut out)?;
    }
    out.flush().map_err(Failure::Stdout)?;

    let rejected = rejects.count;
    if nameless + rejected > 0 {
        let subjects = fold.len();
        let told =
            format!("events: {events}, subjects: {subjects}, without a subject: {nameless}, rejected: {rejected}");
        _ = writeln!(io::stderr(), "{told}");
    }
    if webhooks {
        _ = writeln!(io::stderr(), "webhooks are no events: `leadhook normalize` makes events of them");
    }
    Ok(if rejected == 0 { Outcome::Well } else { Outcome::Rejected })
}
