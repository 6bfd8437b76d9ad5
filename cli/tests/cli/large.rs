//! Bodies of about a mebibyte, the default limit, and larger ones.

use leadhook::{ErrorKind, RawBody};

use crate::bodies::{MAX_BODY, bytes, call, large, offset};
use crate::input::assert_calls;
use crate::sandbox::Sandbox;

/// Asserts that the one large body of a file is rejected with its place in the file, and that the rest is accepted.
#[track_caller]
fn assert_too_large(name: &str, file: &str, body: &str, line: usize, calls: &[&str]) {
    let run = Sandbox::with_file(name, file).normalize(&[name]);
    assert_eq!(run.calls(), calls, "{name}");
    let [rejection] = &run.rejections[..] else { panic!("{} rejections of {name}", run.rejections.len()) };
    assert_eq!((rejection.error.kind(), rejection.line), (ErrorKind::TooLarge, Some(line)), "{name}");
    let diagnostic = &rejection.error.diagnostics()[0];
    assert_eq!(offset(file.as_bytes(), diagnostic.position), file.find(body).unwrap(), "{name}");
    let RawBody::InFile { offset, length } = rejection.raw else { panic!("{name}: the body is kept") };
    let (start, end) = (usize::try_from(offset).unwrap(), usize::try_from(offset + length).unwrap());
    assert!(file[start..end].trim_ascii() == body, "{name}: the body is not at {offset}");
}

#[test]
fn bodies_over_a_mebibyte_are_rejected_and_the_others_accepted() {
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
    let run = Sandbox::with_file("x.ndjson", several).normalize(&["x.ndjson"]);
    assert_eq!((run.calls(), run.rejections.len()), (vec!["1", "2"], 2));
}

#[test]
fn bodies_of_a_mebibyte_are_accepted() {
    let body = large("large", MAX_BODY);
    assert_calls("x.ndjson", &body, &["large"]);
    assert_calls("x.ndjson", format!("{}\r\n{body}\r\n{body}\n", call("1")), &["1", "large", "large"]);
    assert_calls("x.json", &body, &["large"]);
    assert_calls("x.json", format!("{body}\r\n"), &["large"]);
    assert_calls("x.json", format!("[{body} \n ,{}]", call("1")), &["large", "1"]);
}

#[test]
fn the_large_rest_of_a_broken_array_is_rejected_with_its_place() {
    let rest = format!("] {}\n", large("never", 2 * MAX_BODY));
    for (before, rest) in
        [(format!("[{},", call("1")), rest.clone()), (format!("[{}, ", call("1")), large("never", 2 * MAX_BODY))]
    {
        let file = format!("{before}{rest}");
        let run = Sandbox::with_file("x.json", &file).normalize(&["x.json"]);
        let length = rest.len() as u64;
        assert_eq!(
            (run.calls(), run.raws()),
            (vec!["1"], vec![&RawBody::InFile { offset: before.len() as u64, length }])
        );
    }
    // White space counts if content follows.
    for rest in [format!("{{{}7", " ".repeat(2 * MAX_BODY)), format!("{{\"x{}", " ".repeat(2 * MAX_BODY))] {
        let run = Sandbox::with_file("x.json", format!("[{rest}")).normalize(&["x.json"]);
        assert_eq!(run.raws(), [&RawBody::InFile { offset: 1, length: rest.len() as u64 }]);
    }
    let file = format!("[{}] {}", call("1"), "x".repeat(MAX_BODY));
    let run = Sandbox::with_file("x.json", &file).normalize(&["x.json"]);
    assert_eq!((run.calls(), run.raws()), (vec!["1"], vec![&bytes("x".repeat(MAX_BODY))]));
}

#[test]
fn the_maximum_size_is_configurable() {
    let (one, two) = (call("1"), call("two, which is longer"));
    let max = one.len().to_string();
    let sandbox = Sandbox::with_file("x.ndjson", format!("{one}\n{two}\n{one}\r\n")).file("x.json", format!("{one}\n"));
    let run = sandbox.normalize(&["x.ndjson", "x.json", "--max-body", &max]);
    assert_eq!((run.calls(), run.rejections.len()), (vec!["1", "1", "1"], 1));
    assert_eq!(run.rejections[0].error.diagnostics()[0].message, format!("larger than {max} bytes"));
    let run = sandbox.run(&["validate", "x.ndjson", "--max-body", &max]);
    assert!(run.code == 1 && run.out.ends_with("2 valid, 0 drifting, 1 invalid\n"), "{run:?}");
    let body = large("large", 3 * MAX_BODY);
    let run = Sandbox::with_file("x.ndjson", &body).file("x.json", format!("[{body}]")).normalize(&[
        ".",
        "--max-body",
        "3145728",
    ]);
    assert_eq!(run.calls(), ["large", "large"]);
    let unbounded = usize::MAX.to_string();
    let run = Sandbox::with_file("x.ndjson", &body).file("x.json", &body).normalize(&[".", "--max-body", &unbounded]);
    assert_eq!(run.calls(), ["large", "large"]);
}

#[test]
#[cfg(target_os = "linux")]
fn memory_is_bounded_for_any_body_of_a_mebibyte() {
    // Half a gibibyte.
    let head = r#"{"event":"subscriber.created","timestamp":"2026-03-04T10:30:00Z","data":{"#;
    for (name, open, unit, close) in [
        ("errors", "\"tags\":[", "1,", "1]}}"),
        ("strings", "\"tags\":[", "\"\",", "\"\"]}}"),
        ("arrays", "\"x\":[", "[],", "[]]}}"),
        ("objects", "\"x\":[", "{\"a\":0},", "{}]}}"),
        ("escapes", "\"x\":\"", "\\\"", "\"}}"),
        ("brackets", "", "[", ""),
    ] {
        let count = (MAX_BODY - head.len() - open.len() - close.len()) / unit.len();
        let sandbox = Sandbox::with_file("x.ndjson", [head, open, &unit.repeat(count), close].concat());
        for command in ["normalize", "validate"] {
            let script = format!("ulimit -v 524288; {} {command} x.ndjson > out 2> err", crate::sandbox::PROGRAM);
            let status = std::process::Command::new("sh").args(["-c", &script]).current_dir(sandbox.0.path()).status();
            assert!(status.unwrap().code().is_some_and(|code| code < 2), "{command} {name}");
        }
    }
}

#[test]
#[cfg(target_os = "linux")]
fn memory_does_not_grow_with_the_number_of_rejections() {
    let mut sandbox = Sandbox::new();
    for at in 0..150 {
        sandbox = sandbox.file(&format!("x/{at}.json"), format!("[{}", large("never", MAX_BODY - 10)));
    }
    for jobs in ["1", "2"] {
        let program = crate::sandbox::PROGRAM;
        let script = format!("ulimit -v 131072; {program} normalize --jobs {jobs} --rejects /dev/null --force x > out");
        let status = std::process::Command::new("sh").args(["-c", &script]).current_dir(sandbox.0.path()).status();
        assert_eq!(status.unwrap().code(), Some(1), "{jobs}");
    }
}
