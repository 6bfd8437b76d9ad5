//! LigueLead's words.

use strum::{Display, EnumString, IntoStaticStr, VariantArray};

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
