//! Leadterra's words.

use crate::lifecycle::Status;
use crate::schema::Evidence;
use crate::value::string_enum;

string_enum! {
    /// Whether a bounce is for good.
    pub enum BounceType {
        /// It failed for good.
        Hard = "hard",
        /// It failed for the time being, until the retries were used up.
        Soft = "soft",
    }
}

string_enum! {
    /// What a reply says.
    pub enum Classification {
        /// They want to hear more.
        Interested = "interested",
        /// They do not.
        NotInterested = "not_interested",
        /// They are away.
        OutOfOffice = "out_of_office",
        /// A mail server gives the message back.
        Bounce = "bounce",
        /// They want no more messages.
        Unsubscribe = "unsubscribe",
    }
}

string_enum! {
    /// Where a message stands, by the names of its events.
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

    // A delivery attempt may fail before anything counts as sent. A soft bounce is told when the retries are used up, so it ends the message as a hard one does.
    fn successors(self) -> &'static [Self] {
        match self {
            Self::Sent => &[Self::Bounced],
            Self::Bounced => &[],
        }
    }
}
