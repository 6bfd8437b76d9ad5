//! Models built by hand, with only their required members, as dependents do in their tests.

use std::collections::HashSet;
use std::fmt::Debug;

use leadhook::event::{self, EventKey, EventKind, OpenStatus};
use leadhook::vendors::{leadnest, leadsail, leadterra, liguelead, limecall};
use leadhook::{Date, Event, Extra, Id, Label, Number, Payload, Phone, SensitiveString, Timestamp, Verdict, validate};
use leadhook_harness::law;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, json};

fn timestamp() -> Timestamp {
    "2026-02-02T09:00:15Z".parse().unwrap()
}

/// Asserts that the vendor may send the payload, and that it has no drift.
#[track_caller]
fn assert_valid(payload: Payload) {
    let vendor = payload.vendor();
    let body = serde_json::to_string(&payload).unwrap();
    assert_eq!(validate(vendor, body.as_bytes()), Verdict::Valid, "{body}");
    law::all(vendor, body.as_bytes());
    assert_eq!(law::agreement(vendor, body.as_bytes()), Some(payload));
}

#[test]
fn payloads_with_only_required_members_are_valid() {
    let sms = liguelead::Message::new(liguelead::SmsStatus::Sent);
    let rcs = liguelead::Message::new(liguelead::RcsStatus::Read);
    let voice = liguelead::Voice::new(liguelead::VoiceStatus::Answered);
    for campaign in [liguelead::Campaign::Sms(sms), liguelead::Campaign::Rcs(rcs), liguelead::Campaign::Voice(voice)] {
        let status = liguelead::CampaignStatus::new(timestamp(), campaign);
        assert_valid(Payload::LigueLead(liguelead::Payload::CampaignStatus(status)));
    }

    let sent = leadterra::Envelope::new(timestamp());
    assert_valid(Payload::Leadterra(leadterra::Payload::MessageSent(sent)));
    let mut reply = leadterra::Envelope::new(timestamp());
    reply.data = Some(leadterra::ReplyReceived::default());
    assert_valid(Payload::Leadterra(leadterra::Payload::ReplyReceived(reply)));

    let mut opened = leadnest::Envelope::new(timestamp());
    opened.data = Some(leadnest::Email::new());
    assert_valid(Payload::LeadNest(leadnest::Payload::EmailOpened(opened)));

    let call = limecall::Call::new(timestamp());
    assert_valid(Payload::LimeCall(limecall::Payload::MissedCall(call)));
    let update = limecall::CallStatusUpdate::new(timestamp(), limecall::CallStatus::Ringing);
    assert_valid(Payload::LimeCall(limecall::Payload::CallStatusUpdate(update)));
    assert_valid(Payload::LimeCall(limecall::Payload::VoicemailReceived(limecall::Voicemail::new(timestamp()))));
    assert_valid(Payload::LimeCall(limecall::Payload::SmsReceived(limecall::Sms::new(timestamp()))));

    assert_valid(Payload::LeadSail(leadsail::Payload::LeadQueued(leadsail::Lead::new(timestamp()))));
}

#[track_caller]
fn assert_round_trips<M: Serialize + DeserializeOwned + PartialEq + Debug>(model: &M) {
    let json = serde_json::to_string(model).unwrap();
    assert_eq!(serde_json::from_str::<M>(&json).unwrap(), *model, "{json}");
}

#[test]
fn models_read_back_without_their_payload() {
    let sms = liguelead::Message::new(liguelead::SmsStatus::Sent);
    let rcs = liguelead::Message::new(liguelead::RcsStatus::Read);
    let voice = liguelead::Voice::new(liguelead::VoiceStatus::Answered);
    assert_round_trips(&liguelead::CampaignStatus::<liguelead::Sms>::new(timestamp(), sms.clone()));
    assert_round_trips(&sms);
    assert_round_trips(&rcs);
    assert_round_trips(&voice);
    assert_round_trips(&liguelead::CampaignStatus::<liguelead::Campaign>::new(
        timestamp(),
        liguelead::Campaign::Sms(sms.clone()),
    ));
    assert_round_trips(&leadterra::Envelope::<leadterra::MessageSent>::new(timestamp()));
    assert_round_trips(&leadnest::Envelope::<leadnest::Email>::new(timestamp()));
    assert_round_trips(&limecall::Call::new(timestamp()));
    assert_round_trips(&leadsail::Lead::new(timestamp()));
    // A campaign of one channel does not read as another.
    let sms = serde_json::to_string(&sms).unwrap();
    assert!(serde_json::from_str::<liguelead::Rcs>(&sms).is_err());
    assert!(serde_json::from_str::<liguelead::Voice>(&sms).is_err());
}

