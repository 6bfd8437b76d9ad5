//! `leadhook verify`: verifies that the headers of a body authenticate it.

use leadhook::endpoint::Verification;

use crate::input::endpoint::EndpointArgs;
use crate::outcome::{Failure, Outcome};
use crate::output::stdout::print;

#[derive(clap::Args)]
pub(crate) struct VerifyArgs {
    #[command(flatten)]
    endpoint: EndpointArgs,
    /// a header that came with the body; repeat it for each header
    #[arg(long, value_name = "NAME: VALUE", value_parser = parse_header)]
    header: Vec<(String, String)>,
}

fn parse_header(line: &str) -> Result<(String, String), &'static str> {
    let (name, value) = line.split_once(':').ok_or("expected a name, a colon and a value")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

pub(crate) fn run(args: &VerifyArgs) -> Result<Outcome, Failure> {
    let endpoint = args.endpoint.endpoint()?;
    let body = args.endpoint.body()?;
    let headers = args.header.iter().map(|(name, value)| (name, value));
    match endpoint.verify(headers, &body) {
        Ok(Verification::Verified(proofs)) => {
            print(|out| proofs.iter().try_for_each(|proof| writeln!(out, "verified: {}", proof.header)))?;
            Ok(Outcome::Success)
        }
        // An endpoint that is built here always has a secret.
        Ok(_) => Ok(Outcome::Refused),
        Err(error) => {
            print(|out| writeln!(out, "unauthenticated: {error}"))?;
            Ok(Outcome::Refused)
        }
    }
}
