//! What the contracts say of each event: its name, how well it is documented, what it tells.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, IntoStaticStr, VariantArray};

use super::Vendor;
use crate::open::closed;

/// How well a platform documents an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Display, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase", parse_err_ty = crate::NoWord, parse_err_fn = crate::NoWord::new)]
#[non_exhaustive]
pub enum Provenance {
    /// A whole sample payload is documented.
    Sample,
    /// Its members are described in prose.
    Prose,
    /// Only its name is listed.
    Listed,
    /// Another page of the platform gives its name.
    Elsewhere,
}

/// An event that a platform documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DocumentedEvent {
    /// The name in the webhook's `event`.
    pub name: String,
    /// How well it is documented.
    #[serde(with = "closed")]
    pub provenance: Provenance,
    /// What it tells.
    pub description: String,
}

impl Vendor {
    /// Every event that the platform documents, in the order of its contract, from which it is read.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "a contract that cannot be read this way never passes the tests")]
    pub fn events(self) -> Vec<DocumentedEvent> {
        let contract: Contract = serde_json::from_str(self.schema()).expect("a contract dispatches on the event name");
        let event = |Dispatch { condition, provenance, description }: Dispatch| DocumentedEvent {
            name: condition.properties.event.name,
            provenance,
            description,
        };
        contract.dispatch.into_iter().map(event).collect()
    }
}

/// The part of a contract that chooses a definition by the event name.
#[derive(Deserialize)]
struct Contract {
    #[serde(rename = "allOf")]
    dispatch: Vec<Dispatch>,
}

#[derive(Deserialize)]
struct Dispatch {
    #[serde(rename = "if")]
    condition: Condition,
    #[serde(rename = "x-provenance", with = "closed")]
    provenance: Provenance,
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
