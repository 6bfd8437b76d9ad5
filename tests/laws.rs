//! The laws of payloads and contracts, over every vendor and every fixture.
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "JSON's values are not our enum, and have no more than six variants"
)]

mod corpus;
mod law;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::{env, fs};

use corpus::{Document, Edit, accepted, edited, fixtures, leaves, other, pointers, scalars};
use leadhook::{Finding, Findings, Vendor, normalize, parse, validate};
use serde_json::{Value, json};

// Law 1.

#[test]
fn contracts_are_valid_schemas() {
    for &vendor in Vendor::VARIANTS {
        let contract = law::contract(vendor);
        jsonschema::draft202012::meta::validate(contract).unwrap_or_else(|error| panic!("{vendor}: {error}"));
        assert_eq!(contract["$id"], format!("urn:leadhook:schema:{vendor}:1"));
    }
    for schema in [leadhook::Event::SCHEMA, leadhook::Rejection::SCHEMA] {
        jsonschema::draft202012::meta::validate(&serde_json::from_str(schema).unwrap()).unwrap();
    }
}

#[test]
fn fixtures_are_valid() {
    for document in accepted() {
        let verdict = validate(document.vendor, &document.body);
        assert!(verdict.is_valid(), "{}: {verdict:?}", document.path.display());
    }
}

/// The golden files: what each fixture has that its platform does not document.
///
/// `LEADHOOK_BLESS=1 cargo test --test laws` writes them anew.
#[test]
fn drift_is_pinned() {
    let mut golden: BTreeMap<Vendor, String> = BTreeMap::new();
    for document in accepted() {
        let lines = golden.entry(document.vendor).or_insert_with(|| "fixture\tkind\tpointer\tplace\tnearest\n".into());
        for finding in validate(document.vendor, &document.body).findings().map_or(&[][..], Findings::told) {
            let Finding { kind, pointer, line, column, nearest, .. } = finding;
            let nearest = nearest.as_deref().unwrap_or_default();
            writeln!(lines, "{}\t{kind}\t{pointer}\t{line}:{column}\t{nearest}", document.kind_and_name()).unwrap();
        }
    }
    for (vendor, lines) in golden {
        let path = corpus::folder("fixtures", vendor).join("drift.tsv");
        if env::var_os("LEADHOOK_BLESS").is_some() {
            fs::write(&path, &lines).unwrap();
        }
        assert_eq!(fs::read_to_string(&path).unwrap_or_default(), lines, "{}", path.display());
    }
}

#[test]
fn vendors_are_detected_by_documented_names_only() {
    for document in fixtures() {
        assert_eq!(Vendor::detect(&document.body), Some(document.vendor), "{}", document.path.display());
    }
    for &vendor in Vendor::VARIANTS {
        for event in vendor.events() {
            let body = json!({ "id": 1, "event": event.name }).to_string();
            assert_eq!(Vendor::detect(body.as_bytes()), Some(vendor), "{}", event.name);
        }
    }
    for body in ["", "{}", "[]", r#"["missed_call"]"#, r#"{"event":7}"#, r#"{"data":{"event":"missed_call"}}"#] {
        assert_eq!(Vendor::detect(body.as_bytes()), None, "{body}");
    }
}

// Law 2.

#[track_caller]
fn assert_comes_back_whole(vendor: Vendor, body: &[u8], context: &str) {
    let payload = parse(vendor, body).unwrap_or_else(|error| panic!("{context}: {error}"));
    law::lossless(vendor, body, &payload);
}

#[test]
fn payloads_come_back_whole() {
    for document in accepted() {
        let name = document.path.display().to_string();
        assert_comes_back_whole(document.vendor, &document.body, &name);
        let value = document.value();
        for pointer in pointers(&value) {
            // What is added is three levels deep itself.
            let room = pointer.split('/').count() < 97;
            if room && value.pointer(&pointer).is_some_and(Value::is_object) {
                let member = r#""añadido":{"a":[null,{"b":-0.5e-7}],"c":18446744073709551615,"d":""}"#;
                let body = edited(&value, &pointer, Edit::Add(member));
                assert_comes_back_whole(document.vendor, body.as_bytes(), &format!("{name} with more at {pointer:?}"));
            }
        }
    }
}

