//! The events that every binding must read and write as the library does.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use data_encoding::BASE64;
use expect_test::expect_file;
use leadhook::lifecycle::Fold;
use leadhook::{Error, Event};
use serde_json::Value;

use super::fragments;

/// The attributes of an event. Brokers add others, which are not written back.
const ATTRIBUTES: [&str; 8] = ["specversion", "type", "source", "id", "time", "subject", "dataschema", "data"];

/// The JSON of an event, and what every binding must do with it.
struct Case {
    name: String,
    json: Vec<u8>,
    outcome: Result<Event, Error>,
}

impl Case {
    fn line(&self) -> String {
        let Self { name, json, outcome } = self;
        let (outcome, detail, state) = match outcome {
            Ok(event) => ("event", serde_json::to_string(event).unwrap(), state(event)),
            Err(error) => (error.kind().as_str(), fragments(error), String::new()),
        };
        let verdict = Event::validate_json(json);
        format!("{name}\t{}\t{outcome}\t{detail}\t{}\t{state}\n", BASE64.encode(json), verdict.as_str())
    }
}

/// Returns the state of a fold of one event. It shows the subject's kind and what the fold makes of the status.
fn state(event: &Event) -> String {
    let fold: Fold = [event].into_iter().collect();
    fold.iter().map(|state| serde_json::to_string(&state).unwrap()).collect()
}

/// Returns a case for each file in `events`.
fn cases() -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/events");
    let entries = |folder: &Path| {
        let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        paths
    };
    let case = |path: &Path| {
        let name = path.strip_prefix(&root).unwrap().with_extension("").to_str().unwrap().replace('\\', "/");
        let json = fs::read(path).unwrap();
        Case { name, outcome: Event::from_json(&json), json }
    };
    entries(&root).iter().flat_map(|folder| entries(folder)).map(|path| case(&path)).collect()
}

#[test]
fn events_tsv_has_what_the_library_returns() {
    let cases = cases();
    let verdicts: BTreeSet<_> = cases.iter().map(|case| Event::validate_json(&case.json).as_str()).collect();
    println!("{} conformance cases of events: {verdicts:?}", cases.len());
    assert!(verdicts.into_iter().eq(["drift", "invalid", "valid"]));
    let header = "# case\tevent, in Base64\toutcome\tevent, or pointers\tverdict\tstate\n";
    let lines: String = cases.iter().map(Case::line).collect();
    expect_file!["events.tsv"].assert_eq(&format!("{header}{lines}"));
}

#[test]
fn the_events_of_other_vendors_and_versions_are_written_back_unchanged() {
    for Case { name, json, outcome } in cases() {
        assert_eq!(outcome.is_err(), name.starts_with("refused/"), "{name}: {outcome:?}");
        let Ok(event) = outcome else { continue };
        let Value::Object(mut document) = serde_json::from_slice(&json).unwrap() else { panic!("{name}") };
        document.retain(|attribute, _| ATTRIBUTES.contains(&attribute.as_str()));
        assert_eq!(serde_json::to_value(&event).unwrap(), Value::Object(document), "{name}");
    }
}
