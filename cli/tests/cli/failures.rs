//! Wrong usage, and failures of input and output.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use crate::bodies::call;
use crate::sandbox::{PROGRAM, Run, Sandbox};

const COMMANDS: [&str; 10] =
    ["normalize", "validate", "replay", "fold", "states", "vendors", "schema", "sample", "sign", "verify"];

#[test]
fn wrong_usage_is_reported_before_anything_is_done() {
    let sandbox = Sandbox::with_file("a.json", call("1")).file("x.txt", call("2")).file("noending", call("3"));
    sandbox.run(&[]).assert_fails(&["Usage"]);
    sandbox.run(&["frobnicate"]).assert_fails(&["frobnicate"]);
    sandbox.run(&["normalize", "--frobnicate"]).assert_fails(&["frobnicate"]);
    for command in ["normalize", "validate"] {
        sandbox.run(&[command, "a.json", "--vendor", "no_such"]).assert_fails(&["no_such", "limecall"]);
        sandbox.run(&[command, "a.json", "--vendor", "LimeCall"]).assert_fails(&["limecall"]);
        sandbox.run(&[command, "nowhere.json"]).assert_fails(&["nowhere.json"]);
        sandbox.run(&[command, "a.json", "nowhere"]).assert_fails(&["nowhere"]);
        sandbox.run(&[command, "x.txt"]).assert_fails(&["x.txt", ".ndjson"]);
        sandbox.run(&[command, "noending"]).assert_fails(&["noending", ".ndjson"]);
        sandbox.run(&[command, "a.json", "x.txt"]).assert_fails(&["x.txt"]);
    }
    sandbox.run(&["validate"]).assert_fails(&["PATH"]);
    sandbox.run(&["validate", "a.json", "--format", "yaml"]).assert_fails(&["yaml"]);
    sandbox.run(&["vendors", "--format", "yaml"]).assert_fails(&["yaml"]);
    sandbox.run(&["schema", "no_such"]).assert_fails(&["no_such", "limecall", "event"]);
}

#[test]
fn help_and_version_succeed() {
    let sandbox = Sandbox::new();
    let version = sandbox.run(&["--version"]);
    assert_eq!((version.code, version.out.trim()), (0, concat!("leadhook ", env!("CARGO_PKG_VERSION"))));
    for command in COMMANDS {
        assert!(sandbox.run(&["--help"]).out.contains(command));
        for args in [&[command, "--help"][..], &["help", command], &["--help"], &["help"]] {
            let run = sandbox.run(args);
            assert_eq!((run.code, run.err.as_str()), (0, ""), "{args:?}");
            assert!(run.out.contains("Usage"), "{}", run.out);
        }
    }
}

#[test]
fn help_fits_80_columns() {
    for command in COMMANDS {
        for args in [&[command, "--help"][..], &[command, "-h"], &["--help"]] {
            let output = Sandbox::new().command(args).env("COLUMNS", "80").output().unwrap();
            let out = Run::new(output, args).out;
            let is_wide = |line: &&str| line.chars().count() > 80 && !line.starts_with("Usage: ");
            assert_eq!(out.lines().find(is_wide), None, "{args:?}");
        }
    }
}

#[cfg(unix)]
#[test]
fn unreadable_input_is_an_error_and_the_events_before_it_are_printed() {
    let sandbox = Sandbox::with_file("a.json", call("1"));
    for command in ["normalize", "validate"] {
        // A folder can be opened and not read.
        let mut program = std::process::Command::new(PROGRAM);
        let output = program
            .args([command, "a.json", "-"])
            .current_dir(sandbox.0.path())
            .stdin(fs::File::open(sandbox.0.path()).unwrap())
            .output();
        let run = Run::new(output.unwrap(), &[command]);
        assert_eq!(run.code, 2, "{run:?}");
        assert!(run.err.contains("standard input"), "{run:?}");
        assert!(command != "normalize" || run.out.contains("\"subject\":\"1\""), "{run:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn unwritable_output_is_an_error() {
    let sandbox = Sandbox::with_file("a.ndjson", call("1") + "\n{}\n");
    let sandbox = sandbox.file("events.ndjson", Sandbox::new().pipe(&["normalize"], call("1")).out);
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
        let output =
            program.args(args).current_dir(sandbox.0.path()).stdout(full).stdin(Stdio::null()).output().unwrap();
        let run = Run::new(output, args);
        assert_eq!(run.code, 2, "{args:?}: {run:?}");
        assert!(run.err.contains("standard output"), "{args:?}: {run:?}");
    }
    let run = sandbox.run(&["normalize", "a.ndjson", "--rejects", "/dev/full", "--force"]);
    assert!(run.code == 2 && run.err.contains("/dev/full"), "{run:?}");
}

#[test]
fn a_closed_standard_output_ends_it_quietly() {
    let lines = (call("1") + "\n").repeat(50_000);
    let sandbox = Sandbox::with_file("x.ndjson", &lines).file("bad.ndjson", "{}\n".repeat(50_000));
    for args in
        [&["normalize", "x.ndjson"][..], &["validate", "--format", "json", "x.ndjson"], &["validate", "bad.ndjson"]]
    {
        let mut program = std::process::Command::new(PROGRAM);
        program
            .args(args)
            .current_dir(sandbox.0.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = program.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert!(line.ends_with('\n'), "{args:?}: {line}");
        let run = Run::new(child.wait_with_output().unwrap(), args);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{args:?}");
    }
}

#[test]
fn a_closed_standard_error_is_ignored() {
    let sandbox = Sandbox::with_file("x.ndjson", "{}\n".repeat(5_000) + &call("1"));
    let mut program = std::process::Command::new(PROGRAM);
    program.args(["normalize", "x.ndjson"]).current_dir(sandbox.0.path()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = program.spawn().unwrap();
    drop(child.stderr.take());
    let run = Run::new(child.wait_with_output().unwrap(), &["normalize"]);
    assert!([0, 1].contains(&run.code), "it panicked: {run:?}");
}
