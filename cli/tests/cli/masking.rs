//! `leadhook validate` masks values and control characters.

use std::collections::HashSet;

use leadhook::Vendor;
use leadhook_harness::corpus::{self, BodyFile};
use serde_json::Value;

use crate::report::{AT, excerpts, validate};
use crate::sandbox::Sandbox;

#[test]
fn show_values_does_not_change_json_output() {
    let body = "{\"event\":\"missed_call\",\"timestamp\":\"gestern\",\"\u{85}\":1}";
    let run = validate("x.json", body, &["--format", "json"]);
    assert_eq!(validate("x.json", body, &["--format", "json", "--show-values"]), run);
    assert!(!run.out.contains("gestern") && !run.out.contains('*'), "{}", run.out);
}

/// Returns the values of bodies that must be masked: they are neither documented nor the name of a member.
fn personal_values(vendor: Vendor, files: &[BodyFile]) -> HashSet<String> {
    let values = || files.iter().filter_map(|file| serde_json::from_slice::<Value>(&file.body).ok());
    let mut known: HashSet<_> = ["true", "false"].map(str::to_owned).into();
    known.extend(vendor.documented_values().concat().into_iter().map(str::to_owned));
    known.extend(vendor.event_names().into_iter().map(str::to_owned));
    let tokens = values().flat_map(|value| corpus::pointers(&value));
    known.extend(tokens.flat_map(|pointer| pointer.split('/').map(str::to_owned).collect::<Vec<_>>()));
    let text = |scalar: &Value| match scalar {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit())),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    let texts = values().flat_map(|value| corpus::scalars(&value).into_iter().filter_map(text).collect::<Vec<_>>());
    texts.filter(|text| text.len() > 4 && !known.contains(text)).collect()
}

/// Creates a sandbox with a folder `d` of bodies.
fn sandbox(bodies: impl Iterator<Item = Vec<u8>>) -> Sandbox {
    bodies.enumerate().fold(Sandbox::new(), |sandbox, (at, body)| sandbox.file(&format!("d/{at}.json"), body))
}

#[test]
fn values_are_masked_unless_show_values_is_given() {
    let mut hidden = 0;
    for &vendor in Vendor::VARIANTS {
        let files: Vec<_> =
            corpus::accepted().into_iter().chain(corpus::rejects()).filter(|one| one.vendor == vendor).collect();
        let personal = personal_values(vendor, &files);
        let sandbox = sandbox(files.iter().map(|file| file.body.clone()));
        let args = ["validate", "d", "--vendor", vendor.as_str()];
        let (masked, open) = (sandbox.run(&args).out, sandbox.run(&[&args[..], &["--show-values"]].concat()).out);
        let (masked, open) = (excerpts(&masked), excerpts(&open));
        assert_eq!(masked.len(), open.len());
        let has = |lines: &[(&str, String)], value: &String| lines.iter().any(|(line, _)| line.contains(value));
        for value in &personal {
            assert!(!has(&masked, value), "{value} is shown");
            hidden += usize::from(has(&open, value));
        }
        for ((masked, _), (open, _)) in masked.iter().zip(&open) {
            assert!(!masked.contains('@') && !masked.contains('\\'), "{masked}");
            assert!(!open.is_ascii() || masked.len() == open.len(), "{masked} does not have the columns of {open}");
        }
    }
    assert!(hidden > 100, "only {hidden} values are masked");
}

#[test]
fn only_the_structure_of_text_that_is_not_json_is_shown() {
    for &vendor in Vendor::VARIANTS {
        let files: Vec<_> = corpus::fixtures().into_iter().filter(|one| one.vendor == vendor).collect();
        let halves = |file: &BodyFile| {
            let half = file.body.len() / 2;
            [file.body[..half].to_vec(), file.body[half..].to_vec(), [&file.body[1..], b"}"].concat()]
        };
        let out = sandbox(files.iter().flat_map(halves)).run(&["validate", "d", "--vendor", vendor.as_str()]).out;
        let lines = excerpts(&out);
        assert!(lines.len() > files.len(), "{out}");
        for (line, _) in lines {
            let words = line.split(|character: char| !character.is_alphanumeric());
            let long = words.filter(|word| word.len() > 4 && *word != "false").collect::<Vec<_>>();
            assert!(long.is_empty(), "{long:?} in {line}");
        }
    }
}

#[test]
fn control_characters_are_replaced() {
    let controls = "\u{1}\u{7f}\u{85}\u{9b}\u{202e}\u{2066}\u{200f}\u{2028}\t";
    let bodies = [
        format!(r#"{{"event":"missed_call","to":"{}",{AT},"{controls}":1}}"#, "\u{85}\u{9b}\u{202e}"),
        format!(r#"{{"event":"missed_call","timestamp":"\u001b\u202e{}"}}"#, "\u{85}\u{9b}\u{202e}"),
        format!(r#"{{"event":"missed_call",{controls}"#),
        "\x1b[31m\0\x08{".to_owned(),
    ];
    for options in [&["--show-values"][..], &[]] {
        for body in &bodies {
            for (name, content) in [("x.json", body.clone()), ("x.ndjson", format!("{body}\r\n"))] {
                let out = validate(name, content, options).out;
                let raw: Vec<_> =
                    out.chars().filter(|&c| c != '\n' && c.is_control() || controls.contains(c)).collect();
                assert!(raw.is_empty(), "{raw:?} in {out:?}");
                assert_eq!(excerpts(&out).len(), 1, "{out}");
            }
        }
    }
    let out = validate("x.json", &bodies[1], &["--show-values"]).out;
    assert_eq!(excerpts(&out)[0].1, "\"\\u001b\\u202e\u{fffd}\u{fffd}\u{fffd}\"");
}

#[cfg(unix)]
#[test]
fn control_characters_in_file_names_are_replaced() {
    let out = validate("a\u{1b}[31m\u{202e}b.json", "{}", &[]).out;
    assert!(out.starts_with("a\u{fffd}[31m\u{fffd}b.json:1:1: error"), "{out:?}");
}
