//! Random histories: in any order, in parts, repeated, with undocumented statuses and with timestamps of many spellings.

use std::fmt::Debug;

use leadhook::event::{CallStatus, LeadStatus, MessageStatus};
use leadhook::lifecycle::{Lifecycle, Observed};
use leadhook::{Label, Timestamp};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use serde_json::{Value, json};

use super::oracle::{Oracle, Rules};

/// A few points in time, some of them in several spellings.
const TIMESTAMPS: &[&str] = &[
    "2026-01-31T09:30:00Z",
    "2026-01-31t09:30:00z",
    "2026-01-31T06:30:00-03:00",
    "2026-01-31T15:00:00.000+05:30",
    "2026-01-31T09:30:00.0000000009-00:00",
    "2026-01-31T09:30:00.000000001Z",
    "2026-01-31T09:30:00.5Z",
    "2026-01-31T09:30:00.500+00:00",
    "2026-01-31T09:30:01Z",
    // Earlier than those above, but greater as a string.
    "2026-01-31T09:45:00+01:00",
    // A leap second, and the seconds around it.
    "2016-12-31T23:59:59.999999999Z",
    "2016-12-31T23:59:60Z",
    "2017-01-01T05:29:60+05:30",
    "2016-12-31T23:59:60.5Z",
    "2017-01-01T00:00:00Z",
    // The first and the last points in time. In UTC, some of them are outside the years 0 to 9999.
    "0000-01-01T00:00:00+23:59",
    "0000-01-01T00:00:00+01:00",
    "0000-01-01T00:59:60+01:00",
    "0000-01-01T01:00:00+01:00",
    "0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999Z",
    "9999-12-31T23:59:60Z",
    "9999-12-31T23:00:00-01:00",
    "9999-12-31T23:59:59.999999999-23:59",
];

pub(super) fn timestamps() -> impl Strategy<Value = Timestamp> {
    // Mostly equal or close times, so that ties are frequent.
    prop_oneof![select(&TIMESTAMPS[..7]), select(TIMESTAMPS)].prop_map(|text| text.parse().unwrap())
}

/// Statuses that no subject has, and some that only other subjects have.
pub(super) fn undocumented_statuses() -> impl Strategy<Value = Label> {
    select(&["teleported", "Delivered", "", "zzz", "ärger", "ringing", "a status that is longer than a label is"][..])
        .prop_map(Label::from)
}

#[derive(Clone, Debug)]
enum Report<S> {
    Status(S, Timestamp),
    Undocumented(Label, Timestamp),
}

impl<S: Rules> Report<S> {
    fn apply(&self, lifecycle: &mut Lifecycle<S>) -> Observed {
        match self {
            Self::Status(status, at) => lifecycle.observe(*status, at),
            Self::Undocumented(status, at) => lifecycle.observe_undocumented(status, at),
        }
    }

    fn apply_to_oracle(&self, oracle: &mut Oracle<S>) -> Observed {
        match self {
            Self::Status(status, at) => oracle.observe(*status, at),
            Self::Undocumented(status, at) => oracle.observe_undocumented(status, at),
        }
    }
}

fn report<S: Rules>() -> impl Strategy<Value = Report<S>> {
    prop_oneof![
        4 => (select(S::VARIANTS), timestamps()).prop_map(|(status, at)| Report::Status(status, at)),
        1 => (undocumented_statuses(), timestamps()).prop_map(|(status, at)| Report::Undocumented(status, at)),
    ]
}

fn lifecycle<S: Rules>(reports: &[Report<S>]) -> Lifecycle<S> {
    let mut lifecycle = Lifecycle::default();
    for report in reports {
        report.apply(&mut lifecycle);
    }
    lifecycle
}

fn oracle<S: Rules>(reports: &[Report<S>]) -> Oracle<S> {
    let mut oracle = Oracle::default();
    for report in reports {
        report.apply_to_oracle(&mut oracle);
    }
    oracle
}

