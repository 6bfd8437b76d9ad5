//! The maximum body size, and the maximum number of diagnostics.

use leadhook::{
    Diagnostic, DiagnosticCode, ErrorKind, Limits, Position, Severity, Vendor, Verdict, normalize, parse, validate,
};

use super::diagnostics::one_fixture_per_vendor;

/// Returns a valid body of this length, padded with spaces.
fn padded(length: usize) -> (Vendor, Vec<u8>) {
    let file = one_fixture_per_vendor().next().unwrap();
    let mut body = file.body;
    body.resize(length, b' ');
    (file.vendor, body)
}

#[test]
fn every_function_accepts_a_mebibyte_and_refuses_one_byte_more() {
    let max = 1 << 20;
    assert_eq!(Limits::default().max_body(), max);
    let (vendor, body) = padded(max);
    assert!(parse(vendor, &body).is_ok() && normalize(vendor, &body).is_ok() && validate(vendor, &body).is_valid());
    let (vendor, body) = padded(max + 1);
    let error = parse(vendor, &body).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert_eq!(error.to_string(), "too_large: larger than 1048576 bytes (line 1, column 1)");
    assert_eq!(normalize(vendor, &body).unwrap_err(), error);
    assert_eq!(validate(vendor, &body).error(), Some(error));
    // The content does not matter.
    assert_eq!(parse(vendor, &vec![0xFF; max + 1]).unwrap_err().kind(), ErrorKind::TooLarge);
}

#[test]
fn the_maximum_body_size_can_be_changed() {
    for max in [0, 1, 1000, 3 << 20, usize::MAX] {
        let limits = Limits::default().with_max_body(max);
        assert_eq!(limits.max_body(), max);
        for length in [max.saturating_sub(1), max, max.saturating_add(1)] {
            if (1000..1 << 24).contains(&length) {
                let (vendor, body) = padded(length);
                let is_ok = length <= max;
                assert_eq!(limits.parse(vendor, &body).is_ok(), is_ok, "{length} of {max}");
                assert_eq!(limits.normalize(vendor, &body).is_ok(), is_ok, "{length} of {max}");
                assert_eq!(limits.validate(vendor, &body).is_valid(), is_ok, "{length} of {max}");
            }
        }
    }
    let error = Limits::default().with_max_body(0).parse(Vendor::LimeCall, b"{}").unwrap_err();
    assert_eq!(error.diagnostics()[0].message, "larger than 0 bytes");
}

#[track_caller]
fn assert_counted(vendor: Vendor, body: &str, errors: usize, warnings: usize) {
    let verdict = validate(vendor, body.as_bytes());
    let diagnostics = verdict.diagnostics().unwrap();
    let kept = diagnostics.as_slice();
    assert_eq!(kept.len() + diagnostics.omitted(), errors + warnings);
    assert_eq!(kept.len(), (errors + warnings).min(100));
    let (first, rest) = kept.split_at(errors.min(100));
    let all_are = |kept: &[Diagnostic], severity| kept.iter().all(|diagnostic| diagnostic.severity() == severity);
    assert!(all_are(first, Severity::Error), "errors come first");
    assert!(all_are(rest, Severity::Warning), "warnings come after the errors");
    let error = verdict.error();
    let diagnostics_of_error = error.as_ref().map(leadhook::Error::diagnostics);
    assert_eq!(diagnostics_of_error.map_or(0, |all| all.as_slice().len() + all.omitted()), errors);
    assert_eq!(error, parse(vendor, body.as_bytes()).err());
    let moved = verdict.clone().offset_by(Position { line: 3, column: 5 });
    for (before, after) in diagnostics.iter().zip(moved.diagnostics().unwrap()) {
        let Position { line, column } = before.position;
        let column = if line == 1 { column + 4 } else { column };
        assert_eq!(after.position, Position { line: line + 2, column });
    }
}

#[test]
fn a_hundred_diagnostics_are_kept_and_the_others_are_counted() {
    // The first warnings have wrong types, and the others are undocumented members.
    let call = |errors: usize, warnings: usize| {
        let required = [r#""2026-03-04T15:00:00Z""#, "7"][errors.min(1)];
        let status = [r#""ringing""#, "{}"][errors / 2];
        let wrong = [r#","call_id":[]"#, r#","team_id":"""#, r#","caller_number":false"#];
        let undocumented = (wrong.len()..warnings).map(|at| format!(",\n\"m{at}\":{at}"));
        let members: String = wrong.into_iter().map(str::to_owned).take(warnings).chain(undocumented).collect();
        format!(r#"{{"event":"call_status_update"{members},"timestamp":{required},"status":{status}}}"#)
    };
    for errors in 0..=2 {
        for warnings in [0, 1, 3, 4, 97, 98, 99, 100, 101, 9000] {
            if errors + warnings > 0 {
                assert_counted(Vendor::LimeCall, &call(errors, warnings), errors, warnings);
            }
        }
    }
    // Each element of an array counts as one.
    let tags = |count: usize, time: &str| {
        let tags = vec!["1"; count].join(",\n");
        format!(r#"{{"event":"subscriber.created","timestamp":{time},"data":{{"tags":[{tags}]}}}}"#)
    };
    for count in [99, 100, 101, 20_000] {
        assert_counted(Vendor::LeadNest, &tags(count, r#""2026-03-04T10:30:00Z""#), 0, count);
        assert_counted(Vendor::LeadNest, &tags(count, "null"), 1, count);
    }
}

#[test]
fn an_invalid_value_is_not_reported_as_drift_too() {
    let body =
        br#"{"event":"call_status_update","timestamp":"15:00","status":7,"caller_number":[],"team_id":"","x":1}"#;
    let verdict = validate(Vendor::LimeCall, body);
    let diagnostics = verdict.diagnostics().unwrap();
    let found: Vec<_> = diagnostics.iter().map(|found| (found.code.as_str(), found.pointer.as_str())).collect();
    let expected = [
        ("invalid", "/timestamp"),
        ("invalid", "/status"),
        ("unexpected_type", "/caller_number"),
        ("unexpected_format", "/team_id"),
        ("undocumented_member", "/x"),
    ];
    assert_eq!(found, expected);
    assert!(!verdict.is_valid());
}

#[test]
fn an_undocumented_event_is_one_diagnostic() {
    let body = br#"{"event":"missed-call","timestamp":7,"x":1,"y":{"z":[]}}"#;
    let Verdict::Drift(diagnostics) = validate(Vendor::LimeCall, body) else { panic!() };
    let [diagnostic] = diagnostics.as_slice() else { panic!("{diagnostics:?}") };
    assert_eq!(diagnostic.code, DiagnosticCode::UndocumentedEvent);
    assert_eq!((diagnostic.pointer.as_str(), diagnostic.suggestion.as_deref()), ("/event", Some("missed_call")));
}

#[test]
fn only_a_similar_value_is_suggested() {
    for (status, suggestion) in [
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
            r#"{{"event":"campaign.status","occurred_at":"2026-02-02T12:00:15.400Z","campaign":{{"type":"sms","status":"{status}"}}}}"#
        );
        let Verdict::Drift(diagnostics) = validate(Vendor::LigueLead, body.as_bytes()) else { panic!("{status}") };
        assert_eq!(diagnostics[0].suggestion.as_deref(), suggestion, "{status}");
    }
}
