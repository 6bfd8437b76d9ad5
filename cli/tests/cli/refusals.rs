//! Invalid bodies and broken arrays: rejected alone, at their place, and kept whole.

use std::fs;

use leadhook::event::Source;
use leadhook::{Error, ErrorKind, Position, Vendor, normalize};
use serde_json::{Value, json};

use crate::bodies::{bytes, call, invalid, offset};
use crate::sandbox::{Sandbox, json_lines};

/// Asserts that the invalid body at the offset `at` is rejected alone, with its positions in the file.
#[track_caller]
fn assert_rejected_alone(name: &str, file: &[u8], at: usize, body: &[u8], kind: ErrorKind, pointer: &str) {
    let context = file.escape_ascii().to_string().chars().take(300).collect::<String>();
    let run = Sandbox::with_file(name, file).normalize(&[name]);
    assert_eq!(run.calls(), ["1", "2"], "{context}");
    assert_eq!(run.raws(), [&bytes(body)], "{context}");
    let rejection = &run.rejections[0];
    let line = file[..at].split(|&byte| byte == b'\n').count();
    assert_eq!((rejection.path.as_deref(), rejection.line), (Some(name), Some(line)), "{context}");
    assert_eq!(rejection.source, Vendor::detect(body).ok().map(Source::from), "{context}");
    assert_eq!(rejection.version, env!("CARGO_PKG_VERSION"));
    let (in_file, alone) = (&rejection.error, error_of(body));
    assert_eq!((in_file.kind(), in_file.diagnostics()[0].pointer.as_str()), (kind, pointer), "{context}");
    for (in_file, alone) in in_file.diagnostics().iter().zip(alone.diagnostics()) {
        let expected = at + offset(body, alone.position);
        assert_eq!(offset(file, in_file.position), expected, "{in_file} of {context}");
        assert_eq!((&in_file.pointer, &in_file.message), (&alone.pointer, &alone.message));
    }
}

/// Returns the library's error for a body of unknown vendor.
fn error_of(body: &[u8]) -> Error {
    Vendor::detect(body).and_then(|vendor| normalize(vendor, body)).unwrap_err()
}

#[test]
fn invalid_lines_are_rejected_and_the_others_accepted() {
    let (one, two) = (call("1"), call("2"));
    for (body, kind, pointer) in invalid() {
        for (before, after) in
            [(format!("{one}\n"), format!("\n{two}\n")), (format!("\n\r\n{one}\r\n"), format!("\r\n{two}"))]
        {
            let file = [before.as_bytes(), &body, after.as_bytes()].concat();
            assert_rejected_alone("x.ndjson", &file, before.len(), &body, kind, pointer);
        }
    }
}

