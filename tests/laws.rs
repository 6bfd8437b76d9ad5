//! The laws of payloads and schemas, over every vendor and every fixture. `docs/guarantees.md` has their numbers.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use expect_test::expect_file;
use leadhook::event::Source;
use leadhook::testing::{Samples, Webhook, WebhookOptions};
use leadhook::{Diagnostic, Position, Vendor, Verdict, normalize, parse, validate};
use leadhook_harness::corpus::{
    self, BodyFile, Edit, accepted, different_leaf, edited, fixtures, leaves, pointers, scalars,
};
use leadhook_harness::{law, optional};
use serde_json::{Value, json};

// Law 1.

#[test]
fn schemas_follow_the_meta_schema() {
    for &vendor in Vendor::VARIANTS {
        let schema = law::schema(vendor);
        jsonschema::draft202012::meta::validate(schema).unwrap_or_else(|error| panic!("{vendor}: {error}"));
        assert_eq!(schema["$id"], format!("urn:leadhook:schema:{vendor}:1"));
    }
    for schema in [leadhook::Event::SCHEMA, leadhook::Rejection::SCHEMA] {
        jsonschema::draft202012::meta::validate(&serde_json::from_str(schema).unwrap()).unwrap();
    }
}

/// Other validators find drift in the same bodies.
#[test]
fn the_published_strict_schemas_accept_exactly_the_bodies_without_drift() {
    let validator = |&vendor: &Vendor| {
        let schema: Value = serde_json::from_str(vendor.strict_schema()).unwrap();
        jsonschema::draft202012::meta::validate(&schema).unwrap_or_else(|error| panic!("{vendor}: {error}"));
        assert!(!vendor.strict_schema().contains("\"x-"), "{vendor}: a keyword of this crate");
        (vendor, jsonschema::draft202012::options().should_validate_formats(true).build(&schema).unwrap())
    };
    let validators: BTreeMap<_, _> = Vendor::VARIANTS.iter().map(validator).collect();
    let (mut valid, mut drifting) = (0, 0);
    let mut check = |vendor: Vendor, body: &[u8]| {
        let is_valid = validate(vendor, body) == Verdict::Valid;
        let value = serde_json::from_slice(body).unwrap();
        assert_eq!(validators[&vendor].is_valid(&value), is_valid, "{vendor}: {value}");
        *if is_valid { &mut valid } else { &mut drifting } += 1;
    };
    for file in accepted() {
        check(file.vendor, &file.body);
    }
    for webhook in Samples::<Webhook>::new(WebhookOptions::default(), 15).take(3000) {
        check(webhook.vendor, webhook.body.as_bytes());
    }
    assert!(valid > 1000 && drifting > 1000, "{valid} and {drifting}");
}

#[test]
fn fixtures_are_valid() {
    for file in accepted() {
        let verdict = validate(file.vendor, &file.body);
        assert!(verdict.is_valid(), "{}: {verdict:?}", file.path.display());
    }
}

/// The drift of each fixture is that of the golden files. `UPDATE_EXPECT=1` writes them.
#[test]
fn drift_is_pinned() {
    let mut tables: BTreeMap<Vendor, String> = BTreeMap::new();
    for file in accepted() {
        let table =
            tables.entry(file.vendor).or_insert_with(|| "fixture\tcode\tpointer\tposition\tsuggestion\n".into());
        for diagnostic in validate(file.vendor, &file.body).diagnostics().into_iter().flatten() {
            let Diagnostic { code, pointer, position: Position { line, column }, suggestion, .. } = diagnostic;
            let suggestion = suggestion.as_deref().unwrap_or_default();
            writeln!(table, "{}\t{code}\t{pointer}\t{line}:{column}\t{suggestion}", file.name()).unwrap();
        }
    }
    for (vendor, table) in tables {
        expect_file![corpus::folder("fixtures", vendor).join("drift.tsv")].assert_eq(&table);
    }
}

