//! Law 9, on histories of a few subjects that are built from the fuzzer's bytes.
#![no_main]

use leadhook::event::{Call, CallStatus, EventKey, EventKind, Lead, LeadStatus, Message, MessageStatus, Source};
use leadhook::{Event, Id, StringEnum, Timestamp, Vendor};
use leadhook_harness::law;
use libfuzzer_sys::arbitrary::{Arbitrary, Result, Unstructured};
use libfuzzer_sys::fuzz_target;

/// Timestamps that are close to each other, some of them equal, and the first and the last possible.
const TIMES: [&str; 8] = [
    "2026-01-31T09:30:00Z",
    "2026-01-31T06:30:00-03:00",
    "2026-01-31t09:30:00.000000001z",
    "2026-01-31T09:30:59.9Z",
    "2016-12-31T23:59:60Z",
    "2016-12-31T23:59:60.5Z",
    "0000-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59.999999999-23:59",
];

#[derive(Debug)]
struct History {
    events: Vec<Event>,
    order: Vec<usize>,
    split: usize,
}

/// Returns a status, or `None` for an undocumented one.
fn status<S: StringEnum>(bytes: &mut Unstructured<'_>) -> Result<Option<S>> {
    Ok(if bytes.ratio(1, 8)? { None } else { Some(*bytes.choose(S::VARIANTS)?) })
}

fn event(bytes: &mut Unstructured<'_>) -> Result<Event> {
    let id = Id::try_from(*bytes.choose(&["a", "b"])?).ok();
    let id = if bytes.ratio(1, 16)? { None } else { id };
    let time = Timestamp::try_from(*bytes.choose(&TIMES)?).unwrap();
    let undocumented = *bytes.choose(&["teleported", "delivered", "", "Zürich"])?;
    let (source, kind) = match bytes.int_in_range(0..=2)? {
        0 => {
            let status: Option<MessageStatus> = status(bytes)?;
            let mut message = Message::new(status);
            message.vendor_status = status.is_none().then(|| undocumented.into());
            (Source::from(Vendor::LeadNest), EventKind::Message(message))
        }
        1 => {
            let status: Option<CallStatus> = status(bytes)?;
            let mut call = Call::new(status);
            call.vendor_status = status.is_none().then(|| undocumented.into());
            let source = Source::from(Vendor::LimeCall);
            let source = if bytes.ratio(1, 4)? { source.with_account("brazil").unwrap() } else { source };
            (source, EventKind::Call(call))
        }
        _ => {
            let status: Option<LeadStatus> = status(bytes)?;
            let mut lead = Lead::new(status);
            lead.vendor_status = status.is_none().then(|| undocumented.into());
            (Source::new("acme").unwrap(), EventKind::Lead(lead))
        }
    };
    let key = EventKey::new("made");
    let key = match id {
        Some(id) => key.subject(id),
        None => key,
    };
    Ok(Event::new(source, key, time, kind))
}

impl<'a> Arbitrary<'a> for History {
    fn arbitrary(bytes: &mut Unstructured<'a>) -> Result<Self> {
        let events: Vec<_> = (0..bytes.int_in_range(0..=24)?).map(|_| event(bytes)).collect::<Result<_>>()?;
        let mut order: Vec<usize> = (0..events.len()).collect();
        for last in (1..order.len()).rev() {
            order.swap(last, bytes.int_in_range(0..=last)?);
        }
        for _ in 0..bytes.int_in_range(0..=8)? {
            if !events.is_empty() {
                order.push(bytes.choose_index(events.len())?);
            }
        }
        let split = bytes.int_in_range(0..=order.len())?;
        Ok(Self { events, order, split })
    }
}

fuzz_target!(|history: History| {
    let order: Vec<_> = history.order.iter().map(|&index| &history.events[index]).collect();
    law::converges(&history.events, &order, history.split);
});
