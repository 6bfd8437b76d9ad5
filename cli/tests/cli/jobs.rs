//! `--jobs`: the number of threads does not change the output.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::bodies::call;
use crate::sandbox::{PROGRAM, Sandbox};

/// Starts `normalize` with one body. Returns the process and the first line of its output.
fn start(jobs: &str) -> (Child, String) {
    let mut program = std::process::Command::new(PROGRAM);
    program.args(["normalize", "--jobs", jobs]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = program.spawn().unwrap();
    writeln!(child.stdin.as_ref().unwrap(), "{}", call("first")).unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    (child, line)
}

#[test]
fn the_number_of_jobs_changes_neither_the_output_nor_its_order() {
    // Several batches of valid, invalid and large bodies, which cross the ends of files.
    let line = |at: usize| match at % 97 {
        0 => "nonsense".to_owned(),
        1 => r#"{"event":"missed_call"}"#.to_owned(),
        2 => crate::bodies::large(&at.to_string(), 5_000),
        _ => call(&at.to_string()),
    };
    let lines = |range: std::ops::Range<usize>| range.map(|at| line(at) + "\n").collect::<String>();
    let sandbox = Sandbox::with_file("a.ndjson", lines(0..3_000))
        .file("b/one.json", line(3_001))
        .file("b/two.ndjson", lines(3_002..9_000))
        .file("c.json", format!("[{}", call("9000")));
    let outcome = |jobs: &str| {
        let args = ["normalize", "--jobs", jobs, "--rejects", "rejects", "--force", "a.ndjson", "b", "c.json"];
        (sandbox.run(&args), fs::read_to_string(sandbox.path("rejects")).unwrap())
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
        assert!(outcome(jobs) == one, "{jobs} jobs have another output");
    }
    let run = |jobs: &str| sandbox.run(&["normalize", "--jobs", jobs, "a.ndjson", "b", "c.json"]);
    assert!(run("1") == run("3"), "the errors differ");
}

#[test]
fn an_event_is_printed_before_the_next_webhook_arrives() {
    for jobs in ["1", "2", "5"] {
        let (child, line) = start(jobs);
        assert!(line.contains("\"subject\":\"first\""), "{jobs}: {line}");
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success() && output.stdout.is_empty(), "{jobs}: {output:?}");
    }
}

#[test]
fn it_ends_when_its_output_is_closed_although_its_input_is_open() {
    for jobs in ["1", "2", "5"] {
        let (mut child, _) = start(jobs);
        drop(child.stdout.take());
        let mut stdin = child.stdin.take().unwrap();
        writeln!(stdin, "{}", call("second")).unwrap();
        let deadline = Instant::now() + Duration::from_secs(30);
        let status = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break status;
            }
            assert!(Instant::now() < deadline, "{jobs}: it does not end");
            std::thread::sleep(Duration::from_millis(10));
        };
        assert!(status.success(), "{jobs}: {status}");
    }
}

#[test]
fn jobs_must_be_a_positive_number() {
    for jobs in ["0", "1.5", "many", ""] {
        Sandbox::new().run(&["normalize", "--jobs", jobs]).assert_fails(&["--jobs"]);
    }
}
