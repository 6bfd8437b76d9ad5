//! A parser of RFC 3339, for the models and for the schema engine.
//!
//! chrono's parser also accepts a space for the `T`, a minus sign outside ASCII, and a leap second at any minute.
//! Otherwise the two agree, which a test checks. This one takes a third of the time, and every webhook has a timestamp.

use chrono::{FixedOffset, NaiveDate, NaiveDateTime, Offset as _, Timelike as _, Utc};

/// Parses a timestamp into a local time and its offset from UTC.
#[inline]
pub(crate) fn date_time(text: &str) -> Option<(NaiveDateTime, FixedOffset)> {
    let (date_and_time, rest) = text.as_bytes().split_first_chunk()?;
    #[rustfmt::skip]
    let &[y1, y2, y3, y4, b'-', mo1, mo2, b'-', d1, d2, b'T' | b't', h1, h2, b':', mi1, mi2, b':', s1, s2] =
        date_and_time else { return None };
    let [century, year, month, day, hour, minute, second] =
        numbers([[y1, y2], [y3, y4], [mo1, mo2], [d1, d2], [h1, h2], [mi1, mi2], [s1, s2]])?;
    let date = date(century, year, month, day)?;
    let (nanosecond, rest) = fraction_of_second(rest)?;
    let offset = time_offset(rest)?;

    if second < 60 {
        return Some((date.and_hms_nano_opt(hour, minute, second, nanosecond)?, offset));
    }
    // A leap second, which chrono stores as an extra second of nanoseconds. It is the last second of a day in UTC.
    let datetime = date.and_hms_nano_opt(hour, minute, 59, nanosecond + 1_000_000_000)?;
    let utc = datetime.checked_sub_offset(offset)?.time();
    (second == 60 && (utc.hour(), utc.minute()) == (23, 59)).then_some((datetime, offset))
}

fn date(century: u32, year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt((100 * century + year).try_into().ok()?, month, day)
}

/// Parses numbers of two digits each. One comparison checks all digits.
#[inline]
fn numbers<const N: usize>(digits: [[u8; 2]; N]) -> Option<[u32; N]> {
    let digits = digits.map(|pair| pair.map(|digit| digit.wrapping_sub(b'0')));
    let most = digits.as_flattened().iter().fold(0, |most, &digit| most.max(digit));
    (most <= 9).then(|| digits.map(|[tens, units]| u32::from(10 * tens + units)))
}

/// Parses an optional fraction of a second into nanoseconds, and returns the rest. Finer digits are dropped.
#[inline]
fn fraction_of_second(rest: &[u8]) -> Option<(u32, &[u8])> {
    let Some(fraction) = rest.strip_prefix(b".") else { return Some((0, rest)) };
    let length = fraction.iter().position(|byte| !byte.is_ascii_digit())?;
    let (digits, rest) = fraction.split_at(length);
    let nanoseconds = (0..9).fold(0, |sum, at| 10 * sum + digits.get(at).map_or(0, |digit| u32::from(digit - b'0')));
    (!digits.is_empty()).then_some((nanoseconds, rest))
}

#[inline]
fn time_offset(rest: &[u8]) -> Option<FixedOffset> {
    let &[sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] = rest else {
        return matches!(rest, b"Z" | b"z").then(|| Utc.fix());
    };
    let [hours, minutes] = numbers([[h1, h2], [m1, m2]]).filter(|&[_, minutes]| minutes < 60)?;
    let seconds = i32::try_from(60 * (60 * hours + minutes)).ok()?;
    FixedOffset::east_opt(if sign == b'-' { -seconds } else { seconds })
}

