//! Law 7: an event reads back equal from its JSON, whether it comes from a webhook or from JSON of any version.
#![no_main]

use leadhook::{Event, Vendor, normalize};
use leadhook_harness::law;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    if let Ok(event) = Event::from_json(input) {
        law::json_round_trips(&event);
    }
    if let Ok(event) = Vendor::detect(input).and_then(|vendor| normalize(vendor, input)) {
        law::is_documented_json(&event);
    }
});
