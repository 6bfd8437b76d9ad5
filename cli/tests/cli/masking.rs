//! What `leadhook validate` hides from people, and from their terminals.

use std::collections::HashSet;

use leadhook::Vendor;
use serde_json::Value;

use crate::corpus::{self, Document};
use crate::desk::Desk;
use crate::report::{AT, shown, told};

#[test]
fn programs_are_told_the_same_with_values_and_without() {
    let body = "{\"event\":\"missed_call\",\"timestamp\":\"gestern\",\"\u{85}\":1}";
    let run = told("x.json", body, &["--format", "json"]);
    assert_eq!(told("x.json", body, &["--format", "json", "--show-values"]), run);
    assert!(!run.out.contains("gestern") && !run.out.contains('*'), "{}", run.out);
}

/// The values of some documents that are nobody's business: neither documented words, nor as it happens the name of
/// some member.
fn secrets(vendor: Vendor, documents: &[Document]) -> HashSet<String> {
    let values = || documents.iter().filter_map(|document| serde_json::from_slice::<Value>(&document.body).ok());
    let mut known: HashSet<_> = ["true", "false"].map(str::to_owned).into();
    known.extend(vendor.vocabulary().concat().into_iter().map(str::to_owned));
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

/// A folder of bodies, all of one platform.
fn desk(bodies: impl Iterator<Item = Vec<u8>>) -> Desk {
    bodies.enumerate().fold(Desk::new(), |desk, (at, body)| desk.and(&format!("d/{at}.json"), body))
}

#[test]
fn values_are_masked_unless_asked_for() {
    let mut hidden = 0;
    for &vendor in Vendor::VARIANTS {
        let documents: Vec<_> =
            corpus::accepted().into_iter().chain(corpus::rejects()).filter(|one| one.vendor == vendor).collect();
        let secrets = secrets(vendor, &documents);
        let desk = desk(documents.iter().map(|document| document.body.clone()));
        let args = ["validate", "d", "--vendor", vendor.as_str()];
        let (masked, open) = (desk.run(&args).out, desk.run(&[&args[..], &["--show-values"]].concat()).out);
        let (masked, open) = (shown(&masked), shown(&open));
        assert_eq!(masked.len(), open.len());
        let told = |lines: &[(&str, String)], secret: &String| lines.iter().any(|(line, _)| line.contains(secret));
        for secret in &secrets {
            assert!(!told(&masked, secret), "{secret} is shown");
            hidden += usize::from(told(&open, secret));
        }
        for ((masked, _), (open, _)) in masked.iter().zip(&open) {
            assert!(!masked.contains('@') && !masked.contains('\\'), "{masked}");
            assert!(!open.is_ascii() || masked.len() == open.len(), "{masked} has not the columns of {open}");
        }
    }
    assert!(hidden > 100, "only {hidden} would have been shown");
}

#[test]
fn of_broken_documents_only_the_structure_is_shown() {
    for &vendor in Vendor::VARIANTS {
        let documents: Vec<_> = corpus::fixtures().into_iter().filter(|one| one.vendor == vendor).collect();
        let halves = |document: &Document| {
            let half = document.body.len() / 2;
            [document.body[..half].to_vec(), document.body[half..].to_vec(), [&document.body[1..], b"}"].concat()]
        };
        let out = desk(documents.iter().flat_map(halves)).run(&["validate", "d", "--vendor", vendor.as_str()]).out;
        let lines = shown(&out);
        assert!(lines.len() > documents.len(), "{out}");
        for (line, _) in lines {
            let words = line.split(|character: char| !character.is_alphanumeric());
            let long = words.filter(|word| word.len() > 4 && *word != "false").collect::<Vec<_>>();
            assert!(long.is_empty(), "{long:?} in {line}");
        }
    }
}

#[test]
fn controls_are_never_written_as_they_are() {
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
                let out = told(name, content, options).out;
                let raw: Vec<_> =
                    out.chars().filter(|&c| c != '\n' && c.is_control() || controls.contains(c)).collect();
                assert!(raw.is_empty(), "{raw:?} in {out:?}");
                assert_eq!(shown(&out).len(), 1, "{out}");
            }
        }
    }
    let out = told("x.json", &bodies[1], &["--show-values"]).out;
    assert_eq!(shown(&out)[0].1, "\"\\u001b\\u202e\u{fffd}\u{fffd}\u{fffd}\"");
}

#[cfg(unix)]
#[test]
fn names_of_files_are_shown_without_controls() {
    let out = told("a\u{1b}[31m\u{202e}b.json", "{}", &[]).out;
    assert!(out.starts_with("a\u{fffd}[31m\u{fffd}b.json:1:1: error"), "{out:?}");
}
