//! Converts webhooks of LimeCall, one per line, into events, one per line.
//!
//! `cargo run --example normalize` converts the samples below. With a path it reads a file, and with `-` standard input.

use std::error::Error;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};

use leadhook::event::{Call, CallStatus, EventKind, OpenStatus};
use leadhook::{Event, Vendor, normalize};

/// Made-up webhooks. The last one has no time, so it is refused.
const SAMPLES: &str = r#"{"event":"missed_call","call_id":"1","timestamp":"2026-02-02T12:00:00Z","caller_number":"+12025550117"}
{"event":"call_status_update","call_id":"2","timestamp":"2026-02-02T12:00:01Z","status":"teleported"}
{"event":"sms_received","message_id":"3","timestamp":"2026-02-02T12:00:02Z","message_content":"STOP"}
{"event":"fax_received","timestamp":"2026-02-02T12:00:03Z"}
{"event":"missed_call","call_id":"4"}
"#;

/// Returns what to do about an event.
#[expect(clippy::wildcard_enum_match_arm, reason = "the other kinds need nothing here")]
fn task(event: &Event) -> String {
    match &event.kind {
        EventKind::Call(Call { status: OpenStatus::Known(CallStatus::Missed), from: Some(number), .. }) => {
            format!("call {number} back")
        }
        EventKind::Call(Call { status: OpenStatus::Other, vendor_status: Some(status), .. }) => {
            format!("find out what the undocumented status {status} means")
        }
        EventKind::InboundMessage(_) if event.is_opt_out() => "send no more messages".to_owned(),
        EventKind::Unknown(_) => format!("find out what the undocumented event {} means", event.vendor_event),
        _ => "nothing".to_owned(),
    }
}

/// Writes the events to `out`, and to `log` what to do about each and why a webhook is refused. Returns the number of events
/// and of refused webhooks.
fn convert(input: impl BufRead, mut out: impl Write, mut log: impl Write) -> io::Result<(u64, u64)> {
    let (mut events, mut refused) = (0, 0);
    for (number, body) in (1..).zip(input.split(b'\n')) {
        // Pass the vendor whose endpoint received the body. Never let the body choose it.
        match normalize(Vendor::LimeCall, &body?) {
            Ok(event) => {
                events += 1;
                writeln!(out, "{}", serde_json::to_string(&event)?)?;
                writeln!(log, "line {number}: {}: {}", event.event_type(), task(&event))?;
            }
            Err(error) => {
                refused += 1;
                writeln!(log, "line {number}: refused: {error}")?;
            }
        }
    }
    Ok((events, refused))
}

fn main() -> Result<(), Box<dyn Error>> {
    let input: Box<dyn BufRead> = match std::env::args().nth(1).as_deref() {
        None => Box::new(SAMPLES.as_bytes()),
        Some("-") => Box::new(io::stdin().lock()),
        Some(path) => Box::new(BufReader::new(File::open(path)?)),
    };
    let (events, refused) = convert(input, io::stdout().lock(), io::stderr().lock())?;
    eprintln!("{events} events, {refused} refused");
    Ok(())
}

#[test]
fn every_sample_is_an_event_or_refused() {
    let mut log = Vec::new();
    assert_eq!(convert(SAMPLES.as_bytes(), io::empty(), &mut log).unwrap(), (4, 1));
    expect_test::expect![[r#"
        line 1: call.missed: call +12025550117 back
        line 2: call.other: find out what the undocumented status teleported means
        line 3: message.received: send no more messages
        line 4: unknown: find out what the undocumented event fax_received means
        line 5: refused: invalid: missing member "timestamp" (line 1, column 1)
    "#]]
    .assert_eq(&String::from_utf8(log).unwrap());
}
