//! The messages of diagnostics.

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{JsonType, ValidationError};
use serde_json::Value;

use crate::value::{ParseDateError, ParseTimestampError, type_of};

/// How many alternatives a message lists.
const MAX_ALTERNATIVES: usize = 10;

/// How many characters a message shows of a name, a constant or a pattern of the schema.
const MAX_SHOWN: usize = 200;

/// Describes an error of the schema engine. The engine's own messages are written for authors of schemas, and some show
/// names or values of the body.
///
/// The message never shows a name or a value of the body, only what the schema says.
pub(super) fn describe(error: &ValidationError<'_>) -> String {
    match error.kind() {
        ValidationErrorKind::Required { property } => {
            format!("missing member {}", shortened(property.to_string()))
        }
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
        ValidationErrorKind::AnyOf { .. } | ValidationErrorKind::OneOfNotValid { .. } => {
            let mut alternatives = Vec::new();
            let is_complete = add_alternatives(error, &mut alternatives);
            let others = (!is_complete).then(|| "another alternative".to_owned());
            alternatives.into_iter().chain(others).collect::<Vec<_>>().join(", or ")
        }
        ValidationErrorKind::OneOfMultipleValid { .. } => {
            "expected a value that only one of the schemas accepts".to_owned()
        }
        ValidationErrorKind::Not { schema } if is_array_check(schema) => {
            "expected an array of valid elements".to_owned()
        }
        ValidationErrorKind::Not { .. } => "expected a value that the schema does not exclude".to_owned(),
        ValidationErrorKind::Constant { expected_value } => {
            format!("expected {}", shortened(expected_value.to_string()))
        }
        ValidationErrorKind::Enum { .. } => "expected a value that the schema lists".to_owned(),
        ValidationErrorKind::Pattern { pattern } => {
            format!("expected a string of the form {}", shortened(pattern.clone()))
        }
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

/// Adds the alternatives of an error, also those inside an alternative. The same error in several branches is one
/// alternative. Returns false if there are more than a message lists.
fn add_alternatives(error: &ValidationError<'_>, alternatives: &mut Vec<String>) -> bool {
    #[expect(clippy::wildcard_enum_match_arm, reason = "the engine's enum: only these two kinds have alternatives")]
    let one = match error.kind() {
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
            let mut branches = context.iter().flatten().peekable();
            if branches.peek().is_some() {
                return branches.all(|branch| add_alternatives(branch, alternatives));
            }
            "expected a value that one of the schemas accepts".to_owned()
        }
        _ => describe(error),
    };
    if alternatives.contains(&one) {
        return true;
    }
    let has_room = alternatives.len() < MAX_ALTERNATIVES;
    if has_room {
        alternatives.push(one);
    }
    has_room
}

/// Shortens a part of a schema to what a message shows of it.
fn shortened(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(MAX_SHOWN) {
        text.truncate(end);
        text.push('…');
    }
    text
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
