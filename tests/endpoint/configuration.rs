//! Which configurations of an endpoint are errors.

use itertools::iproduct;
use leadhook::endpoint::{Builder, ConfigError, Encoding, Endpoint, Verification};
use leadhook::{Limits, Vendor};

use super::{
    CUSTOM, NO_HEADERS, SIGNING, TOKEN, VALUE, builder_with_all_secrets, can_authenticate, encode, sample_body, secret,
    sends_bearer_token, sends_secret_headers, signature, signature_header, signing_vendors, vendors_that,
};

#[track_caller]
fn assert_error(builder: Builder, expected: &ConfigError, message: &str) {
    let error = builder.build().unwrap_err();
    assert_eq!((&error, error.to_string().as_str()), (expected, message));
}

fn missing_secret(vendor: Vendor) -> ConfigError {
    let method = if signature_header(vendor).is_some() { "signing_secret" } else { "secret_header" };
    ConfigError::MissingSecret { endpoint: vendor.into(), method }
}

#[track_caller]
fn assert_unsigned(builder: Builder, vendor: Vendor) {
    let received = builder.build().unwrap().receive(NO_HEADERS, &sample_body(vendor)).unwrap();
    assert_eq!(received.verification, Verification::Unsigned, "{vendor}");
}

/// One configuration. A header has a name and a value.
#[derive(Clone, Copy, Debug)]
struct Config {
    signing_secrets: usize,
    encoding: Option<Encoding>,
    bearer_token: Option<&'static str>,
    secret_header: Option<(&'static str, &'static str)>,
    accept_unsigned: bool,
    account: Option<&'static str>,
}

const BAD_VALUE: &str = "bad value\n";
const BAD_NAME: &str = "bad name";
const BAD_ACCOUNT: &str = "bad account";

impl Config {
    fn builder(self, vendor: Vendor) -> Builder {
        let mut builder = Endpoint::builder(vendor);
        for _ in 0..self.signing_secrets {
            builder = builder.signing_secret(secret(SIGNING));
        }
        if let Some(encoding) = self.encoding {
            builder = builder.encoding(encoding);
        }
        if let Some(token) = self.bearer_token {
            builder = builder.bearer_token(secret(token));
        }
        if let Some((name, value)) = self.secret_header {
            builder = builder.secret_header(name, secret(value));
        }
        if self.accept_unsigned {
            builder = builder.dangerously_accept_unsigned();
        }
        if let Some(name) = self.account {
            builder = builder.account(name);
        }
        builder
    }

    /// Returns everything that is wrong with the configuration. The builder may report any of it.
    fn errors(self, vendor: Vendor) -> Vec<ConfigError> {
        let signs = self.signing_secrets > 0;
        let signature = signature(vendor);
        let undocumented = |what, method| ConfigError::Undocumented { endpoint: vendor.into(), what, method };
        let mut errors = Vec::new();
        if let Some((_, documented)) = signature {
            let contradicts = self.encoding.is_some_and(|chosen| documented.is_some_and(|one| one != chosen));
            errors.extend((signs && contradicts).then_some(ConfigError::EncodingMismatch(vendor.into())));
        } else {
            errors.extend(signs.then(|| undocumented("signature", "signing_secret")));
            errors.extend(self.encoding.map(|_| undocumented("signature", "encoding")));
        }
        match self.bearer_token {
            Some(_) if !sends_bearer_token(vendor) => errors.push(undocumented("bearer token", "bearer_token")),
            Some(BAD_VALUE) => errors.push(ConfigError::InvalidSecretValue),
            Some(_) | None => {}
        }
        match self.secret_header {
            Some(_) if !sends_secret_headers(vendor) => errors.push(undocumented("custom header", "secret_header")),
            Some((BAD_NAME, _)) => errors.push(ConfigError::InvalidHeaderName),
            Some((_, BAD_VALUE)) => errors.push(ConfigError::InvalidSecretValue),
            Some(_) | None => {}
        }
        // A vendor signs or sends secret headers. Its bearer token is optional, because it does not protect the body.
        let is_protected = match signature {
            Some(_) => signs,
            None => self.secret_header.is_some() || !sends_secret_headers(vendor),
        };
        let has_secret = signs || self.bearer_token.is_some() || self.secret_header.is_some();
        errors.extend((!is_protected && !self.accept_unsigned).then_some(missing_secret(vendor)));
        errors.extend(
            (is_protected && self.accept_unsigned && has_secret).then_some(ConfigError::UnusedSecret(vendor.into())),
        );
        errors.extend((self.account == Some(BAD_ACCOUNT)).then_some(ConfigError::InvalidAccount));
        errors
    }

