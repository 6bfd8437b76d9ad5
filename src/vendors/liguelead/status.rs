//! LigueLead's statuses.

use crate::lifecycle::Status;
use crate::schema::Evidence;
use crate::value::{StringEnum, string_enum};

string_enum! {
    /// The channel of a campaign.
    pub enum Channel {
        /// SMS and flash SMS.
        Sms = "sms",
        /// Calls that play a recorded message.
        Voice = "voice",
        /// RCS.
        Rcs = "rcs",
    }
}

string_enum! {
    /// The status of an SMS.
    pub enum SmsStatus {
        /// The SMS waits, or was handed to the carrier.
        Sent = "sent",
        /// The SMS was delivered to the recipient.
        Delivered = "delivered",
        /// The SMS was not delivered, because of a timeout or because the carrier refused it.
        Undelivered = "undelivered",
        /// The SMS failed because of an error, congestion, a missing route or an unknown cause.
        Failed = "failed",
        /// The number does not exist.
        InvalidNumber = "invalid_number",
    }
}

string_enum! {
    /// The status of a call that plays a recorded message.
    pub enum VoiceStatus {
        /// The call was answered.
        Answered = "answered",
        /// The call was not answered. Another attempt may follow.
        NoAnswer = "no_answer",
        /// The call could not be made.
        Failed = "failed",
        /// The number does not exist.
        InvalidNumber = "invalid_number",
    }
}

string_enum! {
    /// The status of an RCS message.
    pub enum RcsStatus {
        /// The message waits.
        Queued = "queued",
        /// The message was handed over for delivery.
        Sent = "sent",
        /// The message was delivered to the recipient.
        Delivered = "delivered",
        /// The recipient read the message.
        Read = "read",
        /// The message failed.
        Failed = "failed",
        /// The message was not delivered.
        Undelivered = "undelivered",
    }
}

/// A set of statuses that belongs to one channel.
pub trait ChannelStatus: StringEnum {
    /// The channel.
    const CHANNEL: Channel;
}

impl ChannelStatus for SmsStatus {
    const CHANNEL: Channel = Channel::Sms;
}

impl ChannelStatus for VoiceStatus {
    const CHANNEL: Channel = Channel::Voice;
}

impl ChannelStatus for RcsStatus {
    const CHANNEL: Channel = Channel::Rcs;
}

impl Status for SmsStatus {
    const SUBJECT: &'static str = "sms";
    const EVIDENCE: Option<Evidence> = Some(Evidence::Diagram);

    fn initial() -> &'static [Self] {
        &[Self::Sent]
    }

    // The vendor's own diagram. Its first node is not a status.
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

    // A number that does not answer is called again, up to three times. What is reported for each attempt is
    // undocumented.
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

    // The vendor lists the statuses in this order. The steps are those that are usual for messages.
    fn successors(self) -> &'static [Self] {
        match self {
            Self::Queued => &[Self::Sent, Self::Failed],
            Self::Sent => &[Self::Delivered, Self::Failed, Self::Undelivered],
            Self::Delivered => &[Self::Read],
            Self::Read | Self::Failed | Self::Undelivered => &[],
        }
    }
}
