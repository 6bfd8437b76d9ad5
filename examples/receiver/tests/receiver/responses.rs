//! The response to each kind of request, and what is stored of it.

use std::collections::HashSet;

use leadhook::{Event, Limits, RawBody, Vendor, normalize};
use leadhook_harness::corpus;
use rusqlite::Connection;

use crate::harness::{
    LARGE, LIGUELEAD_PATH, SMALL, Server, bodies, event_count, id, ignore, journal_file, path, rejections, response,
    rows, sign, webhook,
};

#[test]
fn a_webhook_is_stored_once() {
    let (_folder, file) = journal_file();
    let server = Server::start(&file, Limits::default(), ignore);
    let mut client = server.client();
    let mut ids = HashSet::new();
    for &vendor in Vendor::VARIANTS {
        let undocumented =
            br#"{"event":"made.up","timestamp":"2026-02-02T12:00:00Z","occurred_at":"2026-02-02T12:00:00Z"}"#;
        for body in bodies(corpus::accepted(), vendor).chain([undocumented.to_vec()]) {
            let headers = sign(vendor, &body);
            let id = id(vendor, &body);
            let text = if ids.insert(id.clone()) { "new" } else { "duplicate" };
            assert_eq!(client.send(vendor, &headers, &body), response(200, text));
            assert_eq!(client.send(vendor, &headers, &body), response(200, "duplicate"));
            if text == "new" {
                let bodies = rows(&file, &format!("SELECT body FROM event WHERE id = '{id}'"));
                assert_eq!(bodies, [String::from_utf8(body.clone()).unwrap()]);
                let events = rows(&file, &format!("SELECT event FROM event WHERE id = '{id}'"));
                assert_eq!(Event::from_json(events[0].as_bytes()).unwrap(), normalize(vendor, &body).unwrap());
            }
        }
    }
    assert_eq!(event_count(&file), ids.len());
    assert_eq!(rejections(&file), []);
}

#[test]
fn a_rejection_keeps_every_byte() {
    let (_folder, file) = journal_file();
    let server = Server::start(&file, Limits::default(), ignore);
    let mut client = server.client();
    for reject in corpus::rejects() {
        let (vendor, body) = (reject.vendor, reject.body);
        assert_eq!(client.send(vendor, &sign(vendor, &body), &body), response(200, "rejected"));
        let rejection = rejections(&file).pop().unwrap();
        assert_eq!(rejection.raw, RawBody::Inline(body.clone()));
        assert_eq!(rejection.source, Some(vendor.into()));
        assert!(rejection.received_at.is_some());
        assert_eq!(rejection.error.kind(), normalize(vendor, &body).unwrap_err().kind());
    }
    assert_eq!((event_count(&file), rejections(&file).len()), (0, corpus::rejects().len()));
}

#[test]
fn an_unauthenticated_request_is_not_stored() {
    let (_folder, file) = journal_file();
    let server = Server::start(&file, Limits::default(), ignore);
    let mut client = server.client();
    for &vendor in Vendor::VARIANTS {
        let (body, malformed) = (webhook(vendor, "1"), b"{".to_vec());
        let post = |path: &str| format!("POST {path} HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\n\r\n");
        assert_eq!(client.send_raw(post("/webhooks/else").as_bytes()).unwrap().0, 404);
        assert_eq!(client.send_raw(post(&path(vendor)).replace("POST", "GET").as_bytes()).unwrap().0, 405);
        if vendor == Vendor::LigueLead {
            for path in ["/webhooks/liguelead", "/webhooks/liguelead/", "/webhooks/liguelead/0123456789abcdeF"] {
                assert_eq!(client.post(path, &vec![], &body).unwrap().0, 404);
            }
            continue;
        }
        for body in [body, malformed] {
            assert_eq!(client.send(vendor, &vec![], &body), response(401, "unauthenticated"));
            for at in 0..sign(vendor, &body).len() {
                let mut forged = sign(vendor, &body);
                forged[at].1.pop();
                forged[at].1.push('!');
                assert_eq!(client.send(vendor, &forged, &body), response(401, "unauthenticated"));
                let mut repeated = sign(vendor, &body);
                repeated.push(repeated[at].clone());
                assert_eq!(client.send(vendor, &repeated, &body), response(401, "unauthenticated"));
            }
            if vendor != Vendor::LeadSail {
                assert_eq!(client.send(vendor, &sign(vendor, b"{}"), &body), response(401, "unauthenticated"));
            }
        }
        // Headers of one vendor do not authenticate at another.
        let other = if vendor == Vendor::LeadNest { Vendor::Leadterra } else { Vendor::LeadNest };
        let body = webhook(vendor, "1");
        assert_eq!(client.post(&path(other), &sign(vendor, &body), &body).unwrap().0, 401);
    }
    assert_eq!((event_count(&file), rejections(&file)), (0, vec![]));
}

