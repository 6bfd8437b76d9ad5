//! LeadNest's words: the names of its events. Nothing is documented of their order but what the names say.

use strum::{Display, EnumString, IntoStaticStr, VariantArray};

use crate::status::{Basis, Status};

/// Where a mail stands, by the names of its events. (`email.unsubscribed` is about who reads it.)
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Display, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase", parse_err_ty = crate::NoWord, parse_err_fn = crate::NoWord::new)]
#[non_exhaustive]
pub enum EmailState {
    /// `email.sent`
    Sent,
    /// `email.delivered`
    Delivered,
    /// `email.opened`
    Opened,
    /// `email.clicked`
    Clicked,
    /// `email.bounced`
    Bounced,
    /// `email.spam`
    Spam,
}

/// Where an SMS stands, by the names of its events. (`sms.replied` is about another message.)
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Display, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase", parse_err_ty = crate::NoWord, parse_err_fn = crate::NoWord::new)]
#[non_exhaustive]
pub enum SmsState {
    /// `sms.sent`
    Sent,
    /// `sms.delivered`
    Delivered,
    /// `sms.failed`
    Failed,
}

/// Where a WhatsApp message stands, by the names of its events. (`whatsapp.replied` is about another message.)
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Display, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase", parse_err_ty = crate::NoWord, parse_err_fn = crate::NoWord::new)]
#[non_exhaustive]
pub enum WhatsAppState {
    /// `whatsapp.sent`
    Sent,
    /// `whatsapp.delivered`
    Delivered,
    /// `whatsapp.read`
    Read,
}

impl Status for EmailState {
    const SUBJECT: &'static str = "email";
    const BASIS: Basis = Basis::Inferred;

    fn first() -> &'static [Self] {
        &[Self::Sent]
    }

    // Who blocks images clicks without having opened.
    fn next(self) -> &'static [Self] {
        match self {
            Self::Sent => &[Self::Delivered, Self::Bounced],
            Self::Delivered => &[Self::Opened, Self::Clicked, Self::Spam],
            Self::Opened => &[Self::Clicked, Self::Spam],
            Self::Clicked => &[Self::Spam],
            Self::Bounced | Self::Spam => &[],
        }
    }

    fn is_aside(self) -> bool {
        self == Self::Spam
    }
}

impl Status for SmsState {
    const SUBJECT: &'static str = "sms";
    const BASIS: Basis = Basis::Inferred;

    // What cannot be sent fails at once.
    fn first() -> &'static [Self] {
        &[Self::Sent, Self::Failed]
    }

    fn next(self) -> &'static [Self] {
        match self {
            Self::Sent => &[Self::Delivered, Self::Failed],
            Self::Delivered | Self::Failed => &[],
        }
    }
}

impl Status for WhatsAppState {
    const SUBJECT: &'static str = "whatsapp";
    const BASIS: Basis = Basis::Inferred;

    fn first() -> &'static [Self] {
        &[Self::Sent]
    }

    // WhatsApp leaves out `delivered` where `read` implies it.
    fn next(self) -> &'static [Self] {
        match self {
            Self::Sent => &[Self::Delivered, Self::Read],
            Self::Delivered => &[Self::Read],
            Self::Read => &[],
        }
    }
}
