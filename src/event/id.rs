//! The id and the subject of an event. Both are the same when the vendor sends the event again.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::{Value, json};
use uuid::{Uuid, uuid};

use super::{Event, json::Data};
use crate::value::{Id, Label, Timestamp};

/// A part of a key. An absent part differs from an empty one.
type Part<'e> = Option<Cow<'e, str>>;

/// What identifies an event and its subject. Each vendor has its own rules.
pub(crate) struct Identity<'e> {
    subject: Subject<'e>,
    /// The parts of the event's key in addition to its subject. `None` if only the whole `data` identifies the event.
    key_parts: Option<Vec<Part<'e>>>,
}

enum Subject<'e> {
    /// The webhook does not identify its subject.
    Missing,
    /// The vendor's id of the subject.
    Id(&'e Id),
    /// Several parts that identify the subject only together.
    Parts(Vec<Part<'e>>),
}

impl<'e> Identity<'e> {
    /// Creates an identity without a subject. Only the whole `data` identifies the event.
    pub(crate) fn from_data() -> Self {
        Self { subject: Subject::Missing, key_parts: None }
    }

    /// Creates an identity from the vendor's id of the subject.
    pub(crate) fn from_id(id: Option<&'e Id>) -> Self {
        Self { subject: id.map_or(Subject::Missing, Subject::Id), key_parts: Some(Vec::new()) }
    }

    /// Creates an identity from parts that identify the subject only together.
    pub(crate) fn from_parts<const N: usize>(parts: [Option<&'e str>; N]) -> Self {
        Self { subject: Subject::Parts(parts.map(|part| part.map(Cow::Borrowed)).into()), key_parts: Some(Vec::new()) }
    }

    /// Keeps the subject, but lets only the whole `data` identify the event.
    pub(crate) fn keyed_by_data(self) -> Self {
        Self { key_parts: None, ..self }
    }

    /// Adds a status to the event's key.
    pub(crate) fn with_status(mut self, status: Option<&'e Label>) -> Self {
        self.key_parts.iter_mut().for_each(|parts| parts.push(status.map(|status| status.as_str().into())));
        self
    }

    /// Adds a timestamp to the event's key, in its canonical form.
    pub(crate) fn with_time(mut self, timestamp: &'e Timestamp) -> Self {
        self.key_parts.iter_mut().for_each(|parts| parts.push(Some(timestamp.canonical())));
        self
    }

    /// Adds a string to the event's key.
    pub(crate) fn with_text(mut self, text: &'e str) -> Self {
        self.key_parts.iter_mut().for_each(|parts| parts.push(Some(text.into())));
        self
    }

    /// Returns the id of the event. It must be the event that this identity was made from.
    pub(super) fn id(&self, event: &Event) -> Uuid {
        let (source, name) = (event.source(), event.vendor_event());
        match (&self.subject, &self.key_parts) {
            (Subject::Id(id), Some(key_parts)) => uuid_of(&(source, name, id.as_str(), key_parts)),
            (Subject::Parts(parts), Some(key_parts)) => uuid_of(&(source, name, parts, key_parts)),
            (Subject::Missing, _) | (_, None) => {
                uuid_of(&(source, name, event.time().map(Timestamp::canonical), canonical(&Data(event))))
            }
        }
    }

    /// Returns the subject of the event. It must be the event that this identity was made from.
    pub(super) fn subject(&self, event: &Event) -> Option<Cow<'e, str>> {
        match &self.subject {
            Subject::Id(id) if !id.is_address() && id.as_str().chars().all(is_cloudevents_char) => {
                Some(id.as_str().into())
            }
            Subject::Id(id) => Some(uuid_of(&(event.source(), [id.as_str()])).to_string().into()),
            Subject::Parts(parts) => Some(uuid_of(&(event.source(), parts)).to_string().into()),
            Subject::Missing => None,
        }
    }
}

impl Event {
    /// The namespace of every version 5 UUID that this crate makes. It is the version 5 UUID of `urn:leadhook:id:1` in
    /// the URL namespace.
    pub const ID_NAMESPACE: Uuid = uuid!("8343f61f-ab15-5d01-a6d5-508f067abf2a");

    /// Returns the event's id. It is the same whenever the vendor sends the event again, even if the JSON is written
    /// differently.
    ///
    /// No vendor sends an event id, so leadhook makes a version 5 UUID in [`ID_NAMESPACE`](Self::ID_NAMESPACE). Its
    /// name is the JSON array `[source, name, subject, [part, …]]`, without white space:
    ///
    /// - `name` is the vendor's name of the event.
    /// - `subject` is the vendor's id of the subject, or an array of the parts that identify it together.
    /// - The last array has the other parts of the key, as the vendor's module lists them.
    /// - Timestamps are in UTC with 0, 3, 6 or 9 fractional digits. Absent parts are `null`.
    ///
    /// If an identifying part is missing or does not fit its field, the array is `[source, name, time, data]`. The members of every object in
    /// `data` are then sorted, and strings in `data` that are timestamps are in UTC.
    ///
    /// ```
    /// use leadhook::{Event, Vendor, normalize};
    ///
    /// let body = br#"{"event":"missed_call","call_id":"7","timestamp":"2025-01-30T16:00:00+01:00"}"#;
    /// let key = br#"["limecall","missed_call","7",[null,"2025-01-30T15:00:00Z"]]"#;
    /// assert_eq!(normalize(Vendor::LimeCall, body)?.id(), uuid::Uuid::new_v5(&Event::ID_NAMESPACE, key));
    /// # Ok::<(), leadhook::Error>(())
    /// ```
    ///
    /// Most keys contain the time. If a vendor changed the time when it sends an event again, the id would change. No
    /// vendor documents whether it does.
    #[must_use]
    pub fn id(&self) -> Uuid {
        self.vendor().identity(self).id(self)
    }

    /// Returns what the event is about: the vendor's id of the message, reply, call, submission or campaign.
    ///
    /// It is a UUID instead if
    ///
    /// - only several parts together identify the subject, such as a campaign and a phone number;
    /// - the id looks like an address;
    /// - the id has characters that CloudEvents forbids.
    ///
    /// The UUID keeps phone numbers and addresses out of logs and brokers. It is a pseudonym only: anyone who guesses
    /// the phone number can compute the UUID.
    ///
    /// `None` if the webhook does not identify its subject.
    #[must_use]
    pub fn subject(&self) -> Option<Cow<'_, str>> {
        self.vendor().identity(self).subject(self)
    }
}

/// Returns true if a CloudEvents string may contain the character. Control characters and Unicode noncharacters are
/// forbidden.
fn is_cloudevents_char(character: char) -> bool {
    let code = u32::from(character);
    !character.is_control() && code & 0xFFFE != 0xFFFE && !(0xFDD0..=0xFDEF).contains(&code)
}

fn uuid_of(key: &impl Serialize) -> Uuid {
    Uuid::new_v5(&Event::ID_NAMESPACE, &serde_json::to_vec(key).expect("a key serializes to JSON"))
}

/// Returns the canonical form of the data: sorted members and timestamps in UTC.
fn canonical(data: &Data<'_>) -> Value {
    fn convert_to_utc(value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Ok(timestamp) = Timestamp::try_from(text.as_str()) {
                    *text = timestamp.canonical().into_owned();
                }
            }
            Value::Array(elements) => elements.iter_mut().for_each(convert_to_utc),
            Value::Object(members) => members.values_mut().for_each(convert_to_utc),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    let mut value = json!(data);
    convert_to_utc(&mut value);
    value.sort_all_objects();
    value
}
