//! What is answered, and what is kept of it.

use std::collections::HashSet;

use leadhook::{Event, Limits, RawBody, Vendor, normalize};
use rusqlite::Connection;

use crate::desk::{
    LARGE, LIGUELEAD, SMALL, Service, answer, events, file, files, id, ignore, path, rejections, rows, sign, webhook,
};

#[test]
fn what_is_good_is_kept_once() {
    let (_folder, file) = file();
    let service = Service::start(&file, Limits::default(), ignore);
    let mut client = service.client();
    let mut ids = HashSet::new();
    for &vendor in Vendor::VARIANTS {
        let unknown = br#"{"event":"made.up","timestamp":"2026-02-02T12:00:00Z","occurred_at":"2026-02-02T12:00:00Z"}"#;
        for body in files("fixtures", vendor).iter().chain([&unknown.to_vec()]) {
            let headers = sign(vendor, body);
            let text = if ids.insert(id(vendor, body)) { "new" } else { "repeated" };
            assert_eq!(client.send(vendor, &headers, body), answer(200, text));
            assert_eq!(client.send(vendor, &headers, body), answer(200, "repeated"));
            if text == "new" {
                let id = id(vendor, body);
                let kept = rows(&file, &format!("SELECT body FROM event WHERE id = '{id}'"));
                assert_eq!(kept, [String::from_utf8(body.clone()).unwrap()]);
                let kept = rows(&file, &format!("SELECT event FROM event WHERE id = '{id}'"));
                assert_eq!(Event::from_json(kept[0].as_bytes()).unwrap(), normalize(vendor, body).unwrap());
            }
        }
    }
    assert_eq!(events(&file), ids.len());
    assert_eq!(rejections(&file), []);
}

#[test]
fn what_is_refused_is_kept_to_the_byte() {
    let (_folder, file) = file();
    let service = Service::start(&file, Limits::default(), ignore);
    let mut client = service.client();
    for &vendor in Vendor::VARIANTS {
        for body in files("rejects", vendor) {
            assert_eq!(client.send(vendor, &sign(vendor, &body), &body), answer(200, "refused"));
            let rejection = rejections(&file).pop().unwrap();
            assert_eq!(rejection.raw, RawBody::Inline(body.clone()));
            assert_eq!(rejection.vendor, Some(vendor));
            assert!(rejection.received_at.is_some());
            assert_eq!(rejection.error.kind(), normalize(vendor, &body).unwrap_err().kind());
        }
    }
    let refused: usize = Vendor::VARIANTS.iter().map(|&vendor| files("rejects", vendor).len()).sum();
    assert_eq!((events(&file), rejections(&file).len()), (0, refused));
}

#[test]
fn what_is_forged_leaves_no_trace() {
    let (_folder, file) = file();
    let service = Service::start(&file, Limits::default(), ignore);
    let mut client = service.client();
    for &vendor in Vendor::VARIANTS {
        let (body, malformed) = (webhook(vendor, "1"), b"{".to_vec());
        let post = |path: &str| format!("POST {path} HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\n\r\n");
        assert_eq!(client.raw(post("/webhooks/else").as_bytes()).unwrap().0, 404);
        assert_eq!(client.raw(post(&path(vendor)).replace("POST", "GET").as_bytes()).unwrap().0, 405);
        if vendor == Vendor::LigueLead {
            for path in ["/webhooks/liguelead", "/webhooks/liguelead/", "/webhooks/liguelead/0123456789abcdeF"] {
                assert_eq!(client.post(path, &vec![], &body).unwrap().0, 404);
            }
            continue;
        }
        for body in [body, malformed] {
            assert_eq!(client.send(vendor, &vec![], &body), answer(401, "refused"));
            for at in 0..sign(vendor, &body).len() {
                let mut forged = sign(vendor, &body);
                forged[at].1.pop();
                forged[at].1.push('!');
                assert_eq!(client.send(vendor, &forged, &body), answer(401, "refused"));
                let mut twice = sign(vendor, &body);
                twice.push(twice[at].clone());
                assert_eq!(client.send(vendor, &twice, &body), answer(401, "refused"));
            }
            if vendor != Vendor::LeadSail {
                assert_eq!(client.send(vendor, &sign(vendor, b"{}"), &body), answer(401, "refused"));
            }
        }
        // One platform's proof opens no other's door.
        let other = if vendor == Vendor::LeadNest { Vendor::Leadterra } else { Vendor::LeadNest };
        let body = webhook(vendor, "1");
        assert_eq!(client.post(&path(other), &sign(vendor, &body), &body).unwrap().0, 401);
    }
    assert_eq!((events(&file), rejections(&file)), (0, vec![]));
}

