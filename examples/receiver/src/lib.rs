//! A service that receives webhooks.
//!
//! It verifies a request, stores the webhook on disk, responds, and then passes the event to a handler.

mod handler;
mod journal;
mod log;
mod service;

pub use handler::run_handler;
pub use journal::{Journal, JournalError, PendingEvent, Stored};
pub use service::Service;
