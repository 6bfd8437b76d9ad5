//! The JSON form of an event: a CloudEvents 1.0 document.

use serde::de::{DeserializeOwned, Error as _};
use serde::ser::{SerializeMap, SerializeStruct as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::members::{self, take_object};
use super::{Call, Campaign, Contact, Event, EventKind, EventType, InboundMessage, Lead, Message, Reply, Voicemail};
use crate::error::Error;
#[cfg(doc)]
use crate::error::ErrorKind;
use crate::json::{MAX_EVENT_DEPTH, count_containers, is_deeper_than, max_containers, read_value};
use crate::schema::{Diagnostics, Schema, Verdict, invalid_at};
use crate::value::{Label, Unique};

#[cfg(test)]
mod publish;

static SCHEMA: Schema = Schema::new(Event::SCHEMA);

const SPECVERSION: &str = "1.0";

/// The version of the schema: the `$id` of [`Event::SCHEMA`].
pub(super) const DATASCHEMA: Label = Label::from_static("urn:leadhook:schema:event:1");

impl Event {
    /// The JSON Schema (draft 2020-12) of an event's JSON form.
    ///
    /// It accepts what [`from_json`](Self::from_json) accepts. Events of later versions and of other vendors follow it too.
    pub const SCHEMA: &str = include_str!("../../schemas/event.schema.json");

    /// The strict schema of an event's JSON form as plain JSON Schema (draft 2020-12), for tools that generate types
    /// and for other validators.
    ///
    /// It accepts what this version writes: a `oneOf` of one closed definition for each type. `schemas/README.md`
    /// describes how it is derived from [`SCHEMA`](Self::SCHEMA).
    pub const STRICT_SCHEMA: &str = include_str!("../../schemas/strict/event.schema.json");

    /// Parses an event from its JSON form.
    ///
    /// The event may be of any vendor and any version of leadhook. What this version does not know is kept and written
    /// back: a type, members of `data`, `dataschema`. Attributes that brokers add and an empty `extra` are dropped.
    ///
    /// `id` and `subject` are kept as they are, and not checked. To find out whether an event is exactly as this version
    /// writes it, use [`validate_json`](Self::validate_json).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Malformed`] if the body is not JSON. [`ErrorKind::Invalid`] if `specversion`, `id`, `source`, `type`,
    /// `data` or `data.vendor_event` is missing, or a known member has a wrong type, with every diagnostic.
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
        let (_, document) = read_value(body, MAX_EVENT_DEPTH).map_err(Diagnostics::from)?;
        parse(document).map_err(|mismatch| match SCHEMA.check(body, MAX_EVENT_DEPTH) {
            Err(diagnostics) => diagnostics.into(),
            Ok(()) => Error::from_diagnostic(invalid_at(body, &mismatch.pointer, mismatch.message)),
        })
    }

    /// Validates the JSON form of an event.
    ///
    /// The verdict is [`Verdict::Invalid`] exactly where [`from_json`](Self::from_json) fails. An event that this version
    /// of leadhook would not write, for example because of a type or a member that it does not know, is
    /// [`Verdict::Drift`].
    ///
    /// ```
    /// use leadhook::{Event, Verdict};
    ///
    /// let json = br#"{
    ///     "specversion": "1.0",
    ///     "type": "message.teleported",
    ///     "source": "limecall",
    ///     "id": "0b0b2bd2-52e4-5a48-8a5a-1b1f3a7d0b6e",
    ///     "time": "2025-01-30T15:00:00Z",
    ///     "dataschema": "urn:leadhook:schema:event:1",
    ///     "data": { "vendor_event": "sms_teleported", "channel": "sms" }
    /// }"#;
    /// let Verdict::Drift(diagnostics) = Event::validate_json(json) else { panic!() };
    /// assert_eq!(diagnostics[0].pointer, "/type");
    /// ```
    #[must_use]
    pub fn validate_json(body: &[u8]) -> Verdict {
        SCHEMA.validate_within(body, MAX_EVENT_DEPTH)
    }

    /// Returns the details of the event. They serialize as the member `data` of its JSON form.
    ///
    /// ```
    /// use leadhook::{Vendor, normalize};
    ///
    /// let event = normalize(Vendor::LimeCall, br#"{"event":"missed_call","timestamp":"2025-01-30T15:00:00Z"}"#)?;
    /// assert_eq!(serde_json::to_string(&event.data())?, r#"{"vendor_event":"missed_call"}"#);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn data(&self) -> impl Serialize {
        Data(self)
    }
}

/// The `data` of an event.
struct Data<'e>(&'e Event);

impl Serialize for Data<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Event { vendor_event, kind, extra, unknown_members, .. } = self.0;
        let mut data = serializer.serialize_map(None)?;
        data.serialize_entry("vendor_event", vendor_event)?;
        kind.write(&mut data)?;
        for (name, member) in unknown_members {
            // A name of this kind may be among them if the kind was replaced after the event was read.
            if !matches!(name, "vendor_event" | "extra") && !kind.names(name) {
                data.serialize_entry(name, member)?;
            }
        }
        if !extra.is_empty() {
            data.serialize_entry("extra", extra)?;
        }
        data.end()
    }
}

