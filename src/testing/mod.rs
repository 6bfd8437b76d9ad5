//! Webhooks and events for property tests and fuzzers, made from the schemas themselves (feature `proptest`; with
//! feature `arbitrary` also from a fuzzer's bytes).
//!
//! - [`Webhook`]: the body of a webhook that its vendor might send, and what is undocumented about it;
//! - [`InvalidWebhook`]: one that is broken in some places, and which;
//! - [`Event`]: what becomes of a webhook.
//!
//! All are proptest's [`any`], or `any_with` a [`WebhookOptions`]. This is how a service tests its own
//! handler:
//!
//! ```
//! use leadhook::testing::{InvalidWebhook, WebhookOptions, Webhook};
//! use leadhook::{Event, Vendor, normalize};
//! use proptest::prelude::*;
//!
//! /// The handler under test: what is answered to a body, as an HTTP status.
//! fn handle(vendor: Vendor, body: &[u8]) -> u16 {
//!     match normalize(vendor, body) {
//!         Ok(Event::Unknown(_)) => 202,
//!         Ok(_) => 200,
//!         Err(_) => 400,
//!     }
//! }
//!
//! proptest! { // each is a `#[test]`, which documentation cannot show
//! # #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]
//!     fn takes_whatever_a_platform_may_send(webhook: Webhook) {
//!         prop_assert!(handle(webhook.vendor, webhook.body.as_bytes()) < 300);
//!     }
//!
//!     fn answers_what_limecall_documents(webhook in any_with::<Webhook>(WebhookOptions::from(Vendor::LimeCall).without_drift())) {
//!         prop_assert_eq!(handle(webhook.vendor, webhook.body.as_bytes()), 200);
//!     }
//!
//!     fn refuses_what_is_broken(broken: InvalidWebhook) {
//!         prop_assert_eq!(handle(broken.vendor, &broken.body), 400, "{:?}", broken.faults);
//!     }
//! }
//! # takes_whatever_a_platform_may_send();
//! # answers_what_limecall_documents();
//! # refuses_what_is_broken();
//! ```
//!
//! Bodies hold Unicode, offsets from UTC, absent and null members, and drift: undocumented members, words, forms and
//! event names. Each documented member and word comes up; mail addresses end in `example.com`. The same seed of proptest
//! gives the same, as long as the versions of this crate and of proptest, and the features of serde_json, are the same.
//! [`Samples`] are the same without a property test.

use std::fmt;
use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;
use thiserror::Error;

#[cfg(feature = "arbitrary")]
mod arbitrary;
mod vendor_schema;
mod drift;
mod fault;
mod one_of;
mod samples;
mod spelling;
mod values;

use vendor_schema::{VendorSchema, Shape};
pub use drift::InjectedDrift;
pub use fault::{FaultKind, InjectedFault};
use one_of::{OneOf, one_of};
pub use samples::Samples;

use crate::event::{Event, Source};
use crate::limits::Limits;
use crate::vendors::Vendor;

/// The body of a webhook that its vendor might send.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Webhook {
    /// The vendor.
    pub vendor: Vendor,
    /// The documented event that it was made after. Where [`drift`](Self::drift) has an undocumented event, the body
    /// has another name, or another channel.
    pub event: String,
    /// The body.
    pub body: String,
    /// What is undocumented or odd about the body, which is valid all the same.
    pub drift: Vec<InjectedDrift>,
}

/// The body of a webhook that was broken, so that it must be refused.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidWebhook {
    /// The vendor.
    pub vendor: Vendor,
    /// The documented event that it was made after.
    pub event: String,
    /// The body.
    pub body: Vec<u8>,
    /// What was broken: at least one thing. If that is the text itself, it is the last, and hides the others.
    pub faults: Vec<InjectedFault>,
}

impl fmt::Debug for InvalidWebhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { vendor, event, body, faults } = self;
        let body = body.escape_ascii().to_string();
        f.debug_struct("NearValid")
            .field("vendor", vendor)
            .field("event", event)
            .field("body", &body)
            .field("faults", faults)
            .finish()
    }
}

/// Which webhooks are made: by default, of every event of every vendor, with drift of every kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookOptions {
    vendor: Option<Vendor>,
    event: Option<String>,
    drift: bool,
    unknown_events: bool,
}

/// A vendor documents no event of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the vendor documents no event of this name")]
#[non_exhaustive]
pub struct UnknownEventError;

impl Default for WebhookOptions {
    fn default() -> Self {
        Self { vendor: None, event: None, drift: true, unknown_events: true }
    }
}

impl From<Vendor> for WebhookOptions {
    fn from(vendor: Vendor) -> Self {
        Self { vendor: Some(vendor), ..Self::default() }
    }
}

impl WebhookOptions {
    /// One event of one vendor, by the vendor's name for it.
    ///
    /// # Errors
    ///
    /// If the vendor documents no event of this name.
    pub fn event(vendor: Vendor, name: &str) -> Result<Self, UnknownEventError> {
        if !vendor.event_names().contains(&name) {
            return Err(UnknownEventError);
        }
        Ok(Self { event: Some(name.to_owned()), ..vendor.into() }.without_unknown_events())
    }

