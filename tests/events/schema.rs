//! The schema of events, which is open, and the strict schema, which accepts what this version writes.

use std::sync::LazyLock;

use jsonschema::Validator;
use leadhook::event::EventType;
use leadhook::testing::{Samples, Webhook, WebhookOptions};
use leadhook::{Event, normalize};
use leadhook_harness::corpus::{accepted, unknown};
use serde_json::{Value, json};

use super::event;

fn compile(schema: &str) -> Validator {
    let schema: Value = serde_json::from_str(schema).unwrap();
    jsonschema::draft202012::meta::validate(&schema).unwrap();
    jsonschema::draft202012::options().should_validate_formats(true).build(&schema).unwrap()
}

static SCHEMA: LazyLock<Validator> = LazyLock::new(|| compile(Event::SCHEMA));
static STRICT_SCHEMA: LazyLock<Validator> = LazyLock::new(|| compile(Event::STRICT_SCHEMA));

/// Which schemas must accept a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Accepting {
    Both,
    /// The schema, not the strict one.
    Open,
    Neither,
}

#[track_caller]
fn assert_accepting(document: &Value, expected: Accepting) {
    let accepting = match (SCHEMA.is_valid(document), STRICT_SCHEMA.is_valid(document)) {
        (true, true) => Accepting::Both,
        (true, false) => Accepting::Open,
        (false, false) => Accepting::Neither,
        (false, true) => panic!("only the strict schema accepts {document}"),
    };
    assert_eq!(accepting, expected, "{document}");
}

/// Asserts which schemas accept a document with another value at a pointer.
#[track_caller]
fn assert_with(document: &Value, pointer: &str, value: Value, expected: Accepting) {
    let mut document = document.clone();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    document.pointer_mut(parent).unwrap()[name] = value;
    assert_accepting(&document, expected);
}

#[track_caller]
fn assert_without(document: &Value, pointer: &str, expected: Accepting) {
    let mut document = document.clone();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    document.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(name).expect("the member is there");
    assert_accepting(&document, expected);
}

/// An event with all optional members of the root, a channel and a person.
fn message() -> Value {
    let files = accepted();
    let mut events = files.iter().map(|file| json!(event(file)));
    let is_complete = |event: &Value| event["type"] == "message.bounced" && event["data"]["person"].is_object();
    let message = events.find(|event| is_complete(event) && event["subject"].is_string());
    message.expect("a fixture has one")
}

/// The strict schema is a `oneOf`, so exactly one of its definitions accepts.
#[test]
fn every_event_follows_the_schema_and_one_definition_of_the_strict_schema() {
    for file in accepted() {
        assert_accepting(&json!(event(&file)), Accepting::Both);
    }
    for webhook in Samples::<Webhook>::new(WebhookOptions::default(), 16).take(2000) {
        let event = normalize(webhook.vendor, webhook.body.as_bytes()).unwrap();
        assert_accepting(&json!(event), Accepting::Both);
    }
}

#[test]
fn the_strict_schema_has_a_definition_for_each_type() {
    let schema: Value = serde_json::from_str(Event::STRICT_SCHEMA).unwrap();
    assert!(!Event::STRICT_SCHEMA.contains("\"x-"), "a keyword of this crate");
    let definitions = schema["oneOf"].as_array().unwrap().iter().map(|one| {
        let definition = schema.pointer(one["$ref"].as_str().unwrap().strip_prefix('#').unwrap()).unwrap();
        definition["properties"]["type"]["const"].as_str().unwrap()
    });
    assert!(definitions.eq(EventType::variants().map(|event_type| event_type.to_string())));
}

