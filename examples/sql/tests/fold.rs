//! Compares the statement with [`Fold`]: the same rows, by the same rules.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use leadhook::event::{
    Call, CallStatus, EventKey, EventKind, Lead, LeadStatus, Message, MessageStatus, OpenStatus, Source, SubjectKey,
    SubjectKind,
};
use leadhook::lifecycle::{Fold, Lifecycle, Precedence, State, StateMachine, state_machines};
use leadhook::{Event, Id, Label, Timestamp, Vendor, normalize};
use leadhook_example_sql::{Row, create_database, fold, format_time, load};
use leadhook_harness::foreign;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use rusqlite::Connection;
use serde_json::json;

/// Folds events in the database.
fn fold_in_sql(events: &[Event]) -> Vec<Row> {
    fold(&create_loaded_database(events)).unwrap()
}

fn create_loaded_database(events: &[Event]) -> Connection {
    let lines: Vec<_> = events.iter().map(|event| json!(event).to_string()).collect();
    let mut database = create_database().unwrap();
    load(&mut database, lines.join("\n").as_bytes()).unwrap();
    database
}

/// Folds events in Rust.
fn fold_in_rust(events: &[Event]) -> Vec<Row> {
    fn rows<S: Precedence>(lifecycles: &BTreeMap<SubjectKey, Lifecycle<S>>) -> impl Iterator<Item = Row> {
        lifecycles.iter().map(|(key, lifecycle)| row(key, lifecycle))
    }
    let fold: Fold = events.iter().collect();
    let mut rows: Vec<_> = rows(&fold.messages).chain(rows(&fold.calls)).chain(rows(&fold.leads)).collect();
    rows.sort_by_cached_key(|row| (row.source.clone(), row.subject.clone(), row.kind.clone()));
    assert!(fold.iter().map(|state| state.key.subject.to_string()).eq(rows.iter().map(|row| row.subject.clone())));
    rows
}

