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
//! # fn keep<T>(_: &T) -> Result<(), std::io::Error> { Ok(()) }
//! fn handle(endpoint: &Endpoint, request: &http::Request<Vec<u8>>) -> http::StatusCode {
//!     let kept = match endpoint.receive(request.headers(), request.body()) {
//!         Ok(received) => keep(&received.event).map(|()| received.answer()),
//!         Err(rejection) if rejection.answer() == Answer::Kept => keep(&rejection).map(|()| Answer::Kept),
//!         Err(rejection) => Ok(rejection.answer()),
//!     };
//!     http::StatusCode::from_u16(kept.unwrap_or(Answer::NotKept).status()).unwrap()
//! }
//! # let endpoint = Endpoint::of(Vendor::LigueLead).build()?;
//! # let body = br#"{"event":"campaign.status","occurred_at":"2026-02-02T12:00:00Z","campaign":{"type":"sms","status":"sent"}}"#;
//! # assert_eq!(handle(&endpoint, &http::Request::new(body.to_vec())), http::StatusCode::OK);
//! # Ok::<(), leadhook::endpoint::ConfigError>(())
//! ```
//!
//! In a handler of actix-web with an `HttpRequest` and `web::Bytes`:
//!
//! ```text
//! let received = endpoint.receive(request.headers(), &body);
//! let answer = keep(received).await; // as above
//! HttpResponse::new(StatusCode::from_u16(answer.status()).unwrap())
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
//! Hexadecimal digits and the word `Bearer` may be in either case, `sha256=` may stand before a signature, and blanks
//! around a value: none of this is documented, and all of it leaves no doubt of what is meant.
//!
//! # Once
//!
//! Platforms send again what was not acknowledged, and what a person tells them to; and as no signature has a time in it,
//! whoever recorded a request can do so too. So keep the [id](crate::Event::id) of every event, in the same transaction
//! as the event, and take an id once. What an id is made of stands under "Identity" in each platform's
//! [module](crate::vendors). It fails, and the same thing comes under two ids, where a platform changes the time or a
//! text that is part of it when it sends again: none says that it does. A hash of the body would fail there as well. And
//! two things come under one id if they agree in every part of the key, though they may differ elsewhere: two opens of one
//! mail in one second, or a second bounce of one message at Leadterra.

use std::fmt;
use std::time::Duration;

use chrono::{DateTime, Utc};

mod answer;
mod authenticity;
mod builder;
mod secret;

pub use answer::Answer;
pub use authenticity::{Authenticity, HeaderFault, Proof, Unauthentic};
use authenticity::{Check, authenticate};
use builder::Clock;
pub use builder::{Builder, ConfigError};
pub use secret::{NoSecret, Secret};

use crate::event::Source;
pub use crate::vendors::Encoding;
use crate::{Error, Event, Instant, Limits, Payload, Raw, Rejection, Vendor};

/// How long the ids of events are kept unless [said otherwise](Builder::keep_ids): 30 days, for no platform bounds how long
/// after a webhook a person may have it sent again.
pub const KEEP_IDS: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// Where one platform sends its webhooks to, for one account.
#[derive(Clone)]
pub struct Endpoint {
    source: Source,
    checks: Vec<Check>,
    limits: Limits,
    window: Option<Duration>,
    keep_ids: Duration,
    clock: Clock,
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
    /// Whether it happened longer ago than ids are [kept](Builder::keep_ids): if it has come before, nobody may know any
    /// more.
    pub is_stale: bool,
}

impl Endpoint {
    /// For the webhooks of one platform.
    #[must_use]
    pub fn of(vendor: Vendor) -> Builder {
        Builder::of(vendor)
    }

    /// The platform, and our account there.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// How large a body may be: what reads bodies from the network should know, too.
    #[must_use]
    pub fn limits(&self) -> Limits {
        self.limits
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
        let received_at = (self.clock.0)();
        self.take(headers, body, received_at).map_err(|error| {
            let mut rejection = Rejection::new(error, Raw::of(body, self.limits)).with_vendor(self.source.vendor());
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
        let authenticity = self.authenticate(headers, body)?;
        let payload = self.limits.parse(self.source.vendor(), body)?;
        let event = Event::from(payload.clone()).with_source(self.source.clone());
        let age = event.time().map(|time| received_at.signed_duration_since(time.datetime()));
        if let Some(window) = self.window {
            let Some(age) = age else {
                return Err(Error::unauthentic(["it does not say when it happened".to_owned()]));
            };
            if age.abs().to_std().is_ok_and(|age| age > window) {
                let window = window.as_secs_f64();
                return Err(Error::unauthentic([format!(
                    "it happened more than {window} s before or after it was received"
                )]));
            }
        }
        let is_stale = age.is_some_and(|age| age.to_std().is_ok_and(|age| age > self.keep_ids));
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
