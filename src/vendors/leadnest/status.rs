//! LeadNest's states, from the names of its events. Their order is undocumented, so it is inferred from the names.

use crate::lifecycle::Status;
use crate::schema::Evidence;
use crate::value::string_enum;

string_enum! {
    /// The state of an email, from the names of its events. (`email.unsubscribed` is about the recipient.)
    pub enum EmailState {
        /// `email.sent`
        Sent = "sent",
        /// `email.delivered`
        Delivered = "delivered",
        /// `email.opened`
        Opened = "opened",
        /// `email.clicked`
        Clicked = "clicked",
        /// `email.bounced`
        Bounced = "bounced",
        /// `email.spam`
        Spam = "spam",
    }
}

string_enum! {
    /// The state of an SMS, from the names of its events. (`sms.replied` is about another message.)
    pub enum SmsState {
        /// `sms.sent`
        Sent = "sent",
        /// `sms.delivered`
        Delivered = "delivered",
        /// `sms.failed`
        Failed = "failed",
    }
}

string_enum! {
    /// The state of a WhatsApp message, from the names of its events. (`whatsapp.replied` is about another message.)
    pub enum WhatsAppState {
        /// `whatsapp.sent`
        Sent = "sent",
        /// `whatsapp.delivered`
        Delivered = "delivered",
        /// `whatsapp.read`
        Read = "read",
    }
}

impl Status for EmailState {
    const SUBJECT: &'static str = "email";
    const EVIDENCE: Option<Evidence> = Some(Evidence::Inferred);

    fn initial() -> &'static [Self] {
        &[Self::Sent]
    }

    // A recipient that blocks images clicks without an `opened`.
    fn successors(self) -> &'static [Self] {
        match self {
            Self::Sent => &[Self::Delivered, Self::Bounced],
            Self::Delivered => &[Self::Opened, Self::Clicked, Self::Spam],
            Self::Opened => &[Self::Clicked, Self::Spam],
            Self::Clicked => &[Self::Spam],
            Self::Bounced | Self::Spam => &[],
        }
    }

    fn is_informational(self) -> bool {
        self == Self::Spam
    }
}

impl Status for SmsState {
    const SUBJECT: &'static str = "sms";
    const EVIDENCE: Option<Evidence> = Some(Evidence::Inferred);

    // An SMS that cannot be sent fails at once.
    fn initial() -> &'static [Self] {
        &[Self::Sent, Self::Failed]
    }

    fn successors(self) -> &'static [Self] {
        match self {
            Self::Sent => &[Self::Delivered, Self::Failed],
            Self::Delivered | Self::Failed => &[],
        }
    }
}

impl Status for WhatsAppState {
    const SUBJECT: &'static str = "whatsapp";
    const EVIDENCE: Option<Evidence> = Some(Evidence::Inferred);

    fn initial() -> &'static [Self] {
        &[Self::Sent]
    }

    // WhatsApp may omit `delivered`, because `read` implies it.
    fn successors(self) -> &'static [Self] {
        match self {
            Self::Sent => &[Self::Delivered, Self::Read],
            Self::Delivered => &[Self::Read],
            Self::Read => &[],
        }
    }
}
