//! The state of one subject.

use std::fmt;
use std::marker::PhantomData;

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use serde::de::{self, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Precedence;
use crate::value::{Label, StringEnum, Timestamp, string_enum};

/// The largest number of statuses: those of a message.
const MAX_STATUSES: usize = 10;

/// The state of one message, call or lead: the earliest time of each reported status, and the earliest undocumented
/// status.
///
/// It depends neither on the order of the reports nor on repetition. Lifecycles of parts of the reports
/// [merge](Self::merge) into the lifecycle of all. It takes 128 bytes on a 64-bit machine. Only an undocumented status
/// allocates.
///
/// In JSON, `reports` has the time of each status, and `undocumented` the undocumented status and its time. `current`,
/// `since` and `conflicts` follow from these and are ignored when read. Times are in UTC, except in the first and last
/// hours of the years 0 to 9999. A status or a member that this version does not know is an error.
///
/// ```
/// use leadhook::event::MessageStatus::{Delivered, Failed, Sent};
/// use leadhook::lifecycle::{Lifecycle, Observed};
///
/// let mut message = Lifecycle::default();
/// assert_eq!(message.observe(Sent, &"2026-01-31T09:30:00Z".parse()?), Observed::Advanced);
/// assert_eq!(message.observe(Failed, &"2026-01-31T09:30:05Z".parse()?), Observed::Advanced);
/// assert_eq!(message.observe(Sent, &"2026-01-31T09:30:00Z".parse()?), Observed::Duplicate);
///
/// // The carrier corrects itself.
/// assert_eq!(message.observe(Delivered, &"2026-01-31T10:00:00Z".parse()?), Observed::Conflict);
/// assert_eq!(message.current(), Some(Delivered));
/// assert!(message.conflicts().eq([(Delivered, Failed)]));
///
/// assert_eq!(serde_json::to_value(&message)?, serde_json::json!({
///     "current": "delivered",
///     "since": "2026-01-31T10:00:00Z",
///     "reports": {
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
    /// The earliest report of each status, in the order of declaration.
    reported_at: [Option<DateTime<Utc>>; MAX_STATUSES],
    undocumented: Option<Box<Undocumented>>,
    statuses: PhantomData<S>,
}

/// The earliest report of an undocumented status. If several have the same time, the first in byte order.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Undocumented {
    time: DateTime<Utc>,
    status: Label,
}

string_enum! {
    /// The change that a report made.
    ///
    /// It depends on the reports before it. The [`Lifecycle`] does not.
    pub enum Observed {
        /// The current status changed.
        Advanced = "advanced",
        /// Nothing changed: this status was already reported for the same or an earlier time. Undocumented statuses
        /// count as one status.
        Duplicate = "duplicate",
        /// The report is recorded, and the current status stays.
        Late = "late",
        /// The report is recorded, and contradicts another reported status. [`Lifecycle::current`] returns which of
        /// them counts.
        Conflict = "conflict",
    }
}

impl<S: Precedence> Lifecycle<S> {
    /// Records that a status was reported for a time.
    pub fn observe(&mut self, status: S, at: &Timestamp) -> Observed {
        let before = self.current();
        if !keep_earlier(&mut self.reported_at[index_of(status)], at.to_datetime().to_utc()) {
            Observed::Duplicate
        } else if self.conflicts().any(|(one, other)| one == status || other == status) {
            Observed::Conflict
        } else if self.current() == before {
            Observed::Late
        } else {
            Observed::Advanced
        }
    }

    /// Records that an undocumented status was reported for a time. The current status stays, because the meaning of
    /// the new status is unknown.
    ///
    /// Returns [`Late`](Observed::Late) if it is the earliest such report, and [`Duplicate`](Observed::Duplicate)
    /// otherwise.
    pub fn observe_undocumented(&mut self, status: &Label, at: &Timestamp) -> Observed {
        let undocumented = Undocumented { time: at.to_datetime().to_utc(), status: status.clone() };
        if keep_earlier(&mut self.undocumented, Box::new(undocumented)) { Observed::Late } else { Observed::Duplicate }
    }

    /// Adds the reports of another lifecycle of the same subject.
    pub fn merge(&mut self, other: Self) {
        for (kept, new) in self.reported_at.iter_mut().zip(other.reported_at) {
            if let Some(at) = new {
                keep_earlier(kept, at);
            }
        }
        if let Some(new) = other.undocumented {
            keep_earlier(&mut self.undocumented, new);
        }
    }

    /// Returns the current status, by the rules of [`Precedence`]. `None` if no status was reported that can be current.
    #[must_use]
    pub fn current(&self) -> Option<S> {
        self.current_and_since().map(|(status, _)| status)
    }

    /// Returns the time of the earliest report of the current status.
    #[must_use]
    pub fn since(&self) -> Option<DateTime<Utc>> {
        self.current_and_since().map(|(_, at)| at)
    }

    fn current_and_since(&self) -> Option<(S, DateTime<Utc>)> {
        // In reverse, because `max_by_key` takes the last of equals.
        let ranked = self.reports().rev().filter_map(|(status, at)| Some((status.rank()?, at, status)));
        ranked.max_by_key(|&(rank, at, _)| (rank, at)).map(|(_, at, status)| (status, at))
    }

    /// Returns the pairs of reported statuses that contradict each other.
    pub fn conflicts(&self) -> impl Iterator<Item = (S, S)> {
        let outcomes = || self.reports().filter_map(|(status, _)| Some((status, status.outcome()?)));
        outcomes().enumerate().flat_map(move |(at, (one, outcome))| {
            outcomes().skip(at + 1).filter(move |&(_, other)| other != outcome).map(move |(other, _)| (one, other))
        })
    }

