//! Voicemail events.

use super::members::members;
use crate::value::{Id, Phone, SensitiveString};

members! {
    /// A voicemail from a caller: `voicemail.received`. The status of the call itself remains missed.
    pub struct Voicemail {
        /// The vendor's id of the call.
        call_id: Option<Id>,
        /// The caller's phone number, or a placeholder if it is withheld.
        from: Option<Phone>,
        /// The phone number that was called.
        to: Option<Phone>,
        /// The vendor's id of the team that was called.
        team_id: Option<Id>,
        /// The URL of the recording. It may expire or require a login.
        url: Option<SensitiveString>,
    }
}
