//! Receives requests: verifies them and returns events (feature `signature`).
//!
//! An [`Endpoint`] is for one vendor, with the secrets that you share with it. Pass it the headers and the raw body of a
//! request:
//!
//! ```
//! use leadhook::Vendor;
//! use leadhook::endpoint::{Endpoint, Secret, Verification};
//!
//! let secret = Secret::try_from("whsec_test")?;
//! let endpoint = Endpoint::builder(Vendor::Leadterra).signing_secret(secret).build()?;
//!
//! let body = br#"{"event":"campaign.started","timestamp":"2026-02-02T12:00:00Z","data":{"campaignId":"camp_123"}}"#;
//! let headers = endpoint.sign(body);
//! let received = endpoint.receive(headers, body).unwrap();
//! assert!(matches!(received.verification, Verification::Verified(_)));
//!
//! let rejection = endpoint.receive([("X-Leadterra-Signature", "00")], body).unwrap_err();
//! assert_eq!(rejection.http_status().as_u16(), 401);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The header map of the http crate, which axum, hyper and Lambda use, works as it is:
//!
//! ```
//! # use leadhook::Vendor;
//! # use leadhook::endpoint::{Endpoint, HttpStatus};
//! # fn store<T>(_: &T) -> Result<(), std::io::Error> { Ok(()) }
//! fn handle(endpoint: &Endpoint, request: &http::Request<Vec<u8>>) -> http::StatusCode {
//!     let (stored, status) = match endpoint.receive(request.headers(), request.body()) {
//!         Ok(received) => (store(&received.event), HttpStatus::Ok),
//!         Err(rejection) if rejection.http_status() == HttpStatus::Ok => (store(&rejection), HttpStatus::Ok),
//!         Err(rejection) => (Ok(()), rejection.http_status()),
//!     };
//!     let status = stored.map_or(HttpStatus::ServiceUnavailable, |()| status);
//!     http::StatusCode::from_u16(status.as_u16()).unwrap()
//! }
//! # let endpoint = Endpoint::builder(Vendor::LigueLead).build()?;
//! # let body = br#"{"event":"campaign.status","occurred_at":"2026-02-02T12:00:00Z","campaign":{"type":"sms","status":"sent"}}"#;
//! # assert_eq!(handle(&endpoint, &http::Request::new(body.to_vec())), http::StatusCode::OK);
//! # Ok::<(), leadhook::endpoint::ConfigError>(())
//! ```
//!
//! actix-web's header map works in the same way: `endpoint.receive(request.headers(), &body)`.
//!
//! # What each vendor sends
//!
//! | vendor | proof | configure |
//! |---|---|---|
//! | Leadterra | `X-Leadterra-Signature`: HMAC-SHA256 of the body, hexadecimal | [`signing_secret`](Builder::signing_secret) |
//! | LeadNest | `X-LeadNest-Signature`: the same | [`signing_secret`](Builder::signing_secret), perhaps [`max_event_age`](Builder::max_event_age) |
//! | LimeCall | `X-LimeCall-Signature`: the same, in an undocumented encoding; and `Authorization: Bearer` | [`signing_secret`](Builder::signing_secret), [`encoding`](Builder::encoding), [`bearer_token`](Builder::bearer_token) |
//! | LeadSail | headers of your choice | [`secret_header`](Builder::secret_header) |
//! | LigueLead | nothing | |
//! | your own | what you pass to [`Endpoint::custom`], such as [Standard Webhooks](crate::vendors::AuthScheme::StandardWebhooks) | |
//!
//! Everything that is configured must pass. A request of LigueLead is always [`Verification::Unsigned`]: put a secret into
//! the path of its URL, and allow only its hosts if it publishes them.
//!
//! Hexadecimal digits and the word `Bearer` may have either case. A signature may begin with `sha256=`. Spaces around a
//! value are ignored. None of this is documented, and none of it is ambiguous.
//!
//! # Duplicates
//!
//! Vendors send a webhook again when it was not acknowledged, and when a person asks for it. No signature of a built-in
//! vendor contains a time, so a recorded request can be sent again too. Standard Webhooks signs a time, so there it can only
//! be sent again within the tolerance. Store the [id](crate::Event::id) of every event in the same
//! transaction as the event, and process each id once. The section "Identity" of each [vendor's module](crate::vendors)
//! documents what the id is made of.
//!
//! - If a vendor changes a part of the key when it sends a webhook again, one event gets two ids. No vendor documents
//!   that it does. A hash of the body would have the same problem.
//! - If two events agree in every part of the key, they get one id. Examples are two opens of one email in one second,
//!   and a second bounce of one message at Leadterra.

