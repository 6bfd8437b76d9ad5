//! The sets of bodies that contenders run on.

use std::fmt::Write as _;

use leadhook::Vendor;
use leadhook::testing::{Webhook, WebhookOptions};
use proptest::prelude::any_with;
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use serde_json::json;

/// The body of a webhook.
pub struct Body {
    /// The vendor that sends it.
    pub vendor: Vendor,
    /// The raw bytes.
    pub bytes: Vec<u8>,
}

/// Bodies that are measured together.
pub struct Set {
    /// Its name in the output.
    pub name: &'static str,
    /// The bodies.
    pub bodies: Vec<Body>,
}

impl Set {
    /// Returns the size of all bodies.
    pub fn bytes(&self) -> usize {
        self.bodies.iter().map(|body| body.bytes.len()).sum()
    }
}

macro_rules! documented {
    ($($vendor:ident: $file:literal,)+) => {
        [$((Vendor::$vendor, include_str!(concat!("../../tests/fixtures/", $file, ".json"))),)+]
    };
}

/// Every body that a vendor documents whole, byte for byte.
const DOCUMENTED: [(Vendor, &str); 8] = documented! {
    LigueLead: "liguelead/campaign.status.sms",
    LigueLead: "liguelead/campaign.status.test",
    Leadterra: "leadterra/reply.received",
    LeadNest: "leadnest/email.opened",
    LimeCall: "limecall/missed_call",
    LimeCall: "limecall/sms_received",
    LimeCall: "limecall/voicemail_received",
    LeadSail: "leadsail/lead.delivered",
};

fn map_documented(name: &'static str, map: impl Fn(&str) -> String) -> Set {
    let body = |&(vendor, text): &(Vendor, &str)| Body { vendor, bytes: map(text).into_bytes() };
    Set { name, bodies: DOCUMENTED.iter().map(body).collect() }
}

/// Returns the documented samples.
pub fn documented() -> Set {
    map_documented("documented", str::to_owned)
}

/// Returns the documented samples of one vendor.
pub fn documented_of(vendor: Vendor) -> Set {
    let bodies = documented().bodies.into_iter().filter(|body| body.vendor == vendor).collect();
    Set { name: vendor.as_str(), bodies }
}

/// Returns the samples with a dozen undocumented members, half of them in the inner object if there is one.
pub fn with_extras() -> Set {
    const OUTER: &str = r#""account_ref":"acc_4711","region":"eu-west-1","attempt":1,"dry_run":false,"labels":["spring","retail"],"trace":{"span":"00f067aa0ba902b7","sampled":true}"#;
    const INNER: &str = r#""segment":"b2b","score":0.87,"locale":"en-GB","utm":{"source":"newsletter","medium":"email"},"position":3,"previous":null"#;
    map_documented("extras", |text| {
        let end = |text: &str| text.trim_end().len() - 1;
        let outer = format!("{},{OUTER}}}", &text[..end(text)]);
        let inner = ["\"data\"", "\"campaign\""].iter().find_map(|name| outer.find(name));
        // After the bracket that opens the inner object, or before the bracket that closes the only object.
        let at = inner.map_or(end(&outer), |at| at + outer[at..].find('{').expect("an object") + 1);
        match inner {
            Some(_) => format!("{}{INNER},{}", &outer[..at], &outer[at..]),
            None => format!("{},{INNER}{}", &outer[..at], &outer[at..]),
        }
    })
}

/// Returns the samples with the event name as the last member.
pub fn with_event_last() -> Set {
    map_documented("event_last", |text| {
        let (event, rest) = text.trim_end().strip_prefix('{').and_then(|text| text.split_once(',')).expect("members");
        assert!(event.contains("\"event\""), "the first member is the event name");
        format!("{{{},{event}}}", &rest[..rest.len() - 1])
    })
}

/// Returns the samples with an undocumented event name.
pub fn with_unknown_event() -> Set {
    map_documented("unknown", |text| {
        let name = text.split('"').nth(3).expect("a name");
        text.replacen(name, "event.undocumented", 1)
    })
}

/// Returns webhooks that are generated from the schemas, with drift.
pub fn generated() -> Set {
    let webhooks = any_with::<Webhook>(WebhookOptions::default().without_unknown_events());
    let mut runner = TestRunner::deterministic();
    let mut webhook = || webhooks.new_tree(&mut runner).expect("the strategy rejects nothing").current();
    let bodies =
        (0..256).map(|_| webhook()).map(|webhook| Body { vendor: webhook.vendor, bytes: webhook.body.into_bytes() });
    Set { name: "generated", bodies: bodies.collect() }
}

