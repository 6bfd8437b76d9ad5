//! What becomes of a call.

use serde::{Deserialize, Serialize};

use super::{FailureReason, Source};
use crate::value::{DateOrTimestamp, Extra, Id, Label, Number, Phone, Timestamp, or_number, string_enum};

/// A call took a step: `call.*`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Call {
    /// Who reports it.
    pub source: Source,
    /// When it happened, as far as the vendor tells.
    pub time: Timestamp,
    /// What became of it; `None` (`call.other`) if the vendor's word is undocumented and stands in
    /// `data.vendor_status`.
    pub status: Option<CallStatus>,
    /// Everything else.
    pub data: CallData,
}

impl Call {
    /// From its parts.
    #[must_use]
    pub fn new(source: Source, time: Timestamp, status: Option<CallStatus>, data: CallData) -> Self {
        Self { source, time, status, data }
    }
}

string_enum! {
    /// What can become of a call.
    ///
    /// # Current status
    ///
    /// The current status of a [`Lifecycle`](crate::lifecycle::Lifecycle) with several reports follows these rules, which
    /// are the ranks of [`Precedence`](crate::lifecycle::Precedence):
    ///
    /// 1. Completed and answered win over all others, in this order, at any time and without conflict. A second attempt may
    ///    reach the recipient, and another phone may take a call that one missed.
    /// 2. Of missed, busy and failed, the one whose first report is the latest wins. Of reports of the same time, the first
    ///    in this list wins. Two of them are a conflict.
    /// 3. No answer wins over ringing. It ends an attempt and not the call, so all others win over it.
    ///
    /// The reason of a failure, such as an invalid number, is in the events only.
    pub enum CallStatus {
        /// It rings.
        Ringing = "ringing",
        /// Somebody took it.
        Answered = "answered",
        /// It ended after somebody took it.
        Completed = "completed",
        /// A call that nobody took: as a rule one to us, though no vendor says so.
        Missed = "missed",
        /// An outbound call that nobody took.
        NoAnswer = "no_answer",
        /// The line was engaged.
        Busy = "busy",
        /// It could not be made.
        Failed = "failed",
    }
}

/// The details of a [`Call`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CallData {
    /// The event's name, as the vendor spells it.
    pub vendor_event: Label,
    /// The status word, as the vendor spells it; in `message.other` and `call.other` it is one that nobody
    /// documented.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor_status: Option<Label>,
    /// Why it failed, where the vendor says so in a word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<FailureReason>,
    /// The vendor's id of the call.
    #[serde(default, deserialize_with = "or_number", skip_serializing_if = "Option::is_none")]
    pub call_id: Option<Id>,
    /// The vendor's id of the campaign.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<Id>,
    /// The vendor's id of the customer's application.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_id: Option<Id>,
    /// The caller's number, or a word for one withheld.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Phone>,
    /// The number called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Phone>,
    /// The vendor's id of the team called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_id: Option<Id>,
    /// What it cost, in the vendor's credits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credits: Option<Number>,
    /// Where the campaign was made, such as `api`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_source: Option<Label>,
    /// When the campaign began, which may be a day before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initiated_at: Option<DateOrTimestamp>,
    /// What is undocumented, under the vendor's own path.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

impl CallData {
    /// With only what every such event has.
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
