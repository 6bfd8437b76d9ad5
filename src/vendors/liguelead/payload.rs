//! LigueLead's webhooks, in its own terms.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use serde::de::{self, MapAccess};
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::{Channel, ChannelStatus, RcsStatus, SmsStatus, VoiceStatus};
use crate::json::{find_text, probable_text};
use crate::value::{
    DateOrTimestamp, Form, Id, Label, Member, Number, OpenEnum, Path, Phone, SensitiveString, Timestamp, Unique,
    string_enum,
};
use crate::vendors::{Unknown, model};

string_enum! {
    /// The name of an event that LigueLead documents.
    pub enum EventName {
        /// The status of one recipient of a campaign.
        CampaignStatus = "campaign.status",
    }
}

/// The body of a webhook of LigueLead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "event")]
#[expect(clippy::large_enum_variant, reason = "nearly every webhook is the large one")]
#[non_exhaustive]
pub enum Payload {
    /// The status of one recipient of a campaign.
    #[serde(rename = "campaign.status")]
    CampaignStatus(CampaignStatus),
    /// A webhook with an undocumented event or channel.
    #[serde(untagged)]
    Unknown(Unknown),
}

impl Payload {
    /// Returns the event's name.
    #[must_use]
    pub fn event_name(&self) -> &str {
        match self {
            Self::CampaignStatus(_) => EventName::CampaignStatus.as_str(),
            Self::Unknown(unknown) => unknown.event_name(),
        }
    }

    pub(crate) fn name(&self) -> Label {
        match self {
            Self::CampaignStatus(_) => Label::from_static(EventName::CampaignStatus.as_str()),
            Self::Unknown(unknown) => unknown.event_name().into(),
        }
    }

    pub(crate) fn find_unexpected(&self, found: &mut Vec<String>) {
        match self {
            Self::CampaignStatus(webhook) => webhook.find_unexpected(&Path::ROOT, found),
            Self::Unknown(_) => {}
        }
    }

    pub(crate) fn parse(name: &str, text: &str) -> serde_json::Result<Self> {
        static TYPE: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("\"type\""));

        let Ok(EventName::CampaignStatus) = name.parse() else {
            return Unknown::parse(name, text).map(Self::Unknown);
        };
        // A guess is enough, because the model of the campaign checks its type. Nearly every body is then parsed only
        // once.
        let guess = probable_text(text, &TYPE).and_then(|channel| channel.parse().ok());
        if let Some(Ok(payload)) = guess.map(|channel| Self::parse_as(channel, text)) {
            return Ok(payload);
        }
        let Some(channel) = find_text(text, &["campaign", "type"]) else {
            return Err(de::Error::missing_field("type"));
        };
        match channel.parse() {
            Ok(channel) => Self::parse_as(channel, text),
            Err(_) => Unknown::parse(name, text).map(Self::Unknown),
        }
    }

    fn parse_as(channel: Channel, text: &str) -> serde_json::Result<Self> {
        match channel {
            Channel::Sms => CampaignStatus::parse_channel(text, Campaign::Sms),
            Channel::Voice => CampaignStatus::parse_channel(text, Campaign::Voice),
            Channel::Rcs => CampaignStatus::parse_channel(text, Campaign::Rcs),
        }
    }
}

model! {
    /// The status of one recipient of a campaign.
    pub struct CampaignStatus<C: Member = Campaign> {
        _ = "event",
        /// The id of your application at LigueLead.
        app_id: Option<Id> = "app_id",
        /// When the status changed.
        occurred_at: Timestamp = required "occurred_at",
        /// The campaign, for this recipient.
        campaign: C = required "campaign",
    }
}

impl CampaignStatus {
    /// Parses a body whose channel is known.
    fn parse_channel<C: Member>(text: &str, channel: fn(C) -> Campaign) -> serde_json::Result<Payload> {
        let CampaignStatus { app_id, occurred_at, campaign, extra } = serde_json::from_str(text)?;
        Ok(Payload::CampaignStatus(CampaignStatus { app_id, occurred_at, campaign: channel(campaign), extra }))
    }
}

/// One recipient's part of a campaign. The channel decides the variant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Campaign {
    /// SMS or flash SMS.
    Sms(Sms),
    /// A call that plays a recorded message.
    Voice(Voice),
    /// RCS.
    Rcs(Rcs),
}

impl Member for Campaign {
    /// Reads a campaign whose channel is not known yet.
    fn from_object<'de, A: MapAccess<'de>>(members: A) -> Result<Result<Self, Value>, A::Error> {
        let Unique(object) = Unique::from_members(members)?;
        let Some(channel) = object["type"].as_str().and_then(|channel| channel.parse().ok()) else {
            return Ok(Err(object));
        };
        let campaign = match channel {
            Channel::Sms => serde_json::from_value(object).map(Self::Sms),
            Channel::Voice => serde_json::from_value(object).map(Self::Voice),
            Channel::Rcs => serde_json::from_value(object).map(Self::Rcs),
        };
        campaign.map(Ok).map_err(de::Error::custom)
    }

    fn write<S: Serializer>(&self, serializer: S, form: Form) -> Result<S::Ok, S::Error> {
        match self {
            Self::Sms(sms) => sms.write(serializer, form),
            Self::Voice(voice) => voice.write(serializer, form),
            Self::Rcs(rcs) => rcs.write(serializer, form),
        }
    }

    fn find_unexpected(&self, path: &Path<'_>, found: &mut Vec<String>) {
        match self {
            Self::Sms(sms) => sms.find_unexpected(path, found),
            Self::Voice(voice) => voice.find_unexpected(path, found),
            Self::Rcs(rcs) => rcs.find_unexpected(path, found),
        }
    }
}

/// An SMS or a flash SMS.
pub type Sms = Message<SmsStatus>;

/// An RCS message. Only its statuses are documented. The other members are assumed to be those of an SMS.
pub type Rcs = Message<RcsStatus>;

model! {
    /// A text message to one recipient of a campaign. `S` is the type of its statuses.
    pub struct Message<S: ChannelStatus> {
        _ = "type" == S::CHANNEL.as_str(),
        /// The campaign's id, shared by all its recipients.
        id: Option<Id> = "id",
        /// The tool that started the campaign, such as `api`.
        source: Option<Label> = "source",
        /// The recipient's phone number.
        phone: Option<Phone> = "phone",
        /// The text of the message.
        message: Option<SensitiveString> = "message",
        /// Whether this is a flash SMS, which is shown at once and not stored.
        is_flash: Option<bool> = "is_flash",
        /// The credits that were consumed.
        credits_required: Option<Number> = "credits_required",
        /// When the campaign was started.
        sent_at: Option<DateOrTimestamp> = "sent_at",
        /// The new status.
        status: OpenEnum<S> = required "status",
    }
}

model! {
    /// A call that plays a recorded message to one recipient of a campaign.
    pub struct Voice {
        _ = "type" == Channel::Voice.as_str(),
        /// The campaign's id, shared by all its recipients.
        id: Option<Id> = "id",
        /// The tool that started the campaign, such as `api`.
        source: Option<Label> = "source",
        /// The recipient's phone number.
        phone: Option<Phone> = "phone",
        /// The credits that were consumed.
        credits_required: Option<Number> = "credits_required",
        /// When the campaign was started.
        sent_at: Option<DateOrTimestamp> = "sent_at",
        /// The new status.
        status: OpenEnum<VoiceStatus> = required "status",
    }
}
