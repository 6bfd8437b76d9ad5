//! Leadterra: sequences of cold email, with bounces and classified replies.
//!
//! Source: <https://docs.leadterra.co/guides/webhooks> and `/api-reference/webhooks` there.
//!
//! # Provenance
//!
//! | event | |
//! |---|---|
//! | `campaign.started` | listed: its `data` is undocumented |
//! | `message.sent` | prose |
//! | `message.bounced` | prose |
//! | `reply.received` | sample |
//!
//! The steps between statuses follow from the vendor's descriptions of its events.
//!
//! # Quirks
//!
//! - `message.sent` means delivered to the recipient's mail server in the guide, and handed off to the mail provider in
//!   the API reference. It becomes *sent*, never *delivered*.
//! - A `soft` bounce is final too: according to the guide, it is sent when the retries are exhausted.
//! - A reply may be classified as `bounce` or `unsubscribe`. A handler of `message.bounced` alone misses both. The
//!   event is still a reply: use [`is_opt_out`](crate::Event::is_opt_out) and
//!   [`is_automated`](crate::Event::is_automated).
//! - Two pages list the classifications, and they disagree. Any value is accepted.
//! - `webhookId` is the id of the registration and the same in every webhook. As a key it would drop all webhooks
//!   except the first.
//! - Ids look like ULIDs on one page, and cannot be ULIDs on another. Treat them as opaque.
//! - `receivedAt` is when a reply arrived. `timestamp` is some seconds later. The first is the event's `time`, the
//!   second is in `reported_at`.
//! - Whether `sequenceStep` counts from 0 or 1 is undocumented.
//! - The documentation does not say that `message.*` have the campaign and the lead. If they are present, they are
//!   parsed as in a reply.
//! - A failed webhook can be replayed from the dashboard at any later time.
//!
//! # Identity
//!
//! - Reply: `reply.id` is the subject. The key has no other part.
//! - Message: `messageId` is the subject. The key has no other part.
//! - Campaign: `campaignId` is the subject, and `timestamp` the part, because a campaign may start again.
//! - If the id is missing or does not fit its field, there is no subject, and the key is the whole body.
//!
//! `message.sent` and `message.bounced` share `messageId`, so every key also has the event name. A second bounce of a
//! message, soft or hard, has the same event id as the first.

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