// Law 2b.

#[test]
fn every_leaf_of_a_payload_stands_in_its_event() {
    let mut marked = 0;
    for document in accepted() {
        let value = document.value();
        for pointer in leaves(&value) {
            let leaf = value.pointer(&pointer).unwrap();
            let Some(mark) = other(leaf) else { continue };
            let body = edited(&value, &pointer, Edit::Replace(&mark));
            let Ok(event) = normalize(document.vendor, body.as_bytes()) else {
                panic!("{}: {pointer} refuses {mark}", document.path.display());
            };
            let event = serde_json::to_value(&event).unwrap();
            let context = format!("{}: {pointer}", document.path.display());
            if leaf.is_boolean() {
                let unmarked = serde_json::to_value(normalize(document.vendor, &document.body).unwrap()).unwrap();
                assert_ne!(event["data"], unmarked["data"], "{context}");
            } else {
                let mark: Value = serde_json::from_str(&mark).unwrap();
                assert!(scalars(&event).contains(&&mark), "{context}: lost in {event}");
            }
            marked += 1;
        }
    }
    assert!(marked > 1000, "only {marked} leaves");
}

#[test]
fn every_undocumented_member_of_a_payload_stands_in_its_event() {
    let mark = Value::from("märk-7f3a");
    for document in accepted() {
        let value = document.value();
        for pointer in pointers(&value) {
            if value.pointer(&pointer).is_some_and(Value::is_object) && pointer.split('/').count() <= 100 {
                let body = edited(&value, &pointer, Edit::Add(&format!(r#""sixth_sense":{mark}"#)));
                let event = serde_json::to_value(normalize(document.vendor, body.as_bytes()).unwrap()).unwrap();
                assert!(scalars(&event).contains(&&mark), "{}: lost at {pointer:?}", document.path.display());
            }
        }
    }
}

#[test]
fn events_keep_their_vendor_and_the_vendors_name() {
    for document in accepted() {
        let event = normalize(document.vendor, &document.body).unwrap();
        let payload = parse(document.vendor, &document.body).unwrap();
        let name = document.value()["event"].as_str().unwrap().to_owned();
        assert_eq!((event.vendor(), event.vendor_event().as_str()), (document.vendor, name.as_str()));
        assert_eq!((payload.vendor(), payload.event()), (document.vendor, name.as_str()));
    }
}

// Law 3.

const REPLACEMENTS: [&str; 14] = [
    "null",
    "true",
    "7",
    "-1",
    "0.5",
    "2.0",
    "1e2",
    "18446744073709551616",
    r#""""#,
    r#""word""#,
    "[]",
    "{}",
    r#""2026-02-30T12:00:00Z""#,
    r#"{"a":1,"a":2}"#,
];

fn single_faults(value: &Value, mut each: impl FnMut(String)) {
    for pointer in pointers(value) {
        let replacements = REPLACEMENTS.iter().map(|text| Edit::Replace(text));
        let edits = [Edit::Drop, Edit::Repeat, Edit::Add(r#""sixth_sense":{"x":1}"#)].into_iter().chain(replacements);
        for edit in edits {
            each(edited(value, &pointer, edit));
        }
    }
}

#[test]
fn contract_and_model_agree_on_every_single_fault() {
    let (mut accepted_count, mut refused) = (0, 0);
    for document in accepted() {
        law::agreement(document.vendor, &document.body);
        single_faults(&document.value(), |body| match law::agreement(document.vendor, body.as_bytes()) {
            Some(payload) => {
                law::lossless(document.vendor, body.as_bytes(), &payload);
                accepted_count += 1;
            }
            None => refused += 1,
        });
    }
    println!("single faults: {accepted_count} accepted by both, {refused} refused by both");
    assert!(accepted_count > 10_000 && refused > 10_000);
}

#[test]
fn contract_and_model_agree_on_foreign_bodies() {
    for document in accepted().into_iter().chain(corpus::rejects()) {
        for &vendor in Vendor::VARIANTS {
            law::agreement(vendor, &document.body);
        }
    }
}

// Law 4.

#[test]
fn every_member_and_event_of_a_contract_is_in_a_fixture() {
    for &vendor in Vendor::VARIANTS {
        let contract = law::contract(vendor);
        let (mut named, mut seen) = (BTreeSet::new(), BTreeSet::new());
        law::places(contract, "", &mut named);
        named.retain(|place| !law::is_word(place));
        for Document { body, .. } in fixtures().iter().filter(|document| document.vendor == vendor) {
            law::mark(contract, "", &serde_json::from_slice(body).unwrap(), &mut seen);
        }
        assert_eq!(named.difference(&seen).collect::<Vec<_>>(), Vec::<&String>::new(), "{vendor}");
    }
}

#[test]
fn every_member_of_every_schema_is_described() {
    let schemas = Vendor::VARIANTS.iter().map(|vendor| vendor.schema()).chain([leadhook::Event::SCHEMA]);
    for schema in schemas {
        let schema: Value = serde_json::from_str(schema).unwrap();
        let mut named = BTreeSet::new();
        law::places(&schema, "", &mut named);
        named.retain(|place| !law::is_word(place));
        assert!(!named.is_empty());
        for place in named {
            let described =
                schema.pointer(&place).unwrap()["description"].as_str().is_some_and(|text| !text.is_empty());
            assert!(described, "{}{place} has no description", schema["$id"]);
        }
    }
}

#[test]
fn advice_is_spelt_as_the_schemas_readme_says() {
    let readme = include_str!("../schemas/README.md");
    for &vendor in Vendor::VARIANTS {
        for advice in law::values_of(law::contract(vendor), "x-advisory") {
            assert!(["email", "uuid", "e164", "uri", "ip", "integer"].contains(&advice.as_str().unwrap()), "{advice}");
            assert!(readme.contains(&format!("`{}`", advice.as_str().unwrap())));
        }
    }
}

// Law 5.

#[test]
fn the_table_of_vendors_and_the_folders_are_the_same() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let names = |folder: &str, ending: &str| -> BTreeSet<String> {
        let entries = std::fs::read_dir(root.join(folder)).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names
            .filter_map(|name| name.strip_suffix(ending).map(str::to_owned))
            .filter(|name| name != "README.md")
            .collect()
    };
    let mut slugs: BTreeSet<_> = Vendor::VARIANTS.iter().map(|vendor| vendor.as_str().to_owned()).collect();
    for kind in ["tests/fixtures", "tests/unknown", "tests/rejects"] {
        assert_eq!(names(kind, ""), slugs, "{kind}");
    }
    slugs.extend(["event", "rejection"].map(str::to_owned));
    assert_eq!(names("schemas", ".schema.json"), slugs);
}

/// The documented words of every open word in a schema.
fn open_words(schema: &Value) -> BTreeSet<Vec<&str>> {
    let mut found = BTreeSet::new();
    if let [listed, Value::Bool(true)] = schema["anyOf"].as_array().map_or(&[][..], Vec::as_slice) {
        found.insert(listed["enum"].as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect());
    }
    match schema {
        Value::Object(members) => found.extend(members.values().flat_map(open_words)),
        Value::Array(elements) => found.extend(elements.iter().flat_map(open_words)),
        _ => {}
    }
    found
}

#[test]
fn contracts_and_enums_spell_the_same_words() {
    for &vendor in Vendor::VARIANTS {
        let names: Vec<_> = vendor.events().into_iter().map(|event| event.name).collect();
        assert_eq!(names, vendor.event_names(), "{vendor}");
        let contract = law::contract(vendor);
        assert_eq!(open_words(contract), vendor.vocabulary().into_iter().collect(), "{vendor}");
    }
}

#[test]
fn no_event_name_is_documented_twice() {
    let names: Vec<_> = Vendor::VARIANTS.iter().flat_map(|vendor| vendor.event_names()).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
}
