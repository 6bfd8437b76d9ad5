//! Why a body was refused.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

use crate::json::Position;
use crate::schema::{Diagnostic, DiagnosticCode, Diagnostics, Verdict};
use crate::value::string_enum;

/// A body was refused: the kind of error, and every diagnostic.
///
/// No text of an error shows a value of the payload, so an error can be logged.
///
/// ```
/// use leadhook::{ErrorKind, Vendor, parse};
///
/// let error = parse(Vendor::LimeCall, br#"{"event":"missed_call","timestamp":"yesterday"}"#).unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Invalid);
/// let diagnostic = &error.diagnostics()[0];
/// assert_eq!(diagnostic.pointer, "/timestamp");
/// assert_eq!((diagnostic.position.line, diagnostic.position.column), (1, 36));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Error)]
#[error("{}", Summary(self))]
pub struct Error {
    kind: ErrorKind,
    // In a box, so that a `Result` is small.
    diagnostics: Box<Diagnostics>,
}

string_enum! {
    /// The kind of an [`struct@Error`].
    pub enum ErrorKind {
        /// The body is not JSON as this crate reads it: it is not UTF-8, not JSON, repeats a member in one object, is
        /// nested deeper than 100 levels, or has more than 10,000 objects and arrays.
        Malformed = "malformed",
        /// The body is JSON and violates its vendor's schema.
        Invalid = "invalid",
        /// The body is larger than allowed.
        TooLarge = "too_large",
        /// The request is not proven to be the vendor's, or is too old. Only an `Endpoint` (feature `signature`) checks
        /// this.
        Unauthenticated = "unauthenticated",
    }
}

impl From<ErrorKind> for DiagnosticCode {
    fn from(kind: ErrorKind) -> Self {
        match kind {
            ErrorKind::Malformed => Self::Malformed,
            ErrorKind::Invalid => Self::Invalid,
            ErrorKind::TooLarge => Self::TooLarge,
            ErrorKind::Unauthenticated => Self::Unauthenticated,
        }
    }
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, diagnostics: Diagnostics) -> Self {
        Self { kind, diagnostics: Box::new(diagnostics) }
    }

    fn of_body(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self::new(kind, Diagnostics::of_errors(vec![Diagnostic::of_body(kind.into(), message)], 0))
    }

    /// Creates the error of a body of more than `max` bytes.
    #[must_use]
    pub fn too_large(max: usize) -> Self {
        Self::of_body(ErrorKind::TooLarge, format!("larger than {max} bytes"))
    }

    /// Creates the error of input that is not a webhook. The message must not contain anything of the
    /// input, which its type helps to ensure.
    #[must_use]
    pub fn malformed(message: &'static str) -> Self {
        Self::of_body(ErrorKind::Malformed, message)
    }

    /// Creates the error of a request that is not authentic, with one diagnostic for each message.
    #[cfg(feature = "signature")]
    pub(crate) fn unauthenticated(messages: impl IntoIterator<Item = String>) -> Self {
        let diagnostic = |message| Diagnostic::of_body(DiagnosticCode::Unauthenticated, message);
        let diagnostics = messages.into_iter().map(diagnostic).collect();
        Self::new(ErrorKind::Unauthenticated, Diagnostics::of_errors(diagnostics, 0))
    }

    /// Creates the error of a body that is JSON and that a conversion of yours cannot read.
    ///
    /// `pointer` is the JSON Pointer (RFC 6901) of the place. Its position is unknown here, so it is the start of the body.
    /// Neither the pointer nor the message may contain a value of the body. The type of the message helps to ensure that.
    ///
    /// ```
    /// use leadhook::{Error, ErrorKind};
    ///
    /// let error = Error::invalid("/data/id", "expected an id");
    /// assert_eq!(error.kind(), ErrorKind::Invalid);
    /// assert_eq!(error.to_string(), "invalid: expected an id at /data/id (line 1, column 1)");
    /// ```
    #[must_use]
    pub fn invalid(pointer: &str, message: &'static str) -> Self {
        let diagnostic = Diagnostic::of_body(DiagnosticCode::Invalid, message);
        Self::from_diagnostic(Diagnostic { pointer: pointer.to_owned(), ..diagnostic })
    }

    /// Creates the error of a body with one diagnostic of the code `invalid`.
    pub(crate) fn from_diagnostic(diagnostic: Diagnostic) -> Self {
        Self::new(ErrorKind::Invalid, Diagnostics::of_errors(vec![diagnostic], 0))
    }

    /// Returns the kind of the error.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Returns everything that is wrong, in the order of the body. A malformed body has one diagnostic.
    #[must_use]
    pub fn diagnostics(&self) -> &Diagnostics {
        &self.diagnostics
    }

    /// Converts the positions in a body to those in the file that contains the body from `start` on.
    #[must_use]
    pub fn offset_by(self, start: Position) -> Self {
        Self::new(self.kind, self.diagnostics.offset_by(start))
    }
}

