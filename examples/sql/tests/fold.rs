//! The statement against [`Fold`]: the same rows, by the same rules.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use leadhook::event::{
    Call, CallData, CallStatus, Channel, Lead, LeadData, LeadStatus, Message, MessageData, MessageStatus, Source,
    SubjectKey, SubjectKind,
};
use leadhook::lifecycle::{Fold, Lifecycle, Precedence, SQL, State, StateMachine, state_machines};
use leadhook::{Event, Id, Label, Timestamp, Vendor};
use leadhook_example_sql::{Row, database, fold, load, written};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::json;

/// What the database makes of events.
fn told(events: &[Event]) -> Vec<Row> {
    let lines: Vec<_> = events.iter().map(|event| json!(event).to_string()).collect();
    let mut database = database().unwrap();
    load(&mut database, lines.join("\n").as_bytes()).unwrap();
    fold(&database).unwrap()
}

/// What the crate makes of them.
fn expected(events: &[Event]) -> Vec<Row> {
    fn rows<S: Precedence>(lifecycles: &BTreeMap<SubjectKey, Lifecycle<S>>) -> impl Iterator<Item = Row> {
        lifecycles.iter().map(|(key, lifecycle)| row(key, lifecycle))
    }
    let fold: Fold = events.iter().collect();
    let mut rows: Vec<_> = rows(&fold.messages).chain(rows(&fold.calls)).chain(rows(&fold.leads)).collect();
    rows.sort_by_cached_key(|row| (row.source.clone(), row.subject.clone(), row.kind.clone()));
    assert!(fold.iter().map(|standing| &standing.key.subject).eq(rows.iter().map(|row| &row.subject)));
    rows
}

