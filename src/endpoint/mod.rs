//! What stands between a web server and the events: who sent a body, and what to answer (feature `signature`).
//!
//! An [`Endpoint`] is made for one platform, with the secrets that are shared with it. It takes the headers and the raw
//! body of a request, as they came:
//!
//! ```
//! use leadhook::Vendor;
//! use leadhook::endpoint::{Authenticity, Endpoint, Secret};
//!
//! let secret = Secret::try_from("whsec_test")?;
//! let endpoint = Endpoint::of(Vendor::Leadterra).signed_with(secret.clone()).build()?;
//!
//! let body = br#"{"event":"campaign.started","timestamp":"2026-02-02T12:00:00Z","data":{"campaignId":"camp_123"}}"#;
//! let signature = endpoint.sign(body).remove(0);
//! let received = endpoint.receive([signature], body).unwrap();
//! assert!(matches!(received.authenticity, Authenticity::Authentic(_)));
//! assert_eq!(received.answer().status(), 200);
//!
//! let rejection = endpoint.receive([("X-Leadterra-Signature", "00")], body).unwrap_err();
//! assert_eq!(rejection.answer().status(), 401);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The header map of http 1, which axum, hyper and Lambda use, is such an iterator, and so is that of actix-web:
//!
//! ```
//! # use leadhook::Vendor;
//! # use leadhook::endpoint::{Answer, Endpoint};
//! fn handle(endpoint: &Endpoint, request: &http::Request<Vec<u8>>) -> http::StatusCode {
//!     let answer = match endpoint.receive(request.headers(), request.body()) {
//!         Ok(received) => received.answer(),
//!         Err(rejection) => rejection.answer(),
//!     };
//!     http::StatusCode::from_u16(answer.status()).unwrap()
//! }
//! # let endpoint = Endpoint::of(Vendor::LigueLead).build()?;
//! # let body = br#"{"event":"campaign.status","occurred_at":"2026-02-02T12:00:00Z","campaign":{"type":"sms","status":"sent"}}"#;
//! # assert_eq!(handle(&endpoint, &http::Request::new(body.to_vec())), http::StatusCode::OK);
//! # Ok::<(), leadhook::endpoint::ConfigError>(())
//! ```
//!
//! # What each platform proves
//!
//! | platform | proof | configure |
//! |---|---|---|
//! | Leadterra | `X-Leadterra-Signature`: HMAC-SHA256 of the body, hexadecimal | [`signed_with`](Builder::signed_with) |
//! | LeadNest | `X-LeadNest-Signature`: the same | [`signed_with`](Builder::signed_with), perhaps [`window`](Builder::window) |
//! | LimeCall | `X-LimeCall-Signature`: the same, in an encoding that nobody documents; and `Authorization: Bearer` | [`signed_with`](Builder::signed_with), [`encoding`](Builder::encoding), [`bearer`](Builder::bearer) |
//! | LeadSail | a header of your choice | [`header`](Builder::header) |
//! | LigueLead | nothing | |
//!
//! All that is configured must pass. What LigueLead sends is [`Authenticity::Unsigned`], always: put a secret into the
//! path of its address, and let only its hosts through if it tells you which those are.
//!
//! Hexadecimal digits may be in upper case, and `sha256=` may stand before a signature: neither is documented, and both
//! leave no doubt of what is meant. No signature has a time in it, so whoever recorded a request can send it again: keep
//! the [ids](crate::Event::id) of events.

use std::fmt;
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};
use thiserror::Error;

mod answer;
mod authenticity;
mod secret;

pub use answer::Answer;
pub use authenticity::{Authenticity, HeaderFault, Proof, Unauthentic};
use authenticity::{Check, Form, authenticate};
pub use secret::{NoSecret, Secret};

use crate::event::Source;
pub use crate::vendors::Encoding;
use crate::{Error, Event, Instant, Limits, Payload, Raw, Rejection, Vendor};

/// How long the ids of events should be kept, to know what comes again: 30 days, for no platform bounds how long after
/// a webhook a person may have it sent again.
pub const KEEP_IDS: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// Where one platform sends its webhooks to, for one account.
#[derive(Clone)]
pub struct Endpoint {
    source: Source,
    checks: Vec<Check>,
    limits: Limits,
    window: Option<Duration>,
    clock: fn() -> DateTime<Utc>,
}

/// Makes an [`Endpoint`].
#[derive(Clone, Debug)]
pub struct Builder {
    vendor: Vendor,
    account: Option<String>,
    signing: Vec<Secret>,
    encoding: Option<Encoding>,
    bearer: Vec<Secret>,
    headers: Vec<(String, Secret)>,
    unsigned: bool,
    limits: Limits,
    window: Option<Duration>,
    clock: fn() -> DateTime<Utc>,
}

