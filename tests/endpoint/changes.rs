//! What is changed by one bit, or has another length, is of somebody else.

use std::collections::BTreeSet;

use leadhook::endpoint::{Encoding, Endpoint, HeaderError, Secret};

use crate::known::{Row, signed_rows};
use crate::{CUSTOM, TOKEN, VALUE, asking_for_all, encode, sample, secret, signing};

/// One sample for each platform that signs and each encoding it may have.
fn samples() -> impl Iterator<Item = (Row, &'static str)> {
    let mut seen = BTreeSet::new();
    signed_rows().filter(move |(row, _)| seen.insert((row.vendor.as_str(), row.encoding.to_string())))
}

/// The same bytes with each bit turned round in turn.
fn with_each_bit_turned(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    (0..bytes.len() * 8).map(|bit| {
        let mut turned = bytes.to_vec();
        turned[bit / 8] ^= 1 << (bit % 8);
        turned
    })
}

fn fault(endpoint: &Endpoint, header: &str, value: &[u8], body: &[u8]) -> Option<HeaderError> {
    let unauthentic = endpoint.verify([(header, value)], body).err()?;
    let faults: Vec<_> = unauthentic.faults().collect();
    let [(name, fault)] = faults[..] else { panic!("{unauthentic}") };
    assert_eq!(name, header);
    Some(fault)
}

#[track_caller]
fn assert_fault(endpoint: &Endpoint, header: &str, value: &[u8], body: &[u8], expected: HeaderError) {
    let found = fault(endpoint, header, value, body);
    assert_eq!(found, Some(expected), "{header}: {}", value.escape_ascii());
}

#[test]
fn every_platform_that_signs_is_put_to_these_tests() {
    let sampled: BTreeSet<_> = samples().map(|(row, _)| row.vendor.as_str()).collect();
    assert_eq!(sampled, signing().map(|(vendor, _)| vendor.as_str()).collect());
}

#[test]
fn no_bit_of_a_body_may_change() {
    for (row, header) in samples() {
        let endpoint = row.endpoint();
        for body in with_each_bit_turned(&row.body) {
            assert_fault(&endpoint, header, row.signature.as_bytes(), &body, HeaderError::Mismatch);
        }
    }
}

#[test]
fn no_byte_of_a_body_may_be_missing_or_added() {
    for (row, header) in samples() {
        let endpoint = row.endpoint();
        for end in 0..row.body.len() {
            assert_fault(&endpoint, header, row.signature.as_bytes(), &row.body[..end], HeaderError::Mismatch);
        }
        for byte in 0..=u8::MAX {
            let longer = [&row.body[..], &[byte]].concat();
            assert_fault(&endpoint, header, row.signature.as_bytes(), &longer, HeaderError::Mismatch);
        }
    }
}

#[test]
fn no_bit_of_a_signature_may_change() {
    for (row, header) in samples() {
        let endpoint = row.endpoint();
        let signature = secret(row.secret).sign(&row.body);
        for signature in with_each_bit_turned(&signature) {
            let value = encode(row.encoding, &signature);
            assert_fault(&endpoint, header, value.as_bytes(), &row.body, HeaderError::Mismatch);
        }
    }
}

#[test]
fn no_bit_of_a_secret_may_change() {
    for (row, header) in samples() {
        for other in with_each_bit_turned(row.secret.as_bytes()) {
            let other = Secret::try_from(other).unwrap();
            let endpoint = Endpoint::builder(row.vendor).signing_secret(other).encoding(row.encoding).build().unwrap();
            assert_fault(&endpoint, header, row.signature.as_bytes(), &row.body, HeaderError::Mismatch);
        }
    }
}

#[test]
fn no_text_with_a_bit_changed_is_another_spelling() {
    for (row, header) in samples() {
        let endpoint = row.endpoint();
        for value in with_each_bit_turned(row.signature.as_bytes()) {
            let is_taken = fault(&endpoint, header, &value, &row.body).is_none();
            let is_same = row.encoding == Encoding::Hex && value.eq_ignore_ascii_case(row.signature.as_bytes());
            assert_eq!(is_taken, is_same, "{}", value.escape_ascii());
        }
    }
}

#[test]
fn a_signature_has_one_length() {
    for (row, header) in samples() {
        let endpoint = row.endpoint();
        let long = [&secret(row.secret).sign(&row.body)[..], &[0; 96]].concat();
        for length in (0..=long.len()).filter(|&length| length != 32) {
            for prefix in ["", "sha256="] {
                let value = format!("{prefix}{}", encode(row.encoding, &long[..length]));
                assert_fault(&endpoint, header, value.as_bytes(), &row.body, HeaderError::WrongLength);
            }
        }
    }
}

#[test]
fn no_character_of_a_signature_may_be_missing_or_added() {
    for (row, header) in samples() {
        let endpoint = row.endpoint();
        let digits_of_a_byte = if row.encoding == Encoding::Hex { 2 } else { 4 };
        let expected = |length: usize| {
            if length.is_multiple_of(digits_of_a_byte) { HeaderError::WrongLength } else { HeaderError::Malformed }
        };
        for end in 0..row.signature.len() {
            assert_fault(&endpoint, header, &row.signature.as_bytes()[..end], &row.body, expected(end));
            let cut = &row.signature[row.signature.len() - end..];
            assert!(fault(&endpoint, header, cut.as_bytes(), &row.body).is_some(), "{cut}");
        }
        for byte in (0..=u8::MAX).filter(|byte| !byte.is_ascii_whitespace()) {
            for longer in [[row.signature.as_bytes(), &[byte]].concat(), [&[byte], row.signature.as_bytes()].concat()] {
                let found = fault(&endpoint, header, &longer, &row.body);
                let expected = if byte.is_ascii_graphic() { HeaderError::Malformed } else { HeaderError::NotAscii };
                assert_eq!(found, Some(expected), "{}", longer.escape_ascii());
            }
        }
    }
}

#[test]
fn no_bit_of_a_token_or_of_a_secret_value_may_change() {
    for &vendor in leadhook::Vendor::VARIANTS {
        let (delivery, body) = (vendor.delivery(), sample(vendor));
        let endpoint = asking_for_all(vendor).build().unwrap();
        let assert_none_passes = |header: &str, prefix: &str, value: &str| {
            for turned in with_each_bit_turned(value.as_bytes()) {
                let turned = [prefix.as_bytes(), &turned].concat();
                let headers = endpoint.sign(&body).into_iter().map(|(name, value)| {
                    let value = if name == header { turned.clone() } else { value.into_bytes() };
                    (name, value)
                });
                let unauthentic = endpoint.verify(headers, &body).unwrap_err();
                let faults: Vec<_> = unauthentic.faults().collect();
                let [(name, HeaderError::Mismatch | HeaderError::NotAscii)] = faults[..] else { panic!("{faults:?}") };
                assert_eq!(name, header);
            }
        };
        if delivery.bearer_token {
            assert_none_passes("Authorization", "Bearer ", TOKEN);
        }
        if delivery.custom_headers {
            assert_none_passes(CUSTOM, "", VALUE);
        }
    }
}
