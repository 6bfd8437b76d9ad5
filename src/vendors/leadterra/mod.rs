//! Leadterra: cold mail in sequences, with bounces and classified replies.
//!
//! Source: <https://docs.leadterra.co/guides/webhooks> and `/api-reference/webhooks` there.
//!
//! # Provenance
//!
//! | event | |
//! |---|---|
//! | `campaign.started` | listed: nothing of its `data` is documented |
//! | `message.sent` | prose |
//! | `message.bounced` | prose |
//! | `reply.received` | sample |
//!
//! The steps between statuses follow from the vendor's descriptions of its events.
//!
//! # Quirks
//!
//! - `message.sent` is delivered to the recipient's mail server in the guide, and handed off to the mail provider in
//!   the reference. It becomes *sent*, never *delivered*.
//! - A `soft` bounce is over too: by the guide it comes when the retries are used up.
//! - A reply may be classified `bounce` or `unsubscribe`: who watches only `message.bounced` misses both. It stays a
//!   reply; ask [`is_opt_out`](crate::Event::is_opt_out) and [`is_automated`](crate::Event::is_automated).
//! - The classifications are listed in two places that disagree. They are open.
//! - `webhookId` is the registration's id, the same in every webhook: as a key it would drop all but the first.
//! - Ids look like ULIDs on one page and cannot be on another. They are opaque.
//! - `receivedAt` is when a reply came, `timestamp` seconds later. The first is the event's `time`; the second stands
//!   in `reported_at`.
//! - Nobody says whether `sequenceStep` counts from 0 or 1, nor that `message.*` name the campaign and the lead; they
//!   are read like a reply's where they come.
//! - A failed webhook can be replayed from the dashboard at any later time.
//!
//! # Identity
//!
//! `message.sent` and `message.bounced` share `messageId`, so the event name is in every key. Subject and key of a
//! reply: `reply.id`. Of a message: `messageId`. Of a campaign: `campaignId`, and `timestamp` in the key, for it may
//! start again. A second bounce of one message has the id of the first, soft or hard. Where the id is missing there is no subject, and the key is all of the payload.

mod convert;
mod delivery;
mod payload;
mod status;

pub use payload::{
    CampaignStarted, Envelope, EventName, Lead, MessageBounced, MessageSent, Payload, Reply, ReplyReceived,
};
pub use status::{BounceType, Classification, MessageState};

/// The adapter of Leadterra.
pub(super) struct Leadterra;
