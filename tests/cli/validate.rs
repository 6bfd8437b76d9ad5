//! `leadhook validate`.

use leadhook::{Findings, Vendor, Verdict, validate};
use serde_json::{Value, json};

use crate::bodies::{MAX_BODY, bad, call, large};
use crate::corpus;
use crate::desk::{Desk, json_lines};

const MIXED: &str = "{\"event\":\"missed_call\",\"timestamp\":\"2025-01-30T15:00:00Z\"}\n\n\
     {\"event\":\"missed_call\",\"é\":\"é\",\"timestamp\":\"gestern\",\"call_id\":[]}\nnonsense\n{\"event\":\"order.paid\"}\n";

#[test]
fn validate_tells_findings_as_compilers_do() {
    let run = Desk::with("d/x.ndjson", MIXED).run(&["validate", "d"]);
    let lines: Vec<_> = run.out.lines().collect();
    assert_eq!((run.code, run.err.as_str()), (1, ""), "{run:?}");
    assert!(lines[0].starts_with("d/x.ndjson:3:44: invalid: ") && lines[0].ends_with(" at /timestamp"), "{lines:#?}");
    assert!(lines[1].starts_with("d/x.ndjson:3:64: invalid: ") && lines[1].ends_with(" at /call_id"), "{lines:#?}");
    assert!(lines[2].starts_with("d/x.ndjson:4:2: malformed: ") && !lines[2].contains(" at "), "{lines:#?}");
    assert!(lines[3].starts_with("d/x.ndjson:5:10: invalid: ") && lines[3].ends_with(" at /event"), "{lines:#?}");
    let findings = lines.iter().filter(|line| line.starts_with("d/x.ndjson:"));
    assert_eq!(findings.count(), 4, "{lines:#?}");
    assert!(!run.out.contains("gestern") && !run.out.contains("order.paid"), "values are nobody's business");
    let run = Desk::new().pipe(&["validate", "-"], "{}");
    assert!(run.code == 1 && run.out.contains(":1:1: invalid: "), "{run:?}");
    let run = Desk::with("x.json", call("1")).run(&["validate", "x.json"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(!run.out.contains("x.json:"), "{run:?}");
}

#[test]
fn validate_tells_programs_every_finding_of_every_document() {
    let run = Desk::with("d/x.ndjson", MIXED).run(&["validate", "d", "--format", "json"]);
    assert_eq!((run.code, run.err.as_str()), (1, ""), "{run:?}");
    let reports: Vec<Value> = json_lines(&run.out);
    let bodies: Vec<_> = MIXED.lines().enumerate().filter(|(_, line)| !line.is_empty()).collect();
    assert_eq!(reports.len(), bodies.len());
    for (report, (at, body)) in reports.iter().zip(bodies) {
        let vendor = Vendor::try_detect(body.as_bytes());
        let verdict = vendor.clone().map_or_else(Verdict::from, |vendor| validate(vendor, body.as_bytes()));
        let verdict = verdict.within(at + 1, 1);
        let mut expected = json!({
            "path": "d/x.ndjson",
            "line": at + 1,
            "verdict": verdict.as_str(),
            "findings": verdict.findings().map_or(&[][..], Findings::told),
        });
        if let Ok(vendor) = vendor {
            expected["vendor"] = vendor.slug().into();
        }
        assert_eq!(report, &expected, "{body}");
    }
}

#[test]
fn validate_says_the_same_of_every_file_as_the_library() {
    let desk = Desk::new();
    for document in corpus::accepted().into_iter().chain(corpus::rejects()) {
        let body: &[u8] = &document.body;
        if body.starts_with(b"[") {
            continue;
        }
        let args =
            ["validate", document.path.to_str().unwrap(), "--vendor", document.vendor.slug(), "--format", "json"];
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
        assert_eq!(findings.len(), rejection.error.violations().len());
        assert_eq!(findings[0]["kind"], rejection.error.kind().to_string());
        assert_eq!((&findings[0]["line"], &findings[0]["column"]), (&json!(first.line), &json!(first.column)));
    }
}
