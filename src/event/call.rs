//! Events about calls.

use super::members::members;
use super::status::event_statuses;
use super::{FailureReason, OpenStatus};
use crate::value::{DateOrTimestamp, Id, Label, Number, OpenEnum, Phone};

members! {
    /// A change of a call's status: `call.*`.
    pub struct Call(
        /// The new status. [`Other`](OpenStatus::Other) (`call.other`) if the vendor's status is undocumented; it is in
        /// `vendor_status`.
        status: OpenStatus<CallStatus>
    ) {
        /// The status, as the vendor writes it. In `call.other` it is an undocumented value.
        vendor_status: Option<Label>,
        /// Why it failed, if the vendor's status says so.
        reason: Option<OpenEnum<FailureReason>>,
        /// The vendor's id of the call.
        call_id: Option<Id>,
        /// The vendor's id of the campaign.
        campaign_id: Option<Id>,
        /// The vendor's id of the customer's application.
        app_id: Option<Id>,
        /// The caller's phone number, or a placeholder if it is withheld.
        from: Option<Phone>,
        /// The phone number that was called.
        to: Option<Phone>,
        /// The vendor's id of the team that was called.
        team_id: Option<Id>,
        /// The cost in the vendor's credits.
        credits: Option<Number>,
        /// The tool that started the campaign, such as `api`.
        campaign_source: Option<Label>,
        /// When the campaign was started, which may be the day before.
        initiated_at: Option<DateOrTimestamp>,
    }
}

event_statuses! {
    "call";
    /// The status of a call.
    ///
    /// # Current status
    ///
    /// The current status of a [`Lifecycle`](crate::lifecycle::Lifecycle) with several reports follows these rules,
    /// which are the ranks of [`Precedence`](crate::lifecycle::Precedence):
    ///
    /// 1. Completed and answered win over all others, in this order, at any time and without conflict. A second attempt
    ///    may reach the recipient, and another phone may take a call that the first phone missed.
    /// 2. Among missed, busy and failed, the status with the latest first report wins. If these reports have the same
    ///    time, the first status in this list wins. Two of them are a conflict.
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
