//! `leadhook replay`: tries rejected webhooks again.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::PathBuf;

use leadhook::{Error, ErrorKind, Event, Limits, Position, RawBody, Rejection};

use crate::input::item::Item;
use crate::input::source::{lines_of, read_sources};
use crate::input::whitespace::trim_end;
use crate::outcome::{Failure, Outcome};
use crate::output::rejects::RejectsArgs;
use crate::output::stdout::{stdout, write_json_line};
use crate::output::summary::Summary;

#[derive(clap::Args)]
pub(crate) struct ReplayArgs {
    /// a file of rejections, one per line, as `--rejects` or an endpoint wrote it; `-` is standard input
    #[arg(value_name = "REJECTS")]
    file: PathBuf,
    /// the maximum size of a webhook in bytes
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().max_body())]
    max_body: usize,
    #[command(flatten)]
    rejects: RejectsArgs,
}

pub(crate) fn run(args: &ReplayArgs) -> Result<Outcome, Failure> {
    let sources = [lines_of(&args.file)?];
    let mut rejects = args.rejects.open(&sources)?;
    let limits = Limits::default().with_max_body(args.max_body);
    // A body is longer in a rejection, because it is escaped.
    let line_limits = Limits::default().with_max_body(args.max_body.saturating_mul(8).saturating_add(1 << 20));
    let mut out = stdout();
    let mut summary = Summary::default();
    let mut foreign: BTreeMap<String, u64> = BTreeMap::new();

    let result = read_sources(&sources, line_limits, rejects.handle.take(), &mut |place, item| {
        let line = match item {
            Item::Body(line) => line,
            Item::Refused(error, raw) => return rejects.write(&place.reject(error, raw, None)),
            Item::Pause => {
                rejects.flush()?;
                return out.flush().map_err(Failure::Stdout);
            }
        };
        let Ok(rejection) = serde_json::from_slice::<Rejection>(line) else {
            let error = Error::malformed("expected a rejection; `leadhook schema rejection` prints its schema");
            return rejects.write(&place.reject(error, line, None));
        };
        if let Some(source) = rejection.source.as_ref().filter(|source| source.vendor().is_none()) {
            // There is nothing to try, so the rejection keeps its error.
            *foreign.entry(source.name().to_owned()).or_default() += 1;
            return rejects.write(&rejection);
        }
        match replay(&rejection, limits, &mut summary) {
            Ok(event) => write_json_line(&event, &mut out).map_err(Failure::Stdout),
            Err(error) => rejects.write(&with_error(rejection, error)),
        }
    });

    let flushed = out.flush().map_err(Failure::Stdout);
    rejects.flush()?;
    result.and(flushed)?;
    for (name, count) in foreign {
        _ = writeln!(
            io::stderr(),
            "rejections of {name}: {count}; leadhook has no conversion for this source, so replay them with your own program"
        );
    }
    Ok(summary.finish(rejects.count, "check the vendor of the rejections"))
}

/// Returns the event that this version makes of a rejected body, and counts it.
fn replay(rejection: &Rejection, limits: Limits, summary: &mut Summary) -> Result<Event, Error> {
    // Without its headers, a request cannot be authenticated later.
    if rejection.error.kind() == ErrorKind::Unauthenticated {
        return Err(rejection.error.clone());
    }
    let body = match &rejection.raw {
        RawBody::Inline(bytes) => bytes,
        &RawBody::InFile { offset, length } => {
            let body = rejection.path.as_deref().and_then(|path| read_part(path, offset, length, limits));
            &body.ok_or_else(|| rejection.error.clone())?
        }
        RawBody::Dropped { .. } => return Err(rejection.error.clone()),
    };
    let source = match &rejection.source {
        Some(source) => source.clone(),
        None => limits.detect(body)?.into(),
    };
    let vendor = source.vendor().ok_or_else(|| rejection.error.clone())?;
    Ok(summary.convert(limits.parse(vendor, body)?, source))
}

/// Reads a body from the file that it was too large to be copied from. Returns `None` if the file has changed, or if the
/// body is still too large.
fn read_part(path: &str, offset: u64, length: u64, limits: Limits) -> Option<Vec<u8>> {
    // Two more bytes for the end of the line.
    let size = usize::try_from(length).ok().filter(|&length| length <= limits.max_body().saturating_add(2))?;
    let mut file = File::open(path).ok()?;
    file.seek(SeekFrom::Start(offset)).ok()?;
    let mut body = Vec::with_capacity(size);
    file.take(length).read_to_end(&mut body).ok()?;
    (body.len() == size).then(|| trim_end(&body).to_vec())
}

/// Returns the rejection with the new error and with this version.
fn with_error(rejection: Rejection, error: Error) -> Rejection {
    let start = Position { line: rejection.line.unwrap_or(1), column: 1 };
    let error = if error == rejection.error { error } else { error.offset_by(start) };
    let Rejection { path, line, source, received_at, raw, .. } = rejection;
    let mut rejection = Rejection::new(error, raw);
    (rejection.path, rejection.line) = (path, line);
    (rejection.source, rejection.received_at) = (source, received_at);
    rejection
}
