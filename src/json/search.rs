//! Finds one member in a body without parsing the rest.

use std::borrow::Cow;
use std::fmt;

use memchr::memchr2;
use memchr::memmem::Finder;
use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::{Lexer, TokenKind};

/// Returns the bytes after the first member name in the root object that equals `quoted_name`. Escapes are not decoded.
pub(crate) fn find_member<'b>(body: &'b [u8], quoted_name: &str) -> Option<&'b [u8]> {
    let mut depth = 0_usize;
    for token in Lexer::new(body) {
        match token.kind {
            TokenKind::String if depth == 1 && &body[token.range.clone()] == quoted_name.as_bytes() => {
                let rest = &body[token.range.end..];
                if rest.trim_ascii_start().starts_with(b":") {
                    return Some(rest);
                }
            }
            TokenKind::ObjectStart | TokenKind::ArrayStart => depth += 1,
            TokenKind::ObjectEnd | TokenKind::ArrayEnd => depth = depth.saturating_sub(1),
            TokenKind::Colon | TokenKind::Comma | TokenKind::String | TokenKind::Scalar | TokenKind::Error => {}
        }
    }
    None
}

/// Returns the string after a member's name if it has no escapes.
pub(crate) fn plain_text(after_name: &[u8]) -> Option<&str> {
    let text = after_name.trim_ascii_start().strip_prefix(b":")?.trim_ascii_start().strip_prefix(b"\"")?;
    let end = memchr2(b'"', b'\\', text)?;
    let text = (text[end] == b'"').then(|| &text[..end])?;
    std::str::from_utf8(text).ok()
}

/// Returns the string after the first occurrence of `quoted_name`, at any depth. It may be another member's.
pub(crate) fn probable_text<'t>(text: &'t str, quoted_name: &Finder<'_>) -> Option<&'t str> {
    let at = quoted_name.find(text.as_bytes())?;
    plain_text(&text.as_bytes()[at + quoted_name.needle().len()..])
}

/// Returns the string at a path of member names. The other members are skipped.
pub(crate) fn find_text<'a>(json: &'a str, path: &[&str]) -> Option<Cow<'a, str>> {
    Find(path).deserialize(&mut serde_json::Deserializer::from_str(json)).ok().flatten()
}

/// Follows a path of member names to a string.
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
        f.write_str(if self.0.is_empty() { "a string" } else { "an object" })
    }

    fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(self.0.is_empty().then_some(Cow::Borrowed(text)))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(self.0.is_empty().then(|| Cow::Owned(text.to_owned())))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        // A name is the string at the end of an empty path. Read this way, it is borrowed.
        while let Some(name) = members.next_key_seed(Find(&[]))? {
            match self.0 {
                [first, rest @ ..] if name.as_deref() == Some(*first) => found = members.next_value_seed(Find(rest))?,
                _ => _ = members.next_value::<IgnoredAny>()?,
            }
        }
        Ok(found)
    }
}
