//! Good input: files, folders and standard input.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

use leadhook::normalize;

use crate::bodies::{bytes, call};
use crate::corpus;
use crate::desk::{Desk, PROGRAM, Run};

#[test]
fn every_fixture_gives_one_line_in_the_order_of_paths() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut fixtures = corpus::fixtures();
    fixtures.sort_by(|a, b| a.path.as_os_str().as_encoded_bytes().cmp(b.path.as_os_str().as_encoded_bytes()));
    let events = fixtures.iter().map(|document| normalize(document.vendor, &document.body).unwrap());
    let lines: String = events.map(|event| serde_json::to_string(&event).unwrap() + "\n").collect();
    let run = Desk::new().run(&["normalize", root.to_str().unwrap()]);
    assert_eq!(run, Run { code: 0, out: lines, err: String::new() });
}

#[track_caller]
pub(crate) fn assert_calls(name: &str, content: impl AsRef<[u8]>, calls: &[&str]) {
    let run = Desk::with(name, &content).normalize(&[name]);
    assert_eq!((run.calls(), run.raws()), (calls.to_vec(), vec![]), "{name}: {}", content.as_ref().escape_ascii());
    assert_eq!(run.run.err, "");
}

#[test]
fn json_files_hold_one_document_or_an_array_of_them() {
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
fn line_files_hold_one_document_a_line() {
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
fn standard_input_holds_one_document_a_line() {
    let (a, b) = (call("a"), call("b"));
    let desk = Desk::with("x.json", call("x"));
    for args in [&[][..], &["-"]] {
        assert_eq!(desk.normalize_pipe(args, format!("\u{feff}{a}\r\n\n{b}")).calls(), ["a", "b"]);
        assert_eq!(desk.normalize_pipe(args, "").calls(), Vec::<&str>::new());
    }
    assert_eq!(desk.normalize_pipe(&["x.json", "-", "x.json"], a).calls(), ["x", "a", "x"]);
    let run = desk.normalize_pipe(&[], format!("[{b}]\n"));
    assert_eq!((run.calls(), run.raws()), (vec![], vec![&bytes(format!("[{b}]"))]));
    assert_eq!((&run.rejections[0].path, run.rejections[0].line), (&None, Some(1)));
}

/// Writes to the program's input piece by piece, and reads all that it says.
#[track_caller]
fn dribble(pieces: &[&[u8]]) -> Run {
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
    Run::of(child.wait_with_output().unwrap(), &["normalize"])
}

#[test]
fn an_event_does_not_wait_for_the_next_line() {
    let mut child = std::process::Command::new(PROGRAM)
        .arg("normalize")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    write!(stdin, "{}\n{{\"event\":", call("1")).unwrap();
    // This would wait for ever if the program waited for the rest of the line.
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.contains("call.missed"));
    drop(stdin);
    child.wait().unwrap();
}

#[test]
fn it_does_not_matter_in_what_pieces_a_pipe_brings_a_body() {
    let (first, second) = (call("a"), call("b"));
    let whole = dribble(&[format!("\u{feff}{first}\r\n{second}").as_bytes()]);
    assert_eq!((whole.code, whole.out.lines().count()), (0, 2), "{whole:?}");
    let (head, tail) = first.split_at(30);
    let pieces = [b"\xEF", &b"\xBB"[..], b"\xBF", head.as_bytes(), tail.as_bytes(), b"\r", b"\n", second.as_bytes()];
    assert_eq!(dribble(&pieces), whole);
}

#[test]
fn folders_are_walked_in_the_byte_order_of_whole_paths() {
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
    let mut desk = Desk::new();
    for name in names.iter().rev() {
        desk = desk.and(name, call(name));
    }
    for name in ["d/a.txt", "d/b", "d/c.json.bak", "d/e.JSON", "d/json", "d/a/.json", "e.json"] {
        desk = desk.and(name, "never read");
    }
    assert!(names.is_sorted_by(|a, b| a.as_bytes() < b.as_bytes()));
    assert_eq!(desk.normalize(&["d"]).calls(), names);
    assert_eq!(
        desk.normalize(&["d/a/z.json", "d/a", "d/A.json"]).calls(),
        [&names[6..7], &names[3..7], &names[..1]].concat()
    );
    fs::create_dir(desk.path("empty")).unwrap();
    assert_eq!(desk.normalize(&["empty"]).calls(), Vec::<&str>::new());
}

#[cfg(unix)]
#[test]
fn links_in_folders_are_not_followed() {
    use std::os::unix::fs::symlink;
    let desk = Desk::with("d/a.json", call("a")).and("elsewhere/b.json", call("b"));
    symlink(desk.path("elsewhere"), desk.path("d/folder")).unwrap();
    symlink(desk.path("d"), desk.path("d/loop")).unwrap();
    symlink(desk.path("elsewhere/b.json"), desk.path("d/link.json")).unwrap();
    symlink(desk.path("nowhere"), desk.path("d/dangling.json")).unwrap();
    assert_eq!(desk.normalize(&["d"]).calls(), ["a"]);
}

#[test]
fn odd_words_members_and_numbers_are_no_reason_to_refuse() {
    let at = r#""timestamp":"2025-01-30T15:00:00Z""#;
    for body in [
        format!(r#"{{"event":"missed_call",{at},"status":"teleported"}}"#),
        format!(r#"{{"event":"missed_call",{at},"sixth_sense":{{"x":[1]}}}}"#),
        format!(r#"{{"event":"missed_call",{at},"caller_number":"anonymous"}}"#),
        format!(r#"{{"event":"campaign.started",{at},"data":{{"campaignId":"no uuid"}}}}"#),
    ] {
        let run = Desk::new().normalize_pipe(&[], &body);
        assert_eq!((run.events.len(), run.rejections.len()), (1, 0), "{body}");
    }
    let unknown = r#"{"event":"call_transferred","to":7}"#;
    let run = Desk::new().normalize_pipe(&["--vendor", "limecall"], unknown);
    assert_eq!(run.events[0]["type"], "unknown");
}
