//! What you would write without leadhook: serde models with `String` fields, a JSON Schema validator, and a conversion by
//! hand.
//!
//! It does less than leadhook. It knows only the seven events that have a documented sample. It drops undocumented members,
//! computes no id, and keeps timestamps as text. It refuses a webhook if an optional member has another type. It gives
//! no reason for a rejection.

use std::sync::LazyLock;

use jsonschema::Validator;
use leadhook::Vendor;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// A unified event.
#[expect(dead_code, reason = "only its construction is measured")]
enum Unified {
    Message {
        status: String,
        time: String,
        channel: &'static str,
        campaign_id: Option<String>,
        to: Option<String>,
        details: Box<Details>,
    },
    Reply {
        time: String,
        reply_id: Option<String>,
        campaign_id: Option<String>,
        webhook_id: Option<String>,
        classification: Option<String>,
        text: Option<String>,
        from: Option<Person>,
    },
    Call {
        status: &'static str,
        time: String,
        call_id: Option<String>,
        from: Option<String>,
        to: Option<String>,
        team_id: Option<String>,
        voicemail: Option<String>,
    },
    Inbound {
        time: String,
        message_id: Option<String>,
        from: Option<String>,
        to: Option<String>,
        text: Option<String>,
    },
    Lead {
        status: Option<String>,
        time: String,
        lead_id: Option<String>,
        submission_id: Option<String>,
        campaign_id: Option<String>,
        person: Option<LeadSailData>,
    },
}

/// The rare members of a message.
#[derive(Default)]
#[expect(dead_code, reason = "only its construction is measured")]
struct Details {
    app_id: Option<String>,
    message_id: Option<String>,
    opened_at: Option<String>,
    user_agent: Option<String>,
    ip_address: Option<String>,
    text: Option<String>,
    flash: Option<bool>,
    credits: Option<f64>,
    source: Option<String>,
    sent_at: Option<String>,
}

#[derive(Deserialize)]
struct CampaignStatus {
    app_id: Option<String>,
    occurred_at: String,
    campaign: Campaign,
}

#[derive(Deserialize)]
struct Campaign {
    id: Option<String>,
    source: Option<String>,
    phone: Option<String>,
    message: Option<String>,
    is_flash: Option<bool>,
    credits_required: Option<f64>,
    sent_at: Option<String>,
    status: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ReplyReceived {
    timestamp: String,
    webhook_id: Option<String>,
    data: ReplyData,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ReplyData {
    campaign_id: Option<String>,
    lead: Option<Person>,
    reply: Reply,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "only its construction is measured")]
struct Person {
    email: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    company: Option<String>,
    job_title: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reply {
    id: Option<String>,
    classification: Option<String>,
    received_at: Option<String>,
    thread_snippet: Option<String>,
}

#[derive(Deserialize)]
struct EmailOpened {
    timestamp: String,
    data: Email,
}

#[derive(Deserialize)]
#[expect(clippy::struct_field_names, reason = "the vendor's names")]
struct Email {
    message_id: Option<String>,
    campaign_id: Option<String>,
    email: Option<String>,
    opened_at: Option<String>,
    user_agent: Option<String>,
    ip_address: Option<String>,
}

#[derive(Deserialize)]
#[expect(clippy::struct_field_names, reason = "the vendor's names")]
struct Call {
    call_id: Option<String>,
    caller_number: Option<String>,
    callee_number: Option<String>,
    timestamp: String,
    team_id: Option<String>,
    voicemail_url: Option<String>,
}

#[derive(Deserialize)]
struct SmsReceived {
    message_id: Option<String>,
    sender_number: Option<String>,
    receiver_number: Option<String>,
    message_content: Option<String>,
    timestamp: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LeadDelivered {
    lead_id: Option<String>,
    submission_id: Option<String>,
    campaign_id: Option<String>,
    status: Option<String>,
    timestamp: String,
    data: Option<LeadSailData>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "only its construction is measured")]
struct LeadSailData {
    first_name: Option<String>,
    last_name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
}

impl From<CampaignStatus> for Unified {
    fn from(CampaignStatus { app_id, occurred_at, campaign }: CampaignStatus) -> Self {
        let details = Details {
            app_id,
            text: campaign.message,
            flash: campaign.is_flash,
            credits: campaign.credits_required,
            source: campaign.source,
            sent_at: campaign.sent_at,
            ..Details::default()
        };
        Self::Message {
            status: campaign.status,
            time: occurred_at,
            channel: "sms",
            campaign_id: campaign.id,
            to: campaign.phone,
            details: Box::new(details),
        }
    }
}

impl From<ReplyReceived> for Unified {
    fn from(ReplyReceived { timestamp, webhook_id, data }: ReplyReceived) -> Self {
        Self::Reply {
            time: data.reply.received_at.unwrap_or(timestamp),
            reply_id: data.reply.id,
            campaign_id: data.campaign_id,
            webhook_id,
            classification: data.reply.classification,
            text: data.reply.thread_snippet,
            from: data.lead,
        }
    }
}

impl From<EmailOpened> for Unified {
    fn from(EmailOpened { timestamp, data }: EmailOpened) -> Self {
        let details = Details {
            message_id: data.message_id,
            opened_at: data.opened_at,
            user_agent: data.user_agent,
            ip_address: data.ip_address,
            ..Details::default()
        };
        Self::Message {
            status: "opened".to_owned(),
            time: timestamp,
            channel: "email",
            campaign_id: data.campaign_id,
            to: data.email,
            details: Box::new(details),
        }
    }
}

impl From<Call> for Unified {
    fn from(call: Call) -> Self {
        Self::Call {
            status: "missed",
            time: call.timestamp,
            call_id: call.call_id,
            from: call.caller_number,
            to: call.callee_number,
            team_id: call.team_id,
            voicemail: call.voicemail_url,
        }
    }
}

impl From<SmsReceived> for Unified {
    fn from(sms: SmsReceived) -> Self {
        Self::Inbound {
            time: sms.timestamp,
            message_id: sms.message_id,
            from: sms.sender_number,
            to: sms.receiver_number,
            text: sms.message_content,
        }
    }
}

impl From<LeadDelivered> for Unified {
    fn from(lead: LeadDelivered) -> Self {
        Self::Lead {
            status: lead.status,
            time: lead.timestamp,
            lead_id: lead.lead_id,
            submission_id: lead.submission_id,
            campaign_id: lead.campaign_id,
            person: lead.data,
        }
    }
}

/// Parses a body, validates it against the vendor's schema, and converts it.
pub fn normalize(body: &[u8]) -> Option<impl Sized> {
    normalize_if(body, |event, value| event.schema.is_valid(value))
}

/// Does the same, but validates only against the schema's definition of the event.
pub fn normalize_with_definition(body: &[u8]) -> Option<impl Sized> {
    normalize_if(body, |event, value| event.definition.is_valid(value))
}

/// Does the same with the validators that jsonschema's macro compiles at build time.
pub fn normalize_with_compiled(body: &[u8]) -> Option<impl Sized> {
    normalize_if(body, |event, value| (event.compiled)(value))
}

fn normalize_if(body: &[u8], is_valid: impl Fn(&Event, &Value) -> bool) -> Option<Unified> {
    let value: Value = serde_json::from_slice(body).ok()?;
    let event = find_event(value.get("event")?.as_str()?)?;
    is_valid(event, &value).then(|| (event.from_value)(value))?
}

/// Does the same without a schema, and so without a [`Value`].
pub fn normalize_unchecked(body: &[u8]) -> Option<impl Sized> {
    #[derive(Deserialize)]
    struct Named<'b> {
        event: &'b str,
    }
    let Named { event } = serde_json::from_slice(body).ok()?;
    (find_event(event)?.from_slice)(body)
}

fn find_event(name: &str) -> Option<&'static Event> {
    EVENTS.iter().find(|event| event.name == name)
}

