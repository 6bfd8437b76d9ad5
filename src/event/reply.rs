//! Replies to outbound messages.

use super::members::members;
use super::{Channel, Person};
use crate::value::{Id, Label, OpenEnum, Phone, SensitiveString, Timestamp, string_enum};

members! {
    /// A reply to an outbound message, from the recipient or an automatic system: `reply.received`.
    pub struct Reply {
        /// The channel of the message.
        channel: Option<OpenEnum<Channel>>,
        /// The vendor's id of the reply.
        reply_id: Option<Id>,
        /// The vendor's id of the reply or of the message that it answers. The vendor does not document which.
        message_id: Option<Id>,
        /// The vendor's id of the campaign.
        campaign_id: Option<Id>,
        /// The id of the webhook registration. It is not the id of this webhook, because all webhooks share it.
        webhook_id: Option<Id>,
        /// The vendor's classification of the reply.
        classification: Option<OpenEnum<Classification>>,
        /// The email address of the person who replied.
        email: Option<SensitiveString>,
        /// The phone number in the vendor's member `to`. Whether it is yours or the recipient's is undocumented.
        to: Option<Phone>,
        /// The phone number or sender name in the vendor's member `from`. Whether it is yours or the
        /// recipient's is undocumented.
        from: Option<Phone>,
        /// The name and employer of the person who replied.
        person: Option<Person>,
        /// The text of the reply, possibly truncated.
        text: Option<SensitiveString>,
        /// The name of the message's template.
        template: Option<Label>,
        /// The language of the template.
        language: Option<Label>,
        /// When the vendor reported the reply, if that differs from `time`.
        reported_at: Option<Timestamp>,
    }
}

string_enum! {
    /// The vendor's classification of a reply.
    pub enum Classification {
        /// The recipient is interested.
        Interested = "interested",
        /// The recipient is not interested.
        NotInterested = "not_interested",
        /// An automatic reply says that the recipient is away.
        OutOfOffice = "out_of_office",
        /// A mail server returned the message.
        Bounce = "bounce",
        /// The recipient wants no more messages.
        Unsubscribe = "unsubscribe",
        /// The recipient names another person to contact.
        Referral = "referral",
    }
}
