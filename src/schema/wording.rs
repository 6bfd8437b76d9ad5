//! The messages of diagnostics.

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{JsonType, ValidationError};
use serde_json::Value;

use crate::value::{ParseDateError, ParseTimestampError, type_of};

/// The most alternatives that a message lists.
const MAX_ALTERNATIVES: usize = 10;

/// The length in bytes of the longest text of a schema that a message repeats.
const MAX_LENGTH: usize = 500;

/// Describes an error of the schema engine. The engine's own texts are written for authors of schemas, and some show
/// names or values of the body.
///
/// The message never shows a name or a value of the body, only what the schema says.
pub(super) fn describe(error: &ValidationError<'_>) -> String {
    match error.kind() {
        ValidationErrorKind::Required { property } => format!("missing member {property}"),
        ValidationErrorKind::Type { .. } if expects_integer(error) => "expected an integer".to_owned(),
        ValidationErrorKind::Type { kind } => {
            // Null is the same as absent, unless nothing else is expected.
            let types = types(kind);
            let is_only_null = types == [JsonType::Null];
            let expected: Vec<_> =
                types.iter().filter(|&&name| name != JsonType::Null || is_only_null).map(ToString::to_string).collect();
            format!("expected {}, found {}", expected.join(" or "), type_of(error.instance()))
        }
        ValidationErrorKind::MinLength { limit: 1 } => "expected a string that is not empty".to_owned(),
        ValidationErrorKind::MinLength { limit } => format!("expected at least {}", count(*limit, "character")),
        ValidationErrorKind::MaxLength { limit } => format!("expected at most {}", count(*limit, "character")),
        ValidationErrorKind::Format { format } => describe_format(format),
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
            let mut alternatives = Vec::new();
            for one in context.iter().flatten().map(describe) {
                // The same error in several branches is one alternative.
                if alternatives.contains(&one) {
                    continue;
                }
                if alternatives.len() == MAX_ALTERNATIVES {
                    alternatives.push("another alternative".to_owned());
                    break;
                }
                alternatives.push(one);
            }
            let message = alternatives.join(", or ");
            if message.is_empty() || message.len() > MAX_LENGTH {
                return "expected a value that one of the schemas accepts".to_owned();
            }
            message
        }
        ValidationErrorKind::OneOfMultipleValid { .. } => {
            "expected a value that only one of the schemas accepts".to_owned()
        }
        ValidationErrorKind::Not { schema } if is_array_check(schema) => {
            "expected an array of valid elements".to_owned()
        }
        ValidationErrorKind::Not { .. } => "expected a value that the schema does not exclude".to_owned(),
        ValidationErrorKind::Constant { expected_value } => {
            let expected = expected_value.to_string();
            if expected.len() > MAX_LENGTH {
                return "expected the value that the schema gives".to_owned();
            }
            format!("expected {expected}")
        }
        ValidationErrorKind::Enum { .. } => "expected a value that the schema lists".to_owned(),
        ValidationErrorKind::Pattern { pattern } if pattern.len() > MAX_LENGTH => {
            "expected a string of the form that the schema gives".to_owned()
        }
        ValidationErrorKind::Pattern { pattern } => format!("expected a string of the form {pattern}"),
        ValidationErrorKind::Minimum { limit } => format!("expected at least {limit}"),
        ValidationErrorKind::Maximum { limit } => format!("expected at most {limit}"),
        ValidationErrorKind::ExclusiveMinimum { limit } => format!("expected more than {limit}"),
        ValidationErrorKind::ExclusiveMaximum { limit } => format!("expected less than {limit}"),
        ValidationErrorKind::MultipleOf { multiple_of } => format!("expected a multiple of {multiple_of}"),
        ValidationErrorKind::MinItems { limit } => format!("expected at least {}", count(*limit, "element")),
        ValidationErrorKind::MaxItems { limit } => format!("expected at most {}", count(*limit, "element")),
        ValidationErrorKind::MinProperties { limit } => format!("expected at least {}", count(*limit, "member")),
        ValidationErrorKind::MaxProperties { limit } => format!("expected at most {}", count(*limit, "member")),
        ValidationErrorKind::UniqueItems => "expected elements that differ".to_owned(),
        ValidationErrorKind::Contains => "expected another number of matching elements".to_owned(),
        ValidationErrorKind::AdditionalItems { .. } | ValidationErrorKind::UnevaluatedItems { .. } => {
            "expected fewer elements".to_owned()
        }
        ValidationErrorKind::AdditionalProperties { .. } | ValidationErrorKind::UnevaluatedProperties { .. } => {
            "unexpected member".to_owned()
        }
        ValidationErrorKind::PropertyNames { .. } => "expected other member names".to_owned(),
        ValidationErrorKind::FalseSchema => "unexpected value".to_owned(),
        ValidationErrorKind::ContentEncoding { .. }
        | ValidationErrorKind::ContentMediaType { .. }
        | ValidationErrorKind::FromUtf8 { .. } => "expected another content".to_owned(),
        // These do not occur: there are no such keywords and references here, and matching takes linear time.
        ValidationErrorKind::Custom { .. }
        | ValidationErrorKind::Referencing(_)
        | ValidationErrorKind::BacktrackLimitExceeded { .. }
        | ValidationErrorKind::RegexEngineFailure { .. } => "the schema cannot check this value".to_owned(),
    }
}

fn count(number: u64, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

fn describe_format(format: &str) -> String {
    match format {
        "date-time" => ParseTimestampError.to_string(),
        "date" => ParseDateError.to_string(),
        "email" => "expected an email address".to_owned(),
        "e164" => "expected an E.164 phone number, such as +5511999999999".to_owned(),
        "uri" => "expected a URI with a scheme".to_owned(),
        "uuid" => "expected a UUID".to_owned(),
        "ip" => "expected an IP address".to_owned(),
        other => format!("expected the format {other}"),
    }
}

/// Returns true if `not` has the schema that replaces `items`.
fn is_array_check(schema: &Value) -> bool {
    schema["type"] == "array" && schema["contains"].get("not").is_some()
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
