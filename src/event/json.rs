//! The JSON form of an event: a CloudEvents 1.0 document.

use serde::de::{DeserializeOwned, Error as _};
use serde::ser::SerializeStruct as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};

use super::{Call, Campaign, Contact, Event, EventType, Inbound, Lead, Message, Reply, Source, Unknown, Voicemail};
use crate::error::Error;
#[cfg(doc)]
use crate::error::ErrorKind;
use crate::json::{MAX_EVENT_DEPTH, count_containers, is_deeper_than, max_containers, read_value};
use crate::schema::{Diagnostics, Schema, invalid_at};
use crate::value::{Extra, Timestamp, Unique};

static SCHEMA: Schema = Schema::new(Event::SCHEMA);

const SPECVERSION: &str = "1.0";

/// The version of the schema: the `$id` of [`Event::SCHEMA`].
const DATASCHEMA: &str = "urn:leadhook:schema:event:1";

impl Event {
    /// The JSON Schema (draft 2020-12) of an event's JSON form.
    pub const SCHEMA: &str = include_str!("../../schemas/event.schema.json");

    /// Parses an event from its JSON form.
    ///
    /// Attributes that brokers add are ignored. All others must be exactly as this version writes them: `id` and
    /// `subject` must match the rest of the event, no member may be `null`, and `data` may have known members only.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Malformed`] if the body is not JSON. [`ErrorKind::Invalid`] if it is not an event of this crate,
    /// with every diagnostic.
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

    /// Parses an event whose JSON form may have lost precision, for example in Python's `datetime`, which has
    /// microseconds only.
    ///
    /// It ignores `id` and `subject`, and computes them from the rest of the event.
    ///
    /// # Errors
    ///
    /// As [`from_json`](Self::from_json), except that `id` and `subject` may differ.
    pub fn from_lossy_json(body: &[u8]) -> Result<Self, Error> {
        from_json(body, |member| !matches!(member, "id" | "subject"))
    }
}

/// Serializes the `data` of an event.
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
        serialize(self, &Data(self), serializer)
    }
}

/// Serializes an event with this `data`.
fn serialize<S: Serializer>(event: &Event, data: &impl Serialize, serializer: S) -> Result<S::Ok, S::Error> {
    let identity = event.vendor().identity(event);
    let mut document = serializer.serialize_struct("Event", 8)?;
    document.serialize_field("specversion", SPECVERSION)?;
    document.serialize_field("type", &event.event_type())?;
    document.serialize_field("source", event.source())?;
    document.serialize_field("id", &identity.id(event))?;
    match event.time() {
        Some(time) => document.serialize_field("time", time)?,
        None => document.skip_field("time")?,
    }
    match identity.subject(event) {
        Some(subject) => document.serialize_field("subject", &subject)?,
        None => document.skip_field("subject")?,
    }
    document.serialize_field("dataschema", DATASCHEMA)?;
    document.serialize_field("data", data)?;
    document.end()
}

/// The members of the CloudEvents document that define the event, in addition to `data`. The others follow from them.
#[derive(Deserialize)]
struct Document {
    r#type: String,
    source: String,
    time: Option<Timestamp>,
}

/// The members that this crate writes. `time` and `subject` are optional.
const MEMBERS: [&str; 8] = ["specversion", "type", "source", "id", "time", "subject", "dataschema", "data"];

/// The JSON Pointer of a wrong member, and an error message.
type Mismatch = (&'static str, &'static str);

fn from_json(body: &[u8], is_exact: fn(&str) -> bool) -> Result<Event, Error> {
    let (_, document) = read_value(body, MAX_EVENT_DEPTH).map_err(Diagnostics::from)?;
    parse(document, is_exact).map_err(|(pointer, message)| match SCHEMA.check(body, MAX_EVENT_DEPTH) {
        Err(diagnostics) => diagnostics.into(),
        Ok(()) => Error::invalid(invalid_at(body, pointer, message)),
    })
}

impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Unique(document) = Unique::deserialize(deserializer)?;
        parse(document, |_| true).map_err(|(pointer, message)| {
            let at = if pointer.is_empty() { "" } else { " at " };
            D::Error::custom(format_args!("{message}{at}{pointer}"))
        })
    }
}

