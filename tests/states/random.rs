//! Random histories: told in any order, in parts, more than once, with words that nobody documented and instants that
//! are spelt in many ways.

use std::fmt::Debug;

use leadhook::event::{CallStatus, LeadStatus, MessageStatus};
use leadhook::lifecycle::{Lifecycle, Observed};
use leadhook::{Timestamp, Label};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use serde_json::{Value, json};

use crate::oracle::{Oracle, Rules};

/// Few instants, some of them under several names.
const INSTANTS: &[&str] = &[
    "2026-01-31T09:30:00Z",
    "2026-01-31t09:30:00z",
    "2026-01-31T06:30:00-03:00",
    "2026-01-31T15:00:00.000+05:30",
    "2026-01-31T09:30:00.0000000009-00:00",
    "2026-01-31T09:30:00.000000001Z",
    "2026-01-31T09:30:00.5Z",
    "2026-01-31T09:30:00.500+00:00",
    "2026-01-31T09:30:01Z",
    // Earlier than the ones above, and greater as text.
    "2026-01-31T09:45:00+01:00",
    // A leap second, and what is around it.
    "2016-12-31T23:59:59.999999999Z",
    "2016-12-31T23:59:60Z",
    "2017-01-01T05:29:60+05:30",
    "2016-12-31T23:59:60.5Z",
    "2017-01-01T00:00:00Z",
    // The first and the last that there are, beyond the years that UTC can write.
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

pub(crate) fn instants() -> impl Strategy<Value = Timestamp> {
    // Mostly near each other, so that ties are frequent.
    prop_oneof![select(&INSTANTS[..7]), select(INSTANTS)].prop_map(|text| text.parse().unwrap())
}

/// Words that no subject has, and some that only others have.
pub(crate) fn undocumented() -> impl Strategy<Value = Label> {
    select(&["teleported", "Delivered", "", "zzz", "ärger", "ringing", "a word that is longer than a word is"][..])
        .prop_map(Label::from)
}

#[derive(Clone, Debug)]
enum Report<S> {
    Status(S, Timestamp),
    Other(Label, Timestamp),
}

impl<S: Rules> Report<S> {
    fn tell(&self, lifecycle: &mut Lifecycle<S>) -> Observed {
        match self {
            Self::Status(status, at) => lifecycle.observe(*status, at),
            Self::Other(word, at) => lifecycle.observe_undocumented(word, at),
        }
    }

    fn tell_oracle(&self, oracle: &mut Oracle<S>) -> Observed {
        match self {
            Self::Status(status, at) => oracle.observe(*status, at),
            Self::Other(word, at) => oracle.observe_undocumented(word, at),
        }
    }
}

fn report<S: Rules>() -> impl Strategy<Value = Report<S>> {
    prop_oneof![
        4 => (select(S::VARIANTS), instants()).prop_map(|(status, at)| Report::Status(status, at)),
        1 => (undocumented(), instants()).prop_map(|(word, at)| Report::Other(word, at)),
    ]
}

fn lifecycle<S: Rules>(reports: &[Report<S>]) -> Lifecycle<S> {
    let mut lifecycle = Lifecycle::default();
    for report in reports {
        report.tell(&mut lifecycle);
    }
    lifecycle
}

fn oracle<S: Rules>(reports: &[Report<S>]) -> Oracle<S> {
    let mut oracle = Oracle::default();
    for report in reports {
        report.tell_oracle(&mut oracle);
    }
    oracle
}

/// The same things told several times over.
#[derive(Clone, Debug)]
pub(crate) struct Retold<T> {
    pub(crate) once: Vec<T>,
    /// In another order.
    pub(crate) shuffled: Vec<T>,
    /// In another order, some of them twice, dealt out.
    pub(crate) parts: [Vec<T>; 5],
    /// Which part goes into which, in turn.
    nesting: [(Index, Index); 4],
}

impl<T> Retold<T> {
    /// The whole of the parts.
    pub(crate) fn merged<W>(&self, of_part: impl Fn(&[T]) -> W, merge: impl Fn(&mut W, W)) -> W {
        let mut wholes: Vec<_> = self.parts.iter().map(|part| of_part(part)).collect();
        for (from, into) in &self.nesting {
            let from = wholes.swap_remove(from.index(wholes.len()));
            let into = into.index(wholes.len());
            merge(&mut wholes[into], from);
        }
        let [whole] = wholes.try_into().unwrap_or_else(|_| unreachable!("five parts in four steps"));
        whole
    }
}

pub(crate) fn retold<T: Clone + Debug + 'static>(one: impl Strategy<Value = T>) -> impl Strategy<Value = Retold<T>> {
    let deal = |(once, again, nesting): (Vec<T>, Vec<T>, _)| {
        let all = [&once[..], &again].concat();
        let places = vec(0..5_usize, all.len());
        (Just(once.clone()), Just(once).prop_shuffle(), Just(all).prop_shuffle(), places, Just(nesting))
    };
    vec(one, 0..12)
        .prop_flat_map(|once| {
            (Just(once.clone()), subsequence(once.clone(), 0..=once.len()), any::<[(Index, Index); 4]>())
        })
        .prop_flat_map(deal)
        .prop_map(|(once, shuffled, all, places, nesting)| {
            let mut parts: [Vec<T>; 5] = Default::default();
            all.into_iter().zip(places).for_each(|(one, part)| parts[part].push(one));
            Retold { once, shuffled, parts, nesting }
        })
}

