//! `leadhook sign`: prints the headers that authenticate a body.

use crate::input::endpoint::EndpointArgs;
use crate::outcome::{Failure, Outcome};
use crate::output::stdout::print;

#[derive(clap::Args)]
pub(crate) struct SignArgs {
    #[command(flatten)]
    endpoint: EndpointArgs,
}

/// Prints one header per line, as `curl --header` expects them.
pub(crate) fn run(args: &SignArgs) -> Result<Outcome, Failure> {
    let headers = args.endpoint.endpoint()?.sign(&args.endpoint.body()?);
    print(|out| headers.iter().try_for_each(|(name, value)| writeln!(out, "{name}: {value}")))?;
    Ok(Outcome::Success)
}
