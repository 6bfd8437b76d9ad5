//! Computes the state of a message, a call and a lead from webhooks that are late, repeated and contradictory.
//!
//! `cargo run --example lifecycle` runs it.

use std::collections::BTreeMap;
use std::fmt::Display;

use leadhook::event::{CallStatus, LeadStatus, MessageStatus, SubjectKey};
use leadhook::lifecycle::{Fold, Lifecycle, Precedence};
use leadhook::{Error, Vendor, normalize};

/// Made-up webhooks of three vendors, one per line. The delivery of the SMS comes before its sending, and one webhook of the
/// lead comes twice.
const WEBHOOKS: &str = r#"{"event":"campaign.status","app_id":"app-7","occurred_at":"2026-02-02T12:40:00Z","campaign":{"id":"c-1","type":"sms","status":"delivered","phone":"+5511999999999"}}
{"event":"voicemail_received","call_id":"123456","timestamp":"2026-02-02T12:00:31Z"}
{"event":"lead.processed","submissionId":"sub_xyz789","timestamp":"2026-02-02T12:00:09Z","data":{}}
{"event":"lead.delivered","submissionId":"sub_xyz789","timestamp":"2026-02-02T12:00:08Z","data":{}}
{"event":"campaign.status","app_id":"app-7","occurred_at":"2026-02-02T12:00:01Z","campaign":{"id":"c-1","type":"sms","status":"sent","phone":"+5511999999999"}}
{"event":"missed_call","call_id":"123456","timestamp":"2026-02-02T12:00:20Z"}
{"event":"lead.failed","submissionId":"sub_xyz789","timestamp":"2026-02-02T12:00:05Z","data":{}}
{"event":"campaign.status","app_id":"app-7","occurred_at":"2026-02-02T12:10:00Z","campaign":{"id":"c-1","type":"sms","status":"undelivered","phone":"+5511999999999"}}
{"event":"lead.delivered","submissionId":"sub_xyz789","timestamp":"2026-02-02T12:00:08Z","data":{}}"#;

/// Folds webhooks, and prints what each of them changes.
fn fold<'b>(bodies: impl Iterator<Item = &'b str>) -> Result<Fold, Error> {
    let mut fold = Fold::default();
    for body in bodies {
        let vendor = Vendor::detect(body.as_bytes())?; // for archives: a service knows the vendor by the URL
        let event = normalize(vendor, body.as_bytes())?;
        let change = fold.observe(&event); // `None`: a voicemail has no status
        println!("{vendor} {}: {}", event.event_type(), change.map_or("no status", |change| change.as_str()));
    }
    Ok(fold)
}

/// Prints the current status of each subject, since when, and the reported statuses that contradict each other.
fn print<S: Precedence + Display>(lifecycles: &BTreeMap<SubjectKey, Lifecycle<S>>) {
    for (SubjectKey { kind, subject, .. }, lifecycle) in lifecycles {
        let (Some(status), Some(since)) = (lifecycle.current(), lifecycle.since()) else { continue };
        println!("{kind} {subject}: {status} since {since}");
        for (one, other) in lifecycle.conflicts() {
            println!("  {one} and {other} contradict each other");
        }
    }
}

fn main() -> Result<(), Error> {
    let folded = fold(WEBHOOKS.lines())?;
    println!("\nin reverse:");
    assert_eq!(folded, fold(WEBHOOKS.lines().rev())?);

    println!("\nin every order:");
    print(&folded.messages);
    print(&folded.calls);
    print(&folded.leads);

    let message = folded.messages.values().next().unwrap();
    assert_eq!(message.current(), Some(MessageStatus::Delivered)); // the later of two outcomes
    assert_eq!(message.conflicts().collect::<Vec<_>>(), [(MessageStatus::Delivered, MessageStatus::Undelivered)]);
    assert_eq!(folded.calls.values().next().unwrap().current(), Some(CallStatus::Missed));
    // A fallback delivered the lead after the first client failed. `processed` is not an outcome.
    assert_eq!(folded.leads.values().next().unwrap().current(), Some(LeadStatus::Delivered));
    Ok(())
}

#[test]
fn the_state_is_as_asserted() {
    main().unwrap();
}
