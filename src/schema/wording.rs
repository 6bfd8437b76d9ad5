//! The messages of diagnostics.

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{JsonType, ValidationError};

use crate::value::{ParseDateError, ParseTimestampError, type_of};

/// Describes an error of the schema engine. The engine's own texts are written for authors of schemas.
///
/// The message never shows a value of the body.
pub(super) fn describe(error: &ValidationError<'_>) -> String {
    #[expect(clippy::wildcard_enum_match_arm, reason = "the engine's enum; the schemas use few of its keywords")]
    match error.kind() {
        ValidationErrorKind::Required { property } => format!("missing member {property}"),
        ValidationErrorKind::Type { .. } if expects_integer(error) => "expected an integer".to_owned(),
        ValidationErrorKind::Type { kind } => {
            // Null is the same as absent.
            let expected: Vec<_> =
                types(kind).iter().filter(|&&name| name != JsonType::Null).map(ToString::to_string).collect();
            format!("expected {}, found {}", expected.join(" or "), type_of(error.instance()))
        }
        ValidationErrorKind::MinLength { .. } => "expected a string that is not empty".to_owned(),
        ValidationErrorKind::Format { format } => match format.as_str() {
            "date-time" => ParseTimestampError.to_string(),
            "date" => ParseDateError.to_string(),
            "email" => "expected an email address".to_owned(),
            "e164" => "expected an E.164 phone number, such as +5511999999999".to_owned(),
            "uri" => "expected a URI with a scheme".to_owned(),
            "uuid" => "expected a UUID".to_owned(),
            "ip" => "expected an IP address".to_owned(),
            other => format!("expected the format {other}"),
        },
        ValidationErrorKind::AnyOf { context } => {
            context.iter().flatten().map(describe).collect::<Vec<_>>().join(", or ")
        }
        // Only arrays are checked with `not`.
        ValidationErrorKind::Not { .. } => "expected an array of valid elements".to_owned(),
        ValidationErrorKind::Constant { expected_value } => format!("expected {expected_value}"),
        ValidationErrorKind::Enum { .. } => "expected a value that the schema lists".to_owned(),
        ValidationErrorKind::Pattern { pattern } => format!("expected a string of the form {pattern}"),
        _ => error.masked().to_string(),
    }
}

/// Returns true if the value is a number and should have been an integer.
pub(super) fn expects_integer(error: &ValidationError<'_>) -> bool {
    matches!(error.kind(), ValidationErrorKind::Type { kind } if types(kind).contains(&JsonType::Integer))
        && error.instance().is_number()
}

/// Returns the types that a schema allows.
fn types(kind: &TypeKind) -> Vec<JsonType> {
    match kind {
        TypeKind::Single(one) => vec![*one],
        TypeKind::Multiple(several) => several.iter().collect(),
    }
}
