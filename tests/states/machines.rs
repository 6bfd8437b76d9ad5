//! The state machines: each is sound, and those of the vendors fit the unified ones.

use std::collections::{BTreeMap, BTreeSet};

use leadhook::event::{CallStatus, EventType, LeadStatus, MessageStatus, Source, SubjectKey, SubjectKind};
use leadhook::lifecycle::{State, StateMachine, Status, state_machines};
use leadhook::{Limits, Vendor, normalize};
use leadhook_harness::corpus;

/// Statuses that are final at a vendor but not in the unified machine, and why.
const NOT_FINAL_WHEN_UNIFIED: [(&str, &str, &str); 3] = [
    ("liguelead.sms", "delivered", "an email can be opened, an SMS cannot"),
    ("leadnest.sms", "delivered", "an email can be opened, an SMS cannot"),
    ("liguelead.voice", "answered", "LimeCall reports the end of a call, LigueLead does not"),
];

/// Unified steps that no vendor documents, and why.
const UNDOCUMENTED_STEPS: [(&str, &str, &str, &str); 2] = [
    ("call", "ringing", "no_answer", "LimeCall's statuses are open, and this is a usual one"),
    ("call", "ringing", "busy", "LimeCall's statuses are open, and this is a usual one"),
];

/// Event types whose status is in no machine of the vendor, and why.
const OUTSIDE_MACHINES: [(&str, &str, &str); 2] = [
    ("limecall", "message.sent", "the only status of an SMS"),
    ("limecall", "call.busy", "an undocumented status that equals a unified one"),
];

pub(super) fn vendor_machines() -> impl Iterator<Item = StateMachine> {
    Vendor::VARIANTS.iter().flat_map(|vendor| vendor.state_machines())
}

pub(super) fn all_machines() -> impl Iterator<Item = StateMachine> {
    state_machines().into_iter().chain(vendor_machines())
}

/// Returns the unified machine of a name.
fn unified_machine(name: &str) -> StateMachine {
    state_machines().into_iter().find(|machine| machine.name == name).unwrap()
}

#[track_caller]
pub(super) fn state<'m>(machine: &'m StateMachine, status: &str) -> &'m State {
    machine.states.iter().find(|state| state.status == status).unwrap_or_else(|| panic!("{}: {status}", machine.name))
}

/// Returns the statuses that can be reached from some statuses, including these.
fn reachable<'m>(machine: &'m StateMachine, from: impl IntoIterator<Item = &'m str>) -> BTreeSet<&'m str> {
    let (mut reached, mut open) = (BTreeSet::new(), from.into_iter().collect::<Vec<_>>());
    while let Some(status) = open.pop() {
        if reached.insert(status) {
            open.extend(&state(machine, status).successors);
        }
    }
    reached
}

#[test]
fn machines_are_sound() {
    let names: Vec<_> = all_machines().map(|machine| machine.name).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    for machine in all_machines() {
        let name = &machine.name;
        let initial: Vec<_> =
            machine.states.iter().filter(|state| state.is_initial).map(|state| state.status).collect();
        let all: BTreeSet<_> = machine.states.iter().map(|state| state.status).collect();
        assert_eq!(reachable(&machine, initial), all, "{name}: every status is reachable");
        for state in &machine.states {
            let status = state.status;
            let successors: BTreeSet<_> = state.successors.iter().copied().collect();
            assert_eq!(successors.len(), state.successors.len(), "{name}: {status} lists a successor twice");
            let after = reachable(&machine, successors.iter().copied());
            assert!(!after.contains(status), "{name}: {status} is in a cycle");
            let ends = state.is_final && successors.is_empty();
            assert!(!state.is_informational || ends, "{name}: {status} is informational and has successors");
            let only_informational = successors.iter().all(|next| self::state(&machine, next).is_informational);
            assert_eq!(state.is_final, only_informational, "{name}: {status}");
        }
    }
}

#[test]
fn steps_of_vendors_are_unified_steps_or_keep_the_unified_status() {
    let mut not_final = BTreeSet::new();
    for machine in vendor_machines() {
        let unified = unified_machine(machine.unified.unwrap());
        for from in &machine.states {
            let unified_from = state(&unified, from.unified.unwrap());
            let context = format!("{}: {}", machine.name, from.status);
            assert!(!from.is_initial || unified_from.is_initial, "{context} may come first");
            assert_eq!(from.is_informational, unified_from.is_informational, "{context}");
            for to in &from.successors {
                let to = state(&machine, to).unified.unwrap();
                let fits = to == unified_from.status || unified_from.successors.contains(&to);
                assert!(fits, "{context} becomes {to}");
            }
            if from.is_final && !unified_from.is_final {
                not_final.insert((machine.name.clone(), from.status));
            }
        }
    }
    let known = NOT_FINAL_WHEN_UNIFIED.iter().map(|&(machine, status, _)| (machine.to_owned(), status)).collect();
    assert_eq!(not_final, known);
}

