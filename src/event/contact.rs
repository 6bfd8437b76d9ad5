//! Events about contacts.

use super::members::members;
use super::status::event_statuses;
use super::{Channel, OpenStatus, Person};
use crate::value::{Id, OpenEnum, Phone, SensitiveString, Timestamp};

members! {
    /// A change of a contact: `contact.*`.
    pub struct Contact(
        /// What changed.
        change: OpenStatus<ContactChange>
    ) {
        /// The channel that the contact unsubscribed from.
        channel: Option<OpenEnum<Channel>>,
        /// The vendor's id of the message that led to the unsubscription.
        message_id: Option<Id>,
        /// The vendor's id of that message's campaign.
        campaign_id: Option<Id>,
        /// The contact's email address.
        email: Option<SensitiveString>,
        /// The contact's phone number.
        phone: Option<Phone>,
        /// The contact's name and employer.
        person: Option<Person>,
        /// The contact's tags.
        tags: Option<Vec<SensitiveString>>,
        /// When the message was opened.
        opened_at: Option<Timestamp>,
        /// The link that was clicked.
        url: Option<SensitiveString>,
        /// The user agent of the recipient's program, or of a proxy that made the request for it.
        user_agent: Option<SensitiveString>,
        /// The IP address of the recipient's program, or of a proxy that made the request for it.
        ip_address: Option<SensitiveString>,
    }
}

event_statuses! {
    "contact";
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
