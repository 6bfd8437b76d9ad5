//! Headers that are missing, repeated or of another name. All headers that an endpoint checks must pass.

use leadhook::Vendor;
use leadhook::endpoint::{Endpoint, HeaderError};

use super::header_values::{assert_accepted, assert_refused};
use super::{
    CUSTOM, MARK, NO_HEADERS, SIGNING, TOKEN, VALUE, builder_with_all_secrets, can_authenticate, in_hex, sample_body,
    secret, signing_vendors, vendors_that,
};

use HeaderError::{Malformed, Mismatch, Missing, NotAscii, Repeated};

/// Returns an endpoint of each vendor that can authenticate, a body, and headers that pass.
fn authentic_requests() -> impl Iterator<Item = (Endpoint, Vec<u8>, Vec<(String, String)>)> {
    vendors_that(can_authenticate).map(|vendor| {
        let (endpoint, body) = (builder_with_all_secrets(vendor).build().unwrap(), sample_body(vendor));
        let headers = endpoint.sign(&body);
        (endpoint, body, headers)
    })
}

fn borrow(headers: &[(String, String)]) -> Vec<(&str, &str)> {
    headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[test]
fn every_missing_header_is_reported() {
    for (endpoint, body, headers) in authentic_requests() {
        let expected: Vec<_> = borrow(&headers).into_iter().map(|(name, _)| (name, Missing)).collect();
        assert_refused(&endpoint, &NO_HEADERS, &body, &expected);
        for at in 0..headers.len() {
            let mut others = borrow(&headers);
            others.remove(at);
            assert_refused(&endpoint, &others, &body, &expected[at..=at]);
        }
    }
}

#[test]
fn a_repeated_header_is_refused() {
    for (endpoint, body, headers) in authentic_requests() {
        for at in 0..headers.len() {
            let (name, value) = borrow(&headers)[at];
            let expected = [(name, Repeated)];
            let (upper, lower) = (name.to_uppercase(), name.to_lowercase());
            for again in [
                (name, value),
                (upper.as_str(), value),
                (lower.as_str(), value),
                (name, ""),
                (name, "\0"),
                (name, "something else"),
            ] {
                let mut after = borrow(&headers);
                after.push(again);
                assert_refused(&endpoint, &after, &body, &expected);
                let mut before = borrow(&headers);
                before.insert(0, again);
                assert_refused(&endpoint, &before, &body, &expected);
            }
            let many = [borrow(&headers), vec![(name, value); 1000]].concat();
            assert_refused(&endpoint, &many, &body, &expected);
        }
    }
}

#[test]
fn the_header_map_of_the_http_crate_works_as_it_is() {
    for (endpoint, body, headers) in authentic_requests() {
        let mut map = http::HeaderMap::new();
        map.insert("content-type", http::HeaderValue::from_static("application/json"));
        for (name, value) in &headers {
            let name: http::HeaderName = name.parse().unwrap();
            map.insert(name, value.parse().unwrap());
        }
        assert!(endpoint.receive(&map, &body).is_ok());
        let (name, _) = borrow(&headers)[0];
        let name: http::HeaderName = name.parse().unwrap();
        let opaque = http::HeaderValue::from_bytes(b"\xff").unwrap();
        let header_error =
            |map: &http::HeaderMap| endpoint.verify(map, &body).unwrap_err().header_errors().next().unwrap().1;
        map.append(&name, opaque.clone());
        assert_eq!(header_error(&map), Repeated);
        map.insert(&name, opaque);
        assert_eq!(header_error(&map), NotAscii);
        map.remove(&name);
        assert_eq!(header_error(&map), Missing);
    }
}

#[test]
fn header_names_are_compared_without_ascii_case_only() {
    for (endpoint, body, headers) in authentic_requests() {
        let renamed = |rename: &dyn Fn(&str) -> String| {
            headers.iter().map(|(name, value)| (rename(name), value.clone())).collect::<Vec<_>>()
        };
        for accepted in [renamed(&str::to_uppercase), renamed(&str::to_lowercase)] {
            assert_accepted(&endpoint, &borrow(&accepted), &body);
        }
        let expected: Vec<_> = borrow(&headers).into_iter().map(|(name, _)| (name, Missing)).collect();
        for other in [
            renamed(&|name| format!("{name} ")),
            renamed(&|name| format!(" {name}")),
            renamed(&|name| format!("{name}:")),
            renamed(&|name| format!("{name}\0")),
            renamed(&|name| format!("{name}2")),
            renamed(&|name| format!("X-{name}")),
            renamed(&|name| name[1..].to_owned()),
            renamed(&|name| name.replace(['-', 'z'], "_")),
            // Characters that Unicode folds to ASCII letters: the long s and the Kelvin sign.
            renamed(&|name| name.replace(['S', 's'], "\u{17f}").replace(['K', 'k'], "\u{212a}").replace('A', "\u{c1}")),
            renamed(&|_| String::new()),
        ] {
            assert_refused(&endpoint, &borrow(&other), &body, &expected);
        }
    }
}

#[test]
fn headers_of_other_vendors_are_ignored() {
    for (endpoint, body, headers) in authentic_requests() {
        let names: Vec<_> = headers.iter().map(|(name, _)| name.as_str()).collect();
        let others: Vec<_> = signing_vendors()
            .filter(|(_, name)| !names.contains(name))
            .map(|(_, name)| (name, headers[0].1.as_str()))
            .collect();
        let expected: Vec<_> = names.iter().map(|&name| (name, Missing)).collect();
        assert_refused(&endpoint, &others, &body, &expected);
        assert_accepted(&endpoint, &[borrow(&headers), others].concat(), &body);
    }
}

#[test]
fn every_configured_header_must_pass_and_every_wrong_one_is_reported() {
    let body = sample_body(Vendor::LimeCall);
    let endpoint = builder_with_all_secrets(Vendor::LimeCall).build().unwrap();
    let (signature, token) = ("X-LimeCall-Signature", "Authorization");
    let hex = in_hex(&secret(SIGNING).sign(&body));
    let bearer = format!("Bearer {TOKEN}");
    assert_accepted(&endpoint, &[(token, &bearer), (signature, &hex)], &body);

    let wrong = "Bearer something else".to_owned();
    let assert = |headers: &[(&str, &String)], expected: &[(&str, HeaderError)]| {
        assert_refused(&endpoint, headers, &body, expected);
    };
    assert(&[(signature, &hex)], &[(token, Missing)]);
    assert(&[(token, &bearer)], &[(signature, Missing)]);
    assert(&[(signature, &hex), (token, &wrong)], &[(token, Mismatch)]);
    assert(&[(signature, &wrong), (token, &bearer)], &[(signature, Malformed)]);
    assert(&[(token, &wrong), (signature, &wrong)], &[(signature, Malformed), (token, Mismatch)]);
    assert(&[(signature, &bearer), (token, &hex)], &[(signature, Malformed), (token, Malformed)]);
    assert(&[(token, &bearer), (token, &bearer)], &[(signature, Missing), (token, Repeated)]);

    let body = sample_body(Vendor::LeadSail);
    let endpoint =
        builder_with_all_secrets(Vendor::LeadSail).secret_header("X-Other-Key", secret(TOKEN)).build().unwrap();
    assert_accepted(&endpoint, &[("x-other-key", TOKEN), (CUSTOM, VALUE)], &body);
    assert_refused(&endpoint, &[(CUSTOM, VALUE)], &body, &[("X-Other-Key", Missing)]);
    assert_refused(&endpoint, &[("X-Other-Key", TOKEN)], &body, &[(CUSTOM, Missing)]);
    let swapped = [(CUSTOM, TOKEN), ("X-Other-Key", VALUE)];
    assert_refused(&endpoint, &swapped, &body, &[(CUSTOM, Mismatch), ("X-Other-Key", Mismatch)]);
}

#[test]
fn verify_and_receive_return_the_same_error() {
    for vendor in vendors_that(can_authenticate) {
        let (endpoint, body) = (builder_with_all_secrets(vendor).build().unwrap(), sample_body(vendor));
        let error = endpoint.verify(NO_HEADERS, &body).unwrap_err();
        assert_eq!(leadhook::Error::from(error), endpoint.receive(NO_HEADERS, &body).unwrap_err().error);
    }
}

#[test]
fn debug_shows_no_secret() {
    for &vendor in Vendor::VARIANTS {
        let builder = builder_with_all_secrets(vendor).account("brazil");
        let endpoint = builder.clone().build().unwrap();
        let body = sample_body(vendor);
        let received = endpoint.receive(endpoint.sign(&body), &body).unwrap();
        for shown in [format!("{builder:?}{builder:#?}"), format!("{endpoint:?}{endpoint:#?}"), format!("{received:?}")]
        {
            assert!(!shown.contains(MARK) && !shown.contains("53, 104, 48, 119"), "{shown}");
        }
    }
    let shown = format!("{:?}{:#?}", secret(SIGNING), secret(SIGNING));
    assert!(
        !shown.contains(MARK) && !shown.contains("53, 104") && !shown.contains(&SIGNING.len().to_string()),
        "{shown}"
    );
}
