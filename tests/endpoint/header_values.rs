//! Values of headers: which spellings are accepted, and which error the others have. No error shows the value.

use leadhook::endpoint::{Encoding, Endpoint, HeaderError, HttpStatus, Verification};
use leadhook::{DiagnosticCode, ErrorKind, Position, Vendor};

use super::{
    CUSTOM, MARK, SIGNING, TOKEN, VALUE, in_base64, in_hex, read_fixture, sample_body, secret, signing_vendors,
};

use HeaderError::{Expired, Malformed, Mismatch, Missing, NotAscii, Repeated, WrongLength};

/// The message of each error, before and after the name of the header.
const MESSAGES: [(HeaderError, &str, &str); 7] = [
    (Missing, "missing header ", ""),
    (Repeated, "duplicate header ", ""),
    (NotAscii, "header ", " has characters other than visible ASCII"),
    (Malformed, "header ", " does not have the configured form; check the encoding"),
    (WrongLength, "header ", " does not have the length of an HMAC-SHA256 signature"),
    (Mismatch, "header ", " does not match any configured secret"),
    (Expired, "header ", " has a time too long before or after now; check the clock"),
];

const MEGABYTE: usize = 1_000_000;

fn message(&(header, error): &(&str, HeaderError)) -> String {
    let (_, before, after) = MESSAGES.iter().find(|(other, ..)| *other == error).unwrap();
    format!("{before}{header}{after}")
}

/// Asserts that a request is refused with these errors, that their messages are right, and that no value is shown.
#[track_caller]
pub(super) fn assert_refused<V: AsRef<[u8]>>(
    endpoint: &Endpoint,
    headers: &[(&str, V)],
    body: &[u8],
    expected: &[(&str, HeaderError)],
) {
    let headers = || headers.iter().map(|(name, value)| (name, value.as_ref()));
    let values: Vec<_> = headers().map(|(_, value)| String::from_utf8_lossy(value.trim_ascii())).collect();
    let shown = || values.iter().map(|value| value.chars().take(100).collect::<String>()).collect::<Vec<_>>();

    let error = endpoint.verify(headers(), body).expect_err(&format!("{:?}", shown()));
    assert_eq!(error.header_errors().collect::<Vec<_>>(), expected, "{:?}", shown());
    let expected: Vec<_> = expected.iter().map(message).collect();
    assert_eq!(error.to_string(), expected.join("; "));

    let rejection = endpoint.receive(headers(), body).unwrap_err();
    assert_eq!(
        (rejection.error.kind(), rejection.http_status()),
        (ErrorKind::Unauthenticated, HttpStatus::Unauthorized)
    );
    let diagnostics = rejection.error.diagnostics();
    assert!(diagnostics.iter().map(|diagnostic| &diagnostic.message).eq(&expected), "{diagnostics:?}");
    for diagnostic in diagnostics {
        assert_eq!(diagnostic.code, DiagnosticCode::Unauthenticated);
        assert_eq!((diagnostic.pointer.as_str(), diagnostic.position), ("", Position::START));
    }

    let json = serde_json::to_string(&rejection).unwrap();
    assert_eq!(serde_json::from_str::<leadhook::Rejection>(&json).unwrap(), rejection);
    let texts = [format!("{rejection:?}"), format!("{0} {0:?}", rejection.error), format!("{error:?}"), json];
    for text in texts {
        assert!(!text.contains(MARK), "{text}");
        // Shorter values may be in the text by chance.
        let is_shown = |value: &str| value.len() >= 8 && text.contains(value);
        assert!(!values.iter().any(|value| is_shown(value)), "{text}");
    }
}

#[track_caller]
pub(super) fn assert_accepted<V: AsRef<[u8]>>(endpoint: &Endpoint, headers: &[(&str, V)], body: &[u8]) {
    let headers = || headers.iter().map(|(name, value)| (name, value));
    let shown: Vec<_> = headers().map(|(name, value)| (name, value.as_ref().escape_ascii().to_string())).collect();
    let found = endpoint.verify(headers(), body);
    assert!(matches!(found, Ok(Verification::Verified(_))), "{found:?}: {shown:?}");
    assert!(endpoint.receive(headers(), body).is_ok(), "{shown:?}");
}

#[test]
fn every_header_error_has_a_message() {
    assert!(MESSAGES.iter().map(|(error, ..)| error).eq(HeaderError::VARIANTS));
}

/// Returns an endpoint of each vendor that signs, which checks only the signature; its header, a body and the signature.
fn signed_requests() -> impl Iterator<Item = (Endpoint, &'static str, Vec<u8>, [u8; 32])> {
    signing_vendors().map(|(vendor, header)| {
        let (endpoint, body) =
            (Endpoint::builder(vendor).signing_secret(secret(SIGNING)).build().unwrap(), sample_body(vendor));
        let signature = secret(SIGNING).sign(&body);
        (endpoint, header, body, signature)
    })
}

#[test]
fn a_signature_may_have_upper_case_a_prefix_and_spaces() {
    for (endpoint, header, body, signature) in signed_requests() {
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
            assert_accepted(&endpoint, &[(header, value)], &body);
        }
    }
}

