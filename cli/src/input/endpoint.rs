//! The arguments of the commands that sign and verify: a vendor, a body and a secret.

use std::env;
use std::fs;
use std::io::{self, Read as _};
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use leadhook::Vendor;
use leadhook::endpoint::{Builder, Encoding, Endpoint, Secret, SecretError};
use leadhook::vendors::AuthScheme;

use super::vendor::vendor_parser;
use crate::outcome::Failure;
use crate::printable::printable;

/// A body, and the endpoint that it is sent to.
#[derive(clap::Args)]
pub(crate) struct EndpointArgs {
    /// the vendor
    #[arg(value_name = "VENDOR", value_parser = vendor_parser())]
    vendor: Vendor,
    /// the file that contains the body, byte for byte; `-` is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    secret: SecretArgs,
    /// the encoding of the signature, if the vendor does not document it (LimeCall) [default: hex]
    #[arg(long, value_parser = encoding_parser())]
    encoding: Option<Encoding>,
    /// the header whose value is the secret, if you choose it at the vendor (LeadSail)
    #[arg(long, value_name = "NAME")]
    secret_header: Option<String>,
}

/// Where the secret is. Not on the command line, which every user of the machine can read.
#[derive(clap::Args)]
#[group(required = true, multiple = false)]
struct SecretArgs {
    /// the environment variable that contains the secret
    #[arg(long, value_name = "NAME")]
    secret_env: Option<String>,
    /// the file that contains the secret, without one newline at its end
    #[arg(long, value_name = "FILE")]
    secret_file: Option<PathBuf>,
}

fn encoding_parser() -> impl TypedValueParser<Value = Encoding> {
    PossibleValuesParser::new(Encoding::VARIANTS.iter().map(|encoding| encoding.as_str()))
        .map(|name| name.parse().expect("the name is one of those above"))
}

impl SecretArgs {
    fn read_secret(&self) -> Result<Secret, Failure> {
        let env = self.secret_env.iter().map(|name| {
            let missing = || Failure::Usage(format!("{name} is not in the environment; set it to the secret"));
            let value = env::var_os(name).ok_or_else(missing)?;
            Secret::try_from(value.into_encoded_bytes()).map_err(|error| Failure::Usage(format!("{name}: {error}")))
        });
        let file = self.secret_file.iter().map(|file| {
            let name = file.to_string_lossy();
            Secret::from_file(file).map_err(|error| {
                if let SecretError::File(error) = error {
                    Failure::io(name)(error)
                } else {
                    Failure::Usage(format!("{}: {error}", printable(&name)))
                }
            })
        });
        env.chain(file).next().expect("clap requires one of the two")
    }
}

impl EndpointArgs {
    /// Builds the endpoint.
    pub(crate) fn endpoint(&self) -> Result<Endpoint, Failure> {
        let secret = self.secret.read_secret()?;
        let builder = Endpoint::builder(self.vendor);
        let builder = match &self.secret_header {
            Some(name) => builder.secret_header(name, secret),
            None if self.vendor.delivery().auth.contains(&AuthScheme::SecretHeader) => {
                return Err(Failure::Usage(format!(
                    "{} sends the secret in a header that you choose; name it with --secret-header",
                    self.vendor
                )));
            }
            None => builder.signing_secret(secret),
        };
        let builder = self.encoding.into_iter().fold(builder, Builder::encoding);
        builder.build().map_err(|error| Failure::Usage(error.to_string()))
    }

    /// Reads the body.
    pub(crate) fn body(&self) -> Result<Vec<u8>, Failure> {
        if self.file.as_os_str() == "-" {
            let mut body = Vec::new();
            io::stdin().read_to_end(&mut body).map_err(Failure::io("standard input"))?;
            return Ok(body);
        }
        fs::read(&self.file).map_err(Failure::io(self.file.to_string_lossy()))
    }
}