use std::fmt;
use std::time::Duration;

use chrono::{DateTime, Utc};

mod builder;
mod config_error;
mod response;
mod secret;
mod standard_webhooks;
mod verification;

pub use builder::Builder;
use builder::Clock;
pub use config_error::ConfigError;
pub use response::HttpStatus;
pub use secret::{Secret, SecretError};
use verification::Check;
pub use verification::{AuthenticationError, HeaderError, Proof, Verification};

use crate::error::Error;
use crate::event::{Event, EventKind, Source};
use crate::limits::Limits;
use crate::rejection::{RawBody, Rejection};
use crate::value::Timestamp;
pub use crate::vendors::{AuthScheme, Encoding};
use crate::vendors::{Vendor, no_conversion};

/// The default of [`Builder::dedup_window`]: 30 days. No vendor limits how long after a webhook a person may send it
/// again.
pub const DEFAULT_DEDUP_WINDOW: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// Receives the webhooks of one vendor and one account.
#[derive(Clone)]
pub struct Endpoint {
    source: Source,
    checks: Vec<Check>,
    limits: Limits,
    max_event_age: Option<Duration>,
    dedup_window: Duration,
    clock: Clock,
}

/// A webhook that was received and verified.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Received {
    /// The unified event, with the endpoint's account in its source. Its [`id`](Event::id) recognizes duplicates.
    pub event: Event,
    /// What the verification proved.
    pub verification: Verification,
    /// When it was received, by the endpoint's clock.
    pub received_at: DateTime<Utc>,
    /// Whether the event is older than the [dedup window](Builder::dedup_window), so that a duplicate may not be
    /// recognized.
    pub is_outside_dedup_window: bool,
    /// The JSON Pointers of the documented members whose values did not fit their fields. Log them: see
    /// [`Payload::unexpected`](crate::Payload::unexpected). Empty after [`Endpoint::receive_with`].
    pub unexpected: Vec<String>,
}

impl Received {
    /// Returns the other vendor that documents this event, if the endpoint's vendor does not document it. `None` for an endpoint
    /// of your own.
    ///
    /// The event is [unknown](EventKind::Unknown) then. The other vendor's webhooks probably go to the wrong endpoint.
    ///
    /// ```
    /// use leadhook::Vendor;
    /// use leadhook::endpoint::Endpoint;
    ///
    /// let endpoint = Endpoint::builder(Vendor::LigueLead).build()?;
    /// let headers = endpoint.sign(b"");
    /// let received = endpoint.receive(headers.clone(), br#"{"event":"missed_call"}"#).unwrap();
    /// assert_eq!(received.documented_by(), Some(Vendor::LimeCall));
    ///
    /// let received = endpoint.receive(headers, br#"{"event":"made.up"}"#).unwrap();
    /// assert_eq!(received.documented_by(), None);
    /// # Ok::<(), leadhook::endpoint::ConfigError>(())
    /// ```
    #[must_use]
    pub fn documented_by(&self) -> Option<Vendor> {
        match self.event.kind {
            EventKind::Unknown(_) => {
                let own = self.event.source().vendor()?;
                Vendor::documenting(self.event.vendor_event.as_str()).filter(|&vendor| vendor != own)
            }
            EventKind::Message(_)
            | EventKind::InboundMessage(_)
            | EventKind::Reply(_)
            | EventKind::Call(_)
            | EventKind::Voicemail(_)
            | EventKind::Lead(_)
            | EventKind::Campaign(_)
            | EventKind::Contact(_) => None,
        }
    }
}

impl Endpoint {
    /// Creates a builder of an endpoint for one vendor.
    pub fn builder(vendor: Vendor) -> Builder {
        Builder::new(vendor)
    }

