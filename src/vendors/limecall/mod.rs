//! LimeCall, also called LimePhone: calls, voicemail and SMS of virtual numbers.
//!
//! Source: <https://docs.limephone.io/explore-features/outbound-webhooks>. The event names that are missing there are
//! from `/phone-numbers/webooks-for-virtual-numbers` on the same site.
//!
//! # Provenance
//!
//! | event | |
//! |---|---|
//! | `missed_call` | sample |
//! | `voicemail_received` | sample |
//! | `sms_received` | sample |
//! | `call_completed`, `call_status_update`, `incoming_call`, `sms_sent` | elsewhere: names only |
//!
//! The steps between statuses are inferred from the names of the events and statuses.
//!
//! # Quirks
//!
//! - The page on account webhooks describes five events in English and shows three wire names. The page on webhooks of
//!   a single number lists all seven wire names, and the three are identical. The members of the other four events are
//!   assumed to be those of the three.
//! - Payloads are customizable. Every member that an event does not need may be absent, and the ids of calls and
//!   messages may be numbers.
//! - The samples' `+0987654321` is not valid E.164, and a withheld caller is a placeholder. Any string is accepted as a
//!   phone number.
//! - A missed call is not necessarily inbound, because the payload does not give the direction.
//! - The list of statuses begins with "e.g.", so it is not complete. In `call_status_update`, a status counts if it
//!   equals a unified status exactly.
//! - A received SMS is not necessarily a reply.
//! - The URL in the voicemail sample contains the id of another call. Nothing is derived from it.
//! - A missed call and its voicemail are two events about one call.
//!
//! # Identity
//!
//! - Call: `call_id` is the subject. The parts of the key are `status`, or null without one, and `timestamp`. If `status`
//!   does not fit its field, the key is the whole body.
//! - Voicemail: `call_id` is the subject, and `timestamp` the part.
//! - SMS: `message_id` is the subject, and `timestamp` the part.
//! - If the id is missing or does not fit its field, there is no subject, and the key is the whole body.

mod convert;
mod delivery;
mod payload;
mod status;

pub use payload::{Call, CallStatusUpdate, EventName, Payload, Sms, Voicemail};
pub use status::{CallState, CallStatus};

/// The adapter of LimeCall.
pub(super) struct LimeCall;
