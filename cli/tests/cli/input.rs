//! Valid input: files, folders and standard input.

use std::collections::HashSet;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

use leadhook::{normalize, parse};
use leadhook_harness::corpus;

use crate::bodies::{bytes, call};
use crate::sandbox::{PROGRAM, Run, Sandbox};

#[test]
fn every_fixture_gives_one_line_in_the_order_of_paths() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures");
    let mut fixtures = corpus::fixtures();
    fixtures.sort_by(|a, b| a.path.as_os_str().as_encoded_bytes().cmp(b.path.as_os_str().as_encoded_bytes()));
    let events = fixtures.iter().map(|file| normalize(file.vendor, &file.body).unwrap());
    let lines: String = events.map(|event| serde_json::to_string(&event).unwrap() + "\n").collect();
    let run = Sandbox::new().run(&["normalize", root.to_str().unwrap()]);
    assert_eq!((run.code, run.out), (0, lines));
    // Some fixtures have members that do not fit.
    let (mut members, mut with_unexpected) = (HashSet::new(), 0);
    for file in &fixtures {
        let payload = parse(file.vendor, &file.body).unwrap();
        let unexpected = payload.unexpected();
        with_unexpected += usize::from(!unexpected.is_empty());
        members.extend(unexpected.into_iter().map(|pointer| (file.vendor, payload.event_name().to_owned(), pointer)));
    }
    let closing: Vec<_> = run.err.lines().collect();
    let [counts, heading, _, _, _, _, _, more] = &closing[..] else { panic!("{closing:#?}") };
    let expected = format!("events: {}, with unexpected members: {with_unexpected}, rejected: 0", fixtures.len());
    assert_eq!(*counts, expected);
    assert!(heading.starts_with("unexpected members"), "{heading}");
    assert_eq!(*more, format!("and {} more", members.len() - 5));
}

#[track_caller]
pub(crate) fn assert_calls(name: &str, content: impl AsRef<[u8]>, calls: &[&str]) {
    let run = Sandbox::with_file(name, &content).normalize(&[name]);
    assert_eq!((run.calls(), run.raws()), (calls.to_vec(), vec![]), "{name}: {}", content.as_ref().escape_ascii());
    assert_eq!(run.run.err, "");
}

#[test]
fn a_json_file_has_one_body_or_an_array_of_bodies() {
    let (a, b, c) = (call("a"), call("b"), call("c"));
    assert_calls("x.json", &a, &["a"]);
    assert_calls("x.json", format!("\u{feff} \r\n\t{a}\r\n \n"), &["a"]);
    assert_calls("x.json", a.replace(',', "\r\n,"), &["a"]);
    assert_calls("x.json", format!("[{a},{b},{c}]"), &["a", "b", "c"]);
    assert_calls("x.json", format!("\u{feff}\n[\n  {a} ,\r\n\t{b}\n,{c}\n]\n\n"), &["a", "b", "c"]);
    assert_calls("x.json", format!("[{a}]"), &["a"]);
    assert_calls("x.json", "[]", &[]);
    assert_calls("x.json", " [\n ]\r\n", &[]);
    let tricky = r#"{"event":"missed_call","timestamp":"2025-01-30T15:00:00Z","call_id":"t","x":["],[{","\\\"]","\\",{"\"}":[]}]}"#;
    assert_calls("x.json", format!("[{tricky},{b}]"), &["t", "b"]);
}

#[test]
fn a_file_of_lines_has_one_body_per_line() {
    let (a, b) = (call("a"), call("b"));
    for name in ["x.ndjson", "x.jsonl"] {
        assert_calls(name, format!("{a}\n{b}\n"), &["a", "b"]);
        assert_calls(name, format!("{a}\n{b}"), &["a", "b"]);
        assert_calls(name, format!("\u{feff}{a}\r\n\r\n \t \r\n\n{b}\r\n"), &["a", "b"]);
        assert_calls(name, format!("\n\n  {a}  \n\n"), &["a"]);
        assert_calls(name, "", &[]);
        assert_calls(name, "\u{feff}", &[]);
        assert_calls(name, "\n \r\n\t", &[]);
    }
}

#[test]
fn standard_input_has_one_body_per_line() {
    let (a, b) = (call("a"), call("b"));
    let sandbox = Sandbox::with_file("x.json", call("x"));
    for args in [&[][..], &["-"]] {
        assert_eq!(sandbox.normalize_pipe(args, format!("\u{feff}{a}\r\n\n{b}")).calls(), ["a", "b"]);
        assert_eq!(sandbox.normalize_pipe(args, "").calls(), Vec::<&str>::new());
    }
    assert_eq!(sandbox.normalize_pipe(&["x.json", "-", "x.json"], a).calls(), ["x", "a", "x"]);
    let run = sandbox.normalize_pipe(&[], format!("[{b}]\n"));
    assert_eq!((run.calls(), run.raws()), (vec![], vec![&bytes(format!("[{b}]"))]));
    assert_eq!((&run.rejections[0].path, run.rejections[0].line), (&None, Some(1)));
}

