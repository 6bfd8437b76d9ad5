//! Events of vendors and versions that this version of leadhook does not know.

use leadhook::Event;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

/// Sources of vendors that are not built in.
const SOURCES: [&str; 5] = ["acme", "acme/brazil", "0", "a.b-c_d/~", "limecall2"];

/// Types that this version does not know.
const TYPES: [&str; 16] = [
    "message.teleported",
    "message.received.late",
    "call.transferred",
    "call.x_1",
    "lead.other",
    "lead.returned",
    "campaign.other",
    "campaign.paused",
    "contact.merged",
    "reply.read",
    "voicemail.deleted",
    "order.shipped",
    "message",
    "unknown.other",
    "x",
    "a1_.2.b",
];

/// Generates the JSON documents of events: those of built-in vendors, and changed documents that another vendor or
/// another version may write.
pub fn documents() -> impl Strategy<Value = Value> {
    let changes = (
        proptest::option::of(select(&SOURCES[..])),
        proptest::option::of(select(&TYPES[..])),
        members(),
        members(),
        0..5_u8,
        0..7_u8,
    );
    (any::<Event>(), changes).prop_map(|(event, (source, r#type, members, of_person, head, subject))| {
        let mut document = json!(event);
        let attributes = [("source", source), ("type", r#type)];
        for (name, value) in attributes.into_iter().filter_map(|(name, value)| Some((name, value?))) {
            document[name] = value.into();
        }
        match head {
            0 => document["dataschema"] = "urn:leadhook:schema:event:2".into(),
            1 => _ = document.as_object_mut().unwrap().remove("dataschema"),
            2 => document["id"] = "00000000-0000-4000-8000-000000000007".into(),
            3 => _ = document.as_object_mut().unwrap().remove("time"),
            _ => {}
        }
        match subject {
            0 => document["subject"] = "7".into(),
            1 => document["subject"] = "3B4F7C5E-7E2D-5157-B542-5EB2155455C5".into(),
            2 => document["subject"] = "3b4f7c5e-7e2d-5157-b542-5eb2155455c5".into(),
            3 => document["subject"] = "3b4f7c5e-7e2d-4157-b542-5eb2155455c5".into(),
            4 => _ = document.as_object_mut().unwrap().remove("subject"),
            _ => {}
        }
        if matches!(r#type, Some("order.shipped" | "message")) {
            // An event of no known kind may give these names another type.
            document["data"]["channel"] = 7.into();
            document["data"]["person"] = json!([null]);
        }
        document["data"].as_object_mut().unwrap().extend(members);
        if let Some(person) = document.pointer_mut("/data/person").and_then(Value::as_object_mut) {
            person.extend(of_person);
        }
        document
    })
}

/// Generates events of built-in vendors and others, of this version and others.
pub fn events() -> impl Strategy<Value = Event> {
    documents().prop_map(|document| serde_json::from_value(document).expect("a document of an event"))
}

/// Generates members that no event of this version has.
fn members() -> impl Strategy<Value = Map<String, Value>> {
    let name = select(&["teleported_at", "ava@example.com", "", "a/b", "Ünknown", "id", "source"][..]);
    let value = select(vec![
        json!(null),
        json!(true),
        json!(-7),
        json!(0.5),
        json!(""),
        json!("2026-02-02T09:00:15+03:00"),
        json!([1, "x", {}]),
        json!({ "extra": { "vendor_event": 7 } }),
    ]);
    proptest::collection::vec((name, value), 0..3)
        .prop_map(|members| members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}
