//! Points in time.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, FixedOffset, SecondsFormat, Utc};
use compact_str::CompactString;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

use super::{FromString, rfc3339};

/// A point in time with an offset from UTC, as RFC 3339 writes it. It keeps the text that was sent.
///
/// Two timestamps are equal if their texts are equal. To order them, compare their [`to_datetime`](Self::to_datetime)s.
///
/// ```
/// # use leadhook::Timestamp;
/// let timestamp = Timestamp::try_from("2026-02-02T09:00:15.4-03:00")?;
/// assert_eq!(timestamp.as_str(), "2026-02-02T09:00:15.4-03:00");
/// assert_eq!(timestamp.to_datetime().to_utc().to_string(), "2026-02-02 12:00:15.400 UTC");
/// assert!(Timestamp::try_from("2026-02-02 09:00:15").is_err());
///
/// // From seconds since 1970:
/// let timestamp = Timestamp::try_from(leadhook::chrono::DateTime::from_timestamp(1_770_033_600, 0).unwrap())?;
/// assert_eq!(timestamp.as_str(), "2026-02-02T12:00:00Z");
/// # Ok::<(), leadhook::ParseTimestampError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Timestamp(CompactString);

/// The string is not an RFC 3339 timestamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[error("expected an RFC 3339 timestamp with an offset, such as 2026-01-31T09:30:00Z")]
#[non_exhaustive]
pub struct ParseTimestampError;

impl Timestamp {
    /// Returns the text as sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the point in time, to the nanosecond. Finer digits are in the text only.
    ///
    /// Each call parses the text.
    #[expect(clippy::missing_panics_doc, reason = "the text was parsed before")]
    #[must_use]
    pub fn to_datetime(&self) -> DateTime<FixedOffset> {
        let (local, offset) = rfc3339::date_time(&self.0).expect("the text was parsed before");
        local.and_local_timezone(offset).single().expect("a fixed offset has one result")
    }

    /// Returns the canonical text of the point in time: in UTC, with `Z` and the fewest of 0, 3, 6 or 9 digits.
    pub(crate) fn canonical(&self) -> Cow<'_, str> {
        let is_canonical = self.0[10..].starts_with('T')
            && match self.0[19..].strip_suffix('Z') {
                Some("") => true,
                Some(fraction) => matches!(fraction.len(), 4 | 7 | 10) && !fraction.ends_with("000"),
                None => false,
            };
        if is_canonical {
            return self.as_str().into();
        }
        self.to_datetime().to_utc().to_rfc3339_opts(SecondsFormat::AutoSi, true).into()
    }
}

impl TryFrom<&str> for Timestamp {
    type Error = ParseTimestampError;

    fn try_from(text: &str) -> Result<Self, ParseTimestampError> {
        rfc3339::date_time(text).map(|_| Self(text.into())).ok_or(ParseTimestampError)
    }
}

impl FromStr for Timestamp {
    type Err = ParseTimestampError;

    fn from_str(text: &str) -> Result<Self, ParseTimestampError> {
        Self::try_from(text)
    }
}

impl TryFrom<DateTime<Utc>> for Timestamp {
    type Error = ParseTimestampError;

    /// Fails outside the years 0 to 9999.
    fn try_from(datetime: DateTime<Utc>) -> Result<Self, ParseTimestampError> {
        datetime.fixed_offset().try_into()
    }
}

impl TryFrom<DateTime<FixedOffset>> for Timestamp {
    type Error = ParseTimestampError;

    /// Fails outside the years 0 to 9999, and for offsets that are not whole minutes, because RFC 3339 cannot write them.
    fn try_from(datetime: DateTime<FixedOffset>) -> Result<Self, ParseTimestampError> {
        let text = datetime.to_rfc3339_opts(SecondsFormat::AutoSi, true);
        Self::try_from(text.as_str()).ok().filter(|read| read.to_datetime() == datetime).ok_or(ParseTimestampError)
    }
}

impl AsRef<str> for Timestamp {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(FromString(|text: &str| Self::try_from(text)))
    }
}

#[cfg(test)]
mod tests {
    use chrono::Timelike as _;

    use super::*;

    #[track_caller]
    fn assert_canonical(text: &str, canonical: &str) {
        assert_eq!(Timestamp::try_from(text).unwrap().canonical(), canonical);
    }

    #[test]
    fn texts_of_one_point_in_time_have_one_canonical_text() {
        assert_canonical("2026-02-02T12:00:15.400Z", "2026-02-02T12:00:15.400Z");
        assert_canonical("2026-02-02t12:00:15.4z", "2026-02-02T12:00:15.400Z");
        assert_canonical("2026-02-02T09:00:15.400000-03:00", "2026-02-02T12:00:15.400Z");
        assert_canonical("2026-02-02T12:00:15+00:00", "2026-02-02T12:00:15Z");
        assert_canonical("2016-12-31T23:59:60Z", "2016-12-31T23:59:60Z");
    }

    #[test]
    fn only_rfc_3339_is_a_timestamp() {
        for text in [
            "",
            "2026-02-02",
            "2026-02-02 12:00:15Z",
            "2026-02-02T12:00:15",
            "2026-02-30T12:00:15Z",
            "2026-02-02T25:00:00Z",
            "2026-02-02T12:00:15\u{2212}03:00",
            "+2026-02-02T12:00:15Z",
            "1770033615",
            "2026-02-02T12:00:15Z ",
            "2026-2-2T12:00:15Z",
            "2026-06-01T12:00:60Z",
            "2026-02-02T12:00:15+03",
            "2026-02-02T12:00Z",
        ] {
            assert_eq!(Timestamp::try_from(text), Err(ParseTimestampError), "{text}");
        }
    }

    #[test]
    fn what_rfc_3339_cannot_write_is_refused() {
        let far = Timestamp::try_from("9999-12-31T23:59:59Z").unwrap().to_datetime() + chrono::TimeDelta::days(1);
        assert_eq!(Timestamp::try_from(far), Err(ParseTimestampError));
        let leap = Timestamp::try_from("2016-12-31T23:59:60Z").unwrap();
        assert_eq!(leap.to_datetime().nanosecond(), 1_000_000_000);
        assert_eq!(Timestamp::try_from(leap.to_datetime()), Ok(leap));
    }
}
