//! Where things stand in a JSON text: from a JSON Pointer to a line and a column.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::text::is_identifier;

/// The line and column of a byte offset, both counted from 1, columns in characters.
pub(crate) fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let boundary = (0..=offset).rev().find(|&at| text.is_char_boundary(at)).unwrap_or_default();
    let before = &text[..boundary];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.bytes().filter(|&byte| byte == b'\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// The byte offset of the value that a JSON Pointer leads to in a well-formed text; where the path ends early, of the
/// last value on it.
pub(crate) fn offset_of(text: &str, pointer: &str) -> usize {
    let mut node = text.trim_start_matches(WHITESPACE);
    for token in pointer.split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        let next = match Node::read(node) {
            Some(Node::Object(members)) => members.into_iter().find(|(name, _)| *name == token).map(|(_, value)| value),
            Some(Node::Array(elements)) => token.parse().ok().and_then(|at: usize| elements.get(at).copied()),
            Some(Node::Scalar) | None => None,
        };
        let Some(next) = next else { break };
        node = next.get();
    }
    offset_in(text, node)
}

/// The first repeated member of a well-formed text: its pointer, and the byte offset of the name's repetition.
///
/// Names that do not look like identifiers are masked in the pointer.
pub(crate) fn repeated_member(text: &str) -> Option<(String, usize)> {
    repeated_in(text, text.trim_start_matches(WHITESPACE), &mut String::new())
}

fn repeated_in(text: &str, node: &str, pointer: &mut String) -> Option<(String, usize)> {
    let parent = pointer.len();
    match Node::read(node)? {
        Node::Object(members) => {
            let mut seen = std::collections::HashSet::new();
            // A name begins where the one before it ends, but for `{`, commas and spaces.
            let mut name_at = offset_in(text, node) + 1;
            for (name, value) in &members {
                let at = name_at + text[name_at..].find('"')?;
                pointer.push('/');
                pointer.push_str(&shown(name));
                if !seen.insert(name) {
                    return Some((pointer.clone(), at));
                }
                let found = repeated_in(text, value.get(), pointer);
                if found.is_some() {
                    return found;
                }
                pointer.truncate(parent);
                name_at = offset_in(text, value.get()) + value.get().len();
            }
        }
        Node::Array(elements) => {
            for (at, element) in elements.iter().enumerate() {
                pointer.push('/');
                pointer.push_str(&at.to_string());
                let found = repeated_in(text, element.get(), pointer);
                if found.is_some() {
                    return found;
                }
                pointer.truncate(parent);
            }
        }
        Node::Scalar => {}
    }
    None
}

/// A member's name as a token of a pointer, fit to be shown: masked unless it looks like an identifier.
pub(crate) fn shown(name: &str) -> String {
    if is_identifier(name) { name.to_owned() } else { "…".to_owned() }
}

/// A member's name as a token of a pointer.
pub(crate) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

const WHITESPACE: [char; 4] = [' ', '\t', '\r', '\n'];

/// Both are parts of one text.
fn offset_in(text: &str, part: &str) -> usize {
    part.as_ptr().addr() - text.as_ptr().addr()
}

/// One level of a JSON text; what is inside stays text.
enum Node<'a> {
    Object(Vec<(String, &'a RawValue)>),
    Array(Vec<&'a RawValue>),
    Scalar,
}

impl<'a> Node<'a> {
    fn read(text: &'a str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

impl<'de> Deserialize<'de> for Node<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(Node::Scalar)
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Node::Scalar)
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<Self::Value, E> {
        Ok(Node::Scalar)
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> Result<Self::Value, E> {
        Ok(Node::Scalar)
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<Self::Value, E> {
        Ok(Node::Scalar)
    }

    fn visit_str<E: de::Error>(self, _: &str) -> Result<Self::Value, E> {
        Ok(Node::Scalar)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
        let mut array = Vec::new();
        while let Some(element) = elements.next_element()? {
            array.push(element);
        }
        Ok(Node::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut object = Vec::new();
        while let Some(member) = members.next_entry()? {
            object.push(member);
        }
        Ok(Node::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_found(text: &str, pointer: &str, place: (usize, usize)) {
        assert_eq!(line_and_column(text, offset_of(text, pointer)), place);
    }

    #[test]
    fn pointers_lead_to_lines_and_columns() {
        let text = " {\"a\": {\"é/~\": [1,\n  {\"b\": true}]},\n\"ü\":\"ü\", \"c\" :null}";
        assert_found(text, "", (1, 2));
        assert_found(text, "/a", (1, 8));
        assert_found(text, "/a/é~1~0/0", (1, 17));
        assert_found(text, "/a/é~1~0/1/b", (2, 9));
        assert_found(text, "/ü", (3, 5));
        assert_found(text, "/c", (3, 15));
        assert_found(text, "/a/missing", (1, 8));
    }

    #[test]
    fn repeated_members_are_found_at_any_depth() {
        let find = |text| repeated_member(text).map(|(pointer, at)| (pointer, line_and_column(text, at)));
        assert_eq!(find(r#"{"a":1,"b":{"a":1}}"#), None);
        assert_eq!(find(r#"{"a":"a",  "a":2}"#), Some(("/a".into(), (1, 12))));
        assert_eq!(find("[0,{\"a\":{\"b\":1,\n \"\\u0062\":2}}]"), Some(("/1/a/b".into(), (2, 2))));
        assert_eq!(find(r#"{"ava@example.com":1,"ava@example.com":2}"#), Some(("/…".into(), (1, 22))));
    }
}
