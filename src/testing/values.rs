//! Values for members, as platforms send them, and at times as nobody would expect.

use std::net::{Ipv4Addr, Ipv6Addr};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;
use uuid::Uuid;

/// Any text: mostly what people write, at times any characters.
pub(super) fn text() -> BoxedStrategy<String> {
    const WRITTEN: [&str; 12] = [
        "",
        "Ava",
        "José da Conceição",
        "李小龙",
        "O'Brien & Sons <sales>",
        "Oferta válida até amanhã! 🎉",
        "STOP",
        "Thanks, but not now.\nBest, Ava",
        "11 99999-9999",
        "5511999999999",
        "back\\slash \"quoted\" / \t",
        "مرحبا\u{202e}",
    ];
    prop_oneof![4 => select(&WRITTEN[..]).prop_map(str::to_owned), 1 => characters(0)].boxed()
}

/// Text of any characters at all, at least so many.
fn characters(at_least: usize) -> impl Strategy<Value = String> {
    vec(any::<char>(), at_least..at_least + 8).prop_map(String::from_iter)
}

/// An id, which is never empty.
pub(super) fn id() -> BoxedStrategy<String> {
    prop_oneof![
        4 => any::<u32>().prop_map(|number| format!("msg_{number:08x}")),
        2 => uuid(),
        2 => any::<u64>().prop_map(|number| number.to_string()),
        1 => characters(1),
    ]
    .boxed()
}

pub(super) fn uuid() -> BoxedStrategy<String> {
    any::<u128>().prop_map(|bits| Uuid::from_u128(bits).to_string()).boxed()
}

/// A number that is whole.
pub(super) fn integer() -> BoxedStrategy<Value> {
    prop_oneof![4 => (0..20_u64).prop_map(Value::from), 1 => any::<i64>().prop_map(Value::from)].boxed()
}

/// Any number that survives reading.
pub(super) fn number() -> BoxedStrategy<Value> {
    use proptest::num::f64::{NEGATIVE, NORMAL, POSITIVE, ZERO};

    prop_oneof![
        integer(),
        any::<u64>().prop_map(Value::from),
        (POSITIVE | NEGATIVE | NORMAL | ZERO).prop_map(Value::from)
    ]
    .boxed()
}

/// A point in time in all that RFC 3339 allows: offsets, lower case, few digits and many.
pub(super) fn instant() -> BoxedStrategy<String> {
    const OFFSETS: [&str; 7] = ["Z", "z", "+00:00", "-00:00", "-03:00", "+05:30", "+23:59"];
    let year = prop_oneof![8 => 2020..2031_u16, 1 => 0..=9999_u16];
    let time = (0..24_u8, 0..60_u8, 0..60_u8);
    let fraction = prop_oneof![
        3 => Just(String::new()),
        3 => (0..1000_u16).prop_map(|millis| format!(".{millis:03}")),
        1 => vec(0..10_u8, 1..12).prop_map(|digits| digits.iter().fold(".".to_owned(), |text, digit| format!("{text}{digit}"))),
    ];
    let t = prop_oneof![8 => Just('T'), 1 => Just('t')];
    let offset = prop_oneof![4 => Just("Z"), 3 => select(&OFFSETS[..])];
    let ordinary = (year, 1..=12_u8, 1..=28_u8, t, time, fraction, offset).prop_map(
        |(year, month, day, t, (hour, minute, second), fraction, offset)| {
            format!("{year:04}-{month:02}-{day:02}{t}{hour:02}:{minute:02}:{second:02}{fraction}{offset}")
        },
    );
    prop_oneof![40 => ordinary, 1 => Just("2016-12-31T23:59:60Z".to_owned())].boxed()
}

pub(super) fn day() -> BoxedStrategy<String> {
    (2020..2031_u16, 1..=12_u8, 1..=28_u8)
        .prop_map(|(year, month, day)| format!("{year:04}-{month:02}-{day:02}"))
        .boxed()
}

/// Text of the form that an `x-advisory` names.
pub(super) fn advised(form: &str) -> Option<BoxedStrategy<String>> {
    const LOCAL_PARTS: [&str; 4] = ["ava", "jose.silva", "o'brien", "lead+2026"];
    let form = match form {
        "uuid" => uuid(),
        "email" => (select(&LOCAL_PARTS[..]), any::<u8>())
            .prop_map(|(local, number)| format!("{local}{number}@example.com"))
            .boxed(),
        // Numbers that North America keeps for fiction, and others that only have the form.
        "e164" => prop_oneof![
            (100..200_u8).prop_map(|number| format!("+15555550{number}")),
            (10..1_000_000_000_000_000_u64).prop_map(|number| format!("+{number}")),
        ]
        .boxed(),
        "uri" => any::<u32>().prop_map(|number| format!("https://example.com/r/{number}?a=1&b=%20")).boxed(),
        "ip" => prop_oneof![
            any::<Ipv4Addr>().prop_map(|address| address.to_string()),
            any::<Ipv6Addr>().prop_map(|address| address.to_string()),
        ]
        .boxed(),
        _ => return None,
    };
    Some(form)
}

/// Any JSON value, a few levels deep.
pub(super) fn json() -> BoxedStrategy<Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        number(),
        text().prop_map(Value::from),
        instant().prop_map(Value::from)
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec((name(), inner), 0..4).prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
    .boxed()
}

/// A member's name, or a word, that most likely nobody documented.
pub(super) fn name() -> BoxedStrategy<String> {
    const NAMES: [&str; 10] =
        ["carrier", "retry_of", "X-Custom", "añadido", "a/b~c", "", "ava@example.com", "+15555550100", "null", "extra"];
    prop_oneof![4 => select(&NAMES[..]).prop_map(str::to_owned), 1 => characters(0)].boxed()
}
