//! `leadhook replay`.

use std::fs;

use leadhook::endpoint::{Endpoint, Secret};
use leadhook::{Error, Event, RawBody, Rejection, Vendor};
use serde_json::{Value, json};

use crate::bodies::{call, large};
use crate::sandbox::{Run, Sandbox, json_lines};

/// Replays these lines. Returns the run, and what is rejected again.
#[track_caller]
fn replay(sandbox: &Sandbox, lines: &str, args: &[&str]) -> (Run, Vec<Rejection>) {
    fs::write(sandbox.path("refused"), lines).unwrap();
    let run = sandbox.run(&[&["replay", "refused", "--rejects", "again", "--force"], args].concat());
    let again = json_lines(&fs::read_to_string(sandbox.path("again")).unwrap());
    (run, again)
}

fn line(rejection: &Value) -> String {
    format!("{rejection}\n")
}

/// Returns a rejection that an older version wrote.
fn old(raw: &str, kind: &str) -> Value {
    json!({
        "path": "in/a.ndjson",
        "line": 7,
        "source": "limecall",
        "received_at": "2026-02-02T12:00:00Z",
        "version": "0.0.9",
        "error": {"kind": kind, "diagnostics": [{
            "severity": "error", "code": kind, "pointer": "/x", "message": "old", "line": 7, "column": 3,
        }]},
        "raw": raw,
    })
}

#[test]
fn a_body_that_is_accepted_today_becomes_an_event() {
    let sandbox = Sandbox::new();
    let (run, again) = replay(&sandbox, &line(&old(&call("1"), "invalid")), &[]);
    assert_eq!((run.code, run.err.as_str(), again.len()), (0, "", 0));
    assert_eq!(run.out, sandbox.pipe(&["normalize"], call("1")).out);

    let mut with_account = old(&call("1"), "invalid");
    with_account["source"] = "limecall/brazil".into();
    let (run, _) = replay(&sandbox, &line(&with_account), &[]);
    assert_eq!(json_lines::<Value>(&run.out)[0]["source"], "limecall/brazil");
}

/// The account is a part of the id, so the same webhook must get the same event on every way.
#[test]
fn normalize_replay_and_an_endpoint_make_the_same_event_of_an_account() {
    let secret = Secret::try_from("secret").unwrap();
    let endpoint = Endpoint::builder(Vendor::LimeCall).account("brazil").signing_secret(secret).build().unwrap();
    let body = call("1");
    let received = endpoint.receive(endpoint.sign(body.as_bytes()), body.as_bytes()).unwrap();

    let sandbox = Sandbox::with_file("x.ndjson", &body);
    let args = ["normalize", "x.ndjson", "--vendor", "limecall", "--account", "brazil"];
    let normalized = sandbox.run(&args);
    assert_eq!(json_lines::<Event>(&normalized.out), std::slice::from_ref(&received.event));

    // The first version refuses the body, because it is too large.
    let args = [&args[..], &["--max-body", "8", "--rejects", "too-large"]].concat();
    assert_eq!(sandbox.run(&args).code, 1);
    let replayed = sandbox.run(&["replay", "too-large"]);
    assert_eq!(json_lines::<Event>(&replayed.out), [received.event]);
}

#[test]
fn an_account_needs_its_vendor_and_a_valid_name() {
    let sandbox = Sandbox::with_file("x.ndjson", call("1"));
    sandbox.run(&["normalize", "x.ndjson", "--account", "brazil"]).assert_fails(&["--vendor"]);
    let run = sandbox.run(&["normalize", "x.ndjson", "--vendor", "limecall", "--account", "a/b"]);
    run.assert_fails(&["--account", "account name"]);
}

#[test]
fn a_rejection_of_a_foreign_vendor_says_that_its_source_has_no_conversion() {
    let mut foreign = old(&call("1"), "invalid");
    foreign["source"] = "acme/brazil".into();
    let (run, again) = replay(&Sandbox::new(), &line(&foreign), &[]);
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert_eq!(again[0].source, Some("acme/brazil".parse().unwrap()));
    assert!(run.err.contains("rejections of acme: 1; leadhook has no conversion for this source"), "{}", run.err);
    // Nothing was tried, so the rejection stays as it is.
    assert_eq!(json!(again[0]), foreign);
}

