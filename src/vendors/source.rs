//! Facts about events that depend on the vendor.

use super::Vendor;
use crate::event::{Event, EventKind, Source};
use crate::value::Phone;

impl From<Vendor> for Source {
    fn from(vendor: Vendor) -> Self {
        Self::from_static(vendor.as_str())
    }
}

impl Source {
    /// Returns the vendor, if it is built into this crate.
    #[must_use]
    pub fn vendor(&self) -> Option<Vendor> {
        self.name().parse().ok()
    }
}

impl Event {
    /// Returns the phone number of the other party: the sender of an inbound message or voicemail, the recipient of an
    /// outbound message, the lead or the contact.
    ///
    /// `None` if the direction is undocumented: for replies, and for calls, except those that LigueLead places.
    ///
    /// ```
    /// use leadhook::{Vendor, normalize};
    ///
    /// let body = br#"{"event":"sms_received","sender_number":"+12025550117","timestamp":"2025-01-30T15:10:00Z"}"#;
    /// assert_eq!(normalize(Vendor::LimeCall, body)?.phone().unwrap().as_str(), "+12025550117");
    /// # Ok::<(), leadhook::Error>(())
    /// ```
    #[must_use]
    pub fn phone(&self) -> Option<&Phone> {
        match &self.kind {
            EventKind::Message(message) => message.to.as_ref(),
            EventKind::InboundMessage(message) => message.from.as_ref(),
            EventKind::Voicemail(voicemail) => voicemail.from.as_ref(),
            EventKind::Lead(lead) => lead.phone.as_ref(),
            EventKind::Contact(contact) => contact.phone.as_ref(),
            EventKind::Call(call) => {
                let places_calls = |vendor: &Vendor| vendor.adapter().places_calls();
                self.source().vendor().filter(places_calls).and(call.to.as_ref())
            }
            EventKind::Reply(_) | EventKind::Campaign(_) | EventKind::Unknown(_) => None,
        }
    }
}
