//! Webhooks that a vendor never documented.

use std::fmt;

use serde::Serialize;

use crate::event::{self, Event, Source};
use crate::value::{Extra, Label, Timestamp};

/// A webhook of a known vendor under a name that it never documented. The whole body is kept.
#[derive(Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Unknown {
    #[serde(skip)]
    event: Label,
    body: Extra,
}

impl Unknown {
    /// From a body whose member `event` has been found to be `name`.
    pub(super) fn read(name: &str, body: &str) -> serde_json::Result<Self> {
        Ok(Self { event: name.into(), body: serde_json::from_str(body)? })
    }

    /// The event's name.
    #[must_use]
    pub fn event(&self) -> &str {
        self.event.as_str()
    }

    /// All members of the body, `event` included.
    #[must_use]
    pub fn body(&self) -> &Extra {
        &self.body
    }

    /// The event, with the time that stands where the vendor's other webhooks have it.
    pub(super) fn into_event(self, source: Source, time: &str) -> Event {
        let time = self.body.get(time).and_then(|time| Timestamp::try_from(time.as_str()?).ok());
        let data = event::UnknownData { vendor_event: self.event, extra: self.body };
        Event::Unknown(event::Unknown { source, time, data })
    }
}

impl fmt::Debug for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unknown").field("event", &self.event).field("body", &self.body).finish()
    }
}
