//! Laws 2, 2b and 8: what is read is written as it came, all of it stands in the event, and spelling changes no id.
#![no_main]

#[path = "../../tests/corpus/mod.rs"]
mod corpus;
#[path = "../../tests/law/mod.rs"]
mod law;

use leadhook::{Event, Vendor, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    for &vendor in Vendor::VARIANTS {
        let Ok(payload) = parse(vendor, body) else { continue };
        law::lossless(vendor, body, &payload);
        let event = Event::from(payload);
        law::kept(vendor, body, &event);
        law::spelling_is_nothing(vendor, body, &event);
    }
});
