//! LeadSail's words into ours.

use super::{Lead, LeadData, LeadState, LeadStatus, Payload};
use crate::event::{self, Identity, Person, Source};
use crate::status::Machine;
use crate::vendors::{Delivery, Platform, words};
use crate::{Event, Name};

impl Platform for Payload {
    const DELIVERY: &'static Delivery = &super::delivery::DELIVERY;

    fn convert(self, source: Source, name: Name) -> Event {
        match self {
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

    fn vocabulary() -> Vec<Vec<&'static str>> {
        vec![words::<LeadStatus>()]
    }

    fn machines() -> Vec<Machine> {
        vec![Machine::reported::<LeadState, event::LeadStatus>()]
    }

    fn identity(event: &Event) -> Identity<'_> {
        match event {
            Event::Lead(lead) => {
                let data = &lead.data;
                Identity::own(data.submission_id.as_ref()).status(data.vendor_status.as_ref()).at(&lead.time)
            }
            Event::Message(_)
            | Event::Inbound(_)
            | Event::Reply(_)
            | Event::Call(_)
            | Event::Voicemail(_)
            | Event::Campaign(_)
            | Event::Contact(_)
            | Event::Unknown(_) => Identity::missing(),
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

fn lead(webhook: Lead, source: Source, name: Name, state: LeadState) -> Event {
    let LeadData { first_name, last_name, email, phone, extra } = webhook.data.unwrap_or_default();
    let data = event::LeadData {
        vendor_status: webhook.status.map(Into::into),
        submission_id: webhook.submission_id,
        lead_id: webhook.lead_id,
        campaign_id: webhook.campaign_id,
        email,
        phone,
        person: Person::named(first_name, last_name).known(),
        extra: webhook.extra.with("data", extra),
        ..event::LeadData::new(name)
    };
    Event::Lead(event::Lead { source, time: webhook.timestamp, status: state.into(), data })
}
