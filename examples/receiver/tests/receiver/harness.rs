//! A server and a client on a real socket, and what the journal contains.

use std::collections::BTreeSet;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{fs, thread};

use leadhook::endpoint::{Builder, Endpoint, Secret};
use leadhook::vendors::AuthScheme;
use leadhook::{Event, Limits, Rejection, Vendor, normalize};
use leadhook_example_receiver::{Journal, Service, run_handler};
use leadhook_harness::corpus::{self, BodyFile};
use rusqlite::Connection;
use tempfile::TempDir;
use tokio::runtime::Runtime;

pub(crate) const SMALL: usize = 64 * 1024;
pub(crate) const LARGE: usize = 3 * 1024 * 1024;
pub(crate) const LIGUELEAD_PATH: &str = "/webhooks/liguelead/0123456789abcdef";

pub(crate) type Headers = Vec<(String, String)>;

/// The status and the body of a response.
pub(crate) type Response = (u16, String);

pub(crate) fn response(status: u16, text: &str) -> Response {
    (status, text.to_owned())
}

pub(crate) fn path(vendor: Vendor) -> String {
    if vendor == Vendor::LigueLead { LIGUELEAD_PATH.to_owned() } else { format!("/webhooks/{vendor}") }
}

/// Creates an endpoint that checks everything that the vendor can send.
pub(crate) fn builder(vendor: Vendor) -> Builder {
    let secret = Secret::try_from(format!("whsec_{vendor}").as_str()).unwrap();
    vendor.delivery().auth.iter().fold(Endpoint::builder(vendor), |endpoint, scheme| match scheme {
        AuthScheme::HmacSha256 { .. } => endpoint.signing_secret(secret.clone()),
        AuthScheme::Bearer => endpoint.bearer_token(secret.clone()),
        AuthScheme::SecretHeader => endpoint.secret_header("X-Key", secret.clone()),
        AuthScheme::StandardWebhooks { .. } | _ => {
            panic!("{vendor} authenticates in a way that this test does not know")
        }
    })
}

pub(crate) fn sign(vendor: Vendor, body: &[u8]) -> Headers {
    builder(vendor).build().unwrap().sign(body)
}

/// Returns the bodies of one vendor.
pub(crate) fn bodies(files: Vec<BodyFile>, vendor: Vendor) -> impl Iterator<Item = Vec<u8>> {
    files.into_iter().filter(move |file| file.vendor == vendor).map(|file| file.body)
}

/// Returns a webhook whose event id depends on the number.
pub(crate) fn webhook(vendor: Vendor, number: &str) -> Vec<u8> {
    let (name, id) = match vendor {
        Vendor::LigueLead => ("campaign.status.sms", "campaign-uuid-v4"),
        Vendor::Leadterra => ("campaign.started", "camp_01JQ0EXAMPLECAMP"),
        Vendor::LeadNest => ("sms.sent", "sms_ex0001"),
        Vendor::LimeCall => ("missed_call", "123456"),
        Vendor::LeadSail => ("lead.delivered", "sub_xyz789"),
        _ => panic!("no sample of {vendor}"),
    };
    let text = fs::read_to_string(corpus::folder("fixtures", vendor).join(format!("{name}.json"))).unwrap();
    assert!(text.contains(id));
    text.replace(id, &format!("made-up-{number}")).into()
}

pub(crate) fn id(vendor: Vendor, body: &[u8]) -> String {
    normalize(vendor, body).unwrap().id().to_string()
}

/// A minimal HTTP/1.1 client. It keeps its connection while responses are 200.
pub(crate) struct Client {
    address: SocketAddr,
    stream: Option<BufReader<TcpStream>>,
}

impl Client {
    pub(crate) fn new(address: SocketAddr) -> Self {
        Self { address, stream: None }
    }

    pub(crate) fn send(&mut self, vendor: Vendor, headers: &Headers, body: &[u8]) -> Response {
        self.post(&path(vendor), headers, body).unwrap()
    }

    pub(crate) fn post(&mut self, path: &str, headers: &Headers, body: &[u8]) -> io::Result<Response> {
        let mut head = format!("POST {path} HTTP/1.1\r\nHost: test\r\nContent-Length: {}\r\n", body.len());
        head.extend(headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")));
        self.send_raw(&[head.as_bytes(), b"\r\n", body].concat())
    }

    pub(crate) fn send_raw(&mut self, request: &[u8]) -> io::Result<Response> {
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

    pub(crate) fn read(&mut self) -> io::Result<Response> {
        let stream = self.stream.as_mut().unwrap();
        let mut line = String::new();
        stream.read_line(&mut line)?;
        let status = line.split(' ').nth(1).and_then(|text| text.parse().ok()).ok_or(io::ErrorKind::UnexpectedEof)?;
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

/// A receiver in this process, with an endpoint for every vendor. Dropping it stops it at once.
pub(crate) struct Server {
    address: SocketAddr,
    runtime: Option<Runtime>,
}

impl Server {
    pub(crate) fn start<F>(file: &Path, limits: Limits, handle: impl Fn(Event) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<(), String>> + Send + 'static,
    {
        let runtime = Runtime::new().unwrap();
        let journal = Journal::open(file).unwrap();
        let service = Vendor::VARIANTS.iter().fold(Service::new(journal.clone(), limits), |service, &vendor| {
            service.endpoint(&path(vendor), builder(vendor)).unwrap()
        });
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        runtime.spawn(axum::serve(listener, service.into_router()).into_future());
        runtime.spawn(async move { run_handler(journal, handle).await });
        Self { address, runtime: Some(runtime) }
    }

    pub(crate) fn client(&self) -> Client {
        Client::new(self.address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.runtime.take().unwrap().shutdown_background();
    }
}

/// A handler that does nothing.
pub(crate) async fn ignore(_: Event) -> Result<(), String> {
    Ok(())
}

/// Creates a folder for a journal. Returns the folder and the path of the journal.
pub(crate) fn journal_file() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("journal.db");
    (folder, file)
}

/// Returns the first column of the rows of a statement.
pub(crate) fn rows(file: &Path, statement: &str) -> Vec<String> {
    let connection = Connection::open(file).unwrap();
    let mut statement = connection.prepare(statement).unwrap();
    statement.query_map((), |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

pub(crate) fn event_count(file: &Path) -> usize {
    rows(file, "SELECT id FROM event").len()
}

pub(crate) fn rejections(file: &Path) -> Vec<Rejection> {
    let lines = rows(file, "SELECT line FROM rejection ORDER BY rowid");
    lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect()
}

pub(crate) fn pending_ids(file: &Path) -> BTreeSet<String> {
    rows(file, "SELECT id FROM event WHERE NOT handled").into_iter().collect()
}

#[track_caller]
pub(crate) fn wait_until(condition: impl Fn() -> bool) {
    let started = Instant::now();
    while !condition() {
        assert!(started.elapsed() < Duration::from_secs(30), "not in time");
        thread::sleep(Duration::from_millis(10));
    }
}
