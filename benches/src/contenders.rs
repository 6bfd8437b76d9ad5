//! What is measured: something done with one body.

use std::hint::black_box;
use std::sync::LazyLock;

use leadhook::endpoint::{Endpoint, Secret};
use leadhook::event::MessageStatus;
use leadhook::lifecycle::Lifecycle;
use leadhook::{Event, Timestamp, Vendor, normalize, parse, validate};
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::bodies::{Body, Set};
use crate::stack;

/// Something done with one body.
pub struct Contender {
    pub name: &'static str,
    pub run: fn(&Body),
}

/// The yardstick: its time is 1.00.
pub const VALUE: Contender = contender("Value", |body| {
    _ = black_box(serde_json::from_slice::<Value>(&body.bytes));
});

pub const SCAN: Contender = contender("scan", |body| {
    _ = black_box(serde_json::from_slice::<IgnoredAny>(&body.bytes));
});

pub const PARSE: Contender = contender("parse", |body| {
    _ = black_box(parse(body.vendor, &body.bytes));
});

pub const NORMALIZE: Contender = contender("normalize", |body| {
    _ = black_box(normalize(body.vendor, &body.bytes));
});

pub const NORMALIZE_TO_JSON: Contender = contender("normalize_to_json", |body| {
    let event = normalize(body.vendor, &body.bytes).expect("a good body");
    _ = black_box(serde_json::to_vec(&event));
});

pub const VALUE_TO_JSON: Contender = contender("value_to_json", |body| {
    let value: Value = serde_json::from_slice(&body.bytes).expect("a good body");
    _ = black_box(serde_json::to_vec(&value));
});

pub const ID: Contender = contender("normalize_and_id", |body| {
    _ = black_box(normalize(body.vendor, &body.bytes).expect("a good body").id());
});

pub const VALIDATE: Contender = contender("validate", |body| {
    _ = black_box(validate(body.vendor, &body.bytes));
});

pub const DETECT: Contender = contender("detect", |body| {
    _ = black_box(Vendor::detect(&body.bytes));
});

/// The signature of a body; reading the body is another's business.
pub const AUTHENTICATE: Contender = contender("authenticate", |body| {
    static ENDPOINT: LazyLock<Endpoint> = LazyLock::new(|| {
        let secret = Secret::try_from("whsec_made_up_for_a_benchmark").expect("a secret");
        Endpoint::builder(Vendor::LeadNest).signing_secret(secret).build().expect("an endpoint")
    });
    // A forged one costs as much as a true one.
    const SIGNATURE: [u8; 64] = [b'f'; 64];
    _ = black_box(ENDPOINT.verify([("X-LeadNest-Signature", SIGNATURE)], &body.bytes));
});

/// Two reports of one message.
pub const OBSERVE: Contender = contender("observe_twice", |_| {
    static SENT: LazyLock<Timestamp> = LazyLock::new(|| "2026-02-02T12:00:15.400Z".parse().expect("an instant"));
    let mut lifecycle = Lifecycle::default();
    _ = black_box(lifecycle.observe(MessageStatus::Sent, black_box(&SENT)));
    _ = black_box(lifecycle.observe(MessageStatus::Delivered, black_box(&SENT)));
});

/// What one would write instead.
pub const STACK: Contender = contender("obvious_stack", |body| {
    _ = black_box(stack::checked(&body.bytes));
});

pub const LEAN_STACK: Contender = contender("lean_stack", |body| {
    _ = black_box(stack::checked_by_definition(&body.bytes));
});

pub const COMPILED_STACK: Contender = contender("compiled_stack", |body| {
    _ = black_box(stack::checked_by_compiled(&body.bytes));
});

pub const UNCHECKED_STACK: Contender = contender("unchecked_stack", |body| {
    _ = black_box(stack::unchecked(&body.bytes));
});

const fn contender(name: &'static str, run: fn(&Body)) -> Contender {
    Contender { name, run }
}

/// That the bodies are what their set says, and all contenders do what they say.
pub fn check(set: &Set) {
    for Body { vendor, bytes } in &set.bodies {
        let event = normalize(*vendor, bytes);
        match set.name {
            "refused" => assert!(event.is_err()),
            "unknown" => assert!(matches!(event, Ok(Event::Unknown(_)))),
            _ => assert!(event.is_ok()),
        }
        if set.name == "documented" {
            assert_eq!(Vendor::detect(bytes), Some(*vendor));
            assert!(stack::checked(bytes).is_some());
            assert!(stack::checked_by_definition(bytes).is_some());
            assert!(stack::checked_by_compiled(bytes).is_some());
            assert!(stack::unchecked(bytes).is_some());
        }
    }
}
