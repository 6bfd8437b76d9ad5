//! What validation reports.

use std::fmt;
use std::ops::Index;
use std::slice;

use serde::ser::SerializeStruct as _;
use serde::{Deserialize, Serialize, Serializer};

use crate::json::Position;
use crate::value::string_enum;

/// How many diagnostics of one body are kept. The others are only counted.
pub(crate) const MAX_DIAGNOSTICS: usize = 100;

/// One thing that validation reports about a body, and its place. It has no value of the body.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
#[non_exhaustive]
pub struct Diagnostic {
    /// What kind of thing it is.
    pub code: DiagnosticCode,
    /// The JSON Pointer (RFC 6901) of its place.
    ///
    /// - For a missing member, the object that lacks it.
    /// - For a repeated or undocumented member, the member.
    /// - For a body that is not JSON, the empty pointer.
    ///
    /// A name that does not look like an identifier is `…`, because it may be personal data.
    pub pointer: String,
    /// What is wrong or odd, and what was expected.
    pub message: String,
    /// Where it is in the body. For an undocumented or repeated member, where its name is.
    #[serde(flatten)]
    pub position: Position,
    /// The documented value that is most like the undocumented one, if one is similar.
    #[serde(default)]
    pub suggestion: Option<String>,
}

string_enum! {
    /// Whether a diagnostic makes a body invalid.
    pub enum Severity {
        /// The body is invalid.
        Error = "error",
        /// The body is valid and drifts.
        Warning = "warning",
    }
}

string_enum! {
    /// What kind of thing a diagnostic reports. The code of an error is the name of its [`ErrorKind`](crate::ErrorKind).
    pub enum DiagnosticCode {
        /// The body is not JSON as this crate reads it.
        Malformed = "malformed",
        /// The body violates its vendor's schema.
        Invalid = "invalid",
        /// The body is larger than allowed.
        TooLarge = "too_large",
        /// The request is not proven to be the vendor's.
        Unauthenticated = "unauthenticated",
        /// The documentation mentions no member of this name here.
        UndocumentedMember = "undocumented_member",
        /// The documentation mentions no event or channel of this name.
        UndocumentedEvent = "undocumented_event",
        /// The documentation gives the member another type.
        UnexpectedType = "unexpected_type",
        /// The documentation does not list this value.
        UnexpectedValue = "unexpected_value",
        /// The value has the documented type but not the documented form, such as an email address or an integer.
        UnexpectedFormat = "unexpected_format",
    }
}

impl DiagnosticCode {
    /// Returns whether a diagnostic of this code makes a body invalid.
    #[must_use]
    pub fn severity(self) -> Severity {
        match self {
            Self::Malformed | Self::Invalid | Self::TooLarge | Self::Unauthenticated => Severity::Error,
            Self::UndocumentedMember
            | Self::UndocumentedEvent
            | Self::UnexpectedType
            | Self::UnexpectedValue
            | Self::UnexpectedFormat => Severity::Warning,
        }
    }
}

impl Diagnostic {
    /// Creates a diagnostic about a whole body.
    pub(crate) fn of_body(code: DiagnosticCode, message: impl Into<String>) -> Self {
        Self { code, pointer: String::new(), message: message.into(), position: Position::START, suggestion: None }
    }

    /// Returns whether it makes the body invalid.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if !self.pointer.is_empty() {
            write!(f, " at {}", self.pointer)?;
        }
        write!(f, " ({})", self.position)
    }
}

impl Serialize for Diagnostic {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { code, pointer, message, position: Position { line, column }, suggestion } = self;
        let mut diagnostic = serializer.serialize_struct("Diagnostic", 7)?;
        diagnostic.serialize_field("severity", &self.severity())?;
        diagnostic.serialize_field("code", code)?;
        diagnostic.serialize_field("pointer", pointer)?;
        diagnostic.serialize_field("message", message)?;
        diagnostic.serialize_field("line", line)?;
        diagnostic.serialize_field("column", column)?;
        match suggestion {
            Some(suggestion) => diagnostic.serialize_field("suggestion", suggestion)?,
            None => diagnostic.skip_field("suggestion")?,
        }
        diagnostic.end()
    }
}

/// The diagnostics of one body: errors first, then warnings, each in the order of the body. There is at least one.
///
/// At most 100 are kept, to bound their memory. The others are only counted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostics {
    kept: Vec<Diagnostic>,
    /// How many of them are errors, kept or not.
    errors: usize,
    /// How many of them are warnings, kept or not.
    warnings: usize,
}

impl Diagnostics {
    /// Creates a list from the kept diagnostics and the numbers of all errors and warnings.
    pub(crate) fn new(mut kept: Vec<Diagnostic>, errors: usize, warnings: usize) -> Self {
        debug_assert!(!kept.is_empty(), "there is at least one diagnostic");
        kept.truncate(MAX_DIAGNOSTICS);
        Self { kept, errors, warnings }
    }

    /// Creates a list of errors. `omitted` is the number of errors that are not kept.
    pub(crate) fn of_errors(kept: Vec<Diagnostic>, omitted: usize) -> Self {
        let errors = kept.len() + omitted;
        Self::new(kept, errors, 0)
    }

    /// Returns the diagnostics. They are never empty.
    #[must_use]
    pub fn as_slice(&self) -> &[Diagnostic] {
        &self.kept
    }

    /// Iterates over the diagnostics.
    pub fn iter(&self) -> slice::Iter<'_, Diagnostic> {
        self.kept.iter()
    }

    /// Returns the number of diagnostics that were counted but not kept. There may be more: once 100 are kept, an
    /// element of an array counts once, whatever is wrong in it. If more than 100 are errors, warnings are not counted.
    #[must_use]
    pub fn omitted(&self) -> usize {
        self.errors + self.warnings - self.kept.len()
    }

    /// Returns the errors among them, or `None` if all are warnings.
    pub(crate) fn errors(&self) -> Option<Self> {
        let errors: Vec<_> = self.iter().filter(|one| one.severity() == Severity::Error).cloned().collect();
        (!errors.is_empty()).then(|| Self::new(errors, self.errors, 0))
    }

    /// Converts the positions in a body to those in the file that contains the body from `start` on.
    pub(crate) fn offset_by(mut self, start: Position) -> Self {
        for diagnostic in &mut self.kept {
            diagnostic.position = diagnostic.position.offset_by(start);
        }
        self
    }
}

impl AsRef<[Diagnostic]> for Diagnostics {
    fn as_ref(&self) -> &[Diagnostic] {
        self.as_slice()
    }
}

impl Index<usize> for Diagnostics {
    type Output = Diagnostic;

    fn index(&self, index: usize) -> &Diagnostic {
        &self.kept[index]
    }
}

impl<'d> IntoIterator for &'d Diagnostics {
    type Item = &'d Diagnostic;
    type IntoIter = slice::Iter<'d, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
