//! A service and a client on a real socket, and what the journal has.

use std::collections::BTreeSet;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{fs, thread};

use leadhook::endpoint::{Builder, Endpoint, Secret};
use leadhook::{Event, Limits, Rejection, Vendor, normalize};
use leadhook_example_receiver::{Journal, Receiver, deliver};
use rusqlite::Connection;
use tempfile::TempDir;
use tokio::runtime::Runtime;

pub(crate) const SMALL: usize = 64 * 1024;
pub(crate) const LARGE: usize = 3 * 1024 * 1024;
pub(crate) const LIGUELEAD: &str = "/webhooks/liguelead/0123456789abcdef";

pub(crate) type Headers = Vec<(String, String)>;

pub(crate) fn path(vendor: Vendor) -> String {
    if vendor == Vendor::LigueLead { LIGUELEAD.to_owned() } else { format!("/webhooks/{}", vendor.as_str()) }
}

pub(crate) fn builder(vendor: Vendor) -> Builder {
    let secret = Secret::try_from(format!("whsec_{vendor}").as_str()).unwrap();
    let endpoint = Endpoint::builder(vendor);
    match vendor {
        Vendor::LigueLead => endpoint,
        Vendor::LeadSail => endpoint.header("X-Key", secret),
        Vendor::LimeCall => endpoint.signing_secret(secret.clone()).bearer_token(secret),
        _ => endpoint.signing_secret(secret),
    }
}

pub(crate) fn sign(vendor: Vendor, body: &[u8]) -> Headers {
    builder(vendor).build().unwrap().sign(body)
}

/// The JSON files of a folder of the root's tests, by name.
pub(crate) fn files(folder: &str, vendor: Vendor) -> Vec<Vec<u8>> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests")).join(folder).join(vendor.as_str());
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    // What is expected of a reject stands beside it, and so do tables.
    paths.retain(|path| path.extension().unwrap() == "json" && !path.to_str().unwrap().contains(".expected."));
    paths.sort();
    assert!(!paths.is_empty());
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// A webhook of a platform's that is like no other.
pub(crate) fn webhook(vendor: Vendor, number: &str) -> Vec<u8> {
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

pub(crate) fn id(vendor: Vendor, body: &[u8]) -> String {
    normalize(vendor, body).unwrap().id().to_string()
}

/// A minimal client of HTTP/1.1, which keeps its connection for as long as all goes well.
pub(crate) struct Client {
    address: SocketAddr,
    stream: Option<BufReader<TcpStream>>,
}

pub(crate) type HttpStatus = (u16, String);

impl Client {
    pub(crate) fn new(address: SocketAddr) -> Self {
        Self { address, stream: None }
    }

    pub(crate) fn send(&mut self, vendor: Vendor, headers: &Headers, body: &[u8]) -> HttpStatus {
        self.post(&path(vendor), headers, body).unwrap()
    }

    pub(crate) fn post(&mut self, path: &str, headers: &Headers, body: &[u8]) -> io::Result<HttpStatus> {
        let mut head = format!("POST {path} HTTP/1.1\r\nHost: test\r\nContent-Length: {}\r\n", body.len());
        head.extend(headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")));
        self.raw(&[head.as_bytes(), b"\r\n", body].concat())
    }

    pub(crate) fn raw(&mut self, request: &[u8]) -> io::Result<HttpStatus> {
        self.write(request)?;
        self.read()
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
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

    pub(crate) fn read(&mut self) -> io::Result<HttpStatus> {
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
pub(crate) struct Service {
    address: SocketAddr,
    runtime: Option<Runtime>,
}

impl Service {
    pub(crate) fn start<F>(file: &Path, limits: Limits, handle: impl Fn(Event) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<(), String>> + Send + 'static,
    {
        let runtime = Runtime::new().unwrap();
        let journal = Journal::open(file).unwrap();
        let receiver = Vendor::VARIANTS.iter().fold(Receiver::new(journal.clone(), limits), |receiver, &vendor| {
            receiver.endpoint(&path(vendor), builder(vendor)).unwrap()
        });
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        runtime.spawn(axum::serve(listener, receiver.into_router()).into_future());
        runtime.spawn(async move { deliver(journal, handle).await });
        Self { address, runtime: Some(runtime) }
    }

    pub(crate) fn client(&self) -> Client {
        Client::new(self.address)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.runtime.take().unwrap().shutdown_background();
    }
}

pub(crate) async fn ignore(_: Event) -> Result<(), String> {
    Ok(())
}

pub(crate) fn file() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("journal.db");
    (folder, file)
}

/// The first column of what a statement gives.
pub(crate) fn rows(file: &Path, statement: &str) -> Vec<String> {
    let connection = Connection::open(file).unwrap();
    let mut statement = connection.prepare(statement).unwrap();
    statement.query_map((), |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

pub(crate) fn events(file: &Path) -> usize {
    rows(file, "SELECT id FROM event").len()
}

pub(crate) fn rejections(file: &Path) -> Vec<Rejection> {
    let lines = rows(file, "SELECT line FROM rejection ORDER BY rowid");
    lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect()
}

pub(crate) fn undelivered(file: &Path) -> BTreeSet<String> {
    rows(file, "SELECT id FROM event WHERE NOT delivered").into_iter().collect()
}

#[track_caller]
pub(crate) fn wait_until(what: impl Fn() -> bool) {
    let started = Instant::now();
    while !what() {
        assert!(started.elapsed() < Duration::from_secs(30), "not in time");
        thread::sleep(Duration::from_millis(10));
    }
}

pub(crate) fn answer(status: u16, text: &str) -> HttpStatus {
    (status, text.to_owned())
}
