//! Brings the webhooks of a vendor that is not built in into the stream of events.
//!
//! `cargo run --example own_vendor` runs it. The vendor is Loops, which sends email. Its webhooks follow Standard Webhooks:
//! <https://loops.so/docs/webhooks>. To use it for your vendor, copy it and replace the schema, the model and the conversion.

use std::time::Duration;

use leadhook::chrono::DateTime;
use leadhook::endpoint::{Builder, Endpoint, Received, Secret};
use leadhook::event::{BounceType, Channel, Contact, ContactChange, Message, MessageStatus, OpenStatus, Unknown};
use leadhook::event::{EventKey, EventKind, Source};
use leadhook::lifecycle::Fold;
use leadhook::serde_json::{self, Map, Number, Value};
use leadhook::vendors::AuthScheme;
use leadhook::{Error, Event, Id, Label, Rejection, Schema, Timestamp};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Asserts only what the conversion needs, so that nothing else refuses a webhook. Everything else that Loops documents
/// is under `x-expected`.
const SCHEMA: &str = include_str!("own_vendor.schema.json");

/// What every webhook has, and all other members as they were sent.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Webhook {
    event_name: Label,
    event_time: Number,
    #[serde(flatten)]
    members: Map<String, Value>,
}

/// Creates the builder of an endpoint. `secret` is the text that Loops shows: `whsec_` and Base64.
fn endpoint(secret: &str) -> Result<Builder, Box<dyn std::error::Error>> {
    let scheme = AuthScheme::StandardWebhooks { tolerance: Duration::from_secs(5 * 60) };
    Ok(Endpoint::custom(Source::new("loops")?, [scheme]).signing_secret(Secret::try_from(secret)?))
}

/// Verifies a request and converts its body.
fn receive(
    endpoint: &Endpoint,
    schema: &Schema,
    headers: &[(String, String)],
    body: &[u8],
) -> Result<Received, Box<Rejection>> {
    // `convert` runs only if the signature matches. Then this header is present once, and the signature covers it.
    let id = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("webhook-id")).map_or("", |(_, id)| id.trim());
    let headers = headers.iter().map(|(name, value)| (name, value));
    endpoint.receive_with(headers, body, |body| convert(endpoint.source(), schema, id, body)).map_err(Box::new)
}

/// Validates a body and converts it.
fn convert(source: &Source, schema: &Schema, webhook_id: &str, body: &[u8]) -> Result<Event, Error> {
    schema.validate(body).error().map_or(Ok(()), Err)?;
    let Webhook { event_name, event_time, mut members } = read(body)?;
    let time = event_time.as_i64().and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    let time = time.and_then(|time| Timestamp::try_from(time).ok()); // Unlike the schema, `as_i64` refuses 1.0.
    let time = time.ok_or_else(|| Error::invalid("/eventTime", "expected whole seconds since 1970"))?;
    // A webhook that is sent again has the same `webhook-id`, and two clicks within a second have two. If your vendor has
    // no such id, make the key of the ids, the status and the time in the body.
    let mut key = EventKey::new(event_name.clone()).part(webhook_id);

    let name = event_name.as_str();
    let kind = if let Some(status) = message_status(name) {
        let mut message = Message::new(status);
        if message.status == OpenStatus::Other {
            message.vendor_status = name.strip_prefix("email.").map(Label::from);
        }
        message.channel = Some(Channel::Email.into());
        message.message_id = take(&mut members, &["email", "id"]);
        message.campaign_id = take(&mut members, &["campaignId"]);
        message.email = take(&mut members, &["contactIdentity", "email"]);
        message.bounce_type = match name {
            "email.hardBounced" => Some(BounceType::Hard.into()),
            "email.softBounced" => Some(BounceType::Soft.into()),
            _ => None,
        };
        if let Some(id) = &message.message_id {
            key = key.subject(id.clone());
        }
        EventKind::Message(message)
    } else if let "contact.unsubscribed" | "email.unsubscribed" = name {
        let mut contact = Contact::new(ContactChange::Unsubscribed);
        contact.channel = Some(Channel::Email.into());
        contact.message_id = take(&mut members, &["email", "id"]);
        contact.campaign_id = take(&mut members, &["campaignId"]);
        contact.email = take(&mut members, &["contactIdentity", "email"]);
        if let Some(id) = take::<Id>(&mut members, &["contactIdentity", "id"]) {
            key = key.subject(id);
        }
        EventKind::Contact(contact)
    } else {
        members = read(body)?; // The whole body is kept.
        EventKind::Unknown(Unknown::new())
    };
    Ok(Event::new(source.clone(), key, time, kind).with_extra(members.into()))
}

