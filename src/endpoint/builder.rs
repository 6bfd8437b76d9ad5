//! The configuration of an endpoint.

use std::fmt;
use std::mem;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};

#[cfg(doc)]
use super::Received;
use super::verification::{Check, Form, HeaderCheck};
use super::{ConfigError, DEFAULT_DEDUP_WINDOW, Encoding, Endpoint, Secret};
use crate::event::Source;
use crate::limits::Limits;
use crate::vendors::{AuthScheme, Vendor};

/// Builds an [`Endpoint`].
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct Builder {
    source: Source,
    schemes: Vec<AuthScheme>,
    /// Whether a request without a proof is normal: the vendor is built in and offers no scheme.
    is_unsigned_by_design: bool,
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

impl AuthScheme {
    /// Returns the builder's method that sets its secret.
    fn secret_method(self) -> &'static str {
        match self {
            Self::HmacSha256 { .. } | Self::StandardWebhooks { .. } => "signing_secret",
            Self::Bearer => "bearer_token",
            Self::SecretHeader => "secret_header",
        }
    }
}

impl Builder {
    /// Creates the builder of an endpoint that uses a vendor's documented schemes.
    pub(super) fn new(vendor: Vendor) -> Self {
        let schemes = vendor.delivery().auth;
        Self { is_unsigned_by_design: schemes.is_empty(), ..Self::custom(vendor.into(), schemes.to_vec()) }
    }

    pub(super) fn custom(source: Source, schemes: Vec<AuthScheme>) -> Self {
        Self {
            source,
            schemes,
            is_unsigned_by_design: false,
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
    ///
    /// Pass the text that the vendor shows. [Standard Webhooks](AuthScheme::StandardWebhooks) decodes it, and refuses a text
    /// that is not `whsec_` and Base64. The plain HMAC uses it as it is, even if it begins with `whsec_`.
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
    /// Such an event may come from a recorded request, so it counts as unauthenticated: the status is 401, and a replay
    /// does not accept it. LeadNest advises this. It has drawbacks: it also refuses what a person sends again, the
    /// event's time is not signed, and a wrong clock refuses every request.
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
    ///   [unsigned requests are accepted](Self::dangerously_accept_unsigned). The same for an endpoint of your own without a
    ///   scheme.
    /// - Something is set that the vendor does not send.
    /// - Two schemes use the same secrets or the same header.
    /// - The name of a header or of the account is invalid, or a secret has a form that its scheme excludes.
    pub fn build(self) -> Result<Endpoint, ConfigError> {
        let endpoint = self.source;
        if self.schemes.is_empty() && !self.is_unsigned_by_design && !self.accept_unsigned {
            return Err(ConfigError::MissingScheme(endpoint));
        }
        let methods: Vec<_> = self.schemes.iter().map(|scheme| scheme.secret_method()).collect();
        if let Some((_, method)) = methods.iter().enumerate().find(|(at, method)| methods[..*at].contains(method)) {
            return Err(ConfigError::DuplicateScheme { endpoint, method });
        }
        let (mut signing, mut bearer, mut headers) = (self.signing_secrets, self.bearer_tokens, self.secret_headers);
        let mut encoding = self.encoding;
        let mut checks: Vec<Check> = Vec::new();
        // The scheme that the endpoint must check, unless it accepts unsigned requests. A bearer token alone does not
        // protect the body.
        let mut is_missing = false;
        for scheme in &self.schemes {
            match *scheme {
                AuthScheme::HmacSha256 { header, encoding: documented } => {
                    let chosen = encoding.take();
                    if chosen.is_some() && documented.is_some() && chosen != documented && !signing.is_empty() {
                        return Err(ConfigError::EncodingMismatch(endpoint));
                    }
                    is_missing |= signing.is_empty();
                    let form = Form::Signature(chosen.or(documented).unwrap_or(Encoding::Hex));
                    add_check(&mut checks, header, form, mem::take(&mut signing))?;
                }
                AuthScheme::StandardWebhooks { tolerance } => {
                    if encoding.is_some() {
                        return Err(ConfigError::EncodingMismatch(endpoint));
                    }
                    is_missing |= signing.is_empty();
                    let keys = mem::take(&mut signing);
                    let keys: Option<Vec<_>> = keys.iter().map(Secret::standard_webhooks_key).collect();
                    let secrets = keys.ok_or(ConfigError::InvalidStandardWebhooksSecret)?;
                    if !secrets.is_empty() {
                        checks.push(Check::StandardWebhooks { tolerance, secrets });
                    }
                }
                AuthScheme::Bearer => {
                    add_check(&mut checks, "Authorization", Form::Bearer, mem::take(&mut bearer))?;
                }
                AuthScheme::SecretHeader => {
                    is_missing |= headers.is_empty();
                    for (header, secret) in mem::take(&mut headers) {
                        add_check(&mut checks, &header, Form::Plain, vec![secret])?;
                    }
                }
            }
        }
        // A vendor that sends only a bearer token.
        is_missing |= checks.is_empty() && !self.schemes.is_empty();
        let unused = [
            (!signing.is_empty(), "signature", "signing_secret"),
            (encoding.is_some(), "signature", "encoding"),
            (!bearer.is_empty(), "bearer token", "bearer_token"),
            (!headers.is_empty(), "custom header", "secret_header"),
        ];
        if let Some((_, what, method)) = unused.into_iter().find(|(is_set, ..)| *is_set) {
            return Err(ConfigError::Undocumented { endpoint, what, method });
        }
        if is_missing && !self.accept_unsigned {
            return Err(ConfigError::MissingSecret { endpoint, method: methods[0] });
        }
        if !is_missing && self.accept_unsigned && !checks.is_empty() {
            return Err(ConfigError::UnusedSecret(endpoint));
        }
        let names: Vec<_> = checks.iter().flat_map(Check::headers).collect();
        let is_repeated = |at: usize| names[..at].iter().any(|name| name.eq_ignore_ascii_case(names[at]));
        if let Some(at) = (0..names.len()).find(|&at| is_repeated(at)) {
            return Err(ConfigError::DuplicateHeader { endpoint, header: names[at].to_owned() });
        }
        let source = match &self.account {
            Some(name) => endpoint.with_account(name).map_err(|_| ConfigError::InvalidAccount)?,
            None => endpoint,
        };
        let Self { limits, max_event_age, dedup_window, clock, .. } = self;
        Ok(Endpoint { source, checks, limits, max_event_age, dedup_window, clock })
    }
}

/// Adds secrets to the check of a header.
fn add_check(checks: &mut Vec<Check>, header: &str, form: Form, mut secrets: Vec<Secret>) -> Result<(), ConfigError> {
    if secrets.is_empty() {
        return Ok(());
    }
    if !is_header_name(header) {
        return Err(ConfigError::InvalidHeaderName);
    }
    let is_in_header = match form {
        Form::Signature(_) => false,
        Form::Bearer | Form::Plain => true,
    };
    if is_in_header && !secrets.iter().all(Secret::is_header_value) {
        return Err(ConfigError::InvalidSecretValue);
    }
    for check in checks.iter_mut() {
        if let Check::Header(check) = check
            && check.form == form
            && check.header.eq_ignore_ascii_case(header)
        {
            check.secrets.append(&mut secrets);
            return Ok(());
        }
    }
    checks.push(Check::Header(HeaderCheck { header: header.to_owned(), form, secrets }));
    Ok(())
}

/// Returns true if a name is a token of RFC 9110.
fn is_header_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}
