//! What `leadhook validate` shows to people.

use std::fmt::Write as _;

use crate::bodies::{MAX_BODY, call, large};
use crate::desk::{Desk, Run};

/// When it happened.
pub(crate) const AT: &str = r#""timestamp":"2025-01-30T15:00:00Z""#;

/// What is said of one file.
#[track_caller]
pub(crate) fn told(name: &str, content: impl AsRef<[u8]>, options: &[&str]) -> Run {
    let run = Desk::with(name, content).run(&[&["validate", name], options].concat());
    assert!(run.code < 2 && run.err.is_empty(), "{run:?}");
    run
}

#[track_caller]
fn assert_told(name: &str, content: impl AsRef<[u8]>, options: &[&str], lines: &[&str]) {
    let run = told(name, content, options);
    assert_eq!(run.out.lines().collect::<Vec<_>>(), lines, "{}", run.out);
}

/// The lines of bodies that are shown, without their numbers, and what the pointer below each marks.
pub(crate) fn shown(out: &str) -> Vec<(&str, String)> {
    let excerpt = |lines: &[&str]| {
        let (number, _) = lines[0].split_once(" | ").filter(|(number, _)| number.parse::<usize>().is_ok())?;
        let margin = number.len() + " | ".len();
        let pointer = lines[1].get(margin..)?;
        Some((margin, pointer.find('^')?, pointer.matches('^').count()))
    };
    let lines: Vec<_> = out.lines().collect();
    let excerpts = lines.windows(2).filter_map(|two| Some((two[0], excerpt(two)?)));
    excerpts
        .map(|(line, (margin, start, length))| {
            let marked = columns(&line[margin..]).filter(|(column, _)| (start..start + length).contains(column));
            (&line[margin..], marked.map(|(_, character)| character).collect())
        })
        .collect()
}

/// The characters of a text with the columns where they stand; what is written so in East Asia, or a picture, is wide.
fn columns(text: &str) -> impl Iterator<Item = (usize, char)> {
    let width = |character| if matches!(character, '\u{3000}'..='\u{D7FF}' | '\u{1F000}'..) { 2 } else { 1 };
    text.chars().scan(0, move |column, character| {
        let at = *column;
        *column += width(character);
        Some((at, character))
    })
}

#[test]
fn a_fault_is_told_with_its_place_and_its_line() {
    assert_told(
        "d/x.json",
        "{\"event\":\"missed_call\",\n\t\"call_id\" : [\"Ava\"], \"timestamp\":1}\r\n",
        &[],
        &[
            "d/x.json:2:14: error[invalid]: expected number or string or null, found array at /call_id",
            "  |",
            "2 | \"call_id\" : [\"***\"], \"timestamp\":1}",
            "  |             ^",
            "",
            "d/x.json:2:35: error[invalid]: expected string, found number at /timestamp",
            "  |",
            "2 | \"call_id\" : [\"***\"], \"timestamp\":1}",
            "  |                                  ^",
            "",
            "0 valid, 0 drifting, 1 invalid",
        ],
    );
}

