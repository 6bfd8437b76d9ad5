//! LeadNest's webhooks, in its own terms.

use crate::value::{Id, Label, Member, Phone, SensitiveString, Timestamp};
use crate::vendors::{model, payloads};

payloads! {
    "LeadNest",
    /// An email was sent.
    "email.sent" => EmailSent(Envelope<Email>),
    /// An email was delivered.
    "email.delivered" => EmailDelivered(Envelope<Email>),
    /// An email was opened.
    "email.opened" => EmailOpened(Envelope<Email>),
    /// A link in an email was clicked.
    "email.clicked" => EmailClicked(Envelope<Email>),
    /// An email bounced.
    "email.bounced" => EmailBounced(Envelope<Email>),
    /// A recipient unsubscribed through an email.
    "email.unsubscribed" => EmailUnsubscribed(Envelope<Email>),
    /// A recipient reported an email as spam.
    "email.spam" => EmailSpam(Envelope<Email>),
    /// An SMS was sent.
    "sms.sent" => SmsSent(Envelope<Sms>),
    /// An SMS was delivered.
    "sms.delivered" => SmsDelivered(Envelope<Sms>),
    /// An SMS could not be delivered.
    "sms.failed" => SmsFailed(Envelope<Sms>),
    /// A recipient replied to an SMS.
    "sms.replied" => SmsReplied(Envelope<Sms>),
    /// A WhatsApp message was sent.
    "whatsapp.sent" => WhatsAppSent(Envelope<WhatsApp>),
    /// A WhatsApp message was delivered.
    "whatsapp.delivered" => WhatsAppDelivered(Envelope<WhatsApp>),
    /// A WhatsApp message was read.
    "whatsapp.read" => WhatsAppRead(Envelope<WhatsApp>),
    /// A recipient replied to a WhatsApp message.
    "whatsapp.replied" => WhatsAppReplied(Envelope<WhatsApp>),
    /// A subscriber was added.
    "subscriber.created" => SubscriberCreated(Envelope<Subscriber>),
    /// A subscriber's details changed.
    "subscriber.updated" => SubscriberUpdated(Envelope<Subscriber>),
    /// A subscriber was removed.
    "subscriber.deleted" => SubscriberDeleted(Envelope<Subscriber>),
}

model! {
    /// A webhook of LeadNest. `D` is the type of its `data`.
    pub struct Envelope<D: Member> {
        _ = "event",
        /// When it happened.
        timestamp: Timestamp = required "timestamp",
        /// The members specific to the event.
        data: Option<D> = "data",
    }
}

model! {
    /// The data of `email.*`.
    #[derive(Default)]
    pub struct Email {
        /// The email's id.
        message_id: Option<Id> = "message_id",
        /// The campaign's id.
        campaign_id: Option<Id> = "campaign_id",
        /// The recipient's email address.
        email: Option<SensitiveString> = "email",
        /// When the email was opened.
        opened_at: Option<Timestamp> = "opened_at",
        /// The link that was clicked. The name of the member is a guess.
        url: Option<SensitiveString> = "url",
        /// The user agent of the recipient's program or of a proxy.
        user_agent: Option<SensitiveString> = "user_agent",
        /// The IP address of the recipient's program or of a proxy.
        ip_address: Option<SensitiveString> = "ip_address",
    }
}

model! {
    /// The data of `sms.*`. The names are from the API for sending.
    #[derive(Default)]
    pub struct Sms {
        /// The message's id.
        message_id: Option<Id> = "message_id",
        /// The campaign's id.
        campaign_id: Option<Id> = "campaign_id",
        /// The recipient's phone number.
        to: Option<Phone> = "to",
        /// The sender's phone number, or an alphanumeric sender name.
        from: Option<Phone> = "from",
        /// The text of the message.
        message: Option<SensitiveString> = "message",
    }
}

model! {
    /// The data of `whatsapp.*`. The names are from the API for sending. `message` is from the API for sending an SMS.
    #[derive(Default)]
    pub struct WhatsApp {
        /// The message's id.
        message_id: Option<Id> = "message_id",
        /// The campaign's id.
        campaign_id: Option<Id> = "campaign_id",
        /// The recipient's phone number.
        to: Option<Phone> = "to",
        /// The text of the message.
        message: Option<SensitiveString> = "message",
        /// The name of the template.
        template: Option<Label> = "template",
        /// The language of the template.
        language: Option<Label> = "language",
    }
}

model! {
    /// The data of `subscriber.*`. The names are from the API for adding a subscriber.
    #[derive(Default)]
    pub struct Subscriber {
        /// The email address.
        email: Option<SensitiveString> = "email",
        /// The phone number.
        phone: Option<Phone> = "phone",
        /// The given name.
        first_name: Option<SensitiveString> = "first_name",
        /// The subscriber's tags.
        tags: Option<Vec<SensitiveString>> = "tags",
    }
}
