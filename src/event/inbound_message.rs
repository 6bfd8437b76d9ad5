//! Inbound messages.

use super::Channel;
use super::members::members;
use crate::value::{Id, OpenEnum, Phone, SensitiveString};

members! {
    /// An inbound message, which is not necessarily a reply: `message.received`.
    pub struct InboundMessage {
        /// The channel of the message.
        channel: Option<OpenEnum<Channel>>,
        /// The vendor's id of the message.
        message_id: Option<Id>,
        /// The sender's phone number, or an alphanumeric sender name.
        from: Option<Phone>,
        /// Your phone number.
        to: Option<Phone>,
        /// The text of the message.
        text: Option<SensitiveString>,
    }
}
