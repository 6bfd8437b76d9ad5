//! The graphs: each is sound, and those of the platforms are in keeping with ours.

use std::collections::{BTreeMap, BTreeSet};

use leadhook::event::{CallStatus, EventType, LeadStatus, MessageStatus, Source, SubjectKey, SubjectKind};
use leadhook::lifecycle::{self, StateMachine, State, Status};
use leadhook::{Vendor, normalize};

use crate::corpus;

/// Final at a platform and not with us, and why.
const NOT_FINAL_WITH_US: [(&str, &str, &str); 3] = [
    ("liguelead.sms", "delivered", "an SMS is never opened, a mail is"),
    ("leadnest.sms", "delivered", "an SMS is never opened, a mail is"),
    ("liguelead.voice", "answered", "LigueLead tells no end of a call, LimeCall does"),
];

/// Steps of ours that no platform documents, and why.
const OF_NO_PLATFORM: [(&str, &str, &str, &str); 2] = [
    ("call", "ringing", "no_answer", "LimeCall's words are open, and this is how the field spells one"),
    ("call", "ringing", "busy", "LimeCall's words are open, and this is how the field spells one"),
];

/// Statuses that events have and no machine of their platform, and why.
const OF_NO_MACHINE: [(&str, &str, &str); 2] = [
    ("limecall", "message.sent", "the only word for an SMS"),
    ("limecall", "call.busy", "a word that nobody documented, and spelt as ours"),
];

pub(crate) fn of_platforms() -> impl Iterator<Item = StateMachine> {
    Vendor::VARIANTS.iter().flat_map(|vendor| vendor.state_machines())
}

pub(crate) fn all() -> impl Iterator<Item = StateMachine> {
    status::state_machines().into_iter().chain(of_platforms())
}

/// Our machine of that name.
pub(crate) fn ours(name: &str) -> StateMachine {
    status::state_machines().into_iter().find(|machine| machine.name == name).unwrap()
}

#[track_caller]
pub(crate) fn state<'m>(machine: &'m StateMachine, status: &str) -> &'m State {
    machine.states.iter().find(|state| state.status == status).unwrap_or_else(|| panic!("{}: {status}", machine.name))
}

/// The statuses that can be reached from some, these included.
fn reached<'m>(machine: &'m StateMachine, from: impl IntoIterator<Item = &'m str>) -> BTreeSet<&'m str> {
    let (mut reached, mut open) = (BTreeSet::new(), from.into_iter().collect::<Vec<_>>());
    while let Some(status) = open.pop() {
        if reached.insert(status) {
            open.extend(&state(machine, status).next);
        }
    }
    reached
}

#[test]
fn graphs_are_sound() {
    let names: Vec<_> = all().map(|machine| machine.name).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    for machine in all() {
        let name = &machine.name;
        let first: Vec<_> = machine.states.iter().filter(|state| state.first).map(|state| state.status).collect();
        let every: BTreeSet<_> = machine.states.iter().map(|state| state.status).collect();
        assert_eq!(
            reached(&machine, first),
            every,
            "{name}: what is not reached from the first statuses is never seen"
        );
        for state in &machine.states {
            let next: BTreeSet<_> = state.next.iter().copied().collect();
            assert_eq!(next.len(), state.next.len(), "{name}: a step stands twice");
            // Which also says that a status is not its own next.
            assert!(
                !reached(&machine, next.iter().copied()).contains(state.status),
                "{name}: {} repeats",
                state.status
            );
            assert!(!state.aside || state.is_final && next.is_empty(), "{name}: an aside is no place to go on from");
            let only_asides = next.iter().all(|next| self::state(&machine, next).aside);
            assert_eq!(state.is_final, only_asides, "{name}: {}", state.status);
        }
    }
}

#[test]
fn steps_of_platforms_are_steps_or_stays_of_ours() {
    let mut not_final = BTreeSet::new();
    for machine in of_platforms() {
        let ours = ours(machine.unified.unwrap());
        for theirs in &machine.states {
            let unified = state(&ours, theirs.unified.unwrap());
            let place = format!("{}: {}", machine.name, theirs.status);
            assert!(!theirs.first || unified.first, "{place} may be the first");
            assert_eq!(theirs.aside, unified.aside, "{place}");
            for next in &theirs.next {
                let next = state(&machine, next).unified.unwrap();
                assert!(next == unified.status || unified.next.contains(&next), "{place} becomes {next}");
            }
            if theirs.is_final && !unified.is_final {
                not_final.insert((machine.name.clone(), theirs.status));
            }
        }
    }
    let known = NOT_FINAL_WITH_US.iter().map(|&(machine, status, _)| (machine.to_owned(), status)).collect();
    assert_eq!(not_final, known);
}

#[test]
fn steps_of_ours_are_steps_of_some_platform() {
    for ours in status::state_machines() {
        let (mut steps, mut first) = (BTreeSet::new(), BTreeSet::new());
        for machine in of_platforms().filter(|machine| machine.unified == Some(&ours.name)) {
            let unified = |status| state(&machine, status).unified.unwrap();
            for theirs in &machine.states {
                steps.extend(theirs.next.iter().map(|next| (unified(theirs.status), unified(next))));
                first.extend(theirs.first.then(|| unified(theirs.status)));
            }
        }
        let known = OF_NO_PLATFORM.iter().filter(|(machine, ..)| *machine == ours.name);
        steps.extend(known.map(|&(_, from, to, _)| (from, to)));
        let drawn = ours.states.iter().flat_map(|state| state.next.iter().map(|next| (state.status, *next)));
        assert_eq!(drawn.collect::<BTreeSet<_>>(), steps, "{}", ours.name);
        assert_eq!(
            ours.states.iter().filter(|state| state.first).map(|state| state.status).collect::<BTreeSet<_>>(),
            first
        );
    }
}