    /// Returns the headers that the endpoint of a configuration without errors makes for a body.
    fn headers(self, vendor: Vendor, body: &[u8]) -> Vec<(String, String)> {
        let signature = signature(vendor).filter(|_| self.signing_secrets > 0).map(|(header, documented)| {
            let encoding = documented.or(self.encoding).unwrap_or(Encoding::Hex);
            (header.to_owned(), encode(encoding, &secret(SIGNING).sign(body)))
        });
        let token = self.bearer_token.map(|token| ("Authorization".to_owned(), format!("Bearer {token}")));
        let header = self.secret_header.map(|(name, value)| (name.to_owned(), value.to_owned()));
        [signature, token, header].into_iter().flatten().collect()
    }
}

fn configs() -> impl Iterator<Item = Config> {
    let encodings = Encoding::VARIANTS.iter().copied().map(Some).chain([None]);
    let headers = [None, Some((CUSTOM, VALUE)), Some((BAD_NAME, VALUE)), Some((CUSTOM, BAD_VALUE))];
    iproduct!(
        0..3,
        encodings,
        [None, Some(TOKEN), Some(BAD_VALUE)],
        headers,
        [false, true],
        [None, Some("brazil"), Some(BAD_ACCOUNT)]
    )
    .map(|(signing_secrets, encoding, bearer_token, secret_header, accept_unsigned, account)| Config {
        signing_secrets,
        encoding,
        bearer_token,
        secret_header,
        accept_unsigned,
        account,
    })
}

#[test]
fn every_combination_builds_exactly_if_nothing_is_wrong_with_it() {
    for &vendor in Vendor::VARIANTS {
        let body = sample_body(vendor);
        let (mut built, mut refused) = (0, Vec::new());
        for config in configs() {
            let errors = config.errors(vendor);
            match config.builder(vendor).build() {
                Ok(endpoint) => {
                    assert_eq!(errors, [], "{vendor}: {config:?}");
                    assert_eq!(endpoint.sign(&body), config.headers(vendor, &body), "{vendor}: {config:?}");
                    assert_eq!(endpoint.source().account(), config.account, "{vendor}: {config:?}");
                    built += 1;
                }
                Err(error) => {
                    assert!(errors.contains(&error), "{vendor}: {config:?}: {error:?} is not in {errors:?}");
                    refused.extend((!refused.contains(&error)).then_some(error));
                }
            }
        }
        assert!(built > 0 && refused.contains(&ConfigError::InvalidAccount), "{vendor}: {built} built, {refused:?}");
        assert_eq!(refused.contains(&missing_secret(vendor)), can_authenticate(vendor), "{vendor}");
        assert_eq!(refused.contains(&ConfigError::UnusedSecret(vendor.into())), can_authenticate(vendor), "{vendor}");
    }
}