/// Why an endpoint cannot be made as it was configured.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The platform proves who it is, and no secret was given to check that.
    #[error("{0} can prove who it is: give the secret ({need}), or ask for `unsigned`", need = need(*.0))]
    NoSecret(Vendor),
    /// A secret was given, and `unsigned` was asked for.
    #[error("a secret of {0}'s and `unsigned` contradict each other")]
    SecretUnused(Vendor),
    /// A secret of a kind was given that the platform does not use.
    #[error("{vendor} documents no {what}")]
    NotDocumented {
        /// The platform.
        vendor: Vendor,
        /// What it does not send.
        what: &'static str,
    },
    /// The platform documents another encoding of its signature.
    #[error("{0} documents its signature in another encoding")]
    Encoding(Vendor),
    /// A text is no name of a header.
    #[error("a header's name has only letters, digits, and !#$%&'*+-.^_`|~")]
    HeaderName,
    /// A text is no label of an account.
    #[error("an account's label has only letters, digits, `-`, `.`, `_` and `~`")]
    Account,
}

fn need(vendor: Vendor) -> &'static str {
    if vendor.delivery().signature_header.is_some() { "`signed_with`" } else { "`header`" }
}

/// A webhook that was received: who sent it, as far as that is known, and what it says.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Received {
    /// What it says in our words, with the endpoint's account in its source. Its [`id`](Event::id) is the key by which
    /// to know it when it comes again.
    pub event: Event,
    /// What it says in its platform's words.
    pub payload: Payload,
    /// Who sent it.
    pub authenticity: Authenticity,
    /// When it was received, by the endpoint's clock.
    pub received_at: DateTime<Utc>,
    /// Whether it happened longer ago than [`KEEP_IDS`]: then its id may have been forgotten, and it may have come
    /// before.
    pub is_stale: bool,
}

impl Endpoint {
    /// For the webhooks of one platform.
    #[must_use]
    pub fn of(vendor: Vendor) -> Builder {
        Builder {
            vendor,
            account: None,
            signing: Vec::new(),
            encoding: None,
            bearer: Vec::new(),
            headers: Vec::new(),
            unsigned: false,
            limits: Limits::default(),
            window: None,
            clock: || SystemTime::now().into(),
        }
    }

    /// The platform, and our account there.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Who sent a body.
    ///
    /// # Errors
    ///
    /// If any header that the endpoint asks for is missing, repeated, malformed or does not match.
    pub fn authenticate<N: AsRef<str>, V: AsRef<[u8]>>(
        &self,
        headers: impl IntoIterator<Item = (N, V)>,
        body: &[u8],
    ) -> Result<Authenticity, Unauthentic> {
        let headers: Vec<_> = headers.into_iter().collect();
        authenticate(&self.checks, headers.iter().map(|(name, value)| (name.as_ref(), value.as_ref())), body)
    }

    /// Takes a request: its headers, and its body as it came, to the byte.
    ///
    /// # Errors
    ///
    /// Of the kind [`Limit`](crate::ErrorKind::Limit) if the body is too large,
    /// [`Unauthentic`](crate::ErrorKind::Unauthentic) if nothing shows that the platform sent it, and as
    /// [`parse`](crate::parse) otherwise; in this order. [`Rejection::answer`] says what to do.
    #[expect(clippy::result_large_err, reason = "it is kept, not passed on")]
    pub fn receive<N: AsRef<str>, V: AsRef<[u8]>>(
        &self,
        headers: impl IntoIterator<Item = (N, V)>,
        body: &[u8],
    ) -> Result<Received, Rejection> {
        let received_at = (self.clock)();
        self.take(headers, body, received_at).map_err(|error| {
            let raw = if body.len() > self.limits.body() {
                Raw::Elsewhere { offset: 0, length: body.len() as u64 }
            } else {
                body.to_vec().into()
            };
            let mut rejection = Rejection::new(error, raw).with_vendor(self.source.vendor());
            rejection.account = self.source.account().map(str::to_owned);
            rejection.received_at = Instant::try_from(received_at).ok();
            rejection
        })
    }

    fn take<N: AsRef<str>, V: AsRef<[u8]>>(
        &self,
        headers: impl IntoIterator<Item = (N, V)>,
        body: &[u8],
        received_at: DateTime<Utc>,
    ) -> Result<Received, Error> {
        if body.len() > self.limits.body() {
            return Err(Error::too_large(self.limits.body()));
        }
        let authenticity =
            self.authenticate(headers, body).map_err(|unauthentic| Error::unauthentic(unauthentic.messages()))?;
        let payload = self.limits.parse(self.source.vendor(), body)?;
        let event = Event::from(payload.clone()).with_source(self.source.clone());
        let age = event.time().map(|time| received_at.signed_duration_since(time.datetime()));
        if let Some(window) = self.window
            && !age.is_some_and(|age| age.abs().to_std().is_ok_and(|age| age <= window))
        {
            let message = format!("it happened more than {} s before or after it was received", window.as_secs());
            return Err(Error::unauthentic([message]));
        }
        let is_stale = age.is_some_and(|age| age.to_std().is_ok_and(|age| age > KEEP_IDS));
        Ok(Received { event, payload, authenticity, received_at, is_stale })
    }

