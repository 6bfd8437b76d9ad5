//! What an event is about, and what makes it the same event when it comes twice.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::{Value, json};
use uuid::{Uuid, uuid};

use super::{Event, json::Data};
use crate::value::{Id, Label, Timestamp};

/// A part of a tuple; absent differs from empty.
type Part<'e> = Option<Cow<'e, str>>;

/// How a vendor tells its events apart.
pub(crate) struct Identity<'e> {
    subject: Subject<'e>,
    /// What makes it the same event, besides its subject; `None` if only all that it says does.
    more: Option<Vec<Part<'e>>>,
}

enum Subject<'e> {
    /// An identifying part is missing.
    Missing,
    /// The vendor gave it an id.
    Own(&'e Id),
    /// Only several parts together identify it.
    Tuple(Vec<Part<'e>>),
}

impl<'e> Identity<'e> {
    /// Nothing identifies the event but all that it says.
    pub(crate) fn missing() -> Self {
        Self { subject: Subject::Missing, more: None }
    }

    /// The vendor gave the subject an id.
    pub(crate) fn own(id: Option<&'e Id>) -> Self {
        Self { subject: id.map_or(Subject::Missing, Subject::Own), more: Some(Vec::new()) }
    }

    /// Only these parts together identify the subject, and all of them do.
    pub(crate) fn tuple<const N: usize>(parts: [Option<&'e str>; N]) -> Self {
        Self { subject: Subject::Tuple(parts.map(|part| part.map(Cow::Borrowed)).into()), more: Some(Vec::new()) }
    }

    /// The same subject, but nothing makes it the same event but all that it says.
    pub(crate) fn whole(self) -> Self {
        Self { more: None, ..self }
    }

    /// The same, with a status word as a part of the event's key.
    pub(crate) fn status(mut self, status: Option<&'e Label>) -> Self {
        self.more.iter_mut().for_each(|more| more.push(status.map(|status| status.as_str().into())));
        self
    }

    /// The same, with an timestamp as a part of the event's key: however it is spelt.
    pub(crate) fn at(mut self, timestamp: &'e Timestamp) -> Self {
        self.more.iter_mut().for_each(|more| more.push(Some(timestamp.canonical())));
        self
    }

    /// The same, with a text as a part of the event's key.
    pub(crate) fn text(mut self, text: &'e str) -> Self {
        self.more.iter_mut().for_each(|more| more.push(Some(text.into())));
        self
    }

    /// Of the event that this is the identity of.
    pub(super) fn id(&self, event: &Event) -> Uuid {
        let (source, name) = (event.source(), event.vendor_event());
        match (&self.subject, &self.more) {
            (Subject::Own(id), Some(more)) => uuid_of(&(source, name, id.as_str(), more)),
            (Subject::Tuple(parts), Some(more)) => uuid_of(&(source, name, parts, more)),
            (Subject::Missing, _) | (_, None) => {
                uuid_of(&(source, name, event.time().map(Timestamp::canonical), canonical(&Data(event))))
            }
        }
    }

    /// Of the event that this is the identity of.
    pub(super) fn subject(&self, event: &Event) -> Option<Cow<'e, str>> {
        match &self.subject {
            Subject::Own(id) if !id.is_address() && id.as_str().chars().all(is_cloudevents) => Some(id.as_str().into()),
            Subject::Own(id) => Some(uuid_of(&(event.source(), [id.as_str()])).to_string().into()),
            Subject::Tuple(parts) => Some(uuid_of(&(event.source(), parts)).to_string().into()),
            Subject::Missing => None,
        }
    }
}

impl Event {
    /// The namespace of every UUID (version 5) of this crate: that of `urn:leadhook:id:1` among URLs.
    pub const ID_NAMESPACE: Uuid = uuid!("8343f61f-ab15-5d01-a6d5-508f067abf2a");

    /// The id of the event: the same whenever the same event comes again, however it is spelt.
    ///
    /// No vendor sends one, so it is made: the UUID (version 5, in [`ID_NAMESPACE`](Self::ID_NAMESPACE)) of the JSON text, without spaces, of
    /// `[source, name, subject, [part, …]]`. The `name` is the vendor's; the `subject` is the vendor's id of it, or
    /// an array of what identifies it together; the parts are those that the vendor's module names besides. Instants
    /// are in UTC with 0, 3, 6 or 9 digits, absent parts `null`. Where an identifying part is missing, the text is
    /// `[source, name, time, data]`, with the members of every object in `data` sorted and its texts that are instants
    /// in UTC.
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
    /// Most keys have the time in them. A vendor that changes its time when it sends an event again, of which none
    /// says a word, would defeat them.
    #[must_use]
    pub fn id(&self) -> Uuid {
        self.vendor().identity(self).id(self)
    }

    /// What the event is about: the vendor's own id of the message, reply, call, submission or campaign.
    ///
    /// Where only several things together identify it, a phone number or an address among them, it is a UUID of those
    /// instead: subjects travel into logs and brokers. That is a pseudonym, no more: who can guess the number can
    /// compute the UUID. So it is for an id that looks like an address, or that has
    /// characters which CloudEvents forbids. Absent where the vendor did not say what the event is about.
    #[must_use]
    pub fn subject(&self) -> Option<Cow<'_, str>> {
        self.vendor().identity(self).subject(self)
    }
}

/// Whether CloudEvents lets a text have a character: no control character, and none that Unicode calls a noncharacter.
fn is_cloudevents(character: char) -> bool {
    let code = u32::from(character);
    !character.is_control() && code & 0xFFFE != 0xFFFE && !(0xFDD0..=0xFDEF).contains(&code)
}

fn uuid_of(key: &impl Serialize) -> Uuid {
    Uuid::new_v5(&Event::ID_NAMESPACE, &serde_json::to_vec(key).expect("texts and values can be written"))
}

/// One form for all spellings of the same data.
fn canonical(data: &Data<'_>) -> Value {
    fn in_utc(value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Ok(timestamp) = Timestamp::try_from(text.as_str()) {
                    *text = timestamp.canonical().into_owned();
                }
            }
            Value::Array(elements) => elements.iter_mut().for_each(in_utc),
            Value::Object(members) => members.values_mut().for_each(in_utc),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    let mut value = json!(data);
    in_utc(&mut value);
    value.sort_all_objects();
    value
}
