//! The closing lines on standard error: what was accepted although it is undocumented.

use std::fs;

use leadhook::event::Source;
use leadhook::{Error, RawBody, Rejection, Vendor};
use leadhook_harness::corpus;
use serde_json::{Value, json};

use crate::bodies::call;
use crate::sandbox::{Run, Sandbox, json_lines};

/// An opt-out in a wrong type.
const OPT_OUT: &str = r#"{"event":"reply.received","timestamp":"2026-02-02T12:00:00Z","data":{"reply":{"classification":["unsubscribe"]}}}"#;
const LEADNEST: &str = r#"{"event":"sms.sent","timestamp":"2026-02-02T12:00:00Z","data":{}}"#;
const UNDOCUMENTED: &str = r#"{"event":"made up by Ava","timestamp":"2026-02-02T12:00:00Z"}"#;

#[track_caller]
fn assert_lines(run: &Run, lines: &[&str]) {
    assert_eq!(run.err.lines().collect::<Vec<_>>(), lines, "{run:?}");
}

/// Runs `normalize` on lines, with each number of jobs.
#[track_caller]
fn assert_normalize(args: &[&str], lines: &[&str], closing: &[&str]) {
    for jobs in ["1", "3"] {
        let run = Sandbox::new().pipe(&[&["normalize", "--jobs", jobs], args].concat(), lines.join("\n"));
        assert_eq!((run.code, run.out.lines().count()), (0, lines.len()), "{run:?}");
        assert_lines(&run, closing);
    }
}

#[test]
fn a_run_without_oddities_prints_no_closing_line() {
    assert_normalize(&[], &[&call("1"), LEADNEST], &[]);
    assert_normalize(&["--vendor", "limecall"], &[&call("1")], &[]);
}

#[test]
fn normalize_names_the_vendors_that_document_unknown_events() {
    let call = call("1");
    assert_normalize(
        &["--vendor", "liguelead"],
        &[&call, LEADNEST, &call, UNDOCUMENTED],
        &[
            "events: 4, unknown: 4, rejected: 0",
            "events documented by another vendor: leadnest 1, limecall 2; check --vendor",
        ],
    );
    assert_normalize(
        &["--vendor", "limecall"],
        &[&call, LEADNEST],
        &["events: 2, unknown: 1, rejected: 0", "events documented by another vendor: leadnest 1; check --vendor"],
    );
    // No vendor documents it.
    assert_normalize(&["--vendor", "limecall"], &[UNDOCUMENTED], &["events: 1, unknown: 1, rejected: 0"]);
}

#[test]
fn an_undocumented_channel_of_the_right_vendor_is_not_a_mismatch() {
    let body = r#"{"event":"campaign.status","campaign":{"type":"fax"}}"#;
    for args in [&[][..], &["--vendor", "liguelead"]] {
        assert_normalize(args, &[body], &["events: 1, unknown: 1, rejected: 0"]);
    }
}

#[test]
fn every_fixture_of_another_vendor_is_a_mismatch() {
    for &vendor in Vendor::VARIANTS {
        let sandbox = Sandbox::new();
        let others = Vendor::VARIANTS.iter().filter(|&&other| other != vendor);
        for &other in others {
            let folder = corpus::folder("fixtures", other);
            let folder = folder.to_str().unwrap();
            let run = sandbox.run(&["normalize", folder, "--vendor", vendor.as_str()]);
            let count = run.out.lines().count();
            let mismatch = format!("events documented by another vendor: {other} {count}; check --vendor");
            assert_lines(&run, &[&format!("events: {count}, unknown: {count}, rejected: 0"), &mismatch]);
            for format in ["text", "json"] {
                let args = ["validate", folder, "--vendor", vendor.as_str(), "--format", format];
                assert_lines(&sandbox.run(&args), &[&mismatch]);
            }
        }
    }
}

#[test]
fn validate_names_no_vendor_for_what_is_not_a_mismatch() {
    let channel = r#"{"event":"campaign.status","campaign":{"type":"fax"}}"#;
    let sandbox = Sandbox::with_file("x.ndjson", [channel, UNDOCUMENTED, OPT_OUT].join("\n"));
    assert_lines(&sandbox.run(&["validate", "x.ndjson"]), &[]);
    let sandbox = Sandbox::with_file("x.ndjson", [channel, UNDOCUMENTED].join("\n"));
    assert_lines(&sandbox.run(&["validate", "x.ndjson", "--vendor", "liguelead"]), &[]);
}

