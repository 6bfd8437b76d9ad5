//! `leadhook schema`.

use leadhook::{Event, Rejection, Vendor};

use crate::sandbox::{Run, Sandbox};

#[test]
fn schema_prints_the_schemas_byte_for_byte() {
    let sandbox = Sandbox::new();
    let names: Vec<_> = Vendor::VARIANTS.iter().map(|vendor| vendor.as_str()).chain(["event", "rejection"]).collect();
    assert_eq!(sandbox.run(&["schema"]), Run { code: 0, out: names.join("\n") + "\n", err: String::new() });
    for vendor in Vendor::VARIANTS {
        let out = vendor.schema().to_owned();
        assert_eq!(sandbox.run(&["schema", vendor.as_str()]), Run { code: 0, out, err: String::new() });
    }
    for (name, schema) in [("event", Event::SCHEMA), ("rejection", Rejection::SCHEMA)] {
        let out = schema.to_owned();
        assert_eq!(sandbox.run(&["schema", name]), Run { code: 0, out, err: String::new() });
        assert!(schema.ends_with('\n'));
    }
}

#[test]
fn strict_prints_the_strict_schema() {
    let sandbox = Sandbox::new();
    for vendor in Vendor::VARIANTS {
        let out = vendor.strict_schema().to_owned();
        assert!(out.ends_with('\n') && out != vendor.schema());
        assert_eq!(sandbox.run(&["schema", vendor.as_str(), "--strict"]), Run { code: 0, out, err: String::new() });
    }
    let out = Event::STRICT_SCHEMA.to_owned();
    assert!(out.ends_with('\n') && out != Event::SCHEMA);
    assert_eq!(sandbox.run(&["schema", "event", "--strict"]), Run { code: 0, out, err: String::new() });
    let error = "leadhook: rejection has no strict schema; name a vendor, or event\n".to_owned();
    let run = sandbox.run(&["schema", "rejection", "--strict"]);
    assert_eq!(run, Run { code: 2, out: String::new(), err: error });
    sandbox.run(&["schema", "--strict"]).assert_fails(&["NAME"]);
}