fn row<S: Precedence>(key: &SubjectKey, lifecycle: &Lifecycle<S>) -> Row {
    let format = |at: DateTime<Utc>| format_time(&at.try_into().unwrap()).unwrap();
    let reports: Vec<_> =
        lifecycle.reports().map(|(status, at)| format!(r#""{}":"{}""#, status.as_str(), format(at))).collect();
    let conflicts: Vec<_> = lifecycle.conflicts().map(|(one, two)| [one.as_str(), two.as_str()]).collect();
    Row {
        source: key.source.to_string(),
        subject: key.subject.to_string(),
        kind: key.kind.to_string(),
        current: lifecycle.current().map(|status| status.as_str().to_owned()),
        since: lifecycle.since().map(format),
        reports: format!("{{{}}}", reports.join(",")),
        undocumented: lifecycle.undocumented().map(|(status, _)| status.to_string()),
        undocumented_time: lifecycle.undocumented().map(|(_, at)| format(at)),
        conflicts: json!(conflicts).to_string(),
    }
}

/// Generates a status, mostly one that shares its rank with another.
fn status<S: Precedence>() -> impl Strategy<Value = S> {
    let is_rival = |one: &S| S::VARIANTS.iter().any(|two| two != one && two.rank() == one.rank());
    let rivals: Vec<S> = S::VARIANTS.iter().copied().filter(is_rival).collect();
    prop_oneof![2 => select(rivals), 1 => select(S::VARIANTS)]
}

/// Generates a status, or else an undocumented one, which may be absent.
fn status_or_undocumented<S: Precedence>() -> impl Strategy<Value = Result<S, Option<Label>>> {
    const UNDOCUMENTED: [&str; 6] = ["", "teleported", "Teleported", "tele", "t\u{e9}l\u{e9}", "a\u{0}b"];
    let undocumented = proptest::option::weighted(0.9, select(&UNDOCUMENTED[..]).prop_map(Label::from));
    prop_oneof![4 => status().prop_map(Ok), 1 => undocumented.prop_map(Err)]
}

/// Generates a timestamp. Half of them are the same time in two spellings. The others are close to that time, around a leap
/// second, or the first and the last that the table can hold.
fn timestamp() -> impl Strategy<Value = Timestamp> {
    const SAME: [&str; 2] = ["2026-01-31T09:30:00Z", "2026-01-31T06:30:00.000-03:00"];
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
    prop_oneof![select(&SAME[..]), select(&OTHERS[..])].prop_map(|text| text.parse().unwrap())
}

/// Generates a report of one of few subjects: messages, calls and leads of three accounts, with two ids.
fn report() -> impl Strategy<Value = Event> {
    let id = || select(&["7", "8"][..]).prop_map(|id| Id::try_from(id).unwrap());
    let source = |vendor: Vendor| {
        let account = select(&["brazil", "chile"][..]).prop_map(move |name| Source::from(vendor).with_account(name));
        prop_oneof![1 => Just(Source::from(vendor)), 2 => account.prop_map(Result::unwrap)]
    };
    let message = status_or_undocumented::<MessageStatus>().prop_map(|status| {
        let mut message = Message::new(status.as_ref().ok().copied());
        message.vendor_status = status.err().flatten();
        EventKind::Message(message)
    });
    let call = status_or_undocumented::<CallStatus>().prop_map(|status| {
        let mut call = Call::new(status.as_ref().ok().copied());
        call.vendor_status = status.err().flatten();
        EventKind::Call(call)
    });
    let lead = status_or_undocumented::<LeadStatus>().prop_map(|status| {
        let mut lead = Lead::new(status.as_ref().ok().copied());
        lead.vendor_status = status.err().flatten();
        EventKind::Lead(lead)
    });
    let source = prop_oneof![source(Vendor::LimeCall), Just(Source::new("acme").unwrap())];
    (source, timestamp(), id(), prop_oneof![message, call, lead], future_status()).prop_map(
        |(source, time, id, kind, future)| {
            let mut event = json!(Event::new(source, EventKey::new("made").subject(id), time, kind));
            let r#type = event["type"].as_str().unwrap();
            let kind = r#type.strip_suffix(".other").map(str::to_owned);
            if let (Some(kind), Some(future)) = (kind, future) {
                event["type"] = format!("{kind}.{future}").into();
            }
            serde_json::from_value(event).unwrap()
        },
    )
}

/// Generates a status of a later version, or none.
fn future_status() -> impl Strategy<Value = Option<&'static str>> {
    proptest::option::of(select(&["teleported", "tele", "received.late", "x"][..]))
}

/// Generates reports of few subjects, half of them twice, among any events, in any order.
fn events() -> impl Strategy<Value = Vec<Event>> {
    let reports = prop_oneof![vec((report(), 1..=2_usize), 0..20), vec((report(), 1..=2_usize), 0..150)];
    let fits = |event: &Event| event.time.as_ref().is_none_or(|time| format_time(time).is_some());
    let others = vec(foreign::events().prop_filter("a time that the table can hold", fits), 0..12);
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
    fn the_statement_folds_as_the_library_does(events in events()) {
        prop_assert_eq!(fold_in_sql(&events), fold_in_rust(&events));
    }
}

#[test]
fn generated_histories_exercise_every_rule() {
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
    assert_often("only informational statuses", |fold| {
        fold.messages.values().any(|of| of.current().is_none() && of.reports().count() > 0)
    });
    assert_often("only undocumented statuses", |fold| {
        fold.calls.values().any(|of| of.undocumented().is_some() && of.reports().count() == 0)
    });
    assert_often("an undocumented status of a lead", |fold| fold.leads.values().any(|of| of.undocumented().is_some()));
    assert_often("a status of a later version", |fold| {
        fold.messages.values().any(|of| of.undocumented().is_some_and(|(status, _)| status.as_str() == "received.late"))
    });
    assert_often("an id of a message and a call", |fold| {
        fold.messages.keys().any(|key| {
            fold.calls.contains_key(&SubjectKey::new(key.source.clone(), key.subject.clone(), SubjectKind::Call))
        })
    });
    assert_often("an id at two accounts", |fold| {
        let at_chile = |key: &SubjectKey| {
            SubjectKey::new(key.source.clone().with_account("chile").unwrap(), key.subject.clone(), SubjectKind::Lead)
        };
        fold.leads.keys().any(|key| at_chile(key) != *key && fold.leads.contains_key(&at_chile(key)))
    });
}

/// Returns true if only the order of declaration decides the current status.
fn is_tie<S: Precedence>(lifecycle: &Lifecycle<S>) -> bool {
    let rivals = lifecycle.reports().filter(|&(status, at)| {
        Some(at) == lifecycle.since() && status.rank() == lifecycle.current().and_then(Precedence::rank)
    });
    rivals.count() > 1
}

#[test]
fn the_smallest_of_the_undocumented_statuses_at_the_same_time_counts() {
    let message = |status: Option<&str>, time: &str| {
        let mut message = Message::new(OpenStatus::Other);
        message.vendor_status = status.map(Label::from);
        let key = EventKey::new("message").subject("7".parse().unwrap());
        Event::new(Vendor::LimeCall.into(), key, time.parse().unwrap(), EventKind::Message(message))
    };
    let mut events = vec![
        message(Some("a"), "2026-01-31T09:30:01Z"),
        message(Some("teleported"), "2026-01-31T09:30:00Z"),
        message(Some("Teleported"), "2026-01-31T06:30:00-03:00"),
    ];
    assert_eq!(fold_in_sql(&events)[0].undocumented.as_deref(), Some("Teleported"));
    assert_eq!(fold_in_sql(&events), fold_in_rust(&events));

    // An absent status counts as an empty one.
    events.push(message(None, "2026-01-31T09:30:00.000Z"));
    assert_eq!(fold_in_sql(&events)[0].undocumented.as_deref(), Some(""));
    assert_eq!(fold_in_sql(&events), fold_in_rust(&events));
}

#[test]
fn the_rules_are_those_of_the_library() {
    type Rule = (String, i64, Option<u8>, Option<String>);

    // The statement up to its table of rules, and a query of that table.
    let (rules, _) = Fold::SQL.split_once("\n),").unwrap();
    let database = create_database().unwrap();
    let mut statement =
        database.prepare(&format!("{rules}\n) SELECT type, position, rank, outcome FROM rule")).unwrap();
    let rules = statement.query_map((), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))).unwrap();
    let mut rules: Vec<Rule> = rules.map(Result::unwrap).collect();

    let rules_of = |machine: StateMachine| {
        let rule = move |(position, state): (i64, &State)| {
            (format!("{}.{}", machine.name, state.status), position, state.rank, state.outcome.map(str::to_owned))
        };
        (0..).zip(&machine.states).map(rule).collect::<Vec<_>>()
    };
    let mut expected: Vec<Rule> = state_machines().into_iter().flat_map(rules_of).collect();

    rules.sort();
    expected.sort();
    assert_eq!(rules, expected);
}

