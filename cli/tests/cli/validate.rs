//! `leadhook validate`.

use std::fs;

use leadhook::{Diagnostics, Position, Rejection, Vendor, Verdict, validate};
use leadhook_harness::corpus;
use serde_json::{Value, json};

use crate::bodies::{MAX_BODY, call, invalid, large};
use crate::sandbox::{Run, Sandbox, json_lines};

const MIXED: &str = "{\"event\":\"missed_call\",\"timestamp\":\"2025-01-30T15:00:00Z\"}\n\n\
     {\"event\":\"call_status_update\",\"é\":\"é\",\"timestamp\":\"gestern\",\"status\":[],\"call_id\":[]}\n\
     nonsense\n{\"event\":\"order.paid\"}\n";

#[test]
fn text_output_has_the_place_of_each_diagnostic() {
    let run = Sandbox::with_file("d/x.ndjson", MIXED).run(&["validate", "d"]);
    assert_eq!((run.code, run.err.as_str()), (1, ""), "{run:?}");
    let lines: Vec<_> = run.out.lines().filter(|line| line.starts_with("d/x.ndjson:")).collect();
    let [timestamp, status, member, call_id, nonsense, event] = &lines[..] else { panic!("{lines:#?}") };
    assert!(timestamp.starts_with("d/x.ndjson:3:51: error[invalid]: ") && timestamp.ends_with(" at /timestamp"));
    assert!(status.starts_with("d/x.ndjson:3:70: error[invalid]: ") && status.ends_with(" at /status"));
    assert!(member.starts_with("d/x.ndjson:3:31: warning[undocumented_member]: ") && member.ends_with(" at /…"));
    assert!(call_id.starts_with("d/x.ndjson:3:83: warning[unexpected_type]: ") && call_id.ends_with(" at /call_id"));
    assert!(nonsense.starts_with("d/x.ndjson:4:2: error[malformed]: ") && !nonsense.contains(" at "));
    assert!(event.starts_with("d/x.ndjson:5:10: error[invalid]: ") && event.ends_with(" at /event"));
    assert!(run.out.ends_with("\n\n1 valid, 0 drifting, 3 invalid\n"), "{}", run.out);
    assert!(!run.out.contains("gestern") && !run.out.contains("order.paid"), "values are masked");
    let run = Sandbox::new().pipe(&["validate", "-"], "{}");
    assert!(run.code == 1 && run.out.starts_with("standard input:1:1: error[invalid]: "), "{run:?}");
    let run = Sandbox::with_file("x.json", call("1")).run(&["validate", "x.json"]);
    assert_eq!(run, Run { code: 0, out: "1 valid, 0 drifting, 0 invalid\n".into(), err: String::new() });
}

#[test]
fn json_output_has_every_diagnostic_of_every_body() {
    let run = Sandbox::with_file("d/x.ndjson", MIXED).run(&["validate", "d", "--format", "json"]);
    assert_eq!((run.code, run.err.as_str()), (1, ""), "{run:?}");
    let reports: Vec<Value> = json_lines(&run.out);
    let bodies: Vec<_> = MIXED.lines().enumerate().filter(|(_, line)| !line.is_empty()).collect();
    assert_eq!(reports.len(), bodies.len());
    for (report, (at, body)) in reports.iter().zip(bodies) {
        let vendor = Vendor::detect(body.as_bytes());
        let verdict = vendor.clone().map_or_else(Verdict::from, |vendor| validate(vendor, body.as_bytes()));
        let verdict = verdict.offset_by(Position { line: at + 1, column: 1 });
        let mut expected = json!({
            "path": "d/x.ndjson",
            "line": at + 1,
            "verdict": verdict.as_str(),
            "diagnostics": verdict.diagnostics().map_or(&[][..], Diagnostics::as_slice),
        });
        if let Ok(vendor) = vendor {
            expected["vendor"] = vendor.as_str().into();
        }
        assert_eq!(report, &expected, "{body}");
    }
}

