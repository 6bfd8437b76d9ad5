//! What tells one subject of events from all others.

use std::fmt;

use serde::{Serialize, Serializer};
use strum::{Display, EnumString, IntoStaticStr, VariantArray};

use super::{Event, Source};
use crate::Word as _;

/// What an event is about. Events with the same key are about the same message, call, lead and so on.
///
/// Keys are ordered by source and subject as text.
///
/// ```
/// use leadhook::{Vendor, event::Kind, normalize};
///
/// let missed = br#"{"event":"missed_call","call_id":"7","timestamp":"2025-01-30T15:00:00Z"}"#;
/// let voicemail = br#"{"event":"voicemail_received","call_id":"7","timestamp":"2025-01-30T15:01:00Z"}"#;
/// let key = normalize(Vendor::LimeCall, missed)?.key().unwrap();
/// assert_eq!((key.kind, key.subject.as_str()), (Kind::Call, "7"));
/// assert_eq!(normalize(Vendor::LimeCall, voicemail)?.key(), Some(key));
/// # Ok::<(), leadhook::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[non_exhaustive]
pub struct Key {
    /// Who reports it: ids are unique at one platform only.
    pub source: Source,
    /// The event's [`subject`](Event::subject).
    pub subject: String,
    /// What kind of thing that is: ids are unique among things of a kind only.
    pub kind: Kind,
}

/// A kind of thing that events are about.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "snake_case", parse_err_ty = crate::NoWord, parse_err_fn = crate::NoWord::new)]
#[non_exhaustive]
pub enum Kind {
    /// A message, outbound or inbound.
    Message,
    /// An answer to a message.
    Reply,
    /// A call, and the voicemail that it ends in.
    Call,
    /// A submission of a lead.
    Lead,
    /// A campaign.
    Campaign,
    /// A contact.
    Contact,
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl Key {
    /// From its parts.
    #[must_use]
    pub fn new(source: Source, subject: impl Into<String>, kind: Kind) -> Self {
        Self { source, subject: subject.into(), kind }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.source, self.kind, self.subject)
    }
}

impl Event {
    /// What tells the thing that this event is about from all others. Absent where the platform did not say which it is
    /// (there is no [`subject`](Self::subject)), and for what nobody documented.
    ///
    /// The parts that make a subject stand under "Identity" in the documentation of each platform's module.
    #[must_use]
    pub fn key(&self) -> Option<Key> {
        let kind = match self {
            Self::Message(_) | Self::Inbound(_) => Kind::Message,
            Self::Reply(_) => Kind::Reply,
            Self::Call(_) | Self::Voicemail(_) => Kind::Call,
            Self::Lead(_) => Kind::Lead,
            Self::Campaign(_) => Kind::Campaign,
            Self::Contact(_) => Kind::Contact,
            Self::Unknown(_) => return None,
        };
        Some(Key::new(self.source().clone(), self.subject()?, kind))
    }
}
