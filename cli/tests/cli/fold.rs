//! `leadhook fold`. (The tests of the library test the rules.)

use std::fs;

use leadhook::lifecycle::Fold;
use leadhook::{Event, Vendor, normalize};
use leadhook_harness::law::has_lifecycle;
use serde_json::{Value, json};

use crate::sandbox::{PROGRAM, Sandbox, json_lines};

fn call(id: &str, name: &str, second: u32) -> Event {
    let body = json!({"event": name, "call_id": id, "timestamp": format!("2026-02-02T12:00:{second:02}Z")});
    normalize(Vendor::LimeCall, body.to_string().as_bytes()).unwrap()
}

fn lines<'e>(events: impl IntoIterator<Item = &'e Event>) -> String {
    events.into_iter().map(|event| serde_json::to_string(event).unwrap() + "\n").collect()
}

#[test]
fn fold_prints_the_lifecycle_of_each_subject() {
    let events = [call("7", "missed_call", 2), call("7", "incoming_call", 1), call("7", "missed_call", 2)];
    let run = Sandbox::new().pipe(&["fold"], lines(&events));
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let line = concat!(
        r#"{"source":"limecall","subject":"7","kind":"call","current":"missed","since":"2026-02-02T12:00:02Z","#,
        r#""reports":{"ringing":"2026-02-02T12:00:01Z","missed":"2026-02-02T12:00:02Z"},"conflicts":[]}"#,
        "\n"
    );
    assert_eq!(run.out, line);
}

#[test]
fn fold_agrees_with_the_library_on_samples() {
    let webhooks = Sandbox::new().run(&["sample", "--count", "1500", "--seed", "4"]).out;
    let events = Sandbox::new().pipe(&["normalize"], webhooks).out;
    let read: Vec<Event> = events.lines().map(|line| Event::from_json(line.as_bytes()).unwrap()).collect();
    let fold: Fold = read.iter().collect();
    let expected: Vec<Value> = fold.iter().map(|state| json!(state)).collect();
    assert!(expected.len() > 300);
    let reversed: String = events.lines().rev().flat_map(|line| [line, "\n"]).collect();
    let unobserved = read.iter().filter(|event| event.subject_key().is_none() && has_lifecycle(event)).count();
    for events in [events, reversed] {
        let run = Sandbox::new().pipe(&["fold"], events);
        assert_eq!(json_lines::<Value>(&run.out), expected);
        assert_eq!(run.code, 0);
        let subjects = expected.len();
        let summary =
            format!("events: 1500, subjects: {subjects}, without a subject or a time: {unobserved}, rejected: 0\n");
        assert_eq!(run.err, summary);
    }
}

