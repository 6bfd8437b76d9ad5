//! What cannot be configured.

use leadhook::endpoint::{Verification, Builder, ConfigError, Encoding, Endpoint};
use leadhook::{Limits, Vendor, StringEnum as _};

use crate::{CUSTOM, SIGNING, TOKEN, VALUE, asking_for_all, none, proves, sample, secret, signing};

#[track_caller]
fn assert_error(builder: Builder, expected: &ConfigError, told: &str) {
    let found = builder.build().unwrap_err();
    assert_eq!((&found, found.to_string().as_str()), (expected, told));
}

#[track_caller]
fn assert_unsigned(builder: Builder, vendor: Vendor) {
    let received = builder.build().unwrap().receive(none(), &sample(vendor)).unwrap();
    assert_eq!(received.authenticity, Verification::Unsigned, "{vendor}");
}

#[test]
fn what_can_be_proven_is_asked_for() {
    for &vendor in Vendor::VARIANTS {
        let delivery = vendor.delivery();
        let need = match (delivery.signature_header, delivery.custom_headers) {
            (Some(_), _) => "`signed_with`",
            (None, true) => "`header`",
            (None, false) => {
                assert_unsigned(Endpoint::builder(vendor), vendor);
                continue;
            }
        };
        let told = format!("{vendor} can prove who it is: give the secret ({need}), or ask for `unsigned`");
        let expected = ConfigError::MissingSecret(vendor);
        assert_error(Endpoint::builder(vendor), &expected, &told);
        assert_error(Endpoint::builder(vendor).account("brazil").limits(Limits::default()), &expected, &told);
        if delivery.bearer_token {
            assert_error(Endpoint::builder(vendor).bearer_token(secret(TOKEN)), &expected, &told);
        }
        assert_unsigned(Endpoint::builder(vendor).dangerously_accept_unsigned(), vendor);
    }
}

#[test]
fn unsigned_and_a_secret_contradict_each_other() {
    for &vendor in Vendor::VARIANTS {
        if proves(vendor) {
            let told = format!("a secret of {vendor}'s and `unsigned` contradict each other");
            assert_error(asking_for_all(vendor).dangerously_accept_unsigned(), &ConfigError::SecretUnused(vendor), &told);
        } else {
            assert_unsigned(asking_for_all(vendor).dangerously_accept_unsigned(), vendor);
        }
    }
}

#[test]
fn without_a_signature_a_token_can_still_be_asked_for() {
    for &vendor in Vendor::VARIANTS.iter().filter(|vendor| vendor.delivery().bearer_token) {
        let (endpoint, body) = (Endpoint::builder(vendor).dangerously_accept_unsigned().bearer_token(secret(TOKEN)).build().unwrap(), sample(vendor));
        assert!(endpoint.verify(none(), &body).is_err());
        let Ok(Verification::Verified(proofs)) = endpoint.verify(endpoint.sign(&body), &body) else { panic!() };
        assert_eq!((proofs.len(), proofs[0].header.as_str()), (1, "Authorization"));
    }
}

#[test]
fn what_a_platform_does_not_send_is_not_asked_for() {
    for &vendor in Vendor::VARIANTS {
        let delivery = vendor.delivery();
        let assert_not_documented = |what, configure: &dyn Fn(Builder) -> Builder| {
            let expected = ConfigError::NotDocumented { vendor, what };
            for builder in [Endpoint::builder(vendor), Endpoint::builder(vendor).dangerously_accept_unsigned(), asking_for_all(vendor)] {
                assert_error(configure(builder), &expected, &format!("{vendor} documents no {what}"));
            }
        };
        if delivery.signature_header.is_none() {
            assert_not_documented("signature", &|builder| builder.signing_secret(secret(SIGNING)));
        }
        if !delivery.bearer_token {
            assert_not_documented("bearer token", &|builder| builder.bearer_token(secret(TOKEN)));
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
        for &encoding in Encoding::VARIANTS {
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
    for &vendor in Vendor::VARIANTS {
        for &encoding in Encoding::VARIANTS {
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
    for &vendor in Vendor::VARIANTS {
        let delivery = vendor.delivery();
        for text in
            [" ", "\n", "value\n", " value", "value\t", "va\tlue", "v\u{e4}lue", "\u{ff}", "\u{feff}value", "value\0"]
        {
            if delivery.bearer_token {
                assert!(Endpoint::builder(vendor).dangerously_accept_unsigned().bearer_token(secret(text)).build().is_err(), "{text:?}");
            }
            if delivery.custom_headers {
                assert!(Endpoint::builder(vendor).header(CUSTOM, secret(text)).build().is_err(), "{text:?}");
            }
        }
        // What signs is never in a header.
        if delivery.signature_header.is_some() {
            assert!(Endpoint::builder(vendor).signing_secret(secret("v\u{e4}lue\n")).build().is_ok());
        }
    }
}

#[test]
fn a_headers_name_is_a_token_of_http() {
    let told = "a header's name has only letters, digits, and !#$%&'*+-.^_`|~";
    for &vendor in Vendor::VARIANTS.iter().filter(|vendor| vendor.delivery().custom_headers) {
        for byte in 0..=u8::MAX {
            let name = format!("X{}Y", char::from(byte));
            let found = Endpoint::builder(vendor).header(&name, secret(VALUE)).build();
            let is_token = byte.is_ascii_alphanumeric() || br"!#$%&'*+-.^_`|~".contains(&byte);
            assert_eq!(found.is_ok(), is_token, "{name:?}");
        }
        for name in
            ["", " ", "X-Key ", "X Key", "X-Key:", "X-Key\r\nX-Other", "X-Schl\u{fc}ssel", "\u{17f}", "(x)", "\0"]
        {
            assert_error(Endpoint::builder(vendor).header(name, secret(VALUE)), &ConfigError::HeaderName, told);
            let second = Endpoint::builder(vendor).header(CUSTOM, secret(VALUE)).header(name, secret(VALUE));
            assert_error(second, &ConfigError::HeaderName, told);
        }
        let endpoint = Endpoint::builder(vendor).header("authorization", secret(VALUE)).build().unwrap();
        assert_eq!(endpoint.sign(b""), [("authorization".to_owned(), VALUE.to_owned())]);
    }
}

#[test]
fn an_account_has_a_label_that_every_uri_may_hold() {
    let told = "an account's label has only letters, digits, `-`, `.`, `_` and `~`";
    for &vendor in Vendor::VARIANTS {
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
