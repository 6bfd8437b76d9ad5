//! `--rejects`: where rejections go, and what they contain.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;
use std::time::Duration;

use leadhook::{Rejection, Vendor, normalize};

use crate::bodies::{bytes, call};
use crate::sandbox::{PROGRAM, Sandbox, json_lines};

#[test]
fn without_a_file_errors_go_to_standard_error() {
    let file = format!("{}\n{{\"event\":\"missed_call\",\"timestamp\":\"+15550107777\"}}\n\u{1}é márk\n", call("1"));
    let run = Sandbox::with_file("x.ndjson", file).run(&["normalize", "x.ndjson"]);
    assert_eq!((run.code, run.out.lines().count()), (1, 1));
    assert!(run.err.contains("x.ndjson:2: invalid") && run.err.contains("/timestamp"), "{}", run.err);
    assert!(run.err.contains("x.ndjson:3: malformed"), "{}", run.err);
    assert!(!run.err.contains("0107777") && !run.err.contains("márk") && !run.err.contains('\u{1}'), "{}", run.err);
    let run = Sandbox::new().pipe(&["normalize"], "\n{}\n");
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert!(run.err.contains(":2:"), "{}", run.err);
}

#[test]
fn an_existing_file_is_overwritten_only_with_force() {
    let sandbox = Sandbox::with_file("x.ndjson", "{}\n").file("r", "precious\n");
    sandbox.run(&["normalize", "x.ndjson", "--rejects", "r"]).assert_fails(&["r exists", "--force"]);
    assert_eq!(fs::read_to_string(sandbox.path("r")).unwrap(), "precious\n");
    let run = sandbox.run(&["normalize", "x.ndjson", "--rejects", "r", "--force"]);
    assert_eq!(run.code, 1);
    assert_eq!(json_lines::<Rejection>(&fs::read_to_string(sandbox.path("r")).unwrap()).len(), 1);
    sandbox.run(&["normalize", "x.ndjson", "--force"]).assert_fails(&["--rejects"]);
    sandbox.run(&["normalize", "x.ndjson", "--rejects", "no/such/folder/r"]).assert_fails(&["no/such/folder/r"]);
    sandbox.run(&["normalize", "x.ndjson", "--rejects", "."]).assert_fails(&[]);
}

#[test]
fn a_run_that_cannot_start_does_not_touch_the_file_of_rejections() {
    let sandbox = Sandbox::with_file("x.ndjson", "{}\n").file("r", "precious\n").file("x.txt", "");
    for path in ["nowhere.json", "x.txt"] {
        sandbox.run(&["normalize", path, "--rejects", "r", "--force"]).assert_fails(&[path]);
        assert_eq!(fs::read_to_string(sandbox.path("r")).unwrap(), "precious\n", "{path}");
        sandbox.run(&["normalize", path, "--rejects", "new"]).assert_fails(&[path]);
        assert!(!sandbox.path("new").exists(), "{path}: the next run would refuse to overwrite it");
    }
}

#[test]
fn rejections_never_become_input() {
    let lines = "{\"event\":\"no_such\"}\n".repeat(300);
    for rejects in ["d/r.ndjson", "d/a.ndjson"] {
        let sandbox = Sandbox::with_file("d/b.ndjson", &lines).file("d/c.ndjson", &lines);
        let run = sandbox.command(&["normalize", "d", "--rejects", rejects]).timeout(Duration::from_secs(10)).output();
        let kept = fs::read_to_string(sandbox.path(rejects)).unwrap_or_default().lines().count();
        let code = run.unwrap().status.code();
        assert!(code == Some(1) && kept == 600 || code == Some(2), "{code:?}, {kept} rejections of 600 in {rejects}");
    }
    let sandbox = Sandbox::with_file("x.ndjson", &lines);
    let run = sandbox.run(&["normalize", "x.ndjson", "--rejects", "x.ndjson", "--force"]);
    let left = fs::read_to_string(sandbox.path("x.ndjson")).unwrap();
    assert!(run.code == 2 && left == lines, "the input was overwritten");
}

#[test]
fn rejections_are_written_before_the_program_waits() {
    let sandbox = Sandbox::new();
    let mut child = std::process::Command::new(PROGRAM)
        .args(["normalize", "--rejects", "r"])
        .current_dir(sandbox.path("."))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(format!("bad\n{}\n", call("1")).as_bytes()).unwrap();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut String::new()).unwrap();
    assert_eq!(fs::read_to_string(sandbox.path("r")).unwrap().lines().count(), 1);
    drop(stdin);
    child.wait().unwrap();
}

