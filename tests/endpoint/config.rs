//! What cannot be configured, secrets in files, and several secrets at once.

use std::fs;

use leadhook::endpoint::{Authenticity, Builder, ConfigError, Encoding, Endpoint, NoSecret, Secret};
use leadhook::{Limits, Vendor, Word as _};

use crate::{CUSTOM, SIGNING, TOKEN, VALUE, asking_for_all, none, proves, sample, secret, signing};

#[track_caller]
fn assert_error(builder: Builder, expected: &ConfigError, told: &str) {
    let found = builder.build().unwrap_err();
    assert_eq!((&found, found.to_string().as_str()), (expected, told));
}

#[track_caller]
fn assert_unsigned(builder: Builder, vendor: Vendor) {
    let received = builder.build().unwrap().receive(none(), &sample(vendor)).unwrap();
    assert_eq!(received.authenticity, Authenticity::Unsigned, "{vendor}");
}

#[test]
fn what_can_be_proven_is_asked_for() {
    for &vendor in Vendor::ALL {
        let delivery = vendor.delivery();
        let need = match (delivery.signature_header, delivery.custom_headers) {
            (Some(_), _) => "`signed_with`",
            (None, true) => "`header`",
            (None, false) => {
                assert_unsigned(Endpoint::of(vendor), vendor);
                continue;
            }
        };
        let told = format!("{vendor} can prove who it is: give the secret ({need}), or ask for `unsigned`");
        let expected = ConfigError::NoSecret(vendor);
        assert_error(Endpoint::of(vendor), &expected, &told);
        assert_error(Endpoint::of(vendor).account("brazil").limits(Limits::default()), &expected, &told);
        if delivery.bearer_token {
            assert_error(Endpoint::of(vendor).bearer(secret(TOKEN)), &expected, &told);
        }
        assert_unsigned(Endpoint::of(vendor).unsigned(), vendor);
    }
}

#[test]
fn unsigned_and_a_secret_contradict_each_other() {
    for &vendor in Vendor::ALL {
        if proves(vendor) {
            let told = format!("a secret of {vendor}'s and `unsigned` contradict each other");
            assert_error(asking_for_all(vendor).unsigned(), &ConfigError::SecretUnused(vendor), &told);
        } else {
            assert_unsigned(asking_for_all(vendor).unsigned(), vendor);
        }
    }
}

#[test]
fn without_a_signature_a_token_can_still_be_asked_for() {
    for &vendor in Vendor::ALL.iter().filter(|vendor| vendor.delivery().bearer_token) {
        let (endpoint, body) = (Endpoint::of(vendor).unsigned().bearer(secret(TOKEN)).build().unwrap(), sample(vendor));
        assert!(endpoint.authenticate(none(), &body).is_err());
        let Ok(Authenticity::Authentic(proofs)) = endpoint.authenticate(endpoint.sign(&body), &body) else { panic!() };
        assert_eq!((proofs.len(), proofs[0].header.as_str()), (1, "Authorization"));
    }
}

#[test]
fn what_a_platform_does_not_send_is_not_asked_for() {
    for &vendor in Vendor::ALL {
        let delivery = vendor.delivery();
        let assert_not_documented = |what, configure: &dyn Fn(Builder) -> Builder| {
            let expected = ConfigError::NotDocumented { vendor, what };
            for builder in [Endpoint::of(vendor), Endpoint::of(vendor).unsigned(), asking_for_all(vendor)] {
                assert_error(configure(builder), &expected, &format!("{vendor} documents no {what}"));
            }
        };
        if delivery.signature_header.is_none() {
            assert_not_documented("signature", &|builder| builder.signed_with(secret(SIGNING)));
        }
        if !delivery.bearer_token {
            assert_not_documented("bearer token", &|builder| builder.bearer(secret(TOKEN)));
        }
        if !delivery.custom_headers {
            assert_not_documented("headers of its customer's", &|builder| builder.header(CUSTOM, secret(VALUE)));
        }
        assert!(asking_for_all(vendor).build().is_ok());
    }
}