#[test]
fn a_vendor_that_can_authenticate_needs_a_secret() {
    for &vendor in Vendor::VARIANTS {
        let method = match (signature_header(vendor), sends_secret_headers(vendor)) {
            (Some(_), _) => "signing_secret",
            (None, true) => "secret_header",
            (None, false) => {
                assert_unsigned(Endpoint::builder(vendor), vendor);
                continue;
            }
        };
        let message =
            format!("{vendor} can authenticate its requests: set `{method}`, or `dangerously_accept_unsigned`");
        let expected = missing_secret(vendor);
        assert_error(Endpoint::builder(vendor), &expected, &message);
        assert_error(Endpoint::builder(vendor).account("brazil").limits(Limits::default()), &expected, &message);
        if sends_bearer_token(vendor) {
            assert_error(Endpoint::builder(vendor).bearer_token(secret(TOKEN)), &expected, &message);
        }
        assert_unsigned(Endpoint::builder(vendor).dangerously_accept_unsigned(), vendor);
    }
}

#[test]
fn a_secret_and_accepting_unsigned_requests_contradict_each_other() {
    for &vendor in Vendor::VARIANTS {
        let builder = builder_with_all_secrets(vendor).dangerously_accept_unsigned();
        if can_authenticate(vendor) {
            let message = format!(
                "a secret for {vendor} and `dangerously_accept_unsigned` contradict each other: remove one of them"
            );
            assert_error(builder, &ConfigError::UnusedSecret(vendor.into()), &message);
        } else {
            assert_unsigned(builder, vendor);
        }
    }
}

#[test]
fn a_bearer_token_is_checked_even_if_unsigned_requests_are_accepted() {
    for vendor in vendors_that(sends_bearer_token) {
        let builder = Endpoint::builder(vendor).dangerously_accept_unsigned().bearer_token(secret(TOKEN));
        let (endpoint, body) = (builder.build().unwrap(), sample_body(vendor));
        assert!(endpoint.verify(NO_HEADERS, &body).is_err());
        let Ok(Verification::Verified(proofs)) = endpoint.verify(endpoint.sign(&body), &body) else { panic!() };
        assert_eq!((proofs.len(), proofs[0].header.as_str()), (1, "Authorization"));
    }
}

#[test]
fn a_secret_that_the_vendor_does_not_use_is_refused() {
    for &vendor in Vendor::VARIANTS {
        let assert_undocumented = |what, method, configure: &dyn Fn(Builder) -> Builder| {
            let expected = ConfigError::Undocumented { endpoint: vendor.into(), what, method };
            let unsigned = Endpoint::builder(vendor).dangerously_accept_unsigned();
            for builder in [Endpoint::builder(vendor), unsigned, builder_with_all_secrets(vendor)] {
                assert_error(
                    configure(builder),
                    &expected,
                    &format!("{vendor} documents no {what}: remove `{method}`"),
                );
            }
        };
        if signature_header(vendor).is_none() {
            assert_undocumented("signature", "signing_secret", &|builder| builder.signing_secret(secret(SIGNING)));
            for &encoding in Encoding::VARIANTS {
                assert_undocumented("signature", "encoding", &|builder| builder.encoding(encoding));
            }
        }
        if !sends_bearer_token(vendor) {
            assert_undocumented("bearer token", "bearer_token", &|builder| builder.bearer_token(secret(TOKEN)));
        }
        if !sends_secret_headers(vendor) {
            assert_undocumented("custom header", "secret_header", &|builder| {
                builder.secret_header(CUSTOM, secret(VALUE))
            });
        }
        assert!(builder_with_all_secrets(vendor).build().is_ok());
    }
}

#[test]
fn an_encoding_can_be_chosen_only_if_it_is_undocumented() {
    for (vendor, _) in signing_vendors() {
        let documented = signature(vendor).and_then(|(_, encoding)| encoding);
        for &encoding in Encoding::VARIANTS {
            let builder = builder_with_all_secrets(vendor).encoding(encoding);
            if documented.is_none_or(|documented| documented == encoding) {
                assert!(builder.build().is_ok(), "{vendor}: {encoding}");
            } else {
                let message = format!("{vendor} documents another encoding of its signature: remove `encoding`");
                assert_error(builder, &ConfigError::EncodingMismatch(vendor.into()), &message);
            }
        }
    }
    assert_eq!(signature(Vendor::LimeCall), Some(("X-LimeCall-Signature", None)));
}

