//! How deep objects and arrays are nested, and how many there are.

use serde_json::Value;

use super::{Lexer, TokenKind};

/// How many levels objects and arrays may be nested in a payload. serde_json's own limit is 128.
pub(crate) const MAX_DEPTH: usize = 100;

/// How many levels they may be nested in an event: the members of a payload are two levels deeper there, in `data.extra`.
pub(crate) const MAX_EVENT_DEPTH: usize = MAX_DEPTH + 2;

/// Returns how many objects and arrays text of at most `max_depth` levels may have: 10,000 in a payload.
///
/// In memory, the smallest object takes a hundred times the space of its text. Without this limit, so would a body of
/// such objects.
pub(crate) fn max_containers(max_depth: usize) -> usize {
    100 * max_depth
}

/// Why a text exceeds a limit, and the byte offset of the first bracket that exceeds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Excess {
    Depth(usize),
    Containers(usize),
}

/// Returns the first bracket that opens a level deeper than `max`, or one object or array too many, or `None`.
pub(crate) fn depth_exceeds(text: &str, max: usize) -> Option<Excess> {
    // Nearly every body has fewer brackets than allowed levels, and counting brackets is cheap.
    if count_opening_brackets(text.as_bytes()) <= max {
        return None;
    }
    let (mut depth, mut containers) = (0_usize, 0_usize);
    for token in Lexer::new(text.as_bytes()) {
        match token.kind {
            TokenKind::ObjectStart | TokenKind::ArrayStart if depth == max => {
                return Some(Excess::Depth(token.range.start));
            }
            TokenKind::ObjectStart | TokenKind::ArrayStart if containers == max_containers(max) => {
                return Some(Excess::Containers(token.range.start));
            }
            TokenKind::ObjectStart | TokenKind::ArrayStart => {
                depth += 1;
                containers += 1;
            }
            TokenKind::ObjectEnd | TokenKind::ArrayEnd => depth = depth.saturating_sub(1),
            TokenKind::Colon | TokenKind::Comma | TokenKind::String | TokenKind::Scalar | TokenKind::Error => {}
        }
    }
    None
}

/// Counts the opening brackets anywhere in a body, strings included.
fn count_opening_brackets(body: &[u8]) -> usize {
    // In ASCII, `{` is `[` with this bit set. One instruction compares many bytes when the count is a byte.
    let opens = |byte: &u8| u8::from(byte | 0x20 == b'{');
    body.chunks(128).map(|chunk| usize::from(chunk.iter().map(opens).sum::<u8>())).sum()
}

/// Returns the number of objects and arrays in a value.
pub(crate) fn count_containers(value: &Value) -> usize {
    match value {
        Value::Array(elements) => 1 + elements.iter().map(count_containers).sum::<usize>(),
        Value::Object(members) => 1 + members.values().map(count_containers).sum::<usize>(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

/// Returns true if a value has more than `max` levels.
pub(crate) fn is_deeper_than(value: &Value, max: usize) -> bool {
    match value {
        Value::Array(elements) => max == 0 || elements.iter().any(|element| is_deeper_than(element, max - 1)),
        Value::Object(members) => max == 0 || members.values().any(|member| is_deeper_than(member, max - 1)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::{btree_map, vec};
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    /// A second implementation, one byte after the other.
    fn depth_exceeds_by_bytes(text: &str, max: usize) -> Option<Excess> {
        let (mut depth, mut containers, mut quoted, mut escaped) = (0_usize, 0_usize, false, false);
        for (at, byte) in text.bytes().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if quoted => escaped = true,
                b'"' => quoted = !quoted,
                _ if quoted => {}
                b'{' | b'[' if depth == max => return Some(Excess::Depth(at)),
                b'{' | b'[' if containers == 100 * max => return Some(Excess::Containers(at)),
                b'{' | b'[' => (depth, containers) = (depth + 1, containers + 1),
                b'}' | b']' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        None
    }

    #[track_caller]
    fn assert_deep(text: &str, at: Option<usize>) {
        let at = at.map(Excess::Depth);
        assert_eq!((depth_exceeds(text, MAX_DEPTH), depth_exceeds_by_bytes(text, MAX_DEPTH)), (at, at));
    }

    #[test]
    fn object_10001_is_one_too_many_wherever_it_is() {
        for one in ["[]", "{}", "[{}]"] {
            let most = one.repeat(MAX_DEPTH * 100 / (one.len() / 2));
            assert_eq!(depth_exceeds(&most, MAX_DEPTH), None);
            assert_eq!(
                depth_exceeds(&format!("{most} \"[\" {one}"), MAX_DEPTH),
                Some(Excess::Containers(most.len() + 5))
            );
        }
    }

    #[test]
    fn level_101_is_too_deep_wherever_it_is() {
        let [nested, deeper] = [100, 101].map(|levels| "[".repeat(levels) + &"]".repeat(levels));
        assert_deep(&nested, None);
        assert_deep(&deeper, Some(100));
        assert_deep(&format!("{nested},{deeper}"), Some(201 + 100));
        assert_deep(&format!("{}{nested}", "{}".repeat(999)), None);
        assert_deep(&format!("{}{deeper}", "{}".repeat(999)), Some(1998 + 100));
        // Before and after brackets in strings: with quotes in them, with backslashes, and in one that does not end.
        let quoted = format!("\"{}\\\"{}\\\\\"", "[".repeat(999), "{".repeat(999));
        assert_deep(&format!("{quoted}{nested}{quoted}"), None);
        assert_deep(&format!("{quoted}{deeper}{quoted}"), Some(quoted.len() + 100));
        assert_deep(&format!("{nested}\"{deeper}"), None);
        assert_deep(&format!("{nested}\"{deeper}\\"), None);
    }

    /// Text with enough brackets to be too deep at times.
    fn pieces() -> impl Strategy<Value = String> {
        let one = ["[", "{", "]", "}", "\"", "\\", "\\\"", "\\\\", "\"\"", "\"{\\\"[\"", "é", "7,", " \n"];
        let many = (select(&["[", "{\"\":", "]", "[]"][..]), 1..80_usize);
        let many = many.prop_map(|(piece, count)| piece.repeat(count));
        let piece = prop_oneof![9 => select(one.to_vec()).prop_map(str::to_owned), 1 => many];
        vec(piece, 0..200).prop_map(|pieces| pieces.concat())
    }

    fn values() -> impl Strategy<Value = Value> {
        let text = || "[\\[{\\]}\"\\\\a]{0,9}";
        let leaf = prop_oneof![any::<Option<i64>>().prop_map(Value::from), text().prop_map(Value::from)];
        leaf.prop_recursive(8, 60, 4, move |inner| {
            let members = btree_map(text(), inner.clone(), 0..4);
            prop_oneof![
                vec(inner, 0..4).prop_map(Value::from),
                members.prop_map(|members| Value::Object(members.into_iter().collect()))
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn levels_are_counted_as_by_bytes(text in pieces(), max in 0..9_usize) {
            for max in [max, MAX_DEPTH] {
                prop_assert_eq!(depth_exceeds(&text, max), depth_exceeds_by_bytes(&text, max));
            }
        }

        #[test]
        fn a_value_is_as_deep_as_its_text(value in values(), max in 0..9_usize) {
            prop_assert_eq!(depth_exceeds(&value.to_string(), max).is_some(), is_deeper_than(&value, max));
        }
    }
}