#[test]
fn only_documented_names_detect_a_vendor() {
    for file in fixtures() {
        assert_eq!(Vendor::detect(&file.body), Ok(file.vendor), "{}", file.path.display());
    }
    for &vendor in Vendor::VARIANTS {
        for event in vendor.events() {
            let body = json!({ "id": 1, "event": event.name }).to_string();
            assert_eq!(Vendor::detect(body.as_bytes()), Ok(vendor), "{}", event.name);
            assert_eq!(Vendor::documenting(&event.name), Some(vendor), "{}", event.name);
        }
    }
    for body in ["", "{}", "[]", r#"["missed_call"]"#, r#"{"event":7}"#, r#"{"data":{"event":"missed_call"}}"#] {
        assert!(Vendor::detect(body.as_bytes()).is_err(), "{body}");
    }
}

// Law 2.

#[track_caller]
fn assert_lossless(vendor: Vendor, body: &[u8], context: &str) {
    let payload = parse(vendor, body).unwrap_or_else(|error| panic!("{context}: {error}"));
    law::lossless(vendor, body, &payload);
}

#[test]
fn payloads_serialize_to_what_they_were_parsed_from() {
    for file in accepted() {
        let name = file.path.display().to_string();
        assert_lossless(file.vendor, &file.body, &name);
        let value = file.value();
        for pointer in pointers(&value) {
            // The new member is itself three levels deep.
            let fits = pointer.split('/').count() < 97;
            if fits && value.pointer(&pointer).is_some_and(Value::is_object) {
                let member = r#""añadido":{"a":[null,{"b":-0.5e-7}],"c":18446744073709551615,"d":""}"#;
                let body = edited(&value, &pointer, Edit::Add(member));
                assert_lossless(file.vendor, body.as_bytes(), &format!("{name} with a member more at {pointer:?}"));
            }
        }
    }
}

// Law 3.

#[test]
fn every_leaf_of_a_payload_is_in_its_event() {
    let mut replaced = 0;
    for file in accepted() {
        let value = file.value();
        for pointer in leaves(&value) {
            let leaf = value.pointer(&pointer).unwrap();
            let Some(replacement) = different_leaf(leaf) else { continue };
            let body = edited(&value, &pointer, Edit::Replace(&replacement));
            let context = format!("{}: {pointer}", file.path.display());
            let event = normalize(file.vendor, body.as_bytes());
            let event = event.unwrap_or_else(|error| panic!("{context} refuses {replacement}: {error}"));
            let event = serde_json::to_value(&event).unwrap();
            if leaf.is_boolean() {
                let original = serde_json::to_value(normalize(file.vendor, &file.body).unwrap()).unwrap();
                assert_ne!(event["data"], original["data"], "{context}");
            } else {
                let replacement: Value = serde_json::from_str(&replacement).unwrap();
                let is_kept =
                    scalars(&event).into_iter().any(|scalar| law::is_same(file.vendor, &pointer, &replacement, scalar));
                assert!(is_kept, "{context} is lost in {event}");
            }
            replaced += 1;
        }
    }
    assert!(replaced > 1000, "only {replaced} leaves");
}

