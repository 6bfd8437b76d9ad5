//! Undocumented webhooks.

use std::fmt;

use serde::Serialize;

use crate::event::{self, Event, EventKey, EventKind, Source};
use crate::value::{Extra, Label, Timestamp};

/// A webhook with an undocumented event or channel. It keeps the whole body.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Unknown {
    #[serde(skip)]
    event: Label,
    body: Extra,
}

impl Unknown {
    /// Parses a body whose member `event` is `name`.
    pub(super) fn parse(name: &str, body: &str) -> serde_json::Result<Self> {
        Ok(Self { event: name.into(), body: serde_json::from_str(body)? })
    }

    /// Returns the event's name.
    #[must_use]
    pub fn event_name(&self) -> &str {
        self.event.as_str()
    }

    /// Returns all members of the body, including `event`.
    #[must_use]
    pub fn body(&self) -> &Extra {
        &self.body
    }

    /// Converts into a unified event. `time_member` is the name of the member that has the time in the vendor's other
    /// webhooks.
    pub(super) fn into_event(self, source: Source, time_member: &str) -> Event {
        let time = self.body.get(time_member).and_then(|time| Timestamp::try_from(time.as_str()?).ok());
        let key = EventKey::whole_body(self.event, &self.body);
        let kind = EventKind::Unknown(event::Unknown::new());
        Event::with_optional_time(source, key, time, kind).with_extra(self.body)
    }
}

impl fmt::Debug for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unknown").field("event", &self.event).field("body", &self.body).finish()
    }
}
