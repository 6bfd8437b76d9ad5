//! The HTTP service: verifies a request, stores the webhook, then responds.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest as _, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use leadhook::Limits;
use leadhook::endpoint::{Builder, ConfigError, Endpoint, HttpStatus, Received};

use crate::journal::{Journal, JournalError, Stored};
use crate::log::log;

/// How long a request may take, including its body and the journal.
///
/// LigueLead waits 5 s for a response. For LeadSail you configure the timeout: choose at least 5 s.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(4);

/// An HTTP service with an endpoint for each vendor. All endpoints share one journal and one limit on bodies.
pub struct Service {
    journal: Journal,
    limits: Limits,
    router: Router,
}

/// The state of one route.
struct Route {
    endpoint: Endpoint,
    journal: Journal,
}

impl Service {
    /// Creates a service without endpoints.
    #[must_use]
    pub fn new(journal: Journal, limits: Limits) -> Self {
        Self { journal, limits, router: Router::new() }
    }

    /// Adds an endpoint at a path, such as `/webhooks/leadnest`.
    ///
    /// # Errors
    ///
    /// If the endpoint cannot be built.
    ///
    /// # Panics
    ///
    /// If the path is invalid or already in use.
    pub fn endpoint(mut self, path: &str, endpoint: Builder) -> Result<Self, ConfigError> {
        let endpoint = endpoint.limits(self.limits).build()?;
        let route = Arc::new(Route { endpoint, journal: self.journal.clone() });
        self.router = self.router.route(path, post(receive).with_state(route));
        Ok(self)
    }

    /// Returns the service as an axum router.
    pub fn into_router(self) -> Router {
        self.router.layer(DefaultBodyLimit::max(self.limits.max_body()))
    }
}

/// Receives one webhook. The text of the response helps when you test with curl. Vendors read only the status.
async fn receive(State(route): State<Arc<Route>>, request: Request) -> Response {
    let response = tokio::time::timeout(REQUEST_TIMEOUT, route.receive(request)).await;
    response.unwrap_or_else(|_| {
        log(format_args!("{}: timeout", route.endpoint.source()));
        respond(HttpStatus::ServiceUnavailable, "timeout")
    })
}

impl Route {
    async fn receive(&self, request: Request) -> Response {
        let headers = request.headers().clone();
        // The raw body, because a signature covers its bytes.
        let body = match Bytes::from_request(request, &()).await {
            Ok(body) => body,
            Err(rejection) => {
                log(format_args!("{}: {rejection}", self.endpoint.source()));
                return rejection.into_response();
            }
        };
        match self.endpoint.receive(&headers, &body) {
            Ok(received) => match self.journal.store(&received, &body).await {
                Ok(Stored::New) => {
                    self.log_oddities(&received);
                    respond(HttpStatus::Ok, "new")
                }
                Ok(Stored::Duplicate) => respond(HttpStatus::Ok, "duplicate"),
                Err(JournalError) => respond(HttpStatus::ServiceUnavailable, "not stored"),
            },
            Err(rejection) => {
                log(format_args!("{}: {}", self.endpoint.source(), rejection.error));
                let status = rejection.http_status();
                if status != HttpStatus::Ok {
                    // Not stored, because anyone can send such requests and could fill the disk.
                    return respond(status, rejection.error.kind().as_str());
                }
                match self.journal.store_rejection(&rejection).await {
                    Ok(()) => respond(HttpStatus::Ok, "rejected"),
                    Err(JournalError) => respond(HttpStatus::ServiceUnavailable, "not stored"),
                }
            }
        }
    }

    /// Logs what was accepted although the vendor does not document it, so that acceptance is not silent. It shows only
    /// documented names, which are not personal data.
    fn log_oddities(&self, received: &Received) {
        let (source, event) = (self.endpoint.source(), &received.event.vendor_event);
        if let Some(vendor) = received.documented_by() {
            log(format_args!("{source}: {event} is an event of {vendor}; check the URL that is configured there"));
        }
        let unexpected = &received.unexpected;
        if !unexpected.is_empty() {
            log(format_args!("{source}: unexpected members of {event}: {}", unexpected.join(", ")));
        }
    }
}

fn respond(status: HttpStatus, text: &'static str) -> Response {
    let status = StatusCode::from_u16(status.as_u16()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, format!("{text}\n")).into_response()
}
