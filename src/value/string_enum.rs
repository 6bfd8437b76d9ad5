//! Closed sets of strings: enums whose variants are the values that a vendor, or this crate, documents.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// A closed set of strings: an enum without fields, with one string for each variant.
///
/// Every enum of this crate that is a string in JSON implements it. Implement it to use
/// [`Status`](crate::lifecycle::Status) with statuses of your own.
///
/// ```
/// use leadhook::StringEnum;
/// use leadhook::vendors::liguelead::SmsStatus;
///
/// fn list<E: StringEnum>() -> Vec<&'static str> {
///     E::VARIANTS.iter().map(|variant| variant.as_str()).collect()
/// }
///
/// assert_eq!(list::<SmsStatus>()[..2], ["sent", "delivered"]);
/// ```
pub trait StringEnum: Copy + Eq + fmt::Debug + FromStr + 'static {
    /// Every variant, in the order of declaration.
    const VARIANTS: &'static [Self];

    /// Returns the string of this variant, as it is in JSON.
    fn as_str(self) -> &'static str;
}

/// The string is not a documented value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[error("not a documented value")]
#[non_exhaustive]
pub struct ParseEnumError;

impl ParseEnumError {
    /// Creates the error. strum passes the string, which is dropped because it may be personal data.
    pub(crate) fn new(_: &str) -> Self {
        Self
    }
}

/// Declares a [`StringEnum`], one row for each variant: its documentation, its name and its string.
///
/// The enum is `#[non_exhaustive]`. It has `VARIANTS` and `as_str` of its own, so that callers need not import the trait.
/// Its order is that of the strings, as everywhere else they are sorted: in JSON, in SQL and in [`Source`].
///
/// [`Source`]: crate::event::Source
macro_rules! string_enum {
    (
        $(#[$attribute:meta])*
        $visibility:vis enum $name:ident {
            $($(#[$variant_attribute:meta])* $variant:ident = $string:literal,)+
        }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[derive(::strum::AsRefStr, ::strum::Display, ::strum::EnumString)]
        #[strum(parse_err_ty = $crate::value::ParseEnumError, parse_err_fn = $crate::value::ParseEnumError::new)]
        #[non_exhaustive]
        $visibility enum $name {
            $($(#[$variant_attribute])* #[strum(serialize = $string)] $variant,)+
        }

        impl $name {
            /// Every variant, in the order of declaration.
            pub const VARIANTS: &'static [Self] = &[$(Self::$variant,)+];

            /// Returns the string of this variant, as it is in JSON.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $string,)+
                }
            }
        }

        impl Ord for $name {
            /// Compares the strings.
            fn cmp(&self, other: &Self) -> ::std::cmp::Ordering {
                self.as_str().cmp(other.as_str())
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<::std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl $crate::value::StringEnum for $name {
            const VARIANTS: &'static [Self] = Self::VARIANTS;

            fn as_str(self) -> &'static str {
                Self::as_str(self)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str($crate::value::FromString(|string: &str| string.parse::<Self>()))
            }
        }
    };
}

pub(crate) use string_enum;
