//! What has been reported of one subject, and where that leaves it.

use std::fmt;
use std::marker::PhantomData;

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use serde::de::{self, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use strum::{Display, EnumString, IntoStaticStr, VariantArray};

use super::Precedence;
use crate::{Instant, Name, Word};

/// The most statuses that a subject may have: those of a message.
const MOST: usize = 10;

/// What has been reported of one message, call or lead: the earliest time of each status, and the earliest of the words
/// that nobody documented.
///
/// It is the same whatever the order of the reports, and however often they come; lifecycles of parts of the reports
/// [merge](Self::merge) into the lifecycle of all. It takes 128 bytes on a 64-bit machine, and no more memory elsewhere
/// unless there was an undocumented word.
///
/// In JSON, `seen` has the time of each status, and `other` the undocumented word and its time; `current`, `since` and
/// `conflicts` follow from these and are not believed when they are read. Times are in UTC, but for those of a few hours
/// that have no year from 0 to 9999 there. A status or a member that this version does not know is an error.
///
/// ```
/// use leadhook::event::MessageStatus::{Delivered, Failed, Sent};
/// use leadhook::status::{Lifecycle, Observed};
///
/// let mut message = Lifecycle::default();
/// assert_eq!(message.observe(Sent, &"2026-01-31T09:30:00Z".parse()?), Observed::Advanced);
/// assert_eq!(message.observe(Failed, &"2026-01-31T09:30:05Z".parse()?), Observed::Advanced);
/// assert_eq!(message.observe(Sent, &"2026-01-31T09:30:00Z".parse()?), Observed::Duplicate);
///
/// // It got through after all.
/// assert_eq!(message.observe(Delivered, &"2026-01-31T10:00:00Z".parse()?), Observed::Conflict);
/// assert_eq!(message.current(), Some(Delivered));
/// assert!(message.conflicts().eq([(Delivered, Failed)]));
///
/// assert_eq!(serde_json::to_value(&message)?, serde_json::json!({
///     "current": "delivered",
///     "since": "2026-01-31T10:00:00Z",
///     "seen": {
///         "sent": "2026-01-31T09:30:00Z",
///         "delivered": "2026-01-31T10:00:00Z",
///         "failed": "2026-01-31T09:30:05Z",
///     },
///     "conflicts": [["delivered", "failed"]],
/// }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Lifecycle<S> {
    /// The earliest report of each status, in the order in which `S` declares them.
    first: [Option<DateTime<Utc>>; MOST],
    other: Option<Box<Other>>,
    of: PhantomData<S>,
}

/// The earliest report of a word that nobody documented; of words at one instant, the first in the alphabet.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Other {
    time: DateTime<Utc>,
    word: Name,
}

/// What a report changed, when it came.
///
/// This depends on what came before it; the [`Lifecycle`] does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Display, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case", parse_err_ty = crate::NoWord, parse_err_fn = crate::NoWord::new)]
#[non_exhaustive]
pub enum Observed {
    /// The subject stands elsewhere now.
    Advanced,
    /// Nothing: this status, or some undocumented word, had been reported for the same time or an earlier one.
    Duplicate,
    /// It is recorded, and the subject stands where it stood: what was reported lies behind it, or is told besides.
    Late,
    /// It is recorded, and another status that was reported contradicts it. Ask [`Lifecycle::current`] where this leaves
    /// the subject.
    Conflict,
}

impl<S: Precedence> Lifecycle<S> {
    /// Takes a report.
    pub fn observe(&mut self, status: S, at: &Instant) -> Observed {
        let before = self.current();
        if !earlier(&mut self.first[place(status)], at.datetime().to_utc()) {
            Observed::Duplicate
        } else if self.conflicts().any(|(one, other)| one == status || other == status) {
            Observed::Conflict
        } else if self.current() == before {
            Observed::Late
        } else {
            Observed::Advanced
        }
    }

    /// Takes a report of a word that nobody documented. The subject stands where it stood, for nobody knows what the word
    /// says: this is [`Late`](Observed::Late) if it is the earliest such report, or else a
    /// [`Duplicate`](Observed::Duplicate).
    pub fn observe_other(&mut self, word: &Name, at: &Instant) -> Observed {
        let other = Other { time: at.datetime().to_utc(), word: word.clone() };
        if earlier(&mut self.other, Box::new(other)) { Observed::Late } else { Observed::Duplicate }
    }

    /// Takes all that was reported to another lifecycle of the same subject.
    pub fn merge(&mut self, other: Self) {
        for (ours, theirs) in self.first.iter_mut().zip(other.first) {
            if let Some(at) = theirs {
                earlier(ours, at);
            }
        }
        if let Some(theirs) = other.other {
            earlier(&mut self.other, theirs);
        }
    }

    /// Where the subject stands, by the rules of its statuses; `None` as long as nothing was reported that moves it.
    #[must_use]
    pub fn current(&self) -> Option<S> {
        self.standing().map(|(status, _)| status)
    }

    /// Since when it stands there: the earliest report of its current status.
    #[must_use]
    pub fn since(&self) -> Option<DateTime<Utc>> {
        self.standing().map(|(_, at)| at)
    }

    fn standing(&self) -> Option<(S, DateTime<Utc>)> {
        // Backwards, because the last of equals is taken.
        let ranked = self.seen().rev().filter_map(|(status, at)| Some((status.rank()?, at, status)));
        ranked.max_by_key(|&(rank, at, _)| (rank, at)).map(|(_, at, status)| (status, at))
    }

