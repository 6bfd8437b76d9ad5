//! Where rejections go, and whose they are.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;
use std::time::Duration;

use leadhook::{Rejection, Vendor, normalize};

use crate::bodies::{bytes, call};
use crate::desk::{Desk, PROGRAM, json_lines};

#[test]
fn without_a_file_rejections_are_told_on_standard_error() {
    let file = format!("{}\n{{\"event\":\"missed_call\",\"timestamp\":\"+15550107777\"}}\n\u{1}é márk\n", call("1"));
    let run = Desk::with("x.ndjson", file).run(&["normalize", "x.ndjson"]);
    assert_eq!((run.code, run.out.lines().count()), (1, 1));
    assert!(run.err.contains("x.ndjson:2: invalid") && run.err.contains("/timestamp"), "{}", run.err);
    assert!(run.err.contains("x.ndjson:3: malformed"), "{}", run.err);
    assert!(!run.err.contains("0107777") && !run.err.contains("márk") && !run.err.contains('\u{1}'), "{}", run.err);
    let run = Desk::new().pipe(&["normalize"], "\n{}\n");
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert!(run.err.contains(":2:"), "{}", run.err);
}

#[test]
fn rejections_are_written_over_nothing_unless_told_to() {
    let desk = Desk::with("x.ndjson", "{}\n").and("r", "precious\n");
    desk.run(&["normalize", "x.ndjson", "--rejects", "r"]).assert_fails(&["r exists", "--force"]);
    assert_eq!(fs::read_to_string(desk.path("r")).unwrap(), "precious\n");
    let run = desk.run(&["normalize", "x.ndjson", "--rejects", "r", "--force"]);
    assert_eq!(run.code, 1);
    assert_eq!(json_lines::<Rejection>(&fs::read_to_string(desk.path("r")).unwrap()).len(), 1);
    desk.run(&["normalize", "x.ndjson", "--force"]).assert_fails(&["--rejects"]);
    desk.run(&["normalize", "x.ndjson", "--rejects", "no/such/folder/r"]).assert_fails(&["no/such/folder/r"]);
    desk.run(&["normalize", "x.ndjson", "--rejects", "."]).assert_fails(&[]);
}

#[test]
fn a_run_that_cannot_begin_leaves_the_file_of_rejections_alone() {
    let desk = Desk::with("x.ndjson", "{}\n").and("r", "precious\n").and("x.txt", "");
    for path in ["nowhere.json", "x.txt"] {
        desk.run(&["normalize", path, "--rejects", "r", "--force"]).assert_fails(&[path]);
        assert_eq!(fs::read_to_string(desk.path("r")).unwrap(), "precious\n", "{path}");
        desk.run(&["normalize", path, "--rejects", "new"]).assert_fails(&[path]);
        assert!(!desk.path("new").exists(), "the next run would find it there: {path}");
    }
}

#[test]
fn rejections_never_become_input() {
    let lines = "{\"event\":\"nobody\"}
"
    .repeat(300);
    for rejects in ["d/r.ndjson", "d/a.ndjson"] {
        let desk = Desk::with("d/b.ndjson", &lines).and("d/c.ndjson", &lines);
        let run = desk.command(&["normalize", "d", "--rejects", rejects]).timeout(Duration::from_secs(10)).output();
        let kept = fs::read_to_string(desk.path(rejects)).unwrap_or_default().lines().count();
        let code = run.unwrap().status.code();
        assert!(code == Some(1) && kept == 600 || code == Some(2), "{code:?}, {kept} rejections of 600 in {rejects}");
    }
    let desk = Desk::with("x.ndjson", &lines);
    let run = desk.run(&["normalize", "x.ndjson", "--rejects", "x.ndjson", "--force"]);
    let left = fs::read_to_string(desk.path("x.ndjson")).unwrap();
    assert!(run.code == 2 && left == lines, "the input was written over");
}

#[test]
fn rejections_are_safe_before_the_program_waits() {
    let desk = Desk::new();
    let mut child = std::process::Command::new(PROGRAM)
        .args(["normalize", "--rejects", "r"])
        .current_dir(desk.path("."))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(format!("bad\n{}\n", call("1")).as_bytes()).unwrap();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut String::new()).unwrap();
    assert_eq!(fs::read_to_string(desk.path("r")).unwrap().lines().count(), 1);
    drop(stdin);
    child.wait().unwrap();
}

