//! LeadNest: email, SMS, WhatsApp and a list of subscribers.
//!
//! Source: <https://www.leadnest.ai/documentation/webhooks>. Some names of members are from
//! `/documentation/api-reference` and `/documentation/rest-api` there.
//!
//! # Provenance
//!
//! | events | |
//! |---|---|
//! | `email.opened` | sample |
//! | the other 17: `email.*`, `sms.*`, `whatsapp.*`, `subscriber.*` | listed |
//!
//! The steps between statuses are inferred from the names.
//!
//! # Quirks
//!
//! - There is one sample for 18 events. For the others only the envelope is certain, so `data` may be missing or empty. Members
//!   that are named in the API for sending are parsed if present. All others are kept in `extra`.
//! - The name of the member for a clicked link is undocumented. `url` is a guess. Without it, the key of a click is the
//!   whole body.
//! - The vendor describes `email.delivered` as delivered "to inbox". Usually the term means that the recipient's mail
//!   server accepted the email.
//! - `email.spam` is a spam complaint. It does not mean the spam folder.
//! - `email.bounced` does not say whether the bounce is hard or soft.
//! - There is an `sms.failed`, but no such event for email or WhatsApp. Only email has an `unsubscribed`: a reply of
//!   STOP to an SMS is sent as `sms.replied`.
//! - `whatsapp.read` may be sent without `whatsapp.delivered`.
//! - `message_id` in `*.replied` is the id of the reply or of the original message. Which one is undocumented.
//! - `ip_address` may be the address of a proxy, a private address or an IPv6 address.
//!
//! # Identity
//!
//! Only `message_id` identifies a message, and it is the same in all events of the message.
//!
//! - Message or reply: `message_id` is the subject, and `timestamp` the part of the key. A click also has the link as a
//!   part. Without the link, the key is the whole body.
//! - Subscriber: (email address, null), or otherwise (null, phone number), is the subject, as a UUID, and `timestamp` the
//!   part. `email.unsubscribed` is about a subscriber too. If it has no address, `message_id` is its subject.
//! - If the email address does not fit its field, the key is the whole body, whatever the subject is.
//! - If all of these members are missing or do not fit their fields, there is no subject, and the key is the whole body.

mod convert;
mod delivery;
mod payload;
mod status;

pub use payload::{Email, Envelope, EventName, Payload, Sms, Subscriber, WhatsApp};
pub use status::{EmailState, SmsState, WhatsAppState};

/// The adapter of LeadNest.
pub(super) struct LeadNest;
