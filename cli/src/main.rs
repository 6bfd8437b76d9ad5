//! The command line: webhooks in files and pipes, and what becomes of them.

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use thiserror::Error;

mod catalogue;
mod cursor;
mod fold;
mod input;
mod jobs;
mod mask;
mod normalize;
mod rejects;
mod replay;
mod report;
mod sample;
mod sign;
mod states;
mod validate;

/// Reads the webhooks of marketing and lead platforms.
///
/// Exit status: 0 if all is well, 1 if something was rejected, invalid or unauthentic, or drifts and --deny-drift is
/// given, 2 for wrong usage and for input or output that fails.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Turn webhooks into unified events: CloudEvents, one a line, in input order
    Normalize(normalize::NormalizeArgs),
    /// Say of each webhook whether it keeps its platform's contract, and where it breaks it or goes beyond it
    Validate(validate::ValidateArgs),
    /// Try once more what was refused: events on standard output, what fails again as rejections
    Replay(replay::ReplayArgs),
    /// Print the headers by which a platform would prove a body, to test an endpoint with
    Sign(sign::SignArgs),
    /// Say whether headers prove that a platform sent a body
    Verify(sign::VerifyArgs),
    /// Make up webhooks as a platform might send them, one a line, to feed what receives them
    Sample(sample::SampleArgs),
    /// Tell where every message, call and lead stands, from events in any order, repeated or not: one subject a line
    Fold(fold::FoldArgs),
    /// Draw which status may follow which, and how that is known
    States(states::StatesArgs),
    /// List the platforms and their events, and how well each is documented
    Vendors(catalogue::VendorsArgs),
    /// Print a platform's contract or the unified event's, a JSON Schema; without a name, list them
    Schema(catalogue::SchemaArgs),
}

/// How to tell what was found.
#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// For people
    SensitiveString,
    /// For programs: a JSON object a line
    Json,
}

/// How a run ended that did not break off.
enum Outcome {
    Well,
    Rejected,
}

/// Why a run broke off.
#[derive(Debug, Error)]
enum Failure {
    #[error("{what}: {error}")]
    Io { what: String, error: io::Error },
    #[error("standard output: {0}")]
    Stdout(io::Error),
    #[error("{0}")]
    Usage(String),
}

impl Failure {
    /// For `map_err`: what could not be read or written.
    fn io(what: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        |error| Self::Io { what: what.into(), error }
    }
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Normalize(args) => normalize::run(&args),
        Command::Validate(args) => validate::run(&args),
        Command::Replay(args) => replay::run(&args),
        Command::Sign(args) => sign::sign(&args),
        Command::Verify(args) => sign::verify(&args),
        Command::Sample(args) => sample::run(&args),
        Command::Fold(args) => fold::run(&args),
        Command::States(args) => states::run(&args),
        Command::Vendors(args) => catalogue::vendors(&args),
        Command::Schema(args) => catalogue::schema(&args),
    };
    match result {
        Ok(Outcome::Well) => ExitCode::SUCCESS,
        Ok(Outcome::Rejected) => ExitCode::from(1),
        // Whoever reads us has seen enough.
        Err(Failure::Stdout(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            _ = writeln!(io::stderr(), "leadhook: {failure}");
            ExitCode::from(2)
        }
    }
}