pub(crate) fn full_date(text: &str) -> Option<NaiveDate> {
    let &[y1, y2, y3, y4, b'-', mo1, mo2, b'-', d1, d2] = text.as_bytes() else { return None };
    let [century, year, month, day] = numbers([[y1, y2], [y3, y4], [mo1, mo2], [d1, d2]])?;
    date(century, year, month, day)
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, SecondsFormat};
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::{Index, select};

    use super::*;
    use crate::value::{Date, Timestamp};

    /// Parses a timestamp with chrono, and refuses what chrono accepts beyond RFC 3339.
    fn chrono_timestamp(text: &str) -> Option<DateTime<FixedOffset>> {
        let is_separated = matches!(text.as_bytes().get(10), Some(b'T' | b't'));
        let datetime = DateTime::parse_from_rfc3339(text).ok().filter(|_| text.is_ascii() && is_separated)?;
        let utc = datetime.to_utc();
        (utc.nanosecond() < 1_000_000_000 || (utc.hour(), utc.minute()) == (23, 59)).then_some(datetime)
    }

    fn chrono_date(text: &str) -> Option<NaiveDate> {
        let is_shaped =
            |(at, byte): (usize, u8)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
        let shaped = text.len() == 10 && text.bytes().enumerate().all(is_shaped);
        NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|_| shaped)
    }

    #[track_caller]
    fn assert_parses_like_chrono(text: &str) {
        // Two `DateTime`s may be equal and have different offsets.
        let parts = |datetime: DateTime<FixedOffset>| (datetime, *datetime.offset());
        let (timestamp, expected) = (Timestamp::try_from(text).ok(), chrono_timestamp(text));
        assert_eq!(timestamp.as_ref().map(|timestamp| parts(timestamp.to_datetime())), expected.map(parts), "{text:?}");
        let canonical = expected.map(|datetime| datetime.to_utc().to_rfc3339_opts(SecondsFormat::AutoSi, true));
        assert_eq!(timestamp.as_ref().map(Timestamp::canonical).as_deref(), canonical.as_deref(), "{text:?}");
        assert_eq!(Date::try_from(text).ok().map(Date::to_naive_date), chrono_date(text), "{text:?}");
    }

    const DATE: &str = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
    const TIME: &str = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]";
    const FRACTION: &str = r"(\.(000|400|[0-9]{0,30}))?";
    const OFFSET: &str = "([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])";

    /// Generates 23:59:60 in UTC, in any offset.
    fn leap_seconds() -> impl Strategy<Value = String> {
        (DATE, FRACTION, -1439..=1439_i32).prop_map(|(date, fraction, offset)| {
            let (local, sign) = ((1439 + offset).rem_euclid(1440), if offset < 0 { '-' } else { '+' });
            let [hour, minute, hours, minutes] =
                [local / 60, local % 60, offset.abs() / 60, offset.abs() % 60].map(|part| format!("{part:02}"));
            format!("{date}T{hour}:{minute}:60{fraction}{sign}{hours}:{minutes}")
        })
    }

    /// Generates dates and timestamps with up to two characters changed.
    fn texts() -> impl Strategy<Value = String> {
        let timestamps = format!("{DATE}[Tt]{TIME}{FRACTION}{OFFSET}");
        let timestamps = proptest::string::string_regex(&timestamps).unwrap();
        let relevant: Vec<_> = "0123456789-+:.,TtZz \u{2212}\u{ff11}".chars().collect();
        let character = prop_oneof![3 => select(relevant), 1 => any::<char>()];
        let edits = vec((any::<Index>(), 0..2_usize, proptest::option::weighted(0.8, character)), 0..3);
        (prop_oneof![4 => timestamps, 2 => leap_seconds(), 1 => DATE], edits).prop_map(|(text, edits)| {
            let mut text: Vec<_> = text.chars().collect();
            for (at, removed, inserted) in edits {
                let at = at.index(text.len() + 1);
                text.splice(at..text.len().min(at + removed), inserted);
            }
            text.into_iter().collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn timestamps_and_dates_parse_like_chrono(text in texts()) {
            assert_parses_like_chrono(&text);
        }
    }

    #[test]
    fn the_calendar_is_that_of_chrono() {
        for year in 0..=9999 {
            assert_parses_like_chrono(&format!("{year:04}-02-29"));
        }
        for (month, day) in (0..=99).flat_map(|month| (0..=32).map(move |day| (month, day))) {
            assert_parses_like_chrono(&format!("2023-{month:02}-{day:02}"));
            assert_parses_like_chrono(&format!("2024-{month:02}-{day:02}T23:59:59.999999999Z"));
        }
    }

    #[test]
    fn the_limits_of_the_clock_and_of_time_are_those_of_chrono() {
        for pair in 0..=99 {
            assert_parses_like_chrono(&format!("2026-02-02T{pair:02}:00:00Z"));
            assert_parses_like_chrono(&format!("2026-02-02T23:{pair:02}:60.000Z"));
            assert_parses_like_chrono(&format!("2026-02-02T23:59:{pair:02}.400Z"));
            assert_parses_like_chrono(&format!("2026-02-02T12:00:00+{pair:02}:59"));
            assert_parses_like_chrono(&format!("2026-02-02T12:00:00-00:{pair:02}"));
        }
        for (first, last) in
            [("0000-01-01T00:00:00", "9999-12-31T23:59:59"), ("0000-01-01T00:00:60", "9999-12-31T23:59:60")]
        {
            for offset in ["Z", "+00:01", "-00:01", "+23:59", "-23:59"] {
                assert_parses_like_chrono(&format!("{first}{offset}"));
                assert_parses_like_chrono(&format!("{last}.999999999999{offset}"));
            }
        }
    }
}
