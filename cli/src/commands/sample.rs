//! `leadhook sample`: made-up webhooks.

use std::io::{self, BufWriter, Write as _};

use leadhook::Vendor;
use leadhook::testing::{InvalidWebhook, Samples, WebhookOptions, Webhook};

use crate::{Failure, Outcome, input};

#[derive(clap::Args)]
pub(crate) struct SampleArgs {
    /// The platform; without it, any
    #[arg(value_name = "SLUG", value_parser = input::vendors())]
    vendor: Option<Vendor>,
    /// The platform's name of the event; without it, any
    event: Option<String>,
    /// How many to write
    #[arg(long, value_name = "N", default_value_t = 1)]
    count: u64,
    /// Where chance begins: the same seed gives the same webhooks
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// Break each in some way, so that it must be refused
    #[arg(long)]
    near_valid: bool,
}

impl SampleArgs {
    fn scope(&self) -> Result<WebhookOptions, Failure> {
        match (self.vendor, &self.event) {
            (None, _) => Ok(WebhookOptions::default()),
            (Some(vendor), None) => Ok(vendor.into()),
            (Some(vendor), Some(event)) => WebhookOptions::event(vendor, event).map_err(|_| {
                let events = vendor.event_names().join(", ");
                Failure::Usage(format!("{vendor} documents no event of this name; its events are {events}"))
            }),
        }
    }
}

pub(crate) fn run(args: &SampleArgs) -> Result<Outcome, Failure> {
    let scope = args.scope()?.without_unknown_events();
    if args.near_valid {
        write(Samples::<InvalidWebhook>::new(scope, args.seed).map(|broken| broken.body), args.count)
    } else {
        write(Samples::<Webhook>::new(scope, args.seed).map(|webhook| webhook.body.into_bytes()), args.count)
    }
}

fn write(bodies: impl Iterator<Item = Vec<u8>>, count: u64) -> Result<Outcome, Failure> {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    for (_, mut body) in (0..count).zip(bodies) {
        // One a line: what breaks lines is only white space.
        body.iter_mut().filter(|byte| matches!(byte, b'\n' | b'\r')).for_each(|byte| *byte = b' ');
        body.push(b'\n');
        out.write_all(&body).map_err(Failure::Stdout)?;
    }
    out.flush().map_err(Failure::Stdout)?;
    Ok(Outcome::Well)
}
