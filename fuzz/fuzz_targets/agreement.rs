//! Law 4: the model and the schema accept the same bodies, and reject them with the same error.
#![no_main]

use leadhook::Vendor;
use leadhook_harness::law;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    for &vendor in Vendor::VARIANTS {
        law::agreement(vendor, body);
    }
});
