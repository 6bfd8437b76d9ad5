#![doc = include_str!("../README.md")]

mod day;
#[cfg(feature = "signature")]
pub mod endpoint;
mod error;
pub mod event;
mod extra;
mod finding;
mod id;
mod instant;
mod json;
mod limits;
mod locate;
mod number;
mod open;
mod phone;
mod rejection;
mod rfc3339;
mod schema;
pub mod status;
mod strict;
#[cfg(feature = "proptest")]
pub mod testing;
mod text;
pub mod vendors;

pub use day::{Day, DayOrInstant, NoDay};
pub use error::{Error, ErrorKind, Violation};
pub use event::Event;
pub use extra::Extra;
pub use finding::{DriftKind, Finding, FindingKind, Findings, Verdict};
pub use id::{EmptyId, Id};
pub use instant::{Instant, NoInstant};
pub use limits::Limits;
pub use number::Number;
pub use open::{NoWord, Open, Word};
pub use phone::Phone;
pub use rejection::{Raw, Rejection};
pub use text::{Name, Text};
pub use vendors::{Payload, Vendor};

/// Reads the raw body of a webhook into its platform's own model.
///
/// The model holds all that the body says, so what parses is valid: it fails exactly where [`validate`] does.
///
/// # Errors
///
/// [`ErrorKind::Malformed`] if the body is not JSON, [`ErrorKind::Invalid`] if it breaks the vendor's contract, with
/// every violation and its place. The contract asks only for what [`normalize`] cannot do without; an unknown event
/// name, word or member is no error. [`ErrorKind::Limit`] if it is larger than 1 MiB; [`Limits`] allows more, or less.
///
/// ```
/// use leadhook::{Payload, Vendor, parse, vendors::leadnest};
///
/// let body = br#"{"event":"email.opened","timestamp":"2024-01-15T10:30:00Z","data":{"message_id":"msg_abc123"}}"#;
/// let Payload::LeadNest(leadnest::Payload::EmailOpened(opened)) = parse(Vendor::LeadNest, body)? else { panic!() };
/// assert_eq!(opened.data.message_id.unwrap().as_str(), "msg_abc123");
/// # Ok::<(), leadhook::Error>(())
/// ```
pub fn parse(vendor: Vendor, body: &[u8]) -> Result<Payload, Error> {
    Limits::default().parse(vendor, body)
}

/// Reads the raw body of a webhook into the unified event: [`parse`], then [`Event::from`].
///
/// # Errors
///
/// As [`parse`]; turning a payload into an event cannot fail, and loses nothing.
///
/// ```
/// use leadhook::{Event, Vendor, event::CallStatus, normalize};
///
/// let body = br#"{"event":"missed_call","call_id":"123456","timestamp":"2025-01-30T15:00:00Z"}"#;
/// let Event::Call(call) = normalize(Vendor::LimeCall, body)? else { panic!() };
/// assert_eq!(call.status, Some(CallStatus::Missed));
/// # Ok::<(), leadhook::Error>(())
/// ```
pub fn normalize(vendor: Vendor, body: &[u8]) -> Result<Event, Error> {
    Limits::default().normalize(vendor, body)
}

/// Puts the raw body of a webhook to its platform's published JSON Schema.
///
/// It is valid exactly where [`parse`] reads it. What is valid and yet undocumented or odd, such as a new status word,
/// is told as drift, found by a strict reading of the same schema (`schemas/README.md`).
///
/// ```
/// use leadhook::{Vendor, Verdict, validate};
///
/// let body = br#"{"event":"email.opened","timestamp":"2024-01-15T10:30:00Z","data":[]}"#;
/// let Verdict::Invalid(findings) = validate(Vendor::LeadNest, body) else { panic!() };
/// assert_eq!(findings.told()[0].message, "expected object, found array");
/// assert_eq!(findings.told()[0].pointer, "/data");
/// ```
#[must_use]
pub fn validate(vendor: Vendor, body: &[u8]) -> Verdict {
    Limits::default().validate(vendor, body)
}
