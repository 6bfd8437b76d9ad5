//! The configuration of an endpoint.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};
use thiserror::Error;

#[cfg(doc)]
use super::Received;
use super::verification::{Check, Form};
use super::{DEFAULT_DEDUP_WINDOW, Encoding, Endpoint, Secret};
use crate::event::Source;
use crate::limits::Limits;
use crate::vendors::{AuthScheme, Vendor};

/// Builds an [`Endpoint`].
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct Builder {
    vendor: Vendor,
    account: Option<String>,
    signing_secrets: Vec<Secret>,
    encoding: Option<Encoding>,
    bearer_tokens: Vec<Secret>,
    secret_headers: Vec<(String, Secret)>,
    accept_unsigned: bool,
    limits: Limits,
    max_event_age: Option<Duration>,
    dedup_window: Duration,
    clock: Clock,
}

/// Returns the current time.
#[derive(Clone)]
pub(super) struct Clock(pub(super) Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>);

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

/// The configuration of an endpoint is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The vendor can prove that a request is its own, and no secret was given to check it.
    #[error("{0} can authenticate its requests: set `{method}`, or `dangerously_accept_unsigned`", method = secret_method(*.0))]
    MissingSecret(Vendor),
    /// A secret was given together with `dangerously_accept_unsigned`.
    #[error("a secret for {0} and `dangerously_accept_unsigned` contradict each other: remove one of them")]
    UnusedSecret(Vendor),
    /// A secret was given that the vendor does not use.
    #[error("{vendor} documents no {what}: remove `{method}`")]
    Undocumented {
        /// The vendor.
        vendor: Vendor,
        /// What the vendor does not send.
        what: &'static str,
        /// The method that sets it.
        method: &'static str,
    },
    /// The vendor documents another encoding of its signature.
    #[error("{0} documents another encoding of its signature: remove `encoding`")]
    EncodingMismatch(Vendor),
    /// A secret has bytes that no header can contain.
    #[error("a bearer token or secret header must be visible ASCII, without a space at either end")]
    InvalidSecretValue,
    /// The name of a header is invalid.
    #[error("a header name must contain only letters, digits and !#$%&'*+-.^_`|~")]
    InvalidHeaderName,
    /// The name of an account is invalid.
    #[error("an account name must contain only letters, digits, `-`, `.`, `_` and `~`")]
    InvalidAccount,
}

/// Returns the method that sets the secret of a vendor's first scheme.
fn secret_method(vendor: Vendor) -> &'static str {
    match vendor.delivery().auth.first() {
        Some(AuthScheme::HmacSha256 { .. }) | None => "signing_secret",
        Some(AuthScheme::Bearer) => "bearer_token",
        Some(AuthScheme::SecretHeader) => "secret_header",
    }
}

impl Builder {
    pub(super) fn new(vendor: Vendor) -> Self {
        Self {
            vendor,
            account: None,
            signing_secrets: Vec::new(),
            encoding: None,
            bearer_tokens: Vec::new(),
            secret_headers: Vec::new(),
            accept_unsigned: false,
            limits: Limits::default(),
            max_event_age: None,
            dedup_window: DEFAULT_DEDUP_WINDOW,
            clock: Clock(Arc::new(|| SystemTime::now().into())),
        }
    }

    /// Adds a secret that the vendor signs with. While you rotate secrets, add both.
    pub fn signing_secret(mut self, secret: Secret) -> Self {
        self.signing_secrets.push(secret);
        self
    }

    /// Sets the encoding of the signature. The default is hexadecimal. Only LimeCall leaves it undocumented.
    pub fn encoding(self, encoding: Encoding) -> Self {
        Self { encoding: Some(encoding), ..self }
    }

    /// Adds a token that the vendor sends as `Authorization: Bearer`. While you rotate tokens, add both.
    pub fn bearer_token(mut self, token: Secret) -> Self {
        self.bearer_tokens.push(token);
        self
    }

    /// Adds a header with a secret value, as you configured it at the vendor. While you rotate values, add both. If you add
    /// several headers, all must pass.
    pub fn secret_header(mut self, name: &str, value: Secret) -> Self {
        self.secret_headers.push((name.to_owned(), value));
        self
    }

    /// Accepts requests without the signature or the header that the vendor could send.
    ///
    /// Anyone who knows the address can then send forged webhooks, unless a [`bearer_token`](Self::bearer_token) is
    /// checked.
    pub fn dangerously_accept_unsigned(self) -> Self {
        Self { accept_unsigned: true, ..self }
    }

    /// Sets an account name, to distinguish several accounts at one vendor. It becomes part of the [source](Source) of every
    /// event, and so of its id.
    pub fn account(self, name: &str) -> Self {
        Self { account: Some(name.to_owned()), ..self }
    }