/// Runs `normalize` and writes its input piece by piece.
#[track_caller]
fn normalize_pieces(pieces: &[&[u8]]) -> Run {
    let mut command = std::process::Command::new(PROGRAM);
    let mut child =
        command.arg("normalize").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    for piece in pieces {
        stdin.write_all(piece).unwrap();
        stdin.flush().unwrap();
        sleep(Duration::from_millis(100));
    }
    drop(stdin);
    Run::new(child.wait_with_output().unwrap(), &["normalize"])
}

#[test]
fn an_event_is_printed_before_the_next_line_is_complete() {
    let mut child = std::process::Command::new(PROGRAM)
        .arg("normalize")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    write!(stdin, "{}\n{{\"event\":", call("1")).unwrap();
    // This would never return if the program waited for the rest of the line.
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.contains("call.missed"));
    drop(stdin);
    child.wait().unwrap();
}

#[test]
fn the_pieces_in_which_a_pipe_delivers_a_body_do_not_matter() {
    let (first, second) = (call("a"), call("b"));
    let whole = normalize_pieces(&[format!("\u{feff}{first}\r\n{second}").as_bytes()]);
    assert_eq!((whole.code, whole.out.lines().count()), (0, 2), "{whole:?}");
    let (head, tail) = first.split_at(30);
    let pieces = [b"\xEF", &b"\xBB"[..], b"\xBF", head.as_bytes(), tail.as_bytes(), b"\r", b"\n", second.as_bytes()];
    assert_eq!(normalize_pieces(&pieces), whole);
}

#[test]
fn folders_are_read_in_the_byte_order_of_whole_paths() {
    let names = [
        "d/A.json",
        "d/a-b.json",
        "d/a.json",
        "d/a/-.json",
        "d/a/b/c.jsonl",
        "d/a/b0.ndjson",
        "d/a/z.json",
        "d/a0/x.json",
        "d/b.json/x.json",
        "d/é.json",
    ];
    let mut sandbox = Sandbox::new();
    for name in names.iter().rev() {
        sandbox = sandbox.file(name, call(name));
    }
    for name in ["d/a.txt", "d/b", "d/c.json.bak", "d/e.JSON", "d/json", "d/a/.json", "e.json"] {
        sandbox = sandbox.file(name, "never read");
    }
    assert!(names.is_sorted_by(|a, b| a.as_bytes() < b.as_bytes()));
    assert_eq!(sandbox.normalize(&["d"]).calls(), names);
    assert_eq!(
        sandbox.normalize(&["d/a/z.json", "d/a", "d/A.json"]).calls(),
        [&names[6..7], &names[3..7], &names[..1]].concat()
    );
    fs::create_dir(sandbox.path("empty")).unwrap();
    assert_eq!(sandbox.normalize(&["empty"]).calls(), Vec::<&str>::new());
}

#[cfg(unix)]
#[test]
fn links_in_folders_are_not_followed() {
    use std::os::unix::fs::symlink;
    let sandbox = Sandbox::with_file("d/a.json", call("a")).file("elsewhere/b.json", call("b"));
    symlink(sandbox.path("elsewhere"), sandbox.path("d/folder")).unwrap();
    symlink(sandbox.path("d"), sandbox.path("d/loop")).unwrap();
    symlink(sandbox.path("elsewhere/b.json"), sandbox.path("d/link.json")).unwrap();
    symlink(sandbox.path("nowhere"), sandbox.path("d/dangling.json")).unwrap();
    assert_eq!(sandbox.normalize(&["d"]).calls(), ["a"]);
}

#[test]
fn undocumented_values_and_members_are_accepted() {
    let at = r#""timestamp":"2025-01-30T15:00:00Z""#;
    for body in [
        format!(r#"{{"event":"missed_call",{at},"status":"teleported"}}"#),
        format!(r#"{{"event":"missed_call",{at},"sixth_sense":{{"x":[1]}}}}"#),
        format!(r#"{{"event":"missed_call",{at},"caller_number":"anonymous"}}"#),
        format!(r#"{{"event":"campaign.started",{at},"data":{{"campaignId":"no uuid"}}}}"#),
    ] {
        let run = Sandbox::new().normalize_pipe(&[], &body);
        assert_eq!((run.events.len(), run.rejections.len()), (1, 0), "{body}");
    }
    let unknown = r#"{"event":"call_transferred","to":7}"#;
    let run = Sandbox::new().normalize_pipe(&["--vendor", "limecall"], unknown);
    assert_eq!(run.events[0]["type"], "unknown");
}
