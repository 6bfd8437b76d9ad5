//! LigueLead's words.

use strum::{Display, EnumString, IntoStaticStr, VariantArray};

use crate::Word;
use crate::status::{Basis, Status};

/// How a campaign reaches its recipients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Display, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase", parse_err_ty = crate::NoWord, parse_err_fn = crate::NoWord::new)]
#[non_exhaustive]
pub enum Channel {
    /// SMS and flash SMS.
    Sms,
    /// Recorded calls.
    Voice,
    /// RCS.
    Rcs,
}

/// What became of an SMS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Display, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case", parse_err_ty = crate::NoWord, parse_err_fn = crate::NoWord::new)]
#[non_exhaustive]
pub enum SmsStatus {
    /// Waiting, or handed to the carrier.
    Sent,
    /// Delivered to the recipient.
    Delivered,
    /// Not delivered: it took too long, or the carrier refused it.
    Undelivered,
    /// Failed: an error, congestion, no route, or nobody knows.
    Failed,
    /// The number does not exist.
    InvalidNumber,
}

/// What became of a recorded call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Display, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case", parse_err_ty = crate::NoWord, parse_err_fn = crate::NoWord::new)]
#[non_exhaustive]
pub enum VoiceStatus {
    /// Somebody took it.
    Answered,
    /// Nobody took it; another attempt may follow.
    NoAnswer,
    /// It could not be made.
    Failed,
    /// The number does not exist.
    InvalidNumber,
}

/// What became of an RCS message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Display, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case", parse_err_ty = crate::NoWord, parse_err_fn = crate::NoWord::new)]
#[non_exhaustive]
pub enum RcsStatus {
    /// Waiting.
    Queued,
    /// Handed over.
    Sent,
    /// Delivered to the recipient.
    Delivered,
    /// Read by the recipient.
    Read,
    /// Failed.
    Failed,
    /// Not delivered.
    Undelivered,
}

/// The statuses of what travels by one channel.
pub trait OfChannel: Word {
    /// The channel.
    const CHANNEL: Channel;
}

impl OfChannel for SmsStatus {
    const CHANNEL: Channel = Channel::Sms;
}

impl OfChannel for VoiceStatus {
    const CHANNEL: Channel = Channel::Voice;
}

impl OfChannel for RcsStatus {
    const CHANNEL: Channel = Channel::Rcs;
}

impl Status for SmsStatus {
    const SUBJECT: &'static str = "sms";
    const BASIS: Basis = Basis::Diagram;

    fn first() -> &'static [Self] {
        &[Self::Sent]
    }

    // The vendor's own diagram, whose first node is no status.
    fn next(self) -> &'static [Self] {
        match self {
            Self::Sent => &[Self::Delivered, Self::Undelivered, Self::InvalidNumber, Self::Failed],
            Self::Delivered | Self::Undelivered | Self::Failed | Self::InvalidNumber => &[],
        }
    }
}

impl Status for VoiceStatus {
    const SUBJECT: &'static str = "voice";
    const BASIS: Basis = Basis::Inferred;

    fn first() -> &'static [Self] {
        &[Self::Answered, Self::NoAnswer, Self::Failed, Self::InvalidNumber]
    }

    // A number that does not answer is called again, up to three times; nobody says what is told of each attempt.
    fn next(self) -> &'static [Self] {
        match self {
            Self::NoAnswer => &[Self::Answered, Self::Failed],
            Self::Answered | Self::Failed | Self::InvalidNumber => &[],
        }
    }
}

impl Status for RcsStatus {
    const SUBJECT: &'static str = "rcs";
    const BASIS: Basis = Basis::Inferred;

    fn first() -> &'static [Self] {
        &[Self::Queued]
    }

    // The vendor lists the words, in this order; the steps are those of the field.
    fn next(self) -> &'static [Self] {
        match self {
            Self::Queued => &[Self::Sent, Self::Failed],
            Self::Sent => &[Self::Delivered, Self::Failed, Self::Undelivered],
            Self::Delivered => &[Self::Read],
            Self::Read | Self::Failed | Self::Undelivered => &[],
        }
    }
}
