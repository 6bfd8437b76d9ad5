//! What `receive` returns: the order of its checks, the event or the rejection, and the HTTP status.

use std::collections::HashSet;
use std::time::Duration;

use chrono::{DateTime, Utc};
use leadhook::endpoint::{Builder, DEFAULT_DEDUP_WINDOW, Endpoint, HttpStatus, Received, Verification};
use leadhook::event::{EventKind, Source};
use leadhook::{ErrorKind, Limits, Position, RawBody, Rejection, Vendor, normalize, parse};
use leadhook_harness::corpus::{accepted, rejects};
use serde_json::{Value, json};

use super::{
    CUSTOM, NO_HEADERS, SIGNING, builder_with_all_secrets, can_authenticate, datetime, in_hex, sample_body, secret,
    set_clock, signing_vendors, timestamp, vendors_that, with_test_clock,
};

/// Receives a body with the headers that authenticate it.
#[expect(clippy::result_large_err, reason = "the error is that of the endpoint")]
fn receive(endpoint: &Endpoint, body: &[u8]) -> Result<Received, Rejection> {
    endpoint.receive(endpoint.sign(body), body)
}

#[track_caller]
fn assert_rejected(found: Result<Received, Rejection>, kind: ErrorKind, status: HttpStatus) -> Rejection {
    let rejection = found.unwrap_err();
    assert_eq!((rejection.error.kind(), rejection.http_status()), (kind, status), "{}", rejection.error);
    rejection
}

#[test]
fn http_statuses_have_their_codes() {
    let statuses =
        [HttpStatus::Ok, HttpStatus::Unauthorized, HttpStatus::PayloadTooLarge, HttpStatus::ServiceUnavailable];
    assert_eq!(statuses.map(HttpStatus::as_u16), [200, 401, 413, 503]);
    assert_eq!(statuses.map(u16::from), [200, 401, 413, 503]);
}

#[test]
fn every_body_that_parses_is_received() {
    set_clock("2026-03-04T10:30:00.123456789Z");
    for file in accepted() {
        let endpoint = with_test_clock(builder_with_all_secrets(file.vendor)).build().unwrap();
        let received = receive(&endpoint, &file.body).unwrap();
        assert_eq!(received.event, normalize(file.vendor, &file.body).unwrap());
        assert_eq!(received.received_at, datetime("2026-03-04T10:30:00.123456789Z"));
        let is_verified = matches!(received.verification, Verification::Verified(_));
        assert_eq!(is_verified, can_authenticate(file.vendor));
    }
}

/// An opt-out in a wrong type is accepted. The endpoint must not accept it in silence.
#[test]
fn an_opt_out_that_does_not_fit_its_field_is_reported() {
    let endpoint = builder_with_all_secrets(Vendor::Leadterra).build().unwrap();
    let reply = |classification: Value| {
        let data = json!({ "reply": { "id": "rpl_1", "classification": classification } });
        let body = json!({ "event": "reply.received", "timestamp": "2026-03-04T10:30:00Z", "data": data });
        receive(&endpoint, body.to_string().as_bytes()).unwrap()
    };
    let received = reply(json!(["unsubscribe"]));
    assert_eq!(received.unexpected, ["/data/reply/classification"]);
    assert!(!received.event.is_opt_out());
    let received = reply(json!("unsubscribe"));
    assert_eq!(received.unexpected, Vec::<String>::new());
    assert!(received.event.is_opt_out());
}