/// Runs `replay` on rejections of bodies that are accepted today.
#[track_caller]
fn replay(rejections: &[(Option<Vendor>, &str)]) -> Run {
    let line = |&(vendor, body): &(Option<Vendor>, &str)| {
        let mut rejection = Rejection::new(Error::malformed("old"), RawBody::Inline(body.into()));
        rejection.source = vendor.map(Source::from);
        format!("{}\n", json!(rejection))
    };
    let run = Sandbox::new().pipe(&["replay", "-"], rejections.iter().map(line).collect::<String>());
    assert_eq!((run.code, run.out.lines().count()), (0, rejections.len()), "{run:?}");
    run
}

#[test]
fn replay_has_the_same_closing_lines() {
    let call = call("1");
    assert_lines(&replay(&[(None, &call), (Some(Vendor::LimeCall), &call)]), &[]);
    assert_lines(
        &replay(&[(Some(Vendor::Leadterra), &call), (None, OPT_OUT)]),
        &[
            "events: 2, unknown: 1, with unexpected members: 1, rejected: 0",
            "events documented by another vendor: limecall 1; check the vendor of the rejections",
            "unexpected members, kept in `extra`; run `leadhook validate` to see why:",
            "      1 leadterra reply.received /data/reply/classification",
        ],
    );
}

#[test]
fn an_opt_out_of_a_wrong_type_is_listed() {
    let closing = [
        "events: 3, with unexpected members: 2, rejected: 0",
        "unexpected members, kept in `extra`; run `leadhook validate` to see why:",
        "      2 leadterra reply.received /data/reply/classification",
    ];
    assert_normalize(&[], &[OPT_OUT, &call("1"), OPT_OUT], &closing);
    let run = Sandbox::new().pipe(&["normalize"], OPT_OUT);
    assert!(json_lines::<Value>(&run.out)[0].to_string().contains("unsubscribe"));
}

#[test]
fn the_most_frequent_unexpected_members_are_listed_first_and_the_others_counted() {
    let members = ["is_flash", "credits_required", "sent_at"];
    let mut bodies: Vec<String> = Vec::new();
    // The first member is unexpected once, the second twice, and so on.
    for (at, member) in members.into_iter().enumerate() {
        let mut campaign = json!({"type": "sms", "status": "sent"});
        campaign[member] = json!({"Ava": "+15550107777"});
        let body = json!({"event": "campaign.status", "occurred_at": "2026-02-02T12:00:00Z", "campaign": campaign});
        bodies.extend(vec![body.to_string(); at + 1]);
    }
    for member in ["call_id", "caller_number", "callee_number", "team_id", "status"] {
        let mut body: Value = serde_json::from_str(&call("1")).unwrap();
        body[member] = json!(["+15550107777"]);
        bodies.push(body.to_string());
    }
    let sandbox = Sandbox::with_file("x.ndjson", bodies.join("\n"));
    let run = sandbox.run(&["normalize", "x.ndjson"]);
    assert_lines(
        &run,
        &[
            "events: 11, with unexpected members: 11, rejected: 0",
            "unexpected members, kept in `extra`; run `leadhook validate` to see why:",
            "      3 liguelead campaign.status /campaign/sent_at",
            "      2 liguelead campaign.status /campaign/credits_required",
            "      1 liguelead campaign.status /campaign/is_flash",
            "      1 limecall missed_call /call_id",
            "      1 limecall missed_call /callee_number",
            "and 3 more",
        ],
    );
    assert!(run.err.lines().all(|line| line.len() <= 80), "{}", run.err);
    assert_eq!(sandbox.run(&["validate", "x.ndjson"]).code, 0);
}

#[test]
fn closing_lines_follow_the_errors_of_rejected_webhooks() {
    let sandbox = Sandbox::with_file("x.ndjson", format!("{{}}\n{LEADNEST}\n{OPT_OUT}\n"));
    let run = sandbox.run(&["normalize", "x.ndjson", "--vendor", "leadterra", "--rejects", "r"]);
    assert_eq!(run.code, 1);
    assert_eq!(json_lines::<Rejection>(&fs::read_to_string(sandbox.path("r")).unwrap()).len(), 1);
    assert_lines(
        &run,
        &[
            "events: 2, unknown: 1, with unexpected members: 1, rejected: 1",
            "events documented by another vendor: leadnest 1; check --vendor",
            "unexpected members, kept in `extra`; run `leadhook validate` to see why:",
            "      1 leadterra reply.received /data/reply/classification",
        ],
    );
}