#[test]
fn every_status_of_an_event_is_a_state_of_its_platform_and_the_other_way_round() {
    let mut seen: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for document in corpus::accepted() {
        let event = normalize(document.vendor, &document.body).unwrap();
        let has_status =
            matches!(event.event_type(), EventType::Message(Some(_)) | EventType::Call(Some(_)) | EventType::Lead(_));
        if has_status {
            seen.entry(document.vendor.as_str()).or_default().insert(event.event_type().to_string());
        }
    }
    for &vendor in Vendor::VARIANTS {
        let mut known: BTreeSet<_> = vendor
            .state_machines()
            .iter()
            .flat_map(|machine| {
                machine.states.iter().map(move |state| (machine.unified.unwrap(), state.unified.unwrap()))
            })
            .map(|(subject, status)| format!("{subject}.{status}"))
            .collect();
        known.extend(
            OF_NO_MACHINE.iter().filter(|(as_str, ..)| *as_str == vendor.as_str()).map(|(_, name, _)| name.to_string()),
        );
        assert_eq!(seen[vendor.as_str()], known, "{vendor}");
    }
}

#[track_caller]
fn assert_refuses<S: Status>(from: S, to: S, text: &str) {
    let error = from.try_transition(to).unwrap_err();
    assert_eq!((error.from, error.to, error.allowed()), (from, to, from.next()));
    assert_eq!(error.to_string(), text);
}

#[test]
fn a_transition_that_is_no_step_says_what_would_have_been_one() {
    assert_refuses(MessageStatus::Failed, MessageStatus::Sent, "failed cannot become sent, for nothing follows it");
    assert_refuses(MessageStatus::Clicked, MessageStatus::Sent, "clicked cannot become sent, only complained");
    assert_refuses(CallStatus::NoAnswer, CallStatus::Missed, "no_answer cannot become missed, only answered or failed");
    assert_refuses(
        LeadStatus::Failed,
        LeadStatus::Queued,
        "failed cannot become queued, only delivered, disqualified or processed",
    );
}

#[test]
fn to_be_told_the_same_again_is_no_other_place() {
    fn stays<S: Status>() {
        for &status in S::VARIANTS {
            assert_eq!(status.try_transition(status), Ok(status));
            for &to in S::VARIANTS {
                assert_eq!(status.can_transition_to(to), status.try_transition(to).is_ok());
                assert_eq!(status.can_transition_to(to), status == to || status.next().contains(&to));
            }
        }
    }
    stays::<MessageStatus>();
    stays::<CallStatus>();
    stays::<LeadStatus>();
}

#[track_caller]
fn assert_key(vendor: Vendor, body: &str, kind: Option<SubjectKind>) {
    let event = normalize(vendor, body.as_bytes()).unwrap();
    let key = kind.map(|kind| SubjectKey::new(vendor.into(), "7", kind));
    assert_eq!(event.subject_key(), key, "{body}");
    let labelled = Source::from(vendor).with_account("brazil").unwrap();
    let key = kind.map(|kind| SubjectKey::new(labelled.clone(), "7", kind));
    assert_eq!(event.with_source(labelled).subject_key(), key, "{body}");
}

#[test]
fn a_key_is_who_reports_what_kind_of_thing_and_which() {
    let time = r#""timestamp":"2025-01-30T15:00:00Z""#;
    for (name, id, kind) in [
        ("missed_call", r#""call_id":"7""#, SubjectKind::Call),
        ("voicemail_received", r#""call_id":7"#, SubjectKind::Call),
        ("sms_sent", r#""message_id":"7""#, SubjectKind::Message),
        ("sms_received", r#""message_id":"7""#, SubjectKind::Message),
    ] {
        assert_key(Vendor::LimeCall, &format!(r#"{{"event":"{name}",{time},{id}}}"#), Some(kind));
        assert_key(Vendor::LimeCall, &format!(r#"{{"event":"{name}",{time}}}"#), None);
    }
    for (vendor, name, id, kind) in [
        (Vendor::LeadNest, "email.opened", r#""data":{"message_id":"7"}"#, SubjectKind::Message),
        (Vendor::LeadNest, "sms.replied", r#""data":{"message_id":"7"}"#, SubjectKind::Reply),
        (Vendor::LeadNest, "email.unsubscribed", r#""data":{"message_id":"7"}"#, SubjectKind::Contact),
        (Vendor::Leadterra, "campaign.started", r#""data":{"campaignId":"7"}"#, SubjectKind::Campaign),
        (Vendor::LeadSail, "lead.failed", r#""data":{},"leadId":"8","submissionId":"7""#, SubjectKind::Lead),
    ] {
        assert_key(vendor, &format!(r#"{{"event":"{name}",{time},{id}}}"#), Some(kind));
    }
    assert_key(Vendor::LimeCall, &format!(r#"{{"event":"teleported",{time},"call_id":"7"}}"#), None);
}