/// The webhooks of `docs/lifecycles.md`, of which some conflict and one is repeated.
#[test]
fn normalize_and_fold_print_the_same_lifecycles_in_every_rotation() {
    let histories = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/histories.ndjson");
    let text = fs::read_to_string(histories).unwrap();
    let mut webhooks: Vec<_> = text.lines().collect();
    let fold = |webhooks: &[&str]| {
        let events = Sandbox::new().pipe(&["normalize"], webhooks.join("\n")).out;
        let run = Sandbox::new().pipe(&["fold"], events);
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        run.out
    };
    let expected = fold(&webhooks);
    assert!(expected.contains(r#""conflicts":[["delivered","undelivered"]]"#), "{expected}");
    for _ in 1..webhooks.len() {
        webhooks.rotate_left(1);
        assert_eq!(fold(&webhooks), expected);
        assert_eq!(fold(&[&webhooks[..], &webhooks[..3]].concat()), expected, "some webhooks twice");
    }
}

#[test]
fn lines_are_sorted_by_source_and_subject_as_text() {
    let of_account = |name| {
        let mut event = json!(call("9", "missed_call", 1));
        event["source"] = format!("limecall/{name}").into();
        serde_json::from_value::<Event>(event).unwrap()
    };
    let message = br#"{"event":"sms_sent","message_id":"10","timestamp":"2026-02-02T12:00:00Z"}"#;
    let lead = br#"{"event":"lead.queued","submissionId":"1","timestamp":"2026-02-02T12:00:00Z","data":{}}"#;
    let events = [
        of_account("b"),
        call("9", "missed_call", 1),
        call("10", "missed_call", 1),
        of_account("a"),
        normalize(Vendor::LimeCall, message).unwrap(),
        normalize(Vendor::LeadSail, lead).unwrap(),
    ];
    let out = Sandbox::new().pipe(&["fold"], lines(&events)).out;
    let keys: Vec<_> = json_lines::<Value>(&out)
        .iter()
        .map(|line| ["source", "subject", "kind"].map(|member| line[member].as_str().unwrap().to_owned()).join(" "))
        .collect();
    assert_eq!(
        keys,
        [
            "leadsail 1 lead",
            "limecall 10 call",
            "limecall 10 message",
            "limecall 9 call",
            "limecall/a 9 call",
            "limecall/b 9 call"
        ]
    );
}

#[test]
fn files_folders_and_arrays_are_read_as_by_normalize() {
    let [one, two, three] = [call("1", "missed_call", 1), call("2", "missed_call", 2), call("1", "incoming_call", 0)];
    let sandbox = Sandbox::with_file("in/a.ndjson", lines([&one]))
        .file("in/b.json", serde_json::to_vec(&[&two, &three]).unwrap())
        .file("in/c.txt", "not read");
    let whole = sandbox.run(&["fold", "in"]);
    assert_eq!((whole.code, whole.err.as_str()), (0, ""));
    assert_eq!(whole.out, sandbox.pipe(&["fold"], lines([&one, &two, &three])).out);
    assert_eq!(sandbox.run(&["fold", "in/b.json", "in/a.ndjson"]), whole);
    assert_eq!(sandbox.run(&["fold"]).out, "");
    assert_eq!(sandbox.run(&["fold", "missing.ndjson"]).code, 2);
}

#[test]
fn input_that_is_not_an_event_is_rejected_and_the_rest_is_folded() {
    let good = lines([&call("7", "missed_call", 1)]);
    let webhook = r#"{"event":"missed_call","call_id":"+15550109999","timestamp":"2026-02-02T12:00:00Z"}"#;
    let other = good.replace(r#""specversion":"1.0""#, r#""specversion":"0.3""#);
    let sandbox = Sandbox::new();
    let run = sandbox.pipe(&["fold", "--rejects", "rejects"], format!("{webhook}\n{good}nonsense\n{other}"));
    assert_eq!(run.code, 1);
    assert_eq!(run.out, sandbox.pipe(&["fold"], &good).out);
    assert_eq!(
        run.err,
        "events: 1, subjects: 1, without a subject or a time: 0, rejected: 3\n\
         input looks like webhooks, not events; run `leadhook normalize` first\n"
    );
    let rejections: Vec<Value> = json_lines(&fs::read_to_string(sandbox.path("rejects")).unwrap());
    let errors: Vec<_> = rejections.iter().map(|rejection| (&rejection["line"], &rejection["error"]["kind"])).collect();
    assert_eq!(json!(errors), json!([[1, "invalid"], [3, "malformed"], [4, "invalid"]]));
    assert_eq!(rejections[0]["raw"], webhook);
    assert_eq!(rejections[2]["error"]["diagnostics"][0]["pointer"], "/specversion");

    let run = sandbox.pipe(&["fold"], format!("{webhook}\n{good}"));
    assert!(!run.err.contains("5550109999"), "{}", run.err);
}

#[test]
fn an_event_without_a_subject_is_counted() {
    let without_id = br#"{"event":"missed_call","timestamp":"2026-02-02T12:00:00Z"}"#;
    let reply = br#"{"event":"sms.replied","timestamp":"2026-02-02T12:00:00Z","data":{}}"#;
    let events = [
        normalize(Vendor::LimeCall, without_id).unwrap(),
        normalize(Vendor::LeadNest, reply).unwrap(),
        call("7", "missed_call", 1),
    ];
    let run = Sandbox::new().pipe(&["fold"], lines(&events));
    assert_eq!((run.code, run.out.lines().count()), (0, 1));
    assert_eq!(run.err, "events: 3, subjects: 1, without a subject or a time: 1, rejected: 0\n");
}

#[test]
fn an_event_may_be_larger_than_its_webhook() {
    // The number is longer in the event than in the webhook.
    let body = format!(
        r#"{{"event":"missed_call","call_id":"7","timestamp":"2026-02-02T12:00:00Z","n":[{}1]}}"#,
        "1e15,".repeat(200_000)
    );
    let event = Sandbox::new().pipe(&["normalize"], body).out;
    assert!(event.len() > 3_000_000);
    let run = Sandbox::new().pipe(&["fold"], &event);
    assert_eq!((run.code, run.out.lines().count()), (0, 1));
    let run = Sandbox::new().pipe(&["fold", "--max-event", "1048576"], &event);
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert!(run.err.contains("larger than 1048576 bytes"), "{}", run.err);
}

#[cfg(unix)]
#[test]
fn nothing_is_printed_if_not_all_events_can_be_read() {
    // A folder can be opened and not read.
    let mut program = std::process::Command::new(PROGRAM);
    let output = program.args(["fold", "-"]).stdin(fs::File::open(Sandbox::new().0.path()).unwrap()).output().unwrap();
    assert_eq!((output.status.code(), &*output.stdout), (Some(2), &b""[..]));

    let sandbox = Sandbox::with_file("a.ndjson", lines([&call("7", "missed_call", 1)]));
    let output = std::process::Command::new(PROGRAM)
        .current_dir(sandbox.0.path())
        .args(["fold", "a.ndjson", "-"])
        .stdin(fs::File::open(sandbox.0.path()).unwrap())
        .output()
        .unwrap();
    assert_eq!((output.status.code(), &*output.stdout), (Some(2), &b""[..]));
    assert!(String::from_utf8(output.stderr).unwrap().starts_with("leadhook: standard input: "));
}

#[test]
fn the_file_of_rejections_is_not_read() {
    let sandbox = Sandbox::with_file("in/b.ndjson", lines([&call("7", "missed_call", 1)]) + "nonsense\n");
    let run = sandbox.run(&["fold", "in", "--rejects", "in/a.ndjson"]);
    assert_eq!((run.code, run.out.lines().count()), (1, 1));
    assert_eq!(fs::read_to_string(sandbox.path("in/a.ndjson")).unwrap().lines().count(), 1);
    sandbox.run(&["fold", "in", "--rejects", "in/b.ndjson"]).assert_fails(&["exists"]);
    sandbox.run(&["fold", "in", "--rejects", "in/b.ndjson", "--force"]).assert_fails(&["is also input"]);
}