/// Parses an event. The members for which `is_exact` is true must be as this crate writes them.
fn parse(mut document: Value, is_exact: fn(&str) -> bool) -> Result<Event, Mismatch> {
    if is_deeper_than(&document, MAX_EVENT_DEPTH) {
        return Err(("", "nested deeper than an event can be"));
    }
    if count_containers(&document) > max_containers(MAX_EVENT_DEPTH) {
        return Err(("", "more objects and arrays than an event can have"));
    }
    // It may be nearly the whole document, so it is moved into the event and never copied.
    let extra = document.get_mut("data").and_then(|data| data.as_object_mut()?.remove("extra"));
    let incomplete = ("", "expected the type, source, time and data of an event");
    let Document { r#type, source, time } = Document::deserialize(&document).map_err(|_| incomplete)?;
    let data = document.get("data").ok_or(incomplete)?;
    let source: Source = source
        .parse()
        .map_err(|_| ("/source", "unknown vendor or invalid account name; upgrade leadhook if the vendor is new"))?;
    let mut event = match r#type
        .parse()
        .map_err(|_| ("/type", "unknown event type; upgrade leadhook if the type is new"))?
    {
        EventType::Message(status) => {
            Event::Message(Message { source, time: require_time(time)?, status, data: parse_data(data)? })
        }
        EventType::Inbound => Event::Inbound(Inbound { source, time: require_time(time)?, data: parse_data(data)? }),
        EventType::Reply => Event::Reply(Reply { source, time: require_time(time)?, data: parse_data(data)? }),
        EventType::Call(status) => {
            Event::Call(Call { source, time: require_time(time)?, status, data: parse_data(data)? })
        }
        EventType::Voicemail => {
            Event::Voicemail(Voicemail { source, time: require_time(time)?, data: parse_data(data)? })
        }
        EventType::Lead(status) => {
            Event::Lead(Lead { source, time: require_time(time)?, status, data: parse_data(data)? })
        }
        EventType::Campaign(change) => {
            Event::Campaign(Campaign { source, time: require_time(time)?, change, data: parse_data(data)? })
        }
        EventType::Contact(change) => {
            Event::Contact(Contact { source, time: require_time(time)?, change, data: parse_data(data)? })
        }
        EventType::Unknown => Event::Unknown(Unknown { source, time, data: parse_data(data)? }),
    };
    // Serializing the event must give the same members. This finds a wrong id or subject, `null`, and other ways to
    // write a value.
    let is_same_data = *data == json!(Data(&event)) && extra.as_ref().is_none_or(|extra| *extra != json!({}));
    match extra {
        Some(Value::Object(members)) => *extra_mut(&mut event) = members.into(),
        Some(_) => return Err(MISMATCHED_DATA),
        None => {}
    }
    let expected = serialize(&event, &(), serde_json::value::Serializer).map_err(|_| MISMATCHED_DATA)?;
    let is_same = |member| match member {
        "data" => is_same_data,
        _ => document.get(member) == expected.get(member),
    };
    match MEMBERS.iter().find(|member| is_exact(member) && !is_same(member)) {
        None => Ok(event),
        Some(&"id") => Err(("/id", "the id does not match the rest of the event")),
        Some(&"subject") => Err(("/subject", "the subject does not match the rest of the event")),
        Some(_) => Err(("", "a member differs from what this version writes")),
    }
}

fn extra_mut(event: &mut Event) -> &mut Extra {
    match event {
        Event::Message(event) => &mut event.data.extra,
        Event::Inbound(event) => &mut event.data.extra,
        Event::Reply(event) => &mut event.data.extra,
        Event::Call(event) => &mut event.data.extra,
        Event::Voicemail(event) => &mut event.data.extra,
        Event::Lead(event) => &mut event.data.extra,
        Event::Campaign(event) => &mut event.data.extra,
        Event::Contact(event) => &mut event.data.extra,
        Event::Unknown(event) => &mut event.data.extra,
    }
}

fn require_time(time: Option<Timestamp>) -> Result<Timestamp, Mismatch> {
    time.ok_or(("", "missing member \"time\""))
}

const MISMATCHED_DATA: Mismatch = ("/data", "the members do not match the event type");

/// Parses the `data`. The error text of serde would show payload values, so it is not used.
fn parse_data<T: DeserializeOwned>(data: &Value) -> Result<T, Mismatch> {
    T::deserialize(data).map_err(|_| MISMATCHED_DATA)
}
