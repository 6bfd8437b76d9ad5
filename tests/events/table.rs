//! The tables of members in `docs/events.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use expect_test::expect_file;
use leadhook::event::{EventKind, EventType};
use leadhook::{Event, Vendor};
use leadhook_harness::corpus::fixtures;
use serde_json::{Value, json};

use super::event;

/// The page, whose text up to the first table is written by hand.
const PAGE: &str = include_str!("../../docs/events.md");

/// A section of the page: its title, the definition in the schema, and a method of `Event` for each member that has one.
struct Section {
    title: &'static str,
    definition: &'static str,
    is_in: fn(&EventKind) -> bool,
}

const SECTIONS: [Section; 8] = [
    Section { title: "Messages", definition: "message", is_in: |kind| matches!(kind, EventKind::Message(_)) },
    Section {
        title: "Inbound messages",
        definition: "inbound_message",
        is_in: |kind| matches!(kind, EventKind::InboundMessage(_)),
    },
    Section { title: "Replies", definition: "reply", is_in: |kind| matches!(kind, EventKind::Reply(_)) },
    Section { title: "Calls", definition: "call", is_in: |kind| matches!(kind, EventKind::Call(_)) },
    Section { title: "Voicemails", definition: "voicemail", is_in: |kind| matches!(kind, EventKind::Voicemail(_)) },
    Section { title: "Leads", definition: "lead", is_in: |kind| matches!(kind, EventKind::Lead(_)) },
    Section { title: "Campaigns", definition: "campaign", is_in: |kind| matches!(kind, EventKind::Campaign(_)) },
    Section { title: "Contacts", definition: "contact", is_in: |kind| matches!(kind, EventKind::Contact(_)) },
];

/// Returns the methods of `Event` that return this member of an event.
fn accessors(event: &Event, value: &Value) -> Vec<&'static str> {
    let found = [
        ("message_id", event.message_id().map(|id| json!(id))),
        ("call_id", event.call_id().map(|id| json!(id))),
        ("campaign_id", event.campaign_id().map(|id| json!(id))),
        ("email", event.email().map(|email| json!(email))),
        ("phone", event.phone().map(|phone| json!(phone))),
        ("person", event.person().map(|person| json!(person))),
    ];
    let is_same = |found: &Option<Value>| found.as_ref() == Some(value);
    found.into_iter().filter(|(_, found)| is_same(found)).map(|(name, _)| name).collect()
}

#[test]
fn the_page_says_which_vendor_fills_which_member() {
    let schema: Value = serde_json::from_str(Event::SCHEMA).unwrap();
    let events: Vec<_> = fixtures().iter().map(event).collect();
    let first = format!("\n### {}\n", SECTIONS[0].title);
    let mut page = PAGE.split(&first).next().unwrap().to_owned();
    for Section { title, definition, is_in } in SECTIONS {
        let of_kind: Vec<_> = events.iter().filter(|event| is_in(&event.kind)).collect();
        let types: BTreeSet<_> = of_kind.iter().map(|event| event.event_type()).collect();
        let types: Vec<_> =
            EventType::variants().filter(|one| types.contains(one)).map(|one| format!("`{one}`")).collect();
        let vendors: BTreeSet<Vendor> = of_kind.iter().filter_map(|event| event.source().vendor()).collect();
        write!(page, "\n### {title}\n\n{}.\n\n", types.join(", ")).unwrap();
        writeln!(
            page,
            "| member | {} | what it is |",
            vendors.iter().map(Vendor::as_ref).collect::<Vec<_>>().join(" | ")
        )
        .unwrap();
        writeln!(page, "|---|{}---|", "---|".repeat(vendors.len())).unwrap();

        let mut filled: BTreeMap<&str, BTreeSet<Vendor>> = BTreeMap::new();
        let mut methods: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let data: Vec<_> = of_kind.iter().map(|event| (event, json!(event.data()))).collect();
        for (event, data) in &data {
            for (name, value) in data.as_object().unwrap() {
                filled.entry(name).or_default().extend(event.source().vendor());
                // Two members may have the same value in one event, and not in all of them.
                let found = accessors(event, value).into_iter().collect();
                methods.entry(name).and_modify(|methods| *methods = &*methods & &found).or_insert(found);
            }
        }
        // Sorted, so that features of serde_json change nothing.
        let members: BTreeMap<_, _> = schema["$defs"][definition]["properties"].as_object().unwrap().iter().collect();
        assert!(
            !members.is_empty() && filled.keys().all(|name| members.contains_key(&(*name).to_owned())),
            "{definition}"
        );
        for (name, member) in members.into_iter().filter(|(name, _)| !matches!(name.as_str(), "vendor_event" | "extra"))
        {
            let by = filled.get(name.as_str()).unwrap_or_else(|| panic!("no fixture fills {definition}.{name}"));
            let marks: Vec<_> = vendors.iter().map(|vendor| if by.contains(vendor) { "yes" } else { "" }).collect();
            let methods: Vec<_> =
                methods[name.as_str()].iter().map(|method| format!(" `Event::{method}` returns it.")).collect();
            let description = member["description"].as_str().unwrap();
            writeln!(page, "| `{name}` | {} | {description}{} |", marks.join(" | "), methods.concat()).unwrap();
        }
    }
    expect_file![Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/events.md")].assert_eq(&page);
}
