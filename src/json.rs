//! What this crate means by JSON: UTF-8, no name twice in an object, at most 100 levels deep.

use std::borrow::Cow;
use std::fmt;
use std::iter;
use std::ops::Range;
use std::sync::LazyLock;

use memchr::memchr2;
use memchr::memmem::Finder;
use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// How deep objects and arrays may nest in a payload. serde_json's own limit is 128.
pub(crate) const MAX_DEPTH: usize = 100;

/// How deep in an event: what a payload's root holds stands two levels deeper there, in `data.extra`.
pub(crate) const MAX_EVENT_DEPTH: usize = MAX_DEPTH + 2;

/// The byte offset of the first bracket that opens a level deeper than `most`, if there is one.
pub(crate) fn too_deep(text: &str, most: usize) -> Option<usize> {
    // Nearly every body has fewer brackets than levels are allowed, and counting them is cheap.
    if opening_brackets(text.as_bytes()) <= most {
        return None;
    }
    let mut depth = 0_usize;
    for token in tokens(text.as_bytes()) {
        match text.as_bytes()[token.start] {
            b'{' | b'[' if depth == most => return Some(token.start),
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// Where each text stands, with its quotation marks, and each byte outside of texts. It ends in a text without an end.
fn tokens(body: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    iter::from_fn(move || {
        let start = at;
        at = if *body.get(start)? == b'"' { end_of_text(body, start + 1)? + 1 } else { start + 1 };
        Some(start..at)
    })
}

/// How many brackets open anywhere in a body, its texts included.
fn opening_brackets(body: &[u8]) -> usize {
    // In ASCII, `{` is `[` with this bit set. Counted in a byte, many are compared by one instruction.
    let opens = |byte: &u8| u8::from(byte | 0x20 == b'{');
    body.chunks(128).map(|few| usize::from(few.iter().map(opens).sum::<u8>())).sum()
}

/// Where the quotation mark is that ends the text that begins at `at`.
fn end_of_text(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr2(b'"', b'\\', bytes.get(at..)?)?;
        match bytes[at] {
            b'"' => return Some(at),
            _ => at += 2,
        }
    }
}

/// The same question of a value.
pub(crate) fn is_deeper_than(value: &Value, most: usize) -> bool {
    match value {
        Value::Array(elements) => most == 0 || elements.iter().any(|element| is_deeper_than(element, most - 1)),
        Value::Object(members) => most == 0 || members.values().any(|member| is_deeper_than(member, most - 1)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// A JSON value in which no object has a name twice (RFC 7493). Every undocumented value is read by this visitor.
pub(crate) struct Unique(pub(crate) Value);

impl<'de> de::Deserialize<'de> for Unique {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(UniqueVisitor).map(Self)
    }
}

struct UniqueVisitor;

impl<'de> Visitor<'de> for UniqueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    // Only ever called under `arbitrary_precision`, for a number on its way from one `Value` to another.
    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Value, E> {
        number(&value.to_string())
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Value, E> {
        number(&value.to_string())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(Unique(element)) = elements.next_element()? {
            array.push(element);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if object.is_empty() && *ARBITRARY_PRECISION && name == NUMBER_TOKEN {
                return number(&members.next_value::<String>()?);
            }
            let Unique(value) = members.next_value()?;
            if object.insert(name, value).is_some() {
                return Err(de::Error::custom("a member is repeated"));
            }
        }
        Ok(Value::Object(object))
    }
}

fn number<E: de::Error>(digits: &str) -> Result<Value, E> {
    digits.parse().map(Value::Number).map_err(|_| E::custom("not a number"))
}

/// How serde_json hands over every number if any crate in the build switches on its `arbitrary_precision`; no
/// attribute tells us at compile time.
const NUMBER_TOKEN: &str = "$serde_json::private::Number";

static ARBITRARY_PRECISION: LazyLock<bool> =
    LazyLock::new(|| serde_json::from_str::<serde_json::Number>("1e400").is_ok());

/// What stands behind the first name of that spelling in the root. No escape is looked into.
pub(crate) fn member<'b>(body: &'b [u8], quoted_name: &str) -> Option<&'b [u8]> {
    let mut depth = 0_usize;
    for token in tokens(body) {
        match body[token.start] {
            b'"' if depth == 1 && &body[token.clone()] == quoted_name.as_bytes() => {
                let behind = &body[token.end..];
                if behind.trim_ascii_start().starts_with(b":") {
                    return Some(behind);
                }
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// The text behind a member's name, if it is spelt plainly.
pub(crate) fn plain_text(behind_name: &[u8]) -> Option<&str> {
    let text = behind_name.trim_ascii_start().strip_prefix(b":")?.trim_ascii_start().strip_prefix(b"\"")?;
    let end = memchr2(b'"', b'\\', text)?;
    let text = (text[end] == b'"').then(|| &text[..end])?;
    std::str::from_utf8(text).ok()
}

/// What is probably the text of the member that `quoted_name` finds, wherever it stands.
pub(crate) fn probable_text<'t>(text: &'t str, quoted_name: &Finder<'_>) -> Option<&'t str> {
    let at = quoted_name.find(text.as_bytes())?;
    plain_text(&text.as_bytes()[at + quoted_name.needle().len()..])
}

/// The text of the member that `path` leads to, through objects only; the rest is skipped unread.
pub(crate) fn text_at<'a>(json: &'a str, path: &[&str]) -> Option<Cow<'a, str>> {
    Find(path).deserialize(&mut serde_json::Deserializer::from_str(json)).ok().flatten()
}

/// Looks along a path of member names for a text.
struct Find<'p>(&'p [&'p str]);

impl<'de> DeserializeSeed<'de> for Find<'_> {
    type Value = Option<Cow<'de, str>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Find<'_> {
    type Value = Option<Cow<'de, str>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "text" } else { "an object" })
    }

    fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(self.0.is_empty().then_some(Cow::Borrowed(text)))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(self.0.is_empty().then(|| Cow::Owned(text.to_owned())))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        // A name is a text at the end of its path: read so, it is borrowed.
        while let Some(name) = members.next_key_seed(Find(&[]))? {
            match self.0 {
                [first, rest @ ..] if name.as_deref() == Some(*first) => found = members.next_value_seed(Find(rest))?,
                _ => _ = members.next_value::<IgnoredAny>()?,
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::{btree_map, vec};
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    /// The same question, asked of one byte after the other.
    fn recounted(text: &str, most: usize) -> Option<usize> {
        let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
        for (at, byte) in text.bytes().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if quoted => escaped = true,
                b'"' => quoted = !quoted,
                _ if quoted => {}
                b'{' | b'[' if depth == most => return Some(at),
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        None
    }

    #[track_caller]
    fn assert_deep(text: &str, at: Option<usize>) {
        assert_eq!((too_deep(text, MAX_DEPTH), recounted(text, MAX_DEPTH)), (at, at));
    }

    #[test]
    fn the_level_behind_the_hundredth_is_too_deep_whatever_stands_beside_it() {
        let [nested, deeper] = [100, 101].map(|levels| "[".repeat(levels) + &"]".repeat(levels));
        assert_deep(&nested, None);
        assert_deep(&deeper, Some(100));
        assert_deep(&format!("{nested},{deeper}"), Some(201 + 100));
        assert_deep(&format!("{}{nested}", "{}".repeat(999)), None);
        assert_deep(&format!("{}{deeper}", "{}".repeat(999)), Some(1998 + 100));
        // Before and behind brackets in texts: of quotation marks in them, of backslashes, and of one that never ends.
        let quoted = format!("\"{}\\\"{}\\\\\"", "[".repeat(999), "{".repeat(999));
        assert_deep(&format!("{quoted}{nested}{quoted}"), None);
        assert_deep(&format!("{quoted}{deeper}{quoted}"), Some(quoted.len() + 100));
        assert_deep(&format!("{nested}\"{deeper}"), None);
        assert_deep(&format!("{nested}\"{deeper}\\"), None);
    }

    /// Pieces of texts, with enough brackets to be too deep now and then.
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
        fn levels_are_counted_as_byte_by_byte(text in pieces(), most in 0..9_usize) {
            for most in [most, MAX_DEPTH] {
                prop_assert_eq!(too_deep(&text, most), recounted(&text, most));
            }
        }

        #[test]
        fn a_value_is_as_deep_as_its_text(value in values(), most in 0..9_usize) {
            prop_assert_eq!(too_deep(&value.to_string(), most).is_some(), is_deeper_than(&value, most));
        }
    }
}
