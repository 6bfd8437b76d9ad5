//! All kinds of requests at the same time.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use leadhook::{ErrorKind, Event, Limits, RawBody, Vendor, normalize};

use crate::harness::{
    SMALL, Server, id, ignore, journal_file, pending_ids, rejections, response, rows, sign, wait_until, webhook,
};

#[test]
fn under_load_every_request_is_accounted_for() {
    const PER_VENDOR: usize = 120;
    let (_folder, file) = journal_file();
    let handled = Arc::new(Mutex::new(Vec::new()));
    let server = Server::start(&file, Limits::default().with_max_body(SMALL), {
        let handled = Arc::clone(&handled);
        move |event: Event| {
            handled.lock().unwrap().push(event.id().to_string());
            ignore(event)
        }
    });

    let mut requests = Vec::new();
    let (mut ids, mut rejected) = (BTreeSet::new(), Vec::new());
    let mut expected = BTreeMap::new();
    let mut expect = |status, text| *expected.entry((status, text)).or_insert(0) += 1;
    for &vendor in Vendor::VARIANTS {
        for number in 0..PER_VENDOR {
            let valid = webhook(vendor, &number.to_string());
            let malformed = valid[..valid.len() - 2 - number % 40].to_vec();
            let invalid = String::from_utf8(valid.clone()).unwrap().replace("Z\"", "h\"").into_bytes();
            let mut large = valid.clone();
            large.resize(SMALL + 1, b' ');
            assert!(ids.insert(id(vendor, &valid)));
            for (body, kind) in [(&malformed, ErrorKind::Malformed), (&invalid, ErrorKind::Invalid)] {
                assert_eq!(normalize(vendor, body).unwrap_err().kind(), kind);
                rejected.push((vendor, body.clone()));
                expect(200, "rejected");
            }
            expect(200, "new");
            expect(200, "duplicate");
            expect(413, "");
            for body in [&valid, &valid, &malformed, &invalid, &large] {
                requests.push((vendor, sign(vendor, body), body.clone()));
            }
            if vendor != Vendor::LigueLead {
                requests.push((vendor, sign(Vendor::LigueLead, &valid), valid));
                expect(401, "unauthenticated");
            }
        }
    }

    let (next, responses) = (AtomicUsize::new(0), Mutex::new((BTreeMap::new(), Duration::ZERO)));
    let started = Instant::now();
    thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                let mut client = server.client();
                loop {
                    let turn = next.fetch_add(1, Ordering::SeqCst);
                    if turn >= requests.len() {
                        return;
                    }
                    // The step shares no factor with the number of requests, so this is a fixed permutation of them.
                    let (vendor, headers, body) = &requests[turn * 1009 % requests.len()];
                    let sent = Instant::now();
                    let (status, text) = client.send(*vendor, headers, body);
                    let mut responses = responses.lock().unwrap();
                    let text = if status == 413 { String::new() } else { text };
                    *responses.0.entry((status, text)).or_insert(0) += 1;
                    responses.1 = responses.1.max(sent.elapsed());
                }
            });
        }
    });
    let (responses, longest) = responses.into_inner().unwrap();
    println!("{} requests in {:?}, the longest {longest:?}: {responses:?}", requests.len(), started.elapsed());

    assert_ne!(requests.len() % 1009, 0);
    assert_eq!(
        responses,
        expected.into_iter().map(|((status, text), count)| (response(status, text), count)).collect()
    );
    assert_eq!(responses.values().sum::<usize>(), requests.len());
    assert!(longest < Duration::from_secs(5));
    assert_eq!(rows(&file, "SELECT id FROM event").into_iter().collect::<BTreeSet<_>>(), ids);
    let mut stored: Vec<_> = rejections(&file)
        .into_iter()
        .map(|rejection| match rejection.raw {
            RawBody::Inline(bytes) => (rejection.source.unwrap().vendor().unwrap(), bytes),
            RawBody::InFile { .. } | RawBody::Dropped { .. } => panic!("the body is not stored"),
        })
        .collect();
    stored.sort_by_key(|(vendor, body)| (vendor.as_str(), body.clone()));
    rejected.sort_by_key(|(vendor, body)| (vendor.as_str(), body.clone()));
    assert_eq!(stored, rejected);

    wait_until(|| pending_ids(&file).is_empty());
    let mut handled = handled.lock().unwrap().clone();
    handled.sort();
    assert_eq!(handled, ids.into_iter().collect::<Vec<_>>());
}
