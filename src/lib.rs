//! leadhook turns the webhooks of marketing and lead vendors into one typed stream of events.
//!
//! # Three types
//!
//! A webhook passes through three types. Each is made from the type before it:
//!
//! 1. [`Payload`] is the webhook in its vendor's own terms. [`parse`] makes it from the raw body.
//! 2. [`Event`] is the same in unified terms, with an [id](Event::id) that is the same when the webhook is sent again.
//!    [`Payload::into_event`] makes it from a payload, and [`normalize`] from the raw body.
//! 3. [`Lifecycle`](lifecycle::Lifecycle) is the state of one message, call or lead.
//!    [`Fold`](lifecycle::Fold) makes the lifecycles of all from events in any order.
//!
//! ```
//! use leadhook::event::MessageStatus;
//! use leadhook::lifecycle::Fold;
//! use leadhook::{Event, Vendor, parse};
//!
//! // Pass the vendor whose endpoint received the body. Never let the body choose it.
//! let webhooks = [
//!     br#"{"event":"sms.delivered","timestamp":"2026-01-31T09:30:02Z","data":{"message_id":"m1"}}"#.as_slice(),
//!     br#"{"event":"sms.sent","timestamp":"2026-01-31T09:30:00Z","data":{"message_id":"m1"}}"#,
//! ];
//! let mut fold = Fold::default();
//! for body in webhooks {
//!     let payload = parse(Vendor::LeadNest, body)?;
//!     let event = Event::from(payload);
//!     fold.observe(&event);
//! }
//! let (_, message) = fold.messages.iter().next().unwrap();
//! assert_eq!(message.current(), Some(MessageStatus::Delivered)); // although it arrived first
//! # Ok::<(), leadhook::Error>(())
//! ```
//!
//! A body that cannot become an event is refused with an [`Error`], which has every [`Diagnostic`]. A [`Rejection`] keeps it
//! with the raw body. No value of an optional member refuses a body: see [`Payload::unexpected`].
//!
//! # Recipes
//!
//! | task | use |
//! |---|---|
//! | convert a webhook | [`normalize`] |
//! | read it in the vendor's terms | [`parse`], [`vendors`] |
//! | find what is wrong or undocumented | [`validate`], [`Verdict`] |
//! | match an event, and an undocumented status | [`event::EventKind`], [`OpenStatus`](event::OpenStatus) |
//! | write an event as JSON, and read it | `serde_json::to_string`, [`Event::from_json`] |
//! | drop a repeated webhook | [`Event::id`] |
//! | find an opt-out | [`Event::is_opt_out`] |
//! | get the email address, the phone number or the message id | [`Event::email`], [`Event::phone`], [`Event::message_id`] |
//! | compute the state of a message, call or lead | [`lifecycle::Fold`], in a database [`Fold::SQL`](lifecycle::Fold::SQL) |
//! | verify a request, and respond | `endpoint::Endpoint` (feature `signature`) |
//! | keep a refused webhook, and try it again | [`Rejection`] |
//! | accept larger bodies | [`Limits`] |
//! | add a vendor of your own | [`Schema`], [`Event::new`], [`event::EventKey`] |
//! | find the vendor of an archived body | [`Vendor::detect`] |
//! | test your handler | `testing::Webhook` (feature `proptest`), `Endpoint::sign` |
//!
//! In the repository, `examples` has a whole program for each of `normalize`, `verify`, `lifecycle` and `own_vendor`, and `docs`
//! has pages on events, lifecycles, receiving, validation, your own vendor, the command line, guarantees, performance and the
//! architecture.
//!
//! # Features
//!
//! No feature is on by default, so the default build is small.
//!
//! | feature | adds |
//! |---|---|
//! | `signature` | `endpoint`: verifies requests and returns the status to respond with |
//! | `proptest` | `testing`: strategies for webhooks, invalid webhooks and events |
//! | `arbitrary` | the same for fuzzers, through `arbitrary::Arbitrary` |

#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "signature")]
pub mod endpoint;
mod error;
pub mod event;
pub mod json;
pub mod lifecycle;
mod limits;
mod rejection;
mod schema;
#[cfg(feature = "proptest")]
pub mod testing;
mod value;
pub mod vendors;

// Their types are in this crate's API.
pub use {chrono, serde_json, uuid};

