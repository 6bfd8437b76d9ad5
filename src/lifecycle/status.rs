//! Statuses, the steps between them, and how they count against each other.

use std::fmt;

#[cfg(doc)]
use super::Lifecycle;
use crate::schema::Evidence;
use crate::value::StringEnum;

/// The statuses of a subject, with the steps between them.
///
/// You can implement it, and [`Precedence`], for statuses of your own.
///
/// ```
/// use leadhook::event::MessageStatus;
/// use leadhook::lifecycle::Status as _;
///
/// assert_eq!(MessageStatus::Queued.try_transition(MessageStatus::Sent), Ok(MessageStatus::Sent));
/// let error = MessageStatus::Queued.try_transition(MessageStatus::Clicked).unwrap_err();
/// assert_eq!(error.to_string(), "queued cannot become clicked: only sent or failed");
/// ```
pub trait Status: StringEnum {
    /// What has the status: the title of a diagram.
    const SUBJECT: &'static str;

    /// How the steps are known. `None` if they are not a vendor's.
    const EVIDENCE: Option<Evidence>;

    /// Returns the statuses that may come first.
    fn initial() -> &'static [Self];

    /// Returns the statuses that may follow this one, in one step.
    fn successors(self) -> &'static [Self];

    /// Returns true if this status may follow a final one without changing the outcome, such as a complaint, or a summary
    /// that the vendor sends when it is done.
    fn is_informational(self) -> bool {
        false
    }

    /// Returns true if this status may be followed by `to`. Every status may be followed by itself, which is a repeated
    /// report.
    fn can_transition_to(self, to: Self) -> bool {
        self == to || self.successors().contains(&to)
    }

    /// Returns true if only [informational](Self::is_informational) statuses may follow this one.
    fn is_final(self) -> bool {
        self.successors().iter().all(|next| next.is_informational())
    }

    /// Returns `to` if it may follow this status.
    ///
    /// # Errors
    ///
    /// If it may not. Late webhooks cause this error all the time, so use it only in programs that make the steps
    /// themselves. To track reported steps, use a [`Lifecycle`].
    fn try_transition(self, to: Self) -> Result<Self, TransitionError<Self>> {
        if self.can_transition_to(to) { Ok(to) } else { Err(TransitionError { from: self, to }) }
    }
}

/// How the statuses of a subject count against each other in a [`Lifecycle`].
///
/// The current status is the reported status with the highest [rank](Self::rank). If several have it, the status with
/// the latest first report wins. If those reports have the same time, the status that is declared first wins.
///
/// A lifecycle holds at most ten statuses. More of them do not compile.
pub trait Precedence: Status {
    /// Returns how much the status counts, or `None` if it is never the current status.
    fn rank(self) -> Option<u8>;

    /// Returns the outcome that the status makes certain. Two statuses with different outcomes are a conflict.
    fn outcome(self) -> Option<Self> {
        None
    }
}

/// One status cannot follow another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TransitionError<S> {
    /// The status before the step.
    pub from: S,
    /// The status that cannot follow it.
    pub to: S,
}

impl<S: Status> TransitionError<S> {
    /// Returns the statuses that may follow.
    #[must_use]
    pub fn allowed(&self) -> &'static [S] {
        self.from.successors()
    }
}

impl<S: Status> fmt::Display for TransitionError<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, to) = (self.from.as_str(), self.to.as_str());
        write!(f, "{from} cannot become {to}: ")?;
        match self.allowed() {
            [] => write!(f, "it is final"),
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
