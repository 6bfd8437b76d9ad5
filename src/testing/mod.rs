//! Webhooks and events for property tests and fuzzers, generated from the vendors' schemas.
//!
//! It needs the feature `proptest`. The feature `arbitrary` also generates them from a fuzzer's bytes.
//!
//! - [`Webhook`]: a valid body, and the drift that it contains.
//! - [`InvalidWebhook`]: an invalid body, and the faults that it contains.
//! - [`Event`]: the unified event of a valid body.
//!
//! Get a strategy for each with proptest's [`any`], or with `any_with` and [`WebhookOptions`]. Test your own handler
//! like this:
//!
//! ```
//! use leadhook::testing::{InvalidWebhook, WebhookOptions, Webhook};
//! use leadhook::{Event, Rejection, Vendor, event::EventKind, normalize};
//! use proptest::prelude::*;
//!
//! /// The handler under test: keeps every webhook, as an event or as a rejection.
//! fn keep(vendor: Vendor, body: &[u8]) -> Result<Event, Rejection> {
//!     normalize(vendor, body).map_err(|error| Rejection::new(error, body.to_vec()).with_source(vendor.into()))
//! }
//!
//! proptest! { // in your tests, put `#[test]` on each
//! # #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]
//!     fn makes_an_event_of_any_valid_webhook(webhook: Webhook) {
//!         prop_assert!(keep(webhook.vendor, webhook.body.as_bytes()).is_ok());
//!     }
//!
//!     fn knows_documented_limecall_webhooks(
//!         webhook in any_with::<Webhook>(WebhookOptions::from(Vendor::LimeCall).without_drift())
//!     ) {
//!         let event = keep(webhook.vendor, webhook.body.as_bytes()).unwrap();
//!         prop_assert!(!matches!(event.kind, EventKind::Unknown(_)));
//!     }
//!
//!     fn keeps_invalid_webhooks(invalid: InvalidWebhook) {
//!         let rejection = keep(invalid.vendor, &invalid.body).unwrap_err();
//!         prop_assert_eq!(rejection.raw, invalid.body.into(), "{:?}", invalid.faults);
//!     }
//! }
//! # makes_an_event_of_any_valid_webhook();
//! # knows_documented_limecall_webhooks();
//! # keeps_invalid_webhooks();
//! ```
//!
//! Bodies contain Unicode, UTC offsets, absent and null members, and drift: undocumented members, types, values,
//! formats and event names. Every documented member and value occurs. Email addresses end in `example.com`.
//!
//! The same proptest seed gives the same output with the same versions of this crate and of proptest, and the same
//! features of serde_json. [`Samples`] generates without a property test.

use std::fmt;
use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;
use thiserror::Error;

#[cfg(feature = "arbitrary")]
mod arbitrary;
mod drift;
mod fault;
mod json_writer;
mod one_of;
mod samples;
mod values;
mod vendor_schema;

pub use drift::InjectedDrift;
pub use fault::{FaultKind, InjectedFault};
use one_of::{OneOf, one_of};
pub use samples::Samples;
use vendor_schema::{Shape, VendorSchema};

use crate::event::{Event, Source};
use crate::limits::Limits;
use crate::vendors::Vendor;

/// A valid body of a webhook, possibly with drift.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Webhook {
    /// The vendor.
    pub vendor: Vendor,
    /// The documented event that the body was generated from. If [`drift`](Self::drift) has an undocumented event, the
    /// body has another event name or another channel.
    pub event_name: String,
    /// The body.
    pub body: String,
    /// The drift in the body. The body is valid nevertheless.
    pub drift: Vec<InjectedDrift>,
}

/// An invalid body of a webhook, which must be refused.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidWebhook {
    /// The vendor.
    pub vendor: Vendor,
    /// The documented event that the body was generated from.
    pub event_name: String,
    /// The body.
    pub body: Vec<u8>,
    /// The faults in the body: at least one. If the last of them breaks the JSON syntax, it hides the others.
    pub faults: Vec<InjectedFault>,
}

impl fmt::Debug for InvalidWebhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { vendor, event_name, body, faults } = self;
        let body = body.escape_ascii().to_string();
        f.debug_struct("InvalidWebhook")
            .field("vendor", vendor)
            .field("event_name", event_name)
            .field("body", &body)
            .field("faults", faults)
            .finish()
    }
}

/// Options for generating webhooks. The default is every event of every vendor, with every kind of drift.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookOptions {
    vendor: Option<Vendor>,
    event: Option<String>,
    drift: bool,
    unknown_events: bool,
}

