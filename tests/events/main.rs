//! The laws of unified events: their JSON form, their ids, what the documented samples become.
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "JSON's values are not our enum, and have no more than six variants"
)]

#[path = "../corpus/mod.rs"]
mod corpus;
#[path = "../law/mod.rs"]
mod law;

mod channels;
mod form;
mod golden;
mod ids;
mod obligations;

use corpus::Document;
use leadhook::{Event, normalize};

fn event(document: &Document) -> Event {
    normalize(document.vendor, &document.body).unwrap_or_else(|error| panic!("{}: {error}", document.path.display()))
}
