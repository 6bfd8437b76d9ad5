//! Dates, and fields that hold a date or a timestamp.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

use super::{FromString, ParseTimestampError, Timestamp, rfc3339};

/// A date of the Gregorian calendar, such as `2026-02-02`. Its time zone is undocumented.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(NaiveDate);

/// The string is not a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[error("expected a date such as 2026-01-31")]
#[non_exhaustive]
pub struct ParseDateError;

impl Date {
    /// Returns the date as chrono's type.
    #[must_use]
    pub fn to_naive_date(self) -> NaiveDate {
        self.0
    }
}

impl TryFrom<&str> for Date {
    type Error = ParseDateError;

    fn try_from(text: &str) -> Result<Self, ParseDateError> {
        rfc3339::full_date(text).map(Self).ok_or(ParseDateError)
    }
}

impl FromStr for Date {
    type Err = ParseDateError;

    fn from_str(text: &str) -> Result<Self, ParseDateError> {
        Self::try_from(text)
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(FromString(|text: &str| Self::try_from(text)))
    }
}

/// A date or a timestamp: LigueLead documents `sent_at` as ISO 8601 and its samples have a date.
#[derive(Clone, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "there is no third form")]
pub enum DateOrTimestamp {
    /// A date, in an undocumented time zone.
    Date(Date),
    /// A timestamp.
    Timestamp(Timestamp),
}

impl TryFrom<&str> for DateOrTimestamp {
    type Error = ParseTimestampError;

    fn try_from(text: &str) -> Result<Self, ParseTimestampError> {
        match Date::try_from(text) {
            Ok(date) => Ok(Self::Date(date)),
            Err(ParseDateError) => Timestamp::try_from(text).map(Self::Timestamp),
        }
    }
}

impl FromStr for DateOrTimestamp {
    type Err = ParseTimestampError;

    fn from_str(text: &str) -> Result<Self, ParseTimestampError> {
        Self::try_from(text)
    }
}

impl fmt::Debug for DateOrTimestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for DateOrTimestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => fmt::Display::fmt(date, f),
            Self::Timestamp(timestamp) => fmt::Display::fmt(timestamp, f),
        }
    }
}

impl Serialize for DateOrTimestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DateOrTimestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(FromString(|text: &str| Self::try_from(text)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_date_is_a_date() {
        assert_eq!(Date::try_from("2026-02-02").unwrap().to_string(), "2026-02-02");
        for text in ["", "2026-02-30", "2026-2-2", "+026-02-02", "2026-02-02Z", "02/02/2026", "20260202"] {
            assert_eq!(Date::try_from(text), Err(ParseDateError), "{text}");
        }
    }
}
