//! `leadhook sign` and `leadhook verify`: what an endpoint asks for, made and checked by hand.

use std::env;
use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use leadhook::endpoint::{Verification, Builder, Encoding, Endpoint, Secret};
use leadhook::{Vendor, StringEnum as _};

use crate::input::vendors;
use crate::{Failure, Outcome};

/// What a platform and its customer share, and how it is used.
#[derive(clap::Args)]
pub(crate) struct EndpointArgs {
    /// The platform
    #[arg(value_name = "SLUG", value_parser = vendors())]
    vendor: Vendor,
    /// The body, to the byte; `-` is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    secret: SecretArgs,
    /// How the signature is written, where the platform leaves that open (LimeCall): hexadecimal if nothing is said
    #[arg(long, value_parser = encodings())]
    encoding: Option<Encoding>,
    /// The header whose value is the secret, where the customer chooses one (LeadSail)
    #[arg(long, value_name = "NAME")]
    secret_header: Option<String>,
}

/// Where the secret is. Never on the command line, which everybody on the machine can read.
#[derive(clap::Args)]
#[group(required = true, multiple = false)]
struct SecretArgs {
    /// The environment variable that has the secret
    #[arg(long, value_name = "NAME")]
    secret_env: Option<String>,
    /// The file that has the secret, but for one line's end behind it
    #[arg(long, value_name = "FILE")]
    secret_file: Option<PathBuf>,
}

#[derive(clap::Args)]
pub(crate) struct SignArgs {
    #[command(flatten)]
    endpoint: EndpointArgs,
}

#[derive(clap::Args)]
pub(crate) struct VerifyArgs {
    #[command(flatten)]
    endpoint: EndpointArgs,
    /// A header that came with the body
    #[arg(long, value_name = "NAME: VALUE", value_parser = header)]
    header: Vec<(String, String)>,
}

/// Takes the word for an encoding.
fn encodings() -> impl TypedValueParser<Value = Encoding> {
    PossibleValuesParser::new(Encoding::VARIANTS.iter().map(|encoding| encoding.as_str()))
        .map(|word| word.parse().expect("one of the words above"))
}

fn header(line: &str) -> Result<(String, String), &'static str> {
    let (name, value) = line.split_once(':').ok_or("expected a name, a colon and a value")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

impl SecretArgs {
    fn read(&self) -> Result<Secret, Failure> {
        let env = self.secret_env.iter().map(|name| {
            let value = env::var_os(name).ok_or_else(|| Failure::Usage(format!("{name} is not in the environment")))?;
            Secret::try_from(value.into_encoded_bytes()).map_err(|error| Failure::Usage(format!("{name}: {error}")))
        });
        let file = self.secret_file.iter().map(|file| {
            Secret::read(file).map_err(|error| Failure::Usage(format!("{}: {error}", file.to_string_lossy())))
        });
        env.chain(file).next().expect("one of the two is required")
    }
}

impl EndpointArgs {
    fn endpoint(&self) -> Result<Endpoint, Failure> {
        let usage = |error: &dyn std::fmt::Display| Failure::Usage(error.to_string());
        let secret = self.secret.read()?;
        let builder = Endpoint::builder(self.vendor);
        let builder = match &self.secret_header {
            Some(name) => builder.header(name, secret),
            None if self.vendor.delivery().custom_headers => {
                return Err(usage(&format!("{} has a header of your choice: give --secret-header", self.vendor)));
            }
            None => builder.signing_secret(secret),
        };
        let builder = self.encoding.into_iter().fold(builder, Builder::encoding);
        builder.build().map_err(|error| usage(&error))
    }

    fn body(&self) -> Result<Vec<u8>, Failure> {
        if self.file.as_os_str() == "-" {
            let mut body = Vec::new();
            io::stdin().read_to_end(&mut body).map_err(Failure::io("standard input"))?;
            return Ok(body);
        }
        fs::read(&self.file).map_err(Failure::io(self.file.to_string_lossy()))
    }
}

/// Prints the headers, one a line, as `curl --header` takes them.
pub(crate) fn sign(args: &SignArgs) -> Result<Outcome, Failure> {
    let endpoint = args.endpoint.endpoint()?;
    let mut out = io::stdout().lock();
    for (name, value) in endpoint.sign(&args.endpoint.body()?) {
        writeln!(out, "{name}: {value}").map_err(Failure::Stdout)?;
    }
    Ok(Outcome::Well)
}

pub(crate) fn verify(args: &VerifyArgs) -> Result<Outcome, Failure> {
    let endpoint = args.endpoint.endpoint()?;
    let body = args.endpoint.body()?;
    let mut out = io::stdout().lock();
    let headers = args.header.iter().map(|(name, value)| (name, value));
    match endpoint.verify(headers, &body) {
        Ok(Verification::Verified(proofs)) => {
            let told = proofs.iter().try_for_each(|proof| writeln!(out, "authentic: {} matches", proof.header));
            told.map_err(Failure::Stdout)?;
            Ok(Outcome::Well)
        }
        // No endpoint that is made here is without a secret.
        Ok(_) => Ok(Outcome::Rejected),
        Err(unauthentic) => {
            writeln!(out, "unauthentic: {unauthentic}").map_err(Failure::Stdout)?;
            Ok(Outcome::Rejected)
        }
    }
}