#[test]
fn a_secret_that_no_header_can_contain_is_refused() {
    let message = "a bearer token or secret header must be visible ASCII, without a space at either end";
    for &vendor in Vendor::VARIANTS {
        for value in
            [" ", "\n", "value\n", " value", "value\t", "va\tlue", "v\u{e4}lue", "\u{ff}", "\u{feff}value", "value\0"]
        {
            if sends_bearer_token(vendor) {
                let builder = Endpoint::builder(vendor).dangerously_accept_unsigned().bearer_token(secret(value));
                assert_error(builder, &ConfigError::InvalidSecretValue, message);
            }
            if sends_secret_headers(vendor) {
                let builder = Endpoint::builder(vendor).secret_header(CUSTOM, secret(value));
                assert_error(builder, &ConfigError::InvalidSecretValue, message);
            }
        }
        // A signing secret is never in a header.
        if signature_header(vendor).is_some() {
            assert!(Endpoint::builder(vendor).signing_secret(secret("v\u{e4}lue\n")).build().is_ok());
        }
    }
}

#[test]
fn the_name_of_a_header_must_be_an_http_token() {
    let message = "a header name must contain only letters, digits and !#$%&'*+-.^_`|~";
    for vendor in vendors_that(sends_secret_headers) {
        for byte in 0..=u8::MAX {
            let name = format!("X{}Y", char::from(byte));
            let found = Endpoint::builder(vendor).secret_header(&name, secret(VALUE)).build();
            let is_token = byte.is_ascii_alphanumeric() || br"!#$%&'*+-.^_`|~".contains(&byte);
            assert_eq!(found.is_ok(), is_token, "{name:?}");
        }
        for name in
            ["", " ", "X-Key ", "X Key", "X-Key:", "X-Key\r\nX-Other", "X-Schl\u{fc}ssel", "\u{17f}", "(x)", "\0"]
        {
            let first = Endpoint::builder(vendor).secret_header(name, secret(VALUE));
            assert_error(first, &ConfigError::InvalidHeaderName, message);
            let second =
                Endpoint::builder(vendor).secret_header(CUSTOM, secret(VALUE)).secret_header(name, secret(VALUE));
            assert_error(second, &ConfigError::InvalidHeaderName, message);
        }
        let endpoint = Endpoint::builder(vendor).secret_header("authorization", secret(VALUE)).build().unwrap();
        assert_eq!(endpoint.sign(b""), [("authorization".to_owned(), VALUE.to_owned())]);
    }
}

#[test]
fn an_account_name_must_fit_into_a_uri() {
    let message = "an account name must contain only letters, digits, `-`, `.`, `_` and `~`";
    for &vendor in Vendor::VARIANTS {
        for name in ["", " ", "a b", "a/b", "/", "br\u{e1}zil", "a\n", "\0", "a%20b", "a:b", "a?", "a#"] {
            assert_error(builder_with_all_secrets(vendor).account(name), &ConfigError::InvalidAccount, message);
        }
        for name in ["brazil", "7", "A-1._~", &"a".repeat(1000)] {
            let endpoint = builder_with_all_secrets(vendor).account(name).build().unwrap();
            assert_eq!((endpoint.source().vendor(), endpoint.source().account()), (Some(vendor), Some(name)));
        }
        let endpoint = builder_with_all_secrets(vendor).build().unwrap();
        assert_eq!((endpoint.source().vendor(), endpoint.source().account()), (Some(vendor), None));
        let endpoint = builder_with_all_secrets(vendor).account("first").account("second").build().unwrap();
        assert_eq!(endpoint.source().account(), Some("second"));
    }
}
