//! The receiver over a real socket, under load, and killed.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use leadhook::endpoint::{Builder, Endpoint, Secret};
use leadhook::{ErrorKind, Event, Limits, Raw, Rejection, Vendor, normalize};
use leadhook_example_receiver::{Journal, Kept, Receiver, deliver};
use rusqlite::Connection;
use tempfile::TempDir;
use tokio::runtime::Runtime;

const SMALL: usize = 64 * 1024;
const LARGE: usize = 3 * 1024 * 1024;
const LIGUELEAD: &str = "/webhooks/liguelead/0123456789abcdef";

type Headers = Vec<(String, String)>;

fn path(vendor: Vendor) -> String {
    if vendor == Vendor::LigueLead { LIGUELEAD.to_owned() } else { format!("/webhooks/{}", vendor.slug()) }
}

fn builder(vendor: Vendor) -> Builder {
    let secret = Secret::try_from(format!("whsec_{vendor}").as_str()).unwrap();
    let endpoint = Endpoint::of(vendor);
    match vendor {
        Vendor::LigueLead => endpoint,
        Vendor::LeadSail => endpoint.header("X-Key", secret),
        Vendor::LimeCall => endpoint.signed_with(secret.clone()).bearer(secret),
        _ => endpoint.signed_with(secret),
    }
}

fn sign(vendor: Vendor, body: &[u8]) -> Headers {
    builder(vendor).build().unwrap().sign(body)
}

