//! Points in time, and the days that stand in for them.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, Offset as _, SecondsFormat, Timelike as _, Utc};
use compact_str::CompactString;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

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
        let (local, offset) = read(&self.0).expect("the text of an instant");
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

/// The one reading of RFC 3339, for the models and the schema engine alike: a local time and its offset from UTC.
///
/// chrono's own takes a space for the `T`, a minus sign beyond ASCII, and a leap second at any minute. Otherwise they
/// agree, which a test holds it to; every webhook has an instant, and this one takes a third of the time.
#[inline]
fn read(text: &str) -> Option<(NaiveDateTime, FixedOffset)> {
    let (date_and_time, rest) = text.as_bytes().split_first_chunk()?;
    #[rustfmt::skip]
    let &[y1, y2, y3, y4, b'-', mo1, mo2, b'-', d1, d2, b'T' | b't', h1, h2, b':', mi1, mi2, b':', s1, s2] =
        date_and_time else { return None };
    let [century, year, month, day, hour, minute, second] =
        numbers([[y1, y2], [y3, y4], [mo1, mo2], [d1, d2], [h1, h2], [mi1, mi2], [s1, s2]])?;
    let date = date(century, year, month, day)?;
    let (nanosecond, rest) = read_fraction(rest)?;
    let offset = read_offset(rest)?;

    if second < 60 {
        return Some((date.and_hms_nano_opt(hour, minute, second, nanosecond)?, offset));
    }
    // A leap second, which chrono tells by a second more of nanoseconds. It is the last of a day in UTC.
    let datetime = date.and_hms_nano_opt(hour, minute, 59, nanosecond + 1_000_000_000)?;
    let utc = datetime.checked_sub_offset(offset)?.time();
    (second == 60 && (utc.hour(), utc.minute()) == (23, 59)).then_some((datetime, offset))
}

fn date(century: u32, year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt((100 * century + year).try_into().ok()?, month, day)
}

/// Numbers of two digits each, all of them looked at together.
#[inline]
fn numbers<const N: usize>(digits: [[u8; 2]; N]) -> Option<[u32; N]> {
    let digits = digits.map(|pair| pair.map(|digit| digit.wrapping_sub(b'0')));
    let most = digits.as_flattened().iter().fold(0, |most, &digit| most.max(digit));
    (most <= 9).then(|| digits.map(|[tens, units]| u32::from(10 * tens + units)))
}

/// The nanoseconds of a fraction of a second, if there is one, and what stands behind it. Finer digits are passed over.
#[inline]
fn read_fraction(rest: &[u8]) -> Option<(u32, &[u8])> {
    let Some(fraction) = rest.strip_prefix(b".") else { return Some((0, rest)) };
    let length = fraction.iter().position(|byte| !byte.is_ascii_digit())?;
    let (digits, rest) = fraction.split_at(length);
    let nanoseconds = (0..9).fold(0, |sum, at| 10 * sum + digits.get(at).map_or(0, |digit| u32::from(digit - b'0')));
    (!digits.is_empty()).then_some((nanoseconds, rest))
}

#[inline]
fn read_offset(rest: &[u8]) -> Option<FixedOffset> {
    let &[sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] = rest else {
        return matches!(rest, b"Z" | b"z").then(|| Utc.fix());
    };
    let [hours, minutes] = numbers([[h1, h2], [m1, m2]]).filter(|&[_, minutes]| minutes < 60)?;
    let seconds = i32::try_from(60 * (60 * hours + minutes)).ok()?;
    FixedOffset::east_opt(if sign == b'-' { -seconds } else { seconds })
}

/// Whether the schema engine may take a text for a `date-time`.
pub(crate) fn is_instant(text: &str) -> bool {
    read(text).is_some()
}

impl TryFrom<&str> for Instant {
    type Error = NoInstant;

