//! How the handler gets the stored events.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use leadhook::{Event, Limits, Vendor};
use leadhook_example_receiver::{Journal, Stored};
use tokio::runtime::Runtime;

use crate::harness::{Server, builder, id, ignore, journal_file, pending_ids, response, sign, wait_until, webhook};

#[test]
fn a_slow_handler_delays_no_response_and_gets_its_events_after_a_restart() {
    let (_folder, file) = journal_file();
    let calls = Arc::new(AtomicUsize::new(0));
    let server = Server::start(&file, Limits::default(), {
        let calls = Arc::clone(&calls);
        move |_| {
            calls.fetch_add(1, Ordering::SeqCst);
            std::future::pending()
        }
    });
    let mut client = server.client();
    let mut sent = Vec::new();
    for number in 0..30 {
        for &vendor in Vendor::VARIANTS {
            let body = webhook(vendor, &number.to_string());
            // The handler never returns, so a response that waited for it would never come.
            assert_eq!(client.send(vendor, &sign(vendor, &body), &body), response(200, "new"));
            sent.push(id(vendor, &body));
        }
    }
    wait_until(|| calls.load(Ordering::SeqCst) == 1);
    assert_eq!(pending_ids(&file).len(), sent.len());
    drop(server);

    let handled = Arc::new(Mutex::new(Vec::new()));
    let _server = Server::start(&file, Limits::default(), {
        let handled = Arc::clone(&handled);
        move |event: Event| {
            handled.lock().unwrap().push(event.id().to_string());
            ignore(event)
        }
    });
    wait_until(|| pending_ids(&file).is_empty());
    assert_eq!(*handled.lock().unwrap(), sent);
}

#[test]
fn a_handler_that_fails_gets_the_event_again() {
    let (_folder, file) = journal_file();
    let calls = Arc::new(Mutex::new(Vec::new()));
    let server = Server::start(&file, Limits::default(), {
        let calls = Arc::clone(&calls);
        move |event: Event| {
            let mut calls = calls.lock().unwrap();
            let vendor = event.source().vendor();
            calls.push(vendor);
            let count = calls.iter().filter(|&&other| other == vendor).count();
            async move {
                match (vendor, count) {
                    (Some(Vendor::Leadterra), 1) => Err("not now".to_owned()),
                    (Some(Vendor::Leadterra), 2) => panic!("not now"),
                    _ => Ok(()),
                }
            }
        }
    });
    let mut client = server.client();
    for vendor in [Vendor::Leadterra, Vendor::LeadNest] {
        let body = webhook(vendor, "1");
        assert_eq!(client.send(vendor, &sign(vendor, &body), &body), response(200, "new"));
    }
    wait_until(|| pending_ids(&file).is_empty());
    let calls = calls.lock().unwrap();
    assert_eq!(calls.iter().filter(|&&vendor| vendor == Some(Vendor::Leadterra)).count(), 3);
    assert_eq!(calls.iter().filter(|&&vendor| vendor == Some(Vendor::LeadNest)).count(), 1);
}

#[test]
fn an_event_is_announced_even_if_its_caller_is_gone() {
    let (_folder, file) = journal_file();
    let journal = Journal::open(&file).unwrap();
    let endpoint = builder(Vendor::LeadNest).build().unwrap();
    let receive = |number| {
        let body = webhook(Vendor::LeadNest, number);
        (endpoint.receive(sign(Vendor::LeadNest, &body), &body).unwrap(), body)
    };
    Runtime::new().unwrap().block_on(async {
        let ((first, first_body), (second, second_body)) = (receive("1"), receive("2"));
        assert_eq!(journal.store(&first, &first_body).await, Ok(Stored::New));
        tokio::time::timeout(Duration::from_secs(10), journal.wait_for_event()).await.unwrap();
        // The future is dropped after the first poll, as when a vendor closes the connection.
        let result = tokio::time::timeout(Duration::ZERO, journal.store(&second, &second_body)).await;
        assert!(result.is_err() || result == Ok(Ok(Stored::New)));
        tokio::time::timeout(Duration::from_secs(10), journal.wait_for_event()).await.unwrap();
        assert_eq!(journal.pending(None).await.unwrap().len(), 2);
    });
}