/// Returns generated webhooks with some kilobytes of text and of undocumented members each.
pub fn generated_large() -> Set {
    let mut bodies = generated().bodies;
    bodies.truncate(64);
    let history: Vec<_> = (0..50).map(|at| json!({ "at": at, "by": "a person", "note": "call them back" })).collect();
    let transcript = "Hello, I’m interested in your services. ".repeat(100);
    let more = format!(r#","transcript":{},"history":{}}}"#, json!(transcript), json!(history));
    for body in &mut bodies {
        let end = body.bytes.trim_ascii_end().len() - 1;
        body.bytes.splice(end.., more.bytes());
    }
    Set { name: "generated_large", bodies }
}

/// Returns bodies that are rejected, each for a different reason.
pub fn rejected() -> Set {
    let bodies = [
        (Vendor::LimeCall, r#"{"event":"missed_call","call_id":"123456","timestamp":"yesterday","status":"missed"}"#),
        (Vendor::LeadNest, r#"{"event":"email.opened","timestamp":1705314600,"data":{"message_id":"msg_abc123"}}"#),
        (Vendor::LeadSail, r#"{"event":"lead.delivered","leadId":7,"submissionId":"","status":"delivered"}"#),
        (
            Vendor::Leadterra,
            r#"{"event":"reply.received","timestamp":"2025-06-11T09:14:35Z","data":{"reply":{"id":"r"}"#,
        ),
        (Vendor::LigueLead, r#"{"event":"campaign.status","event":"campaign.status"}"#),
    ];
    let body = |(vendor, text): (Vendor, &str)| Body { vendor, bytes: text.as_bytes().to_vec() };
    Set { name: "rejected", bodies: bodies.map(body).into() }
}

/// The name of a content, and a function that creates a body with about so many bytes of it.
pub type Shape = (&'static str, fn(usize) -> Body);

/// The contents that can make a body large.
pub const SHAPES: [Shape; 7] = [
    ("text", |size| {
        let text = "Hello, I’m interested. ";
        sms(&text.repeat(size / text.len()))
    }),
    ("escapes", |size| {
        let text = r#"caf\u00e9 \"\ud83d\ude00\"\n"#;
        sms(&text.repeat(size / text.len()))
    }),
    ("members", |size| {
        let mut members = String::new();
        for at in 0_u32.. {
            if members.len() >= size {
                break;
            }
            // Hashed, because a counter would make a sorted list of names.
            let name = at.wrapping_mul(0x9E37_79B9);
            write!(members, r#""m{name:08x}":{at},"#).expect("writing to a String cannot fail");
        }
        missed_call(&members)
    }),
    ("arrays", |size| {
        // A body may have 10,000 arrays.
        let array = format!("[{}0],", r#"1,"b","#.repeat(20));
        missed_call(&format!(r#""a":[{}[]],"#, array.repeat(size / array.len())))
    }),
    ("spaces", |size| missed_call(&" ".repeat(size))),
    ("unexpected", |size| {
        let text = format!(
            r#"{{"event":"subscriber.created","timestamp":"2024-01-15T10:30:00Z","data":{{"tags":[{}0]}}}}"#,
            "1234567,".repeat(size / 8)
        );
        Body { vendor: Vendor::LeadNest, bytes: text.into_bytes() }
    }),
    ("repeated", |size| {
        let Body { vendor, mut bytes } = (SHAPES[2].1)(size);
        bytes.splice(bytes.len() - 1.., *b",\"m00000000\":1}");
        Body { vendor, bytes }
    }),
];

fn sms(message: &str) -> Body {
    let text = format!(
        r#"{{"event":"sms.sent","timestamp":"2024-01-15T10:30:00Z","data":{{"message_id":"msg_abc123","message":"{message}"}}}}"#
    );
    Body { vendor: Vendor::LeadNest, bytes: text.into_bytes() }
}

fn missed_call(members: &str) -> Body {
    let text = format!(r#"{{"event":"missed_call",{members}"call_id":"123456","timestamp":"2025-01-30T15:00:00Z"}}"#);
    Body { vendor: Vendor::LimeCall, bytes: text.into_bytes() }
}