impl EventKind {
    fn write<M: SerializeMap>(&self, data: &mut M) -> Result<(), M::Error> {
        match self {
            Self::Message(message) => message.write(data),
            Self::InboundMessage(message) => message.write(data),
            Self::Reply(reply) => reply.write(data),
            Self::Call(call) => call.write(data),
            Self::Voicemail(voicemail) => voicemail.write(data),
            Self::Lead(lead) => lead.write(data),
            Self::Campaign(campaign) => campaign.write(data),
            Self::Contact(contact) => contact.write(data),
            Self::Unknown(_) => Ok(()),
        }
    }

    /// Returns true if events of this kind have a member of this name.
    fn names(&self, name: &str) -> bool {
        match self {
            Self::Message(_) => Message::names(name),
            Self::InboundMessage(_) => InboundMessage::names(name),
            Self::Reply(_) => Reply::names(name),
            Self::Call(_) => Call::names(name),
            Self::Voicemail(_) => Voicemail::names(name),
            Self::Lead(_) => Lead::names(name),
            Self::Campaign(_) => Campaign::names(name),
            Self::Contact(_) => Contact::names(name),
            Self::Unknown(_) => false,
        }
    }
}

impl Serialize for Event {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut document = serializer.serialize_struct("Event", 8)?;
        document.serialize_field("specversion", SPECVERSION)?;
        document.serialize_field("type", &self.event_type())?;
        document.serialize_field("source", &self.source)?;
        document.serialize_field("id", &self.id)?;
        match &self.time {
            Some(time) => document.serialize_field("time", time)?,
            None => document.skip_field("time")?,
        }
        match &self.subject {
            Some(subject) => document.serialize_field("subject", subject)?,
            None => document.skip_field("subject")?,
        }
        match &self.dataschema {
            Some(dataschema) => document.serialize_field("dataschema", dataschema)?,
            None => document.skip_field("dataschema")?,
        }
        document.serialize_field("data", &Data(self))?;
        document.end()
    }
}

impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Unique(document) = Unique::deserialize(deserializer)?;
        parse(document).map_err(|Mismatch { pointer, message }| {
            let at = if pointer.is_empty() { "" } else { " at " };
            D::Error::custom(format_args!("{message}{at}{pointer}"))
        })
    }
}

/// The reason that JSON is not an event.
struct Mismatch {
    pointer: String,
    message: &'static str,
}

impl Mismatch {
    fn new(pointer: impl Into<String>, message: &'static str) -> Self {
        Self { pointer: pointer.into(), message }
    }

    /// The member of the object at `pointer` has a wrong type.
    fn of_member(pointer: &str, name: &str) -> Self {
        Self::new(format!("{pointer}/{name}"), "the value does not have the type of this member")
    }
}

fn parse(document: Value) -> Result<Event, Mismatch> {
    if is_deeper_than(&document, MAX_EVENT_DEPTH) {
        return Err(Mismatch::new("", "nested deeper than an event can be"));
    }
    if count_containers(&document) > max_containers(MAX_EVENT_DEPTH) {
        return Err(Mismatch::new("", "more objects and arrays than an event can have"));
    }
    let Value::Object(mut document) = document else {
        return Err(Mismatch::new("", "expected an object"));
    };
    let specversion: Label = require(take(&mut document, "", "specversion")?)?;
    if specversion.as_str() != SPECVERSION {
        return Err(Mismatch::new("/specversion", "expected CloudEvents 1.0"));
    }
    let event_type: EventType = require(take(&mut document, "", "type")?)?;
    let mut data = require(take_object(&mut document, "data").map_err(|name| Mismatch::of_member("", name))?)?;
    let extra = take_object(&mut data, "extra").map_err(|name| Mismatch::of_member("/data", name))?;
    Ok(Event {
        id: require(take(&mut document, "", "id")?.map(|CanonicalUuid(id)| id))?,
        source: require(take(&mut document, "", "source")?)?,
        time: take(&mut document, "", "time")?,
        subject: take(&mut document, "", "subject")?,
        dataschema: take(&mut document, "", "dataschema")?,
        vendor_event: take(&mut data, "/data", "vendor_event")?
            .ok_or_else(|| Mismatch::new("/data", "expected the member vendor_event"))?,
        extra: extra.unwrap_or_default().into(),
        kind: EventKind::take(event_type, &mut data).map_err(|name| Mismatch::of_member("/data", name))?,
        unknown_members: data.into(),
    })
}

fn require<T>(member: Option<T>) -> Result<T, Mismatch> {
    member.ok_or(Mismatch::new("", "expected the specversion, type, source, id and data of an event"))
}

/// Takes a member out of the object at `pointer`. The error text of serde would show payload values, so it is not used.
fn take<T: DeserializeOwned>(
    object: &mut Map<String, Value>,
    pointer: &str,
    name: &'static str,
) -> Result<Option<T>, Mismatch> {
    members::take(object, name).map_err(|name| Mismatch::of_member(pointer, name))
}

/// A UUID in its canonical form: lower case, with hyphens.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct CanonicalUuid(Uuid);

impl TryFrom<String> for CanonicalUuid {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let uuid = Uuid::try_parse(&text).ok().filter(|uuid| uuid.to_string() == text);
        uuid.map(Self).ok_or("expected a UUID in lower case, with hyphens")
    }
}
