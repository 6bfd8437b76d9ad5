//! What a header may say, and what is misspelt or made to do harm: each with its fault, told without what it says.

use leadhook::endpoint::{HttpStatus, Verification, Encoding, Endpoint, HeaderError};
use leadhook::{ErrorKind, Vendor, StringEnum as _};

use crate::{CUSTOM, MARK, SIGNING, TOKEN, VALUE, fixture, in_base64, in_hex, sample, secret, signing};

use HeaderError::{Malformed, Mismatch, Missing, NotAscii, Repeated, WrongLength};

/// What is told of a fault behind `the header NAME`.
const TOLD: [(HeaderError, &str); 6] = [
    (Missing, "is missing"),
    (Repeated, "stands there more than once"),
    (NotAscii, "has characters other than the visible ones of ASCII"),
    (Malformed, "is not in the form that the endpoint was told"),
    (WrongLength, "has not the length of a signature of SHA-256"),
    (Mismatch, "matches none of the endpoint's secrets"),
];

const MEGABYTE: usize = 1_000_000;

fn told(&(header, fault): &(&str, HeaderError)) -> String {
    let (_, text) = TOLD.iter().find(|(told, _)| *told == fault).unwrap();
    format!("the header {header} {text}")
}

/// Headers are refused with these faults, in these words and no others.
#[track_caller]
pub(crate) fn assert_refused<V: AsRef<[u8]>>(
    endpoint: &Endpoint,
    headers: &[(&str, V)],
    body: &[u8],
    expected: &[(&str, HeaderError)],
) {
    let headers = || headers.iter().map(|(name, value)| (name, value.as_ref()));
    let values: Vec<_> = headers().map(|(_, value)| String::from_utf8_lossy(value.trim_ascii())).collect();
    let shown = || values.iter().map(|value| value.chars().take(100).collect::<String>()).collect::<Vec<_>>();

    let unauthentic = endpoint.verify(headers(), body).expect_err(&format!("{:?}", shown()));
    assert_eq!(unauthentic.faults().collect::<Vec<_>>(), expected, "{:?}", shown());
    let expected: Vec<_> = expected.iter().map(told).collect();
    assert_eq!(unauthentic.to_string(), expected.join("; "));

    let rejection = endpoint.receive(headers(), body).unwrap_err();
    assert_eq!((rejection.error.kind(), rejection.answer()), (ErrorKind::Unauthenticated, HttpStatus::Unauthorized));
    let violations = rejection.error.violations();
    assert_eq!(
        violations.iter().map(|violation| &violation.message).collect::<Vec<_>>(),
        expected.iter().collect::<Vec<_>>()
    );
    for violation in violations {
        assert_eq!((violation.pointer.as_str(), violation.line, violation.column), ("", 1, 1));
    }

    let json = serde_json::to_string(&rejection).unwrap();
    assert_eq!(serde_json::from_str::<leadhook::Rejection>(&json).unwrap(), rejection);
    let error = &rejection.error;
    for text in [format!("{rejection:?}"), format!("{error} {error:?}"), format!("{unauthentic:?}"), json] {
        assert!(!text.contains(MARK), "{text}");
        // Shorter ones may stand there by chance.
        let is_shown = |value: &str| value.len() >= 8 && text.contains(value);
        assert!(!values.iter().any(|value| is_shown(value)), "{text}");
    }
}

#[track_caller]
pub(crate) fn assert_taken<V: AsRef<[u8]>>(endpoint: &Endpoint, headers: &[(&str, V)], body: &[u8]) {
    let headers = || headers.iter().map(|(name, value)| (name, value));
    let shown: Vec<_> = headers().map(|(name, value)| (name, value.as_ref().escape_ascii().to_string())).collect();
    let found = endpoint.verify(headers(), body);
    assert!(matches!(found, Ok(Verification::Verified(_))), "{found:?}: {shown:?}");
    assert!(endpoint.receive(headers(), body).is_ok(), "{shown:?}");
}

#[test]
fn every_fault_has_its_words() {
    let faults: Vec<_> = TOLD.iter().map(|(fault, _)| *fault).collect();
    assert_eq!(faults, HeaderError::VARIANTS);
}

/// Each platform that signs, with its header, an endpoint that asks for nothing else, a body and its signature.
fn signed() -> impl Iterator<Item = (Endpoint, &'static str, Vec<u8>, [u8; 32])> {
    signing().map(|(vendor, header)| {
        let (endpoint, body) = (Endpoint::builder(vendor).signing_secret(secret(SIGNING)).build().unwrap(), sample(vendor));
        let signature = secret(SIGNING).sign(&body);
        (endpoint, header, body, signature)
    })
}

