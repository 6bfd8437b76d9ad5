//! Laws 2, 3, 8 and 12: a payload serializes to its body, its event contains all of it, the event's id does not depend on
//! spelling, and any value of an optional member is accepted.
#![no_main]

use leadhook::{Event, Vendor, parse};
use leadhook_harness::law;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    for &vendor in Vendor::VARIANTS {
        let Ok(payload) = parse(vendor, body) else { continue };
        law::lossless(vendor, body, &payload);
        let event = Event::from(payload);
        law::conversion_is_lossless(vendor, body, &event);
        law::identity_ignores_spelling(vendor, body, &event);
        law::nothing_optional_refuses(vendor, body);
    }
});