/// The vendor does not document an event with this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[error("the vendor documents no event of this name; use one of Vendor::event_names")]
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
    /// Generates one event of one vendor. `name` is the vendor's name of the event.
    ///
    /// # Errors
    ///
    /// If the vendor does not document an event with this name.
    pub fn for_event(vendor: Vendor, name: &str) -> Result<Self, UnknownEventError> {
        if !vendor.event_names().contains(&name) {
            return Err(UnknownEventError);
        }
        Ok(Self { event: Some(name.to_owned()), ..vendor.into() }.without_unknown_events())
    }

    /// Generates documented members, values and events only.
    #[must_use]
    pub fn without_drift(self) -> Self {
        Self { drift: false, unknown_events: false, ..self }
    }

    /// Generates documented event names and documented channels only.
    #[must_use]
    pub fn without_unknown_events(self) -> Self {
        Self { unknown_events: false, ..self }
    }

    /// Returns a strategy for bodies of every shape that the options select.
    fn drafts(&self) -> OneOf<Draft> {
        let vendors = self.vendor.map_or(Vendor::VARIANTS.to_vec(), |vendor| vec![vendor]);
        let shapes = vendors.into_iter().flat_map(|vendor| {
            let schema = Arc::new(VendorSchema::new(vendor));
            schema.shapes().into_iter().map(move |shape| (Arc::clone(&schema), Arc::new(shape)))
        });
        let selected = shapes.filter(|(_, shape)| self.event.as_ref().is_none_or(|name| *name == shape.event));
        one_of(selected.map(|(schema, shape)| (1, self.draft(schema, shape))))
    }

    fn draft(&self, schema: Arc<VendorSchema>, shape: Arc<Shape>) -> BoxedStrategy<Draft> {
        let choices = one_of([(1, Just(Vec::new()).boxed()), (self.drift.into(), vec(drift::choice(), 1..4).boxed())]);
        let unknown = if self.unknown_events { 1.0 / 16.0 } else { 0.0 };
        (shape.bodies(), choices, proptest::bool::weighted(unknown), drift::choice())
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

/// A generated body before it is serialized.
#[derive(Clone, Debug)]
struct Draft {
    schema: Arc<VendorSchema>,
    shape: Arc<Shape>,
    body: Value,
    drift: Vec<InjectedDrift>,
}

/// Returns a strategy for the choices of [`json_writer::write`].
fn spellings() -> impl Strategy<Value = Vec<u8>> {
    one_of([(1, Just(Vec::new()).boxed()), (1, vec(any::<u8>(), 0..64).boxed())])
}

impl Arbitrary for Webhook {
    type Parameters = WebhookOptions;
    type Strategy = BoxedStrategy<Self>;

    fn arbitrary_with(options: WebhookOptions) -> Self::Strategy {
        let webhook = |(Draft { schema, shape, body, drift }, spelling): (Draft, Vec<u8>)| Self {
            vendor: schema.vendor,
            event_name: shape.event.clone(),
            body: json_writer::write(&body, &spelling),
            drift,
        };
        (options.drafts(), spellings()).prop_map(webhook).boxed()
    }
}

impl Arbitrary for InvalidWebhook {
    type Parameters = WebhookOptions;
    type Strategy = BoxedStrategy<Self>;

    /// A body may have drift in addition to the faults. It never has an undocumented event, because the schema would
    /// not constrain it.
    fn arbitrary_with(options: WebhookOptions) -> Self::Strategy {
        type Faults = (Vec<fault::Choice>, Option<(FaultKind, Index)>);

        let faults = one_of([
            (3, (vec(fault::choice(), 1..4), Just(None)).boxed()),
            (1, (vec(fault::choice(), 0..2), fault::text_choice().prop_map(Some)).boxed()),
        ]);
        let invalid = |(draft, (choices, text_choice), spelling): (Draft, Faults, Vec<u8>)| {
            let Draft { schema, shape, mut body, .. } = draft;
            let mut faults = fault::inject(&schema, &shape, &mut body, &choices);
            let mut body = json_writer::write(&body, &spelling).into_bytes();
            faults.extend(text_choice.and_then(|(kind, at)| fault::inject_in_text(&mut body, kind, at)));
            Self { vendor: schema.vendor, event_name: shape.event.clone(), body, faults }
        };
        let drafts = options.without_unknown_events().drafts();
        (drafts, faults, spellings()).prop_map(invalid).boxed()
    }
}

impl Arbitrary for Event {
    type Parameters = WebhookOptions;
    type Strategy = BoxedStrategy<Self>;

    /// Some events have a source with an account name.
    fn arbitrary_with(options: WebhookOptions) -> Self::Strategy {
        let event = |(webhook, has_account): (Webhook, bool)| {
            let source = Source::from(webhook.vendor);
            let source = if has_account { source.with_account("a-1").expect("a valid account name") } else { source };
            let event = Limits::default().normalize_from(source, webhook.body.as_bytes());
            event.expect("generated webhooks are valid")
        };
        (any_with::<Webhook>(options), proptest::bool::weighted(0.2)).prop_map(event).boxed()
    }
}
