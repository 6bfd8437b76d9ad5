//! Bodies of a mebibyte, and beyond.

use leadhook::{ErrorKind, RawBody};

use crate::bodies::{MAX_BODY, bytes, call, large, offset};
use crate::desk::Desk;
use crate::input::assert_calls;

/// The one large body of a file is refused for its size and can be found again; the rest comes out.
#[track_caller]
fn assert_too_large(name: &str, file: &str, body: &str, line: usize, calls: &[&str]) {
    let run = Desk::with(name, file).normalize(&[name]);
    assert_eq!(run.calls(), calls, "{name}");
    let [rejection] = &run.rejections[..] else { panic!("{} rejections of {name}", run.rejections.len()) };
    assert_eq!((rejection.error.kind(), rejection.line), (ErrorKind::TooLarge, Some(line)), "{name}");
    let told = &rejection.error.violations()[0];
    assert_eq!(offset(file.as_bytes(), told.line, told.column), file.find(body).unwrap(), "{name}");
    let RawBody::InFile { offset, length } = rejection.raw else { panic!("{name}: kept") };
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
    assert_calls("x.json", format!("{body}\r\n"), &["large"]);
    assert_calls("x.json", format!("[{body} \n ,{}]", call("1")), &["large", "1"]);
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
            (vec!["1"], vec![&RawBody::InFile { offset: before.len() as u64, length }])
        );
    }
    let file = format!("[{}] {}", call("1"), "x".repeat(MAX_BODY));
    let run = Desk::with("x.json", &file).normalize(&["x.json"]);
    assert_eq!((run.calls(), run.raws()), (vec!["1"], vec![&bytes("x".repeat(MAX_BODY))]));
}

#[test]
fn the_largest_body_can_be_chosen() {
    let (one, two) = (call("1"), call("two, which is longer"));
    let most = one.len().to_string();
    let desk = Desk::with("x.ndjson", format!("{one}\n{two}\n{one}\r\n")).and("x.json", format!("{one}\n"));
    let run = desk.normalize(&["x.ndjson", "x.json", "--max-body", &most]);
    assert_eq!((run.calls(), run.rejections.len()), (vec!["1", "1", "1"], 1));
    assert_eq!(run.rejections[0].error.violations()[0].message, format!("larger than {most} bytes"));
    let run = desk.run(&["validate", "x.ndjson", "--max-body", &most]);
    assert!(run.code == 1 && run.out.ends_with("2 valid, 0 drifting, 1 invalid\n"), "{run:?}");
    let body = large("large", 3 * MAX_BODY);
    let run =
        Desk::with("x.ndjson", &body).and("x.json", format!("[{body}]")).normalize(&[".", "--max-body", "3145728"]);
    assert_eq!(run.calls(), ["large", "large"]);
    let unbounded = usize::MAX.to_string();
    let run = Desk::with("x.ndjson", &body).and("x.json", &body).normalize(&[".", "--max-body", &unbounded]);
    assert_eq!(run.calls(), ["large", "large"]);
}

/// Whatever a body of a mebibyte says, it takes less than half a gibibyte.
#[test]
#[cfg(target_os = "linux")]
fn memory_is_bounded_by_the_size_of_a_body() {
    let head = r#"{"event":"subscriber.created","timestamp":"2026-03-04T10:30:00Z","data":{"#;
    for (name, open, unit, close) in [
        ("faults", "\"tags\":[", "1,", "1]}}"),
        ("texts", "\"tags\":[", "\"\",", "\"\"]}}"),
        ("arrays", "\"x\":[", "[],", "[]]}}"),
        ("objects", "\"x\":[", "{\"a\":0},", "{}]}}"),
        ("escapes", "\"x\":\"", "\\\"", "\"}}"),
        ("brackets", "", "[", ""),
    ] {
        let count = (MAX_BODY - head.len() - open.len() - close.len()) / unit.len();
        let desk = Desk::with("x.ndjson", [head, open, &unit.repeat(count), close].concat());
        for command in ["normalize", "validate"] {
            let script = format!("ulimit -v 524288; {} {command} x.ndjson > out 2> err", crate::desk::PROGRAM);
            let status = std::process::Command::new("sh").args(["-c", &script]).current_dir(desk.0.path()).status();
            assert!(status.unwrap().code().is_some_and(|code| code < 2), "{command} {name}");
        }
    }
}

/// Nor does it add up over files that break off.
#[test]
#[cfg(target_os = "linux")]
fn memory_does_not_grow_with_what_is_refused() {
    let mut desk = Desk::new();
    for at in 0..150 {
        desk = desk.and(&format!("x/{at}.json"), format!("[{}", large("never", MAX_BODY - 10)));
    }
    for jobs in ["1", "2"] {
        let program = crate::desk::PROGRAM;
        let script = format!("ulimit -v 131072; {program} normalize --jobs {jobs} --rejects /dev/null --force x > out");
        let status = std::process::Command::new("sh").args(["-c", &script]).current_dir(desk.0.path()).status();
        assert_eq!(status.unwrap().code(), Some(1), "{jobs}");
    }
}
