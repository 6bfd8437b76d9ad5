//! Several threads, which nobody can tell from one.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Stdio};
use std::time::{Duration, Timestamp};

use crate::bodies::call;
use crate::desk::{Desk, PROGRAM};

/// The program with something to read from and to write to, and the first line that it prints for one body.
fn started(jobs: &str) -> (Child, String) {
    let mut program = std::process::Command::new(PROGRAM);
    program.args(["normalize", "--jobs", jobs]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = program.spawn().unwrap();
    writeln!(child.stdin.as_ref().unwrap(), "{}", call("first")).unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    (child, line)
}

#[test]
fn jobs_change_neither_the_output_nor_its_order() {
    // Some batches of good bodies, bad ones and large ones, over the ends of files.
    let line = |at: usize| match at % 97 {
        0 => "nonsense".to_owned(),
        1 => r#"{"event":"missed_call"}"#.to_owned(),
        2 => crate::bodies::large(&at.to_string(), 5_000),
        _ => call(&at.to_string()),
    };
    let lines = |range: std::ops::Range<usize>| range.map(|at| line(at) + "\n").collect::<String>();
    let desk = Desk::with("a.ndjson", lines(0..3_000))
        .and("b/one.json", line(3_001))
        .and("b/two.ndjson", lines(3_002..9_000))
        .and("c.json", format!("[{}", call("9000")));
    let outcome = |jobs: &str| {
        let args = ["normalize", "--jobs", jobs, "--rejects", "rejects", "--force", "a.ndjson", "b", "c.json"];
        (desk.run(&args), fs::read_to_string(desk.path("rejects")).unwrap())
    };
    let one = outcome("1");
    assert_eq!(one.0.code, 1);
    assert_eq!(one.0.out.lines().count() + one.1.lines().count(), 3_000 + 1 + 5_998 + 1);
    let subjects = one.0.out.lines().map(|line| {
        let event: serde_json::Value = serde_json::from_str(line).unwrap();
        event["subject"].as_str().unwrap().parse::<usize>().unwrap()
    });
    assert!(subjects.is_sorted());
    for jobs in ["2", "3", "16"] {
        assert!(outcome(jobs) == one, "{jobs} jobs say something else");
    }
    let told = |jobs: &str| desk.run(&["normalize", "--jobs", jobs, "a.ndjson", "b", "c.json"]);
    assert!(told("1") == told("3"), "they complain otherwise");
}

#[test]
fn an_event_does_not_wait_for_the_next_webhook() {
    for jobs in ["1", "2", "5"] {
        let (child, line) = started(jobs);
        assert!(line.contains("\"subject\":\"first\""), "{jobs}: {line}");
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success() && output.stdout.is_empty(), "{jobs}: {output:?}");
    }
}

#[test]
fn it_ends_when_nobody_reads_its_events_though_webhooks_may_still_come() {
    for jobs in ["1", "2", "5"] {
        let (mut child, _) = started(jobs);
        drop(child.stdout.take());
        let mut stdin = child.stdin.take().unwrap();
        writeln!(stdin, "{}", call("second")).unwrap();
        let patience = Timestamp::now() + Duration::from_secs(30);
        let status = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break status;
            }
            assert!(Timestamp::now() < patience, "{jobs}: it waits for ever");
            std::thread::sleep(Duration::from_millis(10));
        };
        assert!(status.success(), "{jobs}: {status}");
    }
}

#[test]
fn jobs_are_a_number_and_not_nought() {
    for jobs in ["0", "1.5", "many", ""] {
        Desk::new().run(&["normalize", "--jobs", jobs]).assert_fails(&["--jobs"]);
    }
}
