//! LigueLead's channel, which is guessed from the first `"type"` of a body: only the campaign's own decides.

use leadhook::{Vendor, normalize};
use serde_json::Value;

use crate::corpus::respelt;
use crate::law;

/// An event's type and its channel, or what is wrong and where.
fn answer(body: &str) -> String {
    match normalize(Vendor::LigueLead, body.as_bytes()) {
        Ok(event) => {
            let json = serde_json::to_value(&event).unwrap();
            format!("{} {}", event.event_type(), json["data"]["channel"])
        }
        Err(error) => {
            let pointers: Vec<_> = error.violations().iter().map(|violation| violation.pointer.as_str()).collect();
            format!("{:?} {pointers:?}", error.kind())
        }
    }
}

/// With all names escaped, so that nothing in it can be guessed, a body has the same answer.
#[track_caller]
fn assert_answered(body: &str, expected: &str) {
    assert_eq!(answer(body), expected, "{body}");
    law::all(Vendor::LigueLead, body.as_bytes());
    if !expected.starts_with("Malformed") {
        let value: Value = serde_json::from_str(body).unwrap();
        assert_eq!(answer(&respelt(&value)), expected, "{body}, escaped");
    }
}

/// Members that have a type, or seem to: of another channel, of none, of no text.
const TRAPS: [&str; 15] = [
    r#""type":"sms""#,
    r#""type" :"rcs""#,
    r#""type": "voice""#,
    r#""type":"fax""#,
    r#""type":"v\u006fice""#,
    r#""type":"voice\"""#,
    r#""type":7"#,
    r#""type":null"#,
    r#""type":{"type":"voice"}"#,
    r#""meta":[{"type":"voice"}]"#,
    r#""campaigns":{"campaign":{"type":"voice","status":"sent"}}"#,
    r#""a \"type":"voice""#,
    r#""message":"\"type\":\"voice\",\\\"type\":\"sms\"""#,
    r#""note":"type""#,
    r#""note":"a \"type","next":"voice""#,
];

/// `own` is the campaign's own type, or nothing. The traps stand before and behind it, in the campaign and outside.
#[track_caller]
fn assert_decides(own: &str, expected: &str) {
    for trap in TRAPS {
        let inner = if trap.starts_with(r#""type""#) { format!(r#""inner":{{{trap}}}"#) } else { trap.to_owned() };
        let start = r#""event":"campaign.status","occurred_at":"2026-02-02T12:00:15Z""#;
        for body in [
            format!(r#"{{{start},{trap},"campaign":{{{own}"status":"delivered"}}}}"#),
            format!(r#"{{{trap},{start},"campaign":{{{own}"status":"delivered"}}}}"#),
            format!(r#"{{{start},"campaign":{{{own}"status":"delivered"}},{trap}}}"#),
            format!(r#"{{{start},"campaign":{{{inner},{own}"status":"delivered"}}}}"#),
            format!(r#"{{{start},"campaign":{{{own}"status":"delivered",{inner}}}}}"#),
        ] {
            assert_answered(&body, expected);
        }
    }
}

#[test]
fn only_the_campaigns_own_type_decides_its_channel() {
    assert_decides(r#""type":"sms","#, r#"message.delivered "sms""#);
    assert_decides(r#""t\u0079pe":"\u0073ms","#, r#"message.delivered "sms""#);
    assert_decides("\"type\"\r\n:\t\"rcs\" ,", r#"message.delivered "rcs""#);
    // A call is not delivered: the word is undocumented there.
    assert_decides(r#""type":"voice","#, "call.other null");
    assert_decides(r#""type":"fax","#, "unknown null");
    assert_decides(r#""type":"sms\"","#, "unknown null");
    assert_decides(r#""type":"","#, "unknown null");
}

#[test]
fn no_other_type_stands_in_for_the_campaigns_own() {
    assert_decides("", r#"Invalid ["/campaign"]"#);
    assert_decides(r#""type":null,"#, r#"Invalid ["/campaign/type"]"#);
    assert_decides(r#""type":7,"#, r#"Invalid ["/campaign/type"]"#);
    assert_decides(r#""type":["sms"],"#, r#"Invalid ["/campaign/type"]"#);
    assert_decides(r#""type":{"type":"sms"},"#, r#"Invalid ["/campaign/type"]"#);
    assert_decides(r#""type":"sms","type":"sms","#, r#"Malformed ["/campaign/type"]"#);
    assert_decides(r#""type":"sms","type":"voice","#, r#"Malformed ["/campaign/type"]"#);
    assert_decides(r#""type":"fax","t\u0079pe":"sms","#, r#"Malformed ["/campaign/type"]"#);
}

#[test]
fn a_type_without_a_campaign_is_none() {
    let start = r#""event":"campaign.status","occurred_at":"2026-02-02T12:00:15Z","type":"sms""#;
    assert_answered(&format!("{{{start}}}"), r#"Invalid [""]"#);
    assert_answered(&format!(r#"{{{start},"campaign":null}}"#), r#"Invalid ["/campaign"]"#);
    assert_answered(&format!(r#"{{{start},"campaign":"sms"}}"#), r#"Invalid ["/campaign"]"#);
    assert_answered(&format!(r#"{{{start},"campaign":[null,"sms"]}}"#), r#"Invalid ["/campaign"]"#);
}
