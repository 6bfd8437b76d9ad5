//! Who sent a body.

use std::error::Error;
use std::fmt;

use data_encoding::{BASE64, HEXLOWER_PERMISSIVE};
use strum::{Display, EnumString, IntoStaticStr, VariantArray};

use super::Secret;
use crate::vendors::Encoding;

/// How far it is known who sent a webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Authenticity {
    /// Nobody knows: the platform proves nothing, or the endpoint was told not to ask.
    Unsigned,
    /// Whoever sent it knows a secret for each header that was asked for.
    Authentic(Vec<Proof>),
}

/// A header that proves who sent a webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Proof {
    /// The header's name.
    pub header: String,
    /// Which of the endpoint's secrets for this header matched, counted from 0 in the order in which they were given.
    pub secret: usize,
}

/// It is not the platform that sent a webhook, or nothing shows that it is: every header that is at fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unauthentic(Vec<(String, HeaderFault)>);

impl Unauthentic {
    /// The headers at fault, by name, in the order in which they are asked for; at least one.
    pub fn faults(&self) -> impl Iterator<Item = (&str, HeaderFault)> {
        self.0.iter().map(|(header, fault)| (header.as_str(), *fault))
    }

    fn messages(&self) -> impl Iterator<Item = String> {
        self.faults().map(told)
    }
}

impl Error for Unauthentic {}

impl From<Unauthentic> for crate::Error {
    /// As [`Endpoint::receive`](super::Endpoint::receive) tells it: a violation for each header at fault.
    fn from(unauthentic: Unauthentic) -> Self {
        Self::unauthentic(unauthentic.messages())
    }
}

/// What is wrong with a header that should prove who sent a webhook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Display, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case", parse_err_ty = crate::NoWord, parse_err_fn = crate::NoWord::new)]
#[non_exhaustive]
pub enum HeaderFault {
    /// It is not there.
    Missing,
    /// It is there more than once.
    Repeated,
    /// It has a character that is no visible one of ASCII.
    NotAscii,
    /// It is not in the form that was agreed on: hexadecimal, Base64, or `Bearer` and a token.
    Malformed,
    /// It decodes to another number of bytes than a signature has.
    WrongLength,
    /// It is of another body, or made with another secret.
    Mismatch,
}

impl fmt::Display for Unauthentic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.messages().collect::<Vec<_>>().join("; "))
    }
}

fn told((header, fault): (&str, HeaderFault)) -> String {
    match fault {
        HeaderFault::Missing => format!("the header {header} is missing"),
        HeaderFault::Repeated => format!("the header {header} stands there more than once"),
        HeaderFault::NotAscii => format!("the header {header} has characters other than the visible ones of ASCII"),
        HeaderFault::Malformed => format!("the header {header} is not in the form that the endpoint was told"),
        HeaderFault::WrongLength => format!("the header {header} has not the length of a signature of SHA-256"),
        HeaderFault::Mismatch => format!("the header {header} matches none of the endpoint's secrets"),
    }
}

impl Encoding {
    /// A signature as its header has it.
    fn encode(self, signature: &[u8]) -> String {
        match self {
            Self::Hex => HEXLOWER_PERMISSIVE.encode(signature),
            Self::Base64 => BASE64.encode(signature),
        }
    }

    fn decode(self, text: &str) -> Option<Vec<u8>> {
        // No platform documents this prefix and none excludes it. Nothing else can begin so.
        let text = text.strip_prefix("sha256=").unwrap_or(text);
        match self {
            Self::Hex => HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok(),
            // Several texts with padding behind each other would do, too; a signature has one.
            Self::Base64 => BASE64.decode(text.as_bytes()).ok().filter(|bytes| BASE64.encode(bytes) == text),
        }
    }
}

/// A header that an endpoint asks for, and the secrets of which one must match.
#[derive(Clone, Debug)]
pub(super) struct Check {
    pub(super) header: String,
    pub(super) form: Form,
    pub(super) secrets: Vec<Secret>,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Form {
    /// The HMAC-SHA256 of the body.
    Signature(Encoding),
    /// `Bearer` and the secret.
    Bearer,
    /// The secret.
    Plain,
}

impl Check {
    /// The header as the platform would write it, with the first secret.
    pub(super) fn write(&self, body: &[u8]) -> String {
        let secret = &self.secrets[0];
        match self.form {
            Form::Signature(encoding) => encoding.encode(&secret.sign(body)),
            Form::Bearer => format!("Bearer {}", secret.text()),
            Form::Plain => secret.text(),
        }
    }

    /// Puts the header's values, of which there should be one, to the test.
    fn pass(&self, values: &[&[u8]], body: &[u8]) -> Result<Proof, HeaderFault> {
        let value = match values {
            [] => return Err(HeaderFault::Missing),
            [value] => value.trim_ascii(),
            [_, _, ..] => return Err(HeaderFault::Repeated),
        };
        let text = std::str::from_utf8(value).ok().filter(|text| text.bytes().all(|byte| matches!(byte, b' '..=b'~')));
        let text = text.ok_or(HeaderFault::NotAscii)?;
        let matches: Vec<_> = match self.form {
            Form::Signature(encoding) => {
                let signature = encoding.decode(text).ok_or(HeaderFault::Malformed)?;
                let signature = signature.try_into().map_err(|_| HeaderFault::WrongLength)?;
                self.secrets.iter().map(|secret| secret.signs(body, &signature)).collect()
            }
            Form::Bearer => {
                let (scheme, token) = text.split_once(' ').ok_or(HeaderFault::Malformed)?;
                if !scheme.eq_ignore_ascii_case("Bearer") {
                    return Err(HeaderFault::Malformed);
                }
                self.secrets.iter().map(|secret| secret.is(token.trim_ascii().as_bytes())).collect()
            }
            Form::Plain => self.secrets.iter().map(|secret| secret.is(text.as_bytes())).collect(),
        };
        // Every secret was tried before anything is said of one.
        let secret = matches.iter().position(|&matches| matches).ok_or(HeaderFault::Mismatch)?;
        Ok(Proof { header: self.header.clone(), secret })
    }
}

/// Asks for every header.
pub(super) fn authenticate<'h>(
    checks: &[Check],
    headers: impl IntoIterator<Item = (&'h str, &'h [u8])>,
    body: &[u8],
) -> Result<Authenticity, Unauthentic> {
    let mut values = vec![Vec::new(); checks.len()];
    for (name, value) in headers {
        for (check, values) in checks.iter().zip(&mut values) {
            if name.eq_ignore_ascii_case(&check.header) {
                values.push(value);
            }
        }
    }
    let (mut proofs, mut faults) = (Vec::new(), Vec::new());
    for (check, values) in checks.iter().zip(values) {
        match check.pass(&values, body) {
            Ok(proof) => proofs.push(proof),
            Err(fault) => faults.push((check.header.clone(), fault)),
        }
    }
    if !faults.is_empty() {
        Err(Unauthentic(faults))
    } else if proofs.is_empty() {
        Ok(Authenticity::Unsigned)
    } else {
        Ok(Authenticity::Authentic(proofs))
    }
}
