//! `leadhook validate`.

use leadhook::{Findings, Vendor, Verdict, validate};
use serde_json::{Value, json};

use crate::bodies::{MAX_BODY, bad, call, large};
use crate::corpus;
use crate::desk::{Desk, Run, json_lines};

const MIXED: &str = "{\"event\":\"missed_call\",\"timestamp\":\"2025-01-30T15:00:00Z\"}\n\n\
     {\"event\":\"missed_call\",\"é\":\"é\",\"timestamp\":\"gestern\",\"call_id\":[]}\nnonsense\n{\"event\":\"order.paid\"}\n";

#[test]
fn validate_tells_people_where_each_finding_is() {
    let run = Desk::with("d/x.ndjson", MIXED).run(&["validate", "d"]);
    assert_eq!((run.code, run.err.as_str()), (1, ""), "{run:?}");
    let lines: Vec<_> = run.out.lines().filter(|line| line.starts_with("d/x.ndjson:")).collect();
    let [timestamp, call_id, member, nonsense, event] = &lines[..] else { panic!("{lines:#?}") };
    assert!(timestamp.starts_with("d/x.ndjson:3:44: error[invalid]: ") && timestamp.ends_with(" at /timestamp"));
    assert!(call_id.starts_with("d/x.ndjson:3:64: error[invalid]: ") && call_id.ends_with(" at /call_id"));
    assert!(member.starts_with("d/x.ndjson:3:24: warning[undocumented_member]: ") && member.ends_with(" at /…"));
    assert!(nonsense.starts_with("d/x.ndjson:4:2: error[malformed]: ") && !nonsense.contains(" at "));
    assert!(event.starts_with("d/x.ndjson:5:10: error[invalid]: ") && event.ends_with(" at /event"));
    assert!(run.out.ends_with("\n\n1 valid, 0 drifting, 3 invalid\n"), "{}", run.out);
    assert!(!run.out.contains("gestern") && !run.out.contains("order.paid"), "values are nobody's business");
    let run = Desk::new().pipe(&["validate", "-"], "{}");
    assert!(run.code == 1 && run.out.starts_with("standard input:1:1: error[invalid]: "), "{run:?}");
    let run = Desk::with("x.json", call("1")).run(&["validate", "x.json"]);
    assert_eq!(run, Run { code: 0, out: "1 valid, 0 drifting, 0 invalid\n".into(), err: String::new() });
}

#[test]
fn validate_tells_programs_every_finding_of_every_document() {
    let run = Desk::with("d/x.ndjson", MIXED).run(&["validate", "d", "--format", "json"]);
    assert_eq!((run.code, run.err.as_str()), (1, ""), "{run:?}");
    let reports: Vec<Value> = json_lines(&run.out);
    let bodies: Vec<_> = MIXED.lines().enumerate().filter(|(_, line)| !line.is_empty()).collect();
    assert_eq!(reports.len(), bodies.len());
    for (report, (at, body)) in reports.iter().zip(bodies) {
        let vendor = Vendor::detect(body.as_bytes());
        let verdict = vendor.clone().map_or_else(Verdict::from, |vendor| validate(vendor, body.as_bytes()));
        let verdict = verdict.within(at + 1, 1);
        let mut expected = json!({
            "path": "d/x.ndjson",
            "line": at + 1,
            "verdict": verdict.as_str(),
            "findings": verdict.findings().map_or(&[][..], Findings::told),
        });
        if let Ok(vendor) = vendor {
            expected["vendor"] = vendor.as_str().into();
        }
        assert_eq!(report, &expected, "{body}");
    }
}

#[test]
fn validate_says_the_same_of_every_file_as_the_library() {
    let desk = Desk::new();
    for document in corpus::accepted().into_iter().chain(corpus::rejects()) {
        let body: &[u8] = &document.body;
        // A file may hold an array, and one of nothing is no body.
        if body.starts_with(b"[") || body.trim_ascii().is_empty() {
            continue;
        }
        let args =
            ["validate", document.path.to_str().unwrap(), "--vendor", document.vendor.as_str(), "--format", "json"];
        let run = desk.run(&args);
        let [report] = &json_lines::<Value>(&run.out)[..] else { panic!("{run:?}") };
        let verdict = validate(document.vendor, body);
        assert_eq!((run.code, run.err.as_str()), (i32::from(!verdict.is_valid()), ""), "{args:?}");
        assert_eq!(report["verdict"], verdict.as_str(), "{args:?}");
        let told = verdict.findings().map_or(&[][..], Findings::told);
        assert_eq!(report["findings"], json!(told), "{args:?}");
    }
}

#[test]
fn validate_counts_what_it_does_not_tell() {
    let tags = ["7"; 150].join(",");
    let tagged = r#"{"event":"subscriber.created","timestamp":"2026-03-04T10:30:00Z","data":{"tags":[]}}"#;
    let body = tagged.replace("[]", &format!("[{tags}]"));
    let run = Desk::with("x.ndjson", format!("{body}\n{tagged}\n")).run(&["validate", "x.ndjson", "--format", "json"]);
    let [report, valid] = &json_lines::<Value>(&run.out)[..] else { panic!("{run:?}") };
    assert_eq!((report["findings"].as_array().unwrap().len(), &report["more"]), (100, &json!(50)));
    assert_eq!((&valid["verdict"], valid.get("more")), (&json!("valid"), None));
    let [rejection] = &Desk::with("x.ndjson", body).normalize(&["x.ndjson"]).rejections[..] else { panic!() };
    assert_eq!((rejection.error.violations().len(), rejection.error.more()), (100, 50));
}

#[test]
fn validate_and_normalize_refuse_the_same_documents() {
    let mut desk = Desk::new();
    for (at, (body, ..)) in bad().into_iter().enumerate() {
        desk = desk.and(&format!("d/{at}.ndjson"), body);
    }
    let desk = desk
        .and("d/array.json", format!("[{}, 7, ,]", call("1")))
        .and("d/empty.json", "")
        .and("d/good.json", call("2"));
    let desk = desk.and("d/large.json", large("never", MAX_BODY + 1));
    let reports: Vec<Value> = json_lines(&desk.run(&["validate", "d", "--format", "json"]).out);
    let (invalid, valid): (Vec<_>, Vec<_>) = reports.iter().partition(|report| report["verdict"] == "invalid");
    let run = desk.normalize(&["d"]);
    assert_eq!((valid.len(), invalid.len()), (run.events.len(), run.rejections.len()));
    for (report, rejection) in invalid.iter().zip(&run.rejections) {
        let findings = report["findings"].as_array().unwrap();
        let first = &rejection.error.violations()[0];
        assert_eq!(report["path"].as_str(), rejection.path.as_deref());
        assert_eq!(report["line"], json!(rejection.line));
        let faults = findings.iter().filter(|finding| finding["kind"] == findings[0]["kind"]);
        assert_eq!(faults.count(), rejection.error.violations().len());
        assert_eq!(findings[0]["kind"], rejection.error.kind().to_string());
        assert_eq!((&findings[0]["line"], &findings[0]["column"]), (&json!(first.line), &json!(first.column)));
    }
}
