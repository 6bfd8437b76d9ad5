//! Normalizing allocates only for long strings. The counting allocator needs a binary of its own.

use std::fs;
use std::hint::black_box;

use leadhook::{Vendor, normalize};
use leadhook_harness::corpus::{folder, leaves};
use serde_json::Value;

/// The size in bytes of the longest string that needs no allocation.
const INLINE: usize = 24;

/// Asserts that a sample costs one allocation for each of `long_strings`, the pointers of its strings that are not inline.
#[track_caller]
fn assert_allocated(vendor: Vendor, sample: &str, long_strings: &[&str]) {
    let body = fs::read(folder("fixtures", vendor).join(format!("{sample}.json"))).unwrap();
    let value: Value = serde_json::from_slice(&body).unwrap();
    let is_long = |pointer: &String| value.pointer(pointer).unwrap().as_str().is_some_and(|text| text.len() > INLINE);
    assert_eq!(leaves(&value).into_iter().filter(is_long).collect::<Vec<_>>(), long_strings);
    // The first call also allocates what the process keeps.
    normalize(vendor, &body).unwrap();
    let cost = allocation_counter::measure(|| _ = black_box(normalize(vendor, &body)));
    assert_eq!(cost.count_total, long_strings.len() as u64);
}

#[test]
fn samples_allocate_only_their_long_strings() {
    // Under serde_json's `arbitrary_precision` each number is an allocated string.
    if serde_json::from_str::<serde_json::Number>("1e400").is_ok() {
        return;
    }
    assert_allocated(Vendor::LigueLead, "campaign.status.sms", &["/campaign/message"]);
    assert_allocated(Vendor::LigueLead, "campaign.status.test", &["/campaign/message"]);
    assert_allocated(Vendor::Leadterra, "reply.received", &["/data/reply/threadSnippet"]);
    assert_allocated(Vendor::LeadNest, "email.opened", &[]);
    assert_allocated(Vendor::LimeCall, "missed_call", &[]);
    assert_allocated(Vendor::LimeCall, "sms_received", &["/message_content"]);
    assert_allocated(Vendor::LimeCall, "voicemail_received", &["/voicemail_url"]);
    assert_allocated(Vendor::LeadSail, "lead.delivered", &[]);
}
