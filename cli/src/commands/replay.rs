//! `leadhook replay`: what was refused before, once more.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::PathBuf;

use leadhook::event::Source;
use leadhook::{Error, ErrorKind, Event, Limits, RawBody, Rejection, Vendor};

use crate::input::{self, Document};
use crate::normalize::{self, stdout};
use crate::rejects::RejectsArgs;
use crate::{Failure, Outcome};

#[derive(clap::Args)]
pub(crate) struct ReplayArgs {
    /// A file of rejections, one a line, as `--rejects` or an endpoint wrote it; `-` is standard input
    #[arg(value_name = "REJECTS")]
    file: PathBuf,
    /// The most bytes that a webhook may have
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().body())]
    max_body: usize,
    #[command(flatten)]
    rejects: RejectsArgs,
}

pub(crate) fn run(args: &ReplayArgs) -> Result<Outcome, Failure> {
    let sources = [input::lines_of(&args.file)?];
    let mut rejects = args.rejects.open(&sources)?;
    let limits = Limits::default().with_body(args.max_body);
    // A body takes more room in a rejection, where it is escaped.
    let lines = Limits::default().with_body(args.max_body.saturating_mul(8).saturating_add(1 << 20));
    let mut out = stdout();
    let mut events = 0_u64;

    let read = input::read(&sources, lines, rejects.handle.take(), &mut |place, document| {
        let line = match document {
            Document::Body(line) => line,
            Document::Broken(error, raw) => return rejects.take(&place.rejection(error, raw, None)),
            Document::Pause => {
                rejects.flush()?;
                return out.flush().map_err(Failure::Stdout);
            }
        };
        let Ok(rejection) = serde_json::from_slice::<Rejection>(line) else {
            let error = Error::malformed("expected a rejection, as `leadhook schema rejection` describes it");
            return rejects.take(&place.rejection(error, line.to_vec(), None));
        };
        match again(&rejection, limits) {
            Ok(event) => {
                events += 1;
                normalize::write(&event, &mut out)
            }
            Err(error) => rejects.take(&renewed(rejection, error)),
        }
    });

    let flushed = out.flush().map_err(Failure::Stdout);
    rejects.flush()?;
    read.and(flushed)?;
    Ok(rejects.outcome(events))
}

/// The event that a rejection makes today.
fn again(rejection: &Rejection, limits: Limits) -> Result<Event, Error> {
    // Its headers are gone, so nothing can show any more who sent it.
    if rejection.error.kind() == ErrorKind::Unauthenticated {
        return Err(rejection.error.clone());
    }
    let body = match &rejection.raw {
        RawBody::Inline(bytes) => bytes,
        &RawBody::InFile { offset, length } => {
            let body = rejection.path.as_deref().and_then(|path| elsewhere(path, offset, length, limits));
            &body.ok_or_else(|| rejection.error.clone())?
        }
    };
    let vendor = rejection.vendor.map_or_else(|| Vendor::detect(body), Ok)?;
    let event = limits.normalize(vendor, body)?;
    let Some(label) = &rejection.account else { return Ok(event) };
    let source = Source::from(vendor).with_account(label).map_err(|error| Error::malformed(error.to_string()))?;
    Ok(event.with_source(source))
}

/// What was too large to be kept, if it still stands where it stood and is not too large today.
fn elsewhere(path: &str, offset: u64, length: u64, limits: Limits) -> Option<Vec<u8>> {
    let most = usize::try_from(length).ok().filter(|&length| length <= limits.body().saturating_add(2))?;
    let mut file = File::open(path).ok()?;
    file.seek(SeekFrom::Start(offset)).ok()?;
    let mut body = Vec::with_capacity(most);
    file.take(length).read_to_end(&mut body).ok()?;
    (body.len() == most).then(|| body.trim_ascii_end().to_vec())
}

/// The same rejection by this version, for the reason that it has today.
fn renewed(rejection: Rejection, error: Error) -> Rejection {
    let error = if error == rejection.error { error } else { error.within(rejection.line.unwrap_or(1), 1) };
    let Rejection { path, line, vendor, account, received_at, raw, .. } = rejection;
    let mut renewed = Rejection::new(error, raw);
    (renewed.path, renewed.line, renewed.vendor) = (path, line, vendor);
    (renewed.account, renewed.received_at) = (account, received_at);
    renewed
}
