//! Converts LeadSail's webhooks into unified events.

use super::{Lead, LeadData, LeadSail, LeadState, LeadStatus, Payload, delivery::DELIVERY};
use crate::event::{self, Event, Identity, Person, Source};
use crate::lifecycle::StateMachine;
use crate::value::Label;
use crate::vendors::adapter::{VendorFacts, strings};
use crate::vendors::{Delivery, Vendor};

impl From<Payload> for Event {
    fn from(payload: Payload) -> Self {
        let (source, name) = (Source::from(Vendor::LeadSail), payload.name());
        match payload {
            Payload::LeadDelivered(webhook) => lead(webhook, source, name, LeadState::Delivered),
            Payload::LeadDisqualified(webhook) => lead(webhook, source, name, LeadState::Disqualified),
            Payload::LeadFailed(webhook) => lead(webhook, source, name, LeadState::Failed),
            Payload::LeadQueued(webhook) => lead(webhook, source, name, LeadState::Queued),
            Payload::LeadFirstSubmissionAction(webhook) => {
                lead(webhook, source, name, LeadState::FirstSubmissionAction)
            }
            Payload::LeadProcessed(webhook) => lead(webhook, source, name, LeadState::Processed),
            Payload::Unknown(unknown) => unknown.into_event(source, "timestamp"),
        }
    }
}

impl VendorFacts for LeadSail {
    fn delivery(&self) -> &'static Delivery {
        &DELIVERY
    }

    fn documented_values(&self) -> Vec<Vec<&'static str>> {
        vec![strings::<LeadStatus>()]
    }

    fn state_machines(&self) -> Vec<StateMachine> {
        vec![StateMachine::converted::<LeadState, event::LeadStatus>()]
    }

    fn identity<'e>(&self, event: &'e Event) -> Identity<'e> {
        match event {
            Event::Lead(lead) => {
                let data = &lead.data;
                let identity = Identity::from_id(data.submission_id.as_ref());
                // A status that did not fit its field is only in the whole data.
                if data.extra.contains(&["status"]) {
                    return identity.keyed_by_data();
                }
                identity.with_status(data.vendor_status.as_ref()).with_time(&lead.time)
            }
            Event::Message(_)
            | Event::Inbound(_)
            | Event::Reply(_)
            | Event::Call(_)
            | Event::Voicemail(_)
            | Event::Campaign(_)
            | Event::Contact(_)
            | Event::Unknown(_) => Identity::from_data(),
        }
    }
}

impl From<LeadState> for event::LeadStatus {
    fn from(state: LeadState) -> Self {
        match state {
            LeadState::Queued => Self::Queued,
            LeadState::FirstSubmissionAction => Self::ActionRequired,
            LeadState::Delivered => Self::Delivered,
            LeadState::Disqualified => Self::Disqualified,
            LeadState::Failed => Self::Failed,
            LeadState::Processed => Self::Processed,
        }
    }
}

fn lead(webhook: Lead, source: Source, name: Label, state: LeadState) -> Event {
    let LeadData { first_name, last_name, email, phone, extra } = webhook.data.unwrap_or_default();
    let data = event::LeadData {
        vendor_status: webhook.status.map(Into::into),
        submission_id: webhook.submission_id,
        lead_id: webhook.lead_id,
        campaign_id: webhook.campaign_id,
        email,
        phone,
        person: Person::from_names(first_name, last_name).none_if_empty(),
        extra: webhook.extra.with("data", extra),
        ..event::LeadData::new(name)
    };
    Event::Lead(event::Lead { source, time: webhook.timestamp, status: state.into(), data })
}
