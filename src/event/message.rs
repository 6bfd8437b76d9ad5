//! Events about outbound messages.

use super::members::members;
use super::status::event_statuses;
use super::{FailureReason, OpenStatus, Person};
use crate::value::{DateOrTimestamp, Id, Label, Number, OpenEnum, Phone, SensitiveString, Timestamp, string_enum};

members! {
    /// A change of an outbound message's status: `message.*`.
    pub struct Message(
        /// The new status. [`Other`](OpenStatus::Other) (`message.other`) if the vendor's status is undocumented; it is in
        /// `vendor_status`.
        status: OpenStatus<MessageStatus>
    ) {
        /// The channel of the message.
        channel: Option<OpenEnum<Channel>>,
        /// The status, as the vendor writes it. In `message.other` it is an undocumented value.
        vendor_status: Option<Label>,
        /// Why it failed, if the vendor's status says so.
        reason: Option<OpenEnum<FailureReason>>,
        /// The vendor's id of the message.
        message_id: Option<Id>,
        /// The vendor's id of the campaign.
        campaign_id: Option<Id>,
        /// The vendor's id of the customer's application.
        app_id: Option<Id>,
        /// The id of the webhook registration. It is not the id of this webhook, because all webhooks share it.
        webhook_id: Option<Id>,
        /// The recipient's email address.
        email: Option<SensitiveString>,
        /// The recipient's phone number.
        to: Option<Phone>,
        /// The sender's phone number, or an alphanumeric sender name.
        from: Option<Phone>,
        /// The recipient's name and employer.
        person: Option<Person>,
        /// The text of the message.
        text: Option<SensitiveString>,
        /// The name of the message's template.
        template: Option<Label>,
        /// The language of the template.
        language: Option<Label>,
        /// Whether this is a flash SMS, which is shown at once and not stored.
        flash: Option<bool>,
        /// The step of the campaign's sequence. Whether it counts from 0 or 1 is undocumented.
        sequence_step: Option<Number>,
        /// Whether the bounce is permanent.
        bounce_type: Option<OpenEnum<BounceType>>,
        /// The reason that the recipient's mail server gave for the bounce.
        bounce_reason: Option<SensitiveString>,
        /// When the message was opened.
        opened_at: Option<Timestamp>,
        /// The link that was clicked.
        url: Option<SensitiveString>,
        /// The user agent of the recipient's program, or of a proxy that made the request for it.
        user_agent: Option<SensitiveString>,
        /// The IP address of the recipient's program, or of a proxy that made the request for it.
        ip_address: Option<SensitiveString>,
        /// The cost in the vendor's credits.
        credits: Option<Number>,
        /// The tool that started the campaign, such as `api`.
        campaign_source: Option<Label>,
        /// When the campaign was started, which may be the day before.
        initiated_at: Option<DateOrTimestamp>,
    }
}

event_statuses! {
    "message";
    /// The status of an outbound message.
    ///
    /// # Current status
    ///
    /// The current status of a [`Lifecycle`](crate::lifecycle::Lifecycle) with several reports follows these rules,
    /// which are the ranks of [`Precedence`](crate::lifecycle::Precedence):
    ///
    /// 1. Clicked, read and opened win over all others, in this order, at any time. A message that was opened arrived.
    /// 2. Among delivered, bounced, undelivered and failed, the status with the latest first report wins, because
    ///    carriers and mail servers correct themselves both ways. If these reports have the same time, the first status
    ///    in this list wins.
    /// 3. Sent wins over queued.
    ///
    /// Two of delivered, bounced, undelivered and failed are a conflict. Clicked, read and opened imply delivered.
    /// Complained is never the current status, because it says nothing about the delivery. The reasons of failures and
    /// bounces are in the events only.
    pub enum MessageStatus {
        /// The message waits at the sender.
        Queued = "queued",
        /// The message was handed to the carrier or the email provider.
        Sent = "sent",
        /// The message reached the phone, or the recipient's mail server accepted it.
        Delivered = "delivered",
        /// The email's tracking pixel was loaded, by the recipient or a machine.
        Opened = "opened",
        /// The recipient's read receipt arrived.
        Read = "read",
        /// A link in the message was followed.
        Clicked = "clicked",
        /// The recipient's mail server returned the message.
        Bounced = "bounced",
        /// The carrier did not deliver the message.
        Undelivered = "undelivered",
        /// The message could not be sent.
        Failed = "failed",
        /// The recipient reported the message as spam.
        Complained = "complained",
    }
}

string_enum! {
    /// The channel of a message.
    pub enum Channel {
        /// Email.
        Email = "email",
        /// SMS, including flash SMS.
        Sms = "sms",
        /// RCS.
        Rcs = "rcs",
        /// WhatsApp.
        WhatsApp = "whatsapp",
    }
}

string_enum! {
    /// Whether a bounce is permanent.
    pub enum BounceType {
        /// The bounce is permanent, for example because the address does not exist.
        Hard = "hard",
        /// The bounce has a temporary cause. The vendor may have stopped retrying.
        Soft = "soft",
    }
}