/// A stream of items, and other streams that have the same meaning.
#[derive(Clone, Debug)]
pub(super) struct Streams<T> {
    /// Each item once.
    pub(super) original: Vec<T>,
    /// The same items in another order.
    pub(super) shuffled: Vec<T>,
    /// The same items in another order, some of them twice, in five parts.
    pub(super) parts: [Vec<T>; 5],
    /// The order in which the parts are merged: from, into.
    merges: [(Index, Index); 4],
}

impl<T> Streams<T> {
    /// Makes something of each part and merges the five into one.
    pub(super) fn merge_parts<W>(&self, of_part: impl Fn(&[T]) -> W, merge: impl Fn(&mut W, W)) -> W {
        let mut wholes: Vec<_> = self.parts.iter().map(|part| of_part(part)).collect();
        for (from, into) in &self.merges {
            let from = wholes.swap_remove(from.index(wholes.len()));
            let into = into.index(wholes.len());
            merge(&mut wholes[into], from);
        }
        let [whole] = wholes.try_into().unwrap_or_else(|_| unreachable!("four merges of five parts leave one"));
        whole
    }
}

pub(super) fn streams<T: Clone + Debug + 'static>(item: impl Strategy<Value = T>) -> impl Strategy<Value = Streams<T>> {
    let shuffle = |(original, repeated, merges): (Vec<T>, Vec<T>, _)| {
        let all = [&original[..], &repeated].concat();
        let part_of_each = vec(0..5_usize, all.len());
        (Just(original.clone()), Just(original).prop_shuffle(), Just(all).prop_shuffle(), part_of_each, Just(merges))
    };
    vec(item, 0..12)
        .prop_flat_map(|original| {
            let repeated = subsequence(original.clone(), 0..=original.len());
            (Just(original), repeated, any::<[(Index, Index); 4]>())
        })
        .prop_flat_map(shuffle)
        .prop_map(|(original, shuffled, all, part_of_each, merges)| {
            let mut parts: [Vec<T>; 5] = Default::default();
            all.into_iter().zip(part_of_each).for_each(|(item, part)| parts[part].push(item));
            Streams { original, shuffled, parts, merges }
        })
}

fn histories<S: Rules>() -> impl Strategy<Value = Streams<Report<S>>> {
    streams(report())
}

fn three<S: Rules>() -> impl Strategy<Value = [Vec<Report<S>>; 3]> {
    proptest::array::uniform3(vec(report(), 0..8))
}

#[track_caller]
fn assert_converges<S: Rules>(streams: &Streams<Report<S>>) {
    let original = lifecycle(&streams.original);
    oracle(&streams.original).assert_is(&original);
    let json = serde_json::to_string(&original).unwrap();
    let merged = streams.merge_parts(lifecycle, Lifecycle::merge);
    for other in [lifecycle(&streams.shuffled), lifecycle(&streams.parts.concat()), merged] {
        assert_eq!(other, original);
        assert_eq!(serde_json::to_string(&other).unwrap(), json);
    }
}

#[track_caller]
fn assert_observed<S: Rules>(reports: &[Report<S>]) {
    let (mut lifecycle, mut oracle) = (Lifecycle::default(), Oracle::default());
    for report in reports {
        let before = lifecycle.clone();
        let observed = report.apply(&mut lifecycle);
        assert_eq!(observed, report.apply_to_oracle(&mut oracle), "{report:?} makes {lifecycle:?} of {before:?}");
        assert_eq!(observed == Observed::Duplicate, lifecycle == before);
    }
}