#[test]
fn an_encoding_is_chosen_only_where_none_is_documented() {
    for (vendor, _) in signing() {
        let documented = vendor.delivery().signature_encoding;
        for &encoding in Encoding::ALL {
            let builder = asking_for_all(vendor).encoding(encoding);
            if documented.is_none_or(|documented| documented == encoding) {
                assert!(builder.build().is_ok(), "{vendor}: {encoding}");
            } else {
                let told = format!("{vendor} documents its signature in another encoding");
                assert_error(builder, &ConfigError::Encoding(vendor), &told);
            }
        }
    }
    assert_eq!(Vendor::LimeCall.delivery().signature_encoding, None);
}

#[test]
fn an_encoding_without_a_signature_is_not_asked_for() {
    for &vendor in Vendor::ALL {
        for &encoding in Encoding::ALL {
            if vendor.delivery().signature_header.is_none() {
                let (what, told) = ("signature", format!("{vendor} documents no signature"));
                assert_error(
                    asking_for_all(vendor).encoding(encoding),
                    &ConfigError::NotDocumented { vendor, what },
                    &told,
                );
            }
        }
    }
}

#[test]
fn a_secret_that_no_header_can_carry_is_not_configured() {
    for &vendor in Vendor::ALL {
        let delivery = vendor.delivery();
        for text in
            [" ", "\n", "value\n", " value", "value\t", "va\tlue", "v\u{e4}lue", "\u{ff}", "\u{feff}value", "value\0"]
        {
            if delivery.bearer_token {
                assert!(Endpoint::of(vendor).unsigned().bearer(secret(text)).build().is_err(), "{text:?}");
            }
            if delivery.custom_headers {
                assert!(Endpoint::of(vendor).header(CUSTOM, secret(text)).build().is_err(), "{text:?}");
            }
        }
        // What signs is never in a header.
        if delivery.signature_header.is_some() {
            assert!(Endpoint::of(vendor).signed_with(secret("v\u{e4}lue\n")).build().is_ok());
        }
    }
}

#[test]
fn a_headers_name_is_a_token_of_http() {
    let told = "a header's name has only letters, digits, and !#$%&'*+-.^_`|~";
    for &vendor in Vendor::ALL.iter().filter(|vendor| vendor.delivery().custom_headers) {
        for byte in 0..=u8::MAX {
            let name = format!("X{}Y", char::from(byte));
            let found = Endpoint::of(vendor).header(&name, secret(VALUE)).build();
            let is_token = byte.is_ascii_alphanumeric() || br"!#$%&'*+-.^_`|~".contains(&byte);
            assert_eq!(found.is_ok(), is_token, "{name:?}");
        }
        for name in
            ["", " ", "X-Key ", "X Key", "X-Key:", "X-Key\r\nX-Other", "X-Schl\u{fc}ssel", "\u{17f}", "(x)", "\0"]
        {
            assert_error(Endpoint::of(vendor).header(name, secret(VALUE)), &ConfigError::HeaderName, told);
            let second = Endpoint::of(vendor).header(CUSTOM, secret(VALUE)).header(name, secret(VALUE));
            assert_error(second, &ConfigError::HeaderName, told);
        }
        let endpoint = Endpoint::of(vendor).header("authorization", secret(VALUE)).build().unwrap();
        assert_eq!(endpoint.sign(b""), [("authorization".to_owned(), VALUE.to_owned())]);
    }
}

#[test]
fn an_account_has_a_label_that_every_uri_may_hold() {
    let told = "an account's label has only letters, digits, `-`, `.`, `_` and `~`";
    for &vendor in Vendor::ALL {
        for label in ["", " ", "a b", "a/b", "/", "br\u{e1}zil", "a\n", "\0", "a%20b", "a:b", "a?", "a#"] {
            assert_error(asking_for_all(vendor).account(label), &ConfigError::Account, told);
        }
        for label in ["brazil", "7", "A-1._~", &"a".repeat(1000)] {
            let endpoint = asking_for_all(vendor).account(label).build().unwrap();
            assert_eq!((endpoint.source().vendor(), endpoint.source().account()), (vendor, Some(label)));
        }
        let endpoint = asking_for_all(vendor).build().unwrap();
        assert_eq!((endpoint.source().vendor(), endpoint.source().account()), (vendor, None));
        let endpoint = asking_for_all(vendor).account("first").account("second").build().unwrap();
        assert_eq!(endpoint.source().account(), Some("second"));
    }
}

