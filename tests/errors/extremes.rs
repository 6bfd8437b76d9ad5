//! Extreme bodies: huge numbers, deep nesting, great length, and very many errors.

use leadhook::{DiagnosticCode, ErrorKind, Event, Vendor, Verdict, normalize, parse, validate};
use leadhook_harness::corpus::{BodyFile, Edit, edited, fixtures, leaves};
use serde_json::Value;

use super::diagnostics::{
    assert_diagnostics_located, assert_located, byte_offset, check, check_refused, distinct_pointers,
    one_fixture_per_vendor,
};

#[test]
fn numbers_of_any_size_are_handled() {
    let digits = "7".repeat(400);
    let fraction = format!("0.{digits}");
    let exponent = format!("1e{digits}");
    let numbers =
        ["1e400", "-1e400", "1e-400", "-0", "-0.0", "1E+308", "0.1e-99999999999", &digits, &fraction, &exponent];
    for (BodyFile { vendor, .. }, value, pointers) in distinct_pointers(fixtures()) {
        for (turn, pointer) in pointers.iter().filter(|pointer| !pointer.is_empty()).enumerate() {
            // Half of the numbers at each pointer, to save time.
            for number in numbers.iter().skip(turn % 2).step_by(2) {
                check(vendor, edited(&value, pointer, Edit::Replace(number)).as_bytes());
            }
        }
        for number in numbers {
            check(vendor, edited(&value, "", Edit::Add(&format!(r#""undocumented":[{number}]"#))).as_bytes());
        }
    }
}

/// Returns a fixture with an added member, so that the whole is `depth` levels deep.
fn nested(file: &BodyFile, depth: usize) -> String {
    let opening: String = (1..depth).map(|level| if level % 2 == 0 { "[" } else { "{\"é\":" }).collect();
    let closing: String = (1..depth).rev().map(|level| if level % 2 == 0 { "]" } else { "}" }).collect();
    edited(&file.value(), "", Edit::Add(&format!("\"deep\":{opening}null{closing}")))
}

#[test]
fn a_hundred_levels_are_accepted_and_one_more_is_refused_at_its_bracket() {
    for file in one_fixture_per_vendor() {
        assert_eq!(check(file.vendor, nested(&file, 100).as_bytes()), None);
        let body = nested(&file, 101);
        let error = check_refused(file.vendor, body.as_bytes());
        let innermost = body.find("null]").or_else(|| body.find("\"é\":null")).unwrap();
        assert_eq!(error.kind(), ErrorKind::Malformed);
        assert_eq!(byte_offset(&body, error.diagnostics()[0].position), Some(innermost - 1), "{error}");
        let quoted = format!(r#""s":"{}\"{}\\","{}":1"#, "[{".repeat(9999), "[{".repeat(9999), "[".repeat(999));
        assert_eq!(check(file.vendor, edited(&file.value(), "", Edit::Add(&quoted)).as_bytes()), None);
    }
}

#[test]
fn ninety_thousand_brackets_do_not_overflow_the_stack() {
    for (level, column) in [("[", 101), ("{\"a\":", 501), ("[\n", 1), ("[{\"\":", 251), ("{\"event\":[", 501)] {
        for body in [level.repeat(90_000), format!("{}{}", level.repeat(90_000), "]".repeat(90_000))] {
            for &vendor in Vendor::VARIANTS {
                let error = check_refused(vendor, body.as_bytes());
                assert_eq!(
                    (error.kind(), error.diagnostics()[0].position.column),
                    (ErrorKind::Malformed, column),
                    "{level}"
                );
            }
        }
        assert!(Vendor::detect(level.repeat(90_000).as_bytes()).is_err());
    }
}

#[test]
fn large_bodies_have_the_same_diagnostics_as_small_ones() {
    let many: Vec<_> = (0..50_000).map(|at| format!("\"member {at}\":{at}")).collect();
    for (at, file) in one_fixture_per_vendor().enumerate() {
        let (length, count) = if at == 0 { (1 << 14, 50_000) } else { (1 << 11, 2000) };
        let long = Value::from("é\\\"\n".repeat(length)).to_string();
        let many = many[..count].join(",");
        let (vendor, value) = (file.vendor, file.value());
        for pointer in leaves(&value).iter().step_by(3) {
            let body = edited(&value, pointer, Edit::Replace(&long));
            check(vendor, body.as_bytes());
        }
        let body = edited(&value, "", Edit::Add(&many));
        assert_eq!(check(vendor, body.as_bytes()), None);
        let body = edited(&value, "", Edit::Add(&format!("{many},\"member 7\":0")));
        let error = check_refused(vendor, body.as_bytes());
        assert_eq!(error.diagnostics()[0].pointer, "/…");
        let body = edited(&value, "", Edit::Add(&format!("{long}:1,{long}:1")));
        let error = check_refused(vendor, body.as_bytes());
        assert!(error.to_string().len() < 1000);
    }
}

/// Returns a body with `count` tags of a wrong type after the others, `total` in all.
fn body_with_wrong_tags(count: usize, total: usize) -> String {
    let tags = [vec!["\"t\""; total - count].join(", "), vec!["1"; count].join(",")].join(",");
    let tags = tags.trim_matches(',');
    format!(r#"{{"event":"subscriber.created","timestamp":"2026-03-04T10:30:00Z","data":{{"tags":[{tags}]}}}}"#)
}

#[test]
fn a_hundred_of_a_hundred_thousand_warnings_are_kept() {
    for (count, total, kept) in
        [(1, 100_000, 1), (99, 1000, 99), (100, 1000, 100), (101, 1000, 100), (100_000, 100_000, 100)]
    {
        let body = body_with_wrong_tags(count, total);
        let Verdict::Drift(diagnostics) = validate(Vendor::LeadNest, body.as_bytes()) else { panic!("{count}") };
        assert_eq!(diagnostics.as_slice().len(), kept);
        assert_eq!(diagnostics.omitted(), count - kept);
        assert!(diagnostics.iter().all(|diagnostic| diagnostic.code == DiagnosticCode::UnexpectedType));
        for (at, diagnostic) in diagnostics.iter().enumerate() {
            assert_eq!(diagnostic.pointer, format!("/data/tags/{}", total - count + at));
        }
        assert_diagnostics_located(diagnostics.as_slice(), body.as_bytes());
        // The payload reports the whole array once.
        assert_eq!(parse(Vendor::LeadNest, body.as_bytes()).unwrap().unexpected(), ["/data/tags"]);
    }
    assert_eq!(check(Vendor::LeadNest, body_with_wrong_tags(100, 1000).as_bytes()), None);
}

#[test]
fn a_hundred_of_ten_thousand_wrong_elements_of_an_event_are_kept() {
    let event = normalize(Vendor::LeadNest, body_with_wrong_tags(0, 1).as_bytes()).unwrap();
    let mut crowded = serde_json::to_value(event).unwrap();
    crowded["data"]["tags"] = (0..10_000).collect();
    let error = Event::from_json(crowded.to_string().as_bytes()).unwrap_err();
    assert_eq!((error.diagnostics().as_slice().len(), error.diagnostics().omitted()), (100, 9900));
    assert!(error.to_string().len() < 1000, "{error}");
    assert_located(&error, crowded.to_string().as_bytes());
}
