//! Events about calls.

use serde::{Deserialize, Serialize};

use super::{FailureReason, Source};
use crate::value::{DateOrTimestamp, Extra, Id, Label, Number, Phone, Timestamp, string_enum};

/// A change of a call's status: `call.*`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Call {
    /// The vendor account that sent the webhook.
    pub source: Source,
    /// When it happened, or the closest timestamp that the vendor reports.
    pub time: Timestamp,
    /// The new status. `None` (`call.other`) if the vendor's status is undocumented; it is in `data.vendor_status`.
    pub status: Option<CallStatus>,
    /// The details.
    pub data: CallData,
}

impl Call {
    /// Creates a call event from its parts.
    #[must_use]
    pub fn new(source: Source, time: Timestamp, status: Option<CallStatus>, data: CallData) -> Self {
        Self { source, time, status, data }
    }
}

string_enum! {
    /// The status of a call.
    ///
    /// # Current status
    ///
    /// The current status of a [`Lifecycle`](crate::lifecycle::Lifecycle) with several reports follows these rules,
    /// which are the ranks of [`Precedence`](crate::lifecycle::Precedence):
    ///
    /// 1. Completed and answered win over all others, in this order, at any time and without conflict. A second attempt
    ///    may reach the recipient, and another phone may take a call that one missed.
    /// 2. Of missed, busy and failed, the one whose first report is the latest wins. Of reports of the same time, the
    ///    first in this list wins. Two of them are a conflict.
    /// 3. No answer wins over ringing. It ends an attempt and not the call, so all others win over it.
    ///
    /// The reason of a failure, such as an invalid number, is in the events only.
    pub enum CallStatus {
        /// The call is ringing.
        Ringing = "ringing",
        /// The call was answered.
        Answered = "answered",
        /// The call was answered and has ended.
        Completed = "completed",
        /// The call was not answered. Usually it is an inbound call, but no vendor documents the direction.
        Missed = "missed",
        /// An outbound call was not answered.
        NoAnswer = "no_answer",
        /// The line was busy.
        Busy = "busy",
        /// The call could not be made.
        Failed = "failed",
    }
}

/// The details of a [`Call`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CallData {
    /// The event's name, as the vendor writes it.
    pub vendor_event: Label,
    /// The status, as the vendor writes it. In `message.other` and `call.other` it is an undocumented value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor_status: Option<Label>,
    /// Why it failed, if the vendor's status says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<FailureReason>,
    /// The vendor's id of the call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call_id: Option<Id>,
    /// The vendor's id of the campaign.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<Id>,
    /// The vendor's id of the customer's application.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_id: Option<Id>,
    /// The caller's phone number, or a placeholder if it is withheld.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Phone>,
    /// The phone number that was called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Phone>,
    /// The vendor's id of the team that was called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_id: Option<Id>,
    /// The cost in the vendor's credits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credits: Option<Number>,
    /// The tool that started the campaign, such as `api`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_source: Option<Label>,
    /// When the campaign was started, which may be the day before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initiated_at: Option<DateOrTimestamp>,
    /// Undocumented members, at the paths that the vendor uses.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

impl CallData {
    /// Creates the data with the required members only.
    #[must_use]
    pub fn new(vendor_event: impl Into<Label>) -> Self {
        Self {
            vendor_event: vendor_event.into(),
            vendor_status: None,
            reason: None,
            call_id: None,
            campaign_id: None,
            app_id: None,
            from: None,
            to: None,
            team_id: None,
            credits: None,
            campaign_source: None,
            initiated_at: None,
            extra: Extra::default(),
        }
    }
}
