//! The business code behind the journal.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use leadhook::{Event, Limits, Vendor};
use leadhook_example_receiver::{Journal, Kept};
use tokio::runtime::Runtime;

use crate::desk::{Service, answer, builder, file, id, ignore, sign, undelivered, wait_until, webhook};

#[test]
fn a_slow_handler_delays_no_answer_and_is_taken_up_again() {
    let (_folder, file) = file();
    let started = Arc::new(AtomicUsize::new(0));
    let service = Service::start(&file, Limits::default(), {
        let started = Arc::clone(&started);
        move |_| {
            started.fetch_add(1, Ordering::SeqCst);
            std::future::pending()
        }
    });
    let mut client = service.client();
    let mut sent = Vec::new();
    for number in 0..30 {
        for &vendor in Vendor::VARIANTS {
            let body = webhook(vendor, &number.to_string());
            // An answer that waited for the handler would never come.
            assert_eq!(client.send(vendor, &sign(vendor, &body), &body), answer(200, "new"));
            sent.push(id(vendor, &body));
        }
    }
    wait_until(|| started.load(Ordering::SeqCst) == 1);
    assert_eq!(undelivered(&file).len(), sent.len());
    drop(service);

    let handed = Arc::new(Mutex::new(Vec::new()));
    let _service = Service::start(&file, Limits::default(), {
        let handed = Arc::clone(&handed);
        move |event: Event| {
            handed.lock().unwrap().push(event.id().to_string());
            ignore(event)
        }
    });
    wait_until(|| undelivered(&file).is_empty());
    assert_eq!(*handed.lock().unwrap(), sent);
}

#[test]
fn a_handler_that_fails_gets_the_event_again() {
    let (_folder, file) = file();
    let handed = Arc::new(Mutex::new(Vec::new()));
    let service = Service::start(&file, Limits::default(), {
        let handed = Arc::clone(&handed);
        move |event: Event| {
            let mut handed = handed.lock().unwrap();
            handed.push(event.vendor());
            let before = handed.iter().filter(|&&vendor| vendor == event.vendor()).count();
            async move {
                match (event.vendor(), before) {
                    (Vendor::Leadterra, 1) => Err("not now".to_owned()),
                    (Vendor::Leadterra, 2) => panic!("not now"),
                    _ => Ok(()),
                }
            }
        }
    });
    let mut client = service.client();
    for vendor in [Vendor::Leadterra, Vendor::LeadNest] {
        let body = webhook(vendor, "1");
        assert_eq!(client.send(vendor, &sign(vendor, &body), &body), answer(200, "new"));
    }
    wait_until(|| undelivered(&file).is_empty());
    let handed = handed.lock().unwrap();
    assert_eq!(handed.iter().filter(|&&vendor| vendor == Vendor::Leadterra).count(), 3);
    assert_eq!(handed.iter().filter(|&&vendor| vendor == Vendor::LeadNest).count(), 1);
}

#[test]
fn an_event_is_handed_on_though_nobody_waits_for_the_answer() {
    let (_folder, file) = file();
    let journal = Journal::open(&file).unwrap();
    let endpoint = builder(Vendor::LeadNest).build().unwrap();
    let received = |number| {
        let body = webhook(Vendor::LeadNest, number);
        (endpoint.receive(sign(Vendor::LeadNest, &body), &body).unwrap(), body)
    };
    Runtime::new().unwrap().block_on(async {
        let ((kept, kept_body), (left, left_body)) = (received("1"), received("2"));
        assert_eq!(journal.keep(&kept, &kept_body).await, Ok(Kept::New));
        tokio::time::timeout(Duration::from_secs(10), journal.news()).await.unwrap();
        // Gone after the first poll, as when a platform hangs up.
        let keeping = tokio::time::timeout(Duration::ZERO, journal.keep(&left, &left_body)).await;
        assert!(keeping.is_err() || keeping == Ok(Ok(Kept::New)));
        tokio::time::timeout(Duration::from_secs(10), journal.news()).await.unwrap();
        assert_eq!(journal.undelivered(None).await.unwrap().len(), 2);
    });
}
