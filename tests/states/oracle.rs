//! A second implementation of lifecycles, slow and simple. It is written from the rules and shares no code with the first.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::marker::PhantomData;

use chrono::{DateTime, Datelike as _, Utc};
use leadhook::event::{CallStatus, LeadStatus, MessageStatus};
use leadhook::lifecycle::{Lifecycle, Observed, Precedence};
use leadhook::{Label, Timestamp};
use serde_json::{Value, json};

/// The earliest time of each reported status.
pub(super) type Reports = BTreeMap<&'static str, DateTime<Utc>>;

/// The rules of a subject.
pub(super) trait Rules: Precedence {
    /// The statuses, in the order of declaration.
    const STATUSES: &'static [&'static str];

    /// Returns the current status.
    fn current(reports: &Reports) -> Option<&'static str>;

    /// Returns true if two statuses contradict each other.
    fn contradict(one: &str, other: &str) -> bool;
}

/// Returns the latest of the reported statuses in a list. If several have the same time, the first in the list.
fn latest(reports: &Reports, statuses: &[&'static str]) -> Option<&'static str> {
    let mut found: Option<&'static str> = None;
    for status in statuses {
        if reports.contains_key(status) && found.is_none_or(|found| reports[status] > reports[found]) {
            found = Some(status);
        }
    }
    found
}

impl Rules for MessageStatus {
    const STATUSES: &'static [&'static str] =
        &["queued", "sent", "delivered", "opened", "read", "clicked", "bounced", "undelivered", "failed", "complained"];

    fn current(reports: &Reports) -> Option<&'static str> {
        if reports.contains_key("clicked") {
            Some("clicked")
        } else if reports.contains_key("read") {
            Some("read")
        } else if reports.contains_key("opened") {
            Some("opened")
        } else if let Some(outcome) = latest(reports, &["delivered", "bounced", "undelivered", "failed"]) {
            Some(outcome)
        } else if reports.contains_key("sent") {
            Some("sent")
        } else if reports.contains_key("queued") {
            Some("queued")
        } else {
            None
        }
    }

    fn contradict(one: &str, other: &str) -> bool {
        let arrived = |status| ["delivered", "opened", "read", "clicked"].contains(&status);
        let did_not = |status| ["bounced", "undelivered", "failed"].contains(&status);
        (arrived(one) && did_not(other)) || (did_not(one) && (arrived(other) || (did_not(other) && one != other)))
    }
}

impl Rules for CallStatus {
    const STATUSES: &'static [&'static str] =
        &["ringing", "answered", "completed", "missed", "no_answer", "busy", "failed"];

    fn current(reports: &Reports) -> Option<&'static str> {
        if reports.contains_key("completed") {
            Some("completed")
        } else if reports.contains_key("answered") {
            Some("answered")
        } else if let Some(outcome) = latest(reports, &["missed", "busy", "failed"]) {
            Some(outcome)
        } else if reports.contains_key("no_answer") {
            Some("no_answer")
        } else if reports.contains_key("ringing") {
            Some("ringing")
        } else {
            None
        }
    }

    fn contradict(one: &str, other: &str) -> bool {
        let is_unanswered = |status| status == "missed" || status == "busy" || status == "failed";
        is_unanswered(one) && is_unanswered(other) && one != other
    }
}

impl Rules for LeadStatus {
    const STATUSES: &'static [&'static str] =
        &["queued", "action_required", "delivered", "disqualified", "failed", "processed"];

    fn current(reports: &Reports) -> Option<&'static str> {
        match (reports.get("delivered"), reports.get("disqualified")) {
            (Some(delivered), Some(disqualified)) if delivered < disqualified => Some("disqualified"),
            (Some(_), _) => Some("delivered"),
            (None, Some(_)) => Some("disqualified"),
            (None, None) => ["failed", "processed", "action_required", "queued"]
                .into_iter()
                .find(|&status| reports.contains_key(status)),
        }
    }

    fn contradict(one: &str, other: &str) -> bool {
        matches!((one, other), ("delivered", "disqualified") | ("disqualified", "delivered"))
    }
}

/// What a [`Lifecycle`] should be.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Oracle<S> {
    reports: Reports,
    undocumented: Option<(String, DateTime<Utc>)>,
    subject: PhantomData<S>,
}

impl<S> Default for Oracle<S> {
    fn default() -> Self {
        Self { reports: Reports::new(), undocumented: None, subject: PhantomData }
    }
}

impl<S: Rules> Oracle<S> {
    /// Creates the oracle of one report of each status.
    pub(super) fn new(reports: &[(S, &Timestamp)]) -> Self {
        let reports = reports.iter().map(|(status, at)| (status.as_str(), at.to_datetime().to_utc())).collect();
        Self { reports, ..Self::default() }
    }

