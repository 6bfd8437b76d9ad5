//! Days, where they stand in for points in time.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

use crate::text::FromText;
use crate::{Instant, NoInstant, rfc3339};

/// A day of the Gregorian calendar, written `2026-02-02`. Nobody says in which time zone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

/// A text is no day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("expected a day such as 2026-01-31")]
#[non_exhaustive]
pub struct NoDay;

impl Day {
    /// The day for reckoning with.
    #[must_use]
    pub fn date(self) -> NaiveDate {
        self.0
    }
}

impl TryFrom<&str> for Day {
    type Error = NoDay;

    fn try_from(text: &str) -> Result<Self, NoDay> {
        rfc3339::full_date(text).map(Self).ok_or(NoDay)
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A day or an instant: where a platform documents a date, prints one, and calls it ISO 8601 (LigueLead's `sent_at`).
#[derive(Clone, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "there is no third")]
pub enum DayOrInstant {
    /// A day, in a time zone that nobody tells.
    Day(Day),
    /// A point in time.
    Instant(Instant),
}

impl TryFrom<&str> for DayOrInstant {
    type Error = NoInstant;

    fn try_from(text: &str) -> Result<Self, NoInstant> {
        match Day::try_from(text) {
            Ok(day) => Ok(Self::Day(day)),
            Err(NoDay) => Instant::try_from(text).map(Self::Instant),
        }
    }
}

impl fmt::Debug for DayOrInstant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for DayOrInstant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => fmt::Display::fmt(day, f),
            Self::Instant(instant) => fmt::Display::fmt(instant, f),
        }
    }
}

impl Serialize for DayOrInstant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DayOrInstant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(FromText(|text: &str| Self::try_from(text)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_date_is_a_day() {
        assert_eq!(Day::try_from("2026-02-02").unwrap().to_string(), "2026-02-02");
        for text in ["", "2026-02-30", "2026-2-2", "+026-02-02", "2026-02-02Z", "02/02/2026", "20260202"] {
            assert_eq!(Day::try_from(text), Err(NoDay), "{text}");
        }
    }
}
