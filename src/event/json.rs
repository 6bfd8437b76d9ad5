//! The JSON form of an event: a CloudEvents 1.0 document.

use serde::de::{DeserializeOwned, Error as _};
use serde::ser::SerializeStruct as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};

use super::{Call, Campaign, Contact, Event, EventType, Inbound, Lead, Message, Reply, Source, Unknown, Voicemail};
use crate::error::Error;
#[cfg(doc)]
use crate::error::ErrorKind;
use crate::json::{MAX_EVENT_DEPTH, is_deeper_than, read_value};
use crate::schema::{Diagnostics, Schema, invalid_at};
use crate::value::{Timestamp, Unique};

static SCHEMA: Schema = Schema::new(Event::SCHEMA);

const SPECVERSION: &str = "1.0";

/// The name of this version of `data`: the `$id` of [`Event::SCHEMA`].
const DATASCHEMA: &str = "urn:leadhook:schema:event:1";

impl Event {
    /// The JSON Schema (draft 2020-12) of an event's JSON form.
    pub const SCHEMA: &str = include_str!("../../schemas/event.schema.json");

    /// Reads an event from its JSON form.
    ///
    /// Attributes that brokers add are ignored. All others must be as this version writes them: the `id` and the
    /// `subject` that the rest of the event makes, nothing `null`, no member in `data` that it does not know.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Malformed`] if the body is not JSON, [`ErrorKind::Invalid`] if it is no event of this crate, with
    /// every violation and its place.
    ///
    /// ```
    /// use leadhook::{Event, Vendor, normalize};
    ///
    /// let event = normalize(Vendor::LimeCall, br#"{"event":"missed_call","timestamp":"2025-01-30T15:00:00Z"}"#)?;
    /// let json = serde_json::to_vec(&event)?;
    /// assert_eq!(Event::from_json(&json)?, event);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_json(body: &[u8]) -> Result<Self, Error> {
        from_json(body, |_| true)
    }

    /// As [`from_json`](Self::from_json), of an event that has been through something that keeps less than its JSON does,
    /// such as Python's `datetime`, which ends at microseconds: its `id` and `subject` are not believed, but made anew
    /// from what is left.
    ///
    /// # Errors
    ///
    /// As [`from_json`](Self::from_json) otherwise.
    pub fn from_lossy_json(body: &[u8]) -> Result<Self, Error> {
        from_json(body, |member| !matches!(member, "id" | "subject"))
    }
}

/// The `data` of an event.
pub(super) struct Data<'e>(pub(super) &'e Event);

impl Serialize for Data<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Event::Message(event) => event.data.serialize(serializer),
            Event::Inbound(event) => event.data.serialize(serializer),
            Event::Reply(event) => event.data.serialize(serializer),
            Event::Call(event) => event.data.serialize(serializer),
            Event::Voicemail(event) => event.data.serialize(serializer),
            Event::Lead(event) => event.data.serialize(serializer),
            Event::Campaign(event) => event.data.serialize(serializer),
            Event::Contact(event) => event.data.serialize(serializer),
            Event::Unknown(event) => event.data.serialize(serializer),
        }
    }
}

impl Serialize for Event {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let identity = self.vendor().identity(self);
        let mut document = serializer.serialize_struct("Event", 8)?;
        document.serialize_field("specversion", SPECVERSION)?;
        document.serialize_field("type", &self.event_type())?;
        document.serialize_field("source", self.source())?;
        document.serialize_field("id", &identity.id(self))?;
        match self.time() {
            Some(time) => document.serialize_field("time", time)?,
            None => document.skip_field("time")?,
        }
        match identity.subject(self) {
            Some(subject) => document.serialize_field("subject", &subject)?,
            None => document.skip_field("subject")?,
        }
        document.serialize_field("dataschema", DATASCHEMA)?;
        document.serialize_field("data", &Data(self))?;
        document.end()
    }
}

/// What of a document makes the event; the rest follows from it.
#[derive(Deserialize)]
struct Document {
    r#type: String,
    source: String,
    time: Option<Timestamp>,
    data: Value,
}

/// The members that this crate writes, some of them not always.
const MEMBERS: [&str; 8] = ["specversion", "type", "source", "id", "time", "subject", "dataschema", "data"];

/// Which member is at fault, and what is wrong with it.
type Mismatch = (&'static str, &'static str);

fn from_json(body: &[u8], is_exact: fn(&str) -> bool) -> Result<Event, Error> {
    let (_, document) = read_value(body, MAX_EVENT_DEPTH).map_err(Diagnostics::from)?;
    read(&document, is_exact).map_err(|(pointer, message)| match SCHEMA.check(body, MAX_EVENT_DEPTH) {
        Err(diagnostics) => diagnostics.into(),
        Ok(()) => Error::invalid(invalid_at(body, pointer, message)),
    })
}

impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Unique(document) = Unique::deserialize(deserializer)?;
        read(&document, |_| true).map_err(|(pointer, message)| {
            let at = if pointer.is_empty() { "" } else { " at " };
            D::Error::custom(format_args!("{message}{at}{pointer}"))
        })
    }
}

/// The members that are exact must be as this crate would write them.
fn read(document: &Value, is_exact: fn(&str) -> bool) -> Result<Event, Mismatch> {
    if is_deeper_than(document, MAX_EVENT_DEPTH) {
        return Err(("", "nested deeper than an event can be"));
    }
    let Document { r#type, source, time, data } =
        Document::deserialize(document).map_err(|_| ("", "not of an event's shape"))?;
    let source: Source = source.parse().map_err(|_| ("/source", "no vendor that this version knows"))?;
    let event = match r#type.parse().map_err(|_| ("/type", "no type of event that this version knows"))? {
        EventType::Message(status) => {
            Event::Message(Message { source, time: required(time)?, status, data: details(data)? })
        }
        EventType::Inbound => Event::Inbound(Inbound { source, time: required(time)?, data: details(data)? }),
        EventType::Reply => Event::Reply(Reply { source, time: required(time)?, data: details(data)? }),
        EventType::Call(status) => Event::Call(Call { source, time: required(time)?, status, data: details(data)? }),
        EventType::Voicemail => Event::Voicemail(Voicemail { source, time: required(time)?, data: details(data)? }),
        EventType::Lead(status) => Event::Lead(Lead { source, time: required(time)?, status, data: details(data)? }),
        EventType::Campaign(change) => {
            Event::Campaign(Campaign { source, time: required(time)?, change, data: details(data)? })
        }
        EventType::Contact(change) => {
            Event::Contact(Contact { source, time: required(time)?, change, data: details(data)? })
        }
        EventType::Unknown => Event::Unknown(Unknown { source, time, data: details(data)? }),
    };
    // What is read must be what would be written: the id and the subject that the rest makes, nothing `null`, no other
    // spelling.
    let written = json!(event);
    match MEMBERS.iter().find(|member| is_exact(member) && document.get(member) != written.get(member)) {
        None => Ok(event),
        Some(&"id") => Err(("/id", "the id is not the one that the rest of the event makes")),
        Some(&"subject") => Err(("/subject", "the subject is not the one that the rest of the event makes")),
        Some(_) => Err(("", "not as an event of this version is written")),
    }
}

fn required(time: Option<Timestamp>) -> Result<Timestamp, Mismatch> {
    time.ok_or(("", "the member \"time\" is missing"))
}

/// Serde's own words show values, so ours say only where.
fn details<T: DeserializeOwned>(data: Value) -> Result<T, Mismatch> {
    serde_json::from_value(data).map_err(|_| ("/data", "not of the shape that the event's type asks for"))
}