    /// Returns the earliest time that a status was reported for.
    #[must_use]
    pub fn reported_at(&self, status: S) -> Option<DateTime<Utc>> {
        self.reported_at[index_of(status)]
    }

    /// Returns the time from one status to another, if both were reported. It is negative if `to` came first. Leap seconds
    /// do not count, as in chrono.
    #[must_use]
    pub fn elapsed(&self, from: S, to: S) -> Option<TimeDelta> {
        Some(self.reported_at(to)?.signed_duration_since(self.reported_at(from)?))
    }

    /// Iterates over the reported statuses and the earliest time of each, in the order of declaration.
    pub fn reports(&self) -> impl DoubleEndedIterator<Item = (S, DateTime<Utc>)> {
        S::VARIANTS.iter().zip(&self.reported_at).filter_map(|(&status, &at)| Some((status, at?)))
    }

    /// Returns the earliest undocumented status and its time.
    #[must_use]
    pub fn undocumented(&self) -> Option<(&Label, DateTime<Utc>)> {
        self.undocumented.as_deref().map(|Undocumented { status, time }| (status, *time))
    }
}

/// Returns the index of a status in the order of declaration.
fn index_of<S: Precedence>(status: S) -> usize {
    const { assert!(S::VARIANTS.len() <= MAX_STATUSES, "a lifecycle holds at most ten statuses") };
    S::VARIANTS.iter().position(|&other| other == status).expect("VARIANTS has every variant")
}

/// Keeps the smaller of two. Returns true if that is the new one.
fn keep_earlier<T: Ord>(kept: &mut Option<T>, new: T) -> bool {
    let smaller = kept.as_ref().is_none_or(|kept| new < *kept);
    if smaller {
        *kept = Some(new);
    }
    smaller
}

impl<S> Default for Lifecycle<S> {
    /// Creates a lifecycle without reports.
    fn default() -> Self {
        Self { reported_at: [None; MAX_STATUSES], undocumented: None, statuses: PhantomData }
    }
}

impl<S: Precedence> fmt::Debug for Lifecycle<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map()
            .entries(self.reports())
            .entries(self.undocumented().map(|undocumented| ("undocumented", undocumented)))
            .finish()
    }
}

/// Converts a reported time to a timestamp.
fn to_timestamp(at: DateTime<Utc>) -> Timestamp {
    // In UTC, the first and last hours of the years 0 to 9999 may be outside of them.
    let offsets = [0, -1, 1].map(|day| FixedOffset::east_opt(day * (24 * 60 - 1) * 60).expect("less than a day"));
    let mut timestamps = offsets.iter().filter_map(|offset| at.with_timezone(offset).try_into().ok());
    timestamps.next().expect("it was a timestamp with an offset of less than a day")
}

impl<S: Precedence> Serialize for Lifecycle<S> {
    fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
        struct Reports<'l, S>(&'l Lifecycle<S>);

        impl<S: Precedence> Serialize for Reports<'_, S> {
            fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
                serializer.collect_map(self.0.reports().map(|(status, at)| (status.as_str(), to_timestamp(at))))
            }
        }

        #[derive(Serialize)]
        struct Wire<T> {
            #[serde(skip_serializing_if = "Option::is_none")]
            current: Option<&'static str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            since: Option<Timestamp>,
            reports: T,
            #[serde(skip_serializing_if = "Option::is_none")]
            undocumented: Option<WireUndocumented>,
            conflicts: Vec<[&'static str; 2]>,
        }

        Wire {
            current: self.current().map(StringEnum::as_str),
            since: self.since().map(to_timestamp),
            reports: Reports(self),
            undocumented: self
                .undocumented()
                .map(|(status, time)| WireUndocumented { status: status.clone(), time: to_timestamp(time) }),
            conflicts: self.conflicts().map(|(one, other)| [one.as_str(), other.as_str()]).collect(),
        }
        .serialize(serializer)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireUndocumented {
    status: Label,
    time: Timestamp,
}

impl<'de, S: Precedence> Deserialize<'de> for Lifecycle<S> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, bound = "")]
        struct Wire<S: Precedence> {
            #[serde(deserialize_with = "deserialize_reports")]
            reports: Lifecycle<S>,
            undocumented: Option<WireUndocumented>,
            // These follow from the others, perhaps by the rules of another version.
            #[serde(default, rename = "current")]
            _current: IgnoredAny,
            #[serde(default, rename = "since")]
            _since: IgnoredAny,
            #[serde(default, rename = "conflicts")]
            _conflicts: IgnoredAny,
        }

        let Wire { reports: mut lifecycle, undocumented, .. } = Wire::deserialize(deserializer)?;
        if let Some(WireUndocumented { status, time }) = undocumented {
            lifecycle.observe_undocumented(&status, &time);
        }
        Ok(lifecycle)
    }
}

/// Deserializes the time of each status.
fn deserialize_reports<'de, S: Precedence, D: Deserializer<'de>>(deserializer: D) -> Result<Lifecycle<S>, D::Error> {
    struct ReportsVisitor<S>(Lifecycle<S>);

    impl<'de, S: Precedence> Visitor<'de> for ReportsVisitor<S> {
        type Value = Lifecycle<S>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object of statuses and times")
        }

        fn visit_map<A: MapAccess<'de>>(mut self, mut reports: A) -> Result<Lifecycle<S>, A::Error> {
            while let Some((status, at)) = reports.next_entry::<String, Timestamp>()? {
                let status = status.parse().map_err(|_| de::Error::custom("unknown status"))?;
                self.0.observe(status, &at);
            }
            Ok(self.0)
        }
    }

    deserializer.deserialize_map(ReportsVisitor(Lifecycle::default()))
}
