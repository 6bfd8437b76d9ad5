//! Words: the vocabulary of a platform, and words that it has not documented yet.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

use crate::Name;
use crate::text::FromText;

/// A closed vocabulary: an enum without fields, whose every variant is one word, spelt in one place.
///
/// Every enum with strum's `EnumString`, `IntoStaticStr` and `VariantArray` is one.
pub trait Word: Copy + Eq + fmt::Debug + FromStr + Into<&'static str> + 'static {
    /// Every word, in the order of its documentation.
    const ALL: &'static [Self];

    /// The word as it is spelt on the wire.
    fn as_str(self) -> &'static str {
        self.into()
    }
}

impl<T> Word for T
where
    T: Copy + Eq + fmt::Debug + FromStr + Into<&'static str> + strum::VariantArray + 'static,
{
    const ALL: &'static [Self] = T::VARIANTS;
}

/// A text is none of a vocabulary's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not a documented word")]
#[non_exhaustive]
pub struct NoWord;

impl NoWord {
    /// As strum calls it; the text itself is not kept.
    pub(crate) fn new(_: &str) -> Self {
        Self
    }
}

/// A word of the vocabulary `T`, or one that nobody documented: platforms add words without notice, and refusing a
/// new word would lose the event.
///
/// An unknown word can never be one that `T` knows, so two words are equal exactly when they are spelt alike.
///
/// ```
/// use leadhook::Open;
/// use leadhook::vendors::liguelead::SmsStatus;
///
/// let word = Open::<SmsStatus>::spelt("delivered");
/// assert_eq!(word.known(), Some(SmsStatus::Delivered));
/// let word = Open::<SmsStatus>::spelt("teleported");
/// assert_eq!((word.known(), word.as_str()), (None, "teleported"));
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Open<T>(Repr<T>);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Repr<T> {
    Known(T),
    Unknown(Name),
}

impl<T: Word> Open<T> {
    /// The word that is spelt so, known or not.
    #[must_use]
    pub fn spelt(word: &str) -> Self {
        Self(word.parse().map_or_else(|_| Repr::Unknown(word.into()), Repr::Known))
    }

    /// The word, if it is documented.
    #[must_use]
    pub fn known(&self) -> Option<T> {
        match self.0 {
            Repr::Known(word) => Some(word),
            Repr::Unknown(_) => None,
        }
    }

    /// The word as it is spelt on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Repr::Known(word) => (*word).as_str(),
            Repr::Unknown(name) => name.as_str(),
        }
    }
}

impl<T: Word> From<T> for Open<T> {
    fn from(word: T) -> Self {
        Self(Repr::Known(word))
    }
}

impl<T: Word> From<Open<T>> for Name {
    fn from(word: Open<T>) -> Self {
        match word.0 {
            Repr::Known(word) => Name::of(word),
            Repr::Unknown(name) => name,
        }
    }
}

impl<T: Word> PartialEq<T> for Open<T> {
    fn eq(&self, word: &T) -> bool {
        self.known() == Some(*word)
    }
}

impl<T: fmt::Debug> fmt::Debug for Open<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Known(word) => word.fmt(f),
            Repr::Unknown(name) => f.debug_tuple("Unknown").field(name).finish(),
        }
    }
}

impl<T: Word> fmt::Display for Open<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl<T: Word> Serialize for Open<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de, T: Word> Deserialize<'de> for Open<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(FromText(|word: &str| Ok::<_, NoWord>(Self::spelt(word))))
    }
}

/// Serde of a word that must be documented; for `#[serde(with = "crate::open::closed")]`.
pub(crate) mod closed {
    use super::{Deserializer, FromText, NoWord, Serializer, Word};

    pub(crate) fn serialize<T: Word, S: Serializer>(word: &T, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str((*word).as_str())
    }

    pub(crate) fn deserialize<'de, T: Word, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_str(FromText(|word: &str| word.parse().map_err(|_| NoWord)))
    }

    /// The same where the word may be absent.
    pub(crate) mod option {
        use serde::{Deserialize, Serialize};

        use super::super::Word;
        use super::{Deserializer, Serializer};

        #[expect(clippy::ref_option, reason = "serde hands over the field")]
        pub(crate) fn serialize<T: Word, S: Serializer>(word: &Option<T>, serializer: S) -> Result<S::Ok, S::Error> {
            word.map(Word::as_str).serialize(serializer)
        }

        pub(crate) fn deserialize<'de, T: Word, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
            #[derive(Deserialize)]
            #[serde(bound = "")]
            struct Present<T: Word>(#[serde(with = "super")] T);

            Option::<Present<T>>::deserialize(deserializer).map(|word| word.map(|Present(word)| word))
        }
    }
}
