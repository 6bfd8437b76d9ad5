//! What the schemas say about each event: its name, its evidence and its description.

use serde::{Deserialize, Serialize};

use super::Vendor;
use crate::schema::Evidence;

/// An event that a vendor documents.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DocumentedEvent {
    /// The name, as in the webhook's `event`.
    pub name: String,
    /// How well the event is documented.
    pub evidence: Evidence,
    /// What the event means.
    pub description: String,
}

impl Vendor {
    /// Returns every documented event, in the order of the vendor's schema.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "the tests read every schema this way")]
    pub fn events(self) -> Vec<DocumentedEvent> {
        let schema: Dispatch = serde_json::from_str(self.schema()).expect("a schema dispatches on the event name");
        let event = |Entry { condition, evidence, description }: Entry| DocumentedEvent {
            name: condition.properties.event.name,
            evidence,
            description,
        };
        schema.entries.into_iter().map(event).collect()
    }
}

/// The part of a schema that selects a definition by the event name.
#[derive(Deserialize)]
struct Dispatch {
    #[serde(rename = "allOf")]
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(rename = "if")]
    condition: Condition,
    #[serde(rename = "x-evidence")]
    evidence: Evidence,
    description: String,
}

#[derive(Deserialize)]
struct Condition {
    properties: Properties,
}

#[derive(Deserialize)]
struct Properties {
    event: Constant,
}

#[derive(Deserialize)]
struct Constant {
    #[serde(rename = "const")]
    name: String,
}
