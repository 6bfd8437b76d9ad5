//! LigueLead's webhooks, in its own terms.

use std::fmt;
use std::marker::PhantomData;
use std::sync::LazyLock;

use memchr::memmem::Finder;
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Channel, ChannelStatus, RcsStatus, SmsStatus, VoiceStatus};
use crate::json::{find_text, probable_text};
use crate::value::{
    DateOrTimestamp, Extra, FromString, Id, Label, Number, OpenEnum, Phone, SensitiveString, Timestamp, string_enum,
};
use crate::vendors::Unknown;

string_enum! {
    /// The name of an event that LigueLead documents.
    pub enum EventName {
        /// The status of one recipient of a campaign.
        CampaignStatus = "campaign.status",
    }
}

/// The body of a webhook of LigueLead.
#[derive(Clone, Debug, PartialEq, Serialize)]
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

    pub(crate) fn parse(name: &str, text: &str) -> serde_json::Result<Self> {
        static TYPE: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("\"type\""));

        let Ok(EventName::CampaignStatus) = name.parse() else {
            return Unknown::parse(name, text).map(Self::Unknown);
        };
        // A guess is enough, because the model of the campaign checks its type. It spares nearly every body a second
        // pass.
        let guess = probable_text(text, &TYPE).and_then(|channel| channel.parse().ok());
        if let Some(Ok(payload)) = guess.map(|channel| Self::parse_as(channel, text)) {
            return Ok(payload);
        }
        let Some(channel) = find_text(text, &["campaign", "type"]) else {
            return Err(serde::de::Error::missing_field("type"));
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

/// The status of one recipient of a campaign.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CampaignStatus<C = Campaign> {
    #[serde(default, skip_serializing)]
    event: IgnoredAny,
    /// The id of your application at LigueLead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_id: Option<Id>,
    /// When the status changed.
    pub occurred_at: Timestamp,
    /// The campaign, for this recipient.
    pub campaign: C,
    /// Undocumented members.
    #[serde(flatten)]
    pub extra: Extra,
}

impl<C> CampaignStatus<C> {
    /// Creates the webhook with the required members only.
    #[must_use]
    pub fn new(occurred_at: Timestamp, campaign: C) -> Self {
        Self { event: IgnoredAny, app_id: None, occurred_at, campaign, extra: Extra::default() }
    }
}

impl CampaignStatus {
    /// Parses a body whose channel is known.
    fn parse_channel<'t, C: Deserialize<'t>>(text: &'t str, channel: fn(C) -> Campaign) -> serde_json::Result<Payload> {
        let CampaignStatus { event, app_id, occurred_at, campaign, extra } = serde_json::from_str(text)?;
        Ok(Payload::CampaignStatus(CampaignStatus { event, app_id, occurred_at, campaign: channel(campaign), extra }))
    }
}

/// One recipient's part of a campaign. The channel decides the variant.
#[derive(Clone, Debug, PartialEq, Serialize)]
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

/// An SMS or a flash SMS.
pub type Sms = Message<SmsStatus>;

/// An RCS message. Only its statuses are documented. The other members are assumed to be those of an SMS.
pub type Rcs = Message<RcsStatus>;

/// A text message to one recipient of a campaign. `S` is the type of its statuses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(bound = "S: ChannelStatus")]
#[non_exhaustive]
pub struct Message<S> {
    /// The campaign's id, shared by all its recipients.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Id>,
    r#type: ChannelTag<S>,
    /// The tool that started the campaign, such as `api`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Label>,
    /// The recipient's phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    /// The text of the message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<SensitiveString>,
    /// Whether this is a flash SMS, which is shown at once and not stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_flash: Option<bool>,
    /// The credits that were consumed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credits_required: Option<Number>,
    /// When the campaign was started.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<DateOrTimestamp>,
    /// The new status.
    pub status: OpenEnum<S>,
    /// Undocumented members.
    #[serde(flatten)]
    pub extra: Extra,
}

impl<S> Message<S> {
    /// Creates the message with the required members only.
    #[must_use]
    pub fn new(status: impl Into<OpenEnum<S>>) -> Self {
        Self {
            id: None,
            r#type: ChannelTag(PhantomData),
            source: None,
            phone: None,
            message: None,
            is_flash: None,
            credits_required: None,
            sent_at: None,
            status: status.into(),
            extra: Extra::default(),
        }
    }
}

/// A call that plays a recorded message to one recipient of a campaign.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Voice {
    /// The campaign's id, shared by all its recipients.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Id>,
    r#type: ChannelTag<VoiceStatus>,
    /// The tool that started the campaign, such as `api`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Label>,
    /// The recipient's phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    /// The credits that were consumed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credits_required: Option<Number>,
    /// When the campaign was started.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<DateOrTimestamp>,
    /// The new status.
    pub status: OpenEnum<VoiceStatus>,
    /// Undocumented members.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Voice {
    /// Creates the call with the required members only.
    #[must_use]
    pub fn new(status: impl Into<OpenEnum<VoiceStatus>>) -> Self {
        Self {
            id: None,
            r#type: ChannelTag(PhantomData),
            source: None,
            phone: None,
            credits_required: None,
            sent_at: None,
            status: status.into(),
            extra: Extra::default(),
        }
    }
}

/// The member `type` of a campaign. The type of its statuses determines the value.
#[derive(Clone, PartialEq)]
struct ChannelTag<S>(PhantomData<S>);

impl<S> fmt::Debug for ChannelTag<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("_")
    }
}

impl<S: ChannelStatus> Serialize for ChannelTag<S> {
    fn serialize<T: Serializer>(&self, serializer: T) -> Result<T::Ok, T::Error> {
        serializer.serialize_str(S::CHANNEL.as_str())
    }
}

impl<'de, S: ChannelStatus> Deserialize<'de> for ChannelTag<S> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(FromString(|channel: &str| {
            (channel == S::CHANNEL.as_str()).then_some(Self(PhantomData)).ok_or("unexpected channel")
        }))
    }
}
