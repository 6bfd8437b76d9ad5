//! LimeCall, also LimePhone: calls, voicemail and SMS of virtual numbers.
//!
//! Source: <https://docs.limephone.io/explore-features/outbound-webhooks>; the names that it leaves out from
//! `/phone-numbers/webooks-for-virtual-numbers` there.
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
//! The steps between statuses are inferred from the names and words.
//!
//! # Quirks
//!
//! - The account's webhooks name five events in English and three on the wire; the webhooks of a single number name all
//!   seven on the wire, the three among them spelt alike. The shapes of the four are taken from the three.
//! - Payloads are customizable: whatever is not needed to make an event may be absent, and the ids of calls
//!   and messages may come as numbers.
//! - The samples' `+0987654321` is no number of E.164, and a withheld caller is a word. Any text is a phone.
//! - A missed call need not be inbound: nothing gives the direction.
//! - Statuses are given with "e.g."; in `call_status_update` the word decides, if it is spelt exactly as one of ours.
//! - A received SMS need not be a reply.
//! - The sample voicemail's link has another call's id. Nothing is derived from it.
//! - A missed call and its voicemail are two events about one call.
//!
//! # Identity
//!
//! Subject: `call_id` or `message_id`. Key: this, `status` and `timestamp`. Without the id there is no subject, and
//! the key is all of the payload.
//! An id that comes as a number beyond 64 bits is rounded, as all such numbers are, and may equal its neighbour.

mod convert;
mod delivery;
mod payload;
mod status;

pub use payload::{Call, CallStatusUpdate, EventName, Payload, Sms, Voicemail};
pub use status::{CallState, CallStatus};

/// The adapter of LimeCall.
pub(super) struct LimeCall;
