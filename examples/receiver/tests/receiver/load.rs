//! Everything at once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use leadhook::{ErrorKind, Event, Limits, RawBody, Vendor, normalize};

use crate::desk::{SMALL, Service, answer, file, id, ignore, rejections, rows, sign, undelivered, wait_until, webhook};

#[test]
fn under_load_all_that_goes_in_is_accounted_for() {
    const EACH: usize = 120;
    let (_folder, file) = file();
    let handed = Arc::new(Mutex::new(Vec::new()));
    let service = Service::start(&file, Limits::default().with_body(SMALL), {
        let handed = Arc::clone(&handed);
        move |event: Event| {
            handed.lock().unwrap().push(event.id().to_string());
            ignore(event)
        }
    });

    let mut requests = Vec::new();
    let (mut ids, mut refused) = (BTreeSet::new(), Vec::new());
    let mut expected = BTreeMap::new();
    let mut expect = |status, text| *expected.entry((status, text)).or_insert(0) += 1;
    for &vendor in Vendor::VARIANTS {
        for number in 0..EACH {
            let good = webhook(vendor, &number.to_string());
            let malformed = good[..good.len() - 2 - number % 40].to_vec();
            let invalid = String::from_utf8(good.clone()).unwrap().replace("Z\"", "h\"").into_bytes();
            let mut large = good.clone();
            large.resize(SMALL + 1, b' ');
            assert!(ids.insert(id(vendor, &good)));
            for (body, kind) in [(&malformed, ErrorKind::Malformed), (&invalid, ErrorKind::Invalid)] {
                assert_eq!(normalize(vendor, body).unwrap_err().kind(), kind);
                refused.push((vendor, body.clone()));
                expect(200, "refused");
            }
            expect(200, "new");
            expect(200, "repeated");
            expect(413, "");
            for body in [&good, &good, &malformed, &invalid, &large] {
                requests.push((vendor, sign(vendor, body), body.clone()));
            }
            if vendor != Vendor::LigueLead {
                requests.push((vendor, sign(Vendor::LigueLead, &good), good));
                expect(401, "refused");
            }
        }
    }

    let (next, answers) = (AtomicUsize::new(0), Mutex::new((BTreeMap::new(), Duration::ZERO)));
    let began = Instant::now();
    thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                let mut client = service.client();
                loop {
                    let turn = next.fetch_add(1, Ordering::SeqCst);
                    if turn >= requests.len() {
                        return;
                    }
                    // A step that shares no factor with the number of requests mixes them, the same way every time.
                    let (vendor, headers, body) = &requests[turn * 1009 % requests.len()];
                    let asked = Instant::now();
                    let (status, text) = client.send(*vendor, headers, body);
                    let mut answers = answers.lock().unwrap();
                    let text = if status == 413 { String::new() } else { text };
                    *answers.0.entry((status, text)).or_insert(0) += 1;
                    answers.1 = answers.1.max(asked.elapsed());
                }
            });
        }
    });
    let (answers, longest) = answers.into_inner().unwrap();
    println!("{} requests in {:?}, the longest {longest:?}: {answers:?}", requests.len(), began.elapsed());

    assert_ne!(requests.len() % 1009, 0);
    assert_eq!(answers, expected.into_iter().map(|((status, text), count)| (answer(status, text), count)).collect());
    assert_eq!(answers.values().sum::<usize>(), requests.len());
    assert!(longest < Duration::from_secs(5));
    assert_eq!(rows(&file, "SELECT id FROM event").into_iter().collect::<BTreeSet<_>>(), ids);
    let mut kept: Vec<_> = rejections(&file)
        .into_iter()
        .map(|rejection| match rejection.raw {
            RawBody::Inline(bytes) => (rejection.vendor.unwrap(), bytes),
            RawBody::InFile { .. } => panic!("not kept"),
        })
        .collect();
    kept.sort_by_key(|(vendor, body)| (vendor.as_str(), body.clone()));
    refused.sort_by_key(|(vendor, body)| (vendor.as_str(), body.clone()));
    assert_eq!(kept, refused);

    wait_until(|| undelivered(&file).is_empty());
    let mut handed = handed.lock().unwrap().clone();
    handed.sort();
    assert_eq!(handed, ids.into_iter().collect::<Vec<_>>());
}
