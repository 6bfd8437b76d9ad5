//! LimeCall's webhooks, in its own terms.

use super::CallStatus;
use crate::value::{Id, OpenEnum, Phone, SensitiveString, Timestamp};
use crate::vendors::{model, payloads};

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

model! {
    /// A `missed_call`, `call_completed` or `incoming_call`.
    pub struct Call {
        _ = "event",
        /// The call's id.
        call_id: Option<Id> = "call_id",
        /// The caller's phone number.
        caller_number: Option<Phone> = "caller_number",
        /// The phone number that was called.
        callee_number: Option<Phone> = "callee_number",
        /// When it happened.
        timestamp: Timestamp = required "timestamp",
        /// The id of the team that was called.
        team_id: Option<Id> = "team_id",
        /// The call's status.
        status: Option<OpenEnum<CallStatus>> = "status",
    }
}

model! {
    /// A `call_status_update`. The status decides what happened.
    pub struct CallStatusUpdate {
        _ = "event",
        /// The call's id.
        call_id: Option<Id> = "call_id",
        /// The caller's phone number.
        caller_number: Option<Phone> = "caller_number",
        /// The phone number that was called.
        callee_number: Option<Phone> = "callee_number",
        /// When it happened.
        timestamp: Timestamp = required "timestamp",
        /// The id of the team that was called.
        team_id: Option<Id> = "team_id",
        /// The call's status.
        status: OpenEnum<CallStatus> = required "status",
    }
}

model! {
    /// A `voicemail_received`.
    pub struct Voicemail {
        _ = "event",
        /// The call's id.
        call_id: Option<Id> = "call_id",
        /// The caller's phone number.
        caller_number: Option<Phone> = "caller_number",
        /// The phone number that was called.
        callee_number: Option<Phone> = "callee_number",
        /// The URL of the recording.
        voicemail_url: Option<SensitiveString> = "voicemail_url",
        /// When it happened.
        timestamp: Timestamp = required "timestamp",
        /// The id of the team that was called.
        team_id: Option<Id> = "team_id",
    }
}

model! {
    /// An `sms_received` or `sms_sent`.
    pub struct Sms {
        _ = "event",
        /// The message's id.
        message_id: Option<Id> = "message_id",
        /// The sender's phone number.
        sender_number: Option<Phone> = "sender_number",
        /// The recipient's phone number.
        receiver_number: Option<Phone> = "receiver_number",
        /// The text of the message.
        message_content: Option<SensitiveString> = "message_content",
        /// When it happened.
        timestamp: Timestamp = required "timestamp",
    }
}
