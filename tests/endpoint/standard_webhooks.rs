//! Endpoints of your own: Standard Webhooks, other schemes, and `receive_with`.

use std::cell::Cell;
use std::time::Duration;

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use leadhook::endpoint::{Builder, ConfigError, Encoding, Endpoint, HeaderError, Secret, Verification};
use leadhook::event::{EventKey, EventKind, Source, Unknown};
use leadhook::vendors::AuthScheme;
use leadhook::{Error, ErrorKind, Event, Limits, Schema, Vendor, Verdict};
use sha2::Sha256;

use super::{MARK, NO_HEADERS, SIGNING, TOKEN, VALUE, datetime, in_base64, secret, timestamp};

const TOLERANCE: Duration = Duration::from_secs(300);
const SCHEME: AuthScheme = AuthScheme::StandardWebhooks { tolerance: TOLERANCE };
const ID: &str = "webhook-id";
const TIMESTAMP: &str = "webhook-timestamp";
const SIGNATURE: &str = "webhook-signature";

/// A published signature.
struct Vector {
    secret: &'static str,
    id: &'static str,
    timestamp: &'static str,
    body: &'static [u8],
    signature: &'static str,
}

/// From the tests of the reference libraries, and from the documentation of Svix, which the specification is based on.
const VECTORS: [Vector; 2] = [
    Vector {
        secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp: "1614265330",
        body: br#"{"test": 2432232314}"#,
        signature: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    },
    Vector {
        secret: "whsec_plJ3nmyCDGBKInavdOK15jsl",
        id: "msg_loFOjxBNrRLzqYUf",
        timestamp: "1731705121",
        body: br#"{"event_type":"ping","data":{"success":true}}"#,
        signature: "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=",
    },
];

fn acme() -> Source {
    Source::new("acme").unwrap()
}

fn custom(schemes: &[AuthScheme]) -> Builder {
    Endpoint::custom(acme(), schemes.iter().copied())
}

thread_local! {
    static SECONDS: Cell<i64> = const { Cell::new(0) };
}

/// Builds an endpoint with a clock that the tests set.
fn endpoint_with(secrets: &[&str], tolerance: Duration) -> Endpoint {
    let builder = custom(&[AuthScheme::StandardWebhooks { tolerance }]);
    let builder = secrets.iter().fold(builder, |builder, text| builder.signing_secret(secret(text)));
    builder.clock(|| DateTime::<Utc>::from_timestamp_secs(SECONDS.get()).unwrap()).build().unwrap()
}

impl Vector {
    /// Builds an endpoint whose clock has the time of the vector.
    fn endpoint(&self) -> Endpoint {
        SECONDS.set(self.timestamp.parse().unwrap());
        endpoint_with(&[self.secret], TOLERANCE)
    }

