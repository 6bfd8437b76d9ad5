//! LeadSail: leads on their way to a client.
//!
//! Source: <https://docs.dev.leadsail.app/docs/guides/campaigns/webhooks>. The statuses are from `/docs/guides/leads`
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
//! - The event's name says what happened. `status` is a separate value: one of 22, of which 21 are known. It may differ
//!   from the name: `lead.first_submission_action` very probably has `pending_action`. It is kept, but it does not
//!   decide the unified status.
//! - `lead.processed` is sent in addition to the outcome's own event. Counting both counts a lead twice.
//! - `lead.failed` is about one attempt. Fallback campaigns may still deliver the lead.
//! - `delivered` means posted to the client. The client's answer (`accepted`, `rejected`) has no webhook.
//! - The documentation promises context in `data`, but shows only four members. `data` is therefore open, and all other
//!   members are kept.
//! - `data.phone` may have spaces and parentheses. A lead may lack any member.
//! - `campaignId` is a short code in the sample. On another page it has a prefix.
//! - The vendor has a different webhook, the first submission action itself. It has no `event`, and may be sent to the
//!   same URL by mistake. It is refused.
//!
//! # Identity
//!
//! - Subject: `submissionId`.
//! - The parts of the key are `status`, or null without one, and `timestamp`. If `status` does not fit its field, the key is
//!   the whole body.
//! - If `submissionId` is missing or does not fit its field, there is no subject, and the key is the whole body.
//!
//! `leadId` does not identify an outcome, because a lead can be submitted several times.

mod convert;
mod delivery;
mod payload;
mod status;

pub use payload::{EventName, Lead, LeadData, Payload};
pub use status::{LeadState, LeadStatus};

/// The adapter of LeadSail.
pub(super) struct LeadSail;