/// Returns the status that an event reports, or `None` if it is not about one message.
fn message_status(event_name: &str) -> Option<OpenStatus<MessageStatus>> {
    Some(match event_name {
        "campaign.email.sent" | "loop.email.sent" | "transactional.email.sent" => MessageStatus::Sent.into(),
        "email.delivered" => MessageStatus::Delivered.into(),
        "email.opened" => MessageStatus::Opened.into(),
        "email.clicked" => MessageStatus::Clicked.into(),
        "email.softBounced" | "email.hardBounced" => MessageStatus::Bounced.into(),
        "email.spamReported" => MessageStatus::Complained.into(),
        "email.unsubscribed" | "email.resubscribed" => return None,
        _ if event_name.starts_with("email.") => OpenStatus::Other,
        _ => return None,
    })
}

/// Parses a body that the schema accepts. The error shows nothing of it.
fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(body).map_err(|_| Error::malformed("expected a webhook of Loops"))
}

/// Removes a member and returns its value. A value that does not fit stays, and so it ends up in the event's `extra`.
fn take<T: DeserializeOwned>(members: &mut Map<String, Value>, path: &[&str]) -> Option<T> {
    let (name, parents) = path.split_last()?;
    let object = parents.iter().try_fold(members, |object, parent| object.get_mut(*parent)?.as_object_mut())?;
    let value = T::deserialize(object.get(*name)?).ok()?;
    object.remove(*name);
    Some(value)
}

/// A made-up webhook with the members that Loops documents.
const SAMPLE: &str = r#"{
    "eventName": "email.delivered",
    "eventTime": 1770033600,
    "webhookSchemaVersion": "1.0.0",
    "contactIdentity": { "id": "contact_1", "email": "ava@example.com", "userId": null },
    "email": { "id": "email_1", "emailMessageId": "version_1", "subject": "Welcome" },
    "sourceType": "campaign",
    "campaignId": "campaign_1"
}"#;

