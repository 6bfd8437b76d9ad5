//! Converts LigueLead's webhooks into unified events.

use super::{
    Campaign, CampaignStatus, LigueLead, Message, Payload, RcsStatus, SmsStatus, Voice, VoiceStatus, delivery::DELIVERY,
};
use crate::event::{self, CallStatus, Channel, Event, EventKey, EventKind, FailureReason, MessageStatus, Source};
use crate::lifecycle::StateMachine;
use crate::value::{Extra, Id, Label, Phone, StringEnum};
use crate::vendors::Delivery;
use crate::vendors::adapter::{VendorFacts, strings};
use crate::vendors::model::whole_key;

impl Payload {
    /// Converts the payload into an event of this source.
    #[must_use]
    pub fn into_event(self, source: Source) -> Event {
        let name = self.name();
        let webhook = match self {
            Payload::CampaignStatus(webhook) => webhook,
            Payload::Unknown(unknown) => return unknown.into_event(source, "occurred_at"),
        };
        let key = key(name, &webhook);
        let CampaignStatus { app_id, occurred_at, campaign, extra } = webhook;
        let (kind, campaign_extra) = match campaign {
            Campaign::Sms(sms) => {
                let status = sms.status.known();
                let reason = (status == Some(SmsStatus::InvalidNumber)).then(|| FailureReason::InvalidNumber.into());
                let (message, extra) = convert_message(sms, app_id, Channel::Sms, status.map(Into::into));
                (EventKind::Message(event::Message { reason, ..message }), extra)
            }
            Campaign::Rcs(rcs) => {
                let status = rcs.status.known().map(Into::into);
                let (message, extra) = convert_message(rcs, app_id, Channel::Rcs, status);
                (EventKind::Message(message), extra)
            }
            Campaign::Voice(voice) => convert_call(voice, app_id),
        };
        Event::new(source, key, occurred_at, kind).with_extra(extra.with("campaign", campaign_extra))
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

    fn places_calls(&self) -> bool {
        true
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

/// Converts a text message. Returns its undocumented members too.
fn convert_message<S: StringEnum>(
    campaign: Message<S>,
    app_id: Option<Id>,
    channel: Channel,
    status: Option<MessageStatus>,
) -> (event::Message, Extra) {
    let message = event::Message {
        channel: Some(channel.into()),
        vendor_status: Some(campaign.status.into()),
        campaign_id: campaign.id,
        app_id,
        to: campaign.phone,
        text: campaign.message,
        flash: campaign.is_flash,
        credits: campaign.credits_required,
        campaign_source: campaign.source,
        initiated_at: campaign.sent_at,
        ..event::Message::new(status)
    };
    (message, campaign.extra)
}

/// Converts a call. Returns its undocumented members too.
fn convert_call(campaign: Voice, app_id: Option<Id>) -> (EventKind, Extra) {
    let status = campaign.status.known();
    let call = event::Call {
        vendor_status: Some(campaign.status.into()),
        reason: (status == Some(VoiceStatus::InvalidNumber)).then(|| FailureReason::InvalidNumber.into()),
        campaign_id: campaign.id,
        app_id,
        to: campaign.phone,
        credits: campaign.credits_required,
        campaign_source: campaign.source,
        initiated_at: campaign.sent_at,
        ..event::Call::new(status.map(CallStatus::from))
    };
    (EventKind::Call(call), campaign.extra)
}

/// Returns the key: the application, the campaign and the phone number are the subject.
fn key(name: Label, webhook: &CampaignStatus) -> EventKey {
    let (channel, campaign, phone, status) = match &webhook.campaign {
        Campaign::Sms(sms) => (super::Channel::Sms, &sms.id, &sms.phone, sms.status.as_str()),
        Campaign::Rcs(rcs) => (super::Channel::Rcs, &rcs.id, &rcs.phone, rcs.status.as_str()),
        Campaign::Voice(voice) => (super::Channel::Voice, &voice.id, &voice.phone, voice.status.as_str()),
    };
    let phone = phone.as_ref().map(Phone::as_str).filter(|phone| !phone.is_empty());
    match (campaign, phone) {
        // An app id that did not fit its field would be missing in the key.
        (Some(campaign), Some(phone)) if !webhook.extra.contains(&["app_id"]) => EventKey::new(name)
            .subject_tuple([webhook.app_id.as_ref().map(Id::as_str), Some(campaign.as_str()), Some(phone)])
            .part(channel.as_str())
            .part(status)
            .time(&webhook.occurred_at),
        (_, _) => whole_key(name, webhook),
    }
}
