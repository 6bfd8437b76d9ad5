//! Receives webhooks and prints their events, one per line. Environment variables configure it: see the README.

use std::env;
use std::error::Error;
use std::io::{self, Write as _};
use std::process::ExitCode;

use leadhook::endpoint::{Builder, Endpoint, Secret};
use leadhook::vendors::AuthScheme;
use leadhook::{Event, Limits, Vendor};
use leadhook_example_receiver::{Journal, Service, run_handler};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};

type BoxError = Box<dyn Error + Send + Sync>;

fn main() -> ExitCode {
    let result = Runtime::new().map_err(BoxError::from).and_then(|runtime| {
        let result = runtime.block_on(run());
        // Do not wait for the handler. It gets the event again after the next start.
        runtime.shutdown_background();
        result
    });
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

async fn run() -> Result<(), BoxError> {
    let file = required_variable("JOURNAL")?;
    let journal = Journal::open(&file).map_err(|error| format!("JOURNAL: {file}: {error}"))?;
    let mut service = Service::new(journal.clone(), Limits::default());
    let mut vendors = Vec::new();
    for &vendor in Vendor::VARIANTS {
        if let Some((path, endpoint)) = configure(vendor)? {
            service = service.endpoint(&path, endpoint).map_err(|error| format!("{vendor}: {error}"))?;
            vendors.push(vendor.as_str());
        }
    }
    if vendors.is_empty() {
        return Err("no vendor is configured; set LEADTERRA_SECRET_FILE, for example".into());
    }

    let address = variable("ADDRESS")?.unwrap_or_else(|| "127.0.0.1:8080".to_owned());
    let listener = TcpListener::bind(&address).await.map_err(|error| format!("ADDRESS: {address}: {error}"))?;
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let shutdown = async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    };
    eprintln!("listening on {} for {}", listener.local_addr()?, vendors.join(", "));
    tokio::spawn(run_handler(journal, print));
    Ok(axum::serve(listener, service.into_router()).with_graceful_shutdown(shutdown).await?)
}

/// Handles an event. Replace it with your business code. It may be slow, and gets the event again if it fails.
async fn print(event: Event) -> Result<(), BoxError> {
    let line = serde_json::to_string(&event)?;
    // Standard output can block. The threads that respond to requests must not.
    Ok(tokio::task::spawn_blocking(move || writeln!(io::stdout(), "{line}")).await??)
}

/// Returns the path and the endpoint of a vendor, or `None` if the environment does not configure it.
fn configure(vendor: Vendor) -> Result<Option<(String, Builder)>, BoxError> {
    let name = |suffix: &str| format!("{}_{suffix}", vendor.as_str().to_uppercase());
    let endpoint = Endpoint::builder(vendor);
    let auth = vendor.delivery().auth;
    if auth.is_empty() {
        // Without a signature, only a secret path protects the endpoint.
        let name = name("PATH");
        let Some(path) = variable(&name)? else { return Ok(None) };
        let prefix = format!("/webhooks/{vendor}/");
        let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
        if !path.starts_with(&prefix) || path.len() < prefix.len() + 16 || !path.bytes().all(is_allowed) {
            return Err(format!("{name}: expected {prefix} and at least 16 random letters and digits").into());
        }
        return Ok(Some((path, endpoint)));
    }

    let (secret, token) = (secret(&name("SECRET_FILE"))?, secret(&name("TOKEN_FILE"))?);
    let is_configured = secret.is_some() || token.is_some();
    let endpoint = match secret {
        Some(secret) if auth.contains(&AuthScheme::SecretHeader) => {
            endpoint.secret_header(&required_variable(&name("HEADER"))?, secret)
        }
        Some(secret) => endpoint.signing_secret(secret),
        None => endpoint,
    };
    let endpoint = token.into_iter().fold(endpoint, Builder::bearer_token);
    let endpoint = match variable(&name("ENCODING"))? {
        Some(encoding) => {
            endpoint.encoding(encoding.parse().map_err(|_| format!("{}: expected hex or base64", name("ENCODING")))?)
        }
        None => endpoint,
    };
    Ok(is_configured.then(|| (format!("/webhooks/{vendor}"), endpoint)))
}

/// Reads the secret from the file that a variable names.
fn secret(name: &str) -> Result<Option<Secret>, BoxError> {
    let Some(file) = variable(name)? else { return Ok(None) };
    let secret = Secret::from_file(&file).map_err(|error| {
        let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
        format!("{name}: {file}: {error}{cause}")
    })?;
    Ok(Some(secret))
}

fn required_variable(name: &str) -> Result<String, BoxError> {
    Ok(variable(name)?.ok_or_else(|| format!("{name} is not set"))?)
}

/// Returns the value of an environment variable. An empty one counts as not set.
fn variable(name: &str) -> Result<Option<String>, BoxError> {
    match env::var(name) {
        Ok(value) => Ok(Some(value).filter(|value| !value.is_empty())),
        Err(env::VarError::NotPresent) => Ok(None),
        // The error's own text shows the value, which may be a secret.
        Err(env::VarError::NotUnicode(_)) => Err(format!("{name} is not UTF-8").into()),
    }
}
