//! LigueLead: SMS, flash SMS, voice and RCS campaigns in Brazil. Each webhook is about one recipient.
//!
//! Source: <https://docs.liguelead.com.br/docs/how-to-receive-webhooks>.
//!
//! # Provenance
//!
//! | event | channel | |
//! |---|---|---|
//! | `campaign.status` | `sms` | sample |
//! | | `voice` | prose: the common members; the statuses are from the vendor's other pages |
//! | | `rcs` | elsewhere: the statuses are from the page on sending RCS |
//!
//! The vendor draws a diagram of the steps between the statuses of an SMS. The steps of a call and of RCS are inferred.
//!
//! # Quirks
//!
//! - The event name is constant. The channel decides which members there are, and the status says what happened. A
//!   webhook with an undocumented channel is an unknown event.
//! - A flash SMS has the channel `sms` and `is_flash`.
//! - The vendor documents that `event` is always `campaign.status`. Another page says that RCS webhooks have their
//!   status in `event`. Such a body is an unknown event, because the rest of it is undocumented.
//! - `sent` means either waiting or handed to the carrier. RCS has separate statuses for the two.
//! - `invalid_number` is not in the vendor's table, but it is in its diagram and code. It is a permanent failure: the
//!   number does not exist.
//! - A status of one channel is undocumented in another channel.
//! - The campaign's id is documented as a UUID, but it is not a UUID in the vendor's own samples.
//!   [`Id::to_uuid`](crate::Id::to_uuid) parses it if it is one.
//! - `phone` may have any of the three forms that the API for sending accepts.
//! - `credits_required` is the number of credits that were consumed. It is not necessarily an integer.
//! - `sent_at` is when the campaign was started, not when this message was sent. It is a date in the samples and a
//!   timestamp in the table.
//! - The vendor's own receiver requires only the event name. Here, only the members that an event needs are required.
//! - The vendor never retries. A webhook that is refused is lost.
//!
//! # Identity
//!
//! - Subject: (`app_id`, `campaign.id`, `campaign.phone`), as a UUID.
//! - The parts of the key are `campaign.type`, `campaign.status` and `occurred_at`.
//! - If the campaign's id or the phone is missing, or one of the three does not fit its field, there is no subject, and
//!   the key is the whole body.
//!
//! The vendor recommends the key (campaign, status, time). It would merge recipients, because a campaign has up to
//! 10,000 of them. The channel is not part of the subject: an RCS message that falls back to SMS is one message, even
//! if the vendor reports both.

mod convert;
mod delivery;
mod payload;
mod status;

pub use payload::{Campaign, CampaignStatus, EventName, Message, Payload, Rcs, Sms, Voice};
pub use status::{Channel, ChannelStatus, RcsStatus, SmsStatus, VoiceStatus};

/// The adapter of LigueLead.
pub(super) struct LigueLead;