pub use error::{Error, ErrorKind};
pub use event::Event;
pub use json::Position;
pub use limits::Limits;
pub use rejection::{RawBody, Rejection};
pub use schema::{Diagnostic, DiagnosticCode, Diagnostics, Evidence, Schema, SchemaError, Severity, Verdict};
pub use value::{
    Date, DateOrTimestamp, Extra, ExtraIter, Id, Label, Number, OpenEnum, ParseDateError, ParseEnumError, ParseIdError,
    ParseTimestampError, Phone, SensitiveString, StringEnum, Timestamp,
};
pub use vendors::{Payload, Vendor};

/// Parses the raw body of a webhook into its vendor's typed payload.
///
/// The payload keeps everything that is in the body.
///
/// # Errors
///
/// - [`ErrorKind::Malformed`] if the body is not JSON.
/// - [`ErrorKind::Invalid`] if the body violates the vendor's schema, with every diagnostic. The schema requires only what
///   [`normalize`] needs, such as the time. Anything undocumented is not an error, and neither is any value of an optional
///   member: see [`Payload::unexpected`].
/// - [`ErrorKind::TooLarge`] if the body is larger than 1 MiB. Use [`Limits`] to change that.
///
/// It fails exactly where [`validate`] returns [`Verdict::Invalid`].
///
/// ```
/// use leadhook::{Payload, Vendor, parse, vendors::leadnest};
///
/// let body = br#"{"event":"email.opened","timestamp":"2024-01-15T10:30:00Z","data":{"message_id":"msg_abc123"}}"#;
/// let Payload::LeadNest(leadnest::Payload::EmailOpened(opened)) = parse(Vendor::LeadNest, body)? else { panic!() };
/// let message_id = opened.data.and_then(|data| data.message_id);
/// assert_eq!(message_id, Some("msg_abc123".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn parse(vendor: Vendor, body: &[u8]) -> Result<Payload, Error> {
    Limits::default().parse(vendor, body)
}

/// Parses the raw body of a webhook and converts it into the unified event.
///
/// It does what [`parse`] and then [`Event::from`] do. The conversion cannot fail and loses nothing.
///
/// # Errors
///
/// As [`parse`].
///
/// ```
/// use leadhook::event::{CallStatus, EventKind};
/// use leadhook::{Vendor, normalize};
///
/// let body = br#"{"event":"missed_call","call_id":"123456","timestamp":"2025-01-30T15:00:00Z"}"#;
/// let EventKind::Call(call) = normalize(Vendor::LimeCall, body)?.kind else { panic!() };
/// assert_eq!(call.status, CallStatus::Missed);
/// # Ok::<(), leadhook::Error>(())
/// ```
pub fn normalize(vendor: Vendor, body: &[u8]) -> Result<Event, Error> {
    Limits::default().normalize(vendor, body)
}

/// Validates the raw body of a webhook against its vendor's JSON Schema.
///
/// The verdict is [`Verdict::Invalid`] exactly where [`parse`] fails. A valid body that contains something undocumented
/// or odd, such as a new status, is [`Verdict::Drift`]. The strict schema, which `schemas/README.md` describes, finds it.
///
/// ```
/// use leadhook::{Vendor, Verdict, validate};
///
/// let body = br#"{"event":"email.opened","data":[]}"#;
/// let Verdict::Invalid(diagnostics) = validate(Vendor::LeadNest, body) else { panic!() };
/// assert_eq!(diagnostics[0].to_string(), "missing member \"timestamp\" (line 1, column 1)");
///
/// let body = br#"{"event":"email.opened","timestamp":"2024-01-15T10:30:00Z","data":[]}"#;
/// let Verdict::Drift(diagnostics) = validate(Vendor::LeadNest, body) else { panic!() };
/// assert_eq!(diagnostics[0].to_string(), "expected object, found array at /data (line 1, column 67)");
/// ```
#[must_use]
pub fn validate(vendor: Vendor, body: &[u8]) -> Verdict {
    Limits::default().validate(vendor, body)
}

/// Runs the Rust code of the pages.
#[cfg(doctest)]
mod pages {
    #[doc = include_str!("../README.md")]
    mod readme {}
    #[doc = include_str!("../docs/own-vendor.md")]
    mod own_vendor {}
    #[doc = include_str!("../docs/receiving.md")]
    mod receiving {}
    #[doc = include_str!("../docs/validation.md")]
    mod validation {}
}
