#![doc = include_str!("../README.md")]

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
