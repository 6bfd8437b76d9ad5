//! The text output of `leadhook validate`.

use std::fmt::Write as _;

use crate::bodies::{MAX_BODY, call, large};
use crate::sandbox::{Run, Sandbox};

/// The member that every event needs.
pub(crate) const AT: &str = r#""timestamp":"2025-01-30T15:00:00Z""#;

/// Validates one file.
#[track_caller]
pub(crate) fn validate(name: &str, content: impl AsRef<[u8]>, options: &[&str]) -> Run {
    let run = Sandbox::with_file(name, content).run(&[&["validate", name], options].concat());
    assert!(run.code < 2 && run.err.is_empty(), "{run:?}");
    run
}

#[track_caller]
fn assert_prints(name: &str, content: impl AsRef<[u8]>, options: &[&str], lines: &[&str]) {
    let run = validate(name, content, options);
    assert_eq!(run.out.lines().collect::<Vec<_>>(), lines, "{}", run.out);
}

/// Returns the lines of bodies in a report, without their numbers, and what is marked in each.
pub(crate) fn excerpts(out: &str) -> Vec<(&str, String)> {
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

/// Returns the characters of a text with their columns. East Asian characters and emoji are two columns wide.
fn columns(text: &str) -> impl Iterator<Item = (usize, char)> {
    let width = |character| if matches!(character, '\u{3000}'..='\u{D7FF}' | '\u{1F000}'..) { 2 } else { 1 };
    text.chars().scan(0, move |column, character| {
        let at = *column;
        *column += width(character);
        Some((at, character))
    })
}

#[test]
fn an_error_is_printed_with_its_place_and_its_line() {
    assert_prints(
        "d/x.json",
        "{\"event\":\"call_status_update\",\n\t\"status\" : [\"Ava\"], \"timestamp\":1}\r\n",
        &[],
        &[
            "d/x.json:2:13: error[invalid]: expected string, found array at /status",
            "  |",
            "2 | \"status\" : [\"***\"], \"timestamp\":1}",
            "  |            ^",
            "",
            "d/x.json:2:34: error[invalid]: expected string, found number at /timestamp",
            "  |",
            "2 | \"status\" : [\"***\"], \"timestamp\":1}",
            "  |                                 ^",
            "",
            "0 valid, 0 drifting, 1 invalid",
        ],
    );
}

#[test]
fn drift_is_printed_with_a_suggestion() {
    let body = format!(r#"{{"event":"missed_call",{AT},"status":"mised","mood":7}}"#);
    assert_prints(
        "x.ndjson",
        format!("\n{body}\n"),
        &[],
        &[
            "x.ndjson:2:68: warning[unexpected_value]: undocumented value at /status",
            "  |",
            r#"2 | {"event":"missed_call","timestamp":"********************","status":"*****","mood":7}"#,
            "  |                                                                    ^^^^^^^",
            "  |",
            "  = help: did you mean \"missed\"?",
            "",
            "x.ndjson:2:76: warning[undocumented_member]: undocumented member at /mood",
            "  |",
            r#"2 | {"event":"missed_call","timestamp":"********************","status":"*****","mood":7}"#,
            "  |                                                                            ^^^^^^",
            "",
            "0 valid, 1 drifting, 0 invalid",
        ],
    );
}

#[test]
fn an_undocumented_event_is_one_diagnostic() {
    let body = format!(r#"{{"event":"order.paid",{AT},"amount":1,"to":"Ava","call_id":[]}}"#);
    let run = validate("x.json", &body, &["--vendor", "limecall"]);
    assert_eq!(excerpts(&run.out).len(), 1, "{}", run.out);
    assert!(run.out.starts_with("x.json:1:10: warning[undocumented_event]: "), "{}", run.out);
    let run = validate("x.json", &body, &[]);
    assert!(run.out.starts_with("x.json:1:10: error[invalid]: no vendor documents"), "{}", run.out);
    assert_eq!(excerpts(&run.out)[0].1, "\"**********\"");
}

#[test]
fn drift_changes_the_exit_status_only_with_deny_drift() {
    let drifting = format!(r#"{{"event":"missed_call",{AT},"mood":1}}"#);
    for (body, allowed, denied) in [(call("1"), 0, 0), (drifting, 0, 1), ("{}".to_owned(), 1, 1)] {
        for format in ["text", "json"] {
            assert_eq!(validate("x.json", &body, &["--format", format]).code, allowed, "{body}");
            assert_eq!(validate("x.json", &body, &["--format", format, "--deny-drift"]).code, denied, "{body}");
        }
    }
}

#[test]
fn the_character_where_text_stops_being_json_is_marked() {
    for (body, place, mark) in [
        ("nonsense", "1:2: error[malformed]", "*"),
        ("{\"event\":\"missed_call\",}", "1:24: error[malformed]", "}"),
        ("{\"event\":\n \"missed_call\" \"Ava\"}", "2:16: error[malformed]", "\""),
        ("{\"event\":\"missed_call\",\"a\":1,\"a\":2}", "1:30: error[malformed]", "\"a\""),
        ("{\"event\"", "1:9: error[malformed]", ""),
        ("[] nonsense", "1:4: error[malformed]", "*"),
        ("[{}, 7 8]", "1:8: error[malformed]", "*"),
    ] {
        let out = validate("x.json", body, &[]).out;
        let at = out.find(place).unwrap_or_else(|| panic!("{place} in {out}"));
        assert_eq!(excerpts(&out[at..])[0].1, mark, "{out}");
    }
    // A byte that is not UTF-8.
    let run = validate("x.json", b"{\"event\":\n\"missed_c\xe1ll\"}", &["--show-values"]);
    assert!(run.out.starts_with("x.json:2:10: error[malformed]: not UTF-8\n"), "{}", run.out);
    assert_eq!(excerpts(&run.out), [("\"missed_c\u{fffd}ll\"}", "\u{fffd}".to_owned())]);
}

#[test]
fn no_line_is_shown_for_empty_and_large_input() {
    let why = "error[malformed]: expected a JSON object or an array of them, found nothing";
    for content in ["", "\n\r\n"] {
        let line = content.lines().count() + 1;
        assert_prints(
            "x.json",
            content,
            &[],
            &[&format!("x.json:{line}:1: {why}"), "", "0 valid, 0 drifting, 1 invalid"],
        );
    }
    let run = validate("x.ndjson", format!("{}\n{}", call("1"), large("2", MAX_BODY + 1)), &[]);
    let expected =
        format!("x.ndjson:2:1: error[too_large]: larger than {MAX_BODY} bytes\n\n1 valid, 0 drifting, 1 invalid\n");
    assert_eq!(run.out, expected);
    assert!(validate("x.json", format!("[{},", call("1")), &[]).out.starts_with("x.json:1:"));
}

#[test]
fn diagnostics_of_array_elements_have_positions_in_the_file() {
    let file = format!("[{}, {{\"event\":\"call_status_update\",\"timestamp\":1,\n\"status\":2}}]", call("1"));
    let (first, status) = (file.find("1,\n").unwrap() + 1, 10);
    let run = validate("x.json", &file, &[]);
    assert!(run.out.contains(&format!("x.json:1:{first}: error[invalid]: ")), "{}", run.out);
    assert!(run.out.contains(&format!("x.json:2:{status}: error[invalid]: ")), "{}", run.out);
    let lines: Vec<_> = run.out.lines().filter(|line| line.starts_with(['1', '2']) && line.contains(" | ")).collect();
    assert_eq!(lines, [r#"1 | {"event":"call_status_update","timestamp":1,"#, r#"2 | "status":2}"#], "{}", run.out);
    assert_eq!(excerpts(&run.out).into_iter().map(|(_, marked)| marked).collect::<Vec<_>>(), ["1", "2"]);
}

#[test]
fn long_lines_are_cut_around_the_value() {
    for filler in ["x", "日", "é", "👩\u{200d}🚒", "e\u{301}", "\\n"] {
        for (before, after) in [(0, 0), (3000, 0), (0, 3000), (3000, 3000)] {
            let (before, after) = (filler.repeat(before), filler.repeat(after));
            let body = format!(
                r#"{{"caller_number":"{before}","status":[7],"callee_number":"{after}",{AT},"event":"call_status_update"}}"#
            );
            for options in [&["--show-values"][..], &[]] {
                let out = validate("x.ndjson", format!("\n\n{body}"), options).out;
                let lines = excerpts(&out);
                assert!(lines[0].0.contains(r#""status":[7],"callee_number":"#), "{out}");
                assert!(out.lines().all(|line| columns(line).last().is_none_or(|(column, _)| column < 160)), "{out}");
                assert_eq!(lines[0].0.starts_with('…'), !before.is_empty(), "{out}");
                assert_eq!(lines[0].0.ends_with('…'), !after.is_empty(), "{out}");
                if !filler.contains(['\u{200d}', '\u{301}']) {
                    assert_eq!(lines[0].1, "[", "{out}");
                }
            }
        }
    }
    // A value that does not fit is marked as far as it is shown.
    let body = format!(r#"{{"event":"missed_call","timestamp":"{}"}}"#, "x".repeat(3000));
    let out = validate("x.json", body, &[]).out;
    assert!(excerpts(&out)[0].1.len() > 90 && excerpts(&out)[0].1.ends_with('*'), "{out}");
}

#[test]
fn the_first_hundred_diagnostics_of_a_large_body_are_shown() {
    let mut body = format!(r#"{{"event":"missed_call",{AT}"#);
    for at in 0..150 {
        write!(body, r#","member_{at}":"{}""#, "日本 Ava".repeat(500)).unwrap();
    }
    body += "}";
    assert!(body.len() > MAX_BODY / 2 && body.len() < MAX_BODY && !body.contains('\n'));
    let run = validate("x.json", body, &[]);
    assert_eq!((run.code, excerpts(&run.out).len()), (0, 100));
    assert!(run.out.contains("x.json:1:1: and at least 50 more\n"), "{}", run.out);
    assert!(run.out.len() < 100 * 1000, "{}", run.out.len());
    assert!(!validate("x.json", "{}", &[]).out.contains("more"));
}

#[test]
fn color_is_only_for_terminals_unless_it_is_forced() {
    let sandbox = Sandbox::with_file("x.json", "{}");
    let is_colored = |format: &str, environment: &[(&str, &str)]| {
        let mut command = sandbox.command(&["validate", "x.json", "--format", format]);
        command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").envs(environment.iter().copied());
        Run::new(command.output().unwrap(), &[format]).out.contains('\u{1b}')
    };
    let force = ("CLICOLOR_FORCE", "1");
    assert!(is_colored("text", &[force]));
    assert!(!is_colored("text", &[]));
    assert!(!is_colored("text", &[force, ("NO_COLOR", "1")]));
    assert!(!is_colored("json", &[force]));
}
