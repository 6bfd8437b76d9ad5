//! Requests to endpoints of every platform, with any headers and bodies: taken if, and only if, an HMAC of our own making
//! and a reading of the headers of our own say so.
#![no_main]

use leadhook::endpoint::{Verification, Encoding, Endpoint, HeaderError, Secret};
use leadhook::event::Source;
use leadhook::testing::Webhook;
use leadhook::{ErrorKind, RawBody, Vendor, normalize};
use libfuzzer_sys::arbitrary::{Arbitrary, Result, Unstructured};
use libfuzzer_sys::fuzz_target;
use sha2::{Digest as _, Sha256};

const LIMIT: usize = 1000;
const CUSTOM: &str = "X-Our-Key";
/// Texts of one character and more, as headers can have them.
const TEXTS: [&str; 5] = ["a", "whsec_1", "whsec_2", "Bearer whsec_1", "0123 4567"];
const PREFIXES: [&[u8]; 11] =
    [b"", b" ", b"\t ", b"sha256=", b"sha256=sha256=", b"SHA256=", b"sha1=", b"Bearer ", b"bearer  ", b"Basic ", b"\0"];

/// HMAC-SHA256, as RFC 2104 defines it.
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
        let letter = |at: usize| if at > chunk.len() { '=' } else { alphabet[bits >> (18 - 6 * at) & 63].into() };
        [0, 1, 2, 3].map(letter)
    };
    bytes.chunks(3).flat_map(letters).collect()
}

/// What a header must prove, and by which secrets.
#[derive(Clone, Debug)]
enum Form {
    Hex(Vec<Vec<u8>>),
    Base64(Vec<Vec<u8>>),
    Bearer(Vec<&'static str>),
    Plain(Vec<&'static str>),
}

impl Form {
    /// Which secret a value proves to be known, if any.
    fn secret(&self, value: &[u8], body: &[u8]) -> Option<usize> {
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
                let (scheme, behind) = (value.get(..7)?, &value[7..]);
                let is_bearer = scheme.eq_ignore_ascii_case(b"Bearer ");
                let token = &behind[behind.iter().take_while(|&&byte| byte == b' ').count()..];
                secrets.iter().position(|secret| is_bearer && secret.as_bytes() == token)
            }
            Self::Plain(secrets) => secrets.iter().position(|secret| secret.as_bytes() == value),
        }
    }

    /// What proves one of the secrets, or comes near.
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

fn some<'a, T>(
    bytes: &mut Unstructured<'a>,
    one: impl Fn(&mut Unstructured<'a>) -> Result<T>,
    least: usize,
) -> Result<Vec<T>> {
    (0..bytes.int_in_range(least..=3)?).map(|_| one(bytes)).collect()
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

/// The headers that an endpoint asks for: of all that its platform sends, some.
fn forms(vendor: Vendor, bytes: &mut Unstructured<'_>) -> Result<Vec<(&'static str, Form)>> {
    let delivery = vendor.delivery();
    let mut forms = Vec::new();
    if let Some(header) = delivery.signature_header
        && bytes.ratio(7, 8)?
    {
        let secrets = some(bytes, secret, 1)?;
        let is_hex = delivery.signature_encoding.is_some() || bytes.arbitrary()?;
        forms.push((header, if is_hex { Form::Hex(secrets) } else { Form::Base64(secrets) }));
    }
    if delivery.bearer_token && bytes.arbitrary()? {
        forms.push(("Authorization", Form::Bearer(some(bytes, text, 1)?)));
    }
    if delivery.custom_headers && bytes.ratio(7, 8)? {
        forms.push((CUSTOM, Form::Plain(some(bytes, text, 1)?)));
    }
    Ok(forms)
}

/// A header that is asked for, as it should be or a little spoilt; or any other.
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
            let at = bytes.choose_index(value.len())?;
            value[at] ^= 1 << bytes.int_in_range(0..=7)?;
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
        let (seed, is_made) = (some(bytes, |bytes| bytes.arbitrary::<Vec<u8>>(), 0)?.concat(), bytes.arbitrary()?);
        let body = if is_made { bytes.arbitrary::<Webhook>()?.body.into_bytes() } else { seed };
        let mut headers = Vec::new();
        // Mostly all that is asked for, once.
        for form in &forms {
            if bytes.ratio(15, 16)? {
                headers.push(header(std::slice::from_ref(form), &body, bytes)?);
            }
        }
        let others = if bytes.ratio(1, 4)? { bytes.int_in_range(1..=2)? } else { 0 };
        for _ in 0..others {
            let at = bytes.int_in_range(0..=headers.len())?;
            headers.insert(at, header(&forms, &body, bytes)?);
        }
        let body = if bytes.ratio(1, 16)? { bytes.arbitrary()? } else { body };
        Ok(Self { vendor, account, forms, headers, body })
    }
}