impl From<Diagnostics> for Error {
    /// The first diagnostic decides the kind.
    fn from(diagnostics: Diagnostics) -> Self {
        let kind = match diagnostics[0].code {
            DiagnosticCode::Malformed => ErrorKind::Malformed,
            DiagnosticCode::TooLarge => ErrorKind::TooLarge,
            DiagnosticCode::Unauthenticated => ErrorKind::Unauthenticated,
            DiagnosticCode::Invalid
            | DiagnosticCode::UndocumentedMember
            | DiagnosticCode::UndocumentedEvent
            | DiagnosticCode::UnexpectedType
            | DiagnosticCode::UnexpectedValue
            | DiagnosticCode::UnexpectedFormat => ErrorKind::Invalid,
        };
        Self::new(kind, diagnostics)
    }
}

impl From<Error> for Verdict {
    fn from(error: Error) -> Self {
        Self::Invalid(*error.diagnostics)
    }
}

impl Verdict {
    /// Returns the error that parsing the body returns, or `None` if the body parses.
    #[must_use]
    pub fn error(&self) -> Option<Error> {
        self.diagnostics()?.errors().map(Error::from)
    }
}

/// The JSON form of an error.
#[derive(Serialize, Deserialize)]
struct Wire<D> {
    kind: ErrorKind,
    diagnostics: D,
    #[serde(default, skip_serializing_if = "is_zero")]
    omitted: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes the field")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

impl Serialize for Error {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { kind, diagnostics } = self;
        Wire { kind: *kind, diagnostics: diagnostics.as_slice(), omitted: diagnostics.omitted() }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Error {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Wire { kind, diagnostics, omitted } = Wire::<Vec<Diagnostic>>::deserialize(deserializer)?;
        if diagnostics.is_empty() {
            return Err(de::Error::custom("expected at least one diagnostic"));
        }
        if diagnostics.iter().any(|diagnostic| diagnostic.code != kind.into()) {
            return Err(de::Error::custom("expected diagnostics of the error's kind"));
        }
        Ok(Self::new(kind, Diagnostics::of_errors(diagnostics, omitted)))
    }
}

struct Summary<'a>(&'a Error);

impl fmt::Display for Summary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 3;
        let Error { kind, diagnostics } = self.0;
        write!(f, "{kind}")?;
        for (at, diagnostic) in diagnostics.iter().take(SHOWN).enumerate() {
            let separator = if at == 0 { ":" } else { ";" };
            match kind {
                // The headers are wrong, not a place in the body.
                ErrorKind::Unauthenticated => write!(f, "{separator} {}", diagnostic.message)?,
                ErrorKind::Malformed | ErrorKind::Invalid | ErrorKind::TooLarge => {
                    write!(f, "{separator} {diagnostic}")?;
                }
            }
        }
        match diagnostics.as_slice().len().saturating_sub(SHOWN) + diagnostics.omitted() {
            0 => Ok(()),
            more => write!(f, "; and {more} more"),
        }
    }
}