#[test]
fn every_other_spelling_of_a_signature_is_refused() {
    for (endpoint, header, body, signature) in signed_requests() {
        let hex = in_hex(&signature);
        let base64 = in_base64(&signature);
        let with = |at: usize, bytes: &[u8]| [&hex.as_bytes()[..at], bytes, &hex.as_bytes()[at..]].concat();
        let replaced = |bytes: &[u8]| [bytes, &hex.as_bytes()[bytes.len()..]].concat();
        let cases: Vec<(Vec<u8>, HeaderError)> = vec![
            // Empty.
            (Vec::new(), WrongLength),
            (b" \t ".to_vec(), WrongLength),
            (b"sha256=".to_vec(), WrongLength),
            (b"null".to_vec(), Malformed),
            (b"undefined".to_vec(), Malformed),
            // Too short or too long.
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
            (replaced(b"g"), Malformed),
            (replaced(b"O"), Malformed),
            (replaced(b"-"), Malformed),
            (replaced(b"\xc3\xa9"), NotAscii),
            (replaced("\u{ff10}".as_bytes()), NotAscii),
            (replaced("\u{661}".as_bytes()), NotAscii),
            (replaced(b"\xe9"), NotAscii),
            (replaced(b"\xff\xfe"), NotAscii),
            (replaced(b"\xc3"), NotAscii),
            (replaced(b"\xed\xa0\x80"), NotAscii),
            (replaced(b"\0"), NotAscii),
            (replaced(b"\x1b"), NotAscii),
            (replaced(b"\x7f"), NotAscii),
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
            // Bytes instead of digits, and the secret itself.
            (replaced(&[0; 64]), NotAscii),
            (SIGNING.into(), Malformed),
            // Signatures of other bodies and with other secrets.
            ("0".repeat(64).into_bytes(), Mismatch),
            (in_hex(&secret(SIGNING).sign(b"")).into_bytes(), Mismatch),
            (in_hex(&secret(SIGNING).sign(hex.as_bytes())).into_bytes(), Mismatch),
            (in_hex(&secret(&SIGNING.to_uppercase()).sign(&body)).into_bytes(), Mismatch),
            (in_hex(&secret(&format!("{SIGNING}\n")).sign(&body)).into_bytes(), Mismatch),
            (hex.chars().rev().collect::<String>().into_bytes(), Mismatch),
        ];
        for (value, error) in cases {
            assert_refused(&endpoint, &[(header, value)], &body, &[(header, error)]);
        }
    }
}

#[test]
fn base64_is_padded_standard_base64_and_must_be_configured() {
    // Its signature has both characters that URL-safe Base64 replaces.
    let (header, body) = ("X-LimeCall-Signature", read_fixture("limecall/sms_received.json"));
    let key = secret("whsec_test_5e0c8f21");
    let endpoint =
        Endpoint::builder(Vendor::LimeCall).signing_secret(key.clone()).encoding(Encoding::Base64).build().unwrap();
    let base64 = in_base64(&key.sign(&body));
    assert!(base64.contains('+') && base64.contains('/') && base64.ends_with("4="));
    for value in [base64.clone(), format!("sha256={base64}"), format!(" {base64}\t")] {
        assert_accepted(&endpoint, &[(header, value)], &body);
    }

    let hex = in_hex(&key.sign(&body));
    let bare = base64.trim_end_matches('=');
    for (value, error) in [
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
        // The last two bits of `5` are not part of the signature.
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
        assert_refused(&endpoint, &[(header, value)], &body, &[(header, error)]);
    }
}

#[test]
fn two_base64_texts_in_a_row_are_refused() {
    let (header, body) = ("X-LimeCall-Signature", sample_body(Vendor::LimeCall));
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
fn a_bearer_token_follows_its_scheme() {
    let (header, body) = ("Authorization", sample_body(Vendor::LimeCall));
    let endpoint =
        Endpoint::builder(Vendor::LimeCall).dangerously_accept_unsigned().bearer_token(secret(TOKEN)).build().unwrap();
    for value in [
        format!("Bearer {TOKEN}"),
        format!("bearer {TOKEN}"),
        format!("BEARER {TOKEN}"),
        format!("Bearer  {TOKEN}"),
        format!(" Bearer {TOKEN}\t"),
    ] {
        assert_accepted(&endpoint, &[(header, value)], &body);
    }
    for (value, error) in [
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
        assert_refused(&endpoint, &[(header, value)], &body, &[(header, error)]);
    }
    assert_refused(&endpoint, &[(header, b"Bearer \xff\xfe")], &body, &[(header, NotAscii)]);
}

#[test]
fn a_secret_header_has_exactly_the_secret() {
    let (header, body) = (CUSTOM, sample_body(Vendor::LeadSail));
    let endpoint = Endpoint::builder(Vendor::LeadSail).secret_header(CUSTOM, secret(VALUE)).build().unwrap();
    for value in [VALUE.to_owned(), format!(" {VALUE}"), format!("{VALUE}\t ")] {
        assert_accepted(&endpoint, &[(header, value)], &body);
    }
    for (value, error) in [
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
        assert_refused(&endpoint, &[(header, value)], &body, &[(header, error)]);
    }
    assert_refused(&endpoint, &[(header, [VALUE.as_bytes(), b"\xff"].concat())], &body, &[(header, NotAscii)]);
}