/// A made-up secret.
const SECRET: &str = "whsec_bWFkZS11cCBzZWNyZXQgb2YgbG9vcHM=";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (endpoint, schema) = (endpoint(SECRET)?.build()?, Schema::compile(SCHEMA)?);
    let body = SAMPLE.as_bytes();
    let headers = endpoint.sign(body); // Loops does this.
    let first = receive(&endpoint, &schema, &headers, body).map_err(|rejection| rejection.error)?;
    println!("event: {}", serde_json::to_string(&first.event)?);

    let again = receive(&endpoint, &schema, &headers, body).map_err(|rejection| rejection.error)?;
    println!("sent again, with the same id: {}", again.event.id() == first.event.id());
    let fold: Fold = [first.event, again.event].iter().collect();
    println!("lifecycles: {}", serde_json::to_string(&fold)?);

    let forged = SAMPLE.replace("campaign_1", "campaign_2");
    let rejection = receive(&endpoint, &schema, &headers, forged.as_bytes()).unwrap_err();
    println!("forged: respond {}, {}", rejection.http_status().as_u16(), rejection.error);

    let invalid = SAMPLE.replace("1770033600", r#""yesterday""#);
    let rejection = receive(&endpoint, &schema, &endpoint.sign(invalid.as_bytes()), invalid.as_bytes()).unwrap_err();
    println!("invalid: store it and respond {}", rejection.http_status().as_u16());
    for diagnostic in rejection.error.diagnostics() {
        println!("- {diagnostic}");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use leadhook::endpoint::HttpStatus;
    use leadhook::{DiagnosticCode, ErrorKind, Verdict};

    use super::*;

    /// When the sample was sent: its `eventTime`.
    const NOW: i64 = 1_770_033_600;

    fn schema() -> Schema {
        Schema::compile(SCHEMA).unwrap()
    }

    fn endpoint_at(now: i64) -> Endpoint {
        endpoint(SECRET).unwrap().clock(move || DateTime::from_timestamp(now, 0).unwrap()).build().unwrap()
    }

    /// Returns the event of an authentic request.
    fn event(body: &str) -> Event {
        let endpoint = endpoint_at(NOW);
        receive(&endpoint, &schema(), &endpoint.sign(body.as_bytes()), body.as_bytes()).unwrap().event
    }

    fn try_convert(webhook_id: &str, body: &str) -> Result<Event, Error> {
        convert(&Source::new("loops").unwrap(), &schema(), webhook_id, body.as_bytes())
    }

    fn named(event_name: &str) -> String {
        SAMPLE.replace("email.delivered", event_name)
    }

    fn assert_round_trip(event: &Event) {
        let json = serde_json::to_vec(event).unwrap();
        assert_eq!(Event::validate_json(&json), Verdict::Valid);
        assert_eq!(&Event::from_json(&json).unwrap(), event);
    }

    /// Collects the strings, numbers, booleans and nulls of a value, as JSON.
    fn leaves(value: &Value, all: &mut Vec<String>) {
        match value {
            Value::Array(elements) => elements.iter().for_each(|element| leaves(element, all)),
            Value::Object(members) => members.values().for_each(|member| leaves(member, all)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => all.push(value.to_string()),
        }
    }

    /// Every leaf is in the event. The time has another form there.
    fn assert_lossless(body: &str, event: &Event) {
        let mut kept = Vec::new();
        leaves(&serde_json::to_value(event).unwrap(), &mut kept);
        let mut sent = Vec::new();
        leaves(&serde_json::from_str(body).unwrap(), &mut sent);
        for leaf in sent.iter().filter(|leaf| *leaf != "1770033600") {
            assert!(kept.contains(leaf), "{leaf} is lost");
        }
        assert_eq!(event.time.as_ref().unwrap().as_str(), "2026-02-02T12:00:00Z");
    }

    #[test]
    fn the_sample_is_a_delivered_message() {
        let event = event(SAMPLE);
        assert_eq!(event.event_type().as_str(), "message.delivered");
        assert_eq!((event.source().name(), event.vendor_event.as_str()), ("loops", "email.delivered"));
        assert_eq!(event.subject().unwrap(), &"email_1");
        assert_eq!(event.message_id().unwrap().as_str(), "email_1");
        assert_eq!(event.campaign_id().unwrap().as_str(), "campaign_1");
        assert_eq!(event.email().unwrap().as_str(), "ava@example.com");
        assert_round_trip(&event);
        assert_lossless(SAMPLE, &event);
    }

    #[test]
    fn every_documented_event_name_is_valid_and_lossless() {
        let document: Value = serde_json::from_str(SCHEMA).unwrap();
        let types = document["properties"]["eventName"]["x-expected"]["enum"].as_array().unwrap().iter().map(|name| {
            let body = named(name.as_str().unwrap());
            assert_eq!(schema().validate(body.as_bytes()), Verdict::Valid);
            let event = event(&body);
            assert_round_trip(&event);
            assert_lossless(&body, &event);
            event.event_type().as_str().to_owned()
        });
        assert_eq!(
            types.collect::<Vec<_>>(),
            [
                "message.sent",
                "message.sent",
                "message.sent",
                "message.delivered",
                "message.opened",
                "message.clicked",
                "message.bounced",
                "message.bounced",
                "message.complained",
                "contact.unsubscribed",
                "unknown",
                "unknown",
                "unknown",
                "contact.unsubscribed",
                "unknown",
                "unknown",
                "unknown",
            ]
        );
    }

    #[test]
    fn a_bounce_is_hard_or_soft() {
        for (name, expected) in [("email.hardBounced", BounceType::Hard), ("email.softBounced", BounceType::Soft)] {
            let EventKind::Message(message) = event(&named(name)).kind else { panic!("not a message") };
            assert_eq!(message.bounce_type.unwrap(), expected);
        }
    }

    #[test]
    fn an_unsubscription_is_an_opt_out() {
        let event = event(&named("contact.unsubscribed"));
        assert!(event.is_opt_out());
        assert_eq!(event.subject().unwrap(), &"contact_1");
    }

    #[test]
    fn an_undocumented_status_is_kept() {
        let event = event(&named("email.teleported"));
        let EventKind::Message(message) = &event.kind else { panic!("not a message") };
        assert_eq!(message.status, OpenStatus::Other);
        assert_eq!(message.vendor_status.as_ref().unwrap().as_str(), "teleported");
        assert_round_trip(&event);
        assert_lossless(&named("email.teleported"), &event);
    }

    #[test]
    fn an_undocumented_event_is_kept_whole() {
        let body = named("workflow.paused");
        let event = event(&body);
        assert_eq!(event.event_type().as_str(), "unknown");
        assert_eq!(serde_json::to_value(&event.extra).unwrap(), serde_json::from_str::<Value>(&body).unwrap());
        assert_round_trip(&event);
    }

    #[test]
    fn nothing_optional_refuses_a_webhook() {
        for value in ["null", "7", "[]", "{}", "\"\""] {
            for (member, sent) in [
                ("\"email\"", r#"{ "id": "email_1", "emailMessageId": "version_1", "subject": "Welcome" }"#),
                ("\"contactIdentity\"", r#"{ "id": "contact_1", "email": "ava@example.com", "userId": null }"#),
                ("\"id\"", "\"email_1\""),
                ("\"email\"", "\"ava@example.com\""),
                ("\"campaignId\"", "\"campaign_1\""),
            ] {
                let body = SAMPLE.replace(&format!("{member}: {sent}"), &format!("{member}: {value}"));
                assert_ne!(body, SAMPLE);
                let event = event(&body);
                assert_eq!(event.event_type().as_str(), "message.delivered");
                assert_round_trip(&event);
                if value != "7" {
                    assert_lossless(&body, &event); // An id that is a number becomes a string.
                }
            }
        }
    }

    #[test]
    fn a_webhook_that_is_sent_again_has_the_same_id() {
        let id = |webhook_id: &str| try_convert(webhook_id, SAMPLE).unwrap().id();
        assert_eq!(id("msg_1"), id("msg_1"));
        assert_ne!(id("msg_1"), id("msg_2"));
    }

    #[test]
    fn the_id_of_the_webhook_is_found_in_any_case() {
        let endpoint = endpoint_at(NOW);
        let headers = endpoint.sign(SAMPLE.as_bytes());
        let upper = headers.iter().map(|(name, value)| (name.to_uppercase(), value.clone())).collect();
        let ids = [headers, upper]
            .map(|headers| receive(&endpoint, &schema(), &headers, SAMPLE.as_bytes()).unwrap().event.id());
        assert_eq!(ids[0], ids[1]);
        assert_ne!(ids[0], try_convert("", SAMPLE).unwrap().id());
    }

    #[test]
    fn a_recorded_request_is_refused() {
        let headers = endpoint_at(NOW).sign(SAMPLE.as_bytes());
        let receive_at = |now| receive(&endpoint_at(now), &schema(), &headers, SAMPLE.as_bytes());
        assert!(receive_at(NOW + 300).is_ok());
        let rejection = receive_at(NOW + 301).unwrap_err();
        assert_eq!(
            (rejection.error.kind(), rejection.http_status()),
            (ErrorKind::Unauthenticated, HttpStatus::Unauthorized)
        );
    }

    #[test]
    fn a_wrong_signature_is_refused() {
        let endpoint = endpoint_at(NOW);
        let mut headers = endpoint.sign(SAMPLE.as_bytes());
        let rejection = receive(&endpoint, &schema(), &headers, named("email.clicked").as_bytes()).unwrap_err();
        assert_eq!(
            (rejection.error.kind(), rejection.http_status()),
            (ErrorKind::Unauthenticated, HttpStatus::Unauthorized)
        );

        headers.retain(|(name, _)| name != "webhook-signature");
        let rejection = receive(&endpoint, &schema(), &headers, SAMPLE.as_bytes()).unwrap_err();
        assert_eq!(rejection.http_status(), HttpStatus::Unauthorized);
    }

    #[test]
    fn the_schema_has_three_verdicts() {
        let validate = |body: &str| schema().validate(body.as_bytes());
        assert_eq!(validate(SAMPLE), Verdict::Valid);

        let Verdict::Drift(diagnostics) = validate(&named("email.delivred")) else { panic!("no drift") };
        assert_eq!((diagnostics.as_slice().len(), diagnostics[0].code), (1, DiagnosticCode::UnexpectedValue));
        assert_eq!(diagnostics[0].suggestion.as_deref(), Some("email.delivered"));
        let Verdict::Drift(diagnostics) = validate(&SAMPLE.replace("userId", "mood")) else { panic!("no drift") };
        assert_eq!((diagnostics.as_slice().len(), diagnostics[0].code), (1, DiagnosticCode::UndocumentedMember));
        assert_eq!(diagnostics[0].pointer, "/contactIdentity/mood");

        let Verdict::Invalid(diagnostics) = validate(&SAMPLE.replace("eventTime", "time")) else { panic!("accepted") };
        assert_eq!(diagnostics[0].message, "missing member \"eventTime\"");
    }

    #[test]
    fn a_time_that_is_not_whole_seconds_is_refused() {
        for time in ["-1", "1.5", "1770033600.0", "1e300", "253402300800", "\"2026-02-02T12:00:00Z\"", "null"] {
            let error = try_convert("", &SAMPLE.replace("1770033600", time)).unwrap_err();
            assert_eq!((error.kind(), error.diagnostics()[0].pointer.as_str()), (ErrorKind::Invalid, "/eventTime"));
        }
    }

    #[test]
    fn two_reports_of_one_message_are_one_lifecycle() {
        let fold: Fold = [event(&named("email.clicked")), event(SAMPLE), event(SAMPLE)].iter().collect();
        let (key, lifecycle) = fold.messages.iter().next().unwrap();
        assert_eq!(fold.len(), 1);
        assert_eq!(key.subject, "email_1");
        assert_eq!(lifecycle.current(), Some(MessageStatus::Clicked));
    }
}