#[test]
fn types_of_later_versions_have_the_data_of_their_kind() {
    let message = message();
    let (longest, too_long) = ("message.".to_owned() + &"x".repeat(56), "message.".to_owned() + &"x".repeat(57));
    for (event_type, is_of_a_kind) in [
        ("message.teleported", true),
        ("message.not.once", true),
        (&longest, true),
        ("call.received", true),
        ("lead.other", true),
        ("campaign.ended", true),
        ("contact.2", true),
        ("reply.read", false),
        ("voicemail.deleted", false),
        ("unknown.other", false),
        ("message", false),
        ("messages.sent", false),
        ("invoice.paid", false),
    ] {
        let mut document = message.clone();
        document["type"] = event_type.into();
        assert_accepting(&document, Accepting::Open);
        let expected = if is_of_a_kind { Accepting::Neither } else { Accepting::Open };
        assert_with(&document, "/data/campaign_id", json!(7), expected);
        assert_with(&document, "/data/extra", json!(7), Accepting::Neither);
        assert_without(&document, "/data/vendor_event", Accepting::Neither);
    }
    for event_type in [
        "",
        "Message.sent",
        "message.",
        ".sent",
        "message..sent",
        "message.sent\n",
        "message.Sent",
        "2.sent",
        "_.sent",
        "message-sent",
        &too_long,
    ] {
        assert_with(&message, "/type", event_type.into(), Accepting::Neither);
    }
}

#[test]
fn unknown_members_are_open() {
    let message = message();
    for pointer in ["/traceparent", "/data/mood", "/data/person/nickname"] {
        for value in [json!(null), json!("x"), json!({ "a": [1] })] {
            assert_with(&message, pointer, value, Accepting::Open);
        }
    }
    assert_with(&message, "/data/extra", json!({ "mood": null }), Accepting::Both);
}

#[test]
fn any_source_and_any_id_are_accepted() {
    let message = message();
    let longest = "a".repeat(64);
    for source in ["acme", "acme/Brazil", "0.a_b-c/~._-Z9", &longest] {
        assert_with(&message, "/source", source.into(), Accepting::Both);
    }
    let too_long = "a".repeat(65);
    for source in
        ["", "Acme", "-acme", "acme/", "/eu", "acme/a/b", "acme/a b", "acme\n", "acme/eu\n", "ácme", &too_long]
    {
        assert_with(&message, "/source", source.into(), Accepting::Neither);
    }
    for (id, expected) in [
        ("00000000-0000-0000-0000-000000000000", Accepting::Both),
        ("0197a3c4-8d2e-7f00-9abc-0123456789ab", Accepting::Both),
        ("0197A3C4-8D2E-7F00-9ABC-0123456789AB", Accepting::Neither),
        ("0197a3c48d2e7f009abc0123456789ab", Accepting::Neither),
        ("0197a3c4-8d2e-7f00-9abc-0123456789ab\n", Accepting::Neither),
        ("urn:uuid:0197a3c4-8d2e-7f00-9abc-0123456789ab", Accepting::Neither),
    ] {
        assert_with(&message, "/id", id.into(), expected);
    }
}

#[test]
fn only_what_reading_requires_is_required() {
    let message = message();
    for member in ["/specversion", "/type", "/source", "/id", "/data", "/data/vendor_event"] {
        assert_without(&message, member, Accepting::Neither);
    }
    for member in ["/time", "/dataschema", "/data/channel"] {
        assert_without(&message, member, Accepting::Open);
    }
    assert_without(&message, "/subject", Accepting::Both);
    let unknown = unknown().iter().map(|file| json!(event(file))).find(|event| event["time"].is_string()).unwrap();
    assert_without(&unknown, "/time", Accepting::Both);

    for (member, value) in [
        ("/dataschema", json!("urn:leadhook:schema:event:2")),
        ("/data/channel", json!("fax")),
        ("/data/reason", json!("full")),
    ] {
        assert_with(&message, member, value, Accepting::Open);
    }
    // Vendors may add these values, and they are written as they are.
    assert_with(&message, "/data/bounce_type", json!("block"), Accepting::Both);
}

#[test]
fn a_known_member_has_its_type_and_is_never_null() {
    for file in accepted() {
        let event = json!(event(&file));
        let inner =
            ["data", "data/person"].map(|outer| event.pointer(&format!("/{outer}")).map(|inner| (outer, inner)));
        let members = [("", &event)].into_iter().chain(inner.into_iter().flatten());
        for (outer, members) in members {
            let outer = if outer.is_empty() { String::new() } else { format!("/{outer}") };
            for name in members.as_object().unwrap().keys() {
                for value in [json!(null), json!([[]])] {
                    assert_with(&event, &format!("{outer}/{name}"), value, Accepting::Neither);
                }
            }
        }
    }
}
