//! What comes of a request: in which order it is judged, what is kept of it, and what is answered.

use std::collections::HashSet;
use std::time::Duration;

use chrono::{DateTime, Utc};
use leadhook::endpoint::{HttpStatus, Verification, Builder, Endpoint, DEFAULT_DEDUP_WINDOW, Received};
use leadhook::event::Source;
use leadhook::{ErrorKind, Limits, RawBody, Rejection, Vendor, normalize, parse};
use serde_json::{Value, json};

use crate::corpus::{accepted, rejects};
use crate::{
    CUSTOM, SIGNING, asking_for_all, datetime, in_hex, instant, none, on_our_clock, proves, sample, secret, set_clock,
};

/// Receives a body with all that proves it.
#[expect(clippy::result_large_err, reason = "so is the endpoint's")]
fn receive(endpoint: &Endpoint, body: &[u8]) -> Result<Received, Rejection> {
    endpoint.receive(endpoint.sign(body), body)
}

#[track_caller]
fn assert_rejected(found: Result<Received, Rejection>, kind: ErrorKind, answer: HttpStatus) -> Rejection {
    let rejection = found.unwrap_err();
    assert_eq!((rejection.error.kind(), rejection.answer()), (kind, answer), "{}", rejection.error);
    rejection
}

#[test]
fn answers_are_statuses_of_http() {
    let answers = [HttpStatus::Ok, HttpStatus::Unauthorized, HttpStatus::PayloadTooLarge, HttpStatus::ServiceUnavailable];
    assert_eq!(answers.map(HttpStatus::status), [200, 401, 413, 503]);
}

#[test]
fn all_that_parses_is_received_whole() {
    set_clock("2026-03-04T10:30:00.123456789Z");
    for document in accepted() {
        let endpoint = on_our_clock(asking_for_all(document.vendor)).build().unwrap();
        let received = receive(&endpoint, &document.body).unwrap();
        assert_eq!(received.payload, parse(document.vendor, &document.body).unwrap());
        assert_eq!(received.event, normalize(document.vendor, &document.body).unwrap());
        assert_eq!(received.received_at, datetime("2026-03-04T10:30:00.123456789Z"));
        assert_eq!(received.answer(), HttpStatus::Ok);
        let is_authentic = matches!(received.authenticity, Verification::Verified(_));
        assert_eq!(is_authentic, proves(document.vendor));
    }
}

#[test]
fn what_is_authentic_and_refused_is_refused_as_by_parse_and_kept() {
    for document in rejects() {
        let endpoint = asking_for_all(document.vendor).build().unwrap();
        let rejection = receive(&endpoint, &document.body).unwrap_err();
        assert_eq!(rejection.error, parse(document.vendor, &document.body).unwrap_err());
        assert_eq!(rejection.raw, RawBody::Inline(document.body));
        assert_eq!(rejection.answer(), HttpStatus::Ok);
    }
}

#[test]
fn size_is_judged_before_authenticity_and_that_before_the_body() {
    for &vendor in Vendor::VARIANTS {
        let good = sample(vendor);
        let limits = Limits::default().with_body(good.len());
        let endpoint = asking_for_all(vendor).limits(limits).build().unwrap();
        let broken = vec![b'{'; good.len()];
        let large = [&good[..], b" "].concat();

        for found in [receive(&endpoint, &large), endpoint.receive(none(), &large)] {
            let rejection = assert_rejected(found, ErrorKind::TooLarge, HttpStatus::PayloadTooLarge);
            assert_eq!(rejection.raw, RawBody::InFile { offset: 0, length: large.len() as u64 });
            assert_eq!(rejection.error.violations()[0].message, format!("larger than {} bytes", good.len()));
        }
        assert!(receive(&endpoint, &good).is_ok(), "{vendor}");
        assert_rejected(receive(&endpoint, &broken), ErrorKind::Malformed, HttpStatus::Ok);
        assert_rejected(receive(&endpoint, b"{}"), ErrorKind::Invalid, HttpStatus::Ok);
        if proves(vendor) {
            for body in [&good[..], &broken, b"{}", b""] {
                let found = endpoint.receive(none(), body);
                let rejection = assert_rejected(found, ErrorKind::Unauthenticated, HttpStatus::Unauthorized);
                assert_eq!(rejection.raw, RawBody::Inline(body.to_vec()));
            }
        }
    }
}