#[test]
fn a_signature_may_be_spelt_in_some_ways() {
    for (endpoint, header, body, signature) in signed() {
        let hex = in_hex(&signature);
        let upper = hex.to_ascii_uppercase();
        let mixed = hex[..20].to_owned() + &upper[20..];
        let padded = [" ".repeat(MEGABYTE), hex.clone(), "\t".repeat(MEGABYTE)].concat();
        for value in [
            hex.clone(),
            upper.clone(),
            mixed,
            format!("sha256={hex}"),
            format!("sha256={upper}"),
            format!(" {hex}"),
            format!("{hex} "),
            format!("\t {hex}\t\t"),
            format!(" sha256={hex} "),
            padded,
        ] {
            assert_taken(&endpoint, &[(header, value)], &body);
        }
    }
}

#[test]
fn any_other_spelling_of_a_signature_is_at_fault() {
    for (endpoint, header, body, signature) in signed() {
        let hex = in_hex(&signature);
        let base64 = in_base64(&signature);
        let with = |at: usize, bytes: &[u8]| [&hex.as_bytes()[..at], bytes, &hex.as_bytes()[at..]].concat();
        let in_place = |bytes: &[u8]| [bytes, &hex.as_bytes()[bytes.len()..]].concat();
        let cases: Vec<(Vec<u8>, HeaderError)> = vec![
            // Nothing.
            (Vec::new(), WrongLength),
            (b" \t ".to_vec(), WrongLength),
            (b"sha256=".to_vec(), WrongLength),
            (b"null".to_vec(), Malformed),
            (b"undefined".to_vec(), Malformed),
            // Too little or too much.
            (hex.as_bytes()[..1].to_vec(), Malformed),
            (hex.as_bytes()[..63].to_vec(), Malformed),
            (with(64, b"0"), Malformed),
            (hex.as_bytes()[..62].to_vec(), WrongLength),
            (with(64, b"00"), WrongLength),
            (with(0, b"00"), WrongLength),
            (hex.repeat(2).into_bytes(), WrongLength),
            (vec![b'a'; MEGABYTE], WrongLength),
            (vec![b'a'; MEGABYTE + 1], Malformed),
            (vec![b'z'; MEGABYTE], Malformed),
            (vec![b'='; MEGABYTE], Malformed),
            (vec![0; MEGABYTE], NotAscii),
            (vec![0xff; MEGABYTE], NotAscii),
            (vec![b' '; MEGABYTE], WrongLength),
            (b"sha256=".repeat(MEGABYTE / 7), Malformed),
            // Other characters.
            (in_place(b"g"), Malformed),
            (in_place(b"O"), Malformed),
            (in_place(b"-"), Malformed),
            (in_place(b"\xc3\xa9"), NotAscii),
            (in_place("\u{ff10}".as_bytes()), NotAscii),
            (in_place("\u{661}".as_bytes()), NotAscii),
            (in_place(b"\xe9"), NotAscii),
            (in_place(b"\xff\xfe"), NotAscii),
            (in_place(b"\xc3"), NotAscii),
            (in_place(b"\xed\xa0\x80"), NotAscii),
            (in_place(b"\0"), NotAscii),
            (in_place(b"\x1b"), NotAscii),
            (in_place(b"\x7f"), NotAscii),
            (with(64, b"\0"), NotAscii),
            (with(0, b"\xef\xbb\xbf"), NotAscii),
            (with(0, b"\xc2\xa0"), NotAscii),
            (with(32, b" "), Malformed),
            (with(32, b"  "), Malformed),
            (with(2, b":"), Malformed),
            (with(32, b"\t"), NotAscii),
            (with(32, b"\r\n "), NotAscii),
            // Other forms.
            (with(0, b"SHA256="), Malformed),
            (with(0, b"Sha256="), Malformed),
            (with(0, b"sha1="), Malformed),
            (with(0, b"sha512="), Malformed),
            (with(0, b"sha256:"), Malformed),
            (with(0, b"sha256"), Malformed),
            (with(0, b"sha256= "), Malformed),
            (with(0, b"sha256 ="), Malformed),
            (with(0, b"sha256=sha256="), Malformed),
            (with(0, b"="), Malformed),
            (with(64, b"="), Malformed),
            (with(0, b"0x"), Malformed),
            (with(0, b"v1="), Malformed),
            (with(0, b"t=1760000000,v1="), Malformed),
            (with(0, b"Bearer "), Malformed),
            (format!("\"{hex}\"").into_bytes(), Malformed),
            (format!("{hex},{hex}").into_bytes(), Malformed),
            (format!("{hex}, {hex}").into_bytes(), Malformed),
            (format!("{hex};").into_bytes(), Malformed),
            (base64.clone().into_bytes(), Malformed),
            (base64.trim_end_matches('=').as_bytes().to_vec(), Malformed),
            // The bytes themselves, and the secret.
            (in_place(&[0; 64]), NotAscii),
            (SIGNING.into(), Malformed),
            // Signatures of other things.
            ("0".repeat(64).into_bytes(), Mismatch),
            (in_hex(&secret(SIGNING).sign(b"")).into_bytes(), Mismatch),
            (in_hex(&secret(SIGNING).sign(hex.as_bytes())).into_bytes(), Mismatch),
            (in_hex(&secret(&SIGNING.to_uppercase()).sign(&body)).into_bytes(), Mismatch),
            (in_hex(&secret(&format!("{SIGNING}\n")).sign(&body)).into_bytes(), Mismatch),
            (hex.chars().rev().collect::<String>().into_bytes(), Mismatch),
        ];
        for (value, fault) in cases {
            assert_refused(&endpoint, &[(header, value)], &body, &[(header, fault)]);
        }
    }
}

