//! What is measured: something done with one body.

use std::hint::black_box;
use std::sync::LazyLock;

use leadhook::endpoint::{Endpoint, Secret};
use leadhook::event::MessageStatus;
use leadhook::status::Lifecycle;
use leadhook::{Event, Instant, Vendor, normalize, parse, validate};
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::bodies::{Body, Set};
use crate::stack;

/// Something done with one body.
pub(crate) struct Contender {
    pub(crate) name: &'static str,
    pub(crate) run: fn(&Body),
}

/// The yardstick: its time is 1.00.
pub(crate) const VALUE: Contender = contender("Value", |body| {
    _ = black_box(serde_json::from_slice::<Value>(&body.bytes));
});

pub(crate) const SCAN: Contender = contender("scan", |body| {
    _ = black_box(serde_json::from_slice::<IgnoredAny>(&body.bytes));
});

pub(crate) const PARSE: Contender = contender("parse", |body| {
    _ = black_box(parse(body.vendor, &body.bytes));
});

pub(crate) const NORMALIZE: Contender = contender("normalize", |body| {
    _ = black_box(normalize(body.vendor, &body.bytes));
});

pub(crate) const NORMALIZE_TO_JSON: Contender = contender("normalize_to_json", |body| {
    let event = normalize(body.vendor, &body.bytes).expect("a good body");
    _ = black_box(serde_json::to_vec(&event));
});

pub(crate) const VALUE_TO_JSON: Contender = contender("value_to_json", |body| {
    let value: Value = serde_json::from_slice(&body.bytes).expect("a good body");
    _ = black_box(serde_json::to_vec(&value));
});

pub(crate) const ID: Contender = contender("normalize_and_id", |body| {
    _ = black_box(normalize(body.vendor, &body.bytes).expect("a good body").id());
});

pub(crate) const VALIDATE: Contender = contender("validate", |body| {
    _ = black_box(validate(body.vendor, &body.bytes));
});

pub(crate) const DETECT: Contender = contender("detect", |body| {
    _ = black_box(Vendor::detect(&body.bytes));
});

/// The signature of a body; reading the body is another's business.
pub(crate) const AUTHENTICATE: Contender = contender("authenticate", |body| {
    static ENDPOINT: LazyLock<Endpoint> = LazyLock::new(|| {
        let secret = Secret::try_from("whsec_made_up_for_a_benchmark").expect("a secret");
        Endpoint::of(Vendor::LeadNest).signed_with(secret).build().expect("an endpoint")
    });
    // A forged one costs as much as a true one.
    const SIGNATURE: [u8; 64] = [b'f'; 64];
    _ = black_box(ENDPOINT.authenticate([("X-LeadNest-Signature", SIGNATURE)], &body.bytes));
});

/// Two reports of one message.
pub(crate) const OBSERVE: Contender = contender("observe_twice", |_| {
    static SENT: LazyLock<Instant> = LazyLock::new(|| "2026-02-02T12:00:15.400Z".parse().expect("an instant"));
    let mut lifecycle = Lifecycle::default();
    _ = black_box(lifecycle.observe(MessageStatus::Sent, black_box(&SENT)));
    _ = black_box(lifecycle.observe(MessageStatus::Delivered, black_box(&SENT)));
});

/// What one would write instead.
pub(crate) const STACK: Contender = contender("obvious_stack", |body| {
    _ = black_box(stack::checked(&body.bytes));
});

pub(crate) const LEAN_STACK: Contender = contender("lean_stack", |body| {
    _ = black_box(stack::checked_by_definition(&body.bytes));
});

pub(crate) const COMPILED_STACK: Contender = contender("compiled_stack", |body| {
    _ = black_box(stack::checked_by_compiled(&body.bytes));
});

pub(crate) const UNCHECKED_STACK: Contender = contender("unchecked_stack", |body| {
    _ = black_box(stack::unchecked(&body.bytes));
});

const fn contender(name: &'static str, run: fn(&Body)) -> Contender {
    Contender { name, run }
}

/// That the bodies are what their set says, and all contenders do what they say.
pub(crate) fn check(set: &Set) {
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
