//! LimeCall's webhooks, in its own words.

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use super::CallStatus;
use crate::value::{Extra, Id, OpenEnum, Phone, SensitiveString, Timestamp, or_number};
use crate::vendors::payloads;

payloads! {
    "LimeCall",
    /// Nobody took a call.
    "missed_call" => MissedCall(Call),
    /// A call comes in.
    "incoming_call" => IncomingCall(Call),
    /// A call ended.
    "call_completed" => CallCompleted(Call),
    /// A call's status changed.
    "call_status_update" => CallStatusUpdate(CallStatusUpdate),
    /// A caller left a message.
    "voicemail_received" => VoicemailReceived(Voicemail),
    /// An SMS came.
    "sms_received" => SmsReceived(Sms),
    /// An SMS was sent.
    "sms_sent" => SmsSent(Sms),
}

/// `missed_call`, `call_completed` and `incoming_call`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Call {
    #[serde(default, skip_serializing)]
    event: IgnoredAny,
    /// The call.
    #[serde(default, deserialize_with = "or_number", skip_serializing_if = "Option::is_none")]
    pub call_id: Option<Id>,
    /// Who calls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caller_number: Option<Phone>,
    /// Who is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub callee_number: Option<Phone>,
    /// When it happened.
    pub timestamp: Timestamp,
    /// The team called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_id: Option<Id>,
    /// Where the call stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<OpenEnum<CallStatus>>,
    /// Undocumented members.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Call {
    /// With only what every such webhook has.
    #[must_use]
    pub fn new(timestamp: Timestamp) -> Self {
        Self {
            event: IgnoredAny,
            call_id: None,
            caller_number: None,
            callee_number: None,
            timestamp,
            team_id: None,
            status: None,
            extra: Extra::default(),
        }
    }
}

/// `call_status_update`: a call whose status is the event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CallStatusUpdate {
    #[serde(default, skip_serializing)]
    event: IgnoredAny,
    /// The call.
    #[serde(default, deserialize_with = "or_number", skip_serializing_if = "Option::is_none")]
    pub call_id: Option<Id>,
    /// Who calls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caller_number: Option<Phone>,
    /// Who is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub callee_number: Option<Phone>,
    /// When it happened.
    pub timestamp: Timestamp,
    /// The team called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_id: Option<Id>,
    /// Where the call stands.
    pub status: OpenEnum<CallStatus>,
    /// Undocumented members.
    #[serde(flatten)]
    pub extra: Extra,
}

impl CallStatusUpdate {
    /// With only what every such webhook has.
    #[must_use]
    pub fn new(timestamp: Timestamp, status: impl Into<OpenEnum<CallStatus>>) -> Self {
        Self {
            event: IgnoredAny,
            call_id: None,
            caller_number: None,
            callee_number: None,
            timestamp,
            team_id: None,
            status: status.into(),
            extra: Extra::default(),
        }
    }
}

/// `voicemail_received`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Voicemail {
    #[serde(default, skip_serializing)]
    event: IgnoredAny,
    /// The call.
    #[serde(default, deserialize_with = "or_number", skip_serializing_if = "Option::is_none")]
    pub call_id: Option<Id>,
    /// Who calls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caller_number: Option<Phone>,
    /// Who is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub callee_number: Option<Phone>,
    /// Where the recording is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voicemail_url: Option<SensitiveString>,
    /// When it was left.
    pub timestamp: Timestamp,
    /// The team called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_id: Option<Id>,
    /// Undocumented members.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Voicemail {
    /// With only what every such webhook has.
    #[must_use]
    pub fn new(timestamp: Timestamp) -> Self {
        Self {
            event: IgnoredAny,
            call_id: None,
            caller_number: None,
            callee_number: None,
            voicemail_url: None,
            timestamp,
            team_id: None,
            extra: Extra::default(),
        }
    }
}

/// `sms_received` and `sms_sent`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Sms {
    #[serde(default, skip_serializing)]
    event: IgnoredAny,
    /// The message.
    #[serde(default, deserialize_with = "or_number", skip_serializing_if = "Option::is_none")]
    pub message_id: Option<Id>,
    /// Who sends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender_number: Option<Phone>,
    /// Who receives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receiver_number: Option<Phone>,
    /// What it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_content: Option<SensitiveString>,
    /// When it happened.
    pub timestamp: Timestamp,
    /// Undocumented members.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Sms {
    /// With only what every such webhook has.
    #[must_use]
    pub fn new(timestamp: Timestamp) -> Self {
        Self {
            event: IgnoredAny,
            message_id: None,
            sender_number: None,
            receiver_number: None,
            message_content: None,
            timestamp,
            extra: Extra::default(),
        }
    }
}
