//! `leadhook vendors`.

use leadhook::Vendor;
use serde_json::Value;

use crate::sandbox::{Sandbox, json_lines};

#[test]
fn vendors_lists_every_event_and_how_well_it_is_documented() {
    let run = Sandbox::new().run(&["vendors"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let listed: Vec<Vec<_>> = run.out.lines().map(|line| line.split_whitespace().take(3).collect()).collect();
    let mut events = Vec::new();
    for vendor in Vendor::VARIANTS {
        events.extend(vendor.events().into_iter().map(|event| (vendor.as_str(), event)));
    }
    let documented: Vec<Vec<_>> =
        events.iter().map(|(vendor, event)| vec![*vendor, event.name.as_str(), event.evidence.as_str()]).collect();
    assert_eq!(listed, documented);
    assert!(events.iter().zip(run.out.lines()).all(|((_, event), line)| line.ends_with(&event.description)));
    for evidence in ["sample", "prose", "listed", "elsewhere"] {
        assert!(listed.iter().any(|line| line[2] == evidence), "{evidence}");
    }
}

#[test]
fn json_output_lists_the_same() {
    let run = Sandbox::new().run(&["vendors", "--format", "json"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let lines: Vec<Value> = json_lines(&run.out);
    assert_eq!(lines.len(), Vendor::VARIANTS.len());
    for (line, vendor) in lines.iter().zip(Vendor::VARIANTS) {
        assert_eq!(line["vendor"], vendor.as_str());
        assert_eq!(line["name"].as_str().unwrap().to_lowercase(), vendor.as_str());
        assert_eq!(line["events"], serde_json::to_value(vendor.events()).unwrap());
    }
}
