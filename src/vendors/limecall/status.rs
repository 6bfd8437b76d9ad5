//! LimeCall's words.

use crate::lifecycle::Status;
use crate::schema::Evidence;
use crate::value::string_enum;

string_enum! {
    /// A word for where a call stands.
    pub enum CallStatus {
        /// Nobody took it.
        Missed = "missed",
        /// It rings.
        Ringing = "ringing",
        /// Somebody took it.
        Answered = "answered",
        /// It failed.
        Failed = "failed",
    }
}

string_enum! {
    /// Where a call stands, by the names of its events and the word of `call_status_update`.
    pub enum CallState {
        /// `incoming_call`, or the word `ringing`
        Ringing = "ringing",
        /// The word `answered`
        Answered = "answered",
        /// `call_completed`
        Completed = "completed",
        /// `missed_call`
        Missed = "missed",
        /// The word `failed`
        Failed = "failed",
    }
}

impl Status for CallState {
    const SUBJECT: &'static str = "call";
    const EVIDENCE: Option<Evidence> = Some(Evidence::Inferred);

    fn initial() -> &'static [Self] {
        &[Self::Ringing, Self::Failed]
    }

    // The vendor describes the events one by one; the steps are those of the field. A voicemail leaves the call missed.
    fn successors(self) -> &'static [Self] {
        match self {
            Self::Ringing => &[Self::Answered, Self::Missed, Self::Failed],
            Self::Answered => &[Self::Completed],
            Self::Completed | Self::Missed | Self::Failed => &[],
        }
    }
}