#[test]
fn the_vendor_that_is_told_is_kept_of_what_is_broken() {
    let desk = Desk::with("x.json", "[{").and("y.json", "");
    let run = desk.normalize(&["x.json", "y.json", "--vendor", "limecall"]);
    let vendors: Vec<_> = run.rejections.iter().map(|rejection| rejection.vendor).collect();
    assert_eq!(vendors, [Some(Vendor::LimeCall); 2]);
    let run = desk.run(&["validate", "x.json", "--vendor", "limecall", "--format", "json"]);
    assert!(run.out.contains(r#""vendor":"limecall""#), "{}", run.out);
}

#[cfg(unix)]
#[test]
fn names_of_files_do_nothing_to_a_terminal() {
    let desk = Desk::with("p\u{1b}[31m.ndjson", "bad\n");
    let run = desk.run(&["normalize", "."]);
    assert!(run.err.contains("31m.ndjson") && !run.err.contains('\u{1b}'), "{}", run.err);
    let run = desk.run(&["validate", "."]);
    assert!(run.out.contains("31m.ndjson") && !run.out.contains('\u{1b}'), "{}", run.out);
}

#[test]
fn what_is_written_is_neither_read_nor_written_over() {
    let lines = format!("{}\nbad\n{}\n", call("1"), call("2"));
    let to_file = |desk: &Desk, args: &[&str], out: &str| {
        let out = fs::File::create(desk.path(out)).unwrap();
        let mut program = std::process::Command::new(PROGRAM);
        program.args(args).current_dir(desk.path(".")).stdout(out).output().unwrap()
    };

    let desk = Desk::with("d/x.ndjson", &lines);
    assert_eq!(to_file(&desk, &["validate", "d", "--format", "json"], "d/y.ndjson").status.code(), Some(1));
    assert_eq!(fs::read_to_string(desk.path("d/y.ndjson")).unwrap().lines().count(), 3);

    let desk = Desk::with("x.ndjson", &lines);
    let output = to_file(&desk, &["normalize", "x.ndjson", "--rejects", "out", "--force"], "out");
    assert_eq!(output.status.code(), Some(2));

    let desk = Desk::with("d/x.ndjson", &lines);
    let run = desk.run(&["normalize", "d", "--rejects", "d/x.ndjson", "--force"]);
    assert_eq!((run.code, fs::read_to_string(desk.path("d/x.ndjson")).unwrap()), (2, lines));
    let run = desk.run(&["normalize", "d", "--rejects", "d/new.ndjson", "--force"]);
    assert_eq!((run.code, run.out.lines().count()), (1, 2));
}

#[cfg(unix)]
#[test]
fn rejections_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |desk: &Desk| fs::metadata(desk.path("r")).unwrap().permissions().mode() & 0o777;
    let desk = Desk::with("x.ndjson", "{}\n");
    desk.run(&["normalize", "x.ndjson", "--rejects", "r"]);
    assert_eq!(mode(&desk), 0o600);
    fs::set_permissions(desk.path("r"), fs::Permissions::from_mode(0o666)).unwrap();
    desk.run(&["normalize", "x.ndjson", "--rejects", "r", "--force"]);
    assert_eq!(mode(&desk), 0o600);
}

#[test]
fn a_run_without_rejections_leaves_an_empty_file_and_silence() {
    let desk = Desk::with("x.json", call("1"));
    let run = desk.run(&["normalize", "x.json", "--rejects", "r"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_eq!(fs::read_to_string(desk.path("r")).unwrap(), "");
}

#[test]
fn rejections_keep_their_order_across_paths() {
    let desk = Desk::with("a.ndjson", "1\n2\n").and("d/b.json", "[3,4]").and("c.json", "5");
    let run = desk.normalize(&["c.json", "d", "a.ndjson"]);
    let places: Vec<_> =
        run.rejections.iter().map(|rejection| (rejection.path.as_deref().unwrap(), rejection.line.unwrap())).collect();
    assert_eq!(places, [("c.json", 1), ("d/b.json", 1), ("d/b.json", 1), ("a.ndjson", 1), ("a.ndjson", 2)]);
    assert_eq!(run.raws(), [&bytes("5"), &bytes("3"), &bytes("4"), &bytes("1"), &bytes("2")]);
}

#[test]
fn the_vendor_that_is_told_decides() {
    let foreign = call("1");
    for &vendor in Vendor::VARIANTS {
        let run = Desk::new().normalize_pipe(&["--vendor", vendor.as_str()], &foreign);
        let Ok(event) = normalize(vendor, foreign.as_bytes()) else { panic!("{vendor} refuses an unknown event") };
        assert_eq!(run.events, [serde_json::to_value(&event).unwrap()]);
        assert_eq!(run.events[0]["source"], vendor.as_str());
        assert_eq!(run.events[0]["type"] == "unknown", vendor != Vendor::LimeCall);
        let run = Desk::new().normalize_pipe(&["--vendor", vendor.as_str()], "{\"event\":7}\n{\"event\":\"nobody\"}");
        assert_eq!((run.events.len(), run.rejections[0].vendor), (1, Some(vendor)));
    }
    let run = Desk::new().normalize_pipe(&[], "{\"event\":7}\n{\"event\":\"missed_call\"}");
    assert_eq!((run.rejections[0].vendor, run.rejections[1].vendor), (None, Some(Vendor::LimeCall)));
}
