//! A request that differs by one bit, or in length, is refused.

use std::collections::BTreeSet;

use leadhook::Vendor;
use leadhook::endpoint::{Encoding, Endpoint, HeaderError, Secret};

use super::known_signatures::{Row, signed_rows};
use super::{
    CUSTOM, TOKEN, VALUE, builder_with_all_secrets, encode, sample_body, secret, sends_bearer_token,
    sends_secret_headers, signing_vendors,
};

/// Returns a row for each vendor that signs and each encoding that it may use.
fn samples() -> impl Iterator<Item = (Row, &'static str)> {
    let mut seen = BTreeSet::new();
    signed_rows().filter(move |(row, _)| seen.insert((row.vendor.as_str(), row.encoding.to_string())))
}

/// Returns copies of some bytes, each with one other bit flipped.
fn with_each_bit_flipped(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    (0..bytes.len() * 8).map(|bit| {
        let mut flipped = bytes.to_vec();
        flipped[bit / 8] ^= 1 << (bit % 8);
        flipped
    })
}

fn header_error(endpoint: &Endpoint, header: &str, value: &[u8], body: &[u8]) -> Option<HeaderError> {
    let error = endpoint.verify([(header, value)], body).err()?;
    let headers: Vec<_> = error.header_errors().collect();
    let [(name, header_error)] = headers[..] else { panic!("{error}") };
    assert_eq!(name, header);
    Some(header_error)
}

#[track_caller]
fn assert_header_error(endpoint: &Endpoint, header: &str, value: &[u8], body: &[u8], expected: HeaderError) {
    let found = header_error(endpoint, header, value, body);
    assert_eq!(found, Some(expected), "{header}: {}", value.escape_ascii());
}

#[test]
fn the_samples_cover_every_vendor_that_signs() {
    let sampled: BTreeSet<_> = samples().map(|(row, _)| row.vendor.as_str()).collect();
    assert_eq!(sampled, signing_vendors().map(|(vendor, _)| vendor.as_str()).collect());
}

#[test]
fn a_body_with_a_flipped_bit_is_refused() {
    for (row, header) in samples() {
        let endpoint = row.endpoint();
        for body in with_each_bit_flipped(&row.body) {
            assert_header_error(&endpoint, header, row.signature.as_bytes(), &body, HeaderError::Mismatch);
        }
    }
}

#[test]
fn a_body_with_a_missing_or_added_byte_is_refused() {
    for (row, header) in samples() {
        let endpoint = row.endpoint();
        for end in 0..row.body.len() {
            assert_header_error(&endpoint, header, row.signature.as_bytes(), &row.body[..end], HeaderError::Mismatch);
        }
        for byte in 0..=u8::MAX {
            let longer = [&row.body[..], &[byte]].concat();
            assert_header_error(&endpoint, header, row.signature.as_bytes(), &longer, HeaderError::Mismatch);
        }
    }
}

#[test]
fn a_signature_with_a_flipped_bit_is_refused() {
    for (row, header) in samples() {
        let endpoint = row.endpoint();
        let signature = secret(row.secret).sign(&row.body);
        for signature in with_each_bit_flipped(&signature) {
            let value = encode(row.encoding, &signature);
            assert_header_error(&endpoint, header, value.as_bytes(), &row.body, HeaderError::Mismatch);
        }
    }
}

#[test]
fn a_secret_with_a_flipped_bit_does_not_match() {
    for (row, header) in samples() {
        for other in with_each_bit_flipped(row.secret.as_bytes()) {
            let other = Secret::try_from(other).unwrap();
            let endpoint = Endpoint::builder(row.vendor).signing_secret(other).encoding(row.encoding).build().unwrap();
            assert_header_error(&endpoint, header, row.signature.as_bytes(), &row.body, HeaderError::Mismatch);
        }
    }
}

#[test]
fn a_header_with_a_flipped_bit_is_refused_unless_only_the_case_of_a_hex_digit_changes() {
    for (row, header) in samples() {
        let endpoint = row.endpoint();
        for value in with_each_bit_flipped(row.signature.as_bytes()) {
            let is_accepted = header_error(&endpoint, header, &value, &row.body).is_none();
            let differs_in_case = row.encoding == Encoding::Hex && value.eq_ignore_ascii_case(row.signature.as_bytes());
            assert_eq!(is_accepted, differs_in_case, "{}", value.escape_ascii());
        }
    }
}

#[test]
fn a_signature_of_another_length_is_refused() {
    for (row, header) in samples() {
        let endpoint = row.endpoint();
        let long = [&secret(row.secret).sign(&row.body)[..], &[0; 96]].concat();
        for length in (0..=long.len()).filter(|&length| length != 32) {
            for prefix in ["", "sha256="] {
                let value = format!("{prefix}{}", encode(row.encoding, &long[..length]));
                assert_header_error(&endpoint, header, value.as_bytes(), &row.body, HeaderError::WrongLength);
            }
        }
    }
}

#[test]
fn a_signature_with_a_missing_or_added_character_is_refused() {
    for (row, header) in samples() {
        let endpoint = row.endpoint();
        let digits_in_a_unit = if row.encoding == Encoding::Hex { 2 } else { 4 };
        let expected = |length: usize| {
            if length.is_multiple_of(digits_in_a_unit) { HeaderError::WrongLength } else { HeaderError::Malformed }
        };
        for end in 0..row.signature.len() {
            assert_header_error(&endpoint, header, &row.signature.as_bytes()[..end], &row.body, expected(end));
            let cut = &row.signature[row.signature.len() - end..];
            assert!(header_error(&endpoint, header, cut.as_bytes(), &row.body).is_some(), "{cut}");
        }
        for byte in (0..=u8::MAX).filter(|byte| !byte.is_ascii_whitespace()) {
            for longer in [[row.signature.as_bytes(), &[byte]].concat(), [&[byte], row.signature.as_bytes()].concat()] {
                let found = header_error(&endpoint, header, &longer, &row.body);
                let expected = if byte.is_ascii_graphic() { HeaderError::Malformed } else { HeaderError::NotAscii };
                assert_eq!(found, Some(expected), "{}", longer.escape_ascii());
            }
        }
    }
}

#[test]
fn a_token_or_secret_value_with_a_flipped_bit_is_refused() {
    for &vendor in Vendor::VARIANTS {
        let body = sample_body(vendor);
        let endpoint = builder_with_all_secrets(vendor).build().unwrap();
        let assert_all_refused = |header: &str, prefix: &str, value: &str| {
            for flipped in with_each_bit_flipped(value.as_bytes()) {
                let flipped = [prefix.as_bytes(), &flipped].concat();
                let headers = endpoint.sign(&body).into_iter().map(|(name, value)| {
                    let value = if name == header { flipped.clone() } else { value.into_bytes() };
                    (name, value)
                });
                let error = endpoint.verify(headers, &body).unwrap_err();
                let errors: Vec<_> = error.header_errors().collect();
                let [(name, HeaderError::Mismatch | HeaderError::NotAscii)] = errors[..] else { panic!("{errors:?}") };
                assert_eq!(name, header);
            }
        };
        if sends_bearer_token(vendor) {
            assert_all_refused("Authorization", "Bearer ", TOKEN);
        }
        if sends_secret_headers(vendor) {
            assert_all_refused(CUSTOM, "", VALUE);
        }
    }
}