fn histories<S: Rules>() -> impl Strategy<Value = Retold<Report<S>>> {
    retold(report())
}

fn three<S: Rules>() -> impl Strategy<Value = [Vec<Report<S>>; 3]> {
    proptest::array::uniform3(vec(report(), 0..8))
}

#[track_caller]
fn assert_converges<S: Rules>(retold: &Retold<Report<S>>) {
    let once = lifecycle(&retold.once);
    oracle(&retold.once).assert_is(&once);
    let json = serde_json::to_string(&once).unwrap();
    let merged = retold.merged(lifecycle, Lifecycle::merge);
    for other in [lifecycle(&retold.shuffled), lifecycle(&retold.parts.concat()), merged] {
        assert_eq!(other, once);
        assert_eq!(serde_json::to_string(&other).unwrap(), json);
    }
}

#[track_caller]
fn assert_answers<S: Rules>(reports: &[Report<S>]) {
    let (mut lifecycle, mut oracle) = (Lifecycle::default(), Oracle::default());
    for report in reports {
        let before = lifecycle.clone();
        let answer = report.tell(&mut lifecycle);
        assert_eq!(answer, report.tell_oracle(&mut oracle), "{report:?} makes {before:?} {lifecycle:?}");
        assert_eq!(answer == Observed::Duplicate, lifecycle == before);
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
fn assert_survives<S: Rules>(reports: &[Report<S>]) {
    let there = lifecycle(reports);
    let text = serde_json::to_string(&there).unwrap();
    let back: Lifecycle<S> = serde_json::from_str(&text).unwrap();
    assert_eq!(back, there);
    assert_eq!(serde_json::to_string(&back).unwrap(), text);
    // What follows from the reports is not believed.
    let mut value = serde_json::to_value(&there).unwrap();
    (value["current"], value["conflicts"]) = (json!("teleported"), json!(null));
    assert_eq!(serde_json::from_value::<Lifecycle<S>>(value).unwrap(), there);
}

/// Something that is read of a lifecycle's JSON is put wrong.
fn spoilt(json: &Value, fault: &Fault, at: Index) -> Value {
    let mut json = json.clone();
    let objects: Vec<_> = ["/seen", "/other"].into_iter().filter(|at| json.pointer(at).is_some()).collect();
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
            // Every text is a word that nobody documented, and null is as good as no member, here as everywhere.
            pointers.retain(|at| !(at == "/other/word" && value.is_string() || at == "/other" && value.is_null()));
            *json.pointer_mut(at.get::<String>(&pointers)).unwrap() = value.clone();
        }
        Fault::Absent => {
            let object = *at.get(&objects);
            let whole = if object == "/other" { &mut json["other"] } else { &mut json };
            whole.as_object_mut().unwrap().remove(if object == "/other" { "time" } else { "seen" });
        }
        Fault::Whole(value) => json = value.clone(),
    }
    json
}

