//! Points in time.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, FixedOffset, SecondsFormat, Utc};
use compact_str::CompactString;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

use crate::rfc3339;
use crate::text::FromText;

/// A point in time in RFC 3339's form, with its offset from UTC. It keeps the text it was sent as.
///
/// Two instants are equal when their texts are; compare [`datetime`](Self::datetime)s to ask which came first.
///
/// ```
/// # use leadhook::Instant;
/// let instant = Instant::try_from("2026-02-02T09:00:15.4-03:00")?;
/// assert_eq!(instant.as_str(), "2026-02-02T09:00:15.4-03:00");
/// assert_eq!(instant.datetime().to_utc().to_string(), "2026-02-02 12:00:15.400 UTC");
/// assert!(Instant::try_from("2026-02-02 09:00:15").is_err());
/// # Ok::<(), leadhook::NoInstant>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Instant(CompactString);

/// A text is no point in time in RFC 3339's form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("expected a date, a time and an offset as in RFC 3339, such as 2026-01-31T09:30:00Z")]
#[non_exhaustive]
pub struct NoInstant;

impl Instant {
    /// The instant as sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The instant for reckoning with, to the nanosecond; finer digits stand in the text only.
    ///
    /// It is read from the text, each time it is asked for.
    ///
    /// # Panics
    ///
    /// Never: the text has been read before.
    #[must_use]
    pub fn datetime(&self) -> DateTime<FixedOffset> {
        let (local, offset) = rfc3339::date_time(&self.0).expect("the text of an instant");
        local.and_local_timezone(offset).single().expect("an instant of the years 0 to 9999")
    }

    /// One spelling for all texts of the same instant: in UTC, `Z`, with as few of 0, 3, 6 or 9 digits as do.
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
        self.datetime().to_utc().to_rfc3339_opts(SecondsFormat::AutoSi, true).into()
    }
}

impl TryFrom<&str> for Instant {
    type Error = NoInstant;

    fn try_from(text: &str) -> Result<Self, NoInstant> {
        rfc3339::date_time(text).map(|_| Self(text.into())).ok_or(NoInstant)
    }
}

impl FromStr for Instant {
    type Err = NoInstant;

    fn from_str(text: &str) -> Result<Self, NoInstant> {
        Self::try_from(text)
    }
}

impl TryFrom<DateTime<Utc>> for Instant {
    type Error = NoInstant;

    /// Fails outside the years 0 to 9999.
    fn try_from(datetime: DateTime<Utc>) -> Result<Self, NoInstant> {
        datetime.fixed_offset().try_into()
    }
}

impl TryFrom<DateTime<FixedOffset>> for Instant {
    type Error = NoInstant;

    /// Fails outside the years 0 to 9999, and for offsets that are not whole minutes, which RFC 3339 cannot write.
    fn try_from(datetime: DateTime<FixedOffset>) -> Result<Self, NoInstant> {
        let text = datetime.to_rfc3339_opts(SecondsFormat::AutoSi, true);
        Self::try_from(text.as_str()).ok().filter(|read| read.datetime() == datetime).ok_or(NoInstant)
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(FromText(|text: &str| Self::try_from(text)))
    }
}

#[cfg(test)]
mod tests {
    use chrono::Timelike as _;

    use super::*;

    #[track_caller]
    fn assert_canonical(text: &str, canonical: &str) {
        assert_eq!(Instant::try_from(text).unwrap().canonical(), canonical);
    }

    #[test]
    fn texts_of_one_instant_have_one_canonical_spelling() {
        assert_canonical("2026-02-02T12:00:15.400Z", "2026-02-02T12:00:15.400Z");
        assert_canonical("2026-02-02t12:00:15.4z", "2026-02-02T12:00:15.400Z");
        assert_canonical("2026-02-02T09:00:15.400000-03:00", "2026-02-02T12:00:15.400Z");
        assert_canonical("2026-02-02T12:00:15+00:00", "2026-02-02T12:00:15Z");
        assert_canonical("2016-12-31T23:59:60Z", "2016-12-31T23:59:60Z");
    }

    #[test]
    fn only_rfc_3339_is_an_instant() {
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
            assert_eq!(Instant::try_from(text), Err(NoInstant), "{text}");
        }
    }

    #[test]
    fn what_rfc_3339_cannot_write_is_no_instant() {
        let far = Instant::try_from("9999-12-31T23:59:59Z").unwrap().datetime() + chrono::TimeDelta::days(1);
        assert_eq!(Instant::try_from(far), Err(NoInstant));
        let leap = Instant::try_from("2016-12-31T23:59:60Z").unwrap();
        assert_eq!(leap.datetime().nanosecond(), 1_000_000_000);
        assert_eq!(Instant::try_from(leap.datetime()), Ok(leap));
    }
}
