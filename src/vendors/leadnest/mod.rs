//! LeadNest: mail, SMS, WhatsApp and a list of subscribers.
//!
//! Source: <https://www.leadnest.ai/documentation/webhooks>; names of members also from `/documentation/api-reference`
//! and `/documentation/rest-api` there.
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
//! - One sample for 18 events. Of the rest only the envelope is certain, so `data` may be empty; the members that the
//!   send calls name are read where they come, all others are kept in `extra`.
//! - Nobody documents the key of a clicked link. `url` is a guess; without it the key of a click is all of the payload.
//! - `email.delivered` says "to inbox"; the field's word means that the recipient's server took it.
//! - `email.spam` is a complaint, not a folder.
//! - `email.bounced` says neither hard nor soft.
//! - `sms.failed` has no sister in mail or WhatsApp, and only mail has an `unsubscribed`: somebody who answers STOP to
//!   an SMS comes as `sms.replied`.
//! - `whatsapp.read` may come without `whatsapp.delivered`.
//! - `message_id` in `*.replied` may be the reply's or the original's: nobody says.
//! - `ip_address` may be a proxy's, private, or IPv6.
//!
//! # Identity
//!
//! Nothing but `message_id` names a message, and it is the same in all its events. Subject of a message or reply:
//! `message_id`; key: this and `timestamp`, and the link in a click. Subject of a subscriber: the mail address, or else
//! the phone, as a UUID; key: this and `timestamp`. Whoever unsubscribes by a mail is a subscriber, and `message_id`
//! stands in for a missing address. Where these are missing there is no subject, and the key is all of
//! the payload.

mod convert;
mod delivery;
mod payload;
mod status;

pub use payload::{Email, Envelope, EventName, Payload, Sms, Subscriber, WhatsApp};
pub use status::{EmailState, SmsState, WhatsAppState};

/// The adapter of LeadNest.
pub(super) struct LeadNest;
