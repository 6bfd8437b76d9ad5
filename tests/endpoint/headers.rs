//! Which headers are asked for: those that are missing, repeated or of another name, and that all must pass.

use leadhook::Vendor;
use leadhook::endpoint::{Endpoint, HeaderError};

use crate::hostile::{assert_refused, assert_taken};
use crate::{CUSTOM, MARK, SIGNING, TOKEN, VALUE, asking_for_all, in_hex, none, proves, sample, secret, signing};

use HeaderError::{Malformed, Mismatch, Missing, NotAscii, Repeated};

/// Each platform that proves anything, with an endpoint, a body, and headers of which each is right.
fn proven() -> impl Iterator<Item = (Endpoint, Vec<u8>, Vec<(String, String)>)> {
    Vendor::VARIANTS.iter().filter(|&&vendor| proves(vendor)).map(|&vendor| {
        let (endpoint, body) = (asking_for_all(vendor).build().unwrap(), sample(vendor));
        let headers = endpoint.sign(&body);
        (endpoint, body, headers)
    })
}

fn borrowed(headers: &[(String, String)]) -> Vec<(&str, &str)> {
    headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[test]
fn every_header_that_is_missing_is_told() {
    for (endpoint, body, headers) in proven() {
        let expected: Vec<_> = borrowed(&headers).into_iter().map(|(name, _)| (name, Missing)).collect();
        assert_refused(&endpoint, &none(), &body, &expected);
        for at in 0..headers.len() {
            let mut others = borrowed(&headers);
            others.remove(at);
            assert_refused(&endpoint, &others, &body, &expected[at..=at]);
        }
    }
}

#[test]
fn a_header_stands_there_once() {
    for (endpoint, body, headers) in proven() {
        for at in 0..headers.len() {
            let (name, value) = borrowed(&headers)[at];
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
                let mut after = borrowed(&headers);
                after.push(again);
                assert_refused(&endpoint, &after, &body, &expected);
                let mut before = borrowed(&headers);
                before.insert(0, again);
                assert_refused(&endpoint, &before, &body, &expected);
            }
            let many = [borrowed(&headers), vec![(name, value); 1000]].concat();
            assert_refused(&endpoint, &many, &body, &expected);
        }
    }
}

#[test]
fn the_header_map_of_http_tells_of_each_value() {
    for (endpoint, body, headers) in proven() {
        let mut map = http::HeaderMap::new();
        map.insert("content-type", http::HeaderValue::from_static("application/json"));
        for (name, value) in &headers {
            let name: http::HeaderName = name.parse().unwrap();
            map.insert(name, value.parse().unwrap());
        }
        assert!(endpoint.receive(&map, &body).is_ok());
        let (name, _) = borrowed(&headers)[0];
        let name: http::HeaderName = name.parse().unwrap();
        let opaque = http::HeaderValue::from_bytes(b"\xff").unwrap();
        let fault = |map: &http::HeaderMap| endpoint.verify(map, &body).unwrap_err().faults().next().unwrap().1;
        map.append(&name, opaque.clone());
        assert_eq!(fault(&map), Repeated);
        map.insert(&name, opaque);
        assert_eq!(fault(&map), NotAscii);
        map.remove(&name);
        assert_eq!(fault(&map), Missing);
    }
}

#[test]
fn a_name_is_the_same_in_either_case_of_ascii_and_in_nothing_else() {
    for (endpoint, body, headers) in proven() {
        let renamed = |rename: &dyn Fn(&str) -> String| {
            headers.iter().map(|(name, value)| (rename(name), value.clone())).collect::<Vec<_>>()
        };
        for taken in [renamed(&str::to_uppercase), renamed(&str::to_lowercase)] {
            assert_taken(&endpoint, &borrowed(&taken), &body);
        }
        let expected: Vec<_> = borrowed(&headers).into_iter().map(|(name, _)| (name, Missing)).collect();
        for other in [
            renamed(&|name| format!("{name} ")),
            renamed(&|name| format!(" {name}")),
            renamed(&|name| format!("{name}:")),
            renamed(&|name| format!("{name}\0")),
            renamed(&|name| format!("{name}2")),
            renamed(&|name| format!("X-{name}")),
            renamed(&|name| name[1..].to_owned()),
            renamed(&|name| name.replace(['-', 'z'], "_")),
            // What Unicode folds to ASCII's letters: the long s, and the sign of Kelvin.
            renamed(&|name| name.replace(['S', 's'], "\u{17f}").replace(['K', 'k'], "\u{212a}").replace('A', "\u{c1}")),
            renamed(&|_| String::new()),
        ] {
            assert_refused(&endpoint, &borrowed(&other), &body, &expected);
        }
    }
}

#[test]
fn the_headers_of_other_platforms_prove_nothing() {
    for (endpoint, body, headers) in proven() {
        let names: Vec<_> = headers.iter().map(|(name, _)| name.as_str()).collect();
        let others: Vec<_> = signing()
            .filter(|(_, name)| !names.contains(name))
            .map(|(_, name)| (name, headers[0].1.as_str()))
            .collect();
        let expected: Vec<_> = names.iter().map(|&name| (name, Missing)).collect();
        assert_refused(&endpoint, &others, &body, &expected);
        assert_taken(&endpoint, &[borrowed(&headers), others].concat(), &body);
    }
}

#[test]
fn all_that_is_configured_must_pass_and_each_fault_is_told() {
    let body = sample(Vendor::LimeCall);
    let endpoint = asking_for_all(Vendor::LimeCall).build().unwrap();
    let (signature, token) = ("X-LimeCall-Signature", "Authorization");
    let hex = in_hex(&secret(SIGNING).sign(&body));
    let bearer = format!("Bearer {TOKEN}");
    assert_taken(&endpoint, &[(token, &bearer), (signature, &hex)], &body);

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

    let body = sample(Vendor::LeadSail);
    let endpoint = asking_for_all(Vendor::LeadSail).header("X-Other-Key", secret(TOKEN)).build().unwrap();
    assert_taken(&endpoint, &[("x-other-key", TOKEN), (CUSTOM, VALUE)], &body);
    assert_refused(&endpoint, &[(CUSTOM, VALUE)], &body, &[("X-Other-Key", Missing)]);
    assert_refused(&endpoint, &[("X-Other-Key", TOKEN)], &body, &[(CUSTOM, Missing)]);
    let swapped = [(CUSTOM, TOKEN), ("X-Other-Key", VALUE)];
    assert_refused(&endpoint, &swapped, &body, &[(CUSTOM, Mismatch), ("X-Other-Key", Mismatch)]);
}

#[test]
fn who_is_not_authentic_is_told_so_in_the_same_words_with_and_without_the_rest() {
    for &vendor in Vendor::VARIANTS.iter().filter(|&&vendor| proves(vendor)) {
        let (endpoint, body) = (asking_for_all(vendor).build().unwrap(), sample(vendor));
        let unauthentic = endpoint.verify(none(), &body).unwrap_err();
        assert_eq!(leadhook::Error::from(unauthentic), endpoint.receive(none(), &body).unwrap_err().error);
    }
}

#[test]
fn nothing_shows_a_secret() {
    for &vendor in Vendor::VARIANTS {
        let builder = asking_for_all(vendor).account("brazil");
        let endpoint = builder.clone().build().unwrap();
        let body = sample(vendor);
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