    /// Only what is documented.
    #[must_use]
    pub fn without_drift(self) -> Self {
        Self { drift: false, unknown_events: false, ..self }
    }

    /// Only documented names of events, and documented channels.
    #[must_use]
    pub fn without_unknown_events(self) -> Self {
        Self { unknown_events: false, ..self }
    }

    /// Bodies of each shape in the scope.
    fn drafts(&self) -> OneOf<Draft> {
        let vendors = self.vendor.map_or(Vendor::VARIANTS.to_vec(), |vendor| vec![vendor]);
        let shapes = vendors.into_iter().flat_map(|vendor| {
            let schema = Arc::new(VendorSchema::of(vendor));
            schema.shapes().into_iter().map(move |shape| (Arc::clone(&schema), Arc::new(shape)))
        });
        let wanted = shapes.filter(|(_, shape)| self.event.as_ref().is_none_or(|name| *name == shape.event));
        one_of(wanted.map(|(schema, shape)| (1, self.draft(schema, shape))))
    }

    fn draft(&self, schema: Arc<VendorSchema>, shape: Arc<Shape>) -> BoxedStrategy<Draft> {
        let choices = one_of([(1, Just(Vec::new()).boxed()), (self.drift.into(), vec(drift::choice(), 1..4).boxed())]);
        let unknown = if self.unknown_events { 1.0 / 16.0 } else { 0.0 };
        (schema.bodies(&shape), choices, proptest::bool::weighted(unknown), drift::choice())
            .prop_map(move |(mut body, choices, is_unknown, unknown)| {
                let drift = if is_unknown {
                    drift::inject_unknown(&schema, &shape, &mut body, &unknown)
                } else {
                    drift::inject(&schema, &shape, &mut body, &choices)
                };
                Draft { schema: Arc::clone(&schema), shape: Arc::clone(&shape), body, drift }
            })
            .boxed()
    }
}

/// A body that is not written yet.
#[derive(Clone, Debug)]
struct Draft {
    schema: Arc<VendorSchema>,
    shape: Arc<Shape>,
    body: Value,
    drift: Vec<InjectedDrift>,
}

/// How a body is written.
fn spellings() -> impl Strategy<Value = Vec<u8>> {
    one_of([(1, Just(Vec::new()).boxed()), (1, vec(any::<u8>(), 0..64).boxed())])
}

impl Arbitrary for Webhook {
    type Parameters = WebhookOptions;
    type Strategy = BoxedStrategy<Self>;

    fn arbitrary_with(scope: WebhookOptions) -> Self::Strategy {
        let webhook = |(Draft { schema, shape, body, drift }, spelling): (Draft, Vec<u8>)| Self {
            vendor: schema.vendor,
            event: shape.event.clone(),
            body: spelling::write(&body, &spelling),
            drift,
        };
        (scope.drafts(), spellings()).prop_map(webhook).boxed()
    }
}

impl Arbitrary for InvalidWebhook {
    type Parameters = WebhookOptions;
    type Strategy = BoxedStrategy<Self>;

    /// Drift may stand beside the faults, but no undocumented event: that would be held to nothing.
    fn arbitrary_with(scope: WebhookOptions) -> Self::Strategy {
        type Faults = (Vec<fault::Choice>, Option<(FaultKind, Index)>);

        let faults = one_of([
            (3, (vec(fault::choice(), 1..4), Just(None)).boxed()),
            (1, (vec(fault::choice(), 0..2), fault::in_text().prop_map(Some)).boxed()),
        ]);
        let invalid = |(draft, (choices, in_text), spelling): (Draft, Faults, Vec<u8>)| {
            let Draft { schema, shape, mut body, .. } = draft;
            let mut faults = fault::inject(&schema, &shape, &mut body, &choices);
            let mut body = spelling::write(&body, &spelling).into_bytes();
            faults.extend(in_text.and_then(|(kind, at)| fault::inject_in_text(&mut body, kind, at)));
            Self { vendor: schema.vendor, event: shape.event.clone(), body, faults }
        };
        let drafts = scope.without_unknown_events().drafts();
        (drafts, faults, spellings()).prop_map(invalid).boxed()
    }
}

impl Arbitrary for Event {
    type Parameters = WebhookOptions;
    type Strategy = BoxedStrategy<Self>;

    /// Some are of an account of ours that has a label.
    fn arbitrary_with(scope: WebhookOptions) -> Self::Strategy {
        let event = |(webhook, is_labelled): (Webhook, bool)| {
            let event = Limits::default()
                .normalize(webhook.vendor, webhook.body.as_bytes())
                .expect("the schema accepts what is made from it");
            let source = Source::from(webhook.vendor);
            if is_labelled { event.with_source(source.with_account("a-1").expect("a label")) } else { event }
        };
        (any_with::<Webhook>(scope), proptest::bool::weighted(0.2)).prop_map(event).boxed()
    }
}
