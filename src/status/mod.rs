//! Where a message, a call or a lead stands.
//!
//! Webhooks come late, twice and in any order, so neither the last one nor the furthest one tells where their subject
//! stands. There are three things here, each made of the one before:
//!
//! - [`Status`]: a graph of steps, for the words of each platform ([`Vendor::machines`]) and for ours ([`machines`]). Where
//!   a platform documents no steps they are inferred, and its [`Basis`] says so. Use a graph to draw, to check and to
//!   test; do not refuse webhooks by it, for no platform promises to keep to its own.
//! - [`Lifecycle`]: the earliest report of each status of one message, call or lead. The same reports make the same
//!   lifecycle in every order and with every repetition, and where it [stands](Lifecycle::current) follows from that by
//!   rules that are written down where the statuses are: [messages](MessageStatus#standing), [calls](CallStatus#standing),
//!   [leads](LeadStatus#standing).
//! - [`Fold`]: the lifecycles of all subjects in a stream of events.
//!
//! ```
//! use leadhook::status::{Fold, Status as _};
//! use leadhook::{Vendor, event::MessageStatus, normalize};
//!
//! // Delivered, as reported before it was sent.
//! let webhooks = [
//!     br#"{"event":"sms.delivered","timestamp":"2026-01-31T09:30:02Z","data":{"message_id":"m1"}}"#.as_slice(),
//!     br#"{"event":"sms.sent","timestamp":"2026-01-31T09:30:00Z","data":{"message_id":"m1"}}"#,
//! ];
//! let events = webhooks.map(|body| normalize(Vendor::LeadNest, body).unwrap());
//! let fold: Fold = events.iter().collect();
//!
//! let lifecycle = &fold.messages[&events[0].subject_key().unwrap()];
//! assert_eq!(lifecycle.current(), Some(MessageStatus::Delivered));
//! assert_eq!(lifecycle.between(MessageStatus::Sent, MessageStatus::Delivered).unwrap().num_seconds(), 2);
//! assert!(MessageStatus::Sent.can_become(MessageStatus::Delivered));
//! ```
//!
//! Campaigns and contacts have no lifecycle: what happens to them repeats and starts again.
//!
//! # The same in a database
//!
//! All that a lifecycle keeps is a minimum per subject and status, so whatever has a minimum folds as this does, on as
//! many machines as you like. [`SQL`] is the whole of it, rules included, in one statement.

use std::fmt;

use crate::Word;
#[cfg(doc)]
use crate::{
    Vendor,
    event::{CallStatus, LeadStatus, MessageStatus},
};

mod call;
mod fold;
mod lead;
mod lifecycle;
mod machine;
mod message;

pub use fold::{AnyLifecycle, Fold, Standing};
pub use lifecycle::{Lifecycle, Observed};
pub use machine::{Basis, Machine, State, machines};

/// What a [`Fold`] does, as one SQL statement; its first lines say what it reads and gives.
///
/// `examples/sql` runs it in SQLite, and a test there holds it to [`Fold`] and its rules to [`machines`].
///
#[doc = concat!("```sql\n", include_str!("fold.sql"), "```")]
pub const SQL: &str = include_str!("fold.sql");

/// A vocabulary of statuses, with the steps between them.
///
/// You may implement it, and [`Precedence`], for statuses of your own.
///
/// ```
/// use leadhook::event::MessageStatus;
/// use leadhook::status::Status as _;
///
/// assert_eq!(MessageStatus::Queued.transition(MessageStatus::Sent), Ok(MessageStatus::Sent));
/// let error = MessageStatus::Queued.transition(MessageStatus::Clicked).unwrap_err();
/// assert_eq!(error.to_string(), "queued cannot become clicked, only sent or failed");
/// ```
pub trait Status: Word {
    /// What has the status, as a diagram is headed.
    const SUBJECT: &'static str;

    /// How the steps are known.
    const BASIS: Basis;

    /// The statuses that may be the first.
    fn first() -> &'static [Self];

    /// The statuses that may follow this one, in one step.
    fn next(self) -> &'static [Self];

    /// Whether it may be told after an outcome and changes nothing about it, like a complaint, or a platform's word that
    /// it is done.
    fn is_aside(self) -> bool {
        false
    }

    /// Whether a step leads from here to there. Every status can become itself: that is the same report again.
    fn can_become(self, to: Self) -> bool {
        self == to || self.next().contains(&to)
    }

    /// Whether this is an outcome: nothing follows it but an [aside](Self::is_aside).
    fn is_final(self) -> bool {
        self.next().iter().all(|next| next.is_aside())
    }

    /// The status after a step.
    ///
    /// # Errors
    ///
    /// If no step leads there. Late webhooks do that all the time, so this is for programs that make the steps themselves;
    /// one that is told of them wants a [`Lifecycle`].
    fn transition(self, to: Self) -> Result<Self, TransitionError<Self>> {
        if self.can_become(to) { Ok(to) } else { Err(TransitionError { from: self, to }) }
    }
}

/// How the statuses of a subject count against each other in a [`Lifecycle`].
///
/// A subject stands at the reported status of the highest [rank](Self::rank); where that rank has several, at the one
/// whose earliest report is the latest; where those are of one instant, at the one that is declared first. A lifecycle
/// holds ten statuses: that of a vocabulary with more does not compile.
pub trait Precedence: Status {
    /// How much it counts; `None` if its subject never stands there.
    fn rank(self) -> Option<u8>;

    /// The outcome that it says is certain. Two statuses that say different outcomes are a conflict.
    fn outcome(self) -> Option<Self> {
        None
    }
}

/// No documented step leads from one status to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TransitionError<S> {
    /// Where it stood.
    pub from: S,
    /// Where it was to go.
    pub to: S,
}

impl<S: Status> TransitionError<S> {
    /// Where it could have gone instead.
    #[must_use]
    pub fn allowed(&self) -> &'static [S] {
        self.from.next()
    }
}

impl<S: Status> fmt::Display for TransitionError<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, to) = (self.from.as_str(), self.to.as_str());
        write!(f, "{from} cannot become {to}, ")?;
        match self.allowed() {
            [] => write!(f, "for nothing follows it"),
            [only] => write!(f, "only {}", only.as_str()),
            [first, others @ .., last] => {
                write!(f, "only {}", first.as_str())?;
                others.iter().try_for_each(|other| write!(f, ", {}", other.as_str()))?;
                write!(f, " or {}", last.as_str())
            }
        }
    }
}

impl<S: Status> std::error::Error for TransitionError<S> {}