#[test]
fn every_undocumented_member_of_a_payload_is_in_its_event() {
    let mark = Value::from("märk-7f3a");
    for file in accepted() {
        let value = file.value();
        for pointer in pointers(&value) {
            if value.pointer(&pointer).is_some_and(Value::is_object) && pointer.split('/').count() <= 100 {
                let body = edited(&value, &pointer, Edit::Add(&format!(r#""undocumented_member":{mark}"#)));
                let event = serde_json::to_value(normalize(file.vendor, body.as_bytes()).unwrap()).unwrap();
                assert!(scalars(&event).contains(&&mark), "{}: lost at {pointer:?}", file.path.display());
            }
        }
    }
}

#[test]
fn events_keep_their_vendor_and_its_event_name() {
    for file in accepted() {
        let event = normalize(file.vendor, &file.body).unwrap();
        let payload = parse(file.vendor, &file.body).unwrap();
        let name = file.value()["event"].as_str().unwrap().to_owned();
        assert_eq!((event.source().vendor(), event.vendor_event.as_str()), (Some(file.vendor), name.as_str()));
        assert_eq!((payload.vendor(), payload.event_name()), (file.vendor, name.as_str()));
    }
}

// Law 4.

/// What may replace a value, in addition to the values of law 12.
const REPLACEMENTS: [&str; 3] = ["2.0", r#""2026-02-30T12:00:00Z""#, r#"{"a":1,"a":2}"#];

/// Calls `check` with every body that has one fault.
fn each_single_fault(value: &Value, mut check: impl FnMut(String)) {
    for pointer in pointers(value) {
        let values = optional::REPLACEMENTS.iter().filter(|text| !text.is_empty());
        let replacements = values.chain(&REPLACEMENTS).map(|text| Edit::Replace(text));
        let edits =
            [Edit::Drop, Edit::Repeat, Edit::Add(r#""undocumented_member":{"x":1}"#)].into_iter().chain(replacements);
        for edit in edits {
            check(edited(value, &pointer, edit));
        }
    }
}

#[test]
fn schema_and_model_agree_on_every_single_fault() {
    let (mut accepted_count, mut refused_count) = (0, 0);
    for file in accepted() {
        law::agreement(file.vendor, &file.body);
        each_single_fault(&file.value(), |body| match law::agreement(file.vendor, body.as_bytes()) {
            Some(payload) => {
                law::lossless(file.vendor, body.as_bytes(), &payload);
                accepted_count += 1;
            }
            None => refused_count += 1,
        });
    }
    println!("single faults: {accepted_count} accepted by both, {refused_count} refused by both");
    assert!(accepted_count > 10_000 && refused_count > 10_000);
}

#[test]
fn schema_and_model_agree_on_bodies_of_other_vendors() {
    for file in accepted().into_iter().chain(corpus::rejects()) {
        for &vendor in Vendor::VARIANTS {
            law::agreement(vendor, &file.body);
        }
    }
}

// Law 5.

#[test]
fn every_member_and_event_of_a_schema_is_in_a_fixture() {
    for &vendor in Vendor::VARIANTS {
        let schema = law::schema(vendor);
        let (mut named, mut seen) = (BTreeSet::new(), BTreeSet::new());
        law::collect_pointers(schema, "", &mut named);
        named.retain(|pointer| !law::is_value(pointer));
        for BodyFile { body, .. } in fixtures().iter().filter(|file| file.vendor == vendor) {
            law::record_coverage(schema, "", &serde_json::from_slice(body).unwrap(), &mut seen);
        }
        assert_eq!(named.difference(&seen).collect::<Vec<_>>(), Vec::<&String>::new(), "{vendor}");
    }
}

#[test]
fn every_member_of_every_schema_has_a_description() {
    let schemas = Vendor::VARIANTS.iter().map(|vendor| vendor.schema()).chain([leadhook::Event::SCHEMA]);
    for schema in schemas {
        let schema: Value = serde_json::from_str(schema).unwrap();
        let mut named = BTreeSet::new();
        law::collect_pointers(&schema, "", &mut named);
        named.retain(|pointer| !law::is_value(pointer));
        assert!(!named.is_empty());
        for pointer in named {
            let description = schema.pointer(&pointer).unwrap()["description"].as_str();
            assert!(description.is_some_and(|text| !text.is_empty()), "{}{pointer} has none", schema["$id"]);
        }
    }
}

#[test]
fn the_readme_of_the_schemas_explains_every_format_of_its_own() {
    let readme = include_str!("../schemas/README.md");
    for &vendor in Vendor::VARIANTS {
        for format in law::values_of(law::schema(vendor), "format") {
            let format = format.as_str().unwrap();
            let is_standard = ["date-time", "date", "email", "uuid", "uri"].contains(&format);
            assert!(is_standard || readme.contains(&format!("`{format}`")), "{format}");
        }
    }
}

/// What `x-expected` merges into a member replaces nothing there.
#[test]
fn no_keyword_is_both_in_a_member_and_in_what_is_expected_of_it() {
    fn check(schema: &Value) {
        if let Some(expected) = schema["x-expected"].as_object() {
            let twice: Vec<_> = expected.keys().filter(|&keyword| schema.get(keyword).is_some()).collect();
            assert_eq!(twice, Vec::<&String>::new(), "{schema}");
            assert!(!expected.contains_key("properties"), "properties are outside: {schema}");
            // Otherwise an undocumented value of another type would be one without a documented type.
            let has_type = expected.contains_key("type") || schema.get("type").is_some();
            assert!(has_type || !expected.contains_key("enum"), "an enum needs a type: {schema}");
        }
        match schema {
            Value::Object(members) => members.values().for_each(check),
            Value::Array(elements) => elements.iter().for_each(check),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    for &vendor in Vendor::VARIANTS {
        let expected = law::values_of(law::schema(vendor), "x-expected");
        assert!(!expected.is_empty(), "{vendor}");
        check(law::schema(vendor));
    }
}

#[test]
fn every_vendor_has_its_folders_and_its_schema() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let names = |folder: &str, ending: &str| -> BTreeSet<String> {
        let entries = fs::read_dir(root.join(folder)).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names
            .filter_map(|name| name.strip_suffix(ending).map(str::to_owned))
            .filter(|name| name != "README.md")
            .collect()
    };
    let mut vendors: BTreeSet<_> = Vendor::VARIANTS.iter().map(|vendor| vendor.as_str().to_owned()).collect();
    for kind in ["tests/fixtures", "tests/unknown", "tests/rejects"] {
        assert_eq!(names(kind, ""), vendors, "{kind}");
    }
    vendors.extend(["event", "rejection"].map(str::to_owned));
    assert_eq!(names("schemas", ".schema.json"), vendors);
}

/// Returns the documented values of every open enum in a schema.
fn open_enums(schema: &Value) -> BTreeSet<Vec<&str>> {
    let mut found = BTreeSet::new();
    if let Some(listed) = schema["x-expected"]["enum"].as_array() {
        found.insert(listed.iter().map(|value| value.as_str().unwrap()).collect());
    }
    match schema {
        Value::Object(members) => found.extend(members.values().flat_map(open_enums)),
        Value::Array(elements) => found.extend(elements.iter().flat_map(open_enums)),
        _ => {}
    }
    found
}

#[test]
fn schemas_and_enums_have_the_same_values() {
    for &vendor in Vendor::VARIANTS {
        let names: Vec<_> = vendor.events().into_iter().map(|event| event.name).collect();
        assert_eq!(names, vendor.event_names(), "{vendor}");
        assert_eq!(open_enums(law::schema(vendor)), vendor.documented_values().into_iter().collect(), "{vendor}");
    }
}

#[test]
fn no_event_name_is_documented_twice() {
    let names: Vec<_> = Vendor::VARIANTS.iter().flat_map(|vendor| vendor.event_names()).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
}

#[test]
fn vendors_and_their_sources_have_the_same_order() {
    for &one in Vendor::VARIANTS {
        for &other in Vendor::VARIANTS {
            assert_eq!(one.cmp(&other), Source::from(one).cmp(&Source::from(other)), "{one} and {other}");
            assert_eq!(one.cmp(&other), one.as_str().cmp(other.as_str()), "{one} and {other}");
        }
    }
}

// Law 12.

#[test]
fn nothing_optional_refuses() {
    let mut count = 0;
    for file in accepted() {
        let body = file.value();
        for member in optional::members(file.vendor, &body) {
            let member = optional::Member::new(file.vendor, &body, &member);
            for replacement in optional::REPLACEMENTS {
                member.assert_accepts(replacement);
                count += 1;
            }
        }
    }
    println!("optional members: {count} replacements, 0 refused");
    assert!(count > 10_000, "{count}");
}
