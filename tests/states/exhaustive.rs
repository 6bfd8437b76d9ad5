//! Every history of a few reports.

use leadhook::Timestamp;
use leadhook::event::MessageStatus::{Bounced, Clicked, Delivered, Failed, Opened, Read, Undelivered};
use leadhook::event::{CallStatus, LeadStatus, MessageStatus};
use leadhook::lifecycle::Lifecycle;

use super::oracle::{Oracle, Rules};

/// The statuses that say whether a message arrived. Only these can contradict each other.
const OUTCOMES: &[MessageStatus] = &[Delivered, Opened, Read, Clicked, Bounced, Undelivered, Failed];

/// Returns every way to order `length` things, ties included, as the rank of each.
fn weak_orderings(length: usize) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    for _ in 0..length {
        all = all.into_iter().flat_map(|ranks| (0..length).map(move |rank| [&ranks[..], &[rank]].concat())).collect();
    }
    let has_no_gap =
        |ranks: &Vec<usize>| (0..length).all(|at| ranks.contains(&at) || ranks.iter().all(|&rank| rank < at));
    all.retain(has_no_gap);
    all
}

/// Calls `check` with every choice of up to `longest` statuses, with every weak ordering of their times.
fn each_history<S: Rules>(of: &[S], longest: usize, mut check: impl FnMut(&[(S, &Timestamp)])) {
    let orderings: Vec<_> = (0..=longest).map(weak_orderings).collect();
    let timestamp = |second: usize| format!("2026-01-31T09:30:0{second}Z").parse::<Timestamp>().unwrap();
    let timestamps: Vec<_> = (0..10).map(timestamp).collect();
    for chosen in 0_u32..1 << of.len() {
        let statuses = of.iter().enumerate().filter(|(at, _)| chosen & 1 << at != 0).map(|(_, status)| *status);
        let statuses: Vec<_> = statuses.collect();
        for ranks in orderings.get(statuses.len()).into_iter().flatten() {
            let history = statuses.iter().zip(ranks).map(|(&status, &rank)| (status, &timestamps[rank]));
            check(&history.collect::<Vec<_>>());
        }
    }
}

/// Asserts the current status and the conflicts of every history, and returns the number of histories.
#[track_caller]
fn assert_states<S: Rules>(of: &[S], longest: usize) -> usize {
    let mut count = 0;
    each_history(of, longest, |history| {
        let mut lifecycle = Lifecycle::default();
        for &(status, at) in history {
            lifecycle.observe(status, at);
        }
        Oracle::new(history).assert_state(&lifecycle);
        count += 1;
    });
    println!("{count} histories of up to {longest} of {} statuses of a {}", of.len(), S::SUBJECT);
    count
}

#[test]
fn every_history_has_the_state_that_the_rules_define() {
    assert_eq!(assert_states(MessageStatus::VARIANTS, 4), 17_456);
    assert_eq!(assert_states(OUTCOMES, 7), 94_586);
    assert_eq!(assert_states(CallStatus::VARIANTS, 7), 94_586);
    assert_eq!(assert_states(LeadStatus::VARIANTS, 6), 9_366);
}

/// Observes the remaining reports in every order, and returns the number of orders. All of them end in `end`.
fn observe_in_every_order<S: Rules>(
    (lifecycle, oracle): &(Lifecycle<S>, Oracle<S>),
    remaining: &mut Vec<(S, &Timestamp)>,
    end: &mut Option<(Lifecycle<S>, String)>,
) -> usize {
    if remaining.is_empty() {
        let json = serde_json::to_string(&lifecycle).unwrap();
        let (first, first_json) = end.get_or_insert_with(|| (lifecycle.clone(), json.clone()));
        assert_eq!(lifecycle, first);
        assert_eq!(&json, first_json);
        return 1;
    }
    let mut count = 0;
    for next in 0..remaining.len() {
        let (status, at) = remaining.remove(next);
        let (mut lifecycle, mut oracle) = (lifecycle.clone(), oracle.clone());
        let observed = lifecycle.observe(status, at);
        assert_eq!(observed, oracle.observe(status, at), "{status:?} at {at} makes {lifecycle:?}");
        count += observe_in_every_order(&(lifecycle, oracle), remaining, end);
        remaining.insert(next, (status, at));
    }
    count
}

/// Asserts what every report changes, and that all orders end in the same lifecycle. Returns the number of orders.
#[track_caller]
fn assert_converge<S: Rules>(of: &[S], longest: usize) -> usize {
    let mut count = 0;
    each_history(of, longest, |history| {
        count += observe_in_every_order(&Default::default(), &mut history.to_vec(), &mut None);
    });
    println!("{count} orders of up to {longest} of {} statuses of a {}", of.len(), S::SUBJECT);
    count
}

#[test]
fn every_order_of_reports_ends_in_the_same_lifecycle() {
    assert_eq!(assert_converge(MessageStatus::VARIANTS, 3), 9_641);
    assert_eq!(assert_converge(OUTCOMES, 4), 65_864);
    assert_eq!(assert_converge(CallStatus::VARIANTS, 4), 65_864);
    assert_eq!(assert_converge(LeadStatus::VARIANTS, 4), 28_657);
}
