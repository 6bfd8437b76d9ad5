//! Bodies that go too far: in numbers, in depth, in length, and in how much is wrong with them.

use leadhook::{ErrorKind, Event, Vendor, normalize};
use serde_json::Value;

use crate::corpus::{Document, Edit, edited, fixtures, leaves};
use crate::told::{assert_located, new_places, offset, one_each, refused, told};

#[test]
fn numbers_of_any_size_are_no_danger() {
    let digits = "7".repeat(400);
    let fraction = format!("0.{digits}");
    let exponent = format!("1e{digits}");
    let numbers =
        ["1e400", "-1e400", "1e-400", "-0", "-0.0", "1E+308", "0.1e-99999999999", &digits, &fraction, &exponent];
    for (Document { vendor, .. }, value, places) in new_places(fixtures()) {
        for (turn, pointer) in places.iter().filter(|pointer| !pointer.is_empty()).enumerate() {
            // Every other number; the next place meets the others.
            for number in numbers.iter().skip(turn % 2).step_by(2) {
                told(vendor, edited(&value, pointer, Edit::Replace(number)).as_bytes());
            }
        }
        for number in numbers {
            told(vendor, edited(&value, "", Edit::Add(&format!(r#""sixth_sense":[{number}]"#))).as_bytes());
        }
    }
}

/// The fixture with a member that holds so many brackets in one another that it is `depth` deep in all.
fn nested(document: &Document, depth: usize) -> String {
    let opening: String = (1..depth).map(|level| if level % 2 == 0 { "[" } else { "{\"é\":" }).collect();
    let closing: String = (1..depth).rev().map(|level| if level % 2 == 0 { "]" } else { "}" }).collect();
    edited(&document.value(), "", Edit::Add(&format!("\"deep\":{opening}null{closing}")))
}

#[test]
fn a_hundred_levels_are_read_and_one_more_is_refused_where_it_opens() {
    for document in one_each() {
        assert_eq!(told(document.vendor, nested(&document, 100).as_bytes()), None);
        let body = nested(&document, 101);
        let error = refused(document.vendor, body.as_bytes());
        let place = (error.violations()[0].line, error.violations()[0].column);
        let innermost = body.find("null]").or_else(|| body.find("\"é\":null")).unwrap();
        assert_eq!(error.kind(), ErrorKind::Malformed);
        assert_eq!(offset(&body, place.0, place.1), Some(innermost - 1), "{error}");
        let quoted = format!(r#""s":"{}\"{}\\","{}":1"#, "[{".repeat(9999), "[{".repeat(9999), "[".repeat(999));
        assert_eq!(told(document.vendor, edited(&document.value(), "", Edit::Add(&quoted)).as_bytes()), None);
    }
}

#[test]
fn ninety_thousand_brackets_overflow_nothing() {
    for (level, column) in [("[", 101), ("{\"a\":", 501), ("[\n", 1), ("[{\"\":", 251), ("{\"event\":[", 501)] {
        for body in [level.repeat(90_000), format!("{}{}", level.repeat(90_000), "]".repeat(90_000))] {
            for &vendor in Vendor::VARIANTS {
                let error = refused(vendor, body.as_bytes());
                assert_eq!((error.kind(), error.violations()[0].column), (ErrorKind::Malformed, column), "{level}");
            }
        }
        assert_eq!(Vendor::detect(level.repeat(90_000).as_bytes()), None);
        assert!(Vendor::detect(level.repeat(90_000).as_bytes()).is_err());
    }
}

#[test]
fn large_bodies_are_told_like_small_ones() {
    let many: Vec<_> = (0..50_000).map(|at| format!("\"member {at}\":{at}")).collect();
    for (at, document) in one_each().enumerate() {
        let (length, count) = if at == 0 { (1 << 14, 50_000) } else { (1 << 11, 2000) };
        let long = Value::from("é\\\"\n".repeat(length)).to_string();
        let many = many[..count].join(",");
        let (vendor, value) = (document.vendor, document.value());
        for pointer in leaves(&value).iter().step_by(3) {
            let body = edited(&value, pointer, Edit::Replace(&long));
            told(vendor, body.as_bytes());
        }
        let body = edited(&value, "", Edit::Add(&many));
        assert_eq!(told(vendor, body.as_bytes()), None);
        let body = edited(&value, "", Edit::Add(&format!("{many},\"member 7\":0")));
        let error = refused(vendor, body.as_bytes());
        assert_eq!(error.violations()[0].pointer, "/…");
        let body = edited(&value, "", Edit::Add(&format!("{long}:1,{long}:1")));
        let error = refused(vendor, body.as_bytes());
        assert!(error.to_string().len() < 1000);
    }
}

/// A body with so many violations, among so many elements.
fn violations(count: usize, among: usize) -> String {
    let tags = [vec!["\"t\""; among - count].join(", "), vec!["1"; count].join(",")].join(",");
    let tags = tags.trim_matches(',');
    format!(r#"{{"event":"subscriber.created","timestamp":"2026-03-04T10:30:00Z","data":{{"tags":[{tags}]}}}}"#)
}

#[test]
fn of_a_hundred_thousand_violations_a_hundred_are_told() {
    for (count, among, told) in
        [(1, 100_000, 1), (99, 1000, 99), (100, 1000, 100), (101, 1000, 100), (100_000, 100_000, 100)]
    {
        let body = violations(count, among);
        let Err(error) = normalize(Vendor::LeadNest, body.as_bytes()) else { panic!("{count} accepted") };
        assert_eq!((error.kind(), error.violations().len()), (ErrorKind::Invalid, told));
        assert_eq!(error.violations()[0].pointer, format!("/data/tags/{}", among - count));
        assert!(error.to_string().len() < 1000, "{error}");
    }
    assert_located(&refused(Vendor::LeadNest, violations(100, 1000).as_bytes()), violations(100, 1000).as_bytes());
}

#[test]
fn of_ten_thousand_unexpected_members_a_hundred_are_told() {
    let event = one_each().find_map(|document| normalize(document.vendor, &document.body).ok()).map(json_of).unwrap();
    let mut crowded = event.clone();
    crowded["data"].as_object_mut().unwrap().extend((0..10_000).map(|at| (format!("m{at}"), at.into())));
    let error = Event::from_json(crowded.to_string().as_bytes()).unwrap_err();
    assert_eq!(error.violations().len(), 100);
    assert_located(&error, crowded.to_string().as_bytes());
}

fn json_of(event: Event) -> Value {
    serde_json::to_value(event).unwrap()
}