    fn try_from(text: &str) -> Result<Self, NoInstant> {
        if is_instant(text) { Ok(Self(text.into())) } else { Err(NoInstant) }
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

fn read_day(text: &str) -> Option<NaiveDate> {
    let &[y1, y2, y3, y4, b'-', mo1, mo2, b'-', d1, d2] = text.as_bytes() else { return None };
    let [century, year, month, day] = numbers([[y1, y2], [y3, y4], [mo1, mo2], [d1, d2]])?;
    date(century, year, month, day)
}

/// Whether the schema engine may take a text for a `date`.
pub(crate) fn is_day(text: &str) -> bool {
    read_day(text).is_some()
}

impl TryFrom<&str> for Day {
    type Error = NoDay;

    fn try_from(text: &str) -> Result<Self, NoDay> {
        read_day(text).map(Self).ok_or(NoDay)
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
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::{Index, select};

    use super::*;

    /// What chrono reads, where that is in RFC 3339's form.
    fn chronos_instant(text: &str) -> Option<DateTime<FixedOffset>> {
        let is_separated = matches!(text.as_bytes().get(10), Some(b'T' | b't'));
        let datetime = DateTime::parse_from_rfc3339(text).ok().filter(|_| text.is_ascii() && is_separated)?;
        let utc = datetime.to_utc();
        (utc.nanosecond() < 1_000_000_000 || (utc.hour(), utc.minute()) == (23, 59)).then_some(datetime)
    }

    fn chronos_day(text: &str) -> Option<NaiveDate> {
        let is_shaped =
            |(at, byte): (usize, u8)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
        let shaped = text.len() == 10 && text.bytes().enumerate().all(is_shaped);
        NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|_| shaped)
    }

    #[track_caller]
    fn assert_read_as_by_chrono(text: &str) {
        // Two `DateTime`s may be equal and have different offsets.
        let parts = |datetime: DateTime<FixedOffset>| (datetime, *datetime.offset());
        let (instant, expected) = (Instant::try_from(text).ok(), chronos_instant(text));
        assert_eq!(instant.as_ref().map(|instant| parts(instant.datetime())), expected.map(parts), "{text:?}");
        let canonical = expected.map(|datetime| datetime.to_utc().to_rfc3339_opts(SecondsFormat::AutoSi, true));
        assert_eq!(instant.as_ref().map(Instant::canonical).as_deref(), canonical.as_deref(), "{text:?}");
        assert_eq!(Day::try_from(text).ok().map(Day::date), chronos_day(text), "{text:?}");
    }

    const DAY: &str = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
    const TIME: &str = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]";
    const FRACTION: &str = r"(\.(000|400|[0-9]{0,30}))?";
    const OFFSET: &str = "([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])";

    /// At 23:59:60 in UTC, wherever on Earth it is told.
    fn leap_seconds() -> impl Strategy<Value = String> {
        (DAY, FRACTION, -1439..=1439_i32).prop_map(|(day, fraction, offset)| {
            let (local, sign) = ((1439 + offset).rem_euclid(1440), if offset < 0 { '-' } else { '+' });
            let [hour, minute, hours, minutes] =
                [local / 60, local % 60, offset.abs() / 60, offset.abs() % 60].map(|part| format!("{part:02}"));
            format!("{day}T{hour}:{minute}:60{fraction}{sign}{hours}:{minutes}")
        })
    }

    /// Days and instants in all shapes, spoilt in up to two characters.
    fn texts() -> impl Strategy<Value = String> {
        let instants = format!("{DAY}[Tt]{TIME}{FRACTION}{OFFSET}");
        let instants = proptest::string::string_regex(&instants).unwrap();
        let telling: Vec<_> = "0123456789-+:.,TtZz \u{2212}\u{ff11}".chars().collect();
        let character = prop_oneof![3 => select(telling), 1 => any::<char>()];
        let edits = vec((any::<Index>(), 0..2_usize, proptest::option::weighted(0.8, character)), 0..3);
        (prop_oneof![4 => instants, 2 => leap_seconds(), 1 => DAY], edits).prop_map(|(text, edits)| {
            let mut text: Vec<_> = text.chars().collect();
            for (at, taken, put) in edits {
                let at = at.index(text.len() + 1);
                text.splice(at..text.len().min(at + taken), put);
            }
            text.into_iter().collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn instants_and_days_are_read_as_by_chrono(text in texts()) {
            assert_read_as_by_chrono(&text);
        }
    }

    #[test]
    fn the_calendar_is_chronos() {
        for year in 0..=9999 {
            assert_read_as_by_chrono(&format!("{year:04}-02-29"));
        }
        for (month, day) in (0..=99).flat_map(|month| (0..=32).map(move |day| (month, day))) {
            assert_read_as_by_chrono(&format!("2023-{month:02}-{day:02}"));
            assert_read_as_by_chrono(&format!("2024-{month:02}-{day:02}T23:59:59.999999999Z"));
        }
    }

    #[test]
    fn the_ends_of_the_clock_and_of_time_are_chronos() {
        for pair in 0..=99 {
            assert_read_as_by_chrono(&format!("2026-02-02T{pair:02}:00:00Z"));
            assert_read_as_by_chrono(&format!("2026-02-02T23:{pair:02}:60.000Z"));
            assert_read_as_by_chrono(&format!("2026-02-02T23:59:{pair:02}.400Z"));
            assert_read_as_by_chrono(&format!("2026-02-02T12:00:00+{pair:02}:59"));
            assert_read_as_by_chrono(&format!("2026-02-02T12:00:00-00:{pair:02}"));
        }
        for (first, last) in
            [("0000-01-01T00:00:00", "9999-12-31T23:59:59"), ("0000-01-01T00:00:60", "9999-12-31T23:59:60")]
        {
            for offset in ["Z", "+00:01", "-00:01", "+23:59", "-23:59"] {
                assert_read_as_by_chrono(&format!("{first}{offset}"));
                assert_read_as_by_chrono(&format!("{last}.999999999999{offset}"));
            }
        }
    }

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
    fn only_a_plain_date_is_a_day() {
        assert_eq!(Day::try_from("2026-02-02").unwrap().to_string(), "2026-02-02");
        for text in ["", "2026-02-30", "2026-2-2", "+026-02-02", "2026-02-02Z", "02/02/2026", "20260202"] {
            assert_eq!(Day::try_from(text), Err(NoDay), "{text}");
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