#[test]
fn a_body_has_a_mebibyte_unless_told_otherwise() {
    for &vendor in Vendor::VARIANTS {
        let endpoint = asking_for_all(vendor).build().unwrap();
        let mut body = sample(vendor);
        body.resize(1 << 20, b' ');
        assert!(receive(&endpoint, &body).is_ok(), "{vendor}");
        body.push(b' ');
        assert_rejected(receive(&endpoint, &body), ErrorKind::TooLarge, HttpStatus::PayloadTooLarge);

        let endpoint = asking_for_all(vendor).limits(Limits::default().with_body(2 << 20)).build().unwrap();
        assert!(receive(&endpoint, &body).is_ok(), "{vendor}");
    }
}

#[test]
fn a_rejection_says_what_came_when_and_where() {
    set_clock("2026-03-04T10:30:00.5Z");
    let schema = jsonschema::validator_for(&serde_json::from_str(Rejection::SCHEMA).unwrap()).unwrap();
    for &vendor in Vendor::VARIANTS {
        for account in [None, Some("brazil")] {
            let builder = on_our_clock(asking_for_all(vendor)).limits(Limits::default().with_body(8));
            let builder = account.into_iter().fold(builder, Builder::account);
            let endpoint = builder.build().unwrap();
            let bodies: [(&[u8], Value); 4] = [
                (b"", json!({"raw": ""})),
                (b"{\"a\0\"\n", json!({"raw": "{\"a\0\"\n"})),
                (b"\xff\xfe{", json!({"raw_base64": "//57"})),
                (b"123456789", json!({"offset": 0, "length": 9})),
            ];
            for (body, raw) in bodies {
                for found in [receive(&endpoint, body), endpoint.receive([("a", "b")], body)] {
                    let rejection = found.unwrap_err();
                    assert_eq!(rejection.vendor, Some(vendor));
                    assert_eq!(rejection.account.as_deref(), account);
                    let received_at = rejection.received_at.as_ref().unwrap().datetime();
                    assert_eq!(received_at, datetime("2026-03-04T10:30:00.5Z"));
                    assert_eq!(rejection.version, env!("CARGO_PKG_VERSION"));
                    assert_eq!((&rejection.path, rejection.line), (&None, None));

                    let written = json!(rejection);
                    let members: Vec<_> = raw.as_object().unwrap().iter().collect();
                    assert!(schema.is_valid(&written), "{written}");
                    assert!(members.iter().all(|(name, value)| written.get(name) == Some(value)), "{written}");
                    assert_eq!(written["vendor"], vendor.as_str());
                    assert_eq!(written.get("account").and_then(Value::as_str), account);
                    assert_eq!(serde_json::from_value::<Rejection>(written).unwrap(), rejection);
                }
            }
        }
    }
}

#[test]
fn accounts_do_not_share_ids() {
    for document in accepted() {
        let mut ids = HashSet::new();
        for account in [None, Some("brazil"), Some("chile"), Some("Chile")] {
            let builder = account.into_iter().fold(asking_for_all(document.vendor), Builder::account);
            let endpoint = builder.build().unwrap();
            let event = receive(&endpoint, &document.body).unwrap().event;
            assert_eq!(event.source(), endpoint.source());
            assert_eq!((event.source().vendor(), event.source().account()), (document.vendor, account));
            assert_eq!(event.id(), receive(&endpoint, &document.body).unwrap().event.id());
            assert!(ids.insert(event.id()), "{}", document.path.display());

            let source = Source::from(document.vendor);
            let source = account.into_iter().fold(source, |source, label| source.with_account(label).unwrap());
            assert_eq!(event, normalize(document.vendor, &document.body).unwrap().with_source(source));
        }
    }
}

/// An event of LeadNest's that happened at a time, if at any.
fn body_at(time: Option<&str>) -> Vec<u8> {
    json!({"event": "email.yodelled", "timestamp": time}).to_string().into()
}

#[track_caller]
fn assert_window(seconds: f64, now: &str, time: Option<&str>, is_inside: bool) {
    set_clock(now);
    let window = Duration::from_secs_f64(seconds);
    let endpoint = on_our_clock(asking_for_all(Vendor::LeadNest)).max_event_age(window).build().unwrap();
    let found = receive(&endpoint, &body_at(time));
    if is_inside {
        assert!(found.is_ok(), "{seconds} s: {time:?} at {now}");
    } else {
        let rejection = assert_rejected(found, ErrorKind::Unauthenticated, HttpStatus::Unauthorized);
        assert_eq!(rejection.raw, RawBody::Inline(body_at(time)));
        let [violation] = rejection.error.violations() else { panic!("{rejection:?}") };
        assert_eq!((violation.pointer.as_str(), violation.line, violation.column), ("", 1, 1));
        if time.is_some() {
            let told = format!("it happened more than {seconds} s before or after it was received");
            assert_eq!(violation.message, told);
        }
    }
}