#[test]
fn drift_is_told_with_what_was_meant() {
    let body = format!(r#"{{"event":"missed_call",{AT},"status":"mised","mood":7}}"#);
    assert_told(
        "x.ndjson",
        format!("\n{body}\n"),
        &[],
        &[
            "x.ndjson:2:68: warning[undocumented_word]: this word is not documented at /status",
            "  |",
            r#"2 | {"event":"missed_call","timestamp":"********************","status":"*****","mood":7}"#,
            "  |                                                                    ^^^^^^^",
            "  |",
            "  = help: did you mean \"missed\"?",
            "",
            "x.ndjson:2:76: warning[undocumented_member]: no member of this name is documented at /mood",
            "  |",
            r#"2 | {"event":"missed_call","timestamp":"********************","status":"*****","mood":7}"#,
            "  |                                                                            ^^^^^^",
            "",
            "0 valid, 1 drifting, 0 invalid",
        ],
    );
}

#[test]
fn an_event_that_nobody_documents_is_one_finding() {
    let body = format!(r#"{{"event":"order.paid",{AT},"amount":1,"to":"Ava","call_id":[]}}"#);
    let run = told("x.json", &body, &["--vendor", "limecall"]);
    assert_eq!(shown(&run.out).len(), 1, "{}", run.out);
    assert!(run.out.starts_with("x.json:1:10: warning[undocumented_event]: "), "{}", run.out);
    let run = told("x.json", &body, &[]);
    assert!(run.out.starts_with("x.json:1:10: error[invalid]: no platform documents"), "{}", run.out);
    assert_eq!(shown(&run.out)[0].1, "\"**********\"");
}

#[test]
fn drift_fails_a_run_only_where_it_is_denied() {
    let drifting = format!(r#"{{"event":"missed_call",{AT},"mood":1}}"#);
    for (body, allowed, denied) in [(call("1"), 0, 0), (drifting, 0, 1), ("{}".to_owned(), 1, 1)] {
        for format in ["text", "json"] {
            assert_eq!(told("x.json", &body, &["--format", format]).code, allowed, "{body}");
            assert_eq!(told("x.json", &body, &["--format", format, "--deny-drift"]).code, denied, "{body}");
        }
    }
}

#[test]
fn a_broken_document_is_marked_where_it_breaks() {
    for (body, place, mark) in [
        ("nonsense", "1:2: error[malformed]", "*"),
        ("{\"event\":\"missed_call\",}", "1:24: error[malformed]", "}"),
        ("{\"event\":\n \"missed_call\" \"Ava\"}", "2:16: error[malformed]", "\""),
        ("{\"event\":\"missed_call\",\"a\":1,\"a\":2}", "1:30: error[malformed]", "\"a\""),
        ("{\"event\"", "1:9: error[malformed]", ""),
        ("[] nonsense", "1:4: error[malformed]", "*"),
        ("[{}, 7 8]", "1:8: error[malformed]", "*"),
    ] {
        let out = told("x.json", body, &[]).out;
        let at = out.find(place).unwrap_or_else(|| panic!("{place} in {out}"));
        assert_eq!(shown(&out[at..])[0].1, mark, "{out}");
    }
    // A byte that is no text.
    let run = told("x.json", b"{\"event\":\n\"missed_c\xe1ll\"}", &["--show-values"]);
    assert!(run.out.starts_with("x.json:2:10: error[malformed]: not UTF-8\n"), "{}", run.out);
    assert_eq!(shown(&run.out), [("\"missed_c\u{fffd}ll\"}", "\u{fffd}".to_owned())]);
}

#[test]
fn where_there_is_no_line_none_is_shown() {
    let why = "error[malformed]: expected a JSON object or an array of them, found nothing";
    for content in ["", "\n\r\n"] {
        let line = content.lines().count() + 1;
        assert_told(
            "x.json",
            content,
            &[],
            &[&format!("x.json:{line}:1: {why}"), "", "0 valid, 0 drifting, 1 invalid"],
        );
    }
    let run = told("x.ndjson", format!("{}\n{}", call("1"), large("2", MAX_BODY + 1)), &[]);
    let expected =
        format!("x.ndjson:2:1: error[limit]: larger than {MAX_BODY} bytes\n\n1 valid, 0 drifting, 1 invalid\n");
    assert_eq!(run.out, expected);
    assert!(told("x.json", format!("[{},", call("1")), &[]).out.starts_with("x.json:1:"));
}

#[test]
fn elements_of_an_array_are_told_at_their_place_in_the_file() {
    let file = format!("[{}, {{\"event\":\"missed_call\",\"timestamp\":1,\n\"status\":2}}]", call("1"));
    let (first, status) = (file.find("1,\n").unwrap() + 1, 10);
    let run = told("x.json", &file, &[]);
    assert!(run.out.contains(&format!("x.json:1:{first}: error[invalid]: ")), "{}", run.out);
    assert!(run.out.contains(&format!("x.json:2:{status}: error[invalid]: ")), "{}", run.out);
    let lines: Vec<_> = run.out.lines().filter(|line| line.starts_with(['1', '2']) && line.contains(" | ")).collect();
    assert_eq!(lines, [r#"1 | {"event":"missed_call","timestamp":1,"#, r#"2 | "status":2}"#], "{}", run.out);
    assert_eq!(shown(&run.out).into_iter().map(|(_, marked)| marked).collect::<Vec<_>>(), ["1", "2"]);
}

#[test]
fn of_long_lines_as_much_is_shown_as_finds_room() {
    for filler in ["x", "日", "é", "👩\u{200d}🚒", "e\u{301}", "\\n"] {
        for (before, behind) in [(0, 0), (3000, 0), (0, 3000), (3000, 3000)] {
            let (before, behind) = (filler.repeat(before), filler.repeat(behind));
            let body = format!(
                r#"{{"caller_number":"{before}","call_id":[7],"callee_number":"{behind}",{AT},"event":"missed_call"}}"#
            );
            for options in [&["--show-values"][..], &[]] {
                let out = told("x.ndjson", format!("\n\n{body}"), options).out;
                let shown = shown(&out);
                assert!(shown[0].0.contains(r#""call_id":[7],"callee_number":"#), "{out}");
                assert!(out.lines().all(|line| columns(line).last().is_none_or(|(column, _)| column < 160)), "{out}");
                assert_eq!(shown[0].0.starts_with('…'), !before.is_empty(), "{out}");
                assert_eq!(shown[0].0.ends_with('…'), !behind.is_empty(), "{out}");
                if !filler.contains(['\u{200d}', '\u{301}']) {
                    assert_eq!(shown[0].1, "[", "{out}");
                }
            }
        }
    }
    // A value that is longer than the room is marked as far as it is seen.
    let body = format!(r#"{{"event":"missed_call","timestamp":"{}"}}"#, "x".repeat(3000));
    let out = told("x.json", body, &[]).out;
    assert!(shown(&out)[0].1.len() > 90 && shown(&out)[0].1.ends_with('*'), "{out}");
}

#[test]
fn the_first_hundred_findings_of_a_large_body_are_shown() {
    let mut body = format!(r#"{{"event":"missed_call",{AT}"#);
    for at in 0..150 {
        write!(body, r#","member_{at}":"{}""#, "日本 Ava".repeat(500)).unwrap();
    }
    body += "}";
    assert!(body.len() > MAX_BODY / 2 && body.len() < MAX_BODY && !body.contains('\n'));
    let run = told("x.json", body, &[]);
    assert_eq!((run.code, shown(&run.out).len()), (0, 100));
    assert!(run.out.contains("x.json:1:1: and 50 more\n"), "{}", run.out);
    assert!(run.out.len() < 100 * 1000, "{}", run.out.len());
    assert!(!told("x.json", "{}", &[]).out.contains("more"));
}

#[test]
fn colour_is_only_for_terminals_and_for_whoever_forces_it() {
    let desk = Desk::with("x.json", "{}");
    let is_coloured = |format: &str, environment: &[(&str, &str)]| {
        let mut command = desk.command(&["validate", "x.json", "--format", format]);
        command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").envs(environment.iter().copied());
        Run::of(command.output().unwrap(), &[format]).out.contains('\u{1b}')
    };
    let force = ("CLICOLOR_FORCE", "1");
    assert!(is_coloured("text", &[force]));
    assert!(!is_coloured("text", &[]));
    assert!(!is_coloured("text", &[force, ("NO_COLOR", "1")]));
    assert!(!is_coloured("json", &[force]));
}
