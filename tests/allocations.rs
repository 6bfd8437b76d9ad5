//! The allocations of calls: long strings and the key for a sample, and a bounded amount for a hostile body. The
//! counting allocator needs a binary of its own.

use std::fs;
use std::hint::black_box;

use leadhook::{Event, Vendor, normalize};
use leadhook_harness::corpus::{folder, leaves};
use serde_json::Value;

/// The size in bytes of the longest string that needs no allocation.
const INLINE: usize = 24;

/// Asserts how many allocations a sample costs: one for each of `long_strings`, and one for each of `hashed_texts`. The
/// former are the pointers of its strings that are not inline. The latter are hashed for the id and the subject, or are
/// parts of what is hashed.
#[track_caller]
fn assert_allocated(vendor: Vendor, sample: &str, long_strings: &[&str], hashed_texts: u64) {
    let body = fs::read(folder("fixtures", vendor).join(format!("{sample}.json"))).unwrap();
    let value: Value = serde_json::from_slice(&body).unwrap();
    let is_long = |pointer: &String| value.pointer(pointer).unwrap().as_str().is_some_and(|text| text.len() > INLINE);
    assert_eq!(leaves(&value).into_iter().filter(is_long).collect::<Vec<_>>(), long_strings);
    // The first call also allocates what the process keeps.
    normalize(vendor, &body).unwrap();
    let cost = allocation_counter::measure(|| _ = black_box(normalize(vendor, &body)));
    assert_eq!(cost.count_total, long_strings.len() as u64 + hashed_texts, "{sample}");
}

#[test]
fn samples_allocate_only_their_long_strings_and_the_texts_of_their_key() {
    // Under serde_json's `arbitrary_precision` each number is an allocated string.
    if serde_json::from_str::<serde_json::Number>("1e400").is_ok() {
        return;
    }
    assert_allocated(Vendor::LigueLead, "campaign.status.sms", &["/campaign/message"], 4);
    assert_allocated(Vendor::LigueLead, "campaign.status.test", &["/campaign/message"], 4);
    assert_allocated(Vendor::Leadterra, "reply.received", &["/data/reply/threadSnippet"], 1);
    assert_allocated(Vendor::LeadNest, "email.opened", &[], 2);
    assert_allocated(Vendor::LimeCall, "missed_call", &[], 2);
    assert_allocated(Vendor::LimeCall, "sms_received", &["/message_content"], 2);
    assert_allocated(Vendor::LimeCall, "voicemail_received", &["/voicemail_url"], 2);
    assert_allocated(Vendor::LeadSail, "lead.delivered", &[], 2);
}

/// The size of a hostile body: nearly a mebibyte, the default limit.
const SIZE: usize = (1 << 20) - 1000;

/// Returns an array that repeats an element up to [`SIZE`].
fn array_of(element: &str) -> String {
    format!("[{}]", vec![element; SIZE / (element.len() + 1)].join(","))
}

/// Returns an object with very many members of up to [`SIZE`].
fn crowded_object() -> String {
    let members: Vec<_> = (0..SIZE / 11).map(|at| format!("\"{at:05}\":7")).collect();
    format!("{{{}}}", members.join(","))
}

/// Returns a body with this value in a member of a subscriber.
fn subscriber(member: &str, value: &str) -> String {
    format!(
        r#"{{"event":"subscriber.created","timestamp":"2026-03-04T10:30:00Z","data":{{"email":"a@b.co","{member}":{value}}}}}"#
    )
}

/// Asserts that a call keeps less than 40 MiB at any time.
#[track_caller]
fn assert_peak(body: &str, call: impl Fn(&[u8])) {
    assert_peak_below(40, body, call);
}

#[track_caller]
fn assert_peak_below(mebibytes: u64, body: &str, call: impl Fn(&[u8])) {
    assert!((SIZE / 2..1 << 20).contains(&body.len()), "{}", body.len());
    // The first call also allocates what the process keeps.
    call(b"{}");
    let cost = allocation_counter::measure(|| call(body.as_bytes()));
    assert!(cost.bytes_max < mebibytes << 20, "{} bytes", cost.bytes_max);
}

#[test]
fn validating_a_mebibyte_of_errors_takes_less_than_40_mebibytes() {
    let validate = |body: &[u8]| _ = black_box(leadhook::validate(Vendor::LeadNest, body));
    for value in [array_of("7"), array_of("\"\""), array_of("[]"), crowded_object()] {
        assert_peak(&subscriber("tags", &value), validate);
        assert_peak(&subscriber("undocumented", &value), validate);
    }
}

#[test]
fn reading_a_mebibyte_of_an_event_takes_less_than_40_mebibytes() {
    let read = |body: &[u8]| _ = black_box(Event::from_json(body));
    let event = |member: &str, value: &str| {
        let event = normalize(Vendor::LeadNest, subscriber(member, "[\"\"]").as_bytes()).unwrap();
        serde_json::to_string(&event).unwrap().replacen("[\"\"]", value, 1)
    };
    let nested = format!("{}7{}", "{\"\":".repeat(90), "}".repeat(90));
    for value in [array_of("7"), array_of("\"\""), array_of("[]"), array_of(&nested), crowded_object()] {
        assert_peak(&event("tags", &value), read);
        assert_peak(&event("undocumented", &value), read);
    }
}

/// The id of an event without an identifying part is made of a copy of its data.
#[test]
fn an_event_that_only_its_data_identifies_takes_less_than_60_mebibytes() {
    let normalize = |body: &[u8]| _ = black_box(normalize(Vendor::LimeCall, body).map(|event| event.id()));
    let nested = format!("{}7{}", "{\"\":".repeat(90), "}".repeat(90));
    for value in [array_of("7"), array_of("\"\""), array_of("[]"), array_of(&nested), crowded_object()] {
        let call = format!(r#"{{"event":"missed_call","timestamp":"2026-03-04T10:30:00Z","call_id":{value}}}"#);
        assert_peak_below(60, &call, normalize);
    }
}