#[test]
fn a_window_is_open_on_both_sides_to_its_edge() {
    let now = "2026-03-04T10:30:00Z";
    assert_window(300.0, now, Some(now), true);
    assert_window(300.0, now, Some("2026-03-04T10:25:00Z"), true);
    assert_window(300.0, now, Some("2026-03-04T07:25:00-03:00"), true);
    assert_window(300.0, now, Some("2026-03-04T10:24:59.999999999Z"), false);
    assert_window(300.0, now, Some("2026-03-04T10:35:00Z"), true);
    assert_window(300.0, now, Some("2026-03-04T10:35:00.000000001Z"), false);
    assert_window(300.0, now, Some("2026-03-04T10:25:00-03:00"), false);
    assert_window(300.0, now, Some("2025-03-04T10:30:00Z"), false);
    assert_window(300.0, now, Some("2027-03-04T10:30:00Z"), false);
    assert_window(300.0, now, Some("0000-01-01T00:00:00+23:59"), false);
    assert_window(300.0, now, Some("9999-12-31T23:59:59.999999999-23:59"), false);
    assert_window(0.0, now, Some(now), true);
    assert_window(0.0, now, Some("2026-03-04T10:29:59.999999999Z"), false);
    assert_window(0.0, now, Some("2026-03-04T10:30:00.000000001Z"), false);
    assert_window(1e12, now, Some("0000-01-01T00:00:00Z"), true);
    assert_window(1e12, now, Some("9999-12-31T23:59:59Z"), true);
}

#[test]
fn what_says_no_time_is_in_no_window() {
    assert_window(300.0, "2026-03-04T10:30:00Z", None, false);
    assert_window(1e12, "2026-03-04T10:30:00Z", None, false);
}

#[test]
fn a_window_is_asked_for() {
    set_clock("2001-02-03T04:05:06Z");
    for &vendor in Vendor::VARIANTS {
        let endpoint = on_our_clock(asking_for_all(vendor)).build().unwrap();
        assert!(receive(&endpoint, &sample(vendor)).is_ok());
        let endpoint = on_our_clock(asking_for_all(vendor)).max_event_age(Duration::ZERO).build().unwrap();
        assert_rejected(receive(&endpoint, &sample(vendor)), ErrorKind::Unauthenticated, HttpStatus::Unauthorized);
        // The headers and the body come first.
        assert_rejected(receive(&endpoint, b"{"), ErrorKind::Malformed, HttpStatus::Ok);
        if proves(vendor) {
            let rejection = endpoint.receive(none(), &sample(vendor)).unwrap_err();
            assert!(rejection.error.violations().iter().all(|fault| fault.message.ends_with("is missing")));
        }
    }
}

#[track_caller]
fn assert_stale(now: &str, time: Option<&str>, is_outside_dedup_window: bool) {
    assert_stale_after(None, now, time, is_outside_dedup_window);
}

#[track_caller]
fn assert_stale_after(dedup_window: Option<Duration>, now: &str, time: Option<&str>, is_outside_dedup_window: bool) {
    set_clock(now);
    let builder = on_our_clock(asking_for_all(Vendor::LeadNest));
    let endpoint = dedup_window.into_iter().fold(builder, Builder::dedup_window).build().unwrap();
    let received = receive(&endpoint, &body_at(time)).unwrap();
    assert_eq!(received.is_outside_dedup_window, is_outside_dedup_window, "{time:?} at {now}");
    assert_eq!(received.answer(), HttpStatus::Ok);
}

#[test]
fn what_is_older_than_ids_are_kept_is_flagged_and_taken() {
    assert_eq!(DEFAULT_DEDUP_WINDOW, Duration::from_secs(2_592_000));
    let now = "2026-03-31T00:00:00Z";
    assert_stale(now, Some(now), false);
    assert_stale(now, Some("2026-03-01T00:00:00.000000001Z"), false);
    assert_stale(now, Some("2026-03-01T00:00:00Z"), false);
    assert_stale(now, Some("2026-02-28T21:00:00-03:00"), false);
    assert_stale(now, Some("2026-02-28T23:59:59.999999999Z"), true);
    assert_stale(now, Some("0000-01-01T00:00:00+23:59"), true);
    assert_stale(now, Some("2026-06-01T00:00:00Z"), false);
    assert_stale(now, Some("9999-12-31T23:59:59.999999999-23:59"), false);
    assert_stale(now, None, false);
}