#[test]
fn base64_is_that_of_rfc_4648_and_only_where_it_was_asked_for() {
    // Its signature has both characters that the alphabet for URLs spells otherwise.
    let (header, body) = ("X-LimeCall-Signature", fixture("limecall/sms_received.json"));
    let key = secret("whsec_test_5e0c8f21");
    let endpoint = Endpoint::builder(Vendor::LimeCall).signing_secret(key.clone()).encoding(Encoding::Base64).build().unwrap();
    let base64 = in_base64(&key.sign(&body));
    assert!(base64.contains('+') && base64.contains('/') && base64.ends_with("4="));
    for value in [base64.clone(), format!("sha256={base64}"), format!(" {base64}\t")] {
        assert_taken(&endpoint, &[(header, value)], &body);
    }

    let hex = in_hex(&key.sign(&body));
    let bare = base64.trim_end_matches('=');
    for (value, fault) in [
        (String::new(), WrongLength),
        (hex.clone(), WrongLength),
        (hex.to_ascii_uppercase(), WrongLength),
        (format!("sha256={hex}"), WrongLength),
        (base64.replace('+', "-").replace('/', "_"), Malformed),
        (base64.replace('+', " "), Malformed),
        (base64.replace('+', "%2B"), Malformed),
        (bare.to_owned(), Malformed),
        (format!("{bare}=="), Malformed),
        (format!("{base64}="), Malformed),
        (format!("{base64}===="), Malformed),
        // The last two bits of `5` are nobody's.
        (bare.replace("Y4", "Y5") + "=", Malformed),
        (format!("{} {}", &base64[..20], &base64[20..]), Malformed),
        (format!("{}\n{}", &base64[..20], &base64[20..]), NotAscii),
        (format!("SHA256={base64}"), Malformed),
        (format!("sha256=sha256={base64}"), Malformed),
        (format!("{base64},{base64}"), Malformed),
        (base64[..40].to_owned(), WrongLength),
        (in_base64(hex.as_bytes()), WrongLength),
        (base64.to_lowercase().replace("4=", "a="), Malformed),
        ("A".repeat(42) + "A=", Mismatch),
        ("A".repeat(MEGABYTE), WrongLength),
    ] {
        assert_refused(&endpoint, &[(header, value)], &body, &[(header, fault)]);
    }
}

#[test]
fn a_signature_is_one_text_in_base64() {
    let (header, body) = ("X-LimeCall-Signature", sample(Vendor::LimeCall));
    let endpoint =
        Endpoint::builder(Vendor::LimeCall).signing_secret(secret(SIGNING)).encoding(Encoding::Base64).build().unwrap();
    let signature = secret(SIGNING).sign(&body);
    for at in 1..32 {
        let value = in_base64(&signature[..at]) + &in_base64(&signature[at..]);
        if at % 3 != 0 {
            assert_refused(&endpoint, &[(header, value)], &body, &[(header, Malformed)]);
        }
    }
}

