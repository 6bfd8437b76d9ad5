//! Law 3: the model and the contract accept the same bodies, and refuse them with the same words.
#![no_main]

#[path = "../../tests/corpus/mod.rs"]
mod corpus;
#[path = "../../tests/law/mod.rs"]
mod law;

use leadhook::Vendor;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    for &vendor in Vendor::VARIANTS {
        law::agreement(vendor, body);
    }
});
