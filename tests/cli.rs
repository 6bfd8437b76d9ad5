//! The command line: what goes in comes out, as an event or as a rejection.

mod corpus;

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::thread::sleep;
use std::time::Duration;

use assert_cmd::Command;
use leadhook::{Error, ErrorKind, Raw, Rejection, Vendor, Verdict, Word as _, event, normalize, validate};
use serde_json::{Value, json};
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_leadhook");

const MAX_BODY: usize = 1 << 20;

/// A folder of files, in which the program runs.
struct Desk(TempDir);

/// How a run ended, and what it said.
#[derive(Debug, PartialEq)]
struct Run {
    code: i32,
    out: String,
    err: String,
}

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A desk with one file.
    fn with(name: &str, content: impl AsRef<[u8]>) -> Self {
        Self::new().and(name, content)
    }

    fn and(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), content).unwrap();
        self
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.current_dir(self.0.path()).args(args).timeout(Duration::from_secs(60));
        command
    }

    #[track_caller]
    fn run(&self, args: &[&str]) -> Run {
        self.pipe(args, "")
    }

    #[track_caller]
    fn pipe(&self, args: &[&str], stdin: impl AsRef<[u8]>) -> Run {
        Run::of(self.command(args).write_stdin(stdin.as_ref()).output().unwrap(), args)
    }

    /// Normalizes with `--rejects`, and reads what was kept.
    #[track_caller]
    fn normalize(&self, args: &[&str]) -> Normalized {
        self.normalize_pipe(args, "")
    }

    #[track_caller]
    fn normalize_pipe(&self, args: &[&str], stdin: impl AsRef<[u8]>) -> Normalized {
        let kept = tempfile::tempdir().unwrap();
        let rejects = kept.path().join("rejects");
        let args = [&["normalize", "--rejects", rejects.to_str().unwrap()], args].concat();
        let run = self.pipe(&args, stdin);
        let rejections: Vec<Rejection> = json_lines(&fs::read_to_string(&rejects).unwrap());
        assert_eq!(run.code, i32::from(!rejections.is_empty()), "{run:?}");
        Normalized { events: json_lines(&run.out), rejections, run }
    }
}

impl Run {
    #[track_caller]
    fn of(output: Output, args: &[&str]) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let code = output.status.code().unwrap_or_else(|| panic!("{args:?} was killed: {}", output.status));
        Self { code, out: text(output.stdout), err: text(output.stderr) }
    }

    /// It did not run, and said why.
    #[track_caller]
    fn assert_fails(&self, why: &[&str]) {
        assert_eq!((self.code, self.out.as_str()), (2, ""), "{self:?}");
        assert!(why.iter().all(|part| self.err.contains(part)), "{why:?} in {}", self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
    }
}

struct Normalized {
    events: Vec<Value>,
    rejections: Vec<Rejection>,
    run: Run,
}

impl Normalized {
    /// The ids of the calls that came out, in order.
    fn calls(&self) -> Vec<&str> {
        self.events.iter().map(|event| event["subject"].as_str().unwrap()).collect()
    }

    fn raws(&self) -> Vec<&Raw> {
        self.rejections.iter().map(|rejection| &rejection.raw).collect()
    }
}

#[track_caller]
fn json_lines<T: serde::de::DeserializeOwned>(text: &str) -> Vec<T> {
    assert!(text.is_empty() || text.ends_with('\n'), "{text}");
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
}