#[test]
fn a_bearer_token_stands_behind_its_scheme() {
    let (header, body) = ("Authorization", sample(Vendor::LimeCall));
    let endpoint = Endpoint::builder(Vendor::LimeCall).dangerously_accept_unsigned().bearer_token(secret(TOKEN)).build().unwrap();
    for value in [
        format!("Bearer {TOKEN}"),
        format!("bearer {TOKEN}"),
        format!("BEARER {TOKEN}"),
        format!("Bearer  {TOKEN}"),
        format!(" Bearer {TOKEN}\t"),
    ] {
        assert_taken(&endpoint, &[(header, value)], &body);
    }
    for (value, fault) in [
        (String::new(), Malformed),
        ("   ".into(), Malformed),
        ("Bearer".into(), Malformed),
        ("Bearer ".into(), Malformed),
        (TOKEN.into(), Malformed),
        (format!("Bearer{TOKEN}"), Malformed),
        (format!("Bearer={TOKEN}"), Malformed),
        (format!("Bearer: {TOKEN}"), Malformed),
        (format!("Bearer\t{TOKEN}"), NotAscii),
        (format!("Basic {TOKEN}"), Malformed),
        (format!("Token {TOKEN}"), Malformed),
        (format!("Bear {TOKEN}"), Malformed),
        (format!("Bearers {TOKEN}"), Malformed),
        (format!("{TOKEN} Bearer"), Malformed),
        (format!("\u{ff22}earer {TOKEN}"), NotAscii),
        (format!("Bearer Bearer {TOKEN}"), Mismatch),
        (format!("Bearer {TOKEN} {TOKEN}"), Mismatch),
        (format!("Bearer {TOKEN},"), Mismatch),
        (format!("Bearer {TOKEN}0"), Mismatch),
        (format!("Bearer {}", &TOKEN[1..]), Mismatch),
        (format!("Bearer {}", &TOKEN[..TOKEN.len() - 1]), Mismatch),
        (format!("Bearer {}", TOKEN.to_uppercase()), Mismatch),
        (format!("Bearer \"{TOKEN}\""), Mismatch),
        (format!("Bearer {TOKEN}\0"), NotAscii),
        (format!("Bearer {TOKEN}\u{e9}"), NotAscii),
        (format!("Bearer {}", "a".repeat(MEGABYTE)), Mismatch),
        ("Bearer".repeat(MEGABYTE), Malformed),
    ] {
        assert_refused(&endpoint, &[(header, value)], &body, &[(header, fault)]);
    }
    assert_refused(&endpoint, &[(header, b"Bearer \xff\xfe")], &body, &[(header, NotAscii)]);
}

#[test]
fn a_secret_header_says_the_secret_and_nothing_else() {
    let (header, body) = (CUSTOM, sample(Vendor::LeadSail));
    let endpoint = Endpoint::builder(Vendor::LeadSail).header(CUSTOM, secret(VALUE)).build().unwrap();
    for value in [VALUE.to_owned(), format!(" {VALUE}"), format!("{VALUE}\t ")] {
        assert_taken(&endpoint, &[(header, value)], &body);
    }
    for (value, fault) in [
        (String::new(), Mismatch),
        (" ".into(), Mismatch),
        (VALUE[1..].into(), Mismatch),
        (VALUE[..VALUE.len() - 1].into(), Mismatch),
        (format!("{VALUE}0"), Mismatch),
        (format!("0{VALUE}"), Mismatch),
        (VALUE.to_uppercase(), Mismatch),
        (VALUE.repeat(2), Mismatch),
        (format!("{VALUE}, {VALUE}"), Mismatch),
        (format!("\"{VALUE}\""), Mismatch),
        (format!("Bearer {VALUE}"), Mismatch),
        (format!("sha256={VALUE}"), Mismatch),
        (VALUE.replace('-', " "), Mismatch),
        (VALUE.replace('-', "\t"), NotAscii),
        (VALUE.replace('-', "\u{2010}"), NotAscii),
        (format!("{VALUE}\0"), NotAscii),
        ("a".repeat(MEGABYTE), Mismatch),
    ] {
        assert_refused(&endpoint, &[(header, value)], &body, &[(header, fault)]);
    }
    assert_refused(&endpoint, &[(header, [VALUE.as_bytes(), b"\xff"].concat())], &body, &[(header, NotAscii)]);
}