    /// Creates a builder of an endpoint for a vendor of your own. Each request must pass all of these schemes. Use
    /// [`receive_with`](Self::receive_with) for its requests.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use leadhook::endpoint::{Endpoint, Secret};
    /// use leadhook::event::Source;
    /// use leadhook::vendors::AuthScheme;
    ///
    /// let scheme = AuthScheme::StandardWebhooks { tolerance: Duration::from_secs(5 * 60) };
    /// let secret = Secret::try_from("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")?;
    /// let endpoint = Endpoint::custom(Source::new("acme")?, [scheme]).signing_secret(secret).build()?;
    ///
    /// let body = br#"{"type":"contact.created"}"#;
    /// assert!(endpoint.verify(endpoint.sign(body), body).is_ok());
    /// assert!(endpoint.verify(endpoint.sign(b"another body"), body).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn custom(source: Source, schemes: impl IntoIterator<Item = AuthScheme>) -> Builder {
        Builder::custom(source, schemes.into_iter().collect())
    }

    /// Returns the vendor and the account.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Returns the limits on bodies. Use them where you read bodies from the network, too.
    #[must_use]
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// Verifies that a request is the vendor's.
    ///
    /// # Errors
    ///
    /// If a header that the endpoint checks is missing, repeated, malformed or does not match, or if a signed time is too
    /// long before or after the endpoint's clock.
    pub fn verify<N: AsRef<str>, V: AsRef<[u8]>>(
        &self,
        headers: impl IntoIterator<Item = (N, V)>,
        body: &[u8],
    ) -> Result<Verification, AuthenticationError> {
        self.verify_at(headers, body, (self.clock.0)())
    }

    fn verify_at<N: AsRef<str>, V: AsRef<[u8]>>(
        &self,
        headers: impl IntoIterator<Item = (N, V)>,
        body: &[u8],
        now: DateTime<Utc>,
    ) -> Result<Verification, AuthenticationError> {
        let headers: Vec<_> = headers.into_iter().collect();
        let headers: Vec<_> = headers.iter().map(|(name, value)| (name.as_ref(), value.as_ref())).collect();
        verification::verify(&self.checks, &headers, body, now)
    }

    /// Verifies a request, parses its body and converts it into an event. Pass the raw bytes of the body.
    ///
    /// An endpoint of your [own](Self::custom) has no conversion and refuses every body here. Use
    /// [`receive_with`](Self::receive_with).
    ///
    /// # Errors
    ///
    /// In this order: [`TooLarge`](crate::ErrorKind::TooLarge) if the body is too large,
    /// [`Unauthenticated`](crate::ErrorKind::Unauthenticated) if the request is not proven to be the vendor's, and
    /// otherwise as [`parse`](crate::parse). [`Rejection::http_status`] returns what to respond.
    #[expect(clippy::result_large_err, reason = "it is stored, not passed on")]
    pub fn receive<N: AsRef<str>, V: AsRef<[u8]>>(
        &self,
        headers: impl IntoIterator<Item = (N, V)>,
        body: &[u8],
    ) -> Result<Received, Rejection> {
        self.receive_by(headers, body, |body| {
            let payload = self.limits.parse(self.source.vendor().ok_or_else(no_conversion)?, body)?;
            let unexpected = payload.unexpected();
            Ok((payload.into_event(self.source.clone()), unexpected))
        })
    }

    /// Verifies a request and converts its body into an event with a function of yours. Pass the raw bytes of the body.
    ///
    /// `convert` is called only with the body of an authentic request that is not too large. Its errors are those of
    /// [`Schema::validate`](crate::Schema::validate), through [`Verdict::error`](crate::Verdict::error), or
    /// [`Error::invalid`]. Give the event the [source](Self::source) of this endpoint.
    ///
    /// `convert` gets no headers. If it needs a header, find it first and capture it. With
    /// [Standard Webhooks](crate::vendors::AuthScheme::StandardWebhooks), `webhook-id` is verified before `convert` is
    /// called, and is the best part of an [`EventKey`](crate::event::EventKey). A header that no scheme covers may be
    /// forged. A [`Rejection`] keeps no headers, so store the id with it if you want to convert the body later.
    /// `examples/own_vendor.rs` is a whole program.
    ///
    /// [`Received::unexpected`] is empty, because only the models of the built-in vendors report such members. Use
    /// [`Schema::validate`](crate::Schema::validate) for that: they are [`Verdict::Drift`](crate::Verdict::Drift).
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use leadhook::endpoint::{Endpoint, Secret};
    /// use leadhook::event::{EventKey, EventKind, Source, Unknown};
    /// use leadhook::vendors::AuthScheme;
    /// use leadhook::{Error, Event, Schema};
    ///
    /// let source = Source::new("acme")?;
    /// let scheme = AuthScheme::StandardWebhooks { tolerance: Duration::from_secs(5 * 60) };
    /// let secret = Secret::try_from("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")?;
    /// let endpoint = Endpoint::custom(source.clone(), [scheme]).signing_secret(secret).build()?;
    ///
    /// let schema = Schema::compile(r#"{"required":["time"],"properties":{"time":{"type":"string","format":"date-time"}}}"#)?;
    /// let convert = |body: &[u8]| {
    ///     schema.validate(body).error().map_or(Ok(()), Err)?;
    ///     let body: serde_json::Value = serde_json::from_slice(body).map_err(|_| Error::malformed("not JSON"))?;
    ///     let time = body["time"].as_str().and_then(|text| text.parse().ok());
    ///     let time = time.ok_or_else(|| Error::invalid("/time", "expected a timestamp"))?;
    ///     Ok(Event::new(source, EventKey::new("ping").time(&time), time, EventKind::Unknown(Unknown::new())))
    /// };
    /// let body = br#"{"time":"2026-02-02T12:00:00Z"}"#;
    /// let received = endpoint.receive_with(endpoint.sign(body), body, convert).unwrap();
    /// assert_eq!(received.event.source().to_string(), "acme");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// In this order: [`TooLarge`](crate::ErrorKind::TooLarge) if the body is too large,
    /// [`Unauthenticated`](crate::ErrorKind::Unauthenticated) if the request is not proven to be the vendor's, and
    /// otherwise what `convert` returns. Then the [age](Builder::max_event_age) of the event is checked.
    #[expect(clippy::result_large_err, reason = "it is stored, not passed on")]
    pub fn receive_with<N: AsRef<str>, V: AsRef<[u8]>>(
        &self,
        headers: impl IntoIterator<Item = (N, V)>,
        body: &[u8],
        convert: impl FnOnce(&[u8]) -> Result<Event, Error>,
    ) -> Result<Received, Rejection> {
        self.receive_by(headers, body, |body| Ok((convert(body)?, Vec::new())))
    }

    /// Receives a request with a function that returns the event and the pointers of unexpected members.
    #[expect(clippy::result_large_err, reason = "it is stored, not passed on")]
    fn receive_by<N: AsRef<str>, V: AsRef<[u8]>>(
        &self,
        headers: impl IntoIterator<Item = (N, V)>,
        body: &[u8],
        convert: impl FnOnce(&[u8]) -> Result<(Event, Vec<String>), Error>,
    ) -> Result<Received, Rejection> {
        let received_at = (self.clock.0)();
        self.try_receive(headers, body, received_at, convert).map_err(|error| {
            let mut rejection = Rejection::new(error, RawBody::new(body, self.limits)).with_source(self.source.clone());
            rejection.received_at = Timestamp::try_from(received_at).ok();
            rejection
        })
    }

    fn try_receive<N: AsRef<str>, V: AsRef<[u8]>>(
        &self,
        headers: impl IntoIterator<Item = (N, V)>,
        body: &[u8],
        received_at: DateTime<Utc>,
        convert: impl FnOnce(&[u8]) -> Result<(Event, Vec<String>), Error>,
    ) -> Result<Received, Error> {
        if body.len() > self.limits.max_body() {
            return Err(Error::too_large(self.limits.max_body()));
        }
        let verification = self.verify_at(headers, body, received_at)?;
        let (event, unexpected) = convert(body)?;
        let age = event.time.as_ref().map(|time| received_at.signed_duration_since(time.to_datetime()));
        if let Some(max_age) = self.max_event_age {
            let Some(age) = age else {
                return Err(Error::unauthenticated(["event without a time, and its age is limited".to_owned()]));
            };
            if age.abs().to_std().is_ok_and(|age| age > max_age) {
                let max_age = max_age.as_secs_f64();
                return Err(Error::unauthenticated([format!(
                    "event more than {max_age} s before or after it was received"
                )]));
            }
        }
        let is_outside_dedup_window = age.is_some_and(|age| age.to_std().is_ok_and(|age| age > self.dedup_window));
        Ok(Received { event, verification, received_at, is_outside_dedup_window, unexpected })
    }

    /// Returns the headers that authenticate a body to this endpoint, made with the first of its secrets. Use it in tests.
    ///
    /// For [Standard Webhooks](AuthScheme::StandardWebhooks), the signed time is that of the endpoint's clock, and the id is
    /// `msg_` and the SHA-256 of the body in hexadecimal digits.
    #[must_use]
    pub fn sign(&self, body: &[u8]) -> Vec<(String, String)> {
        let now = (self.clock.0)();
        self.checks.iter().flat_map(|check| check.sign(body, now)).collect()
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<_> = self.checks.iter().flat_map(Check::headers).collect();
        f.debug_struct("Endpoint").field("source", &self.source).field("headers", &headers).finish_non_exhaustive()
    }
}
