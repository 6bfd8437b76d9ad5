//! The second part of an event's type, such as `sent` in `message.sent`.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Serialize, Serializer};

use crate::value::{Label, StringEnum};

/// The status or the change that an event reports.
///
/// Only a later version of leadhook, or another program, writes an undocumented status. It is kept as it was read.
///
/// ```
/// use leadhook::event::{MessageStatus, OpenStatus};
///
/// let status = OpenStatus::from(MessageStatus::Sent);
/// assert_eq!(status.known(), Some(MessageStatus::Sent));
/// assert_eq!(status, MessageStatus::Sent);
/// assert_eq!(status.as_str(), "sent");
/// ```
///
/// Equality, order and hash are those of the string.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_enums, reason = "a status is documented, undocumented here, or undocumented by the vendor")]
pub enum OpenStatus<S> {
    /// A documented status.
    Known(S),
    /// The vendor's status is undocumented; it is in `vendor_status`. The type of the event is `message.other` or
    /// `call.other`.
    Other,
    /// A status that this version of leadhook does not know, from the type of an event that was read.
    Undocumented(UndocumentedName),
}

/// A type that this version of leadhook does not know, or the second part of such a type. Only reading an event or
/// parsing a type creates this value. Do not move it into an event of another kind.
///
/// It has lower-case letters, digits, `_` and dots.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UndocumentedName(Label);

impl UndocumentedName {
    pub(super) fn new(name: impl Into<Label>) -> Self {
        Self(name.into())
    }

    /// Returns the name as a string.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl AsRef<str> for UndocumentedName {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for UndocumentedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The second part of the type for an undocumented status.
const OTHER: &str = "other";

impl<S: StringEnum> OpenStatus<S> {
    /// Returns the status if it is documented.
    #[must_use]
    pub fn known(&self) -> Option<S> {
        match self {
            Self::Known(status) => Some(*status),
            Self::Other | Self::Undocumented(_) => None,
        }
    }

    /// Returns the second part of the event's type.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Known(status) => status.as_str(),
            Self::Other => OTHER,
            Self::Undocumented(status) => status.as_str(),
        }
    }

    /// Creates a status from the second part of a type that is not documented.
    pub(super) fn unknown(status: &str) -> Self {
        if status == OTHER { Self::Other } else { Self::Undocumented(UndocumentedName::new(status)) }
    }
}

impl<S: StringEnum> From<S> for OpenStatus<S> {
    fn from(status: S) -> Self {
        Self::Known(status)
    }
}

impl<S: StringEnum> From<Option<S>> for OpenStatus<S> {
    /// `None` is an undocumented status of the vendor.
    fn from(status: Option<S>) -> Self {
        status.map_or(Self::Other, Self::Known)
    }
}

impl<S: StringEnum> PartialEq for OpenStatus<S> {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl<S: StringEnum> Eq for OpenStatus<S> {}

impl<S: StringEnum> Hash for OpenStatus<S> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl<S: StringEnum> PartialEq<S> for OpenStatus<S> {
    fn eq(&self, status: &S) -> bool {
        self.known() == Some(*status)
    }
}

impl<S: StringEnum> Ord for OpenStatus<S> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl<S: StringEnum> PartialOrd for OpenStatus<S> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<S: StringEnum> AsRef<str> for OpenStatus<S> {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl<S: StringEnum> Serialize for OpenStatus<S> {
    fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<S: StringEnum> fmt::Display for OpenStatus<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A status or change that is the second part of an event's type.
pub(super) trait EventStatus: StringEnum {
    /// Returns the event's type, such as `message.sent`.
    fn event_type(self) -> &'static str;
}

/// Declares an [`EventStatus`], as `string_enum!` does. The literal is the first part of the type.
macro_rules! event_statuses {
    (
        $kind:literal;
        $(#[$attribute:meta])*
        pub enum $name:ident {
            $($(#[$variant_attribute:meta])* $variant:ident = $string:literal,)+
        }
    ) => {
        $crate::value::string_enum! {
            $(#[$attribute])*
            pub enum $name {
                $($(#[$variant_attribute])* $variant = $string,)+
            }
        }

        impl $crate::event::status::EventStatus for $name {
            fn event_type(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!($kind, ".", $string),)+
                }
            }
        }
    };
}
pub(super) use event_statuses;