#[track_caller]
fn assert_least_upper_bound<S: Rules>([a, b, c]: &[Vec<Report<S>>; 3]) {
    let merged = |mut one: Lifecycle<S>, other: &Lifecycle<S>| {
        one.merge(other.clone());
        one
    };
    let (a, b, c) = (lifecycle(a), lifecycle(b), lifecycle(c));
    let ab = merged(a.clone(), &b);
    assert_eq!(merged(a.clone(), &a), a);
    assert_eq!(merged(b.clone(), &a), ab);
    assert_eq!(merged(ab.clone(), &c), merged(a.clone(), &merged(b, &c)));
    assert_eq!(merged(ab.clone(), &a), ab);
    assert_eq!(merged(Lifecycle::default(), &a), a);
}

#[track_caller]
fn assert_round_trips<S: Rules>(reports: &[Report<S>]) {
    let lifecycle = lifecycle(reports);
    let json = serde_json::to_string(&lifecycle).unwrap();
    let back: Lifecycle<S> = serde_json::from_str(&json).unwrap();
    assert_eq!(back, lifecycle);
    assert_eq!(serde_json::to_string(&back).unwrap(), json);
    // The members that follow from the reports are ignored.
    let mut value = serde_json::to_value(&lifecycle).unwrap();
    (value["current"], value["conflicts"]) = (json!("teleported"), json!(null));
    assert_eq!(serde_json::from_value::<Lifecycle<S>>(value).unwrap(), lifecycle);
}

