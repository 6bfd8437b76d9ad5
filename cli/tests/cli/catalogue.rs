//! `leadhook vendors` and `leadhook schema`.

use leadhook::{Rejection, Vendor, StringEnum as _, event};
use serde_json::Value;

use crate::desk::{Desk, Run, json_lines};

#[test]
fn vendors_lists_every_event_and_how_well_it_is_documented() {
    let run = Desk::new().run(&["vendors"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let told: Vec<Vec<_>> = run.out.lines().map(|line| line.split_whitespace().take(3).collect()).collect();
    let mut events = Vec::new();
    for vendor in Vendor::VARIANTS {
        events.extend(vendor.events().into_iter().map(|event| (vendor.as_str(), event)));
    }
    let known: Vec<Vec<_>> =
        events.iter().map(|(as_str, event)| vec![*as_str, event.name.as_str(), event.provenance.as_str()]).collect();
    assert_eq!(told, known);
    assert!(events.iter().zip(run.out.lines()).all(|((_, event), line)| line.ends_with(&event.description)));
    for word in ["sample", "prose", "listed", "elsewhere"] {
        assert!(told.iter().any(|line| line[2] == word), "{word}");
    }
}

#[test]
fn vendors_lists_the_same_for_programs() {
    let run = Desk::new().run(&["vendors", "--format", "json"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let told: Vec<Value> = json_lines(&run.out);
    assert_eq!(told.len(), Vendor::VARIANTS.len());
    for (told, vendor) in told.iter().zip(Vendor::VARIANTS) {
        assert_eq!(told["vendor"], vendor.as_str());
        assert_eq!(told["name"].as_str().unwrap().to_lowercase(), vendor.as_str());
        assert_eq!(told["events"], serde_json::to_value(vendor.events()).unwrap());
    }
}

#[test]
fn schema_prints_the_contracts_byte_for_byte() {
    let desk = Desk::new();
    let names: Vec<_> = Vendor::VARIANTS.iter().map(|vendor| vendor.as_str()).chain(["event", "rejection"]).collect();
    assert_eq!(desk.run(&["schema"]), Run { code: 0, out: names.join("\n") + "\n", err: String::new() });
    for vendor in Vendor::VARIANTS {
        let out = vendor.schema().to_owned();
        assert_eq!(desk.run(&["schema", vendor.as_str()]), Run { code: 0, out, err: String::new() });
    }
    assert_eq!(desk.run(&["schema", "event"]), Run { code: 0, out: Event::SCHEMA.to_owned(), err: String::new() });
    let out = Rejection::SCHEMA.to_owned();
    assert_eq!(desk.run(&["schema", "rejection"]), Run { code: 0, out, err: String::new() });
    assert!(Event::SCHEMA.ends_with('\n') && Rejection::SCHEMA.ends_with('\n'));
}
