//! `leadhook replay`.

use std::fs;

use leadhook::{Error, Rejection, Vendor};
use serde_json::{Value, json};

use crate::bodies::{call, large};
use crate::desk::{Desk, Run, json_lines};

/// What is left after a replay of these lines.
#[track_caller]
fn replay(desk: &Desk, lines: &str, args: &[&str]) -> (Run, Vec<Rejection>) {
    fs::write(desk.path("refused"), lines).unwrap();
    let run = desk.run(&[&["replay", "refused", "--rejects", "again", "--force"], args].concat());
    let again = json_lines(&fs::read_to_string(desk.path("again")).unwrap());
    (run, again)
}

fn line(rejection: &Value) -> String {
    format!("{rejection}\n")
}

/// A rejection as an older version wrote it.
fn old(raw: &str, kind: &str) -> Value {
    json!({
        "path": "in/a.ndjson",
        "line": 7,
        "vendor": "limecall",
        "received_at": "2026-02-02T12:00:00Z",
        "version": "0.0.9",
        "error": {"kind": kind, "violations": [{"pointer": "/x", "message": "old", "line": 7, "column": 3}]},
        "raw": raw,
    })
}

#[test]
fn what_is_taken_today_becomes_an_event() {
    let desk = Desk::new();
    let (run, again) = replay(&desk, &line(&old(&call("1"), "invalid")), &[]);
    assert_eq!((run.code, run.err.as_str(), again.len()), (0, "", 0));
    assert_eq!(run.out, desk.pipe(&["normalize"], call("1")).out);

    let mut labelled = old(&call("1"), "invalid");
    labelled["account"] = "brazil".into();
    let (run, _) = replay(&desk, &line(&labelled), &[]);
    assert_eq!(json_lines::<Value>(&run.out)[0]["source"], "limecall/brazil");
}

#[test]
fn what_fails_again_keeps_all_but_its_error_and_version() {
    let desk = Desk::new();
    let (run, again) = replay(&desk, &line(&old("{}", "malformed")), &[]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (1, "", "events: 0, rejected: 1\n"));
    let (old, new) = (old("{}", "malformed"), json!(again[0]));
    for member in ["path", "line", "vendor", "received_at", "raw"] {
        assert_eq!(new[member], old[member], "{member}");
    }
    assert_eq!(new["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(new["error"]["kind"], "invalid");
    assert_eq!(new["error"]["violations"][0]["line"], 7);
    // A second time changes nothing.
    assert_eq!(replay(&desk, &line(&new), &[]).1, again);
}

#[test]
fn a_run_and_its_replay_give_what_a_run_with_the_vendor_gives() {
    let body = r#"{"event":"nobody.knows","timestamp":"2026-02-02T12:00:00Z"}"#;
    let desk = Desk::with("x.ndjson", format!("{body}\n{}\nnonsense\n", call("1")));
    assert_eq!(desk.run(&["normalize", "x.ndjson", "--rejects", "refused"]).code, 1);
    let mut refused: Vec<Value> = json_lines(&fs::read_to_string(desk.path("refused")).unwrap());
    // Somebody found out who sent it.
    refused[0]["vendor"] = "limecall".into();
    let lines: String = refused.iter().map(line).collect();
    let (run, again) = replay(&desk, &lines, &[]);
    let whole = desk.run(&["normalize", "x.ndjson", "--vendor", "limecall"]).out;
    assert_eq!(run.out, whole.lines().next().unwrap().to_owned() + "\n");
    assert_eq!(json!(again), json!([refused[1]]));
}

#[test]
fn what_was_unauthentic_stays_so() {
    let desk = Desk::new();
    let (run, again) = replay(&desk, &line(&old(&call("1"), "unauthentic")), &[]);
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert_eq!(json!(again[0].error), old("", "unauthentic")["error"]);
}

#[test]
fn what_was_too_large_is_read_where_it_stands() {
    let file = format!("{}\n{}\r\n{}\n", call("1"), large("2", 2_000_000), call("3"));
    let desk = Desk::with("x.ndjson", file);
    assert_eq!(desk.run(&["normalize", "x.ndjson", "--rejects", "refused"]).code, 1);
    let refused = fs::read_to_string(desk.path("refused")).unwrap();
    assert_eq!(replay(&desk, &refused, &[]).1, json_lines::<Rejection>(&refused));
    let (run, again) = replay(&desk, &refused, &["--max-body", "2000000"]);
    assert_eq!((run.code, again.len()), (0, 0), "{}", run.err);
    assert_eq!(json_lines::<Value>(&run.out)[0]["subject"], "2");
    // The file has changed, or is gone.
    fs::write(desk.path("x.ndjson"), "short").unwrap();
    assert_eq!(replay(&desk, &refused, &["--max-body", "2000000"]).1, json_lines::<Rejection>(&refused));
    fs::remove_file(desk.path("x.ndjson")).unwrap();
    assert_eq!(replay(&desk, &refused, &["--max-body", "2000000"]).1, json_lines::<Rejection>(&refused));
}

#[test]
fn what_is_no_rejection_is_refused_and_kept() {
    let desk = Desk::new();
    let lines = format!("nonsense\n{}\n{}", call("1"), line(&old(&call("2"), "invalid")));
    let (run, again) = replay(&desk, &lines, &[]);
    assert_eq!((run.code, run.out.lines().count()), (1, 1));
    assert_eq!(json!(again[0])["raw"], "nonsense");
    assert_eq!((again[1].path.as_deref(), again[1].line), (Some("refused"), Some(2)));
    desk.run(&["replay", "nowhere"]).assert_fails(&["nowhere"]);
    desk.run(&["replay"]).assert_fails(&["REJECTS"]);
    desk.run(&["replay", "refused", "--rejects", "refused", "--force"]).assert_fails(&["is read from"]);
}

#[test]
fn bytes_that_are_no_text_come_back_too() {
    let error = Error::malformed("old");
    let rejection = Rejection::new(error, b"\xff\xfe".to_vec()).with_vendor(Vendor::LimeCall);
    let (run, again) = replay(&Desk::new(), &line(&json!(rejection)), &[]);
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert_eq!(again[0].raw, rejection.raw);
}

#[test]
fn a_place_beyond_all_lines_is_no_panic() {
    let mut far = old("{}", "invalid");
    far["line"] = usize::MAX.into();
    let (run, again) = replay(&Desk::new(), &line(&far), &[]);
    assert_eq!((run.code, again[0].line), (1, Some(usize::MAX)));
}
