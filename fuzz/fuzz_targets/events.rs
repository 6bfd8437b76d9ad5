//! Law 7: an event survives its JSON form, whether it was read from a webhook or from a document that came by a broker.
#![no_main]

#[path = "../../tests/corpus/mod.rs"]
mod corpus;
#[path = "../../tests/law/mod.rs"]
mod law;

use leadhook::{Event, Vendor, normalize};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|document: &[u8]| {
    if let Ok(event) = Event::from_json(document) {
        law::survives(&event);
    }
    if let Ok(event) = Vendor::detect(document).and_then(|vendor| normalize(vendor, document)) {
        law::survives(&event);
    }
});