#[test]
fn a_body_has_one_limit() {
    let (_folder, file) = file();
    let service = Service::start(&file, Limits::default().with_body(SMALL), ignore);
    for &vendor in Vendor::VARIANTS {
        let mut client = service.client();
        let mut body = webhook(vendor, "1");
        body.resize(SMALL, b' ');
        assert_eq!(client.send(vendor, &sign(vendor, &body), &body), answer(200, "new"));
        body.push(b' ');
        assert_eq!(client.send(vendor, &sign(vendor, &body), &body).0, 413);
        assert_eq!(client.send(vendor, &vec![], &body).0, 413);
        // It is told as soon as it is known, whatever else is said to come.
        let path = path(vendor);
        let head = format!("POST {path} HTTP/1.1\r\nHost: test\r\nContent-Length: {}\r\n\r\n", 8 * SMALL);
        assert_eq!(client.raw(&[head.as_bytes(), &body].concat()).unwrap().0, 413);
        let head =
            format!("POST {path} HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n", 2 * SMALL);
        assert_eq!(client.raw(&[head.as_bytes(), &body].concat()).unwrap().0, 413);
    }
    assert_eq!((events(&file), rejections(&file)), (Vendor::VARIANTS.len(), vec![]));
    drop(service);

    // Larger than any default, too.
    let service = Service::start(&file, Limits::default().with_body(LARGE), ignore);
    let mut body = webhook(Vendor::LigueLead, "2");
    body.resize(LARGE, b' ');
    assert_eq!(service.client().send(Vendor::LigueLead, &vec![], &body), answer(200, "new"));
    body.push(b' ');
    assert_eq!(service.client().send(Vendor::LigueLead, &vec![], &body).0, 413);
}

#[test]
fn what_cannot_be_kept_is_not_acknowledged() {
    let (_folder, file) = file();
    let service = Service::start(&file, Limits::default(), ignore);
    let mut client = service.client();
    let (body, malformed) = (webhook(Vendor::Leadterra, "1"), b"{");
    let mut send = |body: &[u8]| client.send(Vendor::Leadterra, &sign(Vendor::Leadterra, body), body);
    let database = Connection::open(&file).unwrap();

    for table in ["event", "rejection"] {
        let no = format!("CREATE TRIGGER {table}_no BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'full'); END");
        database.execute_batch(&no).unwrap();
    }
    assert_eq!(send(&body), answer(503, "not kept"));
    assert_eq!(send(malformed), answer(503, "not kept"));
    database.execute_batch("DROP TRIGGER event_no; DROP TRIGGER rejection_no").unwrap();
    assert_eq!((events(&file), rejections(&file)), (0, vec![]));

    // A broken reference is told only when the transaction ends, as a disk may fail only then.
    for table in ["event", "rejection"] {
        let late = format!(
            "CREATE TABLE {table}_late (id REFERENCES event DEFERRABLE INITIALLY DEFERRED);
             CREATE TRIGGER {table}_no AFTER INSERT ON {table} BEGIN INSERT INTO {table}_late VALUES ('none'); END"
        );
        database.execute_batch(&late).unwrap();
    }
    assert_eq!(send(&body), answer(503, "not kept"));
    assert_eq!(send(malformed), answer(503, "not kept"));
    database.execute_batch("DROP TRIGGER event_no; DROP TRIGGER rejection_no").unwrap();
    assert_eq!((events(&file), rejections(&file)), (0, vec![]));

    // Somebody else is writing, and does not come to an end.
    database.execute_batch("BEGIN IMMEDIATE").unwrap();
    let (status, told) = send(&body);
    assert_eq!(status, 503, "{told}");
    database.execute_batch("ROLLBACK").unwrap();

    assert_eq!(send(&body), answer(200, "new"));
    assert_eq!(send(&body), answer(200, "repeated"));
    assert_eq!(send(malformed), answer(200, "refused"));
    assert_eq!((events(&file), rejections(&file).len()), (1, 1));
}

#[test]
fn a_body_that_does_not_come_is_not_waited_for() {
    let (_folder, file) = file();
    let service = Service::start(&file, Limits::default(), ignore);
    let head = format!("POST {LIGUELEAD} HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\n{{");
    assert_eq!(service.client().raw(head.as_bytes()).unwrap(), answer(503, "too slow"));
}
