//! LimeCall's statuses.

use crate::lifecycle::Status;
use crate::schema::Evidence;
use crate::value::string_enum;

string_enum! {
    /// The status of a call.
    pub enum CallStatus {
        /// The call was not answered.
        Missed = "missed",
        /// The call is ringing.
        Ringing = "ringing",
        /// The call was answered.
        Answered = "answered",
        /// The call failed.
        Failed = "failed",
    }
}

string_enum! {
    /// The state of a call, from the names of its events and the status in `call_status_update`.
    pub enum CallState {
        /// `incoming_call`, or the status `ringing`
        Ringing = "ringing",
        /// The status `answered`
        Answered = "answered",
        /// `call_completed`
        Completed = "completed",
        /// `missed_call`
        Missed = "missed",
        /// The status `failed`
        Failed = "failed",
    }
}

impl Status for CallState {
    const SUBJECT: &'static str = "call";
    const EVIDENCE: Option<Evidence> = Some(Evidence::Inferred);

    fn initial() -> &'static [Self] {
        &[Self::Ringing, Self::Failed]
    }

    // The vendor describes each event alone, so the steps are those that are usual for calls. After a voicemail, the
    // call is still missed.
    fn successors(self) -> &'static [Self] {
        match self {
            Self::Ringing => &[Self::Answered, Self::Missed, Self::Failed],
            Self::Answered => &[Self::Completed],
            Self::Completed | Self::Missed | Self::Failed => &[],
        }
    }
}