#[test]
fn the_statement_on_the_page_returns_the_earliest_time_of_each_status() {
    let page = include_str!("../../../docs/lifecycles.md");
    let (_, statement) = page.split_once("```sql\n").unwrap();
    let (statement, _) = statement.split_once("```").unwrap();

    let histories = include_str!("../../../tests/histories.ndjson").lines().map(str::as_bytes);
    let events: Vec<_> = histories.map(|body| normalize(Vendor::detect(body).unwrap(), body).unwrap()).collect();
    let mut expected = BTreeMap::new();
    for event in &events {
        let (Some(SubjectKey { source, subject, kind, .. }), Some(time)) = (event.subject_key(), &event.time) else {
            continue;
        };
        let key = (source.to_string(), subject.to_string(), kind.to_string(), event.event_type().to_string());
        let time = format_time(time).unwrap();
        let earliest: &mut String = expected.entry(key).or_insert_with(|| time.clone());
        *earliest = time.min(earliest.clone());
    }

    let database = create_loaded_database(&events);
    let mut statement = database.prepare(statement).unwrap();
    let rows = statement
        .query_map((), |row| Ok(((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?), row.get::<_, String>(4)?)));
    assert_eq!(rows.unwrap().map(Result::unwrap).collect::<BTreeMap<_, _>>(), expected);
}