#[test]
fn a_body_that_is_refused_again_keeps_all_but_its_error_and_version() {
    let sandbox = Sandbox::new();
    let (run, again) = replay(&sandbox, &line(&old("{}", "malformed")), &[]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (1, "", "events: 0, rejected: 1\n"));
    let (old, new) = (old("{}", "malformed"), json!(again[0]));
    for member in ["path", "line", "source", "received_at", "raw"] {
        assert_eq!(new[member], old[member], "{member}");
    }
    assert_eq!(new["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(new["error"]["kind"], "invalid");
    assert_eq!(new["error"]["diagnostics"][0]["line"], 7);
    // A second time changes nothing.
    assert_eq!(replay(&sandbox, &line(&new), &[]).1, again);
}

#[test]
fn replay_uses_the_vendor_of_the_rejection() {
    let body = r#"{"event":"no.such.event","timestamp":"2026-02-02T12:00:00Z"}"#;
    let sandbox = Sandbox::with_file("x.ndjson", format!("{body}\n{}\nnonsense\n", call("1")));
    assert_eq!(sandbox.run(&["normalize", "x.ndjson", "--rejects", "refused"]).code, 1);
    let mut refused: Vec<Value> = json_lines(&fs::read_to_string(sandbox.path("refused")).unwrap());
    // You found out which vendor sent it.
    refused[0]["source"] = "limecall".into();
    let lines: String = refused.iter().map(line).collect();
    let (run, again) = replay(&sandbox, &lines, &[]);
    let whole = sandbox.run(&["normalize", "x.ndjson", "--vendor", "limecall"]).out;
    assert_eq!(run.out, whole.lines().next().unwrap().to_owned() + "\n");
    assert_eq!(json!(again), json!([refused[1]]));
}

#[test]
fn unauthenticated_bodies_stay_rejected() {
    let sandbox = Sandbox::new();
    let (run, again) = replay(&sandbox, &line(&old(&call("1"), "unauthenticated")), &[]);
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert_eq!(json!(again[0].error), old("", "unauthenticated")["error"]);
}

#[test]
fn a_body_that_was_not_kept_keeps_its_rejection() {
    let mut dropped = old("", "too_large");
    dropped.as_object_mut().unwrap().remove("raw");
    dropped["length"] = 2_000_000.into();
    let (run, again) = replay(&Sandbox::new(), &line(&dropped), &["--max-body", "3000000"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert_eq!(json!(again[0].error), dropped["error"]);
    assert_eq!(again[0].raw, RawBody::Dropped { length: 2_000_000 });
}

#[test]
fn a_body_that_was_too_large_is_read_from_its_file() {
    let file = format!("{}\n{}\r\n{}\n", call("1"), large("2", 2_000_000), call("3"));
    let sandbox = Sandbox::with_file("x.ndjson", file);
    assert_eq!(sandbox.run(&["normalize", "x.ndjson", "--rejects", "refused"]).code, 1);
    let refused = fs::read_to_string(sandbox.path("refused")).unwrap();
    assert_eq!(replay(&sandbox, &refused, &[]).1, json_lines::<Rejection>(&refused));
    let (run, again) = replay(&sandbox, &refused, &["--max-body", "2000000"]);
    assert_eq!((run.code, again.len()), (0, 0), "{}", run.err);
    assert_eq!(json_lines::<Value>(&run.out)[0]["subject"], "2");
    // The file has changed, or is gone.
    fs::write(sandbox.path("x.ndjson"), "short").unwrap();
    assert_eq!(replay(&sandbox, &refused, &["--max-body", "2000000"]).1, json_lines::<Rejection>(&refused));
    fs::remove_file(sandbox.path("x.ndjson")).unwrap();
    assert_eq!(replay(&sandbox, &refused, &["--max-body", "2000000"]).1, json_lines::<Rejection>(&refused));
}

#[test]
fn a_line_that_is_not_a_rejection_is_rejected_and_kept() {
    let sandbox = Sandbox::new();
    let lines = format!("nonsense\n{}\n{}", call("1"), line(&old(&call("2"), "invalid")));
    let (run, again) = replay(&sandbox, &lines, &[]);
    assert_eq!((run.code, run.out.lines().count()), (1, 1));
    assert_eq!(json!(again[0])["raw"], "nonsense");
    assert_eq!((again[1].path.as_deref(), again[1].line), (Some("refused"), Some(2)));
    sandbox.run(&["replay", "nowhere"]).assert_fails(&["nowhere"]);
    sandbox.run(&["replay"]).assert_fails(&["REJECTS"]);
    sandbox.run(&["replay", "refused", "--rejects", "refused", "--force"]).assert_fails(&["is also input"]);
}

#[test]
fn bytes_that_are_not_utf_8_are_replayed() {
    let error = Error::malformed("old");
    let rejection = Rejection::new(error, b"\xff\xfe".to_vec()).with_source(Vendor::LimeCall.into());
    let (run, again) = replay(&Sandbox::new(), &line(&json!(rejection)), &[]);
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert_eq!(again[0].raw, rejection.raw);
}

#[test]
fn a_line_number_beyond_the_file_does_not_panic() {
    let mut far = old("{}", "invalid");
    far["line"] = usize::MAX.into();
    let (run, again) = replay(&Sandbox::new(), &line(&far), &[]);
    assert_eq!((run.code, again[0].line), (1, Some(usize::MAX)));
}
