//! Text that a person wrote or that identifies one, and names that machines chose.

use std::fmt;

use compact_str::CompactString;
use serde::{Deserialize, Serialize, de};

use crate::Word;

/// Text about a person, kept exactly as sent: a name, a mail address, a message, a link, an IP address.
///
/// Any string is one, the empty string included. `Debug` shows only its length, so that a logged payload
/// gives nobody away; [`as_str`](Self::as_str) and `Display` show the text.
///
/// ```
/// # use leadhook::Text;
/// let address = Text::from("ava@example.com");
/// assert_eq!(address.as_str(), "ava@example.com");
/// assert_eq!(format!("{address:?}"), "Text(15 characters)");
/// ```
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text(CompactString);

impl Text {
    /// The text as sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({} characters)", self.0.chars().count())
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

/// A name that a machine chose: of an event, a status, a template. Kept exactly as sent.
///
/// Any string is one, the empty string included. `Debug` shows it only if it looks like an identifier,
/// because nothing stops a platform from putting an address where a word belongs.
///
/// ```
/// # use leadhook::Name;
/// assert_eq!(format!("{:?}", Name::from("call_completed")), r#""call_completed""#);
/// assert_eq!(format!("{:?}", Name::from("ava@example.com")), "(15 characters)");
/// ```
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Name(CompactString);

impl Name {
    /// A documented word, as it is spelt on the wire.
    #[must_use]
    pub fn of(word: impl Word) -> Self {
        Self(CompactString::const_new(word.as_str()))
    }

    /// The name as sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it looks like an identifier, and may be shown: a letter or `_`, then letters, digits, `_`, `-`, `.` or
    /// `$`, at most 64 in all, with no five digits in a row.
    #[must_use]
    pub fn is_identifier(&self) -> bool {
        is_identifier(&self.0)
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_identifier() {
            write!(f, "{:?}", self.as_str())
        } else {
            write!(f, "({} characters)", self.0.chars().count())
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for Name {
    fn from(name: &str) -> Self {
        Self(name.into())
    }
}

impl From<String> for Name {
    fn from(name: String) -> Self {
        Self(name.into())
    }
}

/// Whether an undocumented name may be shown: a letter or `_`, then letters, digits, `_`, `-`, `.` or `$`, at most
/// 64 in all, and no run of five digits (a phone number is none of an identifier's business).
pub(crate) fn is_identifier(name: &str) -> bool {
    name.len() <= 64
        && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.$".contains(&b))
        && !name.as_bytes().windows(5).any(|run| run.iter().all(u8::is_ascii_digit))
}

/// Reads a value from the text that a deserializer holds, by a function that knows how it is spelt.
pub(crate) struct FromText<F>(pub(crate) F);

impl<T, X: fmt::Display, F: FnOnce(&str) -> Result<T, X>> de::Visitor<'_> for FromText<F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        (self.0)(text).map_err(E::custom)
    }
}