    /// The pairs of reported statuses that contradict each other.
    pub fn conflicts(&self) -> impl Iterator<Item = (S, S)> {
        let outcomes = || self.seen().filter_map(|(status, _)| Some((status, status.outcome()?)));
        outcomes().enumerate().flat_map(move |(at, (one, outcome))| {
            outcomes().skip(at + 1).filter(move |&(_, other)| other != outcome).map(move |(other, _)| (one, other))
        })
    }

    /// The earliest time that a status was reported for.
    #[must_use]
    pub fn first_at(&self, status: S) -> Option<DateTime<Utc>> {
        self.first[place(status)]
    }

    /// How long it took from one status to another, if both were reported; negative if the other came first. A leap
    /// second takes no time, as ever with chrono.
    #[must_use]
    pub fn between(&self, from: S, to: S) -> Option<TimeDelta> {
        Some(self.first_at(to)?.signed_duration_since(self.first_at(from)?))
    }

    /// Every status that was reported and the earliest time that it was reported for, in the order in which `S` declares
    /// them.
    pub fn seen(&self) -> impl DoubleEndedIterator<Item = (S, DateTime<Utc>)> {
        S::ALL.iter().zip(&self.first).filter_map(|(&status, &at)| Some((status, at?)))
    }

    /// The earliest report of a word that nobody documented.
    #[must_use]
    pub fn other(&self) -> Option<(&Name, DateTime<Utc>)> {
        self.other.as_deref().map(|Other { word, time }| (word, *time))
    }
}

/// Where a status stands among all.
fn place<S: Precedence>(status: S) -> usize {
    const { assert!(S::ALL.len() <= MOST, "a lifecycle holds no more statuses") };
    S::ALL.iter().position(|&other| other == status).expect("a vocabulary has all its words")
}

/// Keeps the smaller of two; whether that was the new one.
fn earlier<T: Ord>(kept: &mut Option<T>, new: T) -> bool {
    let smaller = kept.as_ref().is_none_or(|kept| new < *kept);
    if smaller {
        *kept = Some(new);
    }
    smaller
}

impl<S> Default for Lifecycle<S> {
    /// Nothing was reported yet.
    fn default() -> Self {
        Self { first: [None; MOST], other: None, of: PhantomData }
    }
}

impl<S: Precedence> fmt::Debug for Lifecycle<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.seen()).entries(self.other().map(|other| ("other", other))).finish()
    }
}

/// An instant that was reported, as text.
fn written(at: DateTime<Utc>) -> Instant {
    // An instant in the first or the last hours of the years that can be written may lie outside of them in UTC.
    let offsets = [0, -1, 1].map(|day| FixedOffset::east_opt(day * (24 * 60 - 1) * 60).expect("less than a day"));
    let mut spelt = offsets.iter().filter_map(|offset| at.with_timezone(offset).try_into().ok());
    spelt.next().expect("it was written once, with less than a day between it and UTC")
}

impl<S: Precedence> Serialize for Lifecycle<S> {
    fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
        struct Seen<'l, S>(&'l Lifecycle<S>);

        impl<S: Precedence> Serialize for Seen<'_, S> {
            fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
                serializer.collect_map(self.0.seen().map(|(status, at)| (status.as_str(), written(at))))
            }
        }

        #[derive(Serialize)]
        struct Written<T> {
            #[serde(skip_serializing_if = "Option::is_none")]
            current: Option<&'static str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            since: Option<Instant>,
            seen: T,
            #[serde(skip_serializing_if = "Option::is_none")]
            other: Option<StoredOther>,
            conflicts: Vec<[&'static str; 2]>,
        }

        Written {
            current: self.current().map(Word::as_str),
            since: self.since().map(written),
            seen: Seen(self),
            other: self.other().map(|(word, time)| StoredOther { word: word.clone(), time: written(time) }),
            conflicts: self.conflicts().map(|(one, other)| [one.as_str(), other.as_str()]).collect(),
        }
        .serialize(serializer)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredOther {
    word: Name,
    time: Instant,
}

impl<'de, S: Precedence> Deserialize<'de> for Lifecycle<S> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, bound = "")]
        struct Read<S: Precedence> {
            #[serde(deserialize_with = "seen")]
            seen: Lifecycle<S>,
            other: Option<StoredOther>,
            // What follows from these, perhaps by the rules of another version.
            #[serde(default, rename = "current")]
            _current: IgnoredAny,
            #[serde(default, rename = "since")]
            _since: IgnoredAny,
            #[serde(default, rename = "conflicts")]
            _conflicts: IgnoredAny,
        }

        let Read { seen: mut lifecycle, other, .. } = Read::deserialize(deserializer)?;
        if let Some(StoredOther { word, time }) = other {
            lifecycle.observe_other(&word, &time);
        }
        Ok(lifecycle)
    }
}

/// Reads the times of statuses.
fn seen<'de, S: Precedence, D: Deserializer<'de>>(deserializer: D) -> Result<Lifecycle<S>, D::Error> {
    struct Reports<S>(Lifecycle<S>);

    impl<'de, S: Precedence> Visitor<'de> for Reports<S> {
        type Value = Lifecycle<S>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object of statuses and times")
        }

        fn visit_map<A: MapAccess<'de>>(mut self, mut reports: A) -> Result<Lifecycle<S>, A::Error> {
            while let Some((word, at)) = reports.next_entry::<String, Instant>()? {
                let status = word.parse().map_err(|_| de::Error::custom("a status that this version does not know"))?;
                self.0.observe(status, &at);
            }
            Ok(self.0)
        }
    }

    deserializer.deserialize_map(Reports(Lifecycle::default()))
}
