//! LigueLead: SMS, flash SMS, voice and RCS campaigns in Brazil, reported one recipient at a time.
//!
//! Source: <https://docs.liguelead.com.br/docs/how-to-receive-webhooks>.
//!
//! # Provenance
//!
//! | event | channel | |
//! |---|---|---|
//! | `campaign.status` | `sms` | sample |
//! | | `voice` | prose: the common members, and words from the vendor's other pages |
//! | | `rcs` | elsewhere: the page of the send call names its words |
//!
//! Of the steps between statuses, those of an SMS are drawn by the vendor; those of a call and of RCS are inferred.
//!
//! # Quirks
//!
//! - The event name is constant; the channel decides the shape and the status decides what happened. A channel that
//!   is undocumented is an unknown event.
//! - Flash SMS is `sms` with `is_flash`.
//! - The vendor says that `event` is always `campaign.status`, and elsewhere that RCS has its status there. Such a
//!   body is an unknown event: nobody documents the rest of it.
//! - `sent` covers two things, waiting and handed to the carrier; RCS tells them apart.
//! - `invalid_number` is missing in the vendor's table and present in its diagram and code. It is a failure for good,
//!   for the reason that the number does not exist.
//! - A word of one channel is undocumented in another.
//! - The campaign's id is documented as a UUID and is none in the vendor's own samples. Any text that is not empty is
//!   one; ask [`Id::uuid`](crate::Id::uuid).
//! - `phone` may come in any of the three forms that the send call takes.
//! - `credits_required` is what was consumed, and a number that need not be whole.
//! - `sent_at` is when the campaign began, not when this message was sent; a day in the samples, an instant by the
//!   table.
//! - The vendor's own receiver does without every member but the event name, so only what makes an event is required.
//! - The vendor never sends again: what is refused is lost.
//!
//! # Identity
//!
//! One campaign has up to 10,000 recipients, so the key that the vendor advises (campaign, status, time) would merge
//! them. Subject: (`app_id`, `campaign.id`, `campaign.phone`), as a UUID. Key: these, `campaign.type`,
//! `campaign.status` and `occurred_at`. Without a campaign's id or a phone there is no subject, and the key is all of the
//! payload. The channel is no part of the subject: an RCS message that falls back to SMS stays one message, should both
//! be reported.

mod convert;
mod delivery;
mod payload;
mod status;

pub use payload::{Campaign, CampaignStatus, EventName, Message, Payload, Rcs, Sms, Voice};
pub use status::{Channel, OfChannel, RcsStatus, SmsStatus, VoiceStatus};

/// The adapter of LigueLead.
pub(super) struct LigueLead;