fn endpoint(request: &Request) -> Endpoint {
    let secret = |bytes: &[u8]| Secret::try_from(bytes.to_vec()).unwrap();
    let mut builder = Endpoint::builder(request.vendor).limits(leadhook::Limits::default().with_body(LIMIT));
    for (name, form) in &request.forms {
        builder = match form {
            Form::Hex(secrets) => secrets.iter().fold(builder, |builder, key| builder.signing_secret(secret(key))),
            Form::Base64(secrets) => {
                secrets.iter().fold(builder.encoding(Encoding::Base64), |builder, key| builder.signing_secret(secret(key)))
            }
            Form::Bearer(secrets) => {
                secrets.iter().fold(builder, |builder, text| builder.bearer_token(secret(text.as_bytes())))
            }
            Form::Plain(secrets) => {
                secrets.iter().fold(builder, |builder, text| builder.header(name, secret(text.as_bytes())))
            }
        };
    }
    let proves = request.forms.iter().any(|(_, form)| !matches!(form, Form::Bearer(_)));
    let builder = if proves { builder } else { builder.dangerously_accept_unsigned() };
    request.account.iter().fold(builder, |builder, label| builder.account(label)).build().unwrap()
}

fuzz_target!(|request: Request| {
    let endpoint = endpoint(&request);
    let Request { vendor, account, forms, headers, body } = &request;
    let borrowed = || headers.iter().map(|(name, value)| (name, value));

    // Which secret each header proves; all must prove one.
    let proofs: Vec<_> = forms
        .iter()
        .map(|(name, form)| {
            let mut values = headers.iter().filter(|(header, _)| header.eq_ignore_ascii_case(name));
            match (values.next(), values.next()) {
                (Some((_, value)), None) => form.secret(value, body),
                _ => None,
            }
        })
        .collect();
    match endpoint.verify(borrowed(), body) {
        Ok(Verification::Unsigned) => assert!(forms.is_empty()),
        Ok(Verification::Verified(told)) => {
            let told: Vec<_> = told.iter().map(|proof| (proof.header.as_str(), Some(proof.secret))).collect();
            let expected: Vec<_> = forms.iter().zip(&proofs).map(|((name, _), secret)| (*name, *secret)).collect();
            assert!(!told.is_empty());
            assert_eq!(told, expected);
        }
        Err(unauthentic) => {
            let told: Vec<_> = unauthentic.faults().map(|(name, _)| name).collect();
            let at_fault = forms.iter().zip(&proofs).filter(|(_, secret)| secret.is_none());
            assert!(!told.is_empty());
            assert_eq!(told, at_fault.map(|((name, _), _)| *name).collect::<Vec<_>>());
            for (name, fault) in unauthentic.faults() {
                let count = headers.iter().filter(|(header, _)| header.eq_ignore_ascii_case(name)).count();
                assert_eq!(count == 0, fault == HeaderError::Missing);
                assert_eq!(count > 1, fault == HeaderError::Repeated);
            }
        }
        Ok(other) => panic!("{other:?}"),
    }

    let is_authentic = proofs.iter().all(Option::is_some);
    match endpoint.receive(borrowed(), body) {
        Ok(received) => {
            assert!(is_authentic && body.len() <= LIMIT);
            let source = Source::from(*vendor);
            let source = account.iter().fold(source, |source, label| source.with_account(label).unwrap());
            assert_eq!(received.event, normalize(*vendor, body).unwrap().with_source(source));
            assert_eq!(received.answer().status(), 200);
        }
        Err(rejection) => {
            let kind = rejection.error.kind();
            assert_eq!(kind == ErrorKind::TooLarge, body.len() > LIMIT);
            assert_eq!(kind == ErrorKind::Unauthenticated, body.len() <= LIMIT && !is_authentic);
            assert_eq!((rejection.vendor, rejection.account.as_deref()), (Some(*vendor), *account));
            if kind == ErrorKind::Malformed || kind == ErrorKind::Invalid {
                assert_eq!(rejection.error, normalize(*vendor, body).unwrap_err());
                assert_eq!(rejection.answer().status(), 200);
            }
            let is_kept = matches!(&rejection.raw, RawBody::Inline(kept) if kept == body);
            assert_eq!(is_kept, kind != ErrorKind::TooLarge);
            let json = serde_json::to_string(&rejection).unwrap();
            assert_eq!(serde_json::from_str::<leadhook::Rejection>(&json).unwrap(), rejection);
        }
    }

    // What we sign is taken.
    if body.len() <= LIMIT {
        let found = endpoint.verify(endpoint.sign(body), body);
        assert!(found.is_ok(), "{found:?}");
    }
});
