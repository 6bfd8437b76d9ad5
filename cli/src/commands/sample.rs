//! `leadhook sample`: generates webhooks.

use leadhook::Vendor;
use leadhook::testing::{InvalidWebhook, Samples, Webhook, WebhookOptions};

use crate::input::vendor::vendor_parser;
use crate::outcome::{Failure, Outcome};
use crate::output::stdout::print;

#[derive(clap::Args)]
pub(crate) struct SampleArgs {
    /// the vendor; by default, every vendor
    #[arg(value_name = "VENDOR", value_parser = vendor_parser())]
    vendor: Option<Vendor>,
    /// the vendor's name of the event; by default, every event
    event: Option<String>,
    /// the number of webhooks
    #[arg(long, value_name = "N", default_value_t = 1)]
    count: u64,
    /// the random seed: the same seed gives the same webhooks
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// generate invalid webhooks, which must be refused
    #[arg(long)]
    invalid: bool,
}

impl SampleArgs {
    fn options(&self) -> Result<WebhookOptions, Failure> {
        match (self.vendor, &self.event) {
            (None, _) => Ok(WebhookOptions::default()),
            (Some(vendor), None) => Ok(vendor.into()),
            (Some(vendor), Some(event)) => WebhookOptions::for_event(vendor, event).map_err(|_| {
                let events = vendor.event_names().join(", ");
                Failure::Usage(format!("{vendor} documents no event of this name; choose one of {events}"))
            }),
        }
    }
}

pub(crate) fn run(args: &SampleArgs) -> Result<Outcome, Failure> {
    let options = args.options()?.without_unknown_events();
    if args.invalid {
        write(Samples::<InvalidWebhook>::new(options, args.seed).map(|webhook| webhook.body), args.count)
    } else {
        write(Samples::<Webhook>::new(options, args.seed).map(|webhook| webhook.body.into_bytes()), args.count)
    }
}

fn write(bodies: impl Iterator<Item = Vec<u8>>, count: u64) -> Result<Outcome, Failure> {
    print(|out| {
        for (_, mut body) in (0..count).zip(bodies) {
            // In these bodies, the ends of lines are only white space.
            body.iter_mut().filter(|byte| matches!(byte, b'\n' | b'\r')).for_each(|byte| *byte = b' ');
            body.push(b'\n');
            out.write_all(&body)?;
        }
        Ok(())
    })?;
    Ok(Outcome::Success)
}
