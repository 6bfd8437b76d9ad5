//! The channel of a LigueLead event. It is guessed from the first `"type"` of a body, but only the campaign's own type
//! decides.

use leadhook::{Vendor, normalize};
use leadhook_harness::corpus::respell;
use leadhook_harness::law;
use serde_json::Value;

/// Returns the type and the channel of the event, or the kind of the error and its pointers.
fn outcome(body: &str) -> String {
    match normalize(Vendor::LigueLead, body.as_bytes()) {
        Ok(event) => {
            let json = serde_json::to_value(&event).unwrap();
            format!("{} {}", event.event_type(), json["data"]["channel"])
        }
        Err(error) => {
            let pointers: Vec<_> = error.diagnostics().iter().map(|diagnostic| diagnostic.pointer.as_str()).collect();
            format!("{:?} {pointers:?}", error.kind())
        }
    }
}

/// Asserts the outcome of a body, also with all names escaped, so that nothing can be guessed.
#[track_caller]
fn assert_outcome(body: &str, expected: &str) {
    assert_eq!(outcome(body), expected, "{body}");
    law::all(Vendor::LigueLead, body.as_bytes());
    if !expected.starts_with("Malformed") {
        let value: Value = serde_json::from_str(body).unwrap();
        assert_eq!(outcome(&respell(&value)), expected, "{body}, escaped");
    }
}

/// Members that have, or seem to have, the type of a channel, an unknown type, or a type that is not a string.
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

/// Asserts the outcome with each trap before and after `own`, in the campaign and outside it. `own` is the campaign's own
/// type, or nothing.
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
            assert_outcome(&body, expected);
        }
    }
}

#[test]
fn only_the_campaigns_own_type_decides_its_channel() {
    assert_decides(r#""type":"sms","#, r#"message.delivered "sms""#);
    assert_decides(r#""t\u0079pe":"\u0073ms","#, r#"message.delivered "sms""#);
    assert_decides("\"type\"\r\n:\t\"rcs\" ,", r#"message.delivered "rcs""#);
    // The status `delivered` is undocumented for calls.
    assert_decides(r#""type":"voice","#, "call.other null");
    assert_decides(r#""type":"fax","#, "unknown null");
    assert_decides(r#""type":"sms\"","#, "unknown null");
    assert_decides(r#""type":"","#, "unknown null");
}

#[test]
fn no_other_type_replaces_the_campaigns_own() {
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
fn a_type_outside_a_campaign_is_not_a_channel() {
    let start = r#""event":"campaign.status","occurred_at":"2026-02-02T12:00:15Z","type":"sms""#;
    assert_outcome(&format!("{{{start}}}"), r#"Invalid [""]"#);
    assert_outcome(&format!(r#"{{{start},"campaign":null}}"#), r#"Invalid ["/campaign"]"#);
    assert_outcome(&format!(r#"{{{start},"campaign":"sms"}}"#), r#"Invalid ["/campaign"]"#);
    assert_outcome(&format!(r#"{{{start},"campaign":[null,"sms"]}}"#), r#"Invalid ["/campaign"]"#);
}
