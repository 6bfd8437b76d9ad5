//! Verifies requests, stores each webhook once, and responds.
//!
//! `cargo run --example verify` handles made-up requests of LeadNest. It needs the feature `signature`.

use std::collections::BTreeMap;
use std::{error, io};

use leadhook::endpoint::{Endpoint, HttpStatus, Secret};
use leadhook::uuid::Uuid;
use leadhook::{Event, Rejection, Vendor};

/// Keeps webhooks in memory. Yours writes to disk before it returns.
#[derive(Default)]
struct Store {
    events: BTreeMap<Uuid, Event>,
    rejections: Vec<Rejection>,
    is_full: bool,
}

impl Store {
    fn add(&mut self, webhook: Result<Event, Rejection>) -> io::Result<()> {
        if self.is_full {
            return Err(io::ErrorKind::StorageFull.into());
        }
        match webhook {
            Ok(event) => _ = self.events.entry(event.id()).or_insert(event), // Sent again, it has the same id.
            Err(rejection) => self.rejections.push(rejection),
        }
        Ok(())
    }
}

/// Handles a request and returns the status to respond with.
fn handle(endpoint: &Endpoint, store: &mut Store, headers: &[(String, String)], body: &[u8]) -> HttpStatus {
    let webhook = match endpoint.receive(headers.iter().map(|(name, value)| (name, value)), body) {
        Ok(received) => Ok(received.event),
        Err(rejection) if rejection.http_status() == HttpStatus::Ok => Err(rejection), // authentic but invalid
        Err(rejection) => return rejection.http_status(), // 401: not authentic; 413: too large
    };
    store.add(webhook).map_or(HttpStatus::ServiceUnavailable, |()| HttpStatus::Ok) // 503: most vendors send it again
}

const OPENED: &str = r#"{"event":"email.opened","timestamp":"2026-02-02T12:00:00Z","data":{"message_id":"msg_1"}}"#;
const WITHOUT_TIME: &str = r#"{"event":"email.opened","data":{"message_id":"msg_1"}}"#;

fn main() -> Result<(), Box<dyn error::Error>> {
    let secret = Secret::try_from("made up")?; // Read yours with `Secret::from_file`.
    let endpoint = Endpoint::builder(Vendor::LeadNest).signing_secret(secret).build()?;
    let mut store = Store::default();

    let sign = |body: &str| endpoint.sign(body.as_bytes()); // LeadNest does this.
    let forged = vec![("X-LeadNest-Signature".to_owned(), "0".repeat(64))];
    let (altered, large) = (OPENED.replace("msg_1", "msg_2"), " ".repeat(2 << 20));
    for (request, headers, body, expected) in [
        ("signed", sign(OPENED), OPENED, HttpStatus::Ok),
        ("sent again", sign(OPENED), OPENED, HttpStatus::Ok),
        ("forged", forged, OPENED, HttpStatus::Unauthorized),
        ("altered", sign(OPENED), &altered, HttpStatus::Unauthorized),
        ("signed, without a time", sign(WITHOUT_TIME), WITHOUT_TIME, HttpStatus::Ok),
        ("signed, too large", sign(&large), &large, HttpStatus::PayloadTooLarge),
    ] {
        let status = handle(&endpoint, &mut store, &headers, body.as_bytes());
        println!("{request}: respond {}", status.as_u16());
        assert_eq!(status, expected);
    }
    println!("stored: {} event, {} rejection", store.events.len(), store.rejections.len());
    assert_eq!((store.events.len(), store.rejections.len()), (1, 1));

    store.is_full = true;
    let status = handle(&endpoint, &mut store, &sign(OPENED), OPENED.as_bytes());
    println!("signed, but the store is full: respond {}", status.as_u16());
    assert_eq!(status, HttpStatus::ServiceUnavailable);
    Ok(())
}

#[test]
fn it_responds_as_asserted() {
    main().unwrap();
}
