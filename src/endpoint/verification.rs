//! Verifies that a request is the vendor's.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use chrono::{DateTime, Utc};
use data_encoding::{BASE64, HEXLOWER_PERMISSIVE};

use super::{Secret, standard_webhooks};
use crate::value::string_enum;
use crate::vendors::Encoding;

/// The result of verifying a request.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Verification {
    /// Nothing: the vendor does not sign, or the endpoint accepts unsigned requests.
    Unsigned,
    /// Every header that the endpoint checks contains a configured secret, or a signature made with one.
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
    /// A problem with a header that should prove that a request is the vendor's.
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
        /// The signed time is too long before or after the endpoint's. The request may be a recording.
        Expired = "expired",
    }
}

impl Error for HeaderError {}

impl HeaderError {
    fn describe(self, header: &str) -> String {
        match self {
            Self::Missing => format!("missing header {header}"),
            Self::Repeated => format!("duplicate header {header}"),
            Self::NotAscii => format!("header {header} has characters other than visible ASCII"),
            Self::Malformed if standard_webhooks::HEADERS.contains(&header) => {
                format!("header {header} does not have the form of Standard Webhooks")
            }
            Self::Malformed => format!("header {header} does not have the configured form; check the encoding"),
            Self::WrongLength => format!("header {header} does not have the length of an HMAC-SHA256 signature"),
            Self::Mismatch => format!("header {header} does not match any configured secret"),
            Self::Expired => format!("header {header} has a time too long before or after now; check the clock"),
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
            // The decoder also accepts several padded texts in a row, so compare with the canonical encoding.
            Self::Base64 => BASE64.decode(text.as_bytes()).ok().filter(|bytes| BASE64.encode(bytes) == text),
        }
    }
}

/// What an endpoint checks, and the accepted secrets. One of them must match.
#[derive(Clone, Debug)]
pub(super) enum Check {
    Header(HeaderCheck),
    /// The headers of Standard Webhooks. The secrets are decoded.
    StandardWebhooks {
        tolerance: Duration,
        secrets: Vec<Secret>,
    },
}

/// One header and its accepted secrets. One of them must match.
#[derive(Clone, Debug)]
pub(super) struct HeaderCheck {
    pub(super) header: String,
    pub(super) form: Form,
    pub(super) secrets: Vec<Secret>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// The HMAC-SHA256 of the body.
    Signature(Encoding),
    /// `Bearer` and the secret.
    Bearer,
    /// The secret.
    Plain,
}

impl Check {
    /// Returns the names of the headers.
    pub(super) fn headers(&self) -> Vec<&str> {
        match self {
            Self::Header(check) => vec![&check.header],
            Self::StandardWebhooks { .. } => standard_webhooks::HEADERS.into(),
        }
    }

    /// Returns the headers that the vendor would send at a time, made with the first secret.
    pub(super) fn sign(&self, body: &[u8], now: DateTime<Utc>) -> Vec<(String, String)> {
        match self {
            Self::Header(check) => vec![(check.header.clone(), check.value(body))],
            Self::StandardWebhooks { secrets, .. } => standard_webhooks::sign(&secrets[0], body, now),
        }
    }

    /// Verifies a request that is received at a time. `value` returns the only value of a header.
    fn verify<'h>(
        &self,
        value: impl Fn(&str) -> Result<&'h str, HeaderError>,
        body: &[u8],
        now: DateTime<Utc>,
    ) -> Result<Proof, Vec<(String, HeaderError)>> {
        let (header, found) = match self {
            Self::Header(check) => {
                let found = value(&check.header).and_then(|text| check.matching_secret(text, body));
                (check.header.as_str(), found.map_err(|error| vec![(check.header.as_str(), error)]))
            }
            Self::StandardWebhooks { tolerance, secrets } => {
                let values = standard_webhooks::HEADERS.map(value);
                (standard_webhooks::SIGNATURE, standard_webhooks::verify(secrets, *tolerance, values, body, now))
            }
        };
        match found {
            Ok(secret_index) => Ok(Proof { header: header.to_owned(), secret_index }),
            Err(errors) => Err(errors.into_iter().map(|(header, error)| (header.to_owned(), error)).collect()),
        }
    }
}

impl HeaderCheck {
    /// Returns the value that the vendor would send, made with the first secret.
    fn value(&self, body: &[u8]) -> String {
        let secret = &self.secrets[0];
        match self.form {
            Form::Signature(encoding) => encoding.encode(&secret.sign(body)),
            Form::Bearer => format!("Bearer {}", secret.to_text()),
            Form::Plain => secret.to_text(),
        }
    }

    /// Returns the index of the secret that a value has or is made with.
    fn matching_secret(&self, text: &str, body: &[u8]) -> Result<usize, HeaderError> {
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
        matches.iter().position(|&matches| matches).ok_or(HeaderError::Mismatch)
    }
}

/// Verifies a request that is received at a time. All checks must pass.
pub(super) fn verify(
    checks: &[Check],
    headers: &[(&str, &[u8])],
    body: &[u8],
    now: DateTime<Utc>,
) -> Result<Verification, AuthenticationError> {
    let (mut proofs, mut errors) = (Vec::new(), Vec::new());
    for check in checks {
        match check.verify(|name| only_value(headers, name), body, now) {
            Ok(proof) => proofs.push(proof),
            Err(wrong) => errors.extend(wrong),
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

/// Returns the value of a header, which must be present exactly once.
fn only_value<'h>(headers: &[(&str, &'h [u8])], name: &str) -> Result<&'h str, HeaderError> {
    let mut values = headers.iter().filter(|(header, _)| header.eq_ignore_ascii_case(name)).map(|&(_, value)| value);
    let value = match (values.next(), values.next()) {
        (None, _) => return Err(HeaderError::Missing),
        (Some(_), Some(_)) => return Err(HeaderError::Repeated),
        (Some(value), None) => value.trim_ascii(),
    };
    let text = std::str::from_utf8(value).ok().filter(|text| text.bytes().all(|byte| matches!(byte, b' '..=b'~')));
    text.ok_or(HeaderError::NotAscii)
}
