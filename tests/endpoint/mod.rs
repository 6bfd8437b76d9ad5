//! Endpoints: which requests are accepted, which are refused with which messages, which configurations are errors, and how
//! each vendor delivers.

mod configuration;
mod delivery;
mod header_values;
mod headers;
mod known_signatures;
mod properties;
mod receiving;
mod secrets;
mod standard_webhooks;
mod tampering;

use std::cell::Cell;
use std::path::Path;

use chrono::{DateTime, Utc};
use data_encoding::{BASE64, HEXLOWER};
use leadhook::endpoint::{Builder, Encoding, Endpoint, Secret};
use leadhook::vendors::AuthScheme;
use leadhook::{Timestamp, Vendor};
use leadhook_harness::corpus::fixtures;

/// A part of each secret of [`builder_with_all_secrets`], and of no other test data.
const MARK: &str = "5h0w-me-n3ver";
const SIGNING: &str = "whsec_5h0w-me-n3ver_1";
const TOKEN: &str = "tok_5h0w-me-n3ver_2";
const VALUE: &str = "val_5h0w-me-n3ver_3";
/// The name of the secret header.
const CUSTOM: &str = "X-Webhook-Key";

const NO_HEADERS: [(&str, &[u8]); 0] = [];

fn secret(text: &str) -> Secret {
    Secret::try_from(text).unwrap()
}

fn in_hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(bytes)
}

fn in_base64(bytes: &[u8]) -> String {
    BASE64.encode(bytes)
}

fn encode(encoding: Encoding, bytes: &[u8]) -> String {
    match encoding {
        Encoding::Hex => in_hex(bytes),
        Encoding::Base64 => in_base64(bytes),
        other => panic!("the tests do not know the encoding {other}"),
    }
}

/// Returns a builder with a secret for each scheme that the vendor offers.
fn builder_with_all_secrets(vendor: Vendor) -> Builder {
    let mut builder = Endpoint::builder(vendor);
    if signature_header(vendor).is_some() {
        builder = builder.signing_secret(secret(SIGNING));
    }
    if sends_bearer_token(vendor) {
        builder = builder.bearer_token(secret(TOKEN));
    }
    if sends_secret_headers(vendor) {
        builder = builder.secret_header(CUSTOM, secret(VALUE));
    }
    builder
}

/// Returns true if a vendor offers any scheme.
fn can_authenticate(vendor: Vendor) -> bool {
    !vendor.delivery().auth.is_empty()
}

/// Returns the header and the documented encoding of a vendor's signature.
fn signature(vendor: Vendor) -> Option<(&'static str, Option<Encoding>)> {
    vendor.delivery().auth.iter().find_map(|scheme| {
        if let &AuthScheme::HmacSha256 { header, encoding } = scheme { Some((header, encoding)) } else { None }
    })
}

fn signature_header(vendor: Vendor) -> Option<&'static str> {
    signature(vendor).map(|(header, _)| header)
}

fn sends_bearer_token(vendor: Vendor) -> bool {
    vendor.delivery().auth.contains(&AuthScheme::Bearer)
}

fn sends_secret_headers(vendor: Vendor) -> bool {
    vendor.delivery().auth.contains(&AuthScheme::SecretHeader)
}

fn vendors_that(condition: impl Fn(Vendor) -> bool) -> impl Iterator<Item = Vendor> {
    Vendor::VARIANTS.iter().copied().filter(move |&vendor| condition(vendor))
}

/// Returns the vendors that sign, and the headers of their signatures.
fn signing_vendors() -> impl Iterator<Item = (Vendor, &'static str)> {
    Vendor::VARIANTS.iter().filter_map(|&vendor| signature_header(vendor).map(|header| (vendor, header)))
}

/// Returns a documented body.
fn sample_body(vendor: Vendor) -> Vec<u8> {
    fixtures().into_iter().find(|file| file.vendor == vendor).unwrap().body
}

fn read_fixture(path: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(path)).unwrap()
}

fn timestamp(text: &str) -> Timestamp {
    Timestamp::try_from(text).unwrap()
}

fn datetime(text: &str) -> DateTime<Utc> {
    timestamp(text).to_datetime().to_utc()
}

thread_local! {
    static NOW: Cell<DateTime<Utc>> = const { Cell::new(DateTime::UNIX_EPOCH) };
}

/// Sets the time of every clock of [`with_test_clock`] in this test.
fn set_clock(text: &str) {
    NOW.set(datetime(text));
}

fn with_test_clock(builder: Builder) -> Builder {
    builder.clock(|| NOW.get())
}
