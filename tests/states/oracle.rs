//! A second implementation of lifecycles, slow and plain. It is written from the rules and knows nothing of the code.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::marker::PhantomData;

use chrono::{DateTime, Datelike as _, Utc};
use leadhook::event::{CallStatus, LeadStatus, MessageStatus};
use leadhook::lifecycle::{Lifecycle, Observed, Precedence};
use leadhook::{Timestamp, Label};
use serde_json::{Value, json};

/// The earliest time of each word.
pub(crate) type Seen = BTreeMap<&'static str, DateTime<Utc>>;

/// The rules of a subject.
pub(crate) trait Rules: Precedence {
    /// The words, as they are declared.
    const WORDS: &'static [&'static str];

    /// Where the subject stands.
    fn current(seen: &Seen) -> Option<&'static str>;

    /// Whether two words contradict each other.
    fn contradict(one: &str, other: &str) -> bool;
}

/// Of the words that were seen the latest one; of words of one instant, the first in the list.
fn latest(seen: &Seen, words: &[&'static str]) -> Option<&'static str> {
    let mut found: Option<&'static str> = None;
    for word in words {
        if seen.contains_key(word) && found.is_none_or(|found| seen[word] > seen[found]) {
            found = Some(word);
        }
    }
    found
}

impl Rules for MessageStatus {
    const WORDS: &'static [&'static str] =
        &["queued", "sent", "delivered", "opened", "read", "clicked", "bounced", "undelivered", "failed", "complained"];

    fn current(seen: &Seen) -> Option<&'static str> {
        if seen.contains_key("clicked") {
            Some("clicked")
        } else if seen.contains_key("read") {
            Some("read")
        } else if seen.contains_key("opened") {
            Some("opened")
        } else if let Some(outcome) = latest(seen, &["delivered", "bounced", "undelivered", "failed"]) {
            Some(outcome)
        } else if seen.contains_key("sent") {
            Some("sent")
        } else if seen.contains_key("queued") {
            Some("queued")
        } else {
            None
        }
    }

    fn contradict(one: &str, other: &str) -> bool {
        let arrived = |word| ["delivered", "opened", "read", "clicked"].contains(&word);
        let did_not = |word| ["bounced", "undelivered", "failed"].contains(&word);
        (arrived(one) && did_not(other)) || (did_not(one) && (arrived(other) || (did_not(other) && one != other)))
    }
}

impl Rules for CallStatus {
    const WORDS: &'static [&'static str] =
        &["ringing", "answered", "completed", "missed", "no_answer", "busy", "failed"];

    fn current(seen: &Seen) -> Option<&'static str> {
        if seen.contains_key("completed") {
            Some("completed")
        } else if seen.contains_key("answered") {
            Some("answered")
        } else if let Some(outcome) = latest(seen, &["missed", "busy", "failed"]) {
            Some(outcome)
        } else if seen.contains_key("no_answer") {
            Some("no_answer")
        } else if seen.contains_key("ringing") {
            Some("ringing")
        } else {
            None
        }
    }

    fn contradict(one: &str, other: &str) -> bool {
        let was_lost = |word| word == "missed" || word == "busy" || word == "failed";
        was_lost(one) && was_lost(other) && one != other
    }
}

impl Rules for LeadStatus {
    const WORDS: &'static [&'static str] =
        &["queued", "action_required", "delivered", "disqualified", "failed", "processed"];

    fn current(seen: &Seen) -> Option<&'static str> {
        match (seen.get("delivered"), seen.get("disqualified")) {
            (Some(delivered), Some(disqualified)) if delivered < disqualified => Some("disqualified"),
            (Some(_), _) => Some("delivered"),
            (None, Some(_)) => Some("disqualified"),
            (None, None) => {
                ["failed", "processed", "action_required", "queued"].into_iter().find(|word| seen.contains_key(word))
            }
        }
    }

    fn contradict(one: &str, other: &str) -> bool {
        matches!((one, other), ("delivered", "disqualified") | ("disqualified", "delivered"))
    }
}

/// What a [`Lifecycle`] should be.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Oracle<S> {
    seen: Seen,
    other: Option<(String, DateTime<Utc>)>,
    subject: PhantomData<S>,
}

impl<S> Default for Oracle<S> {
    fn default() -> Self {
        Self { seen: Seen::new(), other: None, subject: PhantomData }
    }
}

impl<S: Rules> Oracle<S> {
    /// Of one report of each status.
    pub(crate) fn of(reports: &[(S, &Timestamp)]) -> Self {
        let seen = reports.iter().map(|(status, at)| (status.as_str(), at.datetime().to_utc())).collect();
        Self { seen, ..Self::default() }
    }

