//! The closing lines of a run, on standard error.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write as _};

use leadhook::event::{EventType, Source};
use leadhook::{Event, Label, Payload, Vendor};

use crate::outcome::Outcome;

/// The most unexpected members that are listed.
const MAX_LISTED: usize = 5;

/// The counts of a run. Rejected webhooks are counted elsewhere.
#[derive(Default)]
pub(crate) struct Summary {
    events: u64,
    unknown: u64,
    mismatches: Mismatches,
    /// How many events have unexpected members.
    with_unexpected: u64,
    /// How often each member is unexpected, by event and JSON Pointer. Both are documented, so they are few and not
    /// personal data.
    unexpected: BTreeMap<(Vendor, Label, String), u64>,
}

impl Summary {
    /// Converts a payload into an event of this source, and counts it.
    pub(crate) fn convert(&mut self, payload: Payload, source: Source) -> Event {
        let (vendor, unexpected) = (payload.vendor(), payload.unexpected());
        let event = payload.into_event(source);
        self.events += 1;
        self.with_unexpected += u64::from(!unexpected.is_empty());
        for pointer in unexpected {
            *self.unexpected.entry((vendor, event.vendor_event.clone(), pointer)).or_default() += 1;
        }
        if event.event_type() == EventType::Unknown {
            self.unknown += 1;
            self.mismatches.add(vendor, Vendor::documenting(event.vendor_event.as_str()));
        }
        event
    }

    /// Adds the counts of another part of the input.
    pub(crate) fn merge(&mut self, other: Self) {
        let Self { events, unknown, mismatches, with_unexpected, unexpected } = other;
        self.events += events;
        self.unknown += unknown;
        self.mismatches.merge(mismatches);
        self.with_unexpected += with_unexpected;
        for (member, count) in unexpected {
            *self.unexpected.entry(member).or_default() += count;
        }
    }

    /// Returns the number of events.
    pub(crate) fn events(&self) -> u64 {
        self.events
    }

    /// Returns the outcome of a run. Prints the counts if something was rejected, unknown or unexpected. `remedy` is what
    /// to do if another vendor documents the events.
    pub(crate) fn finish(&self, rejected: u64, remedy: &str) -> Outcome {
        let Self { events, unknown, mismatches, with_unexpected, .. } = self;
        if unknown + with_unexpected + rejected > 0 {
            let mut line = format!("events: {events}");
            for (name, &count) in [("unknown", unknown), ("with unexpected members", with_unexpected)] {
                if count > 0 {
                    _ = write!(line, ", {name}: {count}");
                }
            }
            _ = writeln!(io::stderr(), "{line}, rejected: {rejected}");
        }
        mismatches.print(remedy);
        self.print_unexpected();
        if rejected == 0 { Outcome::Success } else { Outcome::Refused }
    }

    /// Lists the unexpected members, the most frequent first, if there are any.
    fn print_unexpected(&self) {
        if self.unexpected.is_empty() {
            return;
        }
        let mut members: Vec<_> = self.unexpected.iter().collect();
        members.sort_by_key(|(_, count)| Reverse(*count));
        let mut lines = "unexpected members, kept in `extra`; run `leadhook validate` to see why:\n".to_owned();
        for ((vendor, event, pointer), count) in members.iter().take(MAX_LISTED) {
            _ = writeln!(lines, "{count:>7} {vendor} {event} {pointer}");
        }
        if let Some(more) = members.len().checked_sub(MAX_LISTED).filter(|&more| more > 0) {
            _ = writeln!(lines, "and {more} more");
        }
        _ = io::stderr().write_all(lines.as_bytes());
    }
}

/// The numbers of events that their vendor does not document and another vendor does, by that vendor.
#[derive(Default)]
pub(crate) struct Mismatches(BTreeMap<Vendor, u64>);

impl Mismatches {
    /// Counts an event of `vendor` whose name `documenting` documents.
    pub(crate) fn add(&mut self, vendor: Vendor, documenting: Option<Vendor>) {
        if let Some(other) = documenting.filter(|&documenting| documenting != vendor) {
            *self.0.entry(other).or_default() += 1;
        }
    }

    fn merge(&mut self, other: Self) {
        for (vendor, count) in other.0 {
            *self.0.entry(vendor).or_default() += count;
        }
    }

    /// Prints the counts and what to do, if there are any.
    pub(crate) fn print(&self, remedy: &str) {
        if self.0.is_empty() {
            return;
        }
        let counts: Vec<_> = self.0.iter().map(|(vendor, count)| format!("{vendor} {count}")).collect();
        _ = writeln!(io::stderr(), "events documented by another vendor: {}; {remedy}", counts.join(", "));
    }
}