#[test]
fn a_field_is_written_once_even_if_extra_has_its_name() {
    let mut call = limecall::Call::new(timestamp());
    call.call_id = Some("7".parse().unwrap());
    for name in ["event", "timestamp", "call_id", "team_id"] {
        call.extra.insert(name, "extra");
    }
    let json = serde_json::to_string(&Payload::LimeCall(limecall::Payload::MissedCall(call))).unwrap();
    assert_eq!(json, r#"{"event":"missed_call","call_id":"7","timestamp":"2026-02-02T09:00:15Z","team_id":"extra"}"#);
}

#[test]
fn events_with_only_required_members_read_back_equal() {
    let kinds = [
        EventKind::Message(event::Message::new(event::MessageStatus::Read)),
        EventKind::Message(event::Message::new(OpenStatus::Other)),
        EventKind::InboundMessage(event::InboundMessage::new()),
        EventKind::Reply(event::Reply::new()),
        EventKind::Call(event::Call::new(event::CallStatus::Missed)),
        EventKind::Call(event::Call::new(None)),
        EventKind::Voicemail(event::Voicemail::new()),
        EventKind::Lead(event::Lead::new(event::LeadStatus::Queued)),
        EventKind::Campaign(event::Campaign::new(event::CampaignChange::Started)),
        EventKind::Contact(event::Contact::new(event::ContactChange::Created)),
        EventKind::Unknown(event::Unknown::new()),
    ];
    let mut ids = HashSet::new();
    for kind in kinds {
        for source in ["limecall", "limecall/brazil", "acme", "acme.example-2/a~b"] {
            let key = EventKey::new("teleported").subject("7".parse().unwrap()).part(source).time(&timestamp());
            let event = Event::new(source.parse().unwrap(), key, timestamp(), kind.clone());
            ids.insert(event.id());
            let with_extra = event.clone().with_extra(Extra::from_iter([("event".to_owned(), json!("teleported"))]));
            law::json_round_trips(&event);
            law::json_round_trips(&with_extra);
        }
    }
    assert_eq!(ids.len(), 4, "the source is a part of the id, the kind is not");
}

#[test]
fn an_unknown_member_with_a_known_name_is_not_written() {
    let order = json!({
        "specversion": "1.0",
        "type": "order.shipped",
        "source": "acme",
        "id": "00000000-0000-4000-8000-000000000007",
        "data": { "vendor_event": "shipped", "channel": 7, "sum": 8 },
    });
    let mut event: Event = serde_json::from_value(order).unwrap();
    event.kind = EventKind::Message(event::Message::new(event::MessageStatus::Sent));
    for name in ["vendor_event", "extra", "person"] {
        event.unknown_members.insert(name, 7);
    }
    assert_eq!(serde_json::to_string(&event.data()).unwrap(), r#"{"vendor_event":"shipped","sum":8}"#);

    let mut person = event::Person::from_names(Some("Ava".into()), None);
    person.unknown_members.insert("first_name", 7);
    person.unknown_members.insert("last_name", 7);
    assert_eq!(serde_json::to_string(&person).unwrap(), r#"{"first_name":"Ava"}"#);
}

#[test]
fn small_values_convert_without_loss() {
    let phone = Phone::from("+15550107777".to_owned());
    assert_eq!(
        (phone.as_str(), phone.to_string(), phone.as_e164()),
        ("+15550107777", phone.to_string(), Some(phone.as_str()))
    );
    assert_eq!(phone, Phone::from("+15550107777"));
    assert_eq!(SensitiveString::from("Ava".to_owned()).to_string(), "Ava");
    assert_eq!(Label::from("sent".to_owned()).to_string(), "sent");
    assert_eq!(Label::from_static(liguelead::SmsStatus::Sent.as_str()), Label::from("sent"));
    assert!(Label::from("sent").is_identifier() && !Label::from("ava@example.com").is_identifier());

    let id: Id = "3b4f7c5e-7e2d-4157-b542-5eb2155455c5".parse().unwrap();
    assert_eq!(id.to_uuid().unwrap().to_string(), id.to_string());
    assert_eq!(Id::try_from("7".to_owned()).unwrap().to_uuid(), None);
    assert!(Id::try_from(String::new()).is_err());

    for (number, whole, float) in [
        (Number::from(7_u64), Some(7), 7.0),
        (Number::from(-7_i64), None, -7.0),
        (Number::from(u64::MAX), Some(u64::MAX), 2_f64.powi(64)),
    ] {
        assert_eq!((number.as_u64(), number.as_f64()), (whole, Some(float)));
        assert_eq!(format!("{number:?}"), number.to_string());
    }

    let date: Date = "2026-02-02".parse().unwrap();
    assert_eq!(
        (date.to_naive_date().to_string(), date.to_string()),
        ("2026-02-02".to_owned(), "2026-02-02".to_owned())
    );
    assert_eq!(Timestamp::try_from(timestamp().to_datetime().to_utc()).unwrap(), timestamp());

    let mut extra = Extra::default();
    assert!(extra.is_empty() && extra.insert("a", 1).is_none());
    assert_eq!(extra.insert("a", json!([2])), Some(json!(1)));
    assert_eq!(extra.iter().collect::<Vec<_>>(), [("a", &json!([2]))]);
}

#[test]
fn an_extra_without_members_equals_the_default() {
    let (empty, read) = (Extra::from(Map::new()), serde_json::from_str::<Extra>("{}").unwrap());
    assert_eq!([&empty, &read], [&Extra::default(); 2]);
    assert!(empty.is_empty() && empty.iter().next().is_none() && empty.get("a").is_none());
    assert_eq!((serde_json::to_string(&empty).unwrap(), format!("{empty:?}")), ("{}".to_owned(), "{}".to_owned()));

    let mut filled = empty;
    filled.insert("a", json!({}));
    let members = json!({"a": {}}).as_object().unwrap().clone();
    assert_eq!(filled, Extra::from(members));
    assert_ne!(filled, Extra::default());
    assert_eq!(serde_json::to_string(&filled).unwrap(), r#"{"a":{}}"#);
    assert_eq!(serde_json::from_str::<Extra>(r#"{"a":{}}"#).unwrap(), filled);
}
