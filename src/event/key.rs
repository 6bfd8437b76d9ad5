//! What identifies an event and its subject.

use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::Value;
use uuid::{Uuid, uuid};

#[cfg(doc)]
use super::Event;
use super::{Source, Subject};
use crate::value::{Extra, Id, Label, Timestamp};

/// The parts that identify an event and its subject. They are the same when the vendor sends the webhook again.
///
/// [`Event::new`] makes the event's id and its subject from it. Every vendor's module lists the parts of its keys in the
/// section "Identity".
///
/// The **id** is a version 5 UUID in [`NAMESPACE`](Self::NAMESPACE). Its name is a JSON array without white space,
/// `[source, vendor_event, subject, [part, …]]`:
///
/// - `subject` is the id of the subject, or an array of the parts that identify it together, or null.
/// - Timestamps are in UTC with 0, 3, 6 or 9 fractional digits. Absent parts are null.
///
/// If an identifying part is missing or does not fit its field, the [whole](Self::whole) body is the key. The array is
/// then `[source, vendor_event, body]`. `body` is the payload as JSON, with sorted members, documented times in UTC, ids and
/// phone numbers as strings, and without documented members that are null. The body of an undocumented event is as it was
/// sent, except for the order of its members.
///
/// The **subject** is the id of the subject, or a version 5 UUID of `[source, [part, …]]`, as [`Subject`] describes.
///
/// ```
/// use leadhook::event::{EventKey, Source};
/// use leadhook::{Vendor, normalize};
///
/// let body = br#"{"event":"missed_call","call_id":"7","timestamp":"2025-01-30T16:00:00+01:00"}"#;
/// let key = EventKey::new("missed_call")
///     .subject("7".parse()?)
///     .part(None)
///     .time(&"2025-01-30T15:00:00Z".parse()?);
/// assert_eq!(normalize(Vendor::LimeCall, body)?.id(), key.to_id(&Source::from(Vendor::LimeCall)));
///
/// let name = br#"["limecall","missed_call","7",[null,"2025-01-30T15:00:00Z"]]"#;
/// assert_eq!(key.to_id(&Source::from(Vendor::LimeCall)), uuid::Uuid::new_v5(&EventKey::NAMESPACE, name));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Most keys contain the time. If a vendor changed the time when it sends an event again, the id would change. No vendor
/// documents whether it does.
///
/// # The key of your own vendor
///
/// Some vendors send an id that is the same when a webhook is sent again, and differs between any two events. Make the
/// key from it: `EventKey::new(name).part(id)`. The header `webhook-id` of Standard Webhooks is such an id. Otherwise
/// add what distinguishes two events: the subject, the status and the time. Never add what changes from one delivery to
/// the next, such as the number of the attempt. Set the subject in either case, because an event without one changes no
/// lifecycle.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct EventKey {
    vendor_event: Label,
    subject: SubjectPart,
    parts: Parts,
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum SubjectPart {
    /// The webhook does not identify its subject.
    Missing,
    /// The vendor's id of the subject.
    Id(Id),
    /// The JSON array of several parts that identify the subject only together.
    Tuple(Vec<u8>),
}

/// JSON text.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Parts {
    /// The parts in addition to the subject, with commas between them.
    Some(Vec<u8>),
    /// The whole body.
    Whole(Vec<u8>),
}

impl EventKey {
    /// The namespace of every version 5 UUID that this crate makes. It is the version 5 UUID of `urn:leadhook:id:1` in
    /// the URL namespace.
    pub const NAMESPACE: Uuid = uuid!("8343f61f-ab15-5d01-a6d5-508f067abf2a");

    /// Creates a key without parts. Add some: without any, all events of this name have the same id.
    ///
    /// `vendor_event` is the event's name, as the vendor writes it.
    #[must_use]
    pub fn new(vendor_event: impl Into<Label>) -> Self {
        Self { vendor_event: vendor_event.into(), subject: SubjectPart::Missing, parts: Parts::Some(Vec::new()) }
    }

    /// Creates a key from the whole body. Use it if an identifying part is missing.
    ///
    /// The order of members does not matter. Every other difference does, so write times in UTC, and leave out null
    /// members if the vendor may omit them. You can set a subject. Parts and times have no effect.
    #[must_use]
    pub fn whole(vendor_event: impl Into<Label>, body: &Value) -> Self {
        Self { parts: Parts::Whole(to_json(&Sorted(body))), ..Self::new(vendor_event) }
    }

    /// Creates a key from the whole body, as [`whole`](Self::whole) does.
    pub(crate) fn whole_body(vendor_event: impl Into<Label>, body: &Extra) -> Self {
        Self { parts: Parts::Whole(to_json(&SortedBody(body))), ..Self::new(vendor_event) }
    }

    /// Sets the subject to the vendor's id of it.
    #[must_use]
    pub fn subject(self, id: Id) -> Self {
        Self { subject: SubjectPart::Id(id), ..self }
    }