    pub(super) fn observe(&mut self, status: S, at: &Timestamp) -> Observed {
        let (status, at) = (status.as_str(), at.to_datetime().to_utc());
        if let Some(&before) = self.reports.get(status)
            && before <= at
        {
            return Observed::Duplicate;
        }
        let before = S::current(&self.reports);
        self.reports.insert(status, at);
        if self.reports.keys().any(|other| S::contradict(status, other)) {
            Observed::Conflict
        } else if S::current(&self.reports) == before {
            Observed::Late
        } else {
            Observed::Advanced
        }
    }

    pub(super) fn observe_undocumented(&mut self, status: &Label, at: &Timestamp) -> Observed {
        let (status, at) = (status.as_str(), at.to_datetime().to_utc());
        if let Some((first, time)) = &self.undocumented
            && (*time < at || (*time == at && first.as_str() <= status))
        {
            return Observed::Duplicate;
        }
        self.undocumented = Some((status.to_owned(), at));
        Observed::Late
    }

    /// Returns the pairs of contradicting statuses, in the order of declaration.
    fn conflicts(&self) -> Vec<(&'static str, &'static str)> {
        let reported: Vec<_> = S::STATUSES.iter().copied().filter(|status| self.reports.contains_key(status)).collect();
        let mut pairs = Vec::new();
        for (at, &one) in reported.iter().enumerate() {
            for &other in &reported[at + 1..] {
                if S::contradict(one, other) {
                    pairs.push((one, other));
                }
            }
        }
        pairs
    }

    /// Asserts the current status of a lifecycle and its conflicts.
    #[track_caller]
    pub(super) fn assert_state(&self, lifecycle: &Lifecycle<S>) {
        let current = S::current(&self.reports);
        assert_eq!(lifecycle.current().map(S::as_str), current, "{lifecycle:?}");
        assert_eq!(lifecycle.since(), current.map(|status| self.reports[status]), "{lifecycle:?}");
        let conflicts = lifecycle.conflicts().map(|(one, other)| (one.as_str(), other.as_str()));
        assert!(conflicts.eq(self.conflicts()), "{lifecycle:?}");
    }

    /// Asserts everything about a lifecycle, in memory and in JSON.
    #[track_caller]
    pub(super) fn assert_is(&self, lifecycle: &Lifecycle<S>) {
        self.assert_state(lifecycle);
        let reports = lifecycle.reports().map(|(status, time)| (status.as_str(), time));
        let expected = S::STATUSES.iter().filter_map(|status| Some((*status, *self.reports.get(status)?)));
        assert!(reports.eq(expected), "{lifecycle:?}");
        for &from in S::VARIANTS {
            let reported_at = self.reports.get(from.as_str()).copied();
            assert_eq!(lifecycle.reported_at(from), reported_at);
            for &to in S::VARIANTS {
                let elapsed = self.reports.get(to.as_str()).and_then(|to| Some(*to - reported_at?));
                assert_eq!(lifecycle.elapsed(from, to), elapsed, "{from:?} {to:?} {lifecycle:?}");
            }
        }
        let undocumented = lifecycle.undocumented().map(|(status, time)| (status.as_str(), time));
        assert_eq!(undocumented, self.undocumented.as_ref().map(|(status, time)| (status.as_str(), *time)));
        self.assert_json(&serde_json::to_value(lifecycle).unwrap());
    }

    #[track_caller]
    fn assert_json(&self, json: &Value) {
        let mut members = vec!["conflicts", "reports"];
        let reports = json["reports"].as_object().unwrap();
        let statuses: BTreeSet<_> = reports.keys().map(String::as_str).collect();
        assert_eq!(statuses, self.reports.keys().copied().collect());
        self.reports.iter().for_each(|(&status, &time)| assert_time(&reports[status], time));
        assert_eq!(json["conflicts"], json!(self.conflicts()));
        if let Some(current) = S::current(&self.reports) {
            assert_eq!(json["current"], current);
            assert_time(&json["since"], self.reports[current]);
            members.extend(["current", "since"]);
        }
        if let Some((status, time)) = &self.undocumented {
            assert_eq!(json["undocumented"]["status"], **status);
            assert_time(&json["undocumented"]["time"], *time);
            assert_eq!(json["undocumented"].as_object().unwrap().len(), 2, "{json}");
            members.push("undocumented");
        }
        let members: BTreeSet<_> = members.into_iter().collect();
        assert_eq!(json.as_object().unwrap().keys().map(String::as_str).collect::<BTreeSet<_>>(), members);
    }
}

/// Asserts that a text is a point in time, in UTC if its year fits.
#[track_caller]
fn assert_time(text: &Value, time: DateTime<Utc>) {
    let timestamp: Timestamp = text.as_str().unwrap().parse().unwrap();
    assert_eq!(timestamp.to_datetime(), time);
    assert_eq!(timestamp.as_str().ends_with('Z'), (0..=9999).contains(&time.year()), "{timestamp}");
}