#[test]
fn an_event_that_only_another_vendor_documents_names_that_vendor() {
    for &vendor in Vendor::VARIANTS {
        let endpoint = builder_with_all_secrets(vendor).build().unwrap();
        for file in accepted() {
            // Another vendor's body is accepted, because its event is unknown here.
            let received = receive(&endpoint, &file.body).unwrap();
            let other = Vendor::detect(&file.body).ok().filter(|&other| other != vendor);
            assert_eq!(received.documented_by(), other, "{}", file.path.display());
            assert!(other.is_none() || matches!(received.event.kind, EventKind::Unknown(_)), "{}", file.path.display());
        }
    }
    // An undocumented channel makes an unknown event, but its name is LigueLead's own.
    let endpoint = builder_with_all_secrets(Vendor::LigueLead).build().unwrap();
    let received = receive(&endpoint, br#"{"event":"campaign.status","campaign":{"type":"fax"}}"#).unwrap();
    assert!(matches!(received.event.kind, EventKind::Unknown(_)));
    assert_eq!(received.documented_by(), None);
}

#[test]
fn an_authentic_body_that_is_refused_has_the_error_of_parse_and_is_kept() {
    for file in rejects() {
        let endpoint = builder_with_all_secrets(file.vendor).build().unwrap();
        let rejection = receive(&endpoint, &file.body).unwrap_err();
        assert_eq!(rejection.error, parse(file.vendor, &file.body).unwrap_err());
        assert_eq!(rejection.raw, RawBody::Inline(file.body));
        assert_eq!(rejection.http_status(), HttpStatus::Ok);
    }
}

#[test]
fn the_size_is_checked_first_then_the_headers_then_the_body() {
    for &vendor in Vendor::VARIANTS {
        let good = sample_body(vendor);
        let limits = Limits::default().with_max_body(good.len());
        let endpoint = builder_with_all_secrets(vendor).limits(limits).build().unwrap();
        let broken = vec![b'{'; good.len()];
        let large = [&good[..], b" "].concat();

        for found in [receive(&endpoint, &large), endpoint.receive(NO_HEADERS, &large)] {
            let rejection = assert_rejected(found, ErrorKind::TooLarge, HttpStatus::PayloadTooLarge);
            assert_eq!(rejection.raw, RawBody::Dropped { length: large.len() as u64 });
            assert_eq!(rejection.error.diagnostics()[0].message, format!("larger than {} bytes", good.len()));
        }
        assert!(receive(&endpoint, &good).is_ok(), "{vendor}");
        assert_rejected(receive(&endpoint, &broken), ErrorKind::Malformed, HttpStatus::Ok);
        assert_rejected(receive(&endpoint, b"{}"), ErrorKind::Invalid, HttpStatus::Ok);
        if can_authenticate(vendor) {
            for body in [&good[..], &broken, b"{}", b""] {
                let found = endpoint.receive(NO_HEADERS, body);
                let rejection = assert_rejected(found, ErrorKind::Unauthenticated, HttpStatus::Unauthorized);
                assert_eq!(rejection.raw, RawBody::Inline(body.to_vec()));
            }
        }
    }
}

#[test]
fn the_maximum_body_size_is_a_mebibyte_by_default() {
    for &vendor in Vendor::VARIANTS {
        let endpoint = builder_with_all_secrets(vendor).build().unwrap();
        let mut body = sample_body(vendor);
        body.resize(1 << 20, b' ');
        assert!(receive(&endpoint, &body).is_ok(), "{vendor}");
        body.push(b' ');
        assert_rejected(receive(&endpoint, &body), ErrorKind::TooLarge, HttpStatus::PayloadTooLarge);

        let endpoint =
            builder_with_all_secrets(vendor).limits(Limits::default().with_max_body(2 << 20)).build().unwrap();
        assert!(receive(&endpoint, &body).is_ok(), "{vendor}");
    }
}

#[test]
fn a_rejection_has_the_body_the_vendor_the_account_and_the_time() {
    set_clock("2026-03-04T10:30:00.5Z");
    let schema = jsonschema::validator_for(&serde_json::from_str(Rejection::SCHEMA).unwrap()).unwrap();
    for &vendor in Vendor::VARIANTS {
        for account in [None, Some("brazil")] {
            let builder = with_test_clock(builder_with_all_secrets(vendor)).limits(Limits::default().with_max_body(8));
            let builder = account.into_iter().fold(builder, Builder::account);
            let endpoint = builder.build().unwrap();
            let bodies: [(&[u8], Value); 4] = [
                (b"", json!({"raw": ""})),
                (b"{\"a\0\"\n", json!({"raw": "{\"a\0\"\n"})),
                (b"\xff\xfe{", json!({"raw_base64": "//57"})),
                (b"123456789", json!({"length": 9})),
            ];
            for (body, raw) in bodies {
                for found in [receive(&endpoint, body), endpoint.receive([("a", "b")], body)] {
                    let rejection = found.unwrap_err();
                    assert_eq!(rejection.source.as_ref(), Some(endpoint.source()));
                    let received_at = rejection.received_at.as_ref().unwrap().to_datetime();
                    assert_eq!(received_at, datetime("2026-03-04T10:30:00.5Z"));
                    assert_eq!(rejection.version, env!("CARGO_PKG_VERSION"));
                    assert_eq!((&rejection.path, rejection.line), (&None, None));

                    let json = json!(rejection);
                    assert!(schema.is_valid(&json), "{json}");
                    for name in ["raw", "raw_base64", "offset", "length"] {
                        assert_eq!(json.get(name), raw.get(name), "{json}");
                    }
                    assert_eq!(json["source"], endpoint.source().as_str());
                    assert_eq!(serde_json::from_value::<Rejection>(json).unwrap(), rejection);
                }
            }
        }
    }
}

#[test]
fn accounts_do_not_share_ids() {
    for file in accepted() {
        let mut ids = HashSet::new();
        for account in [None, Some("brazil"), Some("chile"), Some("Chile")] {
            let builder = account.into_iter().fold(builder_with_all_secrets(file.vendor), Builder::account);
            let endpoint = builder.build().unwrap();
            let event = receive(&endpoint, &file.body).unwrap().event;
            assert_eq!(event.source(), endpoint.source());
            assert_eq!((event.source().vendor(), event.source().account()), (Some(file.vendor), account));
            assert_eq!(event.id(), receive(&endpoint, &file.body).unwrap().event.id());
            assert!(ids.insert(event.id()), "{}", file.path.display());

            let source = Source::from(file.vendor);
            let source = account.into_iter().fold(source, |source, name| source.with_account(name).unwrap());
            assert_eq!(event, Limits::default().normalize_from(source, &file.body).unwrap());
        }
    }
}

/// Returns an event of LeadNest with this time, or with none.
fn body_at(time: Option<&str>) -> Vec<u8> {
    json!({"event": "email.yodeled", "timestamp": time}).to_string().into()
}

/// Asserts whether an endpoint with a maximum event age accepts an event.
#[track_caller]
fn assert_age(seconds: f64, now: &str, time: Option<&str>, is_accepted: bool) {
    set_clock(now);
    let max_age = Duration::from_secs_f64(seconds);
    let endpoint = with_test_clock(builder_with_all_secrets(Vendor::LeadNest)).max_event_age(max_age).build().unwrap();
    let found = receive(&endpoint, &body_at(time));
    if is_accepted {
        assert!(found.is_ok(), "{seconds} s: {time:?} at {now}");
    } else {
        let rejection = assert_rejected(found, ErrorKind::Unauthenticated, HttpStatus::Unauthorized);
        assert_eq!(rejection.raw, RawBody::Inline(body_at(time)));
        let [diagnostic] = rejection.error.diagnostics().as_slice() else { panic!("{rejection:?}") };
        assert_eq!((diagnostic.pointer.as_str(), diagnostic.position), ("", Position::START));
        let message = match time {
            Some(_) => format!("event more than {seconds} s before or after it was received"),
            None => "event without a time, and its age is limited".to_owned(),
        };
        assert_eq!(diagnostic.message, message);
    }
}

#[test]
fn the_maximum_age_is_inclusive_and_counts_in_both_directions() {
    let now = "2026-03-04T10:30:00Z";
    assert_age(300.0, now, Some(now), true);
    assert_age(300.0, now, Some("2026-03-04T10:25:00Z"), true);
    assert_age(300.0, now, Some("2026-03-04T07:25:00-03:00"), true);
    assert_age(300.0, now, Some("2026-03-04T10:24:59.999999999Z"), false);
    assert_age(300.0, now, Some("2026-03-04T10:35:00Z"), true);
    assert_age(300.0, now, Some("2026-03-04T10:35:00.000000001Z"), false);
    assert_age(300.0, now, Some("2026-03-04T10:25:00-03:00"), false);
    assert_age(300.0, now, Some("2025-03-04T10:30:00Z"), false);
    assert_age(300.0, now, Some("2027-03-04T10:30:00Z"), false);
    assert_age(300.0, now, Some("0000-01-01T00:00:00+23:59"), false);
    assert_age(300.0, now, Some("9999-12-31T23:59:59.999999999-23:59"), false);
    assert_age(0.0, now, Some(now), true);
    assert_age(0.0, now, Some("2026-03-04T10:29:59.999999999Z"), false);
    assert_age(0.0, now, Some("2026-03-04T10:30:00.000000001Z"), false);
    assert_age(1e12, now, Some("0000-01-01T00:00:00Z"), true);
    assert_age(1e12, now, Some("9999-12-31T23:59:59Z"), true);
}

#[test]
fn an_event_without_a_time_is_refused_if_the_age_is_limited() {
    assert_age(300.0, "2026-03-04T10:30:00Z", None, false);
    assert_age(1e12, "2026-03-04T10:30:00Z", None, false);
}

#[test]
fn the_age_is_limited_only_if_configured_and_checked_last() {
    set_clock("2001-02-03T04:05:06Z");
    for &vendor in Vendor::VARIANTS {
        let endpoint = with_test_clock(builder_with_all_secrets(vendor)).build().unwrap();
        assert!(receive(&endpoint, &sample_body(vendor)).is_ok());
        let endpoint = with_test_clock(builder_with_all_secrets(vendor)).max_event_age(Duration::ZERO).build().unwrap();
        assert_rejected(receive(&endpoint, &sample_body(vendor)), ErrorKind::Unauthenticated, HttpStatus::Unauthorized);
        // The headers and the body are checked first.
        assert_rejected(receive(&endpoint, b"{"), ErrorKind::Malformed, HttpStatus::Ok);
        if can_authenticate(vendor) {
            let rejection = endpoint.receive(NO_HEADERS, &sample_body(vendor)).unwrap_err();
            let mut messages = rejection.error.diagnostics().iter().map(|diagnostic| &diagnostic.message);
            assert!(messages.all(|message| message.starts_with("missing header ")), "{rejection:?}");
        }
    }
}

#[track_caller]
fn assert_outside_default_window(now: &str, time: Option<&str>, is_outside_dedup_window: bool) {
    assert_outside_window(None, now, time, is_outside_dedup_window);
}

#[track_caller]
fn assert_outside_window(dedup_window: Option<Duration>, now: &str, time: Option<&str>, is_outside_dedup_window: bool) {
    set_clock(now);
    let builder = with_test_clock(builder_with_all_secrets(Vendor::LeadNest));
    let endpoint = dedup_window.into_iter().fold(builder, Builder::dedup_window).build().unwrap();
    let received = receive(&endpoint, &body_at(time)).unwrap();
    assert_eq!(received.is_outside_dedup_window, is_outside_dedup_window, "{time:?} at {now}");
}

#[test]
fn an_event_older_than_the_dedup_window_is_accepted_and_marked() {
    assert_eq!(DEFAULT_DEDUP_WINDOW, Duration::from_secs(2_592_000));
    let now = "2026-03-31T00:00:00Z";
    assert_outside_default_window(now, Some(now), false);
    assert_outside_default_window(now, Some("2026-03-01T00:00:00.000000001Z"), false);
    assert_outside_default_window(now, Some("2026-03-01T00:00:00Z"), false);
    assert_outside_default_window(now, Some("2026-02-28T21:00:00-03:00"), false);
    assert_outside_default_window(now, Some("2026-02-28T23:59:59.999999999Z"), true);
    assert_outside_default_window(now, Some("0000-01-01T00:00:00+23:59"), true);
    assert_outside_default_window(now, Some("2026-06-01T00:00:00Z"), false);
    assert_outside_default_window(now, Some("9999-12-31T23:59:59.999999999-23:59"), false);
    assert_outside_default_window(now, None, false);
}

#[test]
fn the_dedup_window_can_be_changed() {
    let now = "2026-03-31T00:00:00Z";
    let hour = Some(Duration::from_secs(3600));
    assert_outside_window(hour, now, Some("2026-03-30T23:00:00Z"), false);
    assert_outside_window(hour, now, Some("2026-03-30T22:59:59.999999999Z"), true);
    assert_outside_window(hour, now, Some("2026-03-31T02:00:00Z"), false);
    assert_outside_window(Some(Duration::ZERO), now, Some(now), false);
    assert_outside_window(Some(Duration::ZERO), now, Some("2026-03-30T23:59:59.999999999Z"), true);
    assert_outside_window(Some(Duration::MAX), now, Some("0000-01-01T00:00:00Z"), false);
    assert_outside_window(hour, now, None, false);
}

#[test]
fn events_of_every_vendor_can_be_outside_the_dedup_window() {
    set_clock("2126-03-04T10:30:00Z");
    for &vendor in Vendor::VARIANTS {
        let endpoint = with_test_clock(builder_with_all_secrets(vendor)).build().unwrap();
        let received = receive(&endpoint, &sample_body(vendor)).unwrap();
        assert!(received.is_outside_dedup_window, "{vendor}");
    }
}

#[test]
fn a_clock_with_an_extreme_time_causes_no_panic() {
    for clock in [|| DateTime::<Utc>::MIN_UTC, || DateTime::<Utc>::MAX_UTC, || DateTime::UNIX_EPOCH] {
        for time in ["0000-01-01T00:00:00+23:59", "2016-12-31T23:59:60Z", "9999-12-31T23:59:59.999999999-23:59"] {
            let builder = builder_with_all_secrets(Vendor::LeadNest).clock(clock);
            let received = receive(&builder.clone().build().unwrap(), &body_at(Some(time))).unwrap();
            assert_eq!(received.received_at, clock());
            assert_eq!(received.is_outside_dedup_window, clock() > datetime(time));

            let rejection =
                receive(&builder.max_event_age(Duration::ZERO).build().unwrap(), &body_at(Some(time))).unwrap_err();
            let received_at = rejection.received_at.map(|time| time.to_datetime().to_utc());
            assert_eq!(received_at, (clock() == DateTime::UNIX_EPOCH).then(clock));
        }
    }
}

#[test]
fn the_default_clock_is_that_of_the_system() {
    let endpoint = builder_with_all_secrets(Vendor::LimeCall).build().unwrap();
    let before = std::time::SystemTime::now();
    let received = receive(&endpoint, &sample_body(Vendor::LimeCall)).unwrap().received_at;
    let rejected = endpoint.receive(NO_HEADERS, b"").unwrap_err().received_at.unwrap().to_datetime().to_utc();
    let after = std::time::SystemTime::now();
    assert!(DateTime::from(before) <= received && received <= rejected && rejected <= DateTime::from(after));
}

#[test]
fn a_request_is_unsigned_if_no_secret_is_configured_whatever_its_headers() {
    let without_auth = vendors_that(|vendor| !can_authenticate(vendor)).map(Endpoint::builder);
    let accept_unsigned = |&vendor: &Vendor| Endpoint::builder(vendor).dangerously_accept_unsigned();
    for builder in without_auth.chain(Vendor::VARIANTS.iter().map(accept_unsigned)) {
        let endpoint = builder.build().unwrap();
        let body = sample_body(endpoint.source().vendor().unwrap());
        assert_eq!(endpoint.sign(&body), []);
        let signature = in_hex(&secret(SIGNING).sign(&body));
        let names = signing_vendors().map(|(_, header)| header);
        for name in names.chain(["Authorization", CUSTOM, "", "\0"]) {
            for value in [signature.as_bytes(), b"", b"\xff\0", b"Bearer x"] {
                for headers in [vec![(name, value)], vec![(name, value); 2]] {
                    let received = endpoint.receive(headers, &body).unwrap();
                    assert_eq!(received.verification, Verification::Unsigned, "{name}");
                }
            }
        }
    }
    assert!(!can_authenticate(Vendor::LigueLead));
}

#[test]
fn the_time_of_an_event_does_not_come_from_the_clock() {
    set_clock("2126-03-04T10:30:00Z");
    let endpoint = with_test_clock(builder_with_all_secrets(Vendor::LeadNest)).build().unwrap();
    let time = |body: &[u8]| receive(&endpoint, body).unwrap().event.time.clone();
    assert_eq!(time(&body_at(Some("2026-03-04T10:30:00Z"))), Some(timestamp("2026-03-04T10:30:00Z")));
    assert_eq!(time(&body_at(None)), None);
}
