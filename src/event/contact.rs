//! What becomes of a contact.

use serde::{Deserialize, Serialize};

use super::{Channel, Person, Source};
use crate::value::{Extra, Id, Label, Phone, SensitiveString, Timestamp, string_enum};

/// Something changed about a contact: `contact.*`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Contact {
    /// Who reports it.
    pub source: Source,
    /// When it happened, as far as the vendor tells.
    pub time: Timestamp,
    /// What changed.
    pub change: ContactChange,
    /// Everything else.
    pub data: ContactData,
}

impl Contact {
    /// From its parts.
    #[must_use]
    pub fn new(source: Source, time: Timestamp, change: ContactChange, data: ContactData) -> Self {
        Self { source, time, change, data }
    }
}

string_enum! {
    /// What can change about a contact.
    pub enum ContactChange {
        /// It is new.
        Created = "created",
        /// Something that we know of it changed.
        Updated = "updated",
        /// It is gone.
        Deleted = "deleted",
        /// They want no more messages.
        Unsubscribed = "unsubscribed",
    }
}

/// The details of a [`Contact`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ContactData {
    /// The event's name, as the vendor spells it.
    pub vendor_event: Label,
    /// The channel that they unsubscribed from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// The message that they unsubscribed by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<Id>,
    /// The campaign of that message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<Id>,
    /// The contact's mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<SensitiveString>,
    /// The contact's phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    /// Who the contact is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<Person>,
    /// The contact's tags.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<SensitiveString>>,
    /// When the message was opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened_at: Option<Timestamp>,
    /// The link that was clicked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<SensitiveString>,
    /// The reader's program, or the proxy's that fetched for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<SensitiveString>,
    /// The reader's IP address, or the proxy's that fetched for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip_address: Option<SensitiveString>,
    /// What is undocumented, under the vendor's own path.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

impl ContactData {
    /// With only what every such event has.
    #[must_use]
    pub fn new(vendor_event: impl Into<Label>) -> Self {
        Self {
            vendor_event: vendor_event.into(),
            channel: None,
            message_id: None,
            campaign_id: None,
            email: None,
            phone: None,
            person: None,
            tags: None,
            opened_at: None,
            url: None,
            user_agent: None,
            ip_address: None,
            extra: Extra::default(),
        }
    }
}
