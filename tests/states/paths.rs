//! Law 9 over every documented path: whatever the order in which its reports arrive, it ends where it leads.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use itertools::Itertools as _;
use leadhook::Timestamp;
use leadhook::event::{CallStatus, LeadStatus, MessageStatus};
use leadhook::lifecycle::{Lifecycle, StateMachine, Observed, Precedence};

use crate::state_machines::{all, state};

/// How many reports a path is told by, repetitions included. All their orderings are tried.
const REPORTS: usize = 7;

/// What is followed by an outcome, if only one that has no event of its own: then an aside is all that is told.
const WAITING: [&str; 2] = ["queued", "action_required"];

/// Every path from a status that may be the first, in our words.
fn paths(machine: &StateMachine) -> BTreeSet<Vec<&'static str>> {
    fn walk(machine: &StateMachine, status: &str, mut path: Vec<&'static str>, found: &mut BTreeSet<Vec<&'static str>>) {
        let state = state(machine, status);
        path.push(state.unified.unwrap_or(state.status));
        for next in &state.next {
            walk(machine, next, path.clone(), found);
        }
        found.insert(path);
    }
    let mut found = BTreeSet::new();
    for state in machine.states.iter().filter(|state| state.first) {
        walk(machine, state.status, Vec::new(), &mut found);
    }
    found
}

fn at(second: usize) -> Timestamp {
    format!("2026-01-31T09:30:{second:02}Z").parse().unwrap()
}

fn of<S: Precedence>(reports: &[(S, Timestamp)]) -> Lifecycle<S> {
    let mut lifecycle = Lifecycle::default();
    for (status, at) in reports {
        lifecycle.observe(*status, at);
    }
    lifecycle
}

/// Tries a path in all orderings, and returns how many those were.
#[track_caller]
fn assert_converges<S: Precedence>(path: &[&str]) -> usize {
    let statuses: Vec<S> = path.iter().map(|word| word.parse().ok().unwrap()).collect();
    // In its order each step is one, and repetitions change nothing, be they dated as the report was or anew.
    let mut lifecycle = Lifecycle::default();
    let mut stands = None;
    for (second, &status) in statuses.iter().enumerate() {
        let moves = !status.is_informational() || path[..second].iter().all(|word| WAITING.contains(word));
        let observed = if moves { Observed::Advanced } else { Observed::Late };
        assert_eq!(lifecycle.observe(status, &at(second)), observed, "{path:?} at {status:?}");
        assert_eq!(lifecycle.observe(status, &at(second)), Observed::Duplicate);
        assert_eq!(lifecycle.observe(status, &at(second + 20)), Observed::Duplicate);
        if moves {
            stands = Some((status, at(second).datetime().to_utc()));
        }
        assert_eq!(lifecycle.current().zip(lifecycle.since()), stands, "{path:?} at {status:?}");
    }
    assert_eq!(lifecycle.conflicts().count(), 0, "{path:?}");
    assert!(lifecycle.reports().map(|(status, _)| status).all(|status| statuses.contains(&status)));

    let told = statuses.iter().enumerate().map(|(second, &status)| (status, at(second)));
    let again = statuses.iter().cycle().enumerate().map(|(later, &status)| (status, at(20 + later / 2)));
    let reports: Vec<_> = told.chain(again).take(REPORTS).collect();
    let mut orderings = 0;
    for ordering in reports.iter().cloned().permutations(reports.len()) {
        assert_eq!(of(&ordering), lifecycle, "{ordering:?}");
        let (one, other) = ordering.split_at(orderings % ordering.len());
        let mut merged = of(one);
        merged.merge(of(other));
        assert_eq!(merged, lifecycle, "{one:?} {other:?}");
        orderings += 1;
    }
    orderings
}

/// `LEADHOOK_BLESS=1 cargo test --test states` writes the table anew: it says how much is tried.
#[test]
fn every_documented_path_converges() {
    // Several machines have the same paths in our words.
    let mut tried: BTreeMap<(String, Vec<&str>), usize> = BTreeMap::new();
    let mut table = "machine\tstates\tsteps\tpaths\torderings\n".to_owned();
    for machine in all() {
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
        let steps: usize = machine.states.iter().map(|state| state.next.len()).sum();
        writeln!(table, "{}\t{}\t{steps}\t{}\t{orderings}", machine.name, machine.states.len(), paths.len()).unwrap();
    }
    assert_golden("paths.tsv", &table);
}

/// All machines as the program draws them.
#[test]
fn machines_are_drawn_as_they_were() {
    let drawn = assert_cmd::Command::cargo_bin("leadhook").unwrap().arg("states").output().unwrap();
    assert_golden("machines.mmd", &String::from_utf8(drawn.stdout).unwrap());
}

#[track_caller]
fn assert_golden(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/states").join(name);
    if env::var_os("LEADHOOK_BLESS").is_some() {
        fs::write(&path, text).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap_or_default(), text, "{}", path.display());
}
