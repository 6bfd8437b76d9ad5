//! Converts LimeCall's webhooks into unified events.

use super::{Call, CallState, CallStatus, CallStatusUpdate, LimeCall, Payload, Sms, Voicemail, delivery::DELIVERY};
use crate::event::{self, Channel, Event, EventKey, EventKind, InboundMessage, Message, MessageStatus, Source};
use crate::lifecycle::StateMachine;
use crate::value::{Id, Label, Member, OpenEnum, Timestamp};
use crate::vendors::Delivery;
use crate::vendors::adapter::{VendorFacts, strings};
use crate::vendors::model::whole_key;

impl Payload {
    /// Converts the payload into an event of this source.
    #[must_use]
    pub fn into_event(self, source: Source) -> Event {
        let name = self.name();
        match self {
            Payload::MissedCall(webhook) => call(webhook, source, name, CallState::Missed),
            Payload::CallCompleted(webhook) => call(webhook, source, name, CallState::Completed),
            Payload::CallStatusUpdate(webhook) => call_status_update(webhook, source, name),
            Payload::IncomingCall(webhook) => call(webhook, source, name, CallState::Ringing),
            Payload::VoicemailReceived(webhook) => voicemail(webhook, source, name),
            Payload::SmsReceived(webhook) => sms_received(webhook, source, name),
            Payload::SmsSent(webhook) => sms_sent(webhook, source, name),
            Payload::Unknown(unknown) => unknown.into_event(source, "timestamp"),
        }
    }
}

impl VendorFacts for LimeCall {
    fn delivery(&self) -> &'static Delivery {
        &DELIVERY
    }

    fn documented_values(&self) -> Vec<Vec<&'static str>> {
        vec![strings::<CallStatus>()]
    }

    fn state_machines(&self) -> Vec<StateMachine> {
        vec![StateMachine::converted::<CallState, event::CallStatus>()]
    }
}

impl From<CallState> for event::CallStatus {
    fn from(state: CallState) -> Self {
        match state {
            CallState::Ringing => Self::Ringing,
            CallState::Answered => Self::Answered,
            CallState::Completed => Self::Completed,
            CallState::Missed => Self::Missed,
            CallState::Failed => Self::Failed,
        }
    }
}

fn call(webhook: Call, source: Source, name: Label, state: CallState) -> Event {
    let status = webhook.status.as_ref().map(OpenEnum::as_str);
    let key = match webhook.call_id.clone() {
        // A status that did not fit its field is only in the whole body.
        Some(id) if webhook.extra.contains(&["status"]) => whole_key(name, &webhook).subject(id),
        Some(id) => EventKey::new(name).subject(id).part(status).time(&webhook.timestamp),
        None => whole_key(name, &webhook),
    };
    let call = event::Call {
        vendor_status: webhook.status.map(Into::into),
        call_id: webhook.call_id,
        from: webhook.caller_number,
        to: webhook.callee_number,
        team_id: webhook.team_id,
        ..event::Call::new(event::CallStatus::from(state))
    };
    Event::new(source, key, webhook.timestamp, EventKind::Call(call)).with_extra(webhook.extra)
}

fn call_status_update(webhook: CallStatusUpdate, source: Source, name: Label) -> Event {
    let key = match webhook.call_id.clone() {
        Some(id) => EventKey::new(name).subject(id).part(webhook.status.as_str()).time(&webhook.timestamp),
        None => whole_key(name, &webhook),
    };
    // The documentation gives a few statuses as examples only, so every value that equals a unified status counts.
    let status: Option<event::CallStatus> = webhook.status.as_str().parse().ok();
    let call = event::Call {
        vendor_status: Some(webhook.status.into()),
        call_id: webhook.call_id,
        from: webhook.caller_number,
        to: webhook.callee_number,
        team_id: webhook.team_id,
        ..event::Call::new(status)
    };
    Event::new(source, key, webhook.timestamp, EventKind::Call(call)).with_extra(webhook.extra)
}

fn voicemail(webhook: Voicemail, source: Source, name: Label) -> Event {
    let key = key(name, webhook.call_id.as_ref(), &webhook.timestamp, &webhook);
    let voicemail = event::Voicemail {
        call_id: webhook.call_id,
        from: webhook.caller_number,
        to: webhook.callee_number,
        team_id: webhook.team_id,
        url: webhook.voicemail_url,
        ..event::Voicemail::new()
    };
    Event::new(source, key, webhook.timestamp, EventKind::Voicemail(voicemail)).with_extra(webhook.extra)
}

fn sms_received(webhook: Sms, source: Source, name: Label) -> Event {
    let key = key(name, webhook.message_id.as_ref(), &webhook.timestamp, &webhook);
    let message = InboundMessage {
        channel: Some(Channel::Sms.into()),
        message_id: webhook.message_id,
        from: webhook.sender_number,
        to: webhook.receiver_number,
        text: webhook.message_content,
        ..InboundMessage::new()
    };
    Event::new(source, key, webhook.timestamp, EventKind::InboundMessage(message)).with_extra(webhook.extra)
}

fn sms_sent(webhook: Sms, source: Source, name: Label) -> Event {
    let key = key(name, webhook.message_id.as_ref(), &webhook.timestamp, &webhook);
    let message = Message {
        channel: Some(Channel::Sms.into()),
        message_id: webhook.message_id,
        from: webhook.sender_number,
        to: webhook.receiver_number,
        text: webhook.message_content,
        ..Message::new(MessageStatus::Sent)
    };
    Event::new(source, key, webhook.timestamp, EventKind::Message(message)).with_extra(webhook.extra)
}

/// Returns the key of a webhook that its subject and its time identify.
fn key(name: Label, id: Option<&Id>, time: &Timestamp, webhook: &impl Member) -> EventKey {
    match id {
        Some(id) => EventKey::new(name).subject(id.clone()).time(time),
        None => whole_key(name, webhook),
    }
}
