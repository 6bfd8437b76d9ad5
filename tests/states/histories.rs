//! Whole histories, from raw webhooks to the state of their subject, in every order.

use itertools::Itertools as _;
use leadhook::event::MessageStatus;
use leadhook::lifecycle::{Fold, Status as _};
use leadhook::vendors::leadterra::MessageState;
use leadhook::{Event, Vendor, normalize};
use serde_json::{Value, json};

/// Returns a LigueLead webhook about one recipient.
fn liguelead(channel: &str, status: &str, second: u32) -> Value {
    json!({
        "event": "campaign.status",
        "app_id": "app-1",
        "occurred_at": format!("2026-02-02T12:00:{second:02}.400Z"),
        "campaign": {"id": "c-1", "type": channel, "status": status, "phone": "+5511999999999"},
    })
}

fn leadterra(event: &str, second: u32, data: &Value) -> Value {
    let mut body = json!({"event": event, "timestamp": format!("2026-02-02T12:00:{second:02}Z"), "data": data});
    body["data"]["messageId"] = "msg_1".into();
    body
}

fn leadnest(event: &str, second: u32) -> Value {
    json!({"event": event, "timestamp": format!("2026-02-02T12:00:{second:02}Z"), "data": {"message_id": "msg_1"}})
}

fn limecall(event: &str, second: u32, status: Option<&str>) -> Value {
    json!({"event": event, "timestamp": format!("2026-02-02T12:00:{second:02}Z"), "call_id": "7", "status": status})
}

fn leadsail(event: &str, second: u32) -> Value {
    json!({
        "event": event,
        "timestamp": format!("2026-02-02T12:00:{second:02}Z"),
        "submissionId": "sub_1",
        "leadId": "lead_1",
        "status": "anything",
        "data": {},
    })
}

/// Folds the JSON of events, as a program does that reads them from a file.
fn fold_of_json(lines: &[String]) -> Fold {
    let events: Vec<_> = lines.iter().map(|line| Event::from_json(line.as_bytes()).unwrap()).collect();
    events.iter().collect()
}

/// Asserts the state of the one subject of some webhooks, in every order and with every repetition.
#[track_caller]
fn assert_state(vendor: Vendor, webhooks: &[Value], current: &str, since: u32, conflicts: &Value) {
    let events: Vec<_> = webhooks.iter().map(|body| normalize(vendor, body.to_string().as_bytes()).unwrap()).collect();
    let mut states = Vec::new();
    // Each may come twice.
    for count in webhooks.len()..=webhooks.len() * 2 {
        let history: Vec<&Event> = events.iter().chain(&events).take(count).collect();
        for order in history.into_iter().permutations(count) {
            let fold: Fold = order.into_iter().collect();
            states.push(fold.iter().map(|state| json!(state)).collect::<Vec<_>>());
        }
    }
    assert!(states.iter().all_equal());
    for order in events.iter().permutations(events.len()) {
        let lines: Vec<_> = order.iter().map(|event| serde_json::to_string(event).unwrap()).collect();
        let fold = fold_of_json(&lines);
        assert_eq!(json!(fold), json!(states[0]));
        assert_eq!(serde_json::from_str::<Fold>(&json!(fold).to_string()).unwrap(), fold);
    }
    let [state] = &*states[0] else { panic!("{:?}", states[0]) };
    assert_eq!((&state["current"], &state["conflicts"]), (&current.into(), conflicts), "{state}");
    assert!(state["since"].as_str().unwrap().contains(&format!("12:00:{since:02}")), "{state}");
}

#[test]
fn an_sms_that_was_sent_and_delivered_is_delivered() {
    let history = [liguelead("sms", "sent", 1), liguelead("sms", "delivered", 2)];
    assert_state(Vendor::LigueLead, &history, "delivered", 2, &json!([]));
}

#[test]
fn an_sms_that_was_undelivered_and_then_delivered_is_delivered_with_a_conflict() {
    let history = [liguelead("sms", "sent", 1), liguelead("sms", "undelivered", 2), liguelead("sms", "delivered", 3)];
    assert_state(Vendor::LigueLead, &history, "delivered", 3, &json!([["delivered", "undelivered"]]));
}

#[test]
fn an_sms_that_was_delivered_and_then_undelivered_is_undelivered_with_a_conflict() {
    let history = [liguelead("sms", "delivered", 2), liguelead("sms", "undelivered", 3)];
    assert_state(Vendor::LigueLead, &history, "undelivered", 3, &json!([["delivered", "undelivered"]]));
}

#[test]
fn a_call_that_was_answered_at_the_second_attempt_is_answered() {
    let history = [liguelead("voice", "no_answer", 1), liguelead("voice", "answered", 2)];
    assert_state(Vendor::LigueLead, &history, "answered", 2, &json!([]));
}

#[test]
fn a_whatsapp_message_that_was_read_without_delivery_is_read() {
    let history = [leadnest("whatsapp.sent", 1), leadnest("whatsapp.read", 2)];
    assert_state(Vendor::LeadNest, &history, "read", 2, &json!([]));
}

#[test]
fn an_email_that_was_opened_stays_opened_after_a_bounce() {
    let history = [leadnest("email.opened", 1), leadnest("email.bounced", 2), leadnest("email.spam", 3)];
    assert_state(Vendor::LeadNest, &history, "opened", 1, &json!([["opened", "bounced"]]));
}

#[test]
fn a_lead_that_a_fallback_delivered_is_delivered() {
    let history = [leadsail("lead.failed", 1), leadsail("lead.delivered", 2), leadsail("lead.processed", 3)];
    assert_state(Vendor::LeadSail, &history, "delivered", 2, &json!([]));
}

#[test]
fn a_lead_without_a_reported_outcome_is_processed() {
    let history = [leadsail("lead.queued", 1), leadsail("lead.processed", 2)];
    assert_state(Vendor::LeadSail, &history, "processed", 2, &json!([]));
}

#[test]
fn a_lead_that_was_delivered_and_then_disqualified_is_disqualified_with_a_conflict() {
    let history = [leadsail("lead.delivered", 1), leadsail("lead.disqualified", 2)];
    assert_state(Vendor::LeadSail, &history, "disqualified", 2, &json!([["delivered", "disqualified"]]));
}

#[test]
fn a_lead_that_failed_and_was_processed_is_failed() {
    let history = [leadsail("lead.queued", 1), leadsail("lead.failed", 2), leadsail("lead.processed", 3)];
    assert_state(Vendor::LeadSail, &history, "failed", 2, &json!([]));
}

#[test]
fn a_call_that_ends_in_a_voicemail_is_missed() {
    let history = [
        limecall("call_status_update", 1, Some("ringing")),
        limecall("missed_call", 2, Some("missed")),
        limecall("voicemail_received", 3, None),
    ];
    assert_state(Vendor::LimeCall, &history, "missed", 2, &json!([]));
}

#[test]
fn an_undocumented_status_does_not_change_the_current_one() {
    let history =
        [limecall("call_status_update", 1, Some("ringing")), limecall("call_status_update", 2, Some("teleported"))];
    assert_state(Vendor::LimeCall, &history, "ringing", 1, &json!([]));
}

#[test]
fn a_soft_bounce_is_final() {
    assert!(MessageStatus::Bounced.is_final() && MessageState::Bounced.is_final());
    let bounced = json!({"bounceType": "soft", "bounceReason": "mailbox full"});
    let history = [leadterra("message.sent", 1, &json!({})), leadterra("message.bounced", 2, &bounced)];
    assert_state(Vendor::Leadterra, &history, "bounced", 2, &json!([]));
}
