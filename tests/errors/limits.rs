//! How large a body may be, and how much is told of one.

use leadhook::{DriftKind, ErrorKind, FindingKind, Findings, Limits, Vendor, Verdict, normalize, parse, validate};

use crate::told::one_each;

/// A good body with white space behind it, of so many bytes.
fn padded(length: usize) -> (Vendor, Vec<u8>) {
    let document = one_each().next().unwrap();
    let mut body = document.body;
    body.resize(length, b' ');
    (document.vendor, body)
}

#[test]
fn a_mebibyte_is_read_and_one_byte_more_is_refused_by_every_way() {
    let most = 1 << 20;
    assert_eq!(Limits::default().body(), most);
    let (vendor, body) = padded(most);
    assert!(parse(vendor, &body).is_ok() && normalize(vendor, &body).is_ok() && validate(vendor, &body).is_valid());
    let (vendor, body) = padded(most + 1);
    let error = parse(vendor, &body).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert_eq!(error.to_string(), "limit: larger than 1048576 bytes (line 1, column 1)");
    assert_eq!(normalize(vendor, &body).unwrap_err(), error);
    assert_eq!(validate(vendor, &body).error(), Some(error));
    // Whatever it holds.
    assert_eq!(parse(vendor, &vec![0xFF; most + 1]).unwrap_err().kind(), ErrorKind::TooLarge);
}

#[test]
fn limits_can_be_other_than_the_default() {
    for most in [0, 1, 1000, 3 << 20, usize::MAX] {
        let limits = Limits::default().with_body(most);
        assert_eq!(limits.body(), most);
        for length in [most.saturating_sub(1), most, most.saturating_add(1)] {
            if (1000..1 << 24).contains(&length) {
                let (vendor, body) = padded(length);
                let is_ok = length <= most;
                assert_eq!(limits.parse(vendor, &body).is_ok(), is_ok, "{length} of {most}");
                assert_eq!(limits.normalize(vendor, &body).is_ok(), is_ok, "{length} of {most}");
                assert_eq!(limits.validate(vendor, &body).is_valid(), is_ok, "{length} of {most}");
            }
        }
    }
    let error = Limits::default().with_body(0).parse(Vendor::LimeCall, b"{}").unwrap_err();
    assert_eq!(error.violations()[0].message, "larger than 0 bytes");
}

#[track_caller]
fn assert_counted(body: &str, faults: usize, drift: usize) {
    let verdict = validate(Vendor::LeadNest, body.as_bytes());
    let findings = verdict.findings().unwrap();
    let told = findings.told();
    assert_eq!(told.len() + findings.more(), faults + drift);
    assert_eq!(told.len(), (faults + drift).min(100));
    let kind_of_fault = |at: usize| told.get(at).is_some_and(|finding| matches!(finding.kind, FindingKind::Fault(_)));
    assert!(faults == 0 || kind_of_fault(faults.min(100) - 1), "faults come first");
    assert!(!kind_of_fault(faults), "then drift");
    let error = verdict.error();
    assert_eq!(error.as_ref().map_or(0, |error| error.violations().len() + error.more()), faults);
    assert_eq!(error, parse(Vendor::LeadNest, body.as_bytes()).err());
    let of =
        |findings: &Findings| findings.told().iter().map(|finding| (finding.line, finding.column)).collect::<Vec<_>>();
    let (before, after) = (of(findings), of(verdict.clone().within(3, 5).findings().unwrap()));
    for ((line, column), moved) in before.into_iter().zip(after) {
        assert_eq!(moved, (line + 2, if line == 1 { column + 4 } else { column }));
    }
}

#[test]
fn a_hundred_findings_are_told_and_the_rest_is_counted() {
    let body = |faults: usize, drift: usize| {
        let tags = vec!["1"; faults].join(",");
        let members: Vec<_> = (0..drift).map(|at| format!(",\n\"m{at}\":{at}")).collect();
        let members = members.concat();
        format!(
            r#"{{"event":"subscriber.created","timestamp":"2026-03-04T10:30:00Z","data":{{"tags":[{tags}]{members}}}}}"#
        )
    };
    for (faults, drift) in [(1, 0), (0, 1), (1, 1), (99, 2), (100, 0), (0, 100), (0, 101), (100, 7), (3, 9000)] {
        assert_counted(&body(faults, drift), faults, drift);
    }
    // Where more than a hundred are faults, nobody asks for drift.
    assert_counted(&body(101, 5), 101, 0);
    assert_counted(&body(20_000, 5), 20_000, 0);
}

#[test]
fn a_value_that_breaks_the_contract_is_no_drift_as_well() {
    let body = br#"{"event":"missed_call","timestamp":"2025-01-30T15:00:00Z","status":7,"caller_number":[],"team_id":"","x":1}"#;
    let verdict = validate(Vendor::LimeCall, body);
    let told: Vec<_> =
        verdict.findings().unwrap().told().iter().map(|told| (told.kind.as_str(), &*told.pointer)).collect();
    let expected = [("invalid", "/status"), ("invalid", "/caller_number"), ("invalid", "/team_id")];
    assert_eq!(told, [&expected[..], &[("undocumented_member", "/x")]].concat());
    assert!(!verdict.is_valid());
}

#[test]
fn an_unknown_event_is_one_finding() {
    let body = br#"{"event":"missed-call","timestamp":7,"x":1,"y":{"z":[]}}"#;
    let Verdict::Drift(findings) = validate(Vendor::LimeCall, body) else { panic!() };
    let [finding] = findings.told() else { panic!("{findings:?}") };
    assert_eq!(finding.kind, FindingKind::Drift(DriftKind::UndocumentedEvent));
    assert_eq!((finding.pointer.as_str(), finding.nearest.as_deref()), ("/event", Some("missed_call")));
}

#[test]
fn only_a_word_that_is_near_is_suggested() {
    for (word, nearest) in [
        ("Delivered", Some("delivered")),
        ("deliverd", Some("delivered")),
        ("undeliverd", Some("undelivered")),
        ("SENT", Some("sent")),
        ("invalid-number", Some("invalid_number")),
        ("bounced", None),
        ("", None),
        ("x", None),
    ] {
        let body = format!(
            r#"{{"event":"campaign.status","occurred_at":"2026-02-02T12:00:15.400Z","campaign":{{"type":"sms","status":"{word}"}}}}"#
        );
        let Verdict::Drift(findings) = validate(Vendor::LigueLead, body.as_bytes()) else { panic!("{word}") };
        assert_eq!(findings.told()[0].nearest.as_deref(), nearest, "{word}");
    }
}
