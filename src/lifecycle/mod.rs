//! The state of a message, a call or a lead.
//!
//! Webhooks arrive late, twice and in any order, so neither the last webhook nor the furthest status gives the state of
//! a subject. This module has three parts. Each is built on the part before it:
//!
//! - [`Status`]: the statuses of a subject and the steps between them, for each vendor ([`Vendor::state_machines`]) and for
//!   unified events ([`state_machines`]). If a vendor documents no steps, they are inferred, and
//!   [`StateMachine::evidence`] says so. Use them to draw, to check and to test. Do not refuse webhooks with them, because
//!   no vendor promises to follow its own steps.
//! - [`Lifecycle`]: the earliest report of each status of one subject. The same reports make the same lifecycle in every
//!   order and with every repetition. Rules decide which status is [current](Lifecycle::current). They are documented with
//!   the statuses: [messages](MessageStatus#current-status), [calls](CallStatus#current-status),
//!   [leads](LeadStatus#current-status).
//! - [`Fold`]: the lifecycles of all subjects in a stream of events.
//!
//! ```
//! use leadhook::lifecycle::{Fold, Status as _};
//! use leadhook::{Vendor, event::MessageStatus, normalize};
//!
//! // The delivery is reported before the sending.
//! let webhooks = [
//!     br#"{"event":"sms.delivered","timestamp":"2026-01-31T09:30:02Z","data":{"message_id":"m1"}}"#.as_slice(),
//!     br#"{"event":"sms.sent","timestamp":"2026-01-31T09:30:00Z","data":{"message_id":"m1"}}"#,
//! ];
//! let events = webhooks.map(|body| normalize(Vendor::LeadNest, body).unwrap());
//! let fold: Fold = events.iter().collect();
//!
//! let lifecycle = &fold.messages[&events[0].subject_key().unwrap()];
//! assert_eq!(lifecycle.current(), Some(MessageStatus::Delivered));
//! assert_eq!(lifecycle.elapsed(MessageStatus::Sent, MessageStatus::Delivered).unwrap().num_seconds(), 2);
//! assert!(MessageStatus::Sent.can_transition_to(MessageStatus::Delivered));
//! ```
//!
//! Campaigns and contacts have no lifecycle, because what happens to them repeats and starts again.
//!
//! # In a database
//!
//! A lifecycle keeps a minimum for each subject and status, so any engine with a minimum folds as [`Fold`] does, on any
//! number of machines. [`Fold::SQL`] is one statement that does all of it.

mod call;
mod fold;
mod lead;
#[expect(clippy::module_inception, reason = "it has the type of this name")]
mod lifecycle;
mod message;
mod state_machine;
mod status;

pub use fold::{AnyLifecycle, Fold, FoldIter, SubjectState};
pub use lifecycle::{Lifecycle, Observed};
pub use state_machine::{State, StateMachine, state_machines};
pub use status::{Precedence, Status, TransitionError};

#[cfg(doc)]
use crate::event::{CallStatus, LeadStatus, MessageStatus};
#[cfg(doc)]
use crate::vendors::Vendor;
