//! What is signed is taken, and nothing else is: over generated webhooks, secrets and headers.

use leadhook::endpoint::{Verification, Builder, Encoding, Endpoint, HeaderError, Secret};
use leadhook::event::Source;
use leadhook::testing::Webhook;
use leadhook::{ErrorKind, Vendor, normalize};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::signing;

/// What an endpoint is made with.
#[derive(Clone, Debug)]
struct Secrets {
    signing: Vec<u8>,
    token: String,
    values: Vec<String>,
    encoding: Encoding,
    account: Option<&'static str>,
}

/// Texts that a header can have.
fn texts() -> impl Strategy<Value = String> {
    "[!-~]([ -~]{0,40}[!-~])?"
}

fn secrets() -> impl Strategy<Value = Secrets> {
    let signing = vec(any::<u8>(), 1..150);
    let encoding = select(vec![Encoding::Hex, Encoding::Base64]);
    let account = select(vec![None, Some("brazil"), Some("chile")]);
    (signing, texts(), vec(texts(), 1..3), encoding, account)
        .prop_map(|(signing, token, values, encoding, account)| Secrets { signing, token, values, encoding, account })
}

impl Secrets {
    fn endpoint(&self, vendor: Vendor) -> Endpoint {
        let secret = |text: &str| Secret::try_from(text).unwrap();
        let delivery = vendor.delivery();
        let mut builder = Endpoint::builder(vendor);
        if delivery.signature_header.is_some() {
            builder = builder.signing_secret(Secret::try_from(self.signing.clone()).unwrap());
        }
        if delivery.bearer_token {
            // Of the platforms, only the one with a token leaves the encoding open.
            builder = builder.bearer_token(secret(&self.token)).encoding(self.encoding);
        }
        if delivery.custom_headers {
            let named = ["X-Our-Key", "Authorization"].into_iter().zip(&self.values);
            builder = named.fold(builder, |builder, (name, value)| builder.header(name, secret(value)));
        }
        self.account.into_iter().fold(builder, |builder: Builder, label| builder.account(label)).build().unwrap()
    }

    /// The key as HMAC sees it, if it is no longer than a block: one with zeros behind it is the same.
    fn key(&self) -> &[u8] {
        let zeros = self.signing.iter().rev().take_while(|&&byte| byte == 0).count();
        &self.signing[..self.signing.len() - zeros]
    }
}

/// A name or a value of a header in another case, or with spaces around.
fn in_case(text: &str, case: u64) -> String {
    let turned = |(at, letter): (usize, char)| {
        if case >> (at % 64) & 1 == 0 { letter.to_ascii_lowercase() } else { letter.to_ascii_uppercase() }
    };
    text.chars().enumerate().map(turned).collect()
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
    fn what_is_signed_is_received_as_it_is_normalized(
        webhook: Webhook,
        secrets in secrets(),
        others in headers(),
        places in vec((any::<Index>(), any::<u64>()), 3),
    ) {
        let (endpoint, body) = (secrets.endpoint(webhook.vendor), webhook.body.as_bytes());
        let signed = endpoint.sign(body);
        let is_asked_for = |name: &str| signed.iter().any(|(header, _)| header.eq_ignore_ascii_case(name));
        let mut headers: Vec<_> = others.into_iter().filter(|(name, _)| !is_asked_for(name)).collect();
        for ((name, value), (place, case)) in signed.iter().zip(&places) {
            headers.insert(place.index(headers.len() + 1), (in_case(name, *case), value.clone().into_bytes()));
        }

        let received = endpoint.receive(headers, body).unwrap();
        let source = Source::from(webhook.vendor);
        let source = secrets.account.into_iter().fold(source, |source, label| source.with_account(label).unwrap());
        prop_assert_eq!(&received.event, &normalize(webhook.vendor, body).unwrap().with_source(source));
        let is_unsigned = received.authenticity == Verification::Unsigned;
        prop_assert_eq!(is_unsigned, signed.is_empty());
        let Verification::Verified(proofs) = received.authenticity else { return Ok(()) };
        let proofs: Vec<_> = proofs.into_iter().map(|proof| (proof.header, proof.secret)).collect();
        let expected: Vec<_> = signed.into_iter().map(|(name, _)| (name, 0)).collect();
        prop_assert_eq!(proofs, expected);
    }

    #[test]
    fn no_other_secret_will_do(webhook: Webhook, ours in secrets(), theirs in secrets(), spoilt: Index) {
        prop_assume!(ours.key() != theirs.key() && ours.token != theirs.token);
        let theirs = Secrets { encoding: ours.encoding, ..theirs };
        let (endpoint, body) = (ours.endpoint(webhook.vendor), webhook.body.as_bytes());
        let (good, forged) = (endpoint.sign(body), theirs.endpoint(webhook.vendor).sign(body));
        if good.is_empty() {
            return Ok(());
        }
        // One header that is forged is enough.
        let (name, _) = &good[spoilt.index(good.len())];
        let Some(forgery) = forged.into_iter().find(|(header, value)| {
            header == name && !good.iter().any(|(header, good)| header == name && good == value)
        }) else {
            return Ok(());
        };
        let headers: Vec<_> = good.iter().filter(|(header, _)| header != name).cloned().chain([forgery]).collect();
        let unauthentic = endpoint.verify(headers.clone(), body).unwrap_err();
        let faults: Vec<_> = unauthentic.faults().collect();
        prop_assert_eq!(faults, [(name.as_str(), HeaderError::Mismatch)]);
        let rejection = endpoint.receive(headers, body).unwrap_err();
        prop_assert_eq!(rejection.error.kind(), ErrorKind::Unauthenticated);
    }

    #[test]
    fn no_other_body_will_do(webhook: Webhook, other: Webhook, secrets in secrets(), cut: Index) {
        for (vendor, header) in signing() {
            let (endpoint, body) = (secrets.endpoint(vendor), webhook.body.as_bytes());
            for other in [other.body.as_bytes(), &body[..cut.index(body.len())]] {
                prop_assume!(other != body);
                let unauthentic = endpoint.verify(endpoint.sign(body), other).unwrap_err();
                let faults: Vec<_> = unauthentic.faults().collect();
                prop_assert_eq!(faults, [(header, HeaderError::Mismatch)]);
            }
        }
    }

    #[test]
    fn any_headers_and_body_are_answered(
        vendor in select(Vendor::VARIANTS.to_vec()),
        secrets in secrets(),
        headers in headers(),
        values in vec(vec(any::<u8>(), 0..80), 3),
        body in vec(any::<u8>(), 0..200),
    ) {
        let endpoint = secrets.endpoint(vendor);
        let names = endpoint.sign(&body).into_iter().map(|(name, _)| name);
        let asked: Vec<_> = names.zip(values).collect();
        let answer = endpoint.receive(headers.into_iter().chain(asked.clone()), &body).map_err(|refused| refused.error.kind());
        let is_unauthentic = answer.is_err_and(|kind| kind == ErrorKind::Unauthenticated);
        prop_assert_eq!(is_unauthentic, !asked.is_empty());
    }
}
