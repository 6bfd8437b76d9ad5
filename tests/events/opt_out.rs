//! Opt-outs and automated replies, which the law obliges the reader to see.

use leadhook::{Vendor, normalize};
use serde_json::{Value, json};

#[track_caller]
fn assert_flags(vendor: Vendor, body: &Value, opt_out: bool, automated: bool) {
    let event = normalize(vendor, body.to_string().as_bytes()).unwrap();
    assert_eq!((event.is_opt_out(), event.is_automated()), (opt_out, automated), "{body}");
}

#[test]
fn opt_outs_and_automated_replies_are_recognized() {
    let at = "2026-01-01T00:00:00Z";
    let reply = |classification: &str| {
        let data = json!({"reply": {"classification": classification}});
        json!({"event": "reply.received", "timestamp": at, "data": data})
    };
    assert_flags(Vendor::Leadterra, &reply("unsubscribe"), true, false);
    assert_flags(Vendor::Leadterra, &reply("bounce"), false, true);
    assert_flags(Vendor::Leadterra, &reply("out_of_office"), false, true);
    assert_flags(Vendor::Leadterra, &reply("interested"), false, false);
    assert_flags(Vendor::Leadterra, &reply("Unsubscribe"), false, false);
    let mail = |event: &str| json!({"event": event, "timestamp": at, "data": {}});
    assert_flags(Vendor::LeadNest, &mail("email.unsubscribed"), true, false);
    assert_flags(Vendor::LeadNest, &mail("email.spam"), true, false);
    assert_flags(Vendor::LeadNest, &mail("subscriber.deleted"), false, false);
    assert_flags(Vendor::LeadNest, &mail("email.opened"), false, false);
    let sms = |text: &str| json!({"event": "sms_received", "timestamp": at, "message_content": text});
    let whatsapp = json!({"event": "whatsapp.replied", "timestamp": at, "data": {"message": "Stop"}});
    assert_flags(Vendor::LeadNest, &whatsapp, true, false);
    for text in ["opt  out", "STOP", "stop!", " Unsubscribe. ", "opt out", "\"End\""] {
        assert_flags(Vendor::LimeCall, &sms(text), true, false);
    }
    for text in ["", "please do not stop", "stopped", "stop it now", "Hello"] {
        assert_flags(Vendor::LimeCall, &sms(text), false, false);
    }
}