#[test]
fn validate_agrees_with_the_library_on_every_file() {
    let sandbox = Sandbox::new();
    for file in corpus::accepted().into_iter().chain(corpus::rejects()) {
        let body: &[u8] = &file.body;
        // An array is read element by element, and an empty file has no body.
        if body.starts_with(b"[") || body.trim_ascii().is_empty() {
            continue;
        }
        let args = ["validate", file.path.to_str().unwrap(), "--vendor", file.vendor.as_str(), "--format", "json"];
        let run = sandbox.run(&args);
        let [report] = &json_lines::<Value>(&run.out)[..] else { panic!("{run:?}") };
        let verdict = validate(file.vendor, body);
        assert_eq!((run.code, run.err.as_str()), (i32::from(!verdict.is_valid()), ""), "{args:?}");
        assert_eq!(report["verdict"], verdict.as_str(), "{args:?}");
        let diagnostics = verdict.diagnostics().map_or(&[][..], Diagnostics::as_slice);
        assert_eq!(report["diagnostics"], json!(diagnostics), "{args:?}");
    }
}

#[test]
fn omitted_diagnostics_are_counted() {
    let tags = ["7"; 150].join(",");
    let tagged = r#"{"event":"subscriber.created","timestamp":"2026-03-04T10:30:00Z","data":{"tags":[]}}"#;
    let drifting = tagged.replace("[]", &format!("[{tags}]"));
    let invalid = drifting.replace("2026-03-04T10:30:00Z", "gestern");
    let run = Sandbox::with_file("x.ndjson", [&drifting, &invalid, tagged].join("\n"))
        .run(&["validate", "x.ndjson", "--format", "json"]);
    let reports: Vec<Value> = json_lines(&run.out);
    let counts: Vec<_> = reports
        .iter()
        .map(|report| {
            json!([report["verdict"], report["diagnostics"].as_array().unwrap().len(), report.get("omitted")])
        })
        .collect();
    assert_eq!(json!(counts), json!([["drift", 100, 50], ["invalid", 100, 51], ["valid", 0, null]]));
    // A webhook needs too few members for that many errors. An event takes no tag that is not a string.
    let mut event: Value = serde_json::from_str(&Sandbox::new().pipe(&["normalize"], tagged).out).unwrap();
    event["data"]["tags"] = (0..150).collect();
    let sandbox = Sandbox::with_file("x.ndjson", event.to_string());
    assert_eq!(sandbox.run(&["fold", "x.ndjson", "--rejects", "r"]).code, 1);
    let [rejection] = &json_lines::<Rejection>(&fs::read_to_string(sandbox.path("r")).unwrap())[..] else { panic!() };
    assert_eq!((rejection.error.diagnostics().as_slice().len(), rejection.error.diagnostics().omitted()), (100, 50));
}

#[test]
fn validate_and_normalize_refuse_the_same_bodies() {
    let mut sandbox = Sandbox::new();
    for (at, (body, ..)) in invalid().into_iter().enumerate() {
        sandbox = sandbox.file(&format!("d/{at}.ndjson"), body);
    }
    let sandbox = sandbox
        .file("d/array.json", format!("[{}, 7, ,]", call("1")))
        .file("d/empty.json", "")
        .file("d/good.json", call("2"));
    let sandbox = sandbox.file("d/large.json", large("never", MAX_BODY + 1));
    let reports: Vec<Value> = json_lines(&sandbox.run(&["validate", "d", "--format", "json"]).out);
    let (refused, valid): (Vec<_>, Vec<_>) = reports.iter().partition(|report| report["verdict"] == "invalid");
    let run = sandbox.normalize(&["d"]);
    assert_eq!((valid.len(), refused.len()), (run.events.len(), run.rejections.len()));
    for (report, rejection) in refused.iter().zip(&run.rejections) {
        let diagnostics = report["diagnostics"].as_array().unwrap();
        let first = &rejection.error.diagnostics()[0];
        assert_eq!(report["path"].as_str(), rejection.path.as_deref());
        assert_eq!(report["line"], json!(rejection.line));
        let errors = diagnostics.iter().filter(|diagnostic| diagnostic["severity"] == "error");
        assert_eq!(errors.count(), rejection.error.diagnostics().as_slice().len());
        assert_eq!(diagnostics[0]["code"], rejection.error.kind().to_string());
        let Position { line, column } = first.position;
        assert_eq!((&diagnostics[0]["line"], &diagnostics[0]["column"]), (&json!(line), &json!(column)));
    }
}