#[derive(Clone, Debug)]
enum Fault {
    Member(&'static str, Value),
    Value(Value),
    Absent,
    Whole(Value),
}

fn fault() -> impl Strategy<Value = Fault> {
    let time = || json!("2026-01-31T09:30:00Z");
    let no_time = ["", "2026-01-31", "2026-01-31 09:30:00Z", "2026-01-31T09:30:00", "2026-01-31T09:30:60Z", "now"];
    let no_time = no_time.iter().map(|text| json!(text));
    let values = no_time.chain([json!(1_769_851_800), json!(true), Value::Null, json!([]), json!([time()])]);
    prop_oneof![
        select(&["teleported", "Sent", "", "other", "time "][..]).prop_map(move |name| Fault::Member(name, time())),
        select(values.collect::<Vec<_>>()).prop_map(Fault::Value),
        Just(Fault::Absent),
        select(vec![json!(null), json!({}), json!([]), json!("seen"), json!(1)]).prop_map(Fault::Whole),
    ]
}

#[track_caller]
fn assert_refused<S: Rules>(json: &Value) {
    assert!(serde_json::from_value::<Lifecycle<S>>(json.clone()).is_err(), "{json}");
    assert!(serde_json::from_str::<Lifecycle<S>>(&json.to_string()).is_err(), "{json}");
}

/// Text is refused, or read as something that survives.
#[track_caller]
fn assert_settled<S: Rules>(text: &[u8]) {
    if let Ok(lifecycle) = serde_json::from_slice::<Lifecycle<S>>(text) {
        let text = serde_json::to_string(&lifecycle).unwrap();
        assert_eq!(serde_json::from_str::<Lifecycle<S>>(&text).unwrap(), lifecycle);
    }
}

#[test]
fn of_a_status_that_is_stored_twice_the_earlier_time_counts() {
    let seen = |times: [&str; 2]| {
        let json = format!(r#"{{"seen":{{"sent":"{}","sent":"{}"}}}}"#, times[0], times[1]);
        serde_json::from_str::<Lifecycle<MessageStatus>>(&json).unwrap()
    };
    let [one, other] = ["2026-01-31T09:30:00Z", "2026-01-31T10:30:00Z"];
    assert_eq!(seen([one, other]), lifecycle(&[Report::Status(MessageStatus::Sent, one.parse().unwrap())]));
    assert_eq!(seen([other, one]), seen([one, other]));
}

#[test]
fn a_lifecycle_is_small() {
    assert!(size_of::<Lifecycle<MessageStatus>>() <= 128);
    assert_eq!(size_of::<Lifecycle<LeadStatus>>(), size_of::<Lifecycle<MessageStatus>>());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_history_ends_alike_in_every_order_and_in_parts(
        message in histories::<MessageStatus>(), call in histories::<CallStatus>(), lead in histories::<LeadStatus>(),
    ) {
        assert_converges(&message);
        assert_converges(&call);
        assert_converges(&lead);
    }

    #[test]
    fn each_answer_is_what_the_rules_say(
        message in vec(report::<MessageStatus>(), 0..20),
        call in vec(report::<CallStatus>(), 0..20),
        lead in vec(report::<LeadStatus>(), 0..20),
    ) {
        assert_answers(&message);
        assert_answers(&call);
        assert_answers(&lead);
    }

    #[test]
    fn to_merge_is_to_take_the_least_upper_bound(
        messages in three::<MessageStatus>(),
        calls in three::<CallStatus>(),
        leads in three::<LeadStatus>(),
    ) {
        assert_least_upper_bound(&messages);
        assert_least_upper_bound(&calls);
        assert_least_upper_bound(&leads);
    }

    #[test]
    fn what_is_stored_comes_back(
        message in vec(report::<MessageStatus>(), 0..12),
        call in vec(report::<CallStatus>(), 0..12),
        lead in vec(report::<LeadStatus>(), 0..12),
    ) {
        assert_survives(&message);
        assert_survives(&call);
        assert_survives(&lead);
    }

    #[test]
    fn what_was_not_stored_is_refused(reports in vec(report::<CallStatus>(), 0..6), fault in fault(), at: Index) {
        let stored = serde_json::to_value(lifecycle(&reports)).unwrap();
        assert_refused::<CallStatus>(&spoilt(&stored, &fault, at));
    }

    #[test]
    fn what_is_mutilated_is_refused_or_survives(
        reports in vec(report::<LeadStatus>(), 0..6), at: Index, length in 0..4_usize, token in "[\\x00-\\x7f]{0,3}|null",
    ) {
        let mut text = serde_json::to_vec(&lifecycle(&reports)).unwrap();
        let start = at.index(text.len());
        text.splice(start..text.len().min(start + length), token.into_bytes());
        assert_settled::<LeadStatus>(&text);
    }
}
