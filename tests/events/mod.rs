//! The laws of unified events: their JSON form, their ids, and what the documented samples become.

mod channels;
mod form;
mod golden;
mod ids;
mod opt_out;
mod schema;
mod table;

use leadhook::{Event, normalize};
use leadhook_harness::corpus::BodyFile;

/// Converts the body of a file.
fn event(file: &BodyFile) -> Event {
    normalize(file.vendor, &file.body).unwrap_or_else(|error| panic!("{}: {error}", file.path.display()))
}
