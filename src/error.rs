//! Why a body was refused.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de};
use strum::{Display, EnumString, IntoStaticStr, VariantArray};
use thiserror::Error;

use crate::open::closed;

/// A body was refused: what kind of fault it has, and every violation with its place.
///
/// No text of an error shows a value of the payload, so an error may be logged.
///
/// ```
/// use leadhook::{ErrorKind, Vendor, parse};
///
/// let error = parse(Vendor::LimeCall, br#"{"event":"missed_call","timestamp":"yesterday"}"#).unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Invalid);
/// assert_eq!(error.violations()[0].pointer, "/timestamp");
/// assert_eq!((error.violations()[0].line, error.violations()[0].column), (1, 36));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize)]
#[error("{}", Summary(.0))]
#[serde(transparent)]
pub struct Error(Box<Fault>);

impl<'de> Deserialize<'de> for Error {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fault = Fault::deserialize(deserializer)?;
        if fault.violations.is_empty() {
            return Err(de::Error::custom("an error has at least one violation"));
        }
        Ok(Self(Box::new(fault)))
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Fault {
    #[serde(with = "closed")]
    kind: ErrorKind,
    violations: Vec<Violation>,
    #[serde(default, skip_serializing_if = "is_zero")]
    more: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over the field")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// What is wrong with a body, in the coarsest terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Display, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase", parse_err_ty = crate::NoWord, parse_err_fn = crate::NoWord::new)]
#[non_exhaustive]
pub enum ErrorKind {
    /// It is not JSON as this crate means it: not UTF-8, not JSON, a name twice in one object, or deeper than 100
    /// levels.
    Malformed,
    /// It is JSON, but its platform's contract does not hold.
    Invalid,
    /// It is larger than allowed.
    Limit,
    /// Nothing shows that its platform sent it, or sent it now. (Only an `Endpoint`, of feature `signature`, asks.)
    Unauthentic,
}

/// One fault and its place.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Violation {
    /// The JSON Pointer (RFC 6901) of the value at fault; of the object that lacks a member, where one is missing; of
    /// the member itself, where one is repeated or not expected: then its name is the place. Empty for the whole document and wherever the JSON itself breaks. A
    /// name that does not look like an identifier is shown as `…`: it might be somebody's address.
    pub pointer: String,
    /// What is wrong and what was expected, without any value of the payload.
    pub message: String,
    /// The line of the body, counted from 1.
    pub line: usize,
    /// The column in that line, in characters, counted from 1.
    pub column: usize,
}

impl Error {
    /// An error has at least one violation: `first`.
    pub(crate) fn new(kind: ErrorKind, first: Violation) -> Self {
        Self::of(kind, vec![first], 0)
    }

    /// A body of more than `most` bytes.
    #[must_use]
    pub fn too_large(most: usize) -> Self {
        let message = format!("larger than {most} bytes");
        Self::new(ErrorKind::Limit, Violation { pointer: String::new(), message, line: 1, column: 1 })
    }

    /// What stands where a webhook was expected, and is none: `message` says why.
    #[must_use]
    pub fn malformed(message: impl Into<String>) -> Self {
        let violation = Violation { pointer: String::new(), message: message.into(), line: 1, column: 1 };
        Self::new(ErrorKind::Malformed, violation)
    }

    /// What an endpoint's own headers, or its window, refuse.
    #[cfg(feature = "signature")]
    pub(crate) fn unauthentic(messages: impl IntoIterator<Item = String>) -> Self {
        let violation = |message| Violation { pointer: String::new(), message, line: 1, column: 1 };
        Self::of(ErrorKind::Unauthentic, messages.into_iter().map(violation).collect(), 0)
    }

    /// Of some violations, and of `more` that are not told.
    pub(crate) fn of(kind: ErrorKind, violations: Vec<Violation>, more: usize) -> Self {
        debug_assert!(!violations.is_empty(), "an error says what is wrong");
        Self(Box::new(Fault { kind, violations, more }))
    }

    /// What is wrong in the coarsest terms.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Everything that is wrong, in the order of the body; at least one violation, and of very many any 100. A
    /// malformed body has one.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        &self.0.violations
    }

    /// How many more violations there are.
    #[must_use]
    pub fn more(&self) -> usize {
        self.0.more
    }

    /// The same fault in a body that does not stand alone: it begins at `line` and `column` of a file.
    #[must_use]
    pub fn within(mut self, line: usize, column: usize) -> Self {
        for violation in &mut self.0.violations {
            (violation.line, violation.column) = within((violation.line, violation.column), (line, column));
        }
        self
    }
}

/// The line and column of a `place` that is told relative to a beginning.
pub(crate) fn within(place: (usize, usize), (line, column): (usize, usize)) -> (usize, usize) {
    let moved = |from: usize, by: usize| from.saturating_add(by.saturating_sub(1));
    (moved(place.0, line), if place.0 == 1 { moved(place.1, column) } else { place.1 })
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if !self.pointer.is_empty() {
            write!(f, " at {}", self.pointer)?;
        }
        write!(f, " (line {}, column {})", self.line, self.column)
    }
}

struct Summary<'a>(&'a Fault);

impl fmt::Display for Summary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Fault { kind, violations, more } = self.0;
        write!(f, "{kind}")?;
        for (at, violation) in violations.iter().take(3).enumerate() {
            let mark = if at == 0 { ":" } else { ";" };
            match kind {
                // No place in the body is at fault.
                ErrorKind::Unauthentic => write!(f, "{mark} {}", violation.message)?,
                ErrorKind::Malformed | ErrorKind::Invalid | ErrorKind::Limit => write!(f, "{mark} {violation}")?,
            }
        }
        let untold = violations.len().saturating_sub(3) + more;
        if untold > 0 {
            write!(f, "; and {untold} more")?;
        }
        Ok(())
    }
}
