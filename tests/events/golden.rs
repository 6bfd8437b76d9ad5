//! The golden files: every fixture's event and key.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::{env, fs};

use leadhook::Vendor;
use serde_json::{Value, json};

use crate::corpus::{self, accepted, leaves, other};
use crate::event;
use crate::ids::key;

/// The golden files: each fixture's event, and the leaves of the fixture that its id depends on; `*` stands for all.
///
/// `LEADHOOK_BLESS=1 cargo test --test events` writes them anew.
#[test]
fn events_and_keys_are_pinned() {
    let mut golden: BTreeMap<Vendor, String> = BTreeMap::new();
    for document in accepted() {
        let event = event(&document);
        let value = document.value();
        let key = key(&document);
        let all = leaves(&value).into_iter().filter(|leaf| other(value.pointer(leaf).unwrap()).is_some());
        let key = if key == all.collect::<Vec<_>>() { "*".to_owned() } else { key.join(" ") };
        let lines = golden.entry(document.vendor).or_insert_with(|| "fixture\tkey\tevent\n".to_owned());
        // By way of a `Value`, so that the members' order does not depend on a feature of serde_json.
        let mut event = json!(event);
        event.sort_all_objects();
        writeln!(lines, "{}\t{key}\t{event}", document.kind_and_name()).unwrap();
    }
    for (vendor, lines) in golden {
        let path = corpus::folder("fixtures", vendor).join("events.tsv");
        if env::var_os("LEADHOOK_BLESS").is_some() {
            fs::write(&path, &lines).unwrap();
        }
        assert_eq!(rows(&fs::read_to_string(&path).unwrap_or_default()), rows(&lines), "{}", path.display());
    }
}

/// The rows of a golden file, with numbers as `f64`s: under `arbitrary_precision` events have more digits.
fn rows(golden: &str) -> Vec<(&str, Value)> {
    fn rounded(value: Value) -> Value {
        match value {
            Value::Number(number) => number.as_f64().into(),
            Value::Array(elements) => elements.into_iter().map(rounded).collect(),
            Value::Object(members) => members.into_iter().map(|(name, member)| (name, rounded(member))).collect(),
            other => other,
        }
    }
    let row = |line| {
        let (name_and_key, event): (&str, &str) = str::rsplit_once(line, '\t').unwrap();
        (name_and_key, rounded(serde_json::from_str(event).unwrap_or_default()))
    };
    golden.lines().map(row).collect()
}
