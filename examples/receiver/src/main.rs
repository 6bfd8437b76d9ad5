//! Receives webhooks, as the environment says, and prints their events, one a line. The README tells how to try it.

use std::env;
use std::error::Error;
use std::io::{self, Write as _};
use std::process::ExitCode;

use leadhook::endpoint::{Builder, Endpoint, Secret};
use leadhook::{Event, Limits, Vendor};
use leadhook_example_receiver::{Journal, Receiver, deliver};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};

type Failure = Box<dyn Error + Send + Sync>;

fn main() -> ExitCode {
    let ended = Runtime::new().map_err(Failure::from).and_then(|runtime| {
        let ended = runtime.block_on(run());
        // What is being handed on may last: it will be handed on again.
        runtime.shutdown_background();
        ended
    });
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

async fn run() -> Result<(), Failure> {
    let journal = need("JOURNAL")?;
    let journal = Journal::open(&journal).map_err(|error| format!("JOURNAL: {journal}: {error}"))?;
    let mut receiver = Receiver::new(journal.clone(), Limits::default());
    let mut sources = Vec::new();
    for &vendor in Vendor::VARIANTS {
        if let Some((path, endpoint)) = configured(vendor)? {
            receiver = receiver.endpoint(&path, endpoint).map_err(|error| format!("{vendor}: {error}"))?;
            sources.push(vendor.as_str());
        }
    }
    if sources.is_empty() {
        return Err("no platform is configured: set LEADTERRA_SECRET_FILE, for one".into());
    }

    let address = variable("ADDRESS")?.unwrap_or_else(|| "127.0.0.1:8080".to_owned());
    let listener = TcpListener::bind(&address).await.map_err(|error| format!("ADDRESS: {address}: {error}"))?;
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let ended = async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    };
    eprintln!("listening on {} for {}", listener.local_addr()?, sources.join(", "));
    tokio::spawn(deliver(journal, print));
    Ok(axum::serve(listener, receiver.into_router()).with_graceful_shutdown(ended).await?)
}

/// The business code: put yours here. It may take its time, and gets an event again if it fails.
async fn print(event: Event) -> Result<(), Failure> {
    let line = serde_json::to_string(&event)?;
    // Nobody may be reading. The threads that answer must not wait for that.
    Ok(tokio::task::spawn_blocking(move || writeln!(io::stdout(), "{line}")).await??)
}

/// The path and the endpoint of a platform, if the environment says that there is one.
fn configured(vendor: Vendor) -> Result<Option<(String, Builder)>, Failure> {
    let name = |rest: &str| format!("{}_{rest}", vendor.as_str().to_uppercase());
    let endpoint = Endpoint::builder(vendor);
    if vendor == Vendor::LigueLead {
        // It proves nothing: that its address is not to be guessed is all there is.
        let Some(path) = variable(&name("PATH"))? else { return Ok(None) };
        let is_path = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
        if !path.starts_with("/webhooks/liguelead/") || path.len() < 36 || !path.bytes().all(is_path) {
            let must = "must be /webhooks/liguelead/ and 16 letters and digits or more, made at random";
            return Err(format!("{} {must}", name("PATH")).into());
        }
        return Ok(Some((path, endpoint)));
    }

    let (secret, token) = (secret(&name("SECRET_FILE"))?, secret(&name("TOKEN_FILE"))?);
    let is_configured = secret.is_some() || token.is_some();
    let endpoint = match secret {
        Some(secret) if vendor.delivery().custom_headers => endpoint.header(&need(&name("HEADER"))?, secret),
        Some(secret) => endpoint.signing_secret(secret),
        None => endpoint,
    };
    let endpoint = token.into_iter().fold(endpoint, Builder::bearer);
    let endpoint = match variable(&name("ENCODING"))? {
        Some(word) => endpoint.encoding(word.parse().map_err(|_| format!("{}: hex or base64", name("ENCODING")))?),
        None => endpoint,
    };
    Ok(is_configured.then(|| (format!("/webhooks/{}", vendor.as_str()), endpoint)))
}

fn secret(name: &str) -> Result<Option<Secret>, Failure> {
    let Some(file) = variable(name)? else { return Ok(None) };
    Ok(Some(Secret::read(&file).map_err(|error| format!("{name}: {file}: {error}"))?))
}

fn need(name: &str) -> Result<String, Failure> {
    Ok(variable(name)?.ok_or_else(|| format!("{name} is not set"))?)
}

/// A variable that is empty is not set.
fn variable(name: &str) -> Result<Option<String>, Failure> {
    match env::var(name) {
        Ok(value) => Ok(Some(value).filter(|value| !value.is_empty())),
        Err(env::VarError::NotPresent) => Ok(None),
        // Its own text would show the value, which may be a secret.
        Err(env::VarError::NotUnicode(_)) => Err(format!("{name} is not UTF-8").into()),
    }
}