#[test]
fn no_secret_is_empty() {
    for found in [Secret::try_from(""), Secret::try_from(Vec::new())] {
        let error = found.unwrap_err();
        assert!(matches!(error, NoSecret::Empty));
        assert_eq!(error.to_string(), "an empty secret");
    }
}

/// What a file with these bytes is read as: the secret that signs alike, if any.
#[track_caller]
fn assert_read(bytes: &[u8], expected: Option<&[u8]>) {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), bytes).unwrap();
    match (Secret::read(file.path()), expected) {
        (Ok(read), Some(expected)) => {
            let expected = Secret::try_from(expected.to_vec()).unwrap();
            assert_eq!(read.sign(b"body"), expected.sign(b"body"), "{}", bytes.escape_ascii());
        }
        (Err(NoSecret::Empty), None) => {}
        (found, _) => panic!("{found:?}: {}", bytes.escape_ascii()),
    }
}

#[test]
fn a_file_loses_one_lines_end() {
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
fn a_file_that_cannot_be_read_is_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    for path in [folder.path().join("missing"), folder.path().to_owned()] {
        let error = Secret::read(&path).unwrap_err();
        assert!(matches!(error, NoSecret::File(_)), "{error:?}");
        assert!(error.to_string().starts_with("a secret's file cannot be read: "), "{error}");
    }
}

/// Which of several secrets is told to match what is proven with one of them.
#[track_caller]
fn assert_index(configure: impl Fn(&[&str]) -> Builder, secrets: &[&str], used: &str, expected: Option<usize>) {
    let endpoint = configure(secrets).build().unwrap();
    let body = sample(endpoint.source().vendor());
    let headers = configure(&[used]).build().unwrap().sign(&body);
    let found = match endpoint.authenticate(headers, &body) {
        Ok(Authenticity::Authentic(proofs)) if proofs.len() == 1 => Some(proofs[0].secret),
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
fn while_secrets_change_any_may_match_and_the_first_that_does_is_told() {
    for (vendor, _) in signing() {
        assert_rotates(|secrets| {
            secrets.iter().fold(Endpoint::of(vendor), |builder, text| builder.signed_with(secret(text)))
        });
    }
    for &vendor in Vendor::ALL.iter().filter(|vendor| vendor.delivery().bearer_token) {
        assert_rotates(|secrets| {
            secrets.iter().fold(Endpoint::of(vendor).unsigned(), |builder, text| builder.bearer(secret(text)))
        });
    }
    for &vendor in Vendor::ALL.iter().filter(|vendor| vendor.delivery().custom_headers) {
        assert_rotates(|secrets| {
            let mut names = ["X-Key", "x-key", "X-KEY"].into_iter();
            secrets
                .iter()
                .fold(Endpoint::of(vendor), |builder, text| builder.header(names.next().unwrap(), secret(text)))
        });
    }
}

#[test]
fn each_header_tells_its_own_secret() {
    for &vendor in Vendor::ALL.iter().filter(|vendor| vendor.delivery().bearer_token) {
        let body = sample(vendor);
        let old = asking_for_all(vendor).build().unwrap();
        let endpoint = Endpoint::of(vendor)
            .signed_with(secret("other"))
            .bearer(secret(TOKEN))
            .signed_with(secret(SIGNING))
            .build()
            .unwrap();
        let Ok(Authenticity::Authentic(proofs)) = endpoint.authenticate(old.sign(&body), &body) else { panic!() };
        let proofs: Vec<_> = proofs.iter().map(|proof| (proof.header.as_str(), proof.secret)).collect();
        assert_eq!(proofs, [(vendor.delivery().signature_header.unwrap(), 1), ("Authorization", 0)]);
    }
}
