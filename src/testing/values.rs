//! Strategies for the values of members: typical ones, and sometimes unusual ones.

use std::net::{Ipv4Addr, Ipv6Addr};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;
use uuid::Uuid;

use super::one_of::one_of;

/// Returns a strategy for any string: mostly typical texts, sometimes random characters.
pub(super) fn text() -> BoxedStrategy<String> {
    const TYPICAL: [&str; 12] = [
        "",
        "Ava",
        "José da Conceição",
        "李小龙",
        "O'Brien & Sons <sales>",
        "Oferta válida até amanhã! 🎉",
        "STOP",
        "Thanks, but not now.\nBest, Ava",
        "11 90000-0000",
        "5511900000000",
        "back\\slash \"quoted\" / \t",
        "مرحبا\u{202e}",
    ];
    one_of([(4, select(&TYPICAL[..]).prop_map(str::to_owned).boxed()), (1, characters(0))]).boxed()
}

/// Returns a strategy for strings of random characters. `min` is the minimum number of characters.
fn characters(min: usize) -> BoxedStrategy<String> {
    vec(any::<char>(), min..min + 8).prop_map(String::from_iter).boxed()
}

/// Returns a strategy for ids, which are never empty.
pub(super) fn id() -> BoxedStrategy<String> {
    one_of([
        (4, any::<u32>().prop_map(|number| format!("msg_{number:08x}")).boxed()),
        (2, uuid()),
        (2, any::<u64>().prop_map(|number| number.to_string()).boxed()),
        (1, characters(1)),
    ])
    .boxed()
}

fn uuid() -> BoxedStrategy<String> {
    any::<u128>().prop_map(|bits| Uuid::from_u128(bits).to_string()).boxed()
}

/// Returns a strategy for a prefix that digits follow.
fn digits(prefix: &'static str, count: std::ops::Range<usize>) -> BoxedStrategy<String> {
    let join = move |digits: Vec<char>| [prefix, &String::from_iter(digits)].concat();
    vec(proptest::char::range('0', '9'), count).prop_map(join).boxed()
}

/// Returns a strategy for integers.
pub(super) fn integer() -> BoxedStrategy<Value> {
    one_of([(4, (0..20_u64).prop_map(Value::from).boxed()), (1, any::<i64>().prop_map(Value::from).boxed())]).boxed()
}

/// Returns a strategy for numbers that parse back to the same value.
pub(super) fn number() -> BoxedStrategy<Value> {
    use proptest::num::f64::{NEGATIVE, NORMAL, POSITIVE, ZERO};

    let float = (POSITIVE | NEGATIVE | NORMAL | ZERO).prop_map(Value::from);
    one_of([(2, integer()), (1, any::<u64>().prop_map(Value::from).boxed()), (1, float.boxed())]).boxed()
}

/// Returns a strategy for timestamps in all forms of RFC 3339: offsets, lower case, few and many fractional digits.
fn timestamp() -> BoxedStrategy<String> {
    const OFFSETS: [&str; 7] = ["Z", "z", "+00:00", "-00:00", "-03:00", "+05:30", "+23:59"];
    let year = one_of([(8, (2020..2031_u16).boxed()), (1, (0..=9999_u16).boxed())]);
    let time = (0..24_u8, 0..60_u8, 0..60_u8);
    let fraction = one_of([
        (3, Just(String::new()).boxed()),
        (3, (0..1000_u16).prop_map(|millis| format!(".{millis:03}")).boxed()),
        (1, digits(".", 1..12)),
    ]);
    let t = one_of([(8, Just('T').boxed()), (1, Just('t').boxed())]);
    let offset = one_of([(4, Just("Z").boxed()), (3, select(&OFFSETS[..]).boxed())]);
    let ordinary = (year, 1..=12_u8, 1..=28_u8, t, time, fraction, offset).prop_map(
        |(year, month, day, t, (hour, minute, second), fraction, offset)| {
            format!("{year:04}-{month:02}-{day:02}{t}{hour:02}:{minute:02}:{second:02}{fraction}{offset}")
        },
    );
    one_of([(40, ordinary.boxed()), (1, Just("2016-12-31T23:59:60Z".to_owned()).boxed())]).boxed()
}

fn date() -> BoxedStrategy<String> {
    (2020..2031_u16, 1..=12_u8, 1..=28_u8)
        .prop_map(|(year, month, day)| format!("{year:04}-{month:02}-{day:02}"))
        .boxed()
}

/// Returns a strategy for strings in a format of the schemas.
pub(super) fn string_in_format(format: &str) -> Option<BoxedStrategy<String>> {
    const LOCAL_PARTS: [&str; 4] = ["ava", "jose.silva", "o'brien", "lead+2026"];
    let strategy = match format {
        "date-time" => timestamp(),
        "date" => date(),
        "uuid" => uuid(),
        "email" => (select(&LOCAL_PARTS[..]), any::<u8>())
            .prop_map(|(local, number)| format!("{local}{number}@example.com"))
            .boxed(),
        // Numbers reserved for fiction in North America, and numbers with an unassigned country code.
        "e164" => one_of([
            (1, (100..200_u8).prop_map(|number| format!("+15555550{number}")).boxed()),
            (1, digits("+999", 1..12)),
        ])
        .boxed(),
        "uri" => any::<u32>().prop_map(|number| format!("https://example.com/r/{number}?a=1&b=%20")).boxed(),
        "ip" => one_of([
            (1, any::<u32>().prop_map(|bits| Ipv4Addr::from_bits(bits).to_string()).boxed()),
            (1, any::<u128>().prop_map(|bits| Ipv6Addr::from_bits(bits).to_string()).boxed()),
        ])
        .boxed(),
        _ => return None,
    };
    Some(strategy)
}

/// Returns a strategy for any JSON value, with at most `depth` levels of nesting.
pub(super) fn json(depth: usize) -> BoxedStrategy<Value> {
    let leaves = [
        (1, Just(Value::Null).boxed()),
        (1, any::<bool>().prop_map(Value::from).boxed()),
        (1, number()),
        (2, text().prop_map(Value::from).boxed()),
        (1, timestamp().prop_map(Value::from).boxed()),
    ];
    if depth == 0 {
        return one_of(leaves).boxed();
    }
    let inner = json(depth - 1);
    let members = |members: Vec<(String, Value)>| Value::Object(members.into_iter().collect());
    let nested = [
        (1, vec(inner.clone(), 0..4).prop_map(Value::from).boxed()),
        (2, vec((name(), inner), 0..4).prop_map(members).boxed()),
    ];
    one_of(leaves.into_iter().chain(nested)).boxed()
}

/// Returns a strategy for names and values that are most likely undocumented.
pub(super) fn name() -> BoxedStrategy<String> {
    const NAMES: [&str; 10] =
        ["carrier", "retry_of", "X-Custom", "añadido", "a/b~c", "", "ava@example.com", "+15555550100", "null", "extra"];
    one_of([(4, select(&NAMES[..]).prop_map(str::to_owned).boxed()), (1, characters(0))]).boxed()
}