#[test]
fn invalid_elements_are_rejected_and_the_others_accepted() {
    let (one, two) = (call("1"), call("2"));
    let accented = one.replacen('{', r#"{"é":"日本","#, 1);
    for (body, kind, pointer) in invalid() {
        for (before, after) in [
            (format!("[{one},"), format!(",{two}]")),
            (format!("[{accented}, "), format!(",{two}]")),
            (format!("\u{feff}\n[\n  {accented},\r\n\t"), format!("\n ,{two}\n]\n")),
        ] {
            let file = [before.as_bytes(), &body, after.as_bytes()].concat();
            // A byte order mark does not count in the first line.
            let file = file.strip_prefix("\u{feff}".as_bytes()).map_or(file.clone(), <[u8]>::to_vec);
            let at = before.trim_start_matches('\u{feff}').len();
            assert_rejected_alone("x.json", &file, at, &body, kind, pointer);
        }
    }
}

#[test]
fn an_invalid_element_of_several_lines_has_its_positions_in_the_file() {
    let body = "{\"event\": \"call_status_update\",\n  \"é\": 1,\n  \"timestamp\": 7,\n  \"status\": []\n}";
    let before = format!("[{}, ", call("1"));
    let file = format!("{before}{body}\n, {}]", call("2"));
    assert_rejected_alone("x.json", file.as_bytes(), before.len(), body.as_bytes(), ErrorKind::Invalid, "/timestamp");
    let run = Sandbox::with_file("x.json", file).normalize(&["x.json"]);
    let positions: Vec<_> = run.rejections[0].error.diagnostics().iter().map(|one| one.position).collect();
    assert_eq!(positions, [Position { line: 3, column: 16 }, Position { line: 4, column: 13 }]);
}

#[test]
fn a_byte_order_mark_does_not_count_as_a_column() {
    for (name, content) in
        [("x.json", "\u{feff}{\"é\":7}"), ("x.ndjson", "\u{feff}{\"é\":7}\n"), ("x.json", "\u{feff}[{\"é\":7}]")]
    {
        let run = Sandbox::with_file(name, content).normalize(&[name]);
        let column = if content.contains('[') { 2 } else { 1 };
        let diagnostic = &run.rejections[0].error.diagnostics()[0];
        assert_eq!(diagnostic.position, Position { line: 1, column }, "{content}");
        assert_eq!(run.raws(), [&bytes("{\"é\":7}")]);
    }
    // An incomplete one is content.
    let file = [&b"\xEF\xBBx\n"[..], b"{\"event\":7}\n"].concat();
    let run = Sandbox::with_file("x.ndjson", file).normalize(&["x.ndjson"]);
    let columns = run.rejections.iter().map(|rejection| rejection.error.diagnostics()[0].position.column);
    assert_eq!(columns.collect::<Vec<_>>(), [1, 10]);
    assert_eq!(run.raws()[0], &bytes(b"\xEF\xBBx"));
    // Only at the start of the file is it skipped.
    let run = Sandbox::new().normalize_pipe(&[], format!("{}\n\u{feff}{}\n{}", call("1"), call("x"), call("2")));
    assert_eq!((run.calls(), run.rejections.len()), (vec!["1", "2"], 1));
}

#[test]
fn empty_json_files_are_rejected() {
    for content in ["", " ", "\n\r\n", "\u{feff}", "\u{feff}\n"] {
        let run = Sandbox::with_file("x.json", content).normalize(&["x.json"]);
        assert_eq!((run.events.len(), run.rejections.len()), (0, 1), "{content:?}");
        assert_eq!(run.rejections[0].error.kind(), ErrorKind::Malformed);
        assert_eq!(run.rejections[0].path.as_deref(), Some("x.json"));
    }
}

/// Asserts which elements of a broken array are accepted, and which rests of the file are rejected.
#[track_caller]
fn assert_breaks(content: &str, calls: &[&str], rests: &[&str]) {
    let run = Sandbox::with_file("x.json", content).normalize(&["x.json"]);
    assert_eq!(
        (run.calls(), run.raws()),
        (calls.to_vec(), rests.iter().map(bytes).collect::<Vec<_>>().iter().collect()),
        "{content}"
    );
    for (rejection, rest) in run.rejections.iter().zip(rests) {
        let diagnostic = &rejection.error.diagnostics()[0];
        assert_eq!(rejection.error.kind(), ErrorKind::Malformed, "{content}");
        let at = content.rfind(rest).unwrap();
        let line = content[..at].matches('\n').count() + 1;
        assert_eq!(rejection.line, Some(line), "{content}");
        assert!(offset(content.as_bytes(), diagnostic.position) >= at, "{diagnostic} of {content}");
    }
}

#[test]
fn elements_before_the_break_of_an_array_are_accepted_and_the_rest_is_kept() {
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
fn white_space_that_json_does_not_have_is_kept() {
    for (name, content) in [("x.ndjson", "\x0c\n"), ("x.ndjson", "\x0b\n"), ("x.json", "\x0c"), ("x.json", "[\x0c]")] {
        let run = Sandbox::with_file(name, content).normalize(&[name]);
        let kept = content.trim_matches(['[', ']', '\n']);
        assert_eq!(run.raws(), [&bytes(kept)], "{name}: {content:?}");
    }
    for (name, content) in [("x.ndjson", format!("{}\x0c\n", call("1"))), ("x.json", format!("[{}\x0c]", call("1")))] {
        let run = Sandbox::with_file(name, &content).normalize(&[name]);
        assert_eq!(run.rejections.len(), 1, "{name}: a form feed is not JSON");
        assert_eq!(run.raws(), [&bytes(call("1") + "\x0c")], "{name}");
    }
}

#[test]
fn every_body_becomes_an_event_or_a_rejection() {
    let bodies: Vec<Vec<u8>> =
        (0..60)
            .map(|at| {
                if at % 3 == 1 { invalid()[at % invalid().len()].0.clone() } else { call(&at.to_string()).into_bytes() }
            })
            .collect();
    let lines = [&bodies.join(&b"\n"[..])[..], b"\n"].concat();
    let array = [b"[", &bodies.join(&b" ,\n "[..])[..], b"]"].concat();
    for (name, file) in [("x.ndjson", lines), ("x.json", array)] {
        let run = Sandbox::with_file(name, file).normalize(&[name]);
        assert_eq!((run.events.len(), run.rejections.len()), (40, 20));
        let kept: Vec<_> = run.raws().into_iter().cloned().collect();
        let sent: Vec<_> = bodies.iter().skip(1).step_by(3).map(bytes).collect();
        assert_eq!(kept, sent);
        let calls: Vec<_> = (0..60).filter(|at| at % 3 != 1).map(|at| at.to_string()).collect();
        assert_eq!(run.calls(), calls);
    }
}

#[test]
fn invalid_utf_8_is_kept_as_base64() {
    let sandbox = Sandbox::with_file("x.ndjson", b"\xff{\n{}\n");
    assert_eq!(sandbox.run(&["normalize", "x.ndjson", "--rejects", "r"]).code, 1);
    let lines: Vec<Value> = json_lines(&fs::read_to_string(sandbox.path("r")).unwrap());
    assert_eq!((&lines[0]["raw_base64"], lines[0].get("raw")), (&json!("/3s="), None));
    assert_eq!((&lines[1]["raw"], lines[1].get("raw_base64")), (&json!("{}"), None));
}