#[test]
fn ids_are_kept_as_long_as_is_said() {
    let now = "2026-03-31T00:00:00Z";
    let hour = Some(Duration::from_secs(3600));
    assert_stale_after(hour, now, Some("2026-03-30T23:00:00Z"), false);
    assert_stale_after(hour, now, Some("2026-03-30T22:59:59.999999999Z"), true);
    assert_stale_after(hour, now, Some("2026-03-31T02:00:00Z"), false);
    assert_stale_after(Some(Duration::ZERO), now, Some(now), false);
    assert_stale_after(Some(Duration::ZERO), now, Some("2026-03-30T23:59:59.999999999Z"), true);
    assert_stale_after(Some(Duration::MAX), now, Some("0000-01-01T00:00:00Z"), false);
    assert_stale_after(hour, now, None, false);
}

#[test]
fn every_platform_may_be_late() {
    set_clock("2126-03-04T10:30:00Z");
    for &vendor in Vendor::VARIANTS {
        let endpoint = on_our_clock(asking_for_all(vendor)).build().unwrap();
        let received = receive(&endpoint, &sample(vendor)).unwrap();
        assert!(received.is_outside_dedup_window, "{vendor}");
    }
}

#[test]
fn no_clock_is_too_wrong() {
    for clock in [|| DateTime::<Utc>::MIN_UTC, || DateTime::<Utc>::MAX_UTC, || DateTime::UNIX_EPOCH] {
        for time in ["0000-01-01T00:00:00+23:59", "2016-12-31T23:59:60Z", "9999-12-31T23:59:59.999999999-23:59"] {
            let builder = asking_for_all(Vendor::LeadNest).clock(clock);
            let received = receive(&builder.clone().build().unwrap(), &body_at(Some(time))).unwrap();
            assert_eq!(received.received_at, clock());
            assert_eq!(received.is_outside_dedup_window, clock() > datetime(time));

            let rejection =
                receive(&builder.max_event_age(Duration::ZERO).build().unwrap(), &body_at(Some(time))).unwrap_err();
            let told = rejection.received_at.map(|time| time.datetime().to_utc());
            assert_eq!(told, (clock() == DateTime::UNIX_EPOCH).then(clock));
        }
    }
}

#[test]
fn the_clock_is_the_systems_unless_another_is_given() {
    let endpoint = asking_for_all(Vendor::LimeCall).build().unwrap();
    let before = std::time::SystemTime::now();
    let received = receive(&endpoint, &sample(Vendor::LimeCall)).unwrap().received_at;
    let rejected = endpoint.receive(none(), b"").unwrap_err().received_at.unwrap().datetime().to_utc();
    let after = std::time::SystemTime::now();
    assert!(DateTime::from(before) <= received && received <= rejected && rejected <= DateTime::from(after));
}

#[test]
fn what_proves_nothing_is_unsigned_whatever_its_headers_say() {
    let unproven = Vendor::VARIANTS.iter().filter(|&&vendor| !proves(vendor)).map(|&vendor| (vendor, Endpoint::builder(vendor)));
    let unasked = Vendor::VARIANTS.iter().map(|&vendor| (vendor, Endpoint::builder(vendor).dangerously_accept_unsigned()));
    for (vendor, builder) in unproven.chain(unasked) {
        let (endpoint, body) = (builder.build().unwrap(), sample(vendor));
        assert_eq!(endpoint.sign(&body), []);
        let signature = in_hex(&secret(SIGNING).sign(&body));
        let names = Vendor::VARIANTS.iter().filter_map(|vendor| vendor.delivery().signature_header);
        for name in names.chain(["Authorization", CUSTOM, "", "\0"]) {
            for value in [signature.as_bytes(), b"", b"\xff\0", b"Bearer x"] {
                for headers in [vec![(name, value)], vec![(name, value); 2]] {
                    let received = endpoint.receive(headers, &body).unwrap();
                    assert_eq!(received.authenticity, Verification::Unsigned, "{name}");
                }
            }
        }
    }
    assert!(!proves(Vendor::LigueLead));
}

#[test]
fn an_events_time_is_its_own_and_not_the_clocks() {
    set_clock("2126-03-04T10:30:00Z");
    let endpoint = on_our_clock(asking_for_all(Vendor::LeadNest)).build().unwrap();
    let time = |body: &[u8]| receive(&endpoint, body).unwrap().event.time().cloned();
    assert_eq!(time(&body_at(Some("2026-03-04T10:30:00Z"))), Some(instant("2026-03-04T10:30:00Z")));
    assert_eq!(time(&body_at(None)), None);
}
