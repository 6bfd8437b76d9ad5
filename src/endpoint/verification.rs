//! Verifies that a request is the vendor's.

use std::error::Error;
use std::fmt;

use data_encoding::{BASE64, HEXLOWER_PERMISSIVE};

use super::Secret;
use crate::value::string_enum;
use crate::vendors::Encoding;

/// What the verification of a request proved.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Verification {
    /// Nothing: the vendor does not sign, or the endpoint accepts unsigned requests.
    Unsigned,
    /// Every header that the endpoint checks has one of its secrets, or a signature made with it.
    Verified(Vec<Proof>),
}

/// A header that proves that a request is the vendor's.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Proof {
    /// The header's name.
    pub header: String,
    /// The index of the secret that matched, among those that the builder was given for this header.
    pub secret_index: usize,
}

/// A request is not proven to be the vendor's. It lists every header that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AuthenticationError(Vec<(String, HeaderError)>);

impl AuthenticationError {
    /// Returns the headers that are wrong, by name, in the order in which they are checked. There is at least one.
    pub fn header_errors(&self) -> impl Iterator<Item = (&str, HeaderError)> {
        self.0.iter().map(|(header, error)| (header.as_str(), *error))
    }

    fn messages(&self) -> impl Iterator<Item = String> {
        self.header_errors().map(|(header, error)| error.describe(header))
    }
}

impl Error for AuthenticationError {}

impl fmt::Display for AuthenticationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.messages().collect::<Vec<_>>().join("; "))
    }
}

impl From<AuthenticationError> for crate::error::Error {
    /// Creates an error with a diagnostic for each header, as [`Endpoint::receive`](super::Endpoint::receive) does.
    fn from(error: AuthenticationError) -> Self {
        Self::unauthenticated(error.messages())
    }
}

string_enum! {
    /// What is wrong with a header that should prove that a request is the vendor's.
    pub enum HeaderError {
        /// The header is missing.
        Missing = "missing",
        /// The request has the header more than once.
        Repeated = "repeated",
        /// The value has characters other than visible ASCII.
        NotAscii = "not_ascii",
        /// The value does not have the expected form: hexadecimal digits, Base64, or `Bearer` and a token.
        Malformed = "malformed",
        /// The value does not decode to the length of an HMAC-SHA256 signature.
        WrongLength = "wrong_length",
        /// The value is for another body, or made with another secret.
        Mismatch = "mismatch",
    }
}

impl Error for HeaderError {}

impl HeaderError {
    fn describe(self, header: &str) -> String {
        match self {
            Self::Missing => format!("missing header {header}"),
            Self::Repeated => format!("duplicate header {header}"),
            Self::NotAscii => format!("header {header} has characters other than visible ASCII"),
            Self::Malformed => format!("header {header} does not have the configured form; check the encoding"),
            Self::WrongLength => format!("header {header} does not have the length of an HMAC-SHA256 signature"),
            Self::Mismatch => format!("header {header} does not match any configured secret"),
        }
    }
}

impl Encoding {
    fn encode(self, signature: &[u8]) -> String {
        match self {
            Self::Hex => HEXLOWER_PERMISSIVE.encode(signature),
            Self::Base64 => BASE64.encode(signature),
        }
    }

    fn decode(self, text: &str) -> Option<Vec<u8>> {
        // No vendor documents this prefix and none excludes it. It cannot be the start of a signature.
        let text = text.strip_prefix("sha256=").unwrap_or(text);
        match self {
            Self::Hex => HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok(),
            // The decoder also accepts several padded texts in a row, so compare with the one encoding.
            Self::Base64 => BASE64.decode(text.as_bytes()).ok().filter(|bytes| BASE64.encode(bytes) == text),
        }
    }
}

/// A header that an endpoint checks, and the secrets of which one must match.
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
    /// Returns the value that the vendor would send, made with the first secret.
    pub(super) fn header_value(&self, body: &[u8]) -> String {
        let secret = &self.secrets[0];
        match self.form {
            Form::Signature(encoding) => encoding.encode(&secret.sign(body)),
            Form::Bearer => format!("Bearer {}", secret.to_text()),
            Form::Plain => secret.to_text(),
        }
    }

    /// Verifies the values of the header. There should be one.
    fn verify(&self, values: &[&[u8]], body: &[u8]) -> Result<Proof, HeaderError> {
        let value = match values {
            [] => return Err(HeaderError::Missing),
            [value] => value.trim_ascii(),
            [_, _, ..] => return Err(HeaderError::Repeated),
        };
        let text = std::str::from_utf8(value).ok().filter(|text| text.bytes().all(|byte| matches!(byte, b' '..=b'~')));
        let text = text.ok_or(HeaderError::NotAscii)?;
        let matches: Vec<_> = match self.form {
            Form::Signature(encoding) => {
                let signature = encoding.decode(text).ok_or(HeaderError::Malformed)?;
                let signature = signature.try_into().map_err(|_| HeaderError::WrongLength)?;
                self.secrets.iter().map(|secret| secret.verify(body, &signature)).collect()
            }
            Form::Bearer => {
                let (scheme, token) = text.split_once(' ').ok_or(HeaderError::Malformed)?;
                if !scheme.eq_ignore_ascii_case("Bearer") {
                    return Err(HeaderError::Malformed);
                }
                self.secrets.iter().map(|secret| secret.equals(token.trim_ascii().as_bytes())).collect()
            }
            Form::Plain => self.secrets.iter().map(|secret| secret.equals(text.as_bytes())).collect(),
        };
        // Every secret is tried, so that the time does not show which one matches.
        let secret_index = matches.iter().position(|&matches| matches).ok_or(HeaderError::Mismatch)?;
        Ok(Proof { header: self.header.clone(), secret_index })
    }
}

/// Verifies a request. All checks must pass.
pub(super) fn verify<'h>(
    checks: &[Check],
    headers: impl IntoIterator<Item = (&'h str, &'h [u8])>,
    body: &[u8],
) -> Result<Verification, AuthenticationError> {
    let mut values = vec![Vec::new(); checks.len()];
    for (name, value) in headers {
        for (check, values) in checks.iter().zip(&mut values) {
            if name.eq_ignore_ascii_case(&check.header) {
                values.push(value);
            }
        }
    }
    let (mut proofs, mut errors) = (Vec::new(), Vec::new());
    for (check, values) in checks.iter().zip(values) {
        match check.verify(&values, body) {
            Ok(proof) => proofs.push(proof),
            Err(error) => errors.push((check.header.clone(), error)),
        }
    }
    if !errors.is_empty() {
        Err(AuthenticationError(errors))
    } else if proofs.is_empty() {
        Ok(Verification::Unsigned)
    } else {
        Ok(Verification::Verified(proofs))
    }
}
