//! What an event costs the allocator: its long texts, and nothing else.

mod corpus;

use std::fs;
use std::hint::black_box;

use corpus::{folder, leaves};
use leadhook::{Vendor, normalize};
use serde_json::Value;

/// A text of so many bytes stands in the event itself.
const INLINE: usize = 24;

/// `texts` lead to the texts of the sample that are longer: each is one allocation.
#[track_caller]
fn assert_allocated(vendor: Vendor, sample: &str, texts: &[&str]) {
    let body = fs::read(folder("fixtures", vendor).join(format!("{sample}.json"))).unwrap();
    let value: Value = serde_json::from_slice(&body).unwrap();
    let is_long = |pointer: &String| value.pointer(pointer).unwrap().as_str().is_some_and(|text| text.len() > INLINE);
    assert_eq!(leaves(&value).into_iter().filter(is_long).collect::<Vec<_>>(), texts);
    // What is made once in a program is made here.
    normalize(vendor, &body).unwrap();
    let cost = allocation_counter::measure(|| _ = black_box(normalize(vendor, &body)));
    assert_eq!(cost.count_total, texts.len() as u64);
}

#[test]
fn documented_samples_allocate_their_long_texts_only() {
    // Under serde_json's `arbitrary_precision` each number is a text of its own.
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
