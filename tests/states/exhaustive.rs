//! Every history of few reports.

use leadhook::event::MessageStatus::{Bounced, Clicked, Delivered, Failed, Opened, Read, Undelivered};
use leadhook::event::{CallStatus, LeadStatus, MessageStatus};
use leadhook::lifecycle::Lifecycle;
use leadhook::{Timestamp, StringEnum as _};

use crate::oracle::{Oracle, Rules};

/// What says whether a message arrived: the statuses that are in each other's way.
const OUTCOMES: &[MessageStatus] = &[Delivered, Opened, Read, Clicked, Bounced, Undelivered, Failed];

/// Every way in which so many things can follow each other, those at one time included: the place of each.
fn weak_orderings(length: usize) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    for _ in 0..length {
        all = all.into_iter().flat_map(|places| (0..length).map(move |at| [&places[..], &[at]].concat())).collect();
    }
    let has_no_gap = |places: &Vec<usize>| (0..length).all(|at| places.contains(&at) || places.iter().all(|&p| p < at));
    all.retain(has_no_gap);
    all
}

/// Every choice of at most so many statuses, with every weak ordering of its times.
fn each_history<S: Rules>(of: &[S], longest: usize, mut then: impl FnMut(&[(S, &Timestamp)])) {
    let orderings: Vec<_> = (0..=longest).map(weak_orderings).collect();
    let instant = |at: usize| format!("2026-01-31T09:30:0{at}Z").parse::<Timestamp>().unwrap();
    let instants: Vec<_> = (0..10).map(instant).collect();
    for chosen in 0_u32..1 << of.len() {
        let statuses = of.iter().enumerate().filter(|(at, _)| chosen & 1 << at != 0).map(|(_, status)| *status);
        let statuses: Vec<_> = statuses.collect();
        for places in orderings.get(statuses.len()).into_iter().flatten() {
            then(&statuses.iter().zip(places).map(|(&status, &at)| (status, &instants[at])).collect::<Vec<_>>());
        }
    }
}

/// How many histories there are; a lifecycle of each stands where it should.
#[track_caller]
fn assert_stand<S: Rules>(of: &[S], longest: usize) -> usize {
    let mut count = 0;
    each_history(of, longest, |history| {
        let mut lifecycle = Lifecycle::default();
        for &(status, at) in history {
            lifecycle.observe(status, at);
        }
        Oracle::of(history).assert_stands(&lifecycle);
        count += 1;
    });
    println!("{count} histories of up to {longest} of {} statuses of a {}", of.len(), S::SUBJECT);
    count
}

#[test]
fn every_history_stands_where_the_rules_say() {
    assert_eq!(assert_stand(MessageStatus::VARIANTS, 4), 17_456);
    assert_eq!(assert_stand(OUTCOMES, 7), 94_586);
    assert_eq!(assert_stand(CallStatus::VARIANTS, 7), 94_586);
    assert_eq!(assert_stand(LeadStatus::VARIANTS, 6), 9_366);
}

/// Lets the reports that are left come in every order; how many orders there are.
fn arrive<S: Rules>(
    (lifecycle, oracle): &(Lifecycle<S>, Oracle<S>),
    left: &mut Vec<(S, &Timestamp)>,
    end: &mut Option<(Lifecycle<S>, String)>,
) -> usize {
    if left.is_empty() {
        let json = serde_json::to_string(&lifecycle).unwrap();
        let (first, first_json) = end.get_or_insert_with(|| (lifecycle.clone(), json.clone()));
        assert_eq!(lifecycle, first);
        assert_eq!(&json, first_json);
        return 1;
    }
    let mut count = 0;
    for next in 0..left.len() {
        let (status, at) = left.remove(next);
        let (mut lifecycle, mut oracle) = (lifecycle.clone(), oracle.clone());
        let answer = lifecycle.observe(status, at);
        assert_eq!(answer, oracle.observe(status, at), "{status:?} {at} makes it {lifecycle:?}");
        count += arrive(&(lifecycle, oracle), left, end);
        left.insert(next, (status, at));
    }
    count
}

/// How many orders of arrival there are; each answer is what it should be, and all orders end alike.
#[track_caller]
fn assert_converge<S: Rules>(of: &[S], longest: usize) -> usize {
    let mut count = 0;
    each_history(of, longest, |history| {
        count += arrive(&Default::default(), &mut history.to_vec(), &mut None);
    });
    println!("{count} arrivals of up to {longest} of {} statuses of a {}", of.len(), S::SUBJECT);
    count
}

#[test]
fn every_order_of_arrival_ends_alike() {
    assert_eq!(assert_converge(MessageStatus::VARIANTS, 3), 9_641);
    assert_eq!(assert_converge(OUTCOMES, 4), 65_864);
    assert_eq!(assert_converge(CallStatus::VARIANTS, 4), 65_864);
    assert_eq!(assert_converge(LeadStatus::VARIANTS, 4), 28_657);
}
