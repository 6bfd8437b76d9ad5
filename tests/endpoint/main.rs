//! Who sent a webhook: what is taken, what is refused and with which words, what cannot be configured, and how each
//! platform delivers.

#[path = "../corpus/mod.rs"]
mod corpus;

mod changes;
mod config;
mod delivery;
mod headers;
mod hostile;
mod known;
mod properties;
mod received;
mod secrets;

use std::cell::Cell;
use std::path::Path;

use chrono::{DateTime, Utc};
use data_encoding::{BASE64, HEXLOWER};
use leadhook::endpoint::{Builder, Encoding, Endpoint, Secret};
use leadhook::{Timestamp, Vendor};

/// The secrets of [`asking_for_all`]. Each has this in it, and nothing else in the tests has.
const MARK: &str = "5h0w-me-n3ver";
const SIGNING: &str = "whsec_5h0w-me-n3ver_1";
const TOKEN: &str = "tok_5h0w-me-n3ver_2";
const VALUE: &str = "val_5h0w-me-n3ver_3";
const CUSTOM: &str = "X-Our-Key";

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
        other => panic!("{other}: no test knows it"),
    }
}

/// An endpoint that asks for all that its platform can prove itself by.
fn asking_for_all(vendor: Vendor) -> Builder {
    let delivery = vendor.delivery();
    let mut builder = Endpoint::builder(vendor);
    if delivery.signature_header.is_some() {
        builder = builder.signing_secret(secret(SIGNING));
    }
    if delivery.bearer_token {
        builder = builder.bearer_token(secret(TOKEN));
    }
    if delivery.custom_headers {
        builder = builder.header(CUSTOM, secret(VALUE));
    }
    builder
}

/// Whether a platform can prove anything.
fn proves(vendor: Vendor) -> bool {
    let delivery = vendor.delivery();
    delivery.signature_header.is_some() || delivery.bearer_token || delivery.custom_headers
}

/// The platforms that sign, and their headers.
fn signing() -> impl Iterator<Item = (Vendor, &'static str)> {
    Vendor::VARIANTS.iter().filter_map(|&vendor| vendor.delivery().signature_header.map(|header| (vendor, header)))
}

/// A body that a platform documents.
fn sample(vendor: Vendor) -> Vec<u8> {
    corpus::fixtures().into_iter().find(|document| document.vendor == vendor).unwrap().body
}

fn fixture(path: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(path)).unwrap()
}

/// No headers.
fn none() -> [(&'static str, &'static [u8]); 0] {
    []
}

fn instant(text: &str) -> Timestamp {
    Timestamp::try_from(text).unwrap()
}

fn datetime(text: &str) -> DateTime<Utc> {
    instant(text).datetime().to_utc()
}

thread_local! {
    static NOW: Cell<DateTime<Utc>> = const { Cell::new(DateTime::UNIX_EPOCH) };
}

/// What every clock of [`on_our_clock`] shows, in this test.
fn set_clock(text: &str) {
    NOW.set(datetime(text));
}

fn on_our_clock(builder: Builder) -> Builder {
    builder.clock(|| NOW.get())
}