#[test]
fn unified_steps_are_steps_of_some_vendor() {
    for unified in state_machines() {
        let (mut steps, mut initial) = (BTreeSet::new(), BTreeSet::new());
        for machine in vendor_machines().filter(|machine| machine.unified == Some(&unified.name)) {
            let unified_status = |status| state(&machine, status).unified.unwrap();
            for from in &machine.states {
                steps.extend(from.successors.iter().map(|to| (unified_status(from.status), unified_status(to))));
                initial.extend(from.is_initial.then(|| unified_status(from.status)));
            }
        }
        let undocumented = UNDOCUMENTED_STEPS.iter().filter(|(machine, ..)| *machine == unified.name);
        steps.extend(undocumented.map(|&(_, from, to, _)| (from, to)));
        let states = &unified.states;
        let unified_steps = states.iter().flat_map(|from| from.successors.iter().map(|to| (from.status, *to)));
        assert_eq!(unified_steps.collect::<BTreeSet<_>>(), steps, "{}", unified.name);
        let unified_initial = states.iter().filter(|state| state.is_initial).map(|state| state.status);
        assert_eq!(unified_initial.collect::<BTreeSet<_>>(), initial, "{}", unified.name);
    }
}

#[test]
fn the_statuses_of_events_are_those_of_their_vendors_machines() {
    let mut seen: BTreeMap<Vendor, BTreeSet<String>> = BTreeMap::new();
    for file in corpus::accepted() {
        let event = normalize(file.vendor, &file.body).unwrap();
        let has_status =
            matches!(event.event_type(), EventType::Message(Some(_)) | EventType::Call(Some(_)) | EventType::Lead(_));
        if has_status {
            seen.entry(file.vendor).or_default().insert(event.event_type().to_string());
        }
    }
    for &vendor in Vendor::VARIANTS {
        let mut known = BTreeSet::new();
        for machine in vendor.state_machines() {
            let subject = machine.unified.unwrap();
            known.extend(machine.states.iter().map(|state| format!("{subject}.{}", state.unified.unwrap())));
        }
        let outside = OUTSIDE_MACHINES.iter().filter(|(name, ..)| *name == vendor.as_str());
        known.extend(outside.map(|(_, event_type, _)| (*event_type).to_owned()));
        assert_eq!(seen[&vendor], known, "{vendor}");
    }
}

#[track_caller]
fn assert_refused<S: Status>(from: S, to: S, message: &str) {
    let error = from.try_transition(to).unwrap_err();
    assert_eq!((error.from, error.to, error.allowed()), (from, to, from.successors()));
    assert_eq!(error.to_string(), message);
}

#[test]
fn a_transition_error_lists_the_allowed_statuses() {
    assert_refused(MessageStatus::Failed, MessageStatus::Sent, "failed cannot become sent: it is final");
    assert_refused(MessageStatus::Clicked, MessageStatus::Sent, "clicked cannot become sent: only complained");
    assert_refused(CallStatus::NoAnswer, CallStatus::Missed, "no_answer cannot become missed: only answered or failed");
    assert_refused(
        LeadStatus::Failed,
        LeadStatus::Queued,
        "failed cannot become queued: only delivered, disqualified or processed",
    );
}

#[test]
fn every_status_may_be_followed_by_itself_and_its_successors_only() {
    fn check<S: Status>() {
        for &from in S::VARIANTS {
            assert_eq!(from.try_transition(from), Ok(from));
            for &to in S::VARIANTS {
                assert_eq!(from.can_transition_to(to), from.try_transition(to).is_ok());
                assert_eq!(from.can_transition_to(to), from == to || from.successors().contains(&to));
            }
        }
    }
    check::<MessageStatus>();
    check::<CallStatus>();
    check::<LeadStatus>();
}

#[track_caller]
fn assert_key(vendor: Vendor, body: &str, kind: Option<SubjectKind>) {
    let event = normalize(vendor, body.as_bytes()).unwrap();
    let key = kind.map(|kind| SubjectKey::new(vendor.into(), "7".parse().unwrap(), kind));
    assert_eq!(event.subject_key(), key, "{body}");
    let with_account = Source::from(vendor).with_account("brazil").unwrap();
    let key = kind.map(|kind| SubjectKey::new(with_account.clone(), "7".parse().unwrap(), kind));
    let event = Limits::default().normalize_from(with_account, body.as_bytes()).unwrap();
    assert_eq!(event.subject_key(), key, "{body}");
}

#[test]
fn a_subject_key_has_the_source_the_subject_and_its_kind() {
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
