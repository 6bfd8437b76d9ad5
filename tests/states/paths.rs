//! Law 9 over every documented path: reports in any order lead to the end of the path.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use expect_test::expect_file;
use itertools::Itertools as _;
use leadhook::Timestamp;
use leadhook::event::{CallStatus, LeadStatus, MessageStatus};
use leadhook::lifecycle::{Lifecycle, Observed, Precedence, StateMachine};

use super::machines::{all_machines, state};

/// The number of reports of a path, including repetitions. Every ordering of them is tried.
const REPORTS: usize = 7;

/// The statuses that an informational status can follow as the current one, because no outcome was reported.
const WAITING: [&str; 2] = ["queued", "action_required"];

/// Returns every path from an initial status, as unified statuses.
fn paths(machine: &StateMachine) -> BTreeSet<Vec<&'static str>> {
    fn walk(
        machine: &StateMachine,
        status: &str,
        mut path: Vec<&'static str>,
        found: &mut BTreeSet<Vec<&'static str>>,
    ) {
        let state = state(machine, status);
        path.push(state.unified.unwrap_or(state.status));
        for next in &state.successors {
            walk(machine, next, path.clone(), found);
        }
        found.insert(path);
    }
    let mut found = BTreeSet::new();
    for state in machine.states.iter().filter(|state| state.is_initial) {
        walk(machine, state.status, Vec::new(), &mut found);
    }
    found
}

fn at(second: usize) -> Timestamp {
    format!("2026-01-31T09:30:{second:02}Z").parse().unwrap()
}

fn lifecycle_of<S: Precedence>(reports: &[(S, Timestamp)]) -> Lifecycle<S> {
    let mut lifecycle = Lifecycle::default();
    for (status, at) in reports {
        lifecycle.observe(*status, at);
    }
    lifecycle
}

/// Tries a path in all orderings and returns their number.
#[track_caller]
fn assert_converges<S: Precedence>(path: &[&str]) -> usize {
    let statuses: Vec<S> = path.iter().map(|status| status.parse().ok().unwrap()).collect();
    // In order, each step changes the current status, and a repeated report changes nothing, at the same time or later.
    let mut lifecycle = Lifecycle::default();
    let mut current = None;
    for (second, &status) in statuses.iter().enumerate() {
        let advances = !status.is_informational() || path[..second].iter().all(|status| WAITING.contains(status));
        let expected = if advances { Observed::Advanced } else { Observed::Late };
        assert_eq!(lifecycle.observe(status, &at(second)), expected, "{path:?} at {status:?}");
        assert_eq!(lifecycle.observe(status, &at(second)), Observed::Duplicate);
        assert_eq!(lifecycle.observe(status, &at(second + 20)), Observed::Duplicate);
        if advances {
            current = Some((status, at(second).to_datetime().to_utc()));
        }
        assert_eq!(lifecycle.current().zip(lifecycle.since()), current, "{path:?} at {status:?}");
    }
    assert_eq!(lifecycle.conflicts().count(), 0, "{path:?}");
    assert!(lifecycle.reports().map(|(status, _)| status).all(|status| statuses.contains(&status)));

    let reported = statuses.iter().enumerate().map(|(second, &status)| (status, at(second)));
    let repeated = statuses.iter().cycle().enumerate().map(|(later, &status)| (status, at(20 + later / 2)));
    let reports: Vec<_> = reported.chain(repeated).take(REPORTS).collect();
    let mut orderings = 0;
    for ordering in reports.iter().cloned().permutations(reports.len()) {
        assert_eq!(lifecycle_of(&ordering), lifecycle, "{ordering:?}");
        let (one, other) = ordering.split_at(orderings % ordering.len());
        let mut merged = lifecycle_of(one);
        merged.merge(lifecycle_of(other));
        assert_eq!(merged, lifecycle, "{one:?} {other:?}");
        orderings += 1;
    }
    orderings
}

/// The golden table shows how much is tried. `UPDATE_EXPECT=1` writes it.
#[test]
fn every_documented_path_converges() {
    // Several machines have the same unified paths.
    let mut tried: BTreeMap<(String, Vec<&str>), usize> = BTreeMap::new();
    let mut table = "machine\tstates\tsteps\tpaths\torderings\n".to_owned();
    for machine in all_machines() {
        let subject = machine.unified.unwrap_or(&machine.name);
        let paths = paths(&machine);
        let mut orderings = 0;
        for path in &paths {
            orderings += *tried.entry((subject.to_owned(), path.clone())).or_insert_with(|| match subject {
                "message" => assert_converges::<MessageStatus>(path),
                "call" => assert_converges::<CallStatus>(path),
                "lead" => assert_converges::<LeadStatus>(path),
                other => panic!("{other}"),
            });
        }
        let steps: usize = machine.states.iter().map(|state| state.successors.len()).sum();
        writeln!(table, "{}\t{}\t{steps}\t{}\t{orderings}", machine.name, machine.states.len(), paths.len()).unwrap();
    }
    expect_file!["./paths.tsv"].assert_eq(&table);
}