    /// Sets the subject to several parts that identify it only together. An absent part differs from an empty one.
    #[must_use]
    pub fn subject_tuple<const N: usize>(self, parts: [Option<&str>; N]) -> Self {
        Self { subject: SubjectPart::Tuple(to_json(&parts.as_slice())), ..self }
    }

    /// Adds a part, such as a status. An absent part differs from an empty one.
    #[must_use]
    pub fn part<'p>(mut self, part: impl Into<Option<&'p str>>) -> Self {
        match &mut self.parts {
            Parts::Some(parts) => {
                if parts.is_empty() {
                    parts.reserve(CAPACITY);
                } else {
                    parts.push(b',');
                }
                write_json(parts, &part.into());
            }
            Parts::Whole(_) => {}
        }
        self
    }

    /// Adds a time as a part. All timestamps of the same point in time are the same part.
    #[must_use]
    pub fn time(self, time: &Timestamp) -> Self {
        self.part(&*time.canonical())
    }

    /// Returns the id of an event of this source.
    #[must_use]
    pub fn to_id(&self, source: &Source) -> Uuid {
        let (Parts::Some(parts) | Parts::Whole(parts)) = &self.parts;
        let mut name = name_of(source, parts.len());
        write_json(&mut name, &self.vendor_event);
        name.push(b',');
        match &self.parts {
            Parts::Some(parts) => {
                match &self.subject {
                    SubjectPart::Missing => name.extend(b"null"),
                    SubjectPart::Id(id) => write_json(&mut name, id),
                    SubjectPart::Tuple(tuple) => name.extend(tuple),
                }
                name.extend(b",[");
                name.extend(parts);
                name.push(b']');
            }
            Parts::Whole(body) => name.extend(body),
        }
        name.push(b']');
        Uuid::new_v5(&Self::NAMESPACE, &name)
    }

    /// Returns the subject of an event of this source.
    #[must_use]
    pub fn to_subject(&self, source: &Source) -> Option<Subject> {
        self.subject.clone().resolve(source)
    }

    /// Returns the event's name, its id and its subject.
    pub(super) fn resolve(self, source: &Source) -> (Label, Uuid, Option<Subject>) {
        let id = self.to_id(source);
        let subject = self.subject.resolve(source);
        (self.vendor_event, id, subject)
    }
}

impl SubjectPart {
    fn resolve(self, source: &Source) -> Option<Subject> {
        let pseudonym = |parts: &[u8]| {
            let mut name = name_of(source, parts.len());
            name.extend(parts);
            name.push(b']');
            Subject::Pseudonym(Uuid::new_v5(&EventKey::NAMESPACE, &name))
        };
        match self {
            Self::Missing => None,
            Self::Id(id) if !id.is_address() && id.as_str().chars().all(is_cloudevents_char) => Some(Subject::Id(id)),
            Self::Id(id) => Some(pseudonym(&to_json(&[id]))),
            Self::Tuple(tuple) => Some(pseudonym(&tuple)),
        }
    }
}

impl fmt::Debug for EventKey {
    /// Shows no part, because parts may be addresses.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventKey").field("vendor_event", &self.vendor_event).finish_non_exhaustive()
    }
}

/// Returns true if a CloudEvents string may contain the character. Control characters and Unicode noncharacters are
/// forbidden.
fn is_cloudevents_char(character: char) -> bool {
    let code = u32::from(character);
    !character.is_control() && code & 0xFFFE != 0xFFFE && !(0xFDD0..=0xFDEF).contains(&code)
}

/// The size that most keys do not exceed, so that one allocation is enough.
const CAPACITY: usize = 128;

/// Returns the beginning of the name of a UUID. `more` is the length of the rest.
fn name_of(source: &Source, more: usize) -> Vec<u8> {
    let mut name = Vec::with_capacity(CAPACITY + more);
    name.push(b'[');
    write_json(&mut name, source);
    name.push(b',');
    name
}

fn to_json(value: &impl Serialize) -> Vec<u8> {
    let mut text = Vec::with_capacity(CAPACITY);
    write_json(&mut text, value);
    text
}

fn write_json(text: &mut Vec<u8>, value: &impl Serialize) {
    serde_json::to_writer(text, value).expect("a vector takes every string and JSON value");
}

/// Serializes a value with sorted members.
struct Sorted<'v>(&'v Value);

impl Serialize for Sorted<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Array(elements) => serializer.collect_seq(elements.iter().map(Sorted)),
            Value::Object(members) => {
                serialize_sorted(members.iter().map(|(name, value)| (name.as_str(), value)), serializer)
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => self.0.serialize(serializer),
        }
    }
}

/// Serializes a body with sorted members.
struct SortedBody<'b>(&'b Extra);

impl Serialize for SortedBody<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_sorted(self.0.iter(), serializer)
    }
}

fn serialize_sorted<'v, S: Serializer>(
    members: impl Iterator<Item = (&'v str, &'v Value)>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut sorted: Vec<_> = members.collect();
    sorted.sort_unstable_by_key(|&(name, _)| name);
    serializer.collect_map(sorted.into_iter().map(|(name, value)| (name, Sorted(value))))
}