struct Event {
    name: &'static str,
    schema: Validator,
    definition: Validator,
    compiled: fn(&Value) -> bool,
    from_value: fn(Value) -> Option<Unified>,
    from_slice: fn(&[u8]) -> Option<Unified>,
}

static EVENTS: LazyLock<[Event; 7]> = LazyLock::new(|| {
    let [liguelead, leadterra, leadnest, limecall, leadsail] =
        [Vendor::LigueLead, Vendor::Leadterra, Vendor::LeadNest, Vendor::LimeCall, Vendor::LeadSail];
    [
        event::<CampaignStatus>("campaign.status", liguelead, "campaign.status", compiled::LigueLead::is_valid),
        event::<ReplyReceived>("reply.received", leadterra, "reply.received", compiled::Leadterra::is_valid),
        event::<EmailOpened>("email.opened", leadnest, "email", compiled::LeadNest::is_valid),
        event::<Call>("missed_call", limecall, "call", compiled::LimeCall::is_valid),
        event::<Call>("voicemail_received", limecall, "voicemail", compiled::LimeCall::is_valid),
        event::<SmsReceived>("sms_received", limecall, "sms", compiled::LimeCall::is_valid),
        event::<LeadDelivered>("lead.delivered", leadsail, "lead", compiled::LeadSail::is_valid),
    ]
});

fn event<M: DeserializeOwned + Into<Unified>>(
    name: &'static str,
    vendor: Vendor,
    definition: &str,
    compiled: fn(&Value) -> bool,
) -> Event {
    let schema = vendor_schema(vendor);
    assert!(schema["$defs"][definition].is_object(), "{vendor} has no definition {definition}");
    Event {
        name,
        schema: validator(&schema),
        definition: validator(&json!({ "$ref": format!("#/$defs/{definition}"), "$defs": schema["$defs"] })),
        compiled,
        from_value: |value| M::deserialize(value).ok().map(Into::into),
        from_slice: |body| serde_json::from_slice::<M>(body).ok().map(Into::into),
    }
}

fn vendor_schema(vendor: Vendor) -> Value {
    serde_json::from_str(vendor.schema()).expect("a schema is JSON")
}

fn validator(schema: &Value) -> Validator {
    jsonschema::draft202012::options().should_validate_formats(true).build(schema).expect("a valid schema")
}

/// The schemas, compiled at build time.
mod compiled {
    #[jsonschema::validator(path = "../schemas/liguelead.schema.json", validate_formats = true)]
    pub(super) struct LigueLead;
    #[jsonschema::validator(path = "../schemas/leadterra.schema.json", validate_formats = true)]
    pub(super) struct Leadterra;
    #[jsonschema::validator(path = "../schemas/leadnest.schema.json", validate_formats = true)]
    pub(super) struct LeadNest;
    #[jsonschema::validator(path = "../schemas/limecall.schema.json", validate_formats = true)]
    pub(super) struct LimeCall;
    #[jsonschema::validator(path = "../schemas/leadsail.schema.json", validate_formats = true)]
    pub(super) struct LeadSail;
}