    /// Sets the limits on bodies.
    pub fn limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Refuses events that happened longer ago than this, or further in the future, or at an unknown time.
    ///
    /// They may be recordings, so they count as unauthenticated: the status is 401, and a replay does not accept them.
    /// LeadNest advises this. It also refuses what a person sends again, the time is the event's own and not a signed one,
    /// and a wrong clock refuses everything.
    pub fn max_event_age(self, age: Duration) -> Self {
        Self { max_event_age: Some(age), ..self }
    }

    /// Sets how long you keep event ids to recognize duplicates. The default is [`DEFAULT_DEDUP_WINDOW`]. Older events are
    /// accepted and [marked](Received::is_outside_dedup_window).
    pub fn dedup_window(self, window: Duration) -> Self {
        Self { dedup_window: window, ..self }
    }

    /// Sets the clock. The default is the system's.
    pub fn clock(self, clock: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Self {
        Self { clock: Clock(Arc::new(clock)), ..self }
    }

    /// Builds the endpoint.
    ///
    /// # Errors
    ///
    /// - The vendor can authenticate its requests and no secret is set, unless
    ///   [unsigned requests are accepted](Self::dangerously_accept_unsigned).
    /// - Something is set that the vendor does not send.
    /// - The name of a header or of the account is invalid.
    pub fn build(self) -> Result<Endpoint, ConfigError> {
        let vendor = self.vendor;
        let (mut signing, mut bearer, mut headers) = (self.signing_secrets, self.bearer_tokens, self.secret_headers);
        let mut encoding = self.encoding;
        let mut checks: Vec<Check> = Vec::new();
        // The scheme that the endpoint must check, unless it accepts unsigned requests. A bearer token alone does not
        // protect the body.
        let mut is_missing = false;
        for scheme in vendor.delivery().auth {
            match *scheme {
                AuthScheme::HmacSha256 { header, encoding: documented } => {
                    let chosen = encoding.take();
                    if chosen.is_some() && documented.is_some() && chosen != documented && !signing.is_empty() {
                        return Err(ConfigError::EncodingMismatch(vendor));
                    }
                    is_missing |= signing.is_empty();
                    let form = Form::Signature(chosen.or(documented).unwrap_or(Encoding::Hex));
                    add_check(&mut checks, header, form, std::mem::take(&mut signing));
                }
                AuthScheme::Bearer => {
                    add_check(&mut checks, "Authorization", Form::Bearer, std::mem::take(&mut bearer));
                }
                AuthScheme::SecretHeader => {
                    is_missing |= headers.is_empty();
                    for (header, secret) in std::mem::take(&mut headers) {
                        if !is_header_name(&header) {
                            return Err(ConfigError::InvalidHeaderName);
                        }
                        add_check(&mut checks, &header, Form::Plain, vec![secret]);
                    }
                }
            }
        }
        let unused = [
            (!signing.is_empty(), "signature", "signing_secret"),
            (encoding.is_some(), "signature", "encoding"),
            (!bearer.is_empty(), "bearer token", "bearer_token"),
            (!headers.is_empty(), "custom header", "secret_header"),
        ];
        if let Some((_, what, method)) = unused.into_iter().find(|(is_set, ..)| *is_set) {
            return Err(ConfigError::Undocumented { vendor, what, method });
        }
        let fits_header = |check: &Check| {
            matches!(check.form, Form::Signature(_)) || check.secrets.iter().all(Secret::is_header_value)
        };
        if !checks.iter().all(fits_header) {
            return Err(ConfigError::InvalidSecretValue);
        }
        if is_missing && !self.accept_unsigned {
            return Err(ConfigError::MissingSecret(vendor));
        }
        if !is_missing && self.accept_unsigned && !checks.is_empty() {
            return Err(ConfigError::UnusedSecret(vendor));
        }
        let source = Source::from(vendor);
        let source = match &self.account {
            Some(name) => source.with_account(name).map_err(|_| ConfigError::InvalidAccount)?,
            None => source,
        };
        let Self { limits, max_event_age, dedup_window, clock, .. } = self;
        Ok(Endpoint { source, checks, limits, max_event_age, dedup_window, clock })
    }
}

/// Adds secrets to the check of a header.
fn add_check(checks: &mut Vec<Check>, header: &str, form: Form, mut secrets: Vec<Secret>) {
    if secrets.is_empty() {
        return;
    }
    match checks.iter_mut().find(|check| check.header.eq_ignore_ascii_case(header)) {
        Some(check) => check.secrets.append(&mut secrets),
        None => checks.push(Check { header: header.to_owned(), form, secrets }),
    }
}

/// Returns true if a name is a token of RFC 9110.
fn is_header_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}
