//! Reads a body into a JSON value, or says why it is not JSON.

use serde_json::{Value, error::Category};

use super::{Excess, Position, depth_exceeds, max_containers, position::repeated_member, position_of};
use crate::value::Unique;

/// Why a body is not JSON, and where. The message has no value of the body.
#[derive(Debug)]
pub(crate) struct Malformed {
    /// The pointer of a repeated member; otherwise empty.
    pub(crate) pointer: String,
    pub(crate) message: String,
    pub(crate) position: Position,
}

impl Malformed {
    fn new(message: impl Into<String>, text: &str, offset: usize) -> Self {
        let position = position_of(text, offset.min(text.len()));
        Self { pointer: String::new(), message: message.into(), position }
    }
}

/// Reads the JSON value of a body of at most `max_depth` levels.
pub(crate) fn read_value(body: &[u8], max_depth: usize) -> Result<(&str, Value), Malformed> {
    let text = std::str::from_utf8(body).map_err(|error| {
        let valid = &body[..error.valid_up_to()];
        Malformed::new("not UTF-8", &String::from_utf8_lossy(valid), valid.len())
    })?;
    match depth_exceeds(text, max_depth) {
        Some(Excess::Depth(offset)) => {
            return Err(Malformed::new(format!("nested deeper than {max_depth} levels"), text, offset));
        }
        Some(Excess::Containers(offset)) => {
            let max = max_containers(max_depth);
            return Err(Malformed::new(format!("more than {max} objects and arrays"), text, offset));
        }
        None => {}
    }
    match serde_json::from_str(text) {
        Ok(Unique(value)) => Ok((text, value)),
        Err(error) => Err(explain(text, &error)),
    }
}

fn explain(text: &str, error: &serde_json::Error) -> Malformed {
    if text.trim_ascii().is_empty() {
        return Malformed::new("expected a JSON object, found nothing", text, 0);
    }
    match error.classify() {
        // `Unique` accepts every value, so the only error in the data is a repeated member.
        Category::Data => {
            let (pointer, offset) = repeated_member(text).unwrap_or_default();
            Malformed { pointer, ..Malformed::new("repeated member", text, offset) }
        }
        Category::Eof => Malformed::new("not JSON: the text ends too early", text, text.len()),
        Category::Syntax | Category::Io => {
            // serde_json counts columns in bytes, and returns 0 where it has read nothing of a line.
            let line_start = text.split_inclusive('\n').take(error.line() - 1).map(str::len).sum::<usize>();
            Malformed::new(describe_syntax_error(error), text, line_start + error.column().saturating_sub(1))
        }
    }
}

/// Describes a syntax error. serde_json's own text is only inspected, because it may show a value.
fn describe_syntax_error(error: &serde_json::Error) -> &'static str {
    let text = error.to_string();
    if text.starts_with("number out of range") {
        "number outside the range of a 64-bit float"
    } else if text.contains("surrogate") || text.contains("hex escape") {
        "escape is half of a surrogate pair"
    } else {
        "not JSON from here on"
    }
}
