//! Events about contacts.

use serde::{Deserialize, Serialize};

use super::{Channel, Person, Source};
use crate::value::{Extra, Id, Label, Phone, SensitiveString, Timestamp, string_enum};

/// A change of a contact: `contact.*`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Contact {
    /// The vendor account that sent the webhook.
    pub source: Source,
    /// When it happened, or the closest timestamp that the vendor reports.
    pub time: Timestamp,
    /// What changed.
    pub change: ContactChange,
    /// The details.
    pub data: ContactData,
}

impl Contact {
    /// Creates a contact event from its parts.
    #[must_use]
    pub fn new(source: Source, time: Timestamp, change: ContactChange, data: ContactData) -> Self {
        Self { source, time, change, data }
    }
}

string_enum! {
    /// A change of a contact.
    pub enum ContactChange {
        /// The contact was created.
        Created = "created",
        /// The contact's details changed.
        Updated = "updated",
        /// The contact was deleted.
        Deleted = "deleted",
        /// The contact unsubscribed from messages.
        Unsubscribed = "unsubscribed",
    }
}

/// The details of a [`Contact`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ContactData {
    /// The event's name, as the vendor writes it.
    pub vendor_event: Label,
    /// The channel that the contact unsubscribed from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// The vendor's id of the message that led to the unsubscription.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<Id>,
    /// The vendor's id of that message's campaign.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<Id>,
    /// The contact's email address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<SensitiveString>,
    /// The contact's phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    /// The contact's name and employer.
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
    /// The user agent of the recipient's program, or of a proxy that made the request for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<SensitiveString>,
    /// The IP address of the recipient's program, or of a proxy that made the request for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip_address: Option<SensitiveString>,
    /// Undocumented members, at the paths that the vendor uses.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

impl ContactData {
    /// Creates the data with the required members only.
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
