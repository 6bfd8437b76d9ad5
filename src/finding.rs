//! What is found in a body: faults, which make it invalid, and drift, which does not.

use std::fmt;

use serde::{Serialize, Serializer};
use strum::{Display, EnumString, IntoStaticStr, VariantArray};

use crate::error::within;
use crate::{Error, ErrorKind, Violation, Word as _};

/// How many faults and findings of one body are told; the others are only counted.
pub(crate) const MOST_TOLD: usize = 100;

/// What a platform's contract says of a body.
///
/// ```
/// use leadhook::{DriftKind, FindingKind, Vendor, Verdict, validate};
///
/// let body = br#"{"event":"missed_call","timestamp":"2025-01-30T15:00:00Z","status":"mised","mood":"sad"}"#;
/// let Verdict::Drift(findings) = validate(Vendor::LimeCall, body) else { panic!() };
/// let [word, member] = findings.told() else { panic!() };
/// assert_eq!(word.kind, FindingKind::Drift(DriftKind::UndocumentedWord));
/// assert_eq!((word.pointer.as_str(), word.nearest.as_deref()), ("/status", Some("missed")));
/// assert_eq!((member.pointer.as_str(), member.line, member.column), ("/mood", 1, 76));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
#[expect(clippy::exhaustive_enums, reason = "there are three verdicts, and callers should name each")]
pub enum Verdict {
    /// The contract holds, and everything is documented.
    Valid,
    /// The contract holds, but something is undocumented or odd: at least one finding. A body like this parses.
    Drift(Findings),
    /// The contract does not hold: at least one fault, and behind the faults whatever drift there is.
    Invalid(Findings),
}

impl Verdict {
    /// Whether the contract holds, drift or not: whether the body parses.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        match self {
            Self::Valid | Self::Drift(_) => true,
            Self::Invalid(_) => false,
        }
    }

    /// The verdict in one word: `valid`, `drift` or `invalid`.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        self.into()
    }

    /// What was found; of a valid body nothing.
    #[must_use]
    pub fn findings(&self) -> Option<&Findings> {
        match self {
            Self::Valid => None,
            Self::Drift(findings) | Self::Invalid(findings) => Some(findings),
        }
    }

    /// Why the body is refused, if it is: the error that reading it ends with.
    #[must_use]
    pub fn error(&self) -> Option<Error> {
        self.findings()?.error()
    }

    /// The same verdict on a body that does not stand alone: it begins at `line` and `column` of a file.
    #[must_use]
    pub fn within(self, line: usize, column: usize) -> Self {
        match self {
            Self::Valid => Self::Valid,
            Self::Drift(findings) => Self::Drift(findings.within(line, column)),
            Self::Invalid(findings) => Self::Invalid(findings.within(line, column)),
        }
    }
}

/// The verdict in one word, `verdict`; what was found, `findings`; and how many more there are, `more`, if any.
impl Serialize for Verdict {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Wire<'v> {
            verdict: &'static str,
            findings: &'v [Finding],
            #[serde(skip_serializing_if = "Option::is_none")]
            more: Option<usize>,
        }

        Wire {
            verdict: self.as_str(),
            findings: self.findings().map_or(&[], Findings::told),
            more: self.findings().map(Findings::more).filter(|&more| more > 0),
        }
        .serialize(serializer)
    }
}

impl From<Error> for Verdict {
    /// Of a body that was refused before its contract was asked.
    fn from(error: Error) -> Self {
        Self::Invalid(Findings::new(Some(&error), Vec::new(), 0))
    }
}

/// What was found in a body: faults first, then drift, each in the order of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings {
    told: Vec<Finding>,
    faults: usize,
    drift: usize,
}

impl Findings {
    /// Of an error, and of some of the `drift_count` findings of drift.
    pub(crate) fn new(error: Option<&Error>, drift: Vec<Finding>, drift_count: usize) -> Self {
        let violations = error.map_or(&[][..], Error::violations);
        let kind = error.map_or(ErrorKind::Invalid, Error::kind);
        let fault = |Violation { pointer, message, line, column }: Violation| Finding {
            kind: FindingKind::Fault(kind),
            pointer,
            message,
            line,
            column,
            nearest: None,
        };
        let told: Vec<_> = violations.iter().cloned().map(fault).chain(drift).take(MOST_TOLD).collect();
        debug_assert!(!told.is_empty(), "a verdict that is not `Valid` says why");
        Self { told, faults: violations.len() + error.map_or(0, Error::more), drift: drift_count }
    }

    /// The findings, or any 100 of very many.
    #[must_use]
    pub fn told(&self) -> &[Finding] {
        &self.told
    }

    /// How many more there are. Where more than 100 are faults, drift is not counted.
    #[must_use]
    pub fn more(&self) -> usize {
        self.faults + self.drift - self.told.len()
    }

    fn error(&self) -> Option<Error> {
        let faults = self.told.iter().filter_map(|finding| match finding.kind {
            FindingKind::Fault(kind) => Some((kind, Violation::from(finding.clone()))),
            FindingKind::Drift(_) => None,
        });
        let (kinds, violations): (Vec<_>, Vec<_>) = faults.unzip();
        let more = self.faults - violations.len();
        kinds.first().map(|&kind| Error::of(kind, violations, more))
    }

    fn within(mut self, line: usize, column: usize) -> Self {
        for finding in &mut self.told {
            (finding.line, finding.column) = within((finding.line, finding.column), (line, column));
        }
        self
    }
}

/// One thing that was found, and its place.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// What kind of thing it is.
    pub kind: FindingKind,
    /// As in a [`Violation`].
    pub pointer: String,
    /// What is wrong or odd, and what was expected, without any value of the payload.
    pub message: String,
    /// The line of the body, counted from 1.
    pub line: usize,
    /// The column in that line, in characters, counted from 1.
    pub column: usize,
    /// The documented word that comes nearest to an undocumented one, if one is near.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nearest: Option<String>,
}

impl From<Finding> for Violation {
    fn from(Finding { pointer, message, line, column, .. }: Finding) -> Self {
        Self { pointer, message, line, column }
    }
}

/// What kind of thing was found. Written as the one word of its fault or drift.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a body with a finding is valid or not")]
pub enum FindingKind {
    /// The body is refused.
    Fault(ErrorKind),
    /// The body is valid all the same.
    Drift(DriftKind),
}

/// In what way a valid body goes beyond what its platform documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Display, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case", parse_err_ty = crate::NoWord, parse_err_fn = crate::NoWord::new)]
#[non_exhaustive]
pub enum DriftKind {
    /// No member of this name is documented here.
    UndocumentedMember,
    /// This word, such as a status, is not documented.
    UndocumentedWord,
    /// No event of this name, or no such channel, is documented. The rest of the body is held to nothing.
    UndocumentedEvent,
    /// The value has not the form that is expected of it: a mail address, a phone number, a UUID, a whole number.
    Format,
}

impl FindingKind {
    /// The one word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fault(kind) => kind.as_str(),
            Self::Drift(kind) => kind.as_str(),
        }
    }
}

impl fmt::Display for FindingKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for FindingKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