#[test]
fn rejections_of_broken_files_keep_the_vendor_option() {
    let sandbox = Sandbox::with_file("x.json", "[{").file("y.json", "");
    let run = sandbox.normalize(&["x.json", "y.json", "--vendor", "limecall"]);
    for rejection in &run.rejections {
        assert_eq!(rejection.source, Some(Vendor::LimeCall.into()));
    }
    assert_eq!(run.rejections.len(), 2);
    let run = sandbox.run(&["validate", "x.json", "--vendor", "limecall", "--format", "json"]);
    assert!(run.out.contains(r#""vendor":"limecall""#), "{}", run.out);
}

#[cfg(unix)]
#[test]
fn file_names_are_printed_without_control_characters() {
    let sandbox = Sandbox::with_file("p\u{1b}[31m.ndjson", "bad\n");
    let run = sandbox.run(&["normalize", "."]);
    assert!(run.err.contains("31m.ndjson") && !run.err.contains('\u{1b}'), "{}", run.err);
    let run = sandbox.run(&["validate", "."]);
    assert!(run.out.contains("31m.ndjson") && !run.out.contains('\u{1b}'), "{}", run.out);
}

#[test]
fn output_files_are_neither_read_nor_overwritten() {
    let lines = format!("{}\nbad\n{}\n", call("1"), call("2"));
    let to_file = |sandbox: &Sandbox, args: &[&str], out: &str| {
        let out = fs::File::create(sandbox.path(out)).unwrap();
        let mut program = std::process::Command::new(PROGRAM);
        program.args(args).current_dir(sandbox.path(".")).stdout(out).output().unwrap()
    };

    let sandbox = Sandbox::with_file("d/x.ndjson", &lines);
    assert_eq!(to_file(&sandbox, &["validate", "d", "--format", "json"], "d/y.ndjson").status.code(), Some(1));
    assert_eq!(fs::read_to_string(sandbox.path("d/y.ndjson")).unwrap().lines().count(), 3);

    let sandbox = Sandbox::with_file("x.ndjson", &lines);
    let output = to_file(&sandbox, &["normalize", "x.ndjson", "--rejects", "out", "--force"], "out");
    assert_eq!(output.status.code(), Some(2));

    let sandbox = Sandbox::with_file("d/x.ndjson", &lines);
    let run = sandbox.run(&["normalize", "d", "--rejects", "d/x.ndjson", "--force"]);
    assert_eq!((run.code, fs::read_to_string(sandbox.path("d/x.ndjson")).unwrap()), (2, lines));
    let run = sandbox.run(&["normalize", "d", "--rejects", "d/new.ndjson", "--force"]);
    assert_eq!((run.code, run.out.lines().count()), (1, 2));
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_rejections() {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |sandbox: &Sandbox| fs::metadata(sandbox.path("r")).unwrap().permissions().mode() & 0o777;
    let sandbox = Sandbox::with_file("x.ndjson", "{}\n");
    sandbox.run(&["normalize", "x.ndjson", "--rejects", "r"]);
    assert_eq!(mode(&sandbox), 0o600);
    fs::set_permissions(sandbox.path("r"), fs::Permissions::from_mode(0o666)).unwrap();
    sandbox.run(&["normalize", "x.ndjson", "--rejects", "r", "--force"]);
    assert_eq!(mode(&sandbox), 0o600);
}

#[test]
fn a_run_without_rejections_leaves_an_empty_file_and_prints_no_error() {
    let sandbox = Sandbox::with_file("x.json", call("1"));
    let run = sandbox.run(&["normalize", "x.json", "--rejects", "r"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_eq!(fs::read_to_string(sandbox.path("r")).unwrap(), "");
}

#[test]
fn rejections_keep_their_order_across_paths() {
    let sandbox = Sandbox::with_file("a.ndjson", "1\n2\n").file("d/b.json", "[3,4]").file("c.json", "5");
    let run = sandbox.normalize(&["c.json", "d", "a.ndjson"]);
    let places: Vec<_> =
        run.rejections.iter().map(|rejection| (rejection.path.as_deref().unwrap(), rejection.line.unwrap())).collect();
    assert_eq!(places, [("c.json", 1), ("d/b.json", 1), ("d/b.json", 1), ("a.ndjson", 1), ("a.ndjson", 2)]);
    assert_eq!(run.raws(), [&bytes("5"), &bytes("3"), &bytes("4"), &bytes("1"), &bytes("2")]);
}

#[test]
fn the_vendor_option_decides() {
    let foreign = call("1");
    for &vendor in Vendor::VARIANTS {
        let run = Sandbox::new().normalize_pipe(&["--vendor", vendor.as_str()], &foreign);
        let Ok(event) = normalize(vendor, foreign.as_bytes()) else { panic!("{vendor} refuses an undocumented event") };
        assert_eq!(run.events, [serde_json::to_value(&event).unwrap()]);
        assert_eq!(run.events[0]["source"], vendor.as_str());
        assert_eq!(run.events[0]["type"] == "unknown", vendor != Vendor::LimeCall);
        let run =
            Sandbox::new().normalize_pipe(&["--vendor", vendor.as_str()], "{\"event\":7}\n{\"event\":\"no_such\"}");
        assert_eq!((run.events.len(), &run.rejections[0].source), (1, &Some(vendor.into())));
    }
    let run = Sandbox::new().normalize_pipe(&[], "{\"event\":7}\n{\"event\":\"missed_call\"}");
    let sources: Vec<_> = run.rejections.iter().map(|rejection| rejection.source.clone()).collect();
    assert_eq!(sources, [None, Some(Vendor::LimeCall.into())]);
}
