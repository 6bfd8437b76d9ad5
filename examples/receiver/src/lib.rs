//! A service that receives webhooks: who sent one is checked first, then it is kept on the disk, then it is answered,
//! and only then does anybody look at it.

use std::error::Error;
use std::fmt::Display;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest as _, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use leadhook::endpoint::{Builder, ConfigError, Endpoint, HttpStatus};
use leadhook::{Event, Limits};

mod journal;

pub use journal::{Journal, Kept, NotKept, Undelivered};

/// The longest that a request may take, its body and the journal included. LigueLead waits 5 s; LeadSail as long as you
/// tell it to: let that be no less.
const TIME_LIMIT: Duration = Duration::from_secs(4);
/// How long after a failure what has not been handed on is tried again.
const PAUSE: Duration = Duration::from_secs(1);

/// The endpoints of a service, which all keep what they take in one journal and all have one limit of size.
pub struct Receiver {
    journal: Journal,
    limits: Limits,
    router: Router,
}

/// One route.
struct Door {
    endpoint: Endpoint,
    journal: Journal,
}

impl Receiver {
    /// Without any endpoint.
    #[must_use]
    pub fn new(journal: Journal, limits: Limits) -> Self {
        Self { journal, limits, router: Router::new() }
    }

    /// With an endpoint at a path, such as `/webhooks/leadnest`.
    ///
    /// # Errors
    ///
    /// If the endpoint lacks what proves who sent a webhook, or has too much of it.
    ///
    /// # Panics
    ///
    /// If the path is none, or taken.
    pub fn endpoint(mut self, path: &str, endpoint: Builder) -> Result<Self, ConfigError> {
        let endpoint = endpoint.limits(self.limits).build()?;
        let door = Arc::new(Door { endpoint, journal: self.journal.clone() });
        self.router = self.router.route(path, post(webhook).with_state(door));
        Ok(self)
    }

    /// The service.
    pub fn into_router(self) -> Router {
        self.router.layer(DefaultBodyLimit::max(self.limits.body()))
    }
}

/// Answers one webhook. The text of the answer is for people who try it with curl; platforms look at the status.
async fn webhook(State(door): State<Arc<Door>>, request: Request) -> Response {
    let answer = tokio::time::timeout(TIME_LIMIT, door.take(request)).await;
    answer.unwrap_or_else(|_| {
        log(format_args!("{}: too slow", door.endpoint.source()));
        respond(HttpStatus::ServiceUnavailable, "too slow")
    })
}

impl Door {
    async fn take(&self, request: Request) -> Response {
        let headers = request.headers().clone();
        // The body as it came, for signatures are of bytes.
        let body = match Bytes::from_request(request, &()).await {
            Ok(body) => body,
            Err(rejection) => {
                log(format_args!("{}: {rejection}", self.endpoint.source()));
                return rejection.into_response();
            }
        };
        match self.endpoint.receive(&headers, &body) {
            Ok(received) => match self.journal.keep(&received, &body).await {
                Ok(Kept::New) => respond(received.answer(), "new"),
                Ok(Kept::Repeated) => respond(received.answer(), "repeated"),
                Err(NotKept) => respond(HttpStatus::ServiceUnavailable, "not kept"),
            },
            Err(rejection) => {
                log(format_args!("{}: {}", self.endpoint.source(), rejection.error));
                match rejection.answer() {
                    HttpStatus::Ok => match self.journal.keep_rejection(&rejection).await {
                        Ok(()) => respond(HttpStatus::Ok, "refused"),
                        Err(NotKept) => respond(HttpStatus::ServiceUnavailable, "not kept"),
                    },
                    // Anybody can send these, as many as they like: they get no room on the disk.
                    answer => respond(answer, "refused"),
                }
            }
        }
    }
}

fn respond(answer: HttpStatus, text: &'static str) -> Response {
    let status = StatusCode::from_u16(answer.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, format!("{text}\n")).into_response()
}

/// Says something on standard error. `eprintln` panics if nobody listens there any more; the service goes on.
fn log(line: impl Display) {
    panic::catch_unwind(AssertUnwindSafe(|| eprintln!("{line}"))).ok();
}

/// Hands on what is in the journal and has not been handed on, the oldest first, and what comes: each event once, or
/// again if it failed or if it was not noted before the service ended. It runs for as long as it is let.
pub async fn deliver<F, E>(journal: Journal, handle: impl Fn(Event) -> F)
where
    F: Future<Output = Result<(), E>> + Send + 'static,
    E: Into<Box<dyn Error + Send + Sync>> + Send + 'static,
{
    loop {
        match pass(&journal, &handle).await {
            Ok(0) => journal.news().await,
            Ok(_) | Err(NotKept) => tokio::time::sleep(PAUSE).await,
        }
    }
}

/// Tries all events once, and tells how many failed. Those behind one that fails do not wait for it.
async fn pass<F, E>(journal: &Journal, handle: impl Fn(Event) -> F) -> Result<usize, NotKept>
where
    F: Future<Output = Result<(), E>> + Send + 'static,
    E: Into<Box<dyn Error + Send + Sync>> + Send + 'static,
{
    let (mut failed, mut last) = (0, None);
    loop {
        let waiting = journal.undelivered(last.as_ref()).await?;
        if waiting.is_empty() {
            return Ok(failed);
        }
        for next in waiting {
            let handed = match Event::from_json(next.event.as_bytes()) {
                // In a task of its own, so that a panic of the handler's is a failure like others.
                Ok(event) => match tokio::spawn(handle(event)).await {
                    Ok(handled) => handled.map_err(Into::into),
                    Err(panic) => Err(panic.into()),
                },
                Err(error) => Err(error.into()),
            };
            match handed {
                Ok(()) => journal.delivered(&next).await?,
                Err(error) => {
                    log(format_args!("event {}: {error}", next.id));
                    failed += 1;
                }
            }
            last = Some(next);
        }
    }
}
