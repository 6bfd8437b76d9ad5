//! The JSON form of an event: a CloudEvents 1.0 document.

use serde::de::{DeserializeOwned, Error as _};
use serde::ser::SerializeStruct as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use std::sync::LazyLock;
use uuid::Uuid;

use super::{Call, Campaign, Contact, Event, EventType, Inbound, Lead, Message, Reply, Source, Unknown, Voicemail};
#[cfg(doc)]
use crate::ErrorKind;
use crate::json::{MAX_EVENT_DEPTH, Unique};
use crate::{Error, Instant, schema};

/// The JSON Schema (draft 2020-12) of an event's JSON form.
pub const SCHEMA: &str = schema::EVENT;

const SPECVERSION: &str = "1.0";

/// The name of this version of `data`, which [`SCHEMA`] has as its `$id`.
const DATASCHEMA: &str = "urn:leadhook:schema:event:1";

impl Event {
    /// Reads an event from its JSON form.
    ///
    /// Attributes that brokers add are ignored. The `id` must be the one that the rest makes.
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
        static VALIDATOR: LazyLock<jsonschema::Validator> = LazyLock::new(|| schema::compile(SCHEMA));

        let text = schema::text(body, MAX_EVENT_DEPTH)?;
        serde_json::from_str(text).map_err(|_| {
            schema::validate(&VALIDATOR, body, MAX_EVENT_DEPTH)
                .err()
                .unwrap_or_else(|| schema::fault_at(body, "/id", "the id is not the one that the rest makes"))
        })
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
        let mut document = serializer.serialize_struct("Event", 8)?;
        document.serialize_field("specversion", SPECVERSION)?;
        document.serialize_field("type", &self.event_type())?;
        document.serialize_field("source", self.source())?;
        document.serialize_field("id", &self.id())?;
        match self.time() {
            Some(time) => document.serialize_field("time", time)?,
            None => document.skip_field("time")?,
        }
        match self.subject() {
            Some(subject) => document.serialize_field("subject", &subject)?,
            None => document.skip_field("subject")?,
        }
        document.serialize_field("dataschema", DATASCHEMA)?;
        document.serialize_field("data", &Data(self))?;
        document.end()
    }
}

#[derive(Deserialize)]
struct Document {
    specversion: String,
    r#type: String,
    source: Source,
    id: Uuid,
    time: Option<Instant>,
    dataschema: String,
    data: Value,
}

impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        /// Serde's own words show values, so ours say only where.
        fn read<T: DeserializeOwned, E: serde::de::Error>(value: Value, what: &str) -> Result<T, E> {
            serde_json::from_value(value).map_err(|_| E::custom(format_args!("{what} is not of an event's shape")))
        }

        let Unique(value) = Unique::deserialize(deserializer)?;
        let Document { specversion, r#type, source, id, time, dataschema, data } = read(value, "the document")?;
        if specversion != SPECVERSION || dataschema != DATASCHEMA {
            return Err(D::Error::custom("neither CloudEvents 1.0 nor this version of the event's schema"));
        }
        let event_type = r#type.parse().map_err(D::Error::custom)?;
        let on_time = || time.clone().ok_or_else(|| D::Error::missing_field("time"));
        let what = "the member `data`";
        let event = match event_type {
            EventType::Message(status) => {
                Self::Message(Message { source, time: on_time()?, status, data: read(data, what)? })
            }
            EventType::Inbound => Self::Inbound(Inbound { source, time: on_time()?, data: read(data, what)? }),
            EventType::Reply => Self::Reply(Reply { source, time: on_time()?, data: read(data, what)? }),
            EventType::Call(status) => Self::Call(Call { source, time: on_time()?, status, data: read(data, what)? }),
            EventType::Voicemail => Self::Voicemail(Voicemail { source, time: on_time()?, data: read(data, what)? }),
            EventType::Lead(status) => Self::Lead(Lead { source, time: on_time()?, status, data: read(data, what)? }),
            EventType::Campaign(status) => {
                Self::Campaign(Campaign { source, time: on_time()?, status, data: read(data, what)? })
            }
            EventType::Contact(status) => {
                Self::Contact(Contact { source, time: on_time()?, status, data: read(data, what)? })
            }
            EventType::Unknown => Self::Unknown(Unknown { source, time, data: read(data, what)? }),
        };
        if event.id() == id { Ok(event) } else { Err(D::Error::custom("the id is not the one that the rest makes")) }
    }
}