/// The JSON files of a folder of the root's tests, by name.
fn files(folder: &str, vendor: Vendor) -> Vec<Vec<u8>> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests")).join(folder).join(vendor.slug());
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    // What is expected of a reject stands beside it, and so do tables.
    paths.retain(|path| path.extension().unwrap() == "json" && !path.to_str().unwrap().contains(".expected."));
    paths.sort();
    assert!(!paths.is_empty());
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// A webhook of a platform's that is like no other.
fn webhook(vendor: Vendor, number: &str) -> Vec<u8> {
    let (name, id) = match vendor {
        Vendor::LigueLead => ("campaign.status.sms", "campaign-uuid-v4"),
        Vendor::Leadterra => ("campaign.started", "camp_01JQ0EXAMPLECAMP"),
        Vendor::LeadNest => ("sms.sent", "sms_ex0001"),
        Vendor::LimeCall => ("missed_call", "123456"),
        Vendor::LeadSail => ("lead.delivered", "sub_xyz789"),
        _ => panic!("no sample of {vendor}"),
    };
    let file = format!("{}/../../tests/fixtures/{vendor}/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(file).unwrap();
    assert!(text.contains(id));
    text.replace(id, &format!("made-up-{number}")).into()
}

fn id(vendor: Vendor, body: &[u8]) -> String {
    normalize(vendor, body).unwrap().id().to_string()
}

/// A minimal client of HTTP/1.1, which keeps its connection for as long as all goes well.
struct Client {
    address: SocketAddr,
    stream: Option<BufReader<TcpStream>>,
}

type Answer = (u16, String);

impl Client {
    fn new(address: SocketAddr) -> Self {
        Self { address, stream: None }
    }

    fn send(&mut self, vendor: Vendor, headers: &Headers, body: &[u8]) -> Answer {
        self.post(&path(vendor), headers, body).unwrap()
    }

    fn post(&mut self, path: &str, headers: &Headers, body: &[u8]) -> io::Result<Answer> {
        let mut head = format!("POST {path} HTTP/1.1\r\nHost: test\r\nContent-Length: {}\r\n", body.len());
        head.extend(headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")));
        self.raw(&[head.as_bytes(), b"\r\n", body].concat())
    }

    fn raw(&mut self, request: &[u8]) -> io::Result<Answer> {
        self.write(request)?;
        self.read()
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let stream = match &mut self.stream {
            Some(stream) => stream,
            none => {
                let stream = TcpStream::connect(self.address)?;
                stream.set_read_timeout(Some(Duration::from_secs(20)))?;
                stream.set_nodelay(true)?;
                none.insert(BufReader::new(stream))
            }
        };
        stream.get_mut().write_all(bytes)
    }

    fn read(&mut self) -> io::Result<Answer> {
        let stream = self.stream.as_mut().unwrap();
        let mut line = String::new();
        stream.read_line(&mut line)?;
        let status = line.split(' ').nth(1).and_then(|word| word.parse().ok()).ok_or(io::ErrorKind::UnexpectedEof)?;
        let mut length = 0;
        loop {
            line.clear();
            stream.read_line(&mut line)?;
            if line.trim().is_empty() {
                break;
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
        }
        let mut text = vec![0; length];
        stream.read_exact(&mut text)?;
        if status != 200 {
            self.stream = None;
        }
        Ok((status, String::from_utf8(text).unwrap().trim_end().to_owned()))
    }
}

/// A receiver for every platform, in this process. Dropped, it ends at once, whatever is under way.
struct Service {
    address: SocketAddr,
    runtime: Option<Runtime>,
}

impl Service {
    fn start<F>(file: &Path, limits: Limits, handle: impl Fn(Event) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<(), String>> + Send + 'static,
    {
        let runtime = Runtime::new().unwrap();
        let journal = Journal::open(file).unwrap();
        let receiver = Vendor::ALL.iter().fold(Receiver::new(journal.clone(), limits), |receiver, &vendor| {
            receiver.endpoint(&path(vendor), builder(vendor)).unwrap()
        });
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        runtime.spawn(axum::serve(listener, receiver.into_router()).into_future());
        runtime.spawn(async move { deliver(journal, handle).await });
        Self { address, runtime: Some(runtime) }
    }

    fn client(&self) -> Client {
        Client::new(self.address)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.runtime.take().unwrap().shutdown_background();
    }
}

async fn ignore(_: Event) -> Result<(), String> {
    Ok(())
}

fn file() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("journal.db");
    (folder, file)
}

/// The first column of what a statement gives.
fn rows(file: &Path, statement: &str) -> Vec<String> {
    let connection = Connection::open(file).unwrap();
    let mut statement = connection.prepare(statement).unwrap();
    statement.query_map((), |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

fn events(file: &Path) -> usize {
    rows(file, "SELECT id FROM event").len()
}

fn rejections(file: &Path) -> Vec<Rejection> {
    let lines = rows(file, "SELECT line FROM rejection ORDER BY rowid");
    lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn undelivered(file: &Path) -> BTreeSet<String> {
    rows(file, "SELECT id FROM event WHERE NOT delivered").into_iter().collect()
}

#[track_caller]
fn wait_until(what: impl Fn() -> bool) {
    let started = Instant::now();
    while !what() {
        assert!(started.elapsed() < Duration::from_secs(30), "not in time");
        thread::sleep(Duration::from_millis(10));
    }
}

fn answer(status: u16, text: &str) -> Answer {
    (status, text.to_owned())
}

#[test]
fn what_is_good_is_kept_once() {
    let (_folder, file) = file();
    let service = Service::start(&file, Limits::default(), ignore);
    let mut client = service.client();
    let mut ids = HashSet::new();
    for &vendor in Vendor::ALL {
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
    for &vendor in Vendor::ALL {
        for body in files("rejects", vendor) {
            assert_eq!(client.send(vendor, &sign(vendor, &body), &body), answer(200, "refused"));
            let rejection = rejections(&file).pop().unwrap();
            assert_eq!(rejection.raw, Raw::Bytes(body.clone()));
            assert_eq!(rejection.vendor, Some(vendor));
            assert!(rejection.received_at.is_some());
            assert_eq!(rejection.error.kind(), normalize(vendor, &body).unwrap_err().kind());
        }
    }
    let refused: usize = Vendor::ALL.iter().map(|&vendor| files("rejects", vendor).len()).sum();
    assert_eq!((events(&file), rejections(&file).len()), (0, refused));
}

#[test]
fn what_is_forged_leaves_no_trace() {
    let (_folder, file) = file();
    let service = Service::start(&file, Limits::default(), ignore);
    let mut client = service.client();
    for &vendor in Vendor::ALL {
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
    for &vendor in Vendor::ALL {
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
    assert_eq!((events(&file), rejections(&file)), (Vendor::ALL.len(), vec![]));
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
        for &vendor in Vendor::ALL {
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
    for &vendor in Vendor::ALL {
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
            Raw::Bytes(bytes) => (rejection.vendor.unwrap(), bytes),
            Raw::Elsewhere { .. } => panic!("not kept"),
        })
        .collect();
    kept.sort_by_key(|(vendor, body)| (vendor.slug(), body.clone()));
    refused.sort_by_key(|(vendor, body)| (vendor.slug(), body.clone()));
    assert_eq!(kept, refused);

    wait_until(|| undelivered(&file).is_empty());
    let mut handed = handed.lock().unwrap().clone();
    handed.sort();
    assert_eq!(handed, ids.into_iter().collect::<Vec<_>>());
}

/// The program, with Leadterra and LigueLead. Dropped, it is killed.
struct Program(Child, SocketAddr);

impl Program {
    fn command(folder: &Path) -> Command {
        fs::write(folder.join("secret"), "whsec_leadterra\n").unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_leadhook-example-receiver"));
        command.env_clear().env("ADDRESS", "127.0.0.1:0").env("JOURNAL", folder.join("journal.db"));
        command.env("LEADTERRA_SECRET_FILE", folder.join("secret")).env("LIGUELEAD_PATH", LIGUELEAD);
        command
    }

    /// Started, its log read up to the address, and no further.
    fn start(folder: &Path) -> Self {
        let mut command = Self::command(folder);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stderr.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split(' ').nth(2).and_then(|word| word.parse().ok());
        Self(child, address.unwrap_or_else(|| panic!("{line}")))
    }

    /// Asks it to end, and waits.
    fn terminate(mut self) {
        assert!(Command::new("kill").arg(self.0.id().to_string()).status().unwrap().success());
        let ended = RefCell::new(&mut self.0);
        wait_until(|| ended.borrow_mut().try_wait().unwrap().is_some());
        assert!(self.0.wait().unwrap().success());
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

#[test]
fn what_was_acknowledged_outlives_a_kill() {
    let (folder, file) = file();
    let (mut acknowledged, mut all) = (BTreeSet::new(), 0);
    for round in 0..6_u64 {
        // Nobody reads what it prints, so that soon nothing more is handed on.
        let mut program = Program::start(folder.path());
        let address = program.1;
        let (tell, told) = mpsc::channel();
        let threads: Vec<_> = (0..8)
            .map(|thread| {
                let tell = tell.clone();
                thread::spawn(move || {
                    let mut client = Client::new(address);
                    for number in 0.. {
                        let vendor = if number % 2 == 0 { Vendor::Leadterra } else { Vendor::LigueLead };
                        let body = webhook(vendor, &format!("{round}-{thread}-{number}"));
                        let Ok(answered) = client.post(&path(vendor), &sign(vendor, &body), &body) else { return };
                        assert_eq!(answered, answer(200, "new"));
                        tell.send(id(vendor, &body)).unwrap();
                    }
                })
            })
            .collect();
        drop(tell);
        thread::sleep(Duration::from_millis(300 + 70 * round));
        program.0.kill().unwrap();
        program.0.wait().unwrap();
        for thread in threads {
            thread.join().unwrap();
        }
        let before = acknowledged.len();
        acknowledged.extend(told);
        assert!(acknowledged.len() > before + 10, "too few to tell");

        let kept: BTreeSet<_> = rows(&file, "SELECT id FROM event").into_iter().collect();
        let lost: Vec<_> = acknowledged.difference(&kept).collect();
        assert!(lost.is_empty(), "{} of {} acknowledged are lost", lost.len(), acknowledged.len());
        all = kept.len();
    }

    let waiting = undelivered(&file);
    println!("{} acknowledged, {all} kept, {} not handed on when killed", acknowledged.len(), waiting.len());
    assert!(!waiting.is_empty());
    let mut program = Program::start(folder.path());
    let lines = BufReader::new(program.0.stdout.take().unwrap()).lines();
    let (tell, told) = mpsc::channel();
    let reading = thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| tell.send(line)));
    let handed: BTreeSet<_> = (0..waiting.len())
        .map(|_| told.recv_timeout(Duration::from_secs(10)).unwrap())
        .map(|line| Event::from_json(line.as_bytes()).unwrap().id().to_string())
        .collect();
    assert_eq!(handed, waiting);
    wait_until(|| undelivered(&file).is_empty());
    program.terminate();
    assert_eq!(reading.join().unwrap(), Ok(()));
}

#[test]
fn asked_to_end_it_answers_what_has_begun() {
    let (folder, file) = file();
    let program = Program::start(folder.path());
    let mut client = Client::new(program.1);
    let body = webhook(Vendor::LigueLead, "1");
    let head = format!("POST {LIGUELEAD} HTTP/1.1\r\nHost: test\r\nContent-Length: {}\r\n\r\n", body.len());
    client.write(&[head.as_bytes(), &body[..9]].concat()).unwrap();
    thread::sleep(Duration::from_millis(300));
    let ending = thread::spawn(move || program.terminate());
    thread::sleep(Duration::from_millis(300));
    client.write(&body[9..]).unwrap();
    assert_eq!(client.read().unwrap(), answer(200, "new"));
    ending.join().unwrap();
    assert_eq!(events(&file), 1);
}

#[test]
fn nobody_needs_to_read_the_log() {
    let (folder, file) = file();
    let program = Program::start(folder.path());
    let mut client = Client::new(program.1);
    for _ in 0..2 {
        assert_eq!(client.post(LIGUELEAD, &vec![], b"{").unwrap(), answer(200, "refused"));
    }
    assert_eq!(rejections(&file).len(), 2);
}

#[test]
fn what_is_configured_wrongly_does_not_start() {
    #[track_caller]
    fn test(changes: &[(&str, &str)], message: &str) {
        let (folder, _) = file();
        let mut command = Program::command(folder.path());
        fs::write(folder.path().join("empty"), "\n").unwrap();
        command.envs(changes.iter().copied()).current_dir(folder.path());
        let ended = command.output().unwrap();
        assert_eq!(String::from_utf8(ended.stderr).unwrap(), format!("error: {message}\n"));
        assert_eq!(ended.status.code(), Some(2));
    }

    test(&[("JOURNAL", "")], "JOURNAL is not set");
    test(&[("JOURNAL", "/no/such")], "JOURNAL: /no/such: unable to open database file: /no/such");
    test(
        &[("LEADTERRA_SECRET_FILE", ""), ("LIGUELEAD_PATH", "")],
        "no platform is configured: set LEADTERRA_SECRET_FILE, for one",
    );
    test(&[("LEADTERRA_SECRET_FILE", "empty")], "LEADTERRA_SECRET_FILE: empty: an empty secret");
    test(&[("LEADTERRA_TOKEN_FILE", "secret")], "leadterra: leadterra documents no bearer token");
    test(
        &[("LIMECALL_TOKEN_FILE", "secret")],
        "limecall: limecall can prove who it is: give the secret (`signed_with`), or ask for `unsigned`",
    );
    test(&[("LEADSAIL_SECRET_FILE", "secret")], "LEADSAIL_HEADER is not set");
    test(&[("LIMECALL_SECRET_FILE", "secret"), ("LIMECALL_ENCODING", "base65")], "LIMECALL_ENCODING: hex or base64");
    test(
        &[("LIGUELEAD_PATH", "/webhooks/liguelead/{id}")],
        "LIGUELEAD_PATH must be /webhooks/liguelead/ and 16 letters and digits or more, made at random",
    );
    test(&[("ADDRESS", "nowhere")], "ADDRESS: nowhere: invalid socket address");
}

#[cfg(unix)]
#[test]
fn only_its_owner_may_read_a_journal() {
    use std::os::unix::fs::PermissionsExt as _;

    let (_folder, path) = file();
    let service = Service::start(&path, Limits::default(), ignore);
    let body = webhook(Vendor::Leadterra, "1");
    assert_eq!(service.client().send(Vendor::Leadterra, &sign(Vendor::Leadterra, &body), &body), answer(200, "new"));
    for entry in std::fs::read_dir(path.parent().unwrap()).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", entry.path());
    }
}