/// A good body.
fn call(id: &str) -> String {
    format!(r#"{{"event":"missed_call","timestamp":"2025-01-30T15:00:00Z","call_id":"{id}"}}"#)
}

fn bytes(text: impl AsRef<[u8]>) -> Raw {
    Raw::Bytes(text.as_ref().to_vec())
}

// Good input.

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
fn assert_calls(name: &str, content: impl AsRef<[u8]>, calls: &[&str]) {
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

// Bad input.

/// One body of every kind that must be refused, the kind, and the pointer of its first fault.
fn bad() -> Vec<(Vec<u8>, ErrorKind, &'static str)> {
    let at = r#""timestamp":"2025-01-30T15:00:00Z""#;
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    vec![
        (b"nonsense".into(), ErrorKind::Malformed, ""),
        ("{\"é\":1,}".into(), ErrorKind::Malformed, ""),
        ("{\"日本\":\"\\x\"}".into(), ErrorKind::Malformed, ""),
        (b"{} {}".into(), ErrorKind::Malformed, ""),
        (b"{\"event\":\"missed_c\xe1ll\"}".into(), ErrorKind::Malformed, ""),
        (b"\xff".into(), ErrorKind::Malformed, ""),
        (deep.into(), ErrorKind::Malformed, ""),
        (
            format!(r#"{{"event":"missed_call","é":"é","call_id":"1",{at},"call_id":"1"}}"#).into(),
            ErrorKind::Malformed,
            "/call_id",
        ),
        (format!("[{}]", call("never")).into(), ErrorKind::Invalid, ""),
        (b"7".into(), ErrorKind::Invalid, ""),
        (b"null".into(), ErrorKind::Invalid, ""),
        (b"\"missed_call\"".into(), ErrorKind::Invalid, ""),
        (b"{}".into(), ErrorKind::Invalid, ""),
        (r#"{"é":"é","event":"order.paid"}"#.into(), ErrorKind::Invalid, "/event"),
        (r#"{"é":"é","event":null}"#.into(), ErrorKind::Invalid, "/event"),
        (r#"{"event":"missed_call","é":"é"}"#.into(), ErrorKind::Invalid, ""),
        (format!(r#"{{"event":"missed_call","é":"é",{at},"call_id":["é"]}}"#).into(), ErrorKind::Invalid, "/call_id"),
        (r#"{"event":"missed_call","é":"日本","timestamp":"gestern"}"#.into(), ErrorKind::Invalid, "/timestamp"),
        (
            format!(r#"{{"event":"reply.received",{at},"data":{{"é":"é","reply":7}}}}"#).into(),
            ErrorKind::Invalid,
            "/data/reply",
        ),
    ]
}

/// The byte offset of a line and a column, counting the characters of what may be no UTF-8.
fn offset(text: &[u8], line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive(|&byte| byte == b'\n').take(line - 1).map(<[u8]>::len).sum();
    let begins = |at: &usize| at + start >= text.len() || !matches!(text[start + at], 0x80..=0xBF);
    start + (0..).filter(begins).nth(column - 1).unwrap()
}

/// The bad body that `file` holds at `at` is refused alone, and told at its place in the file.
#[track_caller]
fn assert_refused_alone(name: &str, file: &[u8], at: usize, body: &[u8], kind: ErrorKind, pointer: &str) {
    let context = file.escape_ascii().to_string().chars().take(300).collect::<String>();
    let run = Desk::with(name, file).normalize(&[name]);
    assert_eq!(run.calls(), ["1", "2"], "{context}");
    assert_eq!(run.raws(), [&bytes(body)], "{context}");
    let rejection = &run.rejections[0];
    let line = file[..at].split(|&byte| byte == b'\n').count();
    assert_eq!((rejection.path.as_deref(), rejection.line), (Some(name), Some(line)), "{context}");
    assert_eq!(rejection.vendor, Vendor::detect(body), "{context}");
    assert_eq!(rejection.version, env!("CARGO_PKG_VERSION"));
    let (told, alone) = (&rejection.error, refused(body));
    assert_eq!((told.kind(), told.violations()[0].pointer.as_str()), (kind, pointer), "{context}");
    for (told, alone) in told.violations().iter().zip(alone.violations()) {
        let place = offset(body, alone.line, alone.column);
        assert_eq!(offset(file, told.line, told.column), at + place, "{told} of {context}");
        assert_eq!((&told.pointer, &told.message), (&alone.pointer, &alone.message));
    }
}

/// What the library says of a body whose vendor nobody told.
fn refused(body: &[u8]) -> Error {
    Vendor::try_detect(body).and_then(|vendor| normalize(vendor, body)).unwrap_err()
}

#[test]
fn bad_lines_are_refused_and_the_good_ones_around_them_come_out() {
    let (one, two) = (call("1"), call("2"));
    for (body, kind, pointer) in bad() {
        for (before, after) in
            [(format!("{one}\n"), format!("\n{two}\n")), (format!("\n\r\n{one}\r\n"), format!("\r\n{two}"))]
        {
            let file = [before.as_bytes(), &body, after.as_bytes()].concat();
            assert_refused_alone("x.ndjson", &file, before.len(), &body, kind, pointer);
        }
    }
}

#[test]
fn bad_elements_are_refused_and_the_good_ones_around_them_come_out() {
    let (one, two) = (call("1"), call("2"));
    let accented = one.replacen('{', r#"{"é":"日本","#, 1);
    for (body, kind, pointer) in bad() {
        for (before, after) in [
            (format!("[{one},"), format!(",{two}]")),
            (format!("[{accented}, "), format!(",{two}]")),
            (format!("\u{feff}\n[\n  {accented},\r\n\t"), format!("\n ,{two}\n]\n")),
        ] {
            let file = [before.as_bytes(), &body, after.as_bytes()].concat();
            // A mark at the beginning is no character of the first line.
            let file = file.strip_prefix("\u{feff}".as_bytes()).map_or(file.clone(), <[u8]>::to_vec);
            let at = before.trim_start_matches('\u{feff}').len();
            assert_refused_alone("x.json", &file, at, &body, kind, pointer);
        }
    }
}

#[test]
fn a_bad_element_over_several_lines_is_told_at_its_lines() {
    let body = "{\"event\": \"missed_call\",\n  \"é\": 1,\n  \"timestamp\": 7,\n  \"call_id\": []\n}";
    let before = format!("[{}, ", call("1"));
    let file = format!("{before}{body}\n, {}]", call("2"));
    assert_refused_alone("x.json", file.as_bytes(), before.len(), body.as_bytes(), ErrorKind::Invalid, "/timestamp");
    let run = Desk::with("x.json", file).normalize(&["x.json"]);
    let places: Vec<_> = run.rejections[0].error.violations().iter().map(|told| (told.line, told.column)).collect();
    assert_eq!(places, [(3, 16), (4, 14)]);
}

#[test]
fn a_byte_order_mark_moves_no_column() {
    for (name, content) in
        [("x.json", "\u{feff}{\"é\":7}"), ("x.ndjson", "\u{feff}{\"é\":7}\n"), ("x.json", "\u{feff}[{\"é\":7}]")]
    {
        let run = Desk::with(name, content).normalize(&[name]);
        let told = &run.rejections[0].error.violations()[0];
        assert_eq!((told.line, told.column), (1, if content.contains('[') { 2 } else { 1 }), "{content}");
        assert_eq!(run.raws(), [&bytes("{\"é\":7}")]);
    }
    // Only at the start is it none.
    let run = Desk::new().normalize_pipe(&[], format!("{}\n\u{feff}{}\n{}", call("1"), call("x"), call("2")));
    assert_eq!((run.calls(), run.rejections.len()), (vec!["1", "2"], 1));
}

#[test]
fn json_files_of_nothing_are_refused() {
    for content in ["", " ", "\n\r\n", "\u{feff}", "\u{feff}\n"] {
        let run = Desk::with("x.json", content).normalize(&["x.json"]);
        assert_eq!((run.events.len(), run.rejections.len()), (0, 1), "{content:?}");
        assert_eq!(run.rejections[0].error.kind(), ErrorKind::Malformed);
        assert_eq!(run.rejections[0].path.as_deref(), Some("x.json"));
    }
}

/// What comes out of an array whose structure breaks, and the rejections that hold the rest.
#[track_caller]
fn assert_breaks(content: &str, calls: &[&str], rests: &[&str]) {
    let run = Desk::with("x.json", content).normalize(&["x.json"]);
    assert_eq!(
        (run.calls(), run.raws()),
        (calls.to_vec(), rests.iter().map(bytes).collect::<Vec<_>>().iter().collect()),
        "{content}"
    );
    for (rejection, rest) in run.rejections.iter().zip(rests) {
        let told = &rejection.error.violations()[0];
        assert_eq!(rejection.error.kind(), ErrorKind::Malformed, "{content}");
        let at = content.rfind(rest).unwrap();
        let line = content[..at].matches('\n').count() + 1;
        assert_eq!(rejection.line, Some(line), "{content}");
        assert!(offset(content.as_bytes(), told.line, told.column) >= at, "{told} of {content}");
    }
}

#[test]
fn what_stands_before_the_break_of_an_array_comes_out_and_the_rest_is_kept() {
    let (a, b, c) = (call("a"), call("b"), call("c"));
    assert_breaks("[", &[], &[""]);
    assert_breaks("[,]", &[], &[",]"]);
    assert_breaks(&format!("[,{a}]\n"), &[], &[&format!(",{a}]\n")]);
    assert_breaks(&format!("[{a},]"), &["a"], &["]"]);
    assert_breaks(&format!("[{a},\n]\n"), &["a"], &["]\n"]);
    assert_breaks(&format!("[{a},,{b}]"), &["a"], &[&format!(",{b}]")]);
    assert_breaks(&format!("[{a},"), &["a"], &[""]);
    assert_breaks(&format!("[{a},\n{b}"), &["a"], &[&b]);
    assert_breaks(&format!("[{a},\n{b}\n{c}\n"), &["a"], &[&format!("{b}\n{c}\n")]);
    assert_breaks(&format!("[{a},{b} {c}]"), &["a"], &[&format!("{b} {c}")]);
    assert_breaks(&format!("[{a} {b}, {c}]"), &["c"], &[&format!("{a} {b}")]);
    assert_breaks(&format!("[{a},\n{b}] {c}\n"), &["a", "b"], &[&format!("{c}\n")]);
    assert_breaks(&format!("[{a}]]"), &["a"], &["]"]);
    assert_breaks("[] []", &[], &["[]"]);
    assert_breaks(&format!("[{a}, {{\"é\":\"x}}, {{}}]\n"), &["a"], &["{\"é\":\"x}, {}]\n"]);
    assert_breaks(&format!("[{a}, 7 8, {b}, }} nonsense, {c}]"), &["a", "b", "c"], &["7 8", "} nonsense"]);
    assert_breaks(&format!("[{a}, {{\"x\":[1}}, {b}]"), &["a"], &[&format!("{{\"x\":[1}}, {b}]")]);
}

#[test]
fn nothing_is_lost_that_json_does_not_call_blank() {
    for (name, content) in [("x.ndjson", "\x0c\n"), ("x.ndjson", "\x0b\n"), ("x.json", "\x0c"), ("x.json", "[\x0c]")] {
        let run = Desk::with(name, content).normalize(&[name]);
        let kept = content.trim_matches(['[', ']', '\n']);
        assert_eq!(run.raws(), [&bytes(kept)], "{name}: {content:?}");
    }
    for (name, content) in [("x.ndjson", format!("{}\x0c\n", call("1"))), ("x.json", format!("[{}\x0c]", call("1")))] {
        let run = Desk::with(name, &content).normalize(&[name]);
        assert_eq!(run.rejections.len(), 1, "{name}: a form feed is no JSON");
        assert_eq!(run.raws(), [&bytes(call("1") + "\x0c")], "{name}");
    }
}

#[test]
fn documents_in_are_events_and_rejections_out() {
    let bodies: Vec<Vec<u8>> = (0..60)
        .map(|at| if at % 3 == 1 { bad()[at % bad().len()].0.clone() } else { call(&at.to_string()).into_bytes() })
        .collect();
    let lines = [&bodies.join(&b"\n"[..])[..], b"\n"].concat();
    let array = [b"[", &bodies.join(&b" ,\n "[..])[..], b"]"].concat();
    for (name, file) in [("x.ndjson", lines), ("x.json", array)] {
        let run = Desk::with(name, file).normalize(&[name]);
        assert_eq!((run.events.len(), run.rejections.len()), (40, 20));
        let kept: Vec<_> = run.raws().into_iter().cloned().collect();
        let sent: Vec<_> = bodies.iter().skip(1).step_by(3).map(bytes).collect();
        assert_eq!(kept, sent);
        let calls: Vec<_> = (0..60).filter(|at| at % 3 != 1).map(|at| at.to_string()).collect();
        assert_eq!(run.calls(), calls);
    }
}

#[test]
fn what_is_no_utf_8_is_kept_as_base64() {
    let desk = Desk::with("x.ndjson", b"\xff{\n{}\n");
    assert_eq!(desk.run(&["normalize", "x.ndjson", "--rejects", "r"]).code, 1);
    let lines: Vec<Value> = json_lines(&fs::read_to_string(desk.path("r")).unwrap());
    assert_eq!((&lines[0]["raw_base64"], lines[0].get("raw")), (&json!("/3s="), None));
    assert_eq!((&lines[1]["raw"], lines[1].get("raw_base64")), (&json!("{}"), None));
}

// Large bodies.

/// A good body of so many bytes.
fn large(id: &str, length: usize) -> String {
    let body = call(id);
    let padding = "x".repeat(length - body.len() - r#","pad":"""#.len());
    format!(r#"{},"pad":"{padding}"}}"#, body.strip_suffix('}').unwrap())
}

/// The one large body of a file is refused for its size and can be found again; the rest comes out.
#[track_caller]
fn assert_too_large(name: &str, file: &str, body: &str, line: usize, calls: &[&str]) {
    let run = Desk::with(name, file).normalize(&[name]);
    assert_eq!(run.calls(), calls, "{name}");
    let [rejection] = &run.rejections[..] else { panic!("{} rejections of {name}", run.rejections.len()) };
    assert_eq!((rejection.error.kind(), rejection.line), (ErrorKind::Limit, Some(line)), "{name}");
    let told = &rejection.error.violations()[0];
    assert_eq!(offset(file.as_bytes(), told.line, told.column), file.find(body).unwrap(), "{name}");
    let Raw::Elsewhere { offset, length } = rejection.raw else { panic!("{name}: kept") };
    let (start, end) = (usize::try_from(offset).unwrap(), usize::try_from(offset + length).unwrap());
    assert!(file[start..end].trim_ascii() == body, "{name}: {offset} and {length} lead elsewhere");
}

#[test]
fn bodies_beyond_a_mebibyte_are_refused_and_their_neighbours_come_out() {
    let (one, two) = (call("1"), call("2"));
    for length in [MAX_BODY + 1, MAX_BODY + 2, MAX_BODY + 3, 3 * MAX_BODY] {
        let body = large("never", length);
        for end in ["\n", "\r\n"] {
            assert_too_large(
                "x.ndjson",
                &format!("{one}{end}é{end}{body}{end}{two}").replace(&format!("é{end}"), ""),
                &body,
                2,
                &["1", "2"],
            );
            assert_too_large("x.ndjson", &format!("\u{feff}{one}{end}{end}{body}"), &body, 3, &["1"]);
        }
        assert_too_large("x.json", &format!("[{one},\n {body},\n{two}]"), &body, 2, &["1", "2"]);
        assert_too_large("x.json", &format!("[{one},{body}]"), &body, 1, &["1"]);
        assert_too_large("x.json", &format!("\n{body}"), &body, 2, &[]);
    }
    let several = format!("{0}\n{one}\n{0}\n{two}\n", large("never", 2 * MAX_BODY));
    let run = Desk::with("x.ndjson", several).normalize(&["x.ndjson"]);
    assert_eq!((run.calls(), run.rejections.len()), (vec!["1", "2"], 2));
}

#[test]
fn bodies_of_a_mebibyte_are_read() {
    let body = large("large", MAX_BODY);
    assert_calls("x.ndjson", &body, &["large"]);
    assert_calls("x.ndjson", format!("{}\r\n{body}\r\n{body}\n", call("1")), &["1", "large", "large"]);
    assert_calls("x.json", &body, &["large"]);
    assert_calls("x.json", format!("[{body},{}]", call("1")), &["large", "1"]);
}

#[test]
fn large_remains_of_a_broken_array_can_be_found_again() {
    let rest = format!("] {}\n", large("never", 2 * MAX_BODY));
    for (before, rest) in
        [(format!("[{},", call("1")), rest.clone()), (format!("[{}, ", call("1")), large("never", 2 * MAX_BODY))]
    {
        let file = format!("{before}{rest}");
        let run = Desk::with("x.json", &file).normalize(&["x.json"]);
        let length = rest.len() as u64;
        assert_eq!(
            (run.calls(), run.raws()),
            (vec!["1"], vec![&Raw::Elsewhere { offset: before.len() as u64, length }])
        );
    }
    let file = format!("[{}] {}", call("1"), "x".repeat(MAX_BODY));
    let run = Desk::with("x.json", &file).normalize(&["x.json"]);
    assert_eq!((run.calls(), run.raws()), (vec!["1"], vec![&bytes("x".repeat(MAX_BODY))]));
}

// Rejections.

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
    for &vendor in Vendor::ALL {
        let run = Desk::new().normalize_pipe(&["--vendor", vendor.slug()], &foreign);
        let Ok(event) = normalize(vendor, foreign.as_bytes()) else { panic!("{vendor} refuses an unknown event") };
        assert_eq!(run.events, [serde_json::to_value(&event).unwrap()]);
        assert_eq!(run.events[0]["source"], vendor.slug());
        assert_eq!(run.events[0]["type"] == "unknown", vendor != Vendor::LimeCall);
        let run = Desk::new().normalize_pipe(&["--vendor", vendor.slug()], "{\"event\":7}\n{\"event\":\"nobody\"}");
        assert_eq!((run.events.len(), run.rejections[0].vendor), (1, Some(vendor)));
    }
    let run = Desk::new().normalize_pipe(&[], "{\"event\":7}\n{\"event\":\"missed_call\"}");
    assert_eq!((run.rejections[0].vendor, run.rejections[1].vendor), (None, Some(Vendor::LimeCall)));
}

// Wrong usage, and input and output that fail.

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
    ] {
        let run = desk.run(args);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{args:?}");
        assert!(run.out.contains("Usage"), "{}", run.out);
    }
    for command in ["normalize", "validate", "vendors", "schema"] {
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
    for args in [
        &["normalize", "a.ndjson"][..],
        &["validate", "a.ndjson"],
        &["validate", "a.ndjson", "--format", "json"],
        &["vendors"],
        &["schema"],
        &["schema", "event"],
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

// Validate.

const MIXED: &str = "{\"event\":\"missed_call\",\"timestamp\":\"2025-01-30T15:00:00Z\"}\n\n\
     {\"event\":\"missed_call\",\"é\":\"é\",\"timestamp\":\"gestern\",\"call_id\":[]}\nnonsense\n{\"event\":\"order.paid\"}\n";

#[test]
fn validate_tells_findings_as_compilers_do() {
    let run = Desk::with("d/x.ndjson", MIXED).run(&["validate", "d"]);
    let lines: Vec<_> = run.out.lines().collect();
    assert_eq!((run.code, run.err.as_str()), (1, ""), "{run:?}");
    assert!(lines[0].starts_with("d/x.ndjson:3:44: invalid: ") && lines[0].ends_with(" at /timestamp"), "{lines:#?}");
    assert!(lines[1].starts_with("d/x.ndjson:3:64: invalid: ") && lines[1].ends_with(" at /call_id"), "{lines:#?}");
    assert!(lines[2].starts_with("d/x.ndjson:4:2: malformed: ") && !lines[2].contains(" at "), "{lines:#?}");
    assert!(lines[3].starts_with("d/x.ndjson:5:10: invalid: ") && lines[3].ends_with(" at /event"), "{lines:#?}");
    let findings = lines.iter().filter(|line| line.starts_with("d/x.ndjson:"));
    assert_eq!(findings.count(), 4, "{lines:#?}");
    assert!(!run.out.contains("gestern") && !run.out.contains("order.paid"), "values are nobody's business");
    let run = Desk::new().pipe(&["validate", "-"], "{}");
    assert!(run.code == 1 && run.out.contains(":1:1: invalid: "), "{run:?}");
    let run = Desk::with("x.json", call("1")).run(&["validate", "x.json"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(!run.out.contains("x.json:"), "{run:?}");
}

#[test]
fn validate_tells_programs_every_finding_of_every_document() {
    let run = Desk::with("d/x.ndjson", MIXED).run(&["validate", "d", "--format", "json"]);
    assert_eq!((run.code, run.err.as_str()), (1, ""), "{run:?}");
    let reports: Vec<Value> = json_lines(&run.out);
    let bodies: Vec<_> = MIXED.lines().enumerate().filter(|(_, line)| !line.is_empty()).collect();
    assert_eq!(reports.len(), bodies.len());
    for (report, (at, body)) in reports.iter().zip(bodies) {
        let vendor = Vendor::try_detect(body.as_bytes());
        let error = match vendor.clone().map(|vendor| validate(vendor, body.as_bytes())) {
            Ok(Verdict::Invalid(error)) | Err(error) => Some(error.within(at + 1, 1)),
            Ok(_) => None,
        };
        let finding = |(kind, violation)| {
            let mut finding = serde_json::to_value::<&leadhook::Violation>(violation).unwrap();
            finding["kind"] = serde_json::to_value::<&str>(kind).unwrap();
            finding
        };
        let kind = error.as_ref().map(|error| error.kind().to_string()).unwrap_or_default();
        let violations = error.iter().flat_map(Error::violations).map(|violation| finding((&*kind, violation)));
        let mut expected = json!({
            "path": "d/x.ndjson",
            "line": at + 1,
            "verdict": if error.is_some() { "invalid" } else { "valid" },
            "findings": violations.collect::<Vec<_>>(),
        });
        if let Ok(vendor) = vendor {
            expected["vendor"] = vendor.slug().into();
        }
        assert_eq!(report, &expected, "{body}");
    }
}

#[test]
fn validate_says_the_same_of_every_file_as_the_library() {
    let desk = Desk::new();
    for document in corpus::accepted().into_iter().chain(corpus::rejects()) {
        let body: &[u8] = &document.body;
        if body.starts_with(b"[") {
            continue;
        }
        let args =
            ["validate", document.path.to_str().unwrap(), "--vendor", document.vendor.slug(), "--format", "json"];
        let run = desk.run(&args);
        let [report] = &json_lines::<Value>(&run.out)[..] else { panic!("{run:?}") };
        let error = if let Verdict::Invalid(error) = validate(document.vendor, body) { Some(error) } else { None };
        assert_eq!((run.code, run.err.as_str()), (i32::from(error.is_some()), ""), "{args:?}");
        assert_eq!(report["verdict"] == "invalid", error.is_some(), "{args:?}");
        let told = |name: &str| {
            report["findings"].as_array().unwrap().iter().map(|finding| finding[name].clone()).collect::<Vec<_>>()
        };
        let violations = || error.iter().flat_map(Error::violations);
        assert_eq!(told("pointer"), violations().map(|violation| violation.pointer.clone()).collect::<Vec<_>>());
        assert_eq!(told("message").len(), violations().count());
    }
}

#[test]
fn validate_and_normalize_refuse_the_same_documents() {
    let mut desk = Desk::new();
    for (at, (body, ..)) in bad().into_iter().enumerate() {
        desk = desk.and(&format!("d/{at}.ndjson"), body);
    }
    let desk = desk
        .and("d/array.json", format!("[{}, 7, ,]", call("1")))
        .and("d/empty.json", "")
        .and("d/good.json", call("2"));
    let desk = desk.and("d/large.json", large("never", MAX_BODY + 1));
    let reports: Vec<Value> = json_lines(&desk.run(&["validate", "d", "--format", "json"]).out);
    let (invalid, valid): (Vec<_>, Vec<_>) = reports.iter().partition(|report| report["verdict"] == "invalid");
    let run = desk.normalize(&["d"]);
    assert_eq!((valid.len(), invalid.len()), (run.events.len(), run.rejections.len()));
    for (report, rejection) in invalid.iter().zip(&run.rejections) {
        let findings = report["findings"].as_array().unwrap();
        let first = &rejection.error.violations()[0];
        assert_eq!(report["path"].as_str(), rejection.path.as_deref());
        assert_eq!(report["line"], json!(rejection.line));
        assert_eq!(findings.len(), rejection.error.violations().len());
        assert_eq!(findings[0]["kind"], rejection.error.kind().to_string());
        assert_eq!((&findings[0]["line"], &findings[0]["column"]), (&json!(first.line), &json!(first.column)));
    }
}

// Catalogues.

#[test]
fn vendors_lists_every_event_and_how_well_it_is_documented() {
    let run = Desk::new().run(&["vendors"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let told: Vec<Vec<_>> = run.out.lines().map(|line| line.split_whitespace().take(3).collect()).collect();
    let mut events = Vec::new();
    for vendor in Vendor::ALL {
        events.extend(vendor.events().into_iter().map(|event| (vendor.slug(), event)));
    }
    let known: Vec<Vec<_>> =
        events.iter().map(|(slug, event)| vec![*slug, event.name.as_str(), event.provenance.as_str()]).collect();
    assert_eq!(told, known);
    assert!(events.iter().zip(run.out.lines()).all(|((_, event), line)| line.ends_with(&event.description)));
    for word in ["sample", "prose", "listed", "elsewhere"] {
        assert!(told.iter().any(|line| line[2] == word), "{word}");
    }
}

#[test]
fn vendors_lists_the_same_for_programs() {
    let run = Desk::new().run(&["vendors", "--format", "json"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let told: Vec<Value> = json_lines(&run.out);
    assert_eq!(told.len(), Vendor::ALL.len());
    for (told, vendor) in told.iter().zip(Vendor::ALL) {
        assert_eq!(told["vendor"], vendor.slug());
        assert_eq!(told["name"].as_str().unwrap().to_lowercase(), vendor.slug());
        assert_eq!(told["events"], serde_json::to_value(vendor.events()).unwrap());
    }
}

#[test]
fn schema_prints_the_contracts_byte_for_byte() {
    let desk = Desk::new();
    let names: Vec<_> = Vendor::ALL.iter().map(|vendor| vendor.slug()).chain(["event"]).collect();
    assert_eq!(desk.run(&["schema"]), Run { code: 0, out: names.join("\n") + "\n", err: String::new() });
    for vendor in Vendor::ALL {
        let out = vendor.schema().to_owned();
        assert_eq!(desk.run(&["schema", vendor.slug()]), Run { code: 0, out, err: String::new() });
    }
    assert_eq!(desk.run(&["schema", "event"]), Run { code: 0, out: event::SCHEMA.to_owned(), err: String::new() });
    assert!(event::SCHEMA.ends_with('\n'));
}
