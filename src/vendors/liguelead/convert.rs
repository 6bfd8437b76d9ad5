//! Converts LigueLead's webhooks into unified events.

use super::{
    Campaign, CampaignStatus, LigueLead, Message, Payload, RcsStatus, SmsStatus, Voice, VoiceStatus, delivery::DELIVERY,
};
use crate::event::{
    self, CallData, CallStatus, Channel, Event, FailureReason, Identity, MessageData, MessageStatus, Source,
};
use crate::lifecycle::StateMachine;
use crate::value::{Extra, Id, Label, Phone, StringEnum};
use crate::vendors::adapter::{VendorFacts, strings};
use crate::vendors::{Delivery, Vendor};

impl From<Payload> for Event {
    fn from(payload: Payload) -> Self {
        let (source, name) = (Source::from(Vendor::LigueLead), payload.name());
        let webhook = match payload {
            Payload::CampaignStatus(webhook) => webhook,
            Payload::Unknown(unknown) => return unknown.into_event(source, "occurred_at"),
        };
        let CampaignStatus { app_id, occurred_at: time, campaign, extra } = webhook;
        let outer = Outer { name, app_id, extra };
        match campaign {
            Campaign::Sms(sms) => {
                let status = sms.status.known();
                let reason = (status == Some(SmsStatus::InvalidNumber)).then_some(FailureReason::InvalidNumber);
                let data = MessageData { reason, ..outer.message(Channel::Sms, sms) };
                Event::Message(event::Message { source, time, status: status.map(Into::into), data })
            }
            Campaign::Rcs(rcs) => {
                let status = rcs.status.known().map(Into::into);
                Event::Message(event::Message { source, time, status, data: outer.message(Channel::Rcs, rcs) })
            }
            Campaign::Voice(voice) => {
                let status = voice.status.known();
                let reason = (status == Some(VoiceStatus::InvalidNumber)).then_some(FailureReason::InvalidNumber);
                let data = CallData { reason, ..outer.call(voice) };
                Event::Call(event::Call { source, time, status: status.map(Into::into), data })
            }
        }
    }
}

impl VendorFacts for LigueLead {
    fn delivery(&self) -> &'static Delivery {
        &DELIVERY
    }

    fn documented_values(&self) -> Vec<Vec<&'static str>> {
        vec![strings::<SmsStatus>(), strings::<VoiceStatus>(), strings::<RcsStatus>()]
    }

    fn state_machines(&self) -> Vec<StateMachine> {
        vec![
            StateMachine::converted::<SmsStatus, MessageStatus>(),
            StateMachine::converted::<VoiceStatus, CallStatus>(),
            StateMachine::converted::<RcsStatus, MessageStatus>(),
        ]
    }

    fn identity<'e>(&self, event: &'e Event) -> Identity<'e> {
        let (channel, (app, campaign, phone, status), time, extra) = match event {
            Event::Message(message) => {
                let data = &message.data;
                let parts = (&data.app_id, &data.campaign_id, &data.to, &data.vendor_status);
                (data.channel.as_str(), parts, &message.time, &data.extra)
            }
            Event::Call(call) => {
                let data = &call.data;
                let parts = (&data.app_id, &data.campaign_id, &data.to, &data.vendor_status);
                (super::Channel::Voice.as_str(), parts, &call.time, &data.extra)
            }
            Event::Inbound(_)
            | Event::Reply(_)
            | Event::Voicemail(_)
            | Event::Lead(_)
            | Event::Campaign(_)
            | Event::Contact(_)
            | Event::Unknown(_) => return Identity::from_data(),
        };
        // An app id that did not fit its field would be missing in the key.
        if extra.contains(&["app_id"]) {
            return Identity::from_data();
        }
        let Some(phone) = phone.as_ref().map(Phone::as_str).filter(|phone| !phone.is_empty()) else {
            return Identity::from_data();
        };
        let Some(campaign) = campaign else { return Identity::from_data() };
        Identity::from_parts([app.as_ref().map(Id::as_str), Some(campaign.as_str()), Some(phone)])
            .with_text(channel)
            .with_status(status.as_ref())
            .with_time(time)
    }
}

impl From<SmsStatus> for MessageStatus {
    fn from(status: SmsStatus) -> Self {
        match status {
            SmsStatus::Sent => Self::Sent,
            SmsStatus::Delivered => Self::Delivered,
            SmsStatus::Undelivered => Self::Undelivered,
            SmsStatus::Failed | SmsStatus::InvalidNumber => Self::Failed,
        }
    }
}

impl From<RcsStatus> for MessageStatus {
    fn from(status: RcsStatus) -> Self {
        match status {
            RcsStatus::Queued => Self::Queued,
            RcsStatus::Sent => Self::Sent,
            RcsStatus::Delivered => Self::Delivered,
            RcsStatus::Read => Self::Read,
            RcsStatus::Failed => Self::Failed,
            RcsStatus::Undelivered => Self::Undelivered,
        }
    }
}

impl From<VoiceStatus> for CallStatus {
    fn from(status: VoiceStatus) -> Self {
        match status {
            VoiceStatus::Answered => Self::Answered,
            VoiceStatus::NoAnswer => Self::NoAnswer,
            VoiceStatus::Failed | VoiceStatus::InvalidNumber => Self::Failed,
        }
    }
}

/// The members of the webhook that are outside the campaign.
struct Outer {
    name: Label,
    app_id: Option<Id>,
    extra: Extra,
}

impl Outer {
    fn message<S: StringEnum>(self, channel: Channel, campaign: Message<S>) -> MessageData {
        MessageData {
            vendor_status: Some(campaign.status.into()),
            campaign_id: campaign.id,
            app_id: self.app_id,
            to: campaign.phone,
            text: campaign.message,
            flash: campaign.is_flash,
            credits: campaign.credits_required,
            campaign_source: campaign.source,
            initiated_at: campaign.sent_at,
            extra: self.extra.with("campaign", campaign.extra),
            ..MessageData::new(self.name, channel)
        }
    }

    fn call(self, campaign: Voice) -> CallData {
        CallData {
            vendor_status: Some(campaign.status.into()),
            campaign_id: campaign.id,
            app_id: self.app_id,
            to: campaign.phone,
            credits: campaign.credits_required,
            campaign_source: campaign.source,
            initiated_at: campaign.sent_at,
            extra: self.extra.with("campaign", campaign.extra),
            ..CallData::new(self.name)
        }
    }
}
