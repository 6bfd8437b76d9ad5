//! Requests with any headers and bodies to endpoints of every vendor. An endpoint accepts a request exactly when the
//! independent HMAC and header parser of this file do.
#![no_main]

use leadhook::endpoint::{Encoding, Endpoint, HeaderError, Secret, Verification};
use leadhook::event::Source;
use leadhook::testing::Webhook;
use leadhook::vendors::AuthScheme;
use leadhook::{ErrorKind, Limits, RawBody, Rejection, Vendor, normalize};
use libfuzzer_sys::arbitrary::{Arbitrary, Result, Unstructured};
use libfuzzer_sys::fuzz_target;
use sha2::{Digest as _, Sha256};

const MAX_BODY: usize = 1000;
const SECRET_HEADER: &str = "X-Key";
/// Values that a header can have.
const TEXTS: [&str; 5] = ["a", "whsec_1", "whsec_2", "Bearer whsec_1", "0123 4567"];
const PREFIXES: [&[u8]; 11] =
    [b"", b" ", b"\t ", b"sha256=", b"sha256=sha256=", b"SHA256=", b"sha1=", b"Bearer ", b"bearer  ", b"Basic ", b"\0"];

/// Returns the HMAC-SHA256 of a body, as RFC 2104 defines it.
fn hmac(secret: &[u8], body: &[u8]) -> [u8; 32] {
    let mut key = [0; 64];
    if secret.len() > key.len() {
        key[..32].copy_from_slice(&Sha256::digest(secret));
    } else {
        key[..secret.len()].copy_from_slice(secret);
    }
    let inner = Sha256::new().chain_update(key.map(|byte| byte ^ 0x36)).chain_update(body).finalize();
    Sha256::new().chain_update(key.map(|byte| byte ^ 0x5c)).chain_update(inner).finalize().into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn base64(bytes: &[u8]) -> String {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let letters = |chunk: &[u8]| {
        let three = [chunk[0], *chunk.get(1).unwrap_or(&0), *chunk.get(2).unwrap_or(&0)];
        let bits = three.iter().fold(0, |bits, &byte| bits << 8 | usize::from(byte));
        let letter =
            |index: usize| if index > chunk.len() { '=' } else { alphabet[bits >> (18 - 6 * index) & 63].into() };
        [0, 1, 2, 3].map(letter)
    };
    bytes.chunks(3).flat_map(letters).collect()
}

/// The form of a header's value, and the secrets that it may have.
#[derive(Clone, Debug)]
enum Form {
    Hex(Vec<Vec<u8>>),
    Base64(Vec<Vec<u8>>),
    Bearer(Vec<&'static str>),
    Plain(Vec<&'static str>),
}

impl Form {
    /// Returns the index of the secret that a value has or is signed with.
    fn matching_secret(&self, value: &[u8], body: &[u8]) -> Option<usize> {
        let value = value.trim_ascii();
        let signature = value.strip_prefix(b"sha256=").unwrap_or(value);
        match self {
            Self::Hex(secrets) => {
                let signature = signature.to_ascii_lowercase();
                secrets.iter().position(|secret| hex(&hmac(secret, body)).as_bytes() == signature)
            }
            Self::Base64(secrets) => {
                secrets.iter().position(|secret| base64(&hmac(secret, body)).as_bytes() == signature)
            }
            Self::Bearer(secrets) => {
                let (scheme, rest) = (value.get(..7)?, &value[7..]);
                let is_bearer = scheme.eq_ignore_ascii_case(b"Bearer ");
                let token = &rest[rest.iter().take_while(|&&byte| byte == b' ').count()..];
                secrets.iter().position(|secret| is_bearer && secret.as_bytes() == token)
            }
            Self::Plain(secrets) => secrets.iter().position(|secret| secret.as_bytes() == value),
        }
    }

    /// Returns the right value for one of the secrets.
    fn value(&self, body: &[u8], bytes: &mut Unstructured<'_>) -> Result<Vec<u8>> {
        Ok(match self {
            Self::Hex(secrets) => hex(&hmac(bytes.choose(secrets)?, body)).into(),
            Self::Base64(secrets) => base64(&hmac(bytes.choose(secrets)?, body)).into(),
            Self::Bearer(secrets) => format!("Bearer {}", bytes.choose(secrets)?).into(),
            Self::Plain(secrets) => bytes.choose(secrets)?.as_bytes().to_vec(),
        })
    }
}

#[derive(Debug)]
struct Request {
    vendor: Vendor,
    account: Option<&'static str>,
    forms: Vec<(&'static str, Form)>,
    headers: Vec<(String, Vec<u8>)>,
    body: Vec<u8>,
}

/// Returns up to three items.
fn vec_of<'a, T>(
    bytes: &mut Unstructured<'a>,
    item: impl Fn(&mut Unstructured<'a>) -> Result<T>,
    min: usize,
) -> Result<Vec<T>> {
    (0..bytes.int_in_range(min..=3)?).map(|_| item(bytes)).collect()
}

fn secret(bytes: &mut Unstructured<'_>) -> Result<Vec<u8>> {
    let length = bytes.int_in_range(1..=100)?;
    let mut secret = if bytes.ratio(1, 2)? { bytes.choose(&TEXTS)?.as_bytes().to_vec() } else { Vec::new() };
    secret.extend_from_slice(bytes.bytes(length.min(bytes.len()))?);
    Ok(if secret.is_empty() { b"a".to_vec() } else { secret })
}

fn text(bytes: &mut Unstructured<'_>) -> Result<&'static str> {
    bytes.choose(&TEXTS).copied()
}

/// Chooses some of the headers that the vendor can send, with the secrets of each.
fn forms(vendor: Vendor, bytes: &mut Unstructured<'_>) -> Result<Vec<(&'static str, Form)>> {
    let mut forms = Vec::new();
    for scheme in vendor.delivery().auth {
        match *scheme {
            AuthScheme::HmacSha256 { header, encoding } => {
                if bytes.ratio(7, 8)? {
                    let secrets = vec_of(bytes, secret, 1)?;
                    let encoding = encoding.map_or_else(|| bytes.choose(Encoding::VARIANTS).copied(), Ok)?;
                    let is_hex = encoding == Encoding::Hex;
                    forms.push((header, if is_hex { Form::Hex(secrets) } else { Form::Base64(secrets) }));
                }
            }
            AuthScheme::Bearer => {
                if bytes.arbitrary()? {
                    forms.push(("Authorization", Form::Bearer(vec_of(bytes, text, 1)?)));
                }
            }
            AuthScheme::SecretHeader => {
                if bytes.ratio(7, 8)? {
                    forms.push((SECRET_HEADER, Form::Plain(vec_of(bytes, text, 1)?)));
                }
            }
            _ => panic!("{vendor} authenticates in a way that this target does not know"),
        }
    }
    Ok(forms)
}

/// Returns a header that the endpoint checks, right or a little damaged, or any other header.
fn header(forms: &[(&'static str, Form)], body: &[u8], bytes: &mut Unstructured<'_>) -> Result<(String, Vec<u8>)> {
    if forms.is_empty() || bytes.ratio(1, 8)? {
        return bytes.arbitrary();
    }
    let (name, form) = bytes.choose(forms)?;
    let name = if bytes.ratio(1, 8)? { name.to_lowercase() } else { (*name).to_owned() };
    let mut value = form.value(body, bytes)?;
    match bytes.int_in_range(0..=11)? {
        0 => value = bytes.arbitrary()?,
        1 => value.make_ascii_uppercase(),
        2 => value.truncate(bytes.int_in_range(0..=value.len())?),
        3 => value.extend_from_slice(bytes.arbitrary()?),
        4 | 5 => value.splice(0..0, bytes.choose(&PREFIXES)?.iter().copied()).for_each(drop),
        6 => {
            let index = bytes.choose_index(value.len())?;
            value[index] ^= 1 << bytes.int_in_range(0..=7)?;
        }
        _ => {}
    }
    Ok((name, value))
}

impl<'a> Arbitrary<'a> for Request {
    fn arbitrary(bytes: &mut Unstructured<'a>) -> Result<Self> {
        let vendor = *bytes.choose(Vendor::VARIANTS)?;
        let account = *bytes.choose(&[None, Some("brazil")])?;
        let forms = forms(vendor, bytes)?;
        let (any_body, is_webhook) = (vec_of(bytes, Vec::<u8>::arbitrary, 0)?.concat(), bytes.arbitrary()?);
        let body = if is_webhook { bytes.arbitrary::<Webhook>()?.body.into_bytes() } else { any_body };
        let mut headers = Vec::new();
        // Usually every header that the endpoint checks, once.
        for form in &forms {
            if bytes.ratio(15, 16)? {
                headers.push(header(std::slice::from_ref(form), &body, bytes)?);
            }
        }
        let others = if bytes.ratio(1, 4)? { bytes.int_in_range(1..=2)? } else { 0 };
        for _ in 0..others {
            let index = bytes.int_in_range(0..=headers.len())?;
            headers.insert(index, header(&forms, &body, bytes)?);
        }
        let body = if bytes.ratio(1, 16)? { bytes.arbitrary()? } else { body };
        Ok(Self { vendor, account, forms, headers, body })
    }
}

fn endpoint(request: &Request) -> Endpoint {
    let secret = |bytes: &[u8]| Secret::try_from(bytes.to_vec()).unwrap();
    let mut builder = Endpoint::builder(request.vendor).limits(Limits::default().with_max_body(MAX_BODY));
    for (name, form) in &request.forms {
        builder = match form {
            Form::Hex(secrets) => secrets.iter().fold(builder, |builder, key| builder.signing_secret(secret(key))),
            Form::Base64(secrets) => secrets
                .iter()
                .fold(builder.encoding(Encoding::Base64), |builder, key| builder.signing_secret(secret(key))),
            Form::Bearer(secrets) => {
                secrets.iter().fold(builder, |builder, text| builder.bearer_token(secret(text.as_bytes())))
            }
            Form::Plain(secrets) => {
                secrets.iter().fold(builder, |builder, text| builder.secret_header(name, secret(text.as_bytes())))
            }
        };
    }
    let has_required_form = request.forms.iter().any(|(_, form)| !matches!(form, Form::Bearer(_)));
    let builder = if has_required_form { builder } else { builder.dangerously_accept_unsigned() };
    request.account.iter().fold(builder, |builder, name| builder.account(name)).build().unwrap()
}

fuzz_target!(|request: Request| {
    let endpoint = endpoint(&request);
    let Request { vendor, account, forms, headers, body } = &request;
    let borrowed = || headers.iter().map(|(name, value)| (name, value));

    // The index of the secret that each header matches. All headers must match one.
    let matches: Vec<_> = forms
        .iter()
        .map(|(name, form)| {
            let mut values = headers.iter().filter(|(header, _)| header.eq_ignore_ascii_case(name));
            match (values.next(), values.next()) {
                (Some((_, value)), None) => form.matching_secret(value, body),
                _ => None,
            }
        })
        .collect();
    match endpoint.verify(borrowed(), body) {
        Ok(Verification::Unsigned) => assert!(forms.is_empty()),
        Ok(Verification::Verified(proofs)) => {
            let proofs: Vec<_> = proofs.iter().map(|proof| (proof.header.as_str(), Some(proof.secret_index))).collect();
            let expected: Vec<_> = forms.iter().zip(&matches).map(|((name, _), secret)| (*name, *secret)).collect();
            assert!(!proofs.is_empty());
            assert_eq!(proofs, expected);
        }
        Err(error) => {
            let wrong: Vec<_> = error.header_errors().map(|(name, _)| name).collect();
            let expected = forms.iter().zip(&matches).filter(|(_, secret)| secret.is_none());
            assert!(!wrong.is_empty());
            assert_eq!(wrong, expected.map(|((name, _), _)| *name).collect::<Vec<_>>());
            for (name, error) in error.header_errors() {
                let count = headers.iter().filter(|(header, _)| header.eq_ignore_ascii_case(name)).count();
                assert_eq!(count == 0, error == HeaderError::Missing);
                assert_eq!(count > 1, error == HeaderError::Repeated);
            }
        }
        Ok(other) => panic!("{other:?}"),
    }

    let is_authentic = matches.iter().all(Option::is_some);
    match endpoint.receive(borrowed(), body) {
        Ok(received) => {
            assert!(is_authentic && body.len() <= MAX_BODY);
            let source = Source::from(*vendor);
            let source = account.iter().fold(source, |source, name| source.with_account(name).unwrap());
            assert_eq!(received.event, Limits::default().normalize_from(source, body).unwrap());
        }
        Err(rejection) => {
            let kind = rejection.error.kind();
            assert_eq!(kind == ErrorKind::TooLarge, body.len() > MAX_BODY);
            assert_eq!(kind == ErrorKind::Unauthenticated, body.len() <= MAX_BODY && !is_authentic);
            assert_eq!(rejection.source.as_ref(), Some(endpoint.source()));
            if kind == ErrorKind::Malformed || kind == ErrorKind::Invalid {
                assert_eq!(rejection.error, normalize(*vendor, body).unwrap_err());
                assert_eq!(rejection.http_status().as_u16(), 200);
            }
            let raw = match kind {
                ErrorKind::TooLarge => RawBody::Dropped { length: body.len() as u64 },
                _ => RawBody::Inline(body.clone()),
            };
            assert_eq!(rejection.raw, raw);
            let json = serde_json::to_string(&rejection).unwrap();
            assert_eq!(serde_json::from_str::<Rejection>(&json).unwrap(), rejection);
        }
    }

    // The endpoint accepts what it signs.
    if body.len() <= MAX_BODY {
        let verification = endpoint.verify(endpoint.sign(body), body);
        assert!(verification.is_ok(), "{verification:?}");
    }
});
