//! LigueLead's words.

use crate::lifecycle::Status;
use crate::schema::Evidence;
use crate::value::{StringEnum, string_enum};

string_enum! {
    /// How a campaign reaches its recipients.
    pub enum Channel {
        /// SMS and flash SMS.
        Sms = "sms",
        /// Recorded calls.
        Voice = "voice",
        /// RCS.
        Rcs = "rcs",
    }
}

string_enum! {
    /// What became of an SMS.
    pub enum SmsStatus {
        /// Waiting, or handed to the carrier.
        Sent = "sent",
        /// Delivered to the recipient.
        Delivered = "delivered",
        /// Not delivered: it took too long, or the carrier refused it.
        Undelivered = "undelivered",
        /// Failed: an error, congestion, no route, or nobody knows.
        Failed = "failed",
        /// The number does not exist.
        InvalidNumber = "invalid_number",
    }
}

string_enum! {
    /// What became of a recorded call.
    pub enum VoiceStatus {
        /// Somebody took it.
        Answered = "answered",
        /// Nobody took it; another attempt may follow.
        NoAnswer = "no_answer",
        /// It could not be made.
        Failed = "failed",
        /// The number does not exist.
        InvalidNumber = "invalid_number",
    }
}

string_enum! {
    /// What became of an RCS message.
    pub enum RcsStatus {
        /// Waiting.
        Queued = "queued",
        /// Handed over.
        Sent = "sent",
        /// Delivered to the recipient.
        Delivered = "delivered",
        /// Read by the recipient.
        Read = "read",
        /// Failed.
        Failed = "failed",
        /// Not delivered.
        Undelivered = "undelivered",
    }
}

/// The statuses of what travels by one channel.
pub trait OfChannel: StringEnum {
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
    const EVIDENCE: Option<Evidence> = Some(Evidence::Diagram);

    fn initial() -> &'static [Self] {
        &[Self::Sent]
    }

    // The vendor's own diagram, whose first node is no status.
    fn successors(self) -> &'static [Self] {
        match self {
            Self::Sent => &[Self::Delivered, Self::Undelivered, Self::InvalidNumber, Self::Failed],
            Self::Delivered | Self::Undelivered | Self::Failed | Self::InvalidNumber => &[],
        }
    }
}

impl Status for VoiceStatus {
    const SUBJECT: &'static str = "voice";
    const EVIDENCE: Option<Evidence> = Some(Evidence::Inferred);

    fn initial() -> &'static [Self] {
        &[Self::Answered, Self::NoAnswer, Self::Failed, Self::InvalidNumber]
    }

    // A number that does not answer is called again, up to three times; nobody says what is told of each attempt.
    fn successors(self) -> &'static [Self] {
        match self {
            Self::NoAnswer => &[Self::Answered, Self::Failed],
            Self::Answered | Self::Failed | Self::InvalidNumber => &[],
        }
    }
}

impl Status for RcsStatus {
    const SUBJECT: &'static str = "rcs";
    const EVIDENCE: Option<Evidence> = Some(Evidence::Inferred);

    fn initial() -> &'static [Self] {
        &[Self::Queued]
    }

    // The vendor lists the words, in this order; the steps are those of the field.
    fn successors(self) -> &'static [Self] {
        match self {
            Self::Queued => &[Self::Sent, Self::Failed],
            Self::Sent => &[Self::Delivered, Self::Failed, Self::Undelivered],
            Self::Delivered => &[Self::Read],
            Self::Read | Self::Failed | Self::Undelivered => &[],
        }
    }
}
