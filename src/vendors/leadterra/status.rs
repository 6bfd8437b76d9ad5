//! Leadterra's statuses and classifications.

use crate::lifecycle::Status;
use crate::schema::Evidence;
use crate::value::string_enum;

string_enum! {
    /// Whether a bounce is permanent.
    pub enum BounceType {
        /// The failure is permanent.
        Hard = "hard",
        /// The failure was temporary, but the retries are exhausted.
        Soft = "soft",
    }
}

string_enum! {
    /// The classification of a reply.
    pub enum Classification {
        /// The lead is interested.
        Interested = "interested",
        /// The lead is not interested.
        NotInterested = "not_interested",
        /// The lead is away.
        OutOfOffice = "out_of_office",
        /// A mail server returned the message.
        Bounce = "bounce",
        /// The lead wants no more messages.
        Unsubscribe = "unsubscribe",
    }
}

string_enum! {
    /// The state of a message, from the names of its events.
    pub enum MessageState {
        /// `message.sent`
        Sent = "sent",
        /// `message.bounced`
        Bounced = "bounced",
    }
}

impl Status for MessageState {
    const SUBJECT: &'static str = "message";
    const EVIDENCE: Option<Evidence> = Some(Evidence::Prose);

    fn initial() -> &'static [Self] {
        &[Self::Sent, Self::Bounced]
    }

    // A delivery attempt may fail before the message counts as sent. A soft bounce is reported when the retries are
    // exhausted, so it is final like a hard bounce.
    fn successors(self) -> &'static [Self] {
        match self {
            Self::Sent => &[Self::Bounced],
            Self::Bounced => &[],
        }
    }
}
