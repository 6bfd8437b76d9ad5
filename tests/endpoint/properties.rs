//! Signed requests are accepted and others are not: property tests over webhooks, secrets and headers.

use leadhook::endpoint::{Builder, Encoding, Endpoint, HeaderError, Secret, Verification};
use leadhook::event::Source;
use leadhook::testing::Webhook;
use leadhook::{ErrorKind, Limits, Vendor};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::{sends_bearer_token, sends_secret_headers, signature_header, signing_vendors};

/// The secrets and the options of an endpoint.
#[derive(Clone, Debug)]
struct Secrets {
    signing: Vec<u8>,
    token: String,
    values: Vec<String>,
    encoding: Encoding,
    account: Option<&'static str>,
}

/// Generates values that a header can have.
fn header_texts() -> impl Strategy<Value = String> {
    "[!-~]([ -~]{0,40}[!-~])?"
}

fn secrets() -> impl Strategy<Value = Secrets> {
    let signing = vec(any::<u8>(), 1..150);
    let encoding = select(vec![Encoding::Hex, Encoding::Base64]);
    let account = select(vec![None, Some("brazil"), Some("chile")]);
    (signing, header_texts(), vec(header_texts(), 1..3), encoding, account)
        .prop_map(|(signing, token, values, encoding, account)| Secrets { signing, token, values, encoding, account })
}

impl Secrets {
    fn endpoint(&self, vendor: Vendor) -> Endpoint {
        let secret = |text: &str| Secret::try_from(text).unwrap();
        let mut builder = Endpoint::builder(vendor);
        if signature_header(vendor).is_some() {
            builder = builder.signing_secret(Secret::try_from(self.signing.clone()).unwrap());
        }
        if sends_bearer_token(vendor) {
            // The vendor that sends a token also has an undocumented encoding.
            builder = builder.bearer_token(secret(&self.token)).encoding(self.encoding);
        }
        if sends_secret_headers(vendor) {
            let named = ["X-Webhook-Key", "Authorization"].into_iter().zip(&self.values);
            builder = named.fold(builder, |builder, (name, value)| builder.secret_header(name, secret(value)));
        }
        self.account.into_iter().fold(builder, |builder: Builder, name| builder.account(name)).build().unwrap()
    }

    /// Returns the key without trailing zeros: HMAC pads a key with zeros, so both are the same key.
    fn key(&self) -> &[u8] {
        let zeros = self.signing.iter().rev().take_while(|&&byte| byte == 0).count();
        &self.signing[..self.signing.len() - zeros]
    }
}

/// Returns the name of a header with the case of each letter chosen by a bit of `case`.
fn with_case(text: &str, case: u64) -> String {
    let letter = |(at, character): (usize, char)| {
        if case >> (at % 64) & 1 == 0 { character.to_ascii_lowercase() } else { character.to_ascii_uppercase() }
    };
    text.chars().enumerate().map(letter).collect()
}

fn headers() -> impl Strategy<Value = Vec<(String, Vec<u8>)>> {
    vec(("[!-~]{0,20}|Content-Type|X-Signature|X-Hub-Signature-256", vec(any::<u8>(), 0..80)), 0..12)
}

fn config() -> ProptestConfig {
    ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_signed_webhook_is_received_as_the_event_that_normalize_returns(
        webhook: Webhook,
        secrets in secrets(),
        others in headers(),
        places in vec((any::<Index>(), any::<u64>()), 3),
    ) {
        let (endpoint, body) = (secrets.endpoint(webhook.vendor), webhook.body.as_bytes());
        let signed = endpoint.sign(body);
        let is_checked = |name: &str| signed.iter().any(|(header, _)| header.eq_ignore_ascii_case(name));
        let mut headers: Vec<_> = others.into_iter().filter(|(name, _)| !is_checked(name)).collect();
        for ((name, value), (place, case)) in signed.iter().zip(&places) {
            headers.insert(place.index(headers.len() + 1), (with_case(name, *case), value.clone().into_bytes()));
        }

        let received = endpoint.receive(headers, body).unwrap();
        let source = Source::from(webhook.vendor);
        let source = secrets.account.into_iter().fold(source, |source, name| source.with_account(name).unwrap());
        prop_assert_eq!(&received.event, &Limits::default().normalize_from(source, body).unwrap());
        let is_unsigned = received.verification == Verification::Unsigned;
        prop_assert_eq!(is_unsigned, signed.is_empty());
        let Verification::Verified(proofs) = received.verification else { return Ok(()) };
        let proofs: Vec<_> = proofs.into_iter().map(|proof| (proof.header, proof.secret_index)).collect();
        let expected: Vec<_> = signed.into_iter().map(|(name, _)| (name, 0)).collect();
        prop_assert_eq!(proofs, expected);
    }

    #[test]
    fn another_secret_is_refused(webhook: Webhook, configured in secrets(), other in secrets(), forged_header: Index) {
        prop_assume!(configured.key() != other.key() && configured.token != other.token);
        let other = Secrets { encoding: configured.encoding, ..other };
        let (endpoint, body) = (configured.endpoint(webhook.vendor), webhook.body.as_bytes());
        let (good, forged) = (endpoint.sign(body), other.endpoint(webhook.vendor).sign(body));
        if good.is_empty() {
            return Ok(());
        }
        // One forged header is enough.
        let (name, _) = &good[forged_header.index(good.len())];
        let Some(forgery) = forged.into_iter().find(|(header, value)| {
            header == name && !good.iter().any(|(header, good)| header == name && good == value)
        }) else {
            return Ok(());
        };
        let headers: Vec<_> = good.iter().filter(|(header, _)| header != name).cloned().chain([forgery]).collect();
        let error = endpoint.verify(headers.clone(), body).unwrap_err();
        let errors: Vec<_> = error.header_errors().collect();
        prop_assert_eq!(errors, [(name.as_str(), HeaderError::Mismatch)]);
        let rejection = endpoint.receive(headers, body).unwrap_err();
        prop_assert_eq!(rejection.error.kind(), ErrorKind::Unauthenticated);
    }

    #[test]
    fn another_body_is_refused(webhook: Webhook, other: Webhook, secrets in secrets(), cut: Index) {
        for (vendor, header) in signing_vendors() {
            let (endpoint, body) = (secrets.endpoint(vendor), webhook.body.as_bytes());
            for other in [other.body.as_bytes(), &body[..cut.index(body.len())]] {
                prop_assume!(other != body);
                let error = endpoint.verify(endpoint.sign(body), other).unwrap_err();
                let errors: Vec<_> = error.header_errors().collect();
                prop_assert_eq!(errors, [(header, HeaderError::Mismatch)]);
            }
        }
    }

    #[test]
    fn any_request_gets_a_result_and_wrong_headers_are_unauthenticated(
        vendor in select(Vendor::VARIANTS.to_vec()),
        secrets in secrets(),
        headers in headers(),
        values in vec(vec(any::<u8>(), 0..80), 3),
        body in vec(any::<u8>(), 0..200),
    ) {
        let endpoint = secrets.endpoint(vendor);
        let names = endpoint.sign(&body).into_iter().map(|(name, _)| name);
        let checked: Vec<_> = names.zip(values).collect();
        let found = endpoint.receive(headers.into_iter().chain(checked.clone()), &body);
        let is_unauthenticated = found.is_err_and(|rejection| rejection.error.kind() == ErrorKind::Unauthenticated);
        prop_assert_eq!(is_unauthenticated, !checked.is_empty());
    }
}