    /// The headers that prove a body to this endpoint, made with the first of its secrets: for tests.
    #[must_use]
    pub fn sign(&self, body: &[u8]) -> Vec<(String, String)> {
        self.checks.iter().map(|check| (check.header.clone(), check.write(body))).collect()
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<_> = self.checks.iter().map(|check| &check.header).collect();
        f.debug_struct("Endpoint").field("source", &self.source).field("headers", &headers).finish_non_exhaustive()
    }
}

impl Builder {
    /// With a secret that the platform signs with. Give several while one takes the place of another.
    #[must_use]
    pub fn signed_with(mut self, secret: Secret) -> Self {
        self.signing.push(secret);
        self
    }

    /// With the encoding of the signature, hexadecimal if nothing is said. Only LimeCall leaves it open.
    #[must_use]
    pub fn encoding(self, encoding: Encoding) -> Self {
        Self { encoding: Some(encoding), ..self }
    }

    /// With a token that comes as `Authorization: Bearer`. Give several while one takes the place of another.
    #[must_use]
    pub fn bearer(mut self, token: Secret) -> Self {
        self.bearer.push(token);
        self
    }

    /// With a header whose value is secret, as set up at the platform. Give it several values while one takes the place
    /// of another; if several headers are given, all must pass.
    #[must_use]
    pub fn header(mut self, name: &str, value: Secret) -> Self {
        self.headers.push((name.to_owned(), value));
        self
    }

    /// Without the signature or the header that the platform could prove itself by. Unless a [`bearer`](Self::bearer)
    /// token is asked for, whoever knows the address can then make up webhooks.
    #[must_use]
    pub fn unsigned(self) -> Self {
        Self { unsigned: true, ..self }
    }

    /// With a label that tells several accounts at one platform apart. It joins the [source](Source) of every event, and
    /// so its id.
    #[must_use]
    pub fn account(self, label: &str) -> Self {
        Self { account: Some(label.to_owned()), ..self }
    }

    /// With other limits than the default's.
    #[must_use]
    pub fn limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Refusing what happened longer ago than this, or as far in the future. LeadNest advises it; yet it also refuses
    /// what a person has had sent again, and no platform signs another time than that of the event.
    #[must_use]
    pub fn window(self, window: Duration) -> Self {
        Self { window: Some(window), ..self }
    }

    /// With another clock than the system's.
    #[must_use]
    pub fn clock(self, clock: fn() -> DateTime<Utc>) -> Self {
        Self { clock, ..self }
    }

    /// The endpoint.
    ///
    /// # Errors
    ///
    /// If the platform could prove who it is and nothing was given to check that, unless that was
    /// [asked for](Self::unsigned); if something was given that the platform does not send; if a header's name or an
    /// account's label is none.
    pub fn build(self) -> Result<Endpoint, ConfigError> {
        let vendor = self.vendor;
        let delivery = vendor.delivery();
        let not_documented = |what| ConfigError::NotDocumented { vendor, what };
        let mut checks: Vec<Check> = Vec::new();
        match delivery.signature_header {
            Some(header) if !self.signing.is_empty() => {
                let documented = delivery.signature_encoding;
                if self.encoding.is_some() && documented.is_some() && self.encoding != documented {
                    return Err(ConfigError::Encoding(vendor));
                }
                let form = Form::Signature(self.encoding.or(documented).unwrap_or(Encoding::Hex));
                checks.push(Check { header: header.to_owned(), form, secrets: self.signing });
            }
            None if !self.signing.is_empty() => return Err(not_documented("signature")),
            Some(_) | None => {}
        }
        if !self.bearer.is_empty() {
            if !delivery.bearer_token {
                return Err(not_documented("bearer token"));
            }
            checks.push(Check { header: "Authorization".to_owned(), form: Form::Bearer, secrets: self.bearer });
        }
        for (header, secret) in self.headers {
            let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
            if !delivery.custom_headers {
                return Err(not_documented("headers of its customer's"));
            }
            if header.is_empty() || !header.bytes().all(is_token) {
                return Err(ConfigError::HeaderName);
            }
            match checks.iter_mut().find(|check| check.header.eq_ignore_ascii_case(&header)) {
                Some(check) => check.secrets.push(secret),
                None => checks.push(Check { header, form: Form::Plain, secrets: vec![secret] }),
            }
        }

        let is_checked = match delivery.signature_header {
            Some(signature) => checks.iter().any(|check| check.header == signature),
            None => !delivery.custom_headers || !checks.is_empty(),
        };
        if !is_checked && !self.unsigned {
            return Err(ConfigError::NoSecret(vendor));
        }
        if is_checked && self.unsigned && !checks.is_empty() {
            return Err(ConfigError::SecretUnused(vendor));
        }
        let source = Source::from(vendor);
        let source = match &self.account {
            Some(label) => source.with_account(label).map_err(|_| ConfigError::Account)?,
            None => source,
        };
        Ok(Endpoint { source, checks, limits: self.limits, window: self.window, clock: self.clock })
    }
}
