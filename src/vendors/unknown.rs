//! Webhooks that a platform never documented.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de};

use crate::event::{self, Source};
use crate::{Event, Extra, Instant, Name};

/// A webhook of a known platform under a name that it never documented. The whole body is kept.
#[derive(Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Unknown {
    body: Extra,
}

impl Unknown {
    /// The event's name.
    #[must_use]
    pub fn event(&self) -> &str {
        self.body.get("event").and_then(|name| name.as_str()).unwrap_or_default()
    }

    /// All members of the body, `event` included.
    #[must_use]
    pub fn body(&self) -> &Extra {
        &self.body
    }

    /// The event, with the time that stands where the platform's other webhooks have it.
    pub(super) fn into_event(self, source: Source, name: Name, time: &str) -> Event {
        let time = self.body.get(time).and_then(|time| Instant::try_from(time.as_str()?).ok());
        let data = event::UnknownData { vendor_event: name, extra: self.body };
        Event::Unknown(event::Unknown { source, time, data })
    }
}

impl fmt::Debug for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unknown").field("event", &Name::from(self.event())).field("body", &self.body).finish()
    }
}

impl<'de> Deserialize<'de> for Unknown {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let body = Extra::deserialize(deserializer)?;
        match body.get("event") {
            Some(serde_json::Value::String(_)) => Ok(Self { body }),
            Some(_) | None => Err(de::Error::missing_field("event")),
        }
    }
}
