//! `leadhook sample`: made-up webhooks.

use std::io::{self, BufWriter, Write as _};

use leadhook::Vendor;
use leadhook::testing::{NearValid, Scope, Webhook};
use proptest::prelude::any_with;
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

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
    fn scope(&self) -> Result<Scope, Failure> {
        match (self.vendor, &self.event) {
            (None, _) => Ok(Scope::default()),
            (Some(vendor), None) => Ok(vendor.into()),
            (Some(vendor), Some(event)) => Scope::event(vendor, event).map_err(|_| {
                let events = vendor.event_names().join(", ");
                Failure::Usage(format!("{vendor} documents no event of this name; its events are {events}"))
            }),
        }
    }

    fn runner(&self) -> TestRunner {
        let mut seed = [0; 32];
        seed[..8].copy_from_slice(&self.seed.to_le_bytes());
        TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &seed))
    }
}

pub(crate) fn run(args: &SampleArgs) -> Result<Outcome, Failure> {
    let scope = args.scope()?.without_unknown_events();
    let bodies = if args.near_valid {
        any_with::<NearValid>(scope).prop_map(|broken| broken.body).boxed()
    } else {
        any_with::<Webhook>(scope).prop_map(|webhook| webhook.body.into_bytes()).boxed()
    };
    let mut runner = args.runner();
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    for _ in 0..args.count {
        let mut body = bodies.new_tree(&mut runner).expect("nothing is ever filtered out").current();
        // One a line: what breaks lines is only white space.
        body.iter_mut().filter(|byte| matches!(byte, b'\n' | b'\r')).for_each(|byte| *byte = b' ');
        body.push(b'\n');
        out.write_all(&body).map_err(Failure::Stdout)?;
    }
    out.flush().map_err(Failure::Stdout)?;
    Ok(Outcome::Well)
}
