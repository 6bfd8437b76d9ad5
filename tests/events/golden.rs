//! The golden files: the event of each fixture, and what its id depends on.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use expect_test::expect_file;
use leadhook::Vendor;
use leadhook_harness::corpus::{self, accepted, different_leaf, leaves};
use serde_json::{Number, Value, json};

use super::event;
use super::ids::leaves_of_id;

/// The event of each fixture, and the leaves that its id depends on, are those of the golden files. `*` means all leaves.
/// `UPDATE_EXPECT=1` writes them.
#[test]
fn events_and_keys_are_pinned() {
    let mut tables: BTreeMap<Vendor, String> = BTreeMap::new();
    for file in accepted() {
        let value = file.value();
        let key = leaves_of_id(&file);
        let all = leaves(&value).into_iter().filter(|leaf| different_leaf(value.pointer(leaf).unwrap()).is_some());
        let key = if key == all.collect::<Vec<_>>() { "*".to_owned() } else { key.join(" ") };
        // Sorted and rounded, so that features of serde_json change nothing.
        let mut event = with_rounded_numbers(json!(event(&file)));
        event.sort_all_objects();
        let table = tables.entry(file.vendor).or_insert_with(|| "fixture\tkey\tevent\n".to_owned());
        writeln!(table, "{}\t{key}\t{event}", file.name()).unwrap();
    }
    for (vendor, table) in tables {
        expect_file![corpus::folder("fixtures", vendor).join("events.tsv")].assert_eq(&table);
    }
}

/// Converts the numbers to what they are without `arbitrary_precision`: 64-bit integers, or `f64`s.
fn with_rounded_numbers(value: Value) -> Value {
    match value {
        Value::Number(number) if number.is_u64() || number.is_i64() => Value::Number(number),
        Value::Number(number) => number.as_f64().and_then(Number::from_f64).map_or(Value::Null, Value::Number),
        Value::Array(elements) => elements.into_iter().map(with_rounded_numbers).collect(),
        Value::Object(members) => {
            members.into_iter().map(|(name, member)| (name, with_rounded_numbers(member))).collect()
        }
        other => other,
    }
}