    pub(crate) fn observe(&mut self, status: S, at: &Timestamp) -> Observed {
        let (word, at) = (status.as_str(), at.datetime().to_utc());
        if let Some(&before) = self.seen.get(word)
            && before <= at
        {
            return Observed::Duplicate;
        }
        let stood = S::current(&self.seen);
        self.seen.insert(word, at);
        if self.seen.keys().any(|seen| S::contradict(word, seen)) {
            Observed::Conflict
        } else if S::current(&self.seen) == stood {
            Observed::Late
        } else {
            Observed::Advanced
        }
    }

    pub(crate) fn observe_undocumented(&mut self, word: &Label, at: &Timestamp) -> Observed {
        let (word, at) = (word.as_str(), at.datetime().to_utc());
        if let Some((first, time)) = &self.other
            && (*time < at || (*time == at && first.as_str() <= word))
        {
            return Observed::Duplicate;
        }
        self.other = Some((word.to_owned(), at));
        Observed::Late
    }

    /// The pairs of words, as they are declared.
    fn conflicts(&self) -> Vec<(&'static str, &'static str)> {
        let seen: Vec<_> = S::WORDS.iter().copied().filter(|word| self.seen.contains_key(word)).collect();
        let mut pairs = Vec::new();
        for (at, &one) in seen.iter().enumerate() {
            for &other in &seen[at + 1..] {
                if S::contradict(one, other) {
                    pairs.push((one, other));
                }
            }
        }
        pairs
    }

    /// A lifecycle stands where it should.
    #[track_caller]
    pub(crate) fn assert_stands(&self, lifecycle: &Lifecycle<S>) {
        let current = S::current(&self.seen);
        assert_eq!(lifecycle.current().map(S::as_str), current, "{lifecycle:?}");
        assert_eq!(lifecycle.since(), current.map(|word| self.seen[word]), "{lifecycle:?}");
        let conflicts = lifecycle.conflicts().map(|(one, other)| (one.as_str(), other.as_str()));
        assert!(conflicts.eq(self.conflicts()), "{lifecycle:?}");
    }

    /// A lifecycle is what it should be, in memory and in JSON.
    #[track_caller]
    pub(crate) fn assert_is(&self, lifecycle: &Lifecycle<S>) {
        self.assert_stands(lifecycle);
        let seen = lifecycle.reports().map(|(status, time)| (status.as_str(), time));
        assert!(seen.eq(S::WORDS.iter().filter_map(|word| Some((*word, *self.seen.get(word)?)))), "{lifecycle:?}");
        for &from in S::VARIANTS {
            let first = self.seen.get(from.as_str()).copied();
            assert_eq!(lifecycle.reported_at(from), first);
            for &to in S::VARIANTS {
                let apart = self.seen.get(to.as_str()).and_then(|to| Some(*to - first?));
                assert_eq!(lifecycle.elapsed(from, to), apart, "{from:?} {to:?} {lifecycle:?}");
            }
        }
        let other = lifecycle.other().map(|(word, time)| (word.as_str(), time));
        assert_eq!(other, self.other.as_ref().map(|(word, time)| (word.as_str(), *time)));
        self.assert_json(&serde_json::to_value(lifecycle).unwrap());
    }

    #[track_caller]
    fn assert_json(&self, json: &Value) {
        let mut members = vec!["conflicts", "seen"];
        let seen = json["seen"].as_object().unwrap();
        let words: BTreeSet<_> = seen.keys().map(String::as_str).collect();
        assert_eq!(words, self.seen.keys().copied().collect());
        self.seen.iter().for_each(|(&word, &time)| assert_time(&seen[word], time));
        assert_eq!(json["conflicts"], json!(self.conflicts()));
        if let Some(current) = S::current(&self.seen) {
            assert_eq!(json["current"], current);
            assert_time(&json["since"], self.seen[current]);
            members.extend(["current", "since"]);
        }
        if let Some((word, time)) = &self.other {
            assert_eq!(json["other"]["word"], **word);
            assert_time(&json["other"]["time"], *time);
            assert_eq!(json["other"].as_object().unwrap().len(), 2, "{json}");
            members.push("other");
        }
        let members: BTreeSet<_> = members.into_iter().collect();
        assert_eq!(json.as_object().unwrap().keys().map(String::as_str).collect::<BTreeSet<_>>(), members);
    }
}

/// An instant as text, in UTC if its year can be written there.
#[track_caller]
fn assert_time(text: &Value, time: DateTime<Utc>) {
    let instant: Timestamp = text.as_str().unwrap().parse().unwrap();
    assert_eq!(instant.datetime(), time);
    assert_eq!(instant.as_str().ends_with('Z'), (0..=9999).contains(&time.year()), "{instant}");
}