#[test]
fn every_endpoint_has_the_same_limit() {
    let (_folder, file) = journal_file();
    let server = Server::start(&file, Limits::default().with_max_body(SMALL), ignore);
    for &vendor in Vendor::VARIANTS {
        let mut client = server.client();
        let mut body = webhook(vendor, "1");
        body.resize(SMALL, b' ');
        assert_eq!(client.send(vendor, &sign(vendor, &body), &body), response(200, "new"));
        body.push(b' ');
        assert_eq!(client.send(vendor, &sign(vendor, &body), &body).0, 413);
        assert_eq!(client.send(vendor, &vec![], &body).0, 413);
        // The response does not wait for the rest of the body.
        let path = path(vendor);
        let head = format!("POST {path} HTTP/1.1\r\nHost: test\r\nContent-Length: {}\r\n\r\n", 8 * SMALL);
        assert_eq!(client.send_raw(&[head.as_bytes(), &body].concat()).unwrap().0, 413);
        let head =
            format!("POST {path} HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n", 2 * SMALL);
        assert_eq!(client.send_raw(&[head.as_bytes(), &body].concat()).unwrap().0, 413);
    }
    assert_eq!((event_count(&file), rejections(&file)), (Vendor::VARIANTS.len(), vec![]));
    drop(server);

    // A limit that is larger than axum's default works too.
    let server = Server::start(&file, Limits::default().with_max_body(LARGE), ignore);
    let mut body = webhook(Vendor::LigueLead, "2");
    body.resize(LARGE, b' ');
    assert_eq!(server.client().send(Vendor::LigueLead, &vec![], &body), response(200, "new"));
    body.push(b' ');
    assert_eq!(server.client().send(Vendor::LigueLead, &vec![], &body).0, 413);
}

#[test]
fn a_webhook_that_is_not_stored_is_not_acknowledged() {
    let (_folder, file) = journal_file();
    let server = Server::start(&file, Limits::default(), ignore);
    let mut client = server.client();
    let (body, malformed) = (webhook(Vendor::Leadterra, "1"), b"{");
    let mut send = |body: &[u8]| client.send(Vendor::Leadterra, &sign(Vendor::Leadterra, body), body);
    let database = Connection::open(&file).unwrap();

    // The statement fails.
    for table in ["event", "rejection"] {
        let fail =
            format!("CREATE TRIGGER {table}_fail BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'full'); END");
        database.execute_batch(&fail).unwrap();
    }
    assert_eq!(send(&body), response(503, "not stored"));
    assert_eq!(send(malformed), response(503, "not stored"));
    database.execute_batch("DROP TRIGGER event_fail; DROP TRIGGER rejection_fail").unwrap();
    assert_eq!((event_count(&file), rejections(&file)), (0, vec![]));

    // The commit fails, as it may on a full disk: SQLite checks a deferred reference only then.
    for table in ["event", "rejection"] {
        let fail = format!(
            "CREATE TABLE {table}_late (id REFERENCES event DEFERRABLE INITIALLY DEFERRED);
             CREATE TRIGGER {table}_fail AFTER INSERT ON {table} BEGIN INSERT INTO {table}_late VALUES ('none'); END"
        );
        database.execute_batch(&fail).unwrap();
    }
    assert_eq!(send(&body), response(503, "not stored"));
    assert_eq!(send(malformed), response(503, "not stored"));
    database.execute_batch("DROP TRIGGER event_fail; DROP TRIGGER rejection_fail").unwrap();
    assert_eq!((event_count(&file), rejections(&file)), (0, vec![]));

    // Another process holds the lock.
    database.execute_batch("BEGIN IMMEDIATE").unwrap();
    let (status, text) = send(&body);
    assert_eq!(status, 503, "{text}");
    database.execute_batch("ROLLBACK").unwrap();

    assert_eq!(send(&body), response(200, "new"));
    assert_eq!(send(&body), response(200, "duplicate"));
    assert_eq!(send(malformed), response(200, "rejected"));
    assert_eq!((event_count(&file), rejections(&file).len()), (1, 1));
}

#[test]
fn an_incomplete_body_times_out() {
    let (_folder, file) = journal_file();
    let server = Server::start(&file, Limits::default(), ignore);
    let head = format!("POST {LIGUELEAD_PATH} HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\n{{");
    assert_eq!(server.client().send_raw(head.as_bytes()).unwrap(), response(503, "timeout"));
}
