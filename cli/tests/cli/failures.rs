//! Wrong usage, and input and output that fail.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use crate::bodies::call;
use crate::desk::{Desk, PROGRAM, Run};

#[test]
fn wrong_usage_is_told_before_anything_is_done() {
    let desk = Desk::with("a.json", call("1")).and("x.txt", call("2")).and("noending", call("3"));
    desk.run(&[]).assert_fails(&["Usage"]);
    desk.run(&["frobnicate"]).assert_fails(&["frobnicate"]);
    desk.run(&["normalize", "--frobnicate"]).assert_fails(&["frobnicate"]);
    for command in ["normalize", "validate"] {
        desk.run(&[command, "a.json", "--vendor", "nobody"]).assert_fails(&["nobody", "limecall"]);
        desk.run(&[command, "a.json", "--vendor", "LimeCall"]).assert_fails(&["limecall"]);
        desk.run(&[command, "nowhere.json"]).assert_fails(&["nowhere.json"]);
        desk.run(&[command, "a.json", "nowhere"]).assert_fails(&["nowhere"]);
        desk.run(&[command, "x.txt"]).assert_fails(&["x.txt", ".ndjson"]);
        desk.run(&[command, "noending"]).assert_fails(&["noending", ".ndjson"]);
        desk.run(&[command, "a.json", "x.txt"]).assert_fails(&["x.txt"]);
    }
    desk.run(&["validate"]).assert_fails(&["PATH"]);
    desk.run(&["validate", "a.json", "--format", "yaml"]).assert_fails(&["yaml"]);
    desk.run(&["vendors", "--format", "yaml"]).assert_fails(&["yaml"]);
    desk.run(&["schema", "nobody"]).assert_fails(&["nobody", "limecall", "event"]);
}

#[test]
fn help_and_version_are_no_errors() {
    let desk = Desk::new();
    let version = desk.run(&["--version"]);
    assert_eq!((version.code, version.out.trim()), (0, concat!("leadhook ", env!("CARGO_PKG_VERSION"))));
    for args in [
        &["--help"][..],
        &["help"],
        &["normalize", "--help"],
        &["validate", "--help"],
        &["vendors", "--help"],
        &["schema", "--help"],
        &["fold", "--help"],
        &["states", "--help"],
        &["sample", "--help"],
    ] {
        let run = desk.run(args);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{args:?}");
        assert!(run.out.contains("Usage"), "{}", run.out);
    }
    for command in ["normalize", "validate", "vendors", "schema", "fold", "states", "sample"] {
        assert!(desk.run(&["--help"]).out.contains(command));
    }
}

#[cfg(unix)]
#[test]
fn input_that_cannot_be_read_is_an_error_and_what_came_before_comes_out() {
    let desk = Desk::with("a.json", call("1"));
    for command in ["normalize", "validate"] {
        // A folder can be opened and not read.
        let mut program = std::process::Command::new(PROGRAM);
        let output = program
            .args([command, "a.json", "-"])
            .current_dir(desk.0.path())
            .stdin(fs::File::open(desk.0.path()).unwrap())
            .output();
        let run = Run::of(output.unwrap(), &[command]);
        assert_eq!(run.code, 2, "{run:?}");
        assert!(run.err.contains("standard input"), "{run:?}");
        assert!(command != "normalize" || run.out.contains("\"subject\":\"1\""), "{run:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error() {
    let desk = Desk::with("a.ndjson", call("1") + "\n{}\n");
    let desk = desk.and("events.ndjson", Desk::new().pipe(&["normalize"], call("1")).out);
    for args in [
        &["normalize", "a.ndjson"][..],
        &["validate", "a.ndjson"],
        &["validate", "a.ndjson", "--format", "json"],
        &["vendors"],
        &["schema"],
        &["schema", "event"],
        &["states"],
        &["fold", "events.ndjson"],
    ] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let mut program = std::process::Command::new(PROGRAM);
        let output = program.args(args).current_dir(desk.0.path()).stdout(full).stdin(Stdio::null()).output().unwrap();
        let run = Run::of(output, args);
        assert_eq!(run.code, 2, "{args:?}: {run:?}");
        assert!(run.err.contains("standard output"), "{args:?}: {run:?}");
    }
    let run = desk.run(&["normalize", "a.ndjson", "--rejects", "/dev/full", "--force"]);
    assert!(run.code == 2 && run.err.contains("/dev/full"), "{run:?}");
}

#[test]
fn a_reader_who_has_seen_enough_ends_it_quietly() {
    let lines = (call("1") + "\n").repeat(50_000);
    let desk = Desk::with("x.ndjson", &lines).and("bad.ndjson", "{}\n".repeat(50_000));
    for args in
        [&["normalize", "x.ndjson"][..], &["validate", "--format", "json", "x.ndjson"], &["validate", "bad.ndjson"]]
    {
        let mut program = std::process::Command::new(PROGRAM);
        program
            .args(args)
            .current_dir(desk.0.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = program.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert!(line.ends_with('\n'), "{args:?}: {line}");
        let run = Run::of(child.wait_with_output().unwrap(), args);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{args:?}");
    }
}

#[test]
fn a_reader_of_complaints_who_has_seen_enough_breaks_nothing() {
    let desk = Desk::with("x.ndjson", "{}\n".repeat(5_000) + &call("1"));
    let mut program = std::process::Command::new(PROGRAM);
    program.args(["normalize", "x.ndjson"]).current_dir(desk.0.path()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = program.spawn().unwrap();
    drop(child.stderr.take());
    let run = Run::of(child.wait_with_output().unwrap(), &["normalize"]);
    assert!([0, 1].contains(&run.code), "it panicked: {run:?}");
}
