//! Converts LeadSail's webhooks into unified events.

use super::{Lead, LeadData, LeadSail, LeadState, LeadStatus, Payload, delivery::DELIVERY};
use crate::event::{self, Event, EventKey, EventKind, Person, Source};
use crate::lifecycle::StateMachine;
use crate::value::{Label, OpenEnum};
use crate::vendors::Delivery;
use crate::vendors::adapter::{VendorFacts, strings};
use crate::vendors::model::whole_key;

impl Payload {
    /// Converts the payload into an event of this source.
    #[must_use]
    pub fn into_event(self, source: Source) -> Event {
        let name = self.name();
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
    let status = webhook.status.as_ref().map(OpenEnum::as_str);
    let key = match webhook.submission_id.clone() {
        // A status that did not fit its field is only in the whole body.
        Some(id) if webhook.extra.contains(&["status"]) => whole_key(name, &webhook).subject(id),
        Some(id) => EventKey::new(name).subject(id).part(status).time(&webhook.timestamp),
        None => whole_key(name, &webhook),
    };
    let LeadData { first_name, last_name, email, phone, extra } = webhook.data.unwrap_or_default();
    let lead = event::Lead {
        vendor_status: webhook.status.map(Into::into),
        submission_id: webhook.submission_id,
        lead_id: webhook.lead_id,
        campaign_id: webhook.campaign_id,
        email,
        phone,
        person: Person::from_names(first_name, last_name).none_if_empty(),
        ..event::Lead::new(event::LeadStatus::from(state))
    };
    Event::new(source, key, webhook.timestamp, EventKind::Lead(lead)).with_extra(webhook.extra.with("data", extra))
}
