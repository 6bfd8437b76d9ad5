//! What validation concludes.

use serde::{Serialize, Serializer};

use super::{Diagnostic, Diagnostics};
use crate::json::Position;

/// The result of validating a body.
///
/// ```
/// use leadhook::{DiagnosticCode, Vendor, Verdict, validate};
///
/// let body = br#"{"event":"missed_call","timestamp":"2025-01-30T15:00:00Z","status":"mised","mood":"sad"}"#;
/// let Verdict::Drift(diagnostics) = validate(Vendor::LimeCall, body) else { panic!() };
/// let [status, mood] = diagnostics.as_slice() else { panic!() };
/// assert_eq!((status.code, status.pointer.as_str()), (DiagnosticCode::UnexpectedValue, "/status"));
/// assert_eq!(status.suggestion.as_deref(), Some("missed"));
/// assert_eq!((mood.code, mood.pointer.as_str()), (DiagnosticCode::UndocumentedMember, "/mood"));
/// assert_eq!((mood.position.line, mood.position.column), (1, 76));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "there are three verdicts, and callers should match each")]
pub enum Verdict {
    /// The body follows the schema, and everything in it is documented.
    Valid,
    /// The body follows the schema and contains something undocumented or odd. Such a body parses.
    Drift(Diagnostics),
    /// The body violates the schema. After the errors come the warnings.
    Invalid(Diagnostics),
}

impl Verdict {
    /// Returns true if the body parses: if it is valid, with or without drift.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        match self {
            Self::Valid | Self::Drift(_) => true,
            Self::Invalid(_) => false,
        }
    }

    /// Returns the name of the verdict: `valid`, `drift` or `invalid`.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Drift(_) => "drift",
            Self::Invalid(_) => "invalid",
        }
    }

    /// Returns the diagnostics. A valid body has none.
    #[must_use]
    pub fn diagnostics(&self) -> Option<&Diagnostics> {
        match self {
            Self::Valid => None,
            Self::Drift(diagnostics) | Self::Invalid(diagnostics) => Some(diagnostics),
        }
    }

    /// Converts the positions in a body to those in the file that contains the body from `start` on.
    #[must_use]
    pub fn offset_by(self, start: Position) -> Self {
        match self {
            Self::Valid => Self::Valid,
            Self::Drift(diagnostics) => Self::Drift(diagnostics.offset_by(start)),
            Self::Invalid(diagnostics) => Self::Invalid(diagnostics.offset_by(start)),
        }
    }
}

/// Serializes as an object with the members `verdict`, `diagnostics` and, if there are any, `omitted`.
impl Serialize for Verdict {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Wire<'v> {
            verdict: &'static str,
            diagnostics: &'v [Diagnostic],
            #[serde(skip_serializing_if = "Option::is_none")]
            omitted: Option<usize>,
        }

        Wire {
            verdict: self.as_str(),
            diagnostics: self.diagnostics().map_or(&[], Diagnostics::as_slice),
            omitted: self.diagnostics().map(Diagnostics::omitted).filter(|&omitted| omitted > 0),
        }
        .serialize(serializer)
    }
}
