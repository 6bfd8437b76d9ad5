//! LeadSail: leads on their way to a client.
//!
//! Source: <https://docs.dev.leadsail.app/docs/guides/campaigns/webhooks>; the statuses from `/docs/guides/leads`
//! there.
//!
//! # Provenance
//!
//! | event | |
//! |---|---|
//! | `lead.delivered` | sample |
//! | `lead.disqualified`, `lead.failed`, `lead.queued`, `lead.first_submission_action`, `lead.processed` | listed |
//!
//! The steps between statuses are those of the pipeline that the vendor describes under `/docs/guides/leads`.
//!
//! # Quirks
//!
//! - The event's name says what happened. `status` is a word of its own, one of 22, of which 21 are known; it may
//!   disagree with the name (`lead.first_submission_action` very probably comes with `pending_action`) and is kept, not
//!   obeyed.
//! - `lead.processed` comes besides the outcome's own event: counting both counts twice.
//! - `lead.failed` is one attempt; other campaigns may still take the lead.
//! - `delivered` means posted to the client. What the client says then (`accepted`, `rejected`) has no webhook.
//! - The events promise context that no document shows, so `data` is open: what it holds besides four members is kept.
//! - `data.phone` may have spaces and parentheses, and leads may lack any member.
//! - `campaignId` is a short code here and has a prefix on another page.
//! - Another webhook of the vendor's, the first submission action itself, has no `event` and may be sent to the same
//!   address by mistake. It is refused.
//!
//! # Identity
//!
//! A lead may be submitted several times, so `leadId` identifies no outcome. Subject: `submissionId`. Key: this,
//! `status` and `timestamp`. Without it there is no subject, and the key is all of the payload.

mod convert;
mod delivery;
mod payload;
mod status;

pub use payload::{EventName, Lead, LeadData, Payload};
pub use status::{LeadState, LeadStatus};

/// The adapter of LeadSail.
pub(super) struct LeadSail;
