//! LimeCall's webhooks, in its own terms.

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use super::CallStatus;
use crate::value::{Extra, Id, OpenEnum, Phone, SensitiveString, Timestamp, or_number};
use crate::vendors::payloads;

payloads! {
    "LimeCall",
    /// A call was not answered.
    "missed_call" => MissedCall(Call),
    /// An incoming call is ringing.
    "incoming_call" => IncomingCall(Call),
    /// A call ended.
    "call_completed" => CallCompleted(Call),
    /// A call's status changed.
    "call_status_update" => CallStatusUpdate(CallStatusUpdate),
    /// A caller left a voicemail.
    "voicemail_received" => VoicemailReceived(Voicemail),
    /// An SMS was received.
    "sms_received" => SmsReceived(Sms),
    /// An SMS was sent.
    "sms_sent" => SmsSent(Sms),
}

/// A `missed_call`, `call_completed` or `incoming_call`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Call {
    #[serde(default, skip_serializing)]
    event: IgnoredAny,
    /// The call's id.
    #[serde(default, deserialize_with = "or_number", skip_serializing_if = "Option::is_none")]
    pub call_id: Option<Id>,
    /// The caller's phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caller_number: Option<Phone>,
    /// The phone number that was called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub callee_number: Option<Phone>,
    /// When it happened.
    pub timestamp: Timestamp,
    /// The id of the team that was called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_id: Option<Id>,
    /// The call's status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<OpenEnum<CallStatus>>,
    /// Undocumented members.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Call {
    /// Creates the webhook with the required members only.
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

/// A `call_status_update`. The status decides what happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CallStatusUpdate {
    #[serde(default, skip_serializing)]
    event: IgnoredAny,
    /// The call's id.
    #[serde(default, deserialize_with = "or_number", skip_serializing_if = "Option::is_none")]
    pub call_id: Option<Id>,
    /// The caller's phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caller_number: Option<Phone>,
    /// The phone number that was called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub callee_number: Option<Phone>,
    /// When it happened.
    pub timestamp: Timestamp,
    /// The id of the team that was called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_id: Option<Id>,
    /// The call's status.
    pub status: OpenEnum<CallStatus>,
    /// Undocumented members.
    #[serde(flatten)]
    pub extra: Extra,
}

impl CallStatusUpdate {
    /// Creates the webhook with the required members only.
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

/// A `voicemail_received`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Voicemail {
    #[serde(default, skip_serializing)]
    event: IgnoredAny,
    /// The call's id.
    #[serde(default, deserialize_with = "or_number", skip_serializing_if = "Option::is_none")]
    pub call_id: Option<Id>,
    /// The caller's phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caller_number: Option<Phone>,
    /// The phone number that was called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub callee_number: Option<Phone>,
    /// The URL of the recording.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voicemail_url: Option<SensitiveString>,
    /// When it happened.
    pub timestamp: Timestamp,
    /// The id of the team that was called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_id: Option<Id>,
    /// Undocumented members.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Voicemail {
    /// Creates the webhook with the required members only.
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

/// An `sms_received` or `sms_sent`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Sms {
    #[serde(default, skip_serializing)]
    event: IgnoredAny,
    /// The message's id.
    #[serde(default, deserialize_with = "or_number", skip_serializing_if = "Option::is_none")]
    pub message_id: Option<Id>,
    /// The sender's phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender_number: Option<Phone>,
    /// The recipient's phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receiver_number: Option<Phone>,
    /// The text of the message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_content: Option<SensitiveString>,
    /// When it happened.
    pub timestamp: Timestamp,
    /// Undocumented members.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Sms {
    /// Creates the webhook with the required members only.
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