/// A fault in the JSON of a lifecycle.
#[derive(Clone, Debug)]
enum Fault {
    /// An object has a member more.
    Member(&'static str, Value),
    /// A value is replaced.
    Value(Value),
    /// A required member is missing.
    Missing,
    /// The whole is another value.
    Whole(Value),
}

fn fault() -> impl Strategy<Value = Fault> {
    let time = || json!("2026-01-31T09:30:00Z");
    let invalid = ["", "2026-01-31", "2026-01-31 09:30:00Z", "2026-01-31T09:30:00", "2026-01-31T09:30:60Z", "now"];
    let invalid = invalid.iter().map(|text| json!(text));
    let values = invalid.chain([json!(1_769_851_800), json!(true), Value::Null, json!([]), json!([time()])]);
    prop_oneof![
        select(&["teleported", "Sent", "", "undocumented", "time "][..])
            .prop_map(move |name| Fault::Member(name, time())),
        select(values.collect::<Vec<_>>()).prop_map(Fault::Value),
        Just(Fault::Missing),
        select(vec![json!(null), json!({}), json!([]), json!("reports"), json!(1)]).prop_map(Fault::Whole),
    ]
}

/// Returns the JSON of a lifecycle with a fault in a member that is read.
fn with_fault(json: &Value, fault: &Fault, at: Index) -> Value {
    let mut json = json.clone();
    let objects: Vec<_> = ["/reports", "/undocumented"].into_iter().filter(|at| json.pointer(at).is_some()).collect();
    match fault {
        Fault::Member(name, value) => {
            let object = *at.get(&[&objects[..], &[""]].concat());
            json.pointer_mut(object).unwrap().as_object_mut().unwrap().insert((*name).to_owned(), value.clone());
        }
        Fault::Value(value) => {
            let members =
                |object| json.pointer(object).unwrap().as_object().unwrap().keys().map(move |name| (object, name));
            let pointers = objects.iter().copied().flat_map(members).map(|(object, name)| format!("{object}/{name}"));
            let mut pointers: Vec<_> = pointers.chain(objects.iter().map(|&object| object.to_owned())).collect();
            // Any string is an undocumented status, and null is the same as absent.
            pointers.retain(|at| {
                !(at == "/undocumented/status" && value.is_string() || at == "/undocumented" && value.is_null())
            });
            *json.pointer_mut(at.get::<String>(&pointers)).unwrap() = value.clone();
        }
        Fault::Missing => {
            let object = *at.get(&objects);
            let is_undocumented = object == "/undocumented";
            let (object, name) =
                if is_undocumented { (&mut json["undocumented"], "time") } else { (&mut json, "reports") };
            object.as_object_mut().unwrap().remove(name);
        }
        Fault::Whole(value) => json = value.clone(),
    }
    json
}

#[track_caller]
fn assert_refused<S: Rules>(json: &Value) {
    assert!(serde_json::from_value::<Lifecycle<S>>(json.clone()).is_err(), "{json}");
    assert!(serde_json::from_str::<Lifecycle<S>>(&json.to_string()).is_err(), "{json}");
}

#[track_caller]
fn assert_refused_or_round_trips<S: Rules>(json: &[u8]) {
    if let Ok(lifecycle) = serde_json::from_slice::<Lifecycle<S>>(json) {
        let json = serde_json::to_string(&lifecycle).unwrap();
        assert_eq!(serde_json::from_str::<Lifecycle<S>>(&json).unwrap(), lifecycle);
    }
}

#[test]
fn the_earlier_time_of_a_status_that_is_twice_in_json_counts() {
    let parsed = |times: [&str; 2]| {
        let json = format!(r#"{{"reports":{{"sent":"{}","sent":"{}"}}}}"#, times[0], times[1]);
        serde_json::from_str::<Lifecycle<MessageStatus>>(&json).unwrap()
    };
    let [earlier, later] = ["2026-01-31T09:30:00Z", "2026-01-31T10:30:00Z"];
    let expected = lifecycle(&[Report::Status(MessageStatus::Sent, earlier.parse().unwrap())]);
    assert_eq!(parsed([earlier, later]), expected);
    assert_eq!(parsed([later, earlier]), expected);
}

#[test]
fn a_lifecycle_takes_at_most_128_bytes() {
    assert!(size_of::<Lifecycle<MessageStatus>>() <= 128);
    assert_eq!(size_of::<Lifecycle<LeadStatus>>(), size_of::<Lifecycle<MessageStatus>>());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_history_makes_the_same_lifecycle_in_every_order_and_in_parts(
        message in histories::<MessageStatus>(), call in histories::<CallStatus>(), lead in histories::<LeadStatus>(),
    ) {
        assert_converges(&message);
        assert_converges(&call);
        assert_converges(&lead);
    }

    #[test]
    fn every_report_changes_what_the_rules_say(
        message in vec(report::<MessageStatus>(), 0..20),
        call in vec(report::<CallStatus>(), 0..20),
        lead in vec(report::<LeadStatus>(), 0..20),
    ) {
        assert_observed(&message);
        assert_observed(&call);
        assert_observed(&lead);
    }

    #[test]
    fn merging_takes_the_least_upper_bound(
        messages in three::<MessageStatus>(),
        calls in three::<CallStatus>(),
        leads in three::<LeadStatus>(),
    ) {
        assert_least_upper_bound(&messages);
        assert_least_upper_bound(&calls);
        assert_least_upper_bound(&leads);
    }

    #[test]
    fn lifecycles_read_back_equal(
        message in vec(report::<MessageStatus>(), 0..12),
        call in vec(report::<CallStatus>(), 0..12),
        lead in vec(report::<LeadStatus>(), 0..12),
    ) {
        assert_round_trips(&message);
        assert_round_trips(&call);
        assert_round_trips(&lead);
    }

    #[test]
    fn json_with_a_fault_is_refused(reports in vec(report::<CallStatus>(), 0..6), fault in fault(), at: Index) {
        let json = serde_json::to_value(lifecycle(&reports)).unwrap();
        assert_refused::<CallStatus>(&with_fault(&json, &fault, at));
    }

    #[test]
    fn mutated_json_is_refused_or_reads_back_equal(
        reports in vec(report::<LeadStatus>(), 0..6), at: Index, length in 0..4_usize, token in "[\\x00-\\x7f]{0,3}|null",
    ) {
        let mut json = serde_json::to_vec(&lifecycle(&reports)).unwrap();
        let start = at.index(json.len());
        json.splice(start..json.len().min(start + length), token.into_bytes());
        assert_refused_or_round_trips::<LeadStatus>(&json);
    }
}
