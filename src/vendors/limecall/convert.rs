//! Converts LimeCall's webhooks into unified events.

use super::{Call, CallState, CallStatus, CallStatusUpdate, LimeCall, Payload, Sms, Voicemail, delivery::DELIVERY};
use crate::event::{
    self, CallData, Channel, Event, Identity, Inbound, InboundData, Message, MessageData, MessageStatus, Source,
    VoicemailData,
};
use crate::lifecycle::StateMachine;
use crate::value::Label;
use crate::vendors::adapter::{VendorFacts, strings};
use crate::vendors::{Delivery, Vendor};

impl From<Payload> for Event {
    fn from(payload: Payload) -> Self {
        let (source, name) = (Source::from(Vendor::LimeCall), payload.name());
        match payload {
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

    fn identity<'e>(&self, event: &'e Event) -> Identity<'e> {
        match event {
            Event::Call(call) => {
                let data = &call.data;
                let identity = Identity::from_id(data.call_id.as_ref());
                // A status that did not fit its field is only in the whole data.
                if data.extra.contains(&["status"]) {
                    return identity.keyed_by_data();
                }
                identity.with_status(data.vendor_status.as_ref()).with_time(&call.time)
            }
            Event::Voicemail(voicemail) => {
                Identity::from_id(voicemail.data.call_id.as_ref()).with_time(&voicemail.time)
            }
            Event::Inbound(inbound) => Identity::from_id(inbound.data.message_id.as_ref()).with_time(&inbound.time),
            Event::Message(message) => Identity::from_id(message.data.message_id.as_ref()).with_time(&message.time),
            Event::Reply(_) | Event::Lead(_) | Event::Campaign(_) | Event::Contact(_) | Event::Unknown(_) => {
                Identity::from_data()
            }
        }
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
    let data = CallData {
        vendor_status: webhook.status.map(Into::into),
        call_id: webhook.call_id,
        from: webhook.caller_number,
        to: webhook.callee_number,
        team_id: webhook.team_id,
        extra: webhook.extra,
        ..CallData::new(name)
    };
    Event::Call(event::Call { source, time: webhook.timestamp, status: Some(state.into()), data })
}

fn call_status_update(webhook: CallStatusUpdate, source: Source, name: Label) -> Event {
    let data = CallData {
        call_id: webhook.call_id,
        from: webhook.caller_number,
        to: webhook.callee_number,
        team_id: webhook.team_id,
        extra: webhook.extra,
        ..CallData::new(name)
    };
    // The documentation gives a few statuses as examples only, so every value that equals a unified status counts.
    let status = webhook.status.as_str().parse().ok();
    let data = CallData { vendor_status: Some(webhook.status.into()), ..data };
    Event::Call(event::Call { source, time: webhook.timestamp, status, data })
}

fn voicemail(webhook: Voicemail, source: Source, name: Label) -> Event {
    let data = VoicemailData {
        call_id: webhook.call_id,
        from: webhook.caller_number,
        to: webhook.callee_number,
        team_id: webhook.team_id,
        url: webhook.voicemail_url,
        extra: webhook.extra,
        ..VoicemailData::new(name)
    };
    Event::Voicemail(event::Voicemail { source, time: webhook.timestamp, data })
}

fn sms_received(webhook: Sms, source: Source, name: Label) -> Event {
    let data = InboundData {
        message_id: webhook.message_id,
        from: webhook.sender_number,
        to: webhook.receiver_number,
        text: webhook.message_content,
        extra: webhook.extra,
        ..InboundData::new(name, Channel::Sms)
    };
    Event::Inbound(Inbound { source, time: webhook.timestamp, data })
}

fn sms_sent(webhook: Sms, source: Source, name: Label) -> Event {
    let data = MessageData {
        message_id: webhook.message_id,
        from: webhook.sender_number,
        to: webhook.receiver_number,
        text: webhook.message_content,
        extra: webhook.extra,
        ..MessageData::new(name, Channel::Sms)
    };
    let status = Some(MessageStatus::Sent);
    Event::Message(Message { source, time: webhook.timestamp, status, data })
}
