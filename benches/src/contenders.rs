//! The contenders: each does something with a body.

use std::hint::black_box;
use std::sync::LazyLock;

use leadhook::endpoint::{Endpoint, Secret};
use leadhook::event::{EventKind, MessageStatus};
use leadhook::lifecycle::Lifecycle;
use leadhook::{Event, Timestamp, Vendor, normalize, parse, validate};
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::bodies::{Body, Set};
use crate::stack;

/// Something that is done with a body.
pub struct Contender {
    /// Its name in the output.
    pub name: &'static str,
    /// Runs it once.
    pub run: fn(&Body),
}

const fn contender(name: &'static str, run: fn(&Body)) -> Contender {
    Contender { name, run }
}

/// Parses a body to a [`Value`]. All ratios are relative to it.
pub const VALUE: Contender = contender("Value", |body| {
    _ = black_box(serde_json::from_slice::<Value>(&body.bytes));
});

/// Parses a body and ignores it.
pub const SCAN: Contender = contender("scan", |body| {
    _ = black_box(serde_json::from_slice::<IgnoredAny>(&body.bytes));
});

/// Parses a body to a payload.
pub const PARSE: Contender = contender("parse", |body| {
    _ = black_box(parse(body.vendor, &body.bytes));
});

/// Converts a body into an event, with its id.
pub const NORMALIZE: Contender = contender("normalize", |body| {
    _ = black_box(normalize(body.vendor, &body.bytes));
});

/// Converts a body into an event, and serializes that.
pub const NORMALIZE_TO_JSON: Contender = contender("normalize_to_json", |body| {
    let event = normalize(body.vendor, &body.bytes).expect("an accepted body");
    _ = black_box(serde_json::to_vec(&event));
});

/// Parses a body to a [`Value`], and serializes that.
pub const VALUE_TO_JSON: Contender = contender("value_to_json", |body| {
    let value: Value = serde_json::from_slice(&body.bytes).expect("an accepted body");
    _ = black_box(serde_json::to_vec(&value));
});

/// Validates a body.
pub const VALIDATE: Contender = contender("validate", |body| {
    _ = black_box(validate(body.vendor, &body.bytes));
});

/// Detects the vendor of a body.
pub const DETECT: Contender = contender("detect", |body| {
    _ = black_box(Vendor::detect(&body.bytes));
});

/// Verifies the signature of a body, and does not parse the body.
pub const VERIFY: Contender = contender("verify", |body| {
    static ENDPOINT: LazyLock<Endpoint> = LazyLock::new(|| {
        let secret = Secret::try_from("whsec_made_up_for_a_benchmark").expect("a secret");
        Endpoint::builder(Vendor::LeadNest).signing_secret(secret).build().expect("an endpoint")
    });
    // A wrong signature costs as much as a right one.
    const SIGNATURE: [u8; 64] = [b'f'; 64];
    _ = black_box(ENDPOINT.verify([("X-LeadNest-Signature", SIGNATURE)], &body.bytes));
});

/// Adds two reports of a message to a lifecycle.
pub const OBSERVE_TWICE: Contender = contender("observe_twice", |_| {
    static TIME: LazyLock<Timestamp> = LazyLock::new(|| "2026-02-02T12:00:15.400Z".parse().expect("a timestamp"));
    let mut lifecycle = Lifecycle::default();
    _ = black_box(lifecycle.observe(MessageStatus::Sent, black_box(&TIME)));
    _ = black_box(lifecycle.observe(MessageStatus::Delivered, black_box(&TIME)));
});

/// Does what you would write without leadhook: [`stack::normalize`].
pub const OBVIOUS_STACK: Contender = contender("obvious_stack", |body| {
    _ = black_box(stack::normalize(&body.bytes));
});

/// Does the same with less validation: [`stack::normalize_with_definition`].
pub const LEAN_STACK: Contender = contender("lean_stack", |body| {
    _ = black_box(stack::normalize_with_definition(&body.bytes));
});

/// Does the same with validators that are compiled at build time: [`stack::normalize_with_compiled`].
pub const COMPILED_STACK: Contender = contender("compiled_stack", |body| {
    _ = black_box(stack::normalize_with_compiled(&body.bytes));
});

/// Does the same without validation: [`stack::normalize_unchecked`].
pub const UNCHECKED_STACK: Contender = contender("unchecked_stack", |body| {
    _ = black_box(stack::normalize_unchecked(&body.bytes));
});

/// Asserts that the bodies of a set are what its name says, and that the contenders succeed on the documented bodies.
pub fn check(set: &Set) {
    for Body { vendor, bytes } in &set.bodies {
        let event = normalize(*vendor, bytes);
        match set.name {
            "rejected" => assert!(event.is_err()),
            "unknown" => assert!(matches!(event, Ok(Event { kind: EventKind::Unknown(_), .. }))),
            _ => assert!(event.is_ok()),
        }
        if set.name == "documented" {
            assert_eq!(Vendor::detect(bytes), Ok(*vendor));
            assert!(stack::normalize(bytes).is_some());
            assert!(stack::normalize_with_definition(bytes).is_some());
            assert!(stack::normalize_with_compiled(bytes).is_some());
            assert!(stack::normalize_unchecked(bytes).is_some());
        }
    }
}