fn row<S: Precedence>(key: &SubjectKey, lifecycle: &Lifecycle<S>) -> Row {
    let text = |at: DateTime<Utc>| written(&at.try_into().unwrap()).unwrap();
    let seen: Vec<_> =
        lifecycle.reports().map(|(status, at)| format!(r#""{}":"{}""#, status.as_str(), text(at))).collect();
    let conflicts: Vec<_> = lifecycle.conflicts().map(|(one, two)| [one.as_str(), two.as_str()]).collect();
    Row {
        source: key.source.to_string(),
        subject: key.subject.clone(),
        kind: key.kind.to_string(),
        current: lifecycle.current().map(|status| status.as_str().to_owned()),
        since: lifecycle.since().map(text),
        seen: format!("{{{}}}", seen.join(",")),
        other: lifecycle.other().map(|(word, _)| word.to_string()),
        other_time: lifecycle.other().map(|(_, at)| text(at)),
        conflicts: json!(conflicts).to_string(),
    }
}

/// A status: mostly one of several that share a rank.
fn status<S: Precedence>() -> impl Strategy<Value = S> {
    let is_rival = |one: &S| S::VARIANTS.iter().any(|two| two != one && two.rank() == one.rank());
    let rivals: Vec<S> = S::VARIANTS.iter().copied().filter(is_rival).collect();
    prop_oneof![2 => select(rivals), 1 => select(S::VARIANTS)]
}

/// A status, or else an undocumented word, or none at all.
fn reported<S: Precedence>() -> impl Strategy<Value = Result<S, Option<Label>>> {
    const WORDS: [&str; 6] = ["", "teleported", "Teleported", "tele", "t\u{e9}l\u{e9}", "a\u{0}b"];
    let word = proptest::option::weighted(0.9, select(&WORDS[..]).prop_map(Label::from));
    prop_oneof![4 => status().prop_map(Ok), 1 => word.prop_map(Err)]
}

/// Often one instant, spelt in two ways; else one close to it, around a leap second, or as early and as late as the table
/// can hold.
fn instant() -> impl Strategy<Value = Timestamp> {
    const ONE: [&str; 2] = ["2026-01-31T09:30:00Z", "2026-01-31T06:30:00.000-03:00"];
    const OTHERS: [&str; 8] = [
        "2026-01-31T09:30:00.000000001Z",
        "2026-01-31T23:29:59.9+14:00",
        "2016-12-31T23:59:59.999999999Z",
        "2016-12-31T23:59:60Z",
        "2016-12-31T20:59:60.5-03:00",
        "2017-01-01T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999999Z",
    ];
    prop_oneof![select(&ONE[..]), select(&OTHERS[..])].prop_map(|text| text.parse().unwrap())
}

/// A report of one of few subjects: messages, calls and leads of three accounts, with two ids for all of them.
fn report() -> impl Strategy<Value = Event> {
    let id = || select(&["7", "8"][..]).prop_map(|id| Id::try_from(id).unwrap());
    let source = |vendor: Vendor| {
        let labelled = select(&["brazil", "chile"][..]).prop_map(move |label| Source::from(vendor).with_account(label));
        prop_oneof![1 => Just(Source::from(vendor)), 2 => labelled.prop_map(Result::unwrap)]
    };
    let message = (source(Vendor::LimeCall), instant(), id(), reported::<MessageStatus>());
    let call = (source(Vendor::LimeCall), instant(), id(), reported::<CallStatus>());
    let lead = (source(Vendor::LeadSail), instant(), id(), status::<LeadStatus>());
    prop_oneof![
        message.prop_map(|(source, time, id, reported)| {
            let mut data = MessageData::new("message", Channel::Sms);
            data.message_id = Some(id);
            let status = reported.map_err(|word| data.vendor_status = word).ok();
            Event::Message(Message::new(source, time, status, data))
        }),
        call.prop_map(|(source, time, id, reported)| {
            let mut data = CallData::new("call");
            data.call_id = Some(id);
            let status = reported.map_err(|word| data.vendor_status = word).ok();
            Event::Call(Call::new(source, time, status, data))
        }),
        lead.prop_map(|(source, time, id, status)| {
            let mut data = LeadData::new("lead");
            data.submission_id = Some(id);
            Event::Lead(Lead::new(source, time, status, data))
        }),
    ]
}

/// Reports of few subjects, half of them twice, among any events, in any order.
fn events() -> impl Strategy<Value = Vec<Event>> {
    let reports = prop_oneof![vec((report(), 1..=2_usize), 0..20), vec((report(), 1..=2_usize), 0..150)];
    let is_writable = |event: &Event| event.time().is_none_or(|time| written(time).is_some());
    let others = vec(any::<Event>().prop_filter("a time that the table can hold", is_writable), 0..12);
    (reports, others)
        .prop_map(|(reports, others)| {
            let repeated = reports.into_iter().flat_map(|(report, times)| std::iter::repeat_n(report, times));
            repeated.chain(others).collect::<Vec<_>>()
        })
        .prop_shuffle()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_statement_folds_as_the_crate_does(events in events()) {
        prop_assert_eq!(told(&events), expected(&events));
    }
}

#[test]
fn generated_histories_have_all_that_the_rules_decide() {
    let mut runner = TestRunner::deterministic();
    let strategy = events();
    let folds: Vec<Fold> =
        (0..100).map(|_| strategy.new_tree(&mut runner).unwrap().current().iter().collect()).collect();
    let assert_often = |what: &str, law: fn(&Fold) -> bool| {
        let often = folds.iter().filter(|fold| law(fold)).count();
        assert!(often > 5, "{what}: {often} of {}", folds.len());
    };

    assert_often("a tie of messages", |fold| fold.messages.values().any(is_tie));
    assert_often("a tie of calls", |fold| fold.calls.values().any(is_tie));
    assert_often("a tie of leads", |fold| fold.leads.values().any(is_tie));
    assert_often("a conflict of three", |fold| fold.messages.values().any(|of| of.conflicts().count() > 2));
    assert_often("a conflict of calls", |fold| fold.calls.values().any(|of| of.conflicts().count() > 0));
    assert_often("a conflict of leads", |fold| fold.leads.values().any(|of| of.conflicts().count() > 0));
    assert_often("an aside alone", |fold| {
        fold.messages.values().any(|of| of.current().is_none() && of.reports().count() > 0)
    });
    assert_often("undocumented words alone", |fold| {
        fold.calls.values().any(|of| of.other().is_some() && of.reports().count() == 0)
    });
    assert_often("an id of a message and a call", |fold| {
        fold.messages
            .keys()
            .any(|key| fold.calls.contains_key(&SubjectKey::new(key.source.clone(), &key.subject, SubjectKind::Call)))
    });
    assert_often("an id at two accounts", |fold| {
        let labelled = |key: &SubjectKey| {
            SubjectKey::new(key.source.clone().with_account("chile").unwrap(), &key.subject, SubjectKind::Lead)
        };
        fold.leads.keys().any(|key| labelled(key) != *key && fold.leads.contains_key(&labelled(key)))
    });
}

/// Whether only the order of the declaration tells where a subject stands.
fn is_tie<S: Precedence>(lifecycle: &Lifecycle<S>) -> bool {
    let rivals = lifecycle.reports().filter(|&(status, at)| {
        Some(at) == lifecycle.since() && status.rank() == lifecycle.current().and_then(Precedence::rank)
    });
    rivals.count() > 1
}

#[test]
fn of_words_at_one_instant_the_smallest_is_told() {
    let message = |word: Option<&str>, time: &str| {
        let mut data = MessageData::new("message", Channel::Sms);
        data.message_id = Some(Id::try_from("7").unwrap());
        data.vendor_status = word.map(Label::from);
        Event::Message(Message::new(Vendor::LimeCall.into(), time.parse().unwrap(), None, data))
    };
    let mut events = vec![
        message(Some("a"), "2026-01-31T09:30:01Z"),
        message(Some("teleported"), "2026-01-31T09:30:00Z"),
        message(Some("Teleported"), "2026-01-31T06:30:00-03:00"),
    ];
    assert_eq!(told(&events)[0].other.as_deref(), Some("Teleported"));
    assert_eq!(told(&events), expected(&events));

    // To say no word is to say the smallest.
    events.push(message(None, "2026-01-31T09:30:00.000Z"));
    assert_eq!(told(&events)[0].other.as_deref(), Some(""));
    assert_eq!(told(&events), expected(&events));
}

#[test]
fn the_rules_are_those_of_the_crate() {
    type Rule = (String, i64, Option<u8>, Option<String>);

    // The statement as far as the table of rules, which then is all that is asked for.
    let (rules, _) = SQL.split_once("\n),").unwrap();
    let database = database().unwrap();
    let mut statement = database.prepare(&format!("{rules}\n) SELECT type, place, rank, outcome FROM rule")).unwrap();
    let rules = statement.query_map((), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))).unwrap();
    let mut rules: Vec<Rule> = rules.map(Result::unwrap).collect();

    let rules_of = |machine: StateMachine| {
        let rule = move |(place, state): (i64, &State)| {
            (format!("{}.{}", machine.name, state.status), place, state.rank, state.outcome.map(str::to_owned))
        };
        (0..).zip(&machine.states).map(rule).collect::<Vec<_>>()
    };
    let mut ours: Vec<Rule> = state_machines().into_iter().flat_map(rules_of).collect();

    rules.sort();
    ours.sort();
    assert_eq!(rules, ours);
}
