//! Secrets: they are never empty, can be read from files, and can be rotated.

use std::error::Error as _;
use std::{fs, io};

use leadhook::endpoint::{Builder, Endpoint, Secret, SecretError, Verification};

use super::{
    SIGNING, TOKEN, builder_with_all_secrets, sample_body, secret, sends_bearer_token, sends_secret_headers,
    signature_header, signing_vendors, vendors_that,
};

#[test]
fn an_empty_secret_is_refused() {
    for found in [Secret::try_from(""), Secret::try_from(Vec::new())] {
        let error = found.unwrap_err();
        assert!(matches!(error, SecretError::Empty));
        assert_eq!(error.to_string(), "the secret is empty");
    }
}

/// Asserts that a file with these bytes is read as this secret, or is refused as empty. Secrets are equal if they sign alike.
#[track_caller]
fn assert_read(bytes: &[u8], expected: Option<&[u8]>) {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), bytes).unwrap();
    match (Secret::from_file(file.path()), expected) {
        (Ok(read), Some(expected)) => {
            let expected = Secret::try_from(expected.to_vec()).unwrap();
            assert_eq!(read.sign(b"body"), expected.sign(b"body"), "{}", bytes.escape_ascii());
        }
        (Err(SecretError::Empty), None) => {}
        (found, _) => panic!("{found:?}: {}", bytes.escape_ascii()),
    }
}

#[test]
fn one_trailing_newline_of_a_file_is_removed() {
    assert_read(b"secret", Some(b"secret"));
    assert_read(b"secret\n", Some(b"secret"));
    assert_read(b"secret\r\n", Some(b"secret"));
    assert_read(b"secret\n\n", Some(b"secret\n"));
    assert_read(b"secret\r\n\r\n", Some(b"secret\r\n"));
    assert_read(b"secret\n\r\n", Some(b"secret\n"));
    assert_read(b"secret\r", Some(b"secret\r"));
    assert_read(b"secret \t", Some(b"secret \t"));
    assert_read(b"\nsecret", Some(b"\nsecret"));
    assert_read(b" secret\n", Some(b" secret"));
    assert_read(b"se\ncret\n", Some(b"se\ncret"));
    assert_read(b"\xff\xfe\x01\n", Some(b"\xff\xfe\x01"));
    assert_read(b"\xef\xbb\xbfsecret\n", Some(b"\xef\xbb\xbfsecret"));
    assert_read(b"\r", Some(b"\r"));
    assert_read(b"\n\n", Some(b"\n"));
    assert_read(b"", None);
    assert_read(b"\n", None);
    assert_read(b"\r\n", None);
}

#[test]
fn the_error_of_an_unreadable_file_has_the_cause_as_its_source_only() {
    let folder = tempfile::tempdir().unwrap();
    for path in [folder.path().join("missing"), folder.path().to_owned()] {
        let error = Secret::from_file(&path).unwrap_err();
        assert!(matches!(error, SecretError::File(_)), "{error:?}");
        assert_eq!(error.to_string(), "cannot read the secret file");
        let source = error.source().unwrap();
        assert!(source.is::<io::Error>() && source.source().is_none(), "{source:?}");
    }
}

/// Asserts which of several secrets is reported for a request that is made with one of them.
#[track_caller]
fn assert_index(configure: impl Fn(&[&str]) -> Builder, secrets: &[&str], used: &str, expected: Option<usize>) {
    let endpoint = configure(secrets).build().unwrap();
    let body = sample_body(endpoint.source().vendor().unwrap());
    let headers = configure(&[used]).build().unwrap().sign(&body);
    let found = match endpoint.verify(headers, &body) {
        Ok(Verification::Verified(proofs)) if proofs.len() == 1 => Some(proofs[0].secret_index),
        Ok(other) => panic!("{other:?}"),
        Err(_) => None,
    };
    assert_eq!(found, expected, "{secrets:?} {used}");
}

#[track_caller]
fn assert_rotates(configure: impl Fn(&[&str]) -> Builder) {
    let three = ["old", "new", "newest"];
    for (at, used) in three.iter().enumerate() {
        assert_index(&configure, &three, used, Some(at));
        let others: Vec<_> = three.into_iter().filter(|other| other != used).collect();
        assert_index(&configure, &others, used, None);
    }
    assert_index(&configure, &["old"], "old", Some(0));
    assert_index(&configure, &["same", "same"], "same", Some(0));
    assert_index(&configure, &["other", "same", "same"], "same", Some(1));
    assert_index(&configure, &three, "oldest", None);

    let first = configure(&three).build().unwrap();
    assert_eq!(first.sign(b"body"), configure(&three[..1]).build().unwrap().sign(b"body"));
}

#[test]
fn each_of_several_secrets_matches_and_the_first_match_is_reported() {
    for (vendor, _) in signing_vendors() {
        assert_rotates(|secrets| {
            secrets.iter().fold(Endpoint::builder(vendor), |builder, text| builder.signing_secret(secret(text)))
        });
    }
    for vendor in vendors_that(sends_bearer_token) {
        assert_rotates(|secrets| {
            secrets.iter().fold(Endpoint::builder(vendor).dangerously_accept_unsigned(), |builder, text| {
                builder.bearer_token(secret(text))
            })
        });
    }
    for vendor in vendors_that(sends_secret_headers) {
        assert_rotates(|secrets| {
            let mut names = ["X-Key", "x-key", "X-KEY"].into_iter();
            secrets.iter().fold(Endpoint::builder(vendor), |builder, text| {
                builder.secret_header(names.next().unwrap(), secret(text))
            })
        });
    }
}

#[test]
fn the_index_of_a_secret_counts_per_header() {
    for vendor in vendors_that(sends_bearer_token) {
        let body = sample_body(vendor);
        let sender = builder_with_all_secrets(vendor).build().unwrap();
        let endpoint = Endpoint::builder(vendor)
            .signing_secret(secret("other"))
            .bearer_token(secret(TOKEN))
            .signing_secret(secret(SIGNING))
            .build()
            .unwrap();
        let Ok(Verification::Verified(proofs)) = endpoint.verify(sender.sign(&body), &body) else { panic!() };
        let proofs: Vec<_> = proofs.iter().map(|proof| (proof.header.as_str(), proof.secret_index)).collect();
        assert_eq!(proofs, [(signature_header(vendor).unwrap(), 1), ("Authorization", 0)]);
    }
}
