//! The `leadhook` program: reads webhooks from files and pipes and writes unified events.

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::{Arg, ArgAction, Parser, Subcommand};

use crate::outcome::{Failure, Outcome};

mod commands;
mod input;
mod outcome;
mod output;
mod printable;

/// read the webhooks of marketing and lead vendors
#[derive(Parser)]
#[command(name = "leadhook", version, after_help = EXIT_STATUS)]
#[command(disable_help_flag = true, disable_version_flag = true, args = flags())]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXIT_STATUS: &str = "\
Exit status:
  0  success
  1  input was rejected, invalid or unauthenticated, or drifts (--deny-drift)
  2  wrong usage, or a file cannot be read or written";

/// Returns clap's own flags with help in lower case, as all other help is.
fn flags() -> [Arg; 2] {
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).global(true).help("print help");
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version).help("print the version");
    [help.display_order(1000), version.display_order(1000)]
}

#[derive(Subcommand)]
enum Command {
    /// convert webhooks into unified events (CloudEvents), one per line, in input order
    Normalize(commands::normalize::NormalizeArgs),
    /// validate webhooks against their vendor's schema and print every diagnostic
    Validate(commands::validate::ValidateArgs),
    /// try rejected webhooks again; print events, and reject what still fails
    Replay(commands::replay::ReplayArgs),
    /// fold events into lifecycles, one per line; their order does not matter
    Fold(commands::fold::FoldArgs),
    /// draw which status may follow which
    States(commands::states::StatesArgs),
    /// list the vendors and their events, and how well each is documented
    Vendors(commands::vendors::VendorsArgs),
    /// print a JSON Schema, or list the schemas if no name is given
    Schema(commands::schema::SchemaArgs),
    /// generate webhooks, one per line, to test what receives them
    Sample(commands::sample::SampleArgs),
    /// print the headers that authenticate a body, to test an endpoint
    Sign(commands::sign::SignArgs),
    /// verify the headers that came with a body
    Verify(commands::verify::VerifyArgs),
}

impl Command {
    fn run(&self) -> Result<Outcome, Failure> {
        match self {
            Self::Normalize(args) => commands::normalize::run(args),
            Self::Validate(args) => commands::validate::run(args),
            Self::Replay(args) => commands::replay::run(args),
            Self::Fold(args) => commands::fold::run(args),
            Self::States(args) => commands::states::run(args),
            Self::Vendors(args) => commands::vendors::run(args),
            Self::Schema(args) => commands::schema::run(args),
            Self::Sample(args) => commands::sample::run(args),
            Self::Sign(args) => commands::sign::run(args),
            Self::Verify(args) => commands::verify::run(args),
        }
    }
}

fn main() -> ExitCode {
    match Cli::parse().command.run() {
        Ok(Outcome::Success) => ExitCode::SUCCESS,
        Ok(Outcome::Refused) => ExitCode::from(1),
        // The reader, such as `head`, needs no more.
        Err(Failure::Stdout(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            _ = writeln!(io::stderr(), "leadhook: {failure}");
            ExitCode::from(2)
        }
    }
}