    fn headers(&self) -> [(&'static str, Vec<u8>); 3] {
        [(ID, self.id.into()), (TIMESTAMP, self.timestamp.into()), (SIGNATURE, self.signature.into())]
    }

    /// Returns the headers with another value of one of them.
    fn with(&self, header: &str, value: impl AsRef<[u8]>) -> [(&'static str, Vec<u8>); 3] {
        let replaced = |(name, old)| (name, if name == header { value.as_ref().to_vec() } else { old });
        self.headers().map(replaced)
    }

    /// Returns the signature of these values, by another implementation.
    fn sign(&self, id: &str, timestamp: &str, body: &[u8]) -> String {
        let key = data_encoding::BASE64.decode(&self.secret.as_bytes()["whsec_".len()..]).unwrap();
        let content = [id.as_bytes(), b".", timestamp.as_bytes(), b".", body].concat();
        let mac = Hmac::<Sha256>::new_from_slice(&key).unwrap().chain_update(content);
        format!("v1,{}", in_base64(&mac.finalize().into_bytes()))
    }
}

type Headers = [(&'static str, Vec<u8>)];

fn errors(endpoint: &Endpoint, headers: &Headers, body: &[u8]) -> Vec<(String, HeaderError)> {
    let headers = headers.iter().map(|(name, value)| (*name, value.as_slice()));
    match endpoint.verify(headers, body) {
        Ok(_) => Vec::new(),
        Err(error) => error.header_errors().map(|(name, error)| (name.to_owned(), error)).collect(),
    }
}

#[track_caller]
fn assert_error(endpoint: &Endpoint, headers: &Headers, body: &[u8], header: &str, error: HeaderError) {
    assert_eq!(errors(endpoint, headers, body), [(header.to_owned(), error)], "{headers:?}");
}

#[test]
fn published_signatures_are_verified() {
    for vector in VECTORS {
        let endpoint = vector.endpoint();
        let found = endpoint.verify(vector.headers(), vector.body).unwrap();
        let Verification::Verified(proofs) = found else { panic!("{found:?}") };
        assert_eq!((proofs.len(), proofs[0].header.as_str(), proofs[0].secret_index), (1, SIGNATURE, 0));
        assert_eq!(vector.sign(vector.id, vector.timestamp, vector.body), vector.signature);
        // Names in any case and spaces around values, as servers pass them.
        let padded = vector.headers().map(|(name, value)| (name.to_uppercase(), [b" \t", &value[..], b" "].concat()));
        assert!(endpoint.verify(padded, vector.body).is_ok());
    }
}

#[test]
fn what_the_endpoint_signs_has_its_time_and_an_id_of_the_body() {
    for vector in VECTORS {
        let endpoint = vector.endpoint();
        let headers = endpoint.sign(vector.body);
        let [(id_name, id), (timestamp_name, timestamp), (signature_name, signature)] = &headers[..] else { panic!() };
        assert_eq!([id_name, timestamp_name, signature_name], [ID, TIMESTAMP, SIGNATURE]);
        assert_eq!(timestamp, vector.timestamp);
        assert!(id.starts_with("msg_") && id.len() == 68, "{id}");
        assert_eq!(*signature, vector.sign(id, timestamp, vector.body));
        assert!(endpoint.verify(headers.clone(), vector.body).is_ok());
        assert_eq!(endpoint.sign(vector.body), headers);
        assert_ne!(endpoint.sign(b"")[0], headers[0]);
    }
}

#[test]
fn a_request_with_a_flipped_bit_is_refused() {
    let [vector, _] = VECTORS;
    let endpoint = vector.endpoint();
    let flipped = |bytes: &[u8]| -> Vec<Vec<u8>> {
        let flip = |bit: usize| {
            let mut flipped = bytes.to_vec();
            flipped[bit / 8] ^= 1 << (bit % 8);
            flipped
        };
        (0..bytes.len() * 8).map(flip).collect()
    };
    for body in flipped(vector.body) {
        assert_error(&endpoint, &vector.headers(), &body, SIGNATURE, HeaderError::Mismatch);
    }
    for (header, value) in vector.headers() {
        for value in flipped(&value) {
            let found = errors(&endpoint, &vector.with(header, &value), vector.body);
            assert_eq!(found.len(), 1, "{header}: {}", value.escape_ascii());
        }
    }
    for end in 0..vector.body.len() {
        assert_error(&endpoint, &vector.headers(), &vector.body[..end], SIGNATURE, HeaderError::Mismatch);
    }
    for other in flipped(&data_encoding::BASE64.decode(&vector.secret.as_bytes()[6..]).unwrap()) {
        let endpoint = endpoint_with(&[&format!("whsec_{}", in_base64(&other))], TOLERANCE);
        assert_error(&endpoint, &vector.headers(), vector.body, SIGNATURE, HeaderError::Mismatch);
    }
}

#[test]
fn a_dot_that_moves_between_id_timestamp_and_body_is_refused() {
    let [vector, _] = VECTORS;
    let endpoint = vector.endpoint();
    // All of these sign the same text as `a`, the time and the body `1.5`.
    let signature = vector.sign("a", vector.timestamp, b"1.5");
    let with_id = |id: &str, timestamp: &str| {
        [(ID, id.into()), (TIMESTAMP, timestamp.into()), (SIGNATURE, signature.clone().into_bytes())]
    };
    assert_eq!(errors(&endpoint, &with_id("a", vector.timestamp), b"1.5"), []);
    let id = format!("a.{}", vector.timestamp);
    assert_error(&endpoint, &with_id(&id, "1"), b"5", ID, HeaderError::Malformed);
    let timestamp = format!("{}.1", vector.timestamp);
    assert_error(&endpoint, &with_id("a", &timestamp), b"5", TIMESTAMP, HeaderError::Malformed);
}

#[test]
fn ids_and_timestamps_have_one_form() {
    let [vector, _] = VECTORS;
    let endpoint = vector.endpoint();
    for id in ["", ".", "a.b", "a b", "a\tb"] {
        let expected = if id.contains('\t') { HeaderError::NotAscii } else { HeaderError::Malformed };
        assert_error(&endpoint, &vector.with(ID, id), vector.body, ID, expected);
    }
    assert_error(&endpoint, &vector.with(ID, [0xff]), vector.body, ID, HeaderError::NotAscii);
    assert_error(&endpoint, &vector.with(ID, "m\u{e4}g"), vector.body, ID, HeaderError::NotAscii);
    for wrong in [
        "",
        "-1",
        "+1614265330",
        "01614265330",
        "00",
        "1614265330.0",
        "1.6e9",
        "0x60381232",
        "1614 265330",
        "hello",
        "9223372036854775808",
        "99999999999999999999999999",
    ] {
        assert_error(&endpoint, &vector.with(TIMESTAMP, wrong), vector.body, TIMESTAMP, HeaderError::Malformed);
    }
    assert_error(&endpoint, &vector.with(TIMESTAMP, "١"), vector.body, TIMESTAMP, HeaderError::NotAscii);
    // Any visible character except a dot may be in an id.
    let graphic: String = ('!'..='~').filter(|&one| one != '.').collect();
    let mut headers = vector.with(ID, &graphic);
    headers[2].1 = vector.sign(&graphic, vector.timestamp, vector.body).into();
    assert_eq!(errors(&endpoint, &headers, vector.body), []);
    // The extremes are times, and expired.
    for text in ["0", "9223372036854775807"] {
        let mut headers = vector.with(TIMESTAMP, text);
        headers[2].1 = vector.sign(vector.id, text, vector.body).into();
        assert_error(&endpoint, &headers, vector.body, TIMESTAMP, HeaderError::Expired);
    }
}

#[test]
fn each_header_must_be_present_once() {
    let [vector, _] = VECTORS;
    let endpoint = vector.endpoint();
    let headers = vector.headers();
    for at in 0..3 {
        let without: Vec<_> = headers.iter().filter(|(name, _)| *name != headers[at].0).cloned().collect();
        assert_error(&endpoint, &without, vector.body, headers[at].0, HeaderError::Missing);
        let twice: Vec<_> = headers.iter().chain([&headers[at]]).cloned().collect();
        assert_error(&endpoint, &twice, vector.body, headers[at].0, HeaderError::Repeated);
    }
    let error = endpoint.verify(vector.with(ID, ""), vector.body).unwrap_err();
    assert_eq!(error.to_string(), "header webhook-id does not have the form of Standard Webhooks");
    let all = errors(&endpoint, &[], vector.body);
    assert_eq!(all, [ID, TIMESTAMP, SIGNATURE].map(|name| (name.to_owned(), HeaderError::Missing)));
}

#[test]
fn one_of_several_signatures_must_match() {
    let [vector, _] = VECTORS;
    let endpoint = vector.endpoint();
    let (right, wrong) = (vector.signature, format!("v1,{}", in_base64(&[7; 32])));
    let v1a = right.replace("v1,", "v1a,");
    for list in [
        format!("{wrong} {right}"),
        format!("{right} {wrong}"),
        format!("{v1a} v2,x , v1 {wrong}  {right}"),
        format!("v1,? v1,AAAA {right}"),
        format!("{}{right}", format!("{wrong} ").repeat(31)),
    ] {
        assert_eq!(errors(&endpoint, &vector.with(SIGNATURE, &list), vector.body), [], "{list}");
    }
    for (list, error) in [
        (wrong.clone(), HeaderError::Mismatch),
        (format!("{wrong} v1,? {wrong}"), HeaderError::Mismatch),
        (v1a, HeaderError::Malformed),
        (right.replace("v1,", "V1,"), HeaderError::Malformed),
        (right.replace("v1,", "v1,sha256="), HeaderError::Malformed),
        (right.replace("v1,", ""), HeaderError::Malformed),
        (right.replace('=', ""), HeaderError::Malformed),
        (right.replace(',', ", "), HeaderError::WrongLength),
        (format!("{right},{right}"), HeaderError::Malformed),
        ("v1,".to_owned(), HeaderError::WrongLength),
        (format!("v1,{}", in_base64(&[7; 31])), HeaderError::WrongLength),
        (String::new(), HeaderError::Malformed),
        (format!("{}{right}", format!("{wrong} ").repeat(32)), HeaderError::Malformed),
    ] {
        assert_error(&endpoint, &vector.with(SIGNATURE, &list), vector.body, SIGNATURE, error);
    }
}

#[test]
fn secrets_can_be_rotated() {
    let [vector, other] = VECTORS;
    SECONDS.set(vector.timestamp.parse().unwrap());
    let endpoint = endpoint_with(&[other.secret, vector.secret], TOLERANCE);
    let Ok(Verification::Verified(proofs)) = endpoint.verify(vector.headers(), vector.body) else { panic!() };
    assert_eq!(proofs[0].secret_index, 1);
    // The first secret signs.
    let headers = endpoint.sign(vector.body);
    assert_eq!(headers[2].1, other.sign(&headers[0].1, vector.timestamp, vector.body));
}

#[test]
fn a_recorded_request_is_refused_when_the_tolerance_is_over() {
    let [vector, _] = VECTORS;
    let signed: i64 = vector.timestamp.parse().unwrap();
    for seconds in [0_u64, 1, 300] {
        let endpoint = endpoint_with(&[vector.secret], Duration::from_secs(seconds));
        let seconds = i64::try_from(seconds).unwrap();
        for (offset, is_expired) in
            [(0, false), (seconds, false), (-seconds, false), (seconds + 1, true), (-seconds - 1, true)]
        {
            SECONDS.set(signed + offset);
            let expected = is_expired.then(|| (TIMESTAMP.to_owned(), HeaderError::Expired));
            assert_eq!(errors(&endpoint, &vector.headers(), vector.body), Vec::from_iter(expected), "{offset}");
            // What is not authentic is not called expired.
            assert_error(&endpoint, &vector.headers(), b"{}", SIGNATURE, HeaderError::Mismatch);
        }
    }
    SECONDS.set(signed + 301);
    let endpoint = endpoint_with(&[vector.secret], TOLERANCE);
    let rejection = endpoint.receive_with(vector.headers(), vector.body, convert).unwrap_err();
    assert_eq!((rejection.error.kind(), rejection.http_status().as_u16()), (ErrorKind::Unauthenticated, 401));
    let message = "header webhook-timestamp has a time too long before or after now; check the clock";
    assert_eq!(rejection.error.diagnostics()[0].message, message);
    let endpoint = endpoint_with(&[vector.secret], Duration::MAX);
    SECONDS.set(0);
    assert_eq!(errors(&endpoint, &vector.headers(), vector.body), []);
}

#[test]
fn only_the_text_that_the_vendor_shows_is_a_secret() {
    let message = "a secret for Standard Webhooks must be `whsec_` and Base64 with padding, as the vendor shows it";
    for text in [
        SIGNING,
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "whsec_",
        "whsec_?",
        "WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        " whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaR=",
        "whsec_AA==AA==",
        "whsec_-_-_",
        "whsk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    ] {
        let error = custom(&[SCHEME]).signing_secret(secret(text)).build().unwrap_err();
        assert_eq!(error, ConfigError::InvalidStandardWebhooksSecret, "{text}");
        assert_eq!(error.to_string(), message);
        assert!(!format!("{error:?}").contains(MARK));
    }
    // The plain scheme uses the text itself.
    let [vector, _] = VECTORS;
    let hmac = AuthScheme::HmacSha256 { header: "X-Signature", encoding: Some(Encoding::Hex) };
    let endpoint = custom(&[hmac]).signing_secret(secret(vector.secret)).build().unwrap();
    let text = Secret::try_from(vector.secret).unwrap();
    assert_eq!(endpoint.sign(b"a"), [("X-Signature".to_owned(), super::in_hex(&text.sign(b"a")))]);
}

#[test]
fn schemes_of_your_own_are_checked() {
    let hmac = |header| AuthScheme::HmacSha256 { header, encoding: None };
    let (bearer, header) = (AuthScheme::Bearer, AuthScheme::SecretHeader);
    let whsec = || secret(VECTORS[0].secret);
    let endpoint = acme();
    let error = |builder: Builder| builder.build().map(|_| ()).unwrap_err();

    assert_eq!(error(custom(&[])), ConfigError::MissingScheme(acme()));
    assert_eq!(error(custom(&[]).signing_secret(whsec())), ConfigError::MissingScheme(acme()));
    let message = "acme has no scheme to authenticate its requests: pass one, or call `dangerously_accept_unsigned`";
    assert_eq!(error(custom(&[])).to_string(), message);
    let unsigned = custom(&[]).dangerously_accept_unsigned().build().unwrap();
    assert_eq!(unsigned.verify(NO_HEADERS, b""), Ok(Verification::Unsigned));

    for (scheme, method) in [
        (SCHEME, "signing_secret"),
        (hmac("X-A"), "signing_secret"),
        (bearer, "bearer_token"),
        (header, "secret_header"),
    ] {
        let endpoint = acme();
        assert_eq!(error(custom(&[scheme])), ConfigError::MissingSecret { endpoint, method }, "{scheme:?}");
        let endpoint = acme();
        assert_eq!(error(custom(&[scheme, scheme])), ConfigError::DuplicateScheme { endpoint, method }, "{scheme:?}");
        assert!(custom(&[scheme]).dangerously_accept_unsigned().build().is_ok());
    }
    let two = custom(&[hmac("X-A"), hmac("X-B")]).signing_secret(whsec());
    assert_eq!(error(two), ConfigError::DuplicateScheme { endpoint: acme(), method: "signing_secret" });
    let two = custom(&[SCHEME, hmac("X-B")]).signing_secret(whsec());
    assert_eq!(error(two).to_string(), "acme has two schemes that use `signing_secret`: keep one of them");

    let both = custom(&[SCHEME]).signing_secret(whsec()).dangerously_accept_unsigned();
    assert_eq!(error(both), ConfigError::UnusedSecret(acme()));
    let encoded = custom(&[SCHEME]).signing_secret(whsec()).encoding(Encoding::Hex);
    assert_eq!(error(encoded), ConfigError::EncodingMismatch(acme()));
    let token = custom(&[SCHEME]).signing_secret(whsec()).bearer_token(secret(TOKEN));
    let undocumented = ConfigError::Undocumented { endpoint, what: "bearer token", method: "bearer_token" };
    assert_eq!(error(token), undocumented);

    for name in ["", "X A", "X-\u{e4}", "X:"] {
        assert_eq!(error(custom(&[hmac(name)]).signing_secret(whsec())), ConfigError::InvalidHeaderName, "{name}");
    }
    let conflicts = [
        custom(&[hmac("authorization"), bearer]).signing_secret(whsec()).bearer_token(secret(TOKEN)),
        custom(&[hmac("X-A"), header]).signing_secret(whsec()).secret_header("x-a", secret(VALUE)),
        custom(&[SCHEME, header]).signing_secret(whsec()).secret_header("Webhook-Id", secret(VALUE)),
    ];
    for conflict in conflicts {
        let found = error(conflict);
        assert!(matches!(found, ConfigError::DuplicateHeader { .. }), "{found:?}");
    }
    // All that is configured must pass.
    let all = custom(&[SCHEME, bearer, header])
        .signing_secret(whsec())
        .bearer_token(secret(TOKEN))
        .secret_header("X-A", secret(VALUE))
        .account("brazil")
        .build()
        .unwrap();
    assert_eq!(all.source().to_string(), "acme/brazil");
    let headers = all.sign(b"body");
    assert_eq!(headers.len(), 5);
    assert!(all.verify(headers.clone(), b"body").is_ok());
    for at in 0..5 {
        let without = headers.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, header)| header.clone());
        assert!(all.verify(without, b"body").is_err(), "{at}");
    }
}

/// A conversion as a user writes it.
fn convert(body: &[u8]) -> Result<Event, Error> {
    let schema = Schema::compile(r#"{"type":"object","properties":{"time":{"type":"string"}}}"#).unwrap();
    let verdict = schema.validate(body);
    if let Some(error) = verdict.error() {
        return Err(error);
    }
    assert!(matches!(verdict, Verdict::Valid | Verdict::Drift(_)));
    let body: serde_json::Value = serde_json::from_slice(body).unwrap();
    let time = body["time"].as_str().unwrap_or("2026-03-04T10:30:00Z");
    let time = time.parse().map_err(|_| Error::invalid("/time", "expected a timestamp"))?;
    // A built-in vendor has an event of this name too.
    let key = EventKey::new("missed_call").time(&time);
    Ok(Event::new(acme(), key, time, EventKind::Unknown(Unknown::new())))
}

#[test]
fn receive_with_checks_the_size_the_signature_the_body_and_the_age() {
    let endpoint = custom(&[SCHEME])
        .signing_secret(secret(VECTORS[0].secret))
        .limits(Limits::default().with_max_body(100))
        .max_event_age(Duration::from_secs(60))
        .clock(|| datetime("2026-03-04T10:30:00Z"))
        .build()
        .unwrap();
    let receive = |body: &[u8]| {
        let found = endpoint.receive_with(endpoint.sign(body), body, convert);
        found.map_err(|rejection| rejection.error)
    };

    let received = receive(b"{}").unwrap();
    assert_eq!(received.event, convert(b"{}").unwrap());
    assert_eq!((received.unexpected.len(), received.documented_by()), (0, None));
    assert!(matches!(received.verification, Verification::Verified(_)));

    let kind = |body: &[u8]| receive(body).unwrap_err().kind();
    assert_eq!(kind(&[b' '; 101]), ErrorKind::TooLarge);
    assert_eq!(kind(b"{"), ErrorKind::Malformed);
    assert_eq!(kind(b"[]"), ErrorKind::Invalid);
    assert_eq!(kind(br#"{"time":"yesterday"}"#), ErrorKind::Invalid);
    assert_eq!(kind(br#"{"time":"2026-03-04T10:28:59Z"}"#), ErrorKind::Unauthenticated);
    let rejection = endpoint.receive_with(NO_HEADERS, b"{}", |_| panic!("the request is not authentic")).unwrap_err();
    assert_eq!((rejection.error.kind(), rejection.source.as_ref()), (ErrorKind::Unauthenticated, Some(&acme())));
    assert_eq!(rejection.received_at, Some(timestamp("2026-03-04T10:30:00Z")));

    // There is no conversion of its own for such a source.
    assert_eq!(endpoint.receive(endpoint.sign(b"{}"), b"{}").unwrap_err().error.kind(), ErrorKind::Invalid);
    // A built-in vendor with other schemes is received as usual.
    let endpoint = Endpoint::custom(Vendor::LimeCall.into(), [SCHEME]).signing_secret(secret(VECTORS[1].secret));
    let endpoint = endpoint.build().unwrap();
    let body = super::sample_body(Vendor::LimeCall);
    assert!(endpoint.receive(endpoint.sign(&body), &body).is_ok());
}

#[test]
fn no_secret_is_shown() {
    let endpoint = custom(&[SCHEME]).signing_secret(secret(VECTORS[0].secret)).build().unwrap();
    for text in [format!("{endpoint:?}"), format!("{:?}", custom(&[SCHEME]).signing_secret(secret(VECTORS[0].secret)))]
    {
        assert!(!text.contains("MfKQ9r8") && !text.contains("[49, 242"), "{text}");
    }
    assert!(format!("{endpoint:?}").contains("webhook-signature"));
}
