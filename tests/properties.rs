//! The laws over generated webhooks, with drift and several faults at once.

use std::collections::BTreeSet;

use leadhook::event::EventType;
use leadhook::testing::{FaultKind, InjectedDrift, InvalidWebhook, Webhook, WebhookOptions};
use leadhook::{
    Date, DiagnosticCode, Error, ErrorKind, Event, Severity, Timestamp, Vendor, Verdict, normalize, parse, validate,
};
use leadhook_harness::{corpus, law, optional};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::Value;

/// Replaces every string: neither a documented value nor an identifier.
const MARK: &str = "m\u{e1}rk 7h3k@example.com +15550107777";

/// Replaces every number. Nothing else has it.
const MARK_NUMBER: u64 = 15_550_107_777;

/// Returns a body with a mark instead of every string, name and number that may be personal. `None` if it is not JSON.
fn marked(vendor: Vendor, body: &[u8]) -> Option<Value> {
    fn mark(value: &mut Value, documented: &dyn Fn(&str) -> bool, constants: &[&Value]) {
        match value {
            Value::String(text) => {
                let is_time = Timestamp::try_from(text.as_str()).is_ok() || Date::try_from(text.as_str()).is_ok();
                if !is_time && !text.is_empty() && !constants.contains(&&Value::from(text.as_str())) {
                    MARK.clone_into(text);
                }
            }
            Value::Number(_) => *value = MARK_NUMBER.into(),
            Value::Array(elements) => elements.iter_mut().for_each(|element| mark(element, documented, constants)),
            Value::Object(members) => {
                for (name, mut member) in std::mem::take(members) {
                    // A documented number is an id or a count.
                    if !(documented(&name) && member.is_number()) {
                        mark(&mut member, documented, constants);
                    }
                    members.insert(if documented(&name) { name } else { MARK.to_owned() }, member);
                }
            }
            Value::Null | Value::Bool(_) => {}
        }
    }

    let schema = law::schema(vendor);
    let named = law::values_of(schema, "properties");
    let documented = |name: &str| named.iter().any(|properties| properties.get(name).is_some());
    let mut value = serde_json::from_slice(body).ok()?;
    mark(&mut value, &documented, &law::values_of(schema, "const"));
    Some(value)
}

#[track_caller]
fn assert_masked(shown: &str) {
    let marks = ["m\u{e1}rk", "7h3k", "example.com", "0107777"];
    assert!(!marks.iter().any(|mark| shown.contains(mark)), "{shown}");
}

#[track_caller]
fn assert_error_masked(error: &Error) {
    assert_masked(&format!("{error} {error:?} {}", serde_json::to_string(error).unwrap()));
}

/// Several replacements of a few bytes: where, how many, and by which.
fn mutations() -> impl Strategy<Value = Vec<(Index, usize, Vec<u8>)>> {
    let token = prop_oneof![
        proptest::sample::select(&["null", "{}", "[", "]", "}", ",", ":", "\"", "\\u00", "1e5", "\"event\":", "-"][..])
            .prop_map(|token| token.as_bytes().to_vec()),
        proptest::collection::vec(any::<u8>(), 0..4),
    ];
    proptest::collection::vec((any::<Index>(), 0..4_usize, token), 1..8)
}

/// Any JSON value, a few levels deep. No name is a documented one.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e9..1e9).prop_map(|number: f64| Value::from(number.round() / 8.0)),
        ".{0,6}".prop_map(Value::from),
        Just(Value::from("2026-02-02T09:00:15Z")),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            proptest::collection::hash_map("[A-Z]{1,3}", inner, 0..3).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

fn mutated(body: &[u8], mutations: &[(Index, usize, Vec<u8>)]) -> Vec<u8> {
    let mut body = body.to_vec();
    for (at, length, bytes) in mutations {
        let start = at.index(body.len() + 1);
        let end = body.len().min(start + length);
        body.splice(start..end, bytes.iter().copied());
    }
    body
}

/// Returns `count` arbitrary values, the same each time.
fn samples<T: Arbitrary>(count: usize) -> Vec<T> {
    let mut runner = TestRunner::deterministic();
    let strategy = any::<T>();
    (0..count).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect()
}

/// Generates a value from the bytes of a fuzzer.
fn from_fuzzer<T: for<'b> arbitrary::Arbitrary<'b>>(bytes: &[u8]) -> T {
    arbitrary::Unstructured::new(bytes).arbitrary().unwrap()
}

#[test]
fn generated_webhooks_have_every_member_every_value_and_every_drift() {
    let webhooks: Vec<Webhook> = samples(6000);
    for &vendor in Vendor::VARIANTS {
        let (mut named, mut seen) = (BTreeSet::new(), BTreeSet::new());
        law::collect_pointers(law::schema(vendor), "", &mut named);
        for webhook in webhooks.iter().filter(|webhook| webhook.vendor == vendor) {
            law::record_coverage(law::schema(vendor), "", &serde_json::from_str(&webhook.body).unwrap(), &mut seen);
        }
        named.extend(law::omissions(law::schema(vendor)));
        assert_eq!(named.difference(&seen).collect::<Vec<_>>(), Vec::<&String>::new(), "{vendor}");
        let events: BTreeSet<_> =
            webhooks.iter().filter(|webhook| webhook.vendor == vendor).map(|w| &*w.event_name).collect();
        assert_eq!(events, vendor.event_names().into_iter().collect());
    }
    let drift: BTreeSet<_> = webhooks.iter().flat_map(|webhook| &webhook.drift).map(|drift| drift.code).collect();
    let warnings = DiagnosticCode::VARIANTS.iter().copied().filter(|code| code.severity() == Severity::Warning);
    assert_eq!(drift, warnings.collect());
    assert!(webhooks.iter().filter(|webhook| webhook.drift.is_empty()).count() > 1000);
    assert!(webhooks.iter().any(|webhook| webhook.drift.len() > 2));
}

#[test]
fn generated_faults_are_of_every_kind() {
    let webhooks: Vec<InvalidWebhook> = samples(3000);
    let kinds: BTreeSet<_> = webhooks.iter().flat_map(|webhook| &webhook.faults).map(|fault| fault.kind).collect();
    assert_eq!(kinds, FaultKind::VARIANTS.iter().copied().collect());
    assert!(webhooks.iter().all(|webhook| !webhook.faults.is_empty()));
    assert!(webhooks.iter().any(|webhook| webhook.faults.len() > 1));
}

#[test]
fn generated_events_are_of_every_type() {
    let types: BTreeSet<_> = samples::<Event>(6000).iter().map(|event| event.event_type().to_string()).collect();
    // No vendor documents this status, so the generator does not know its value.
    let not_generated = ["call.busy"];
    let all = EventType::variants().map(|event_type| event_type.to_string());
    assert_eq!(types, all.filter(|name| !not_generated.contains(&&**name)).collect());
}

#[test]
fn generated_webhooks_follow_their_options() {
    let mut runner = TestRunner::deterministic();
    for &vendor in Vendor::VARIANTS {
        for event in vendor.event_names() {
            let options = WebhookOptions::for_event(vendor, event).unwrap();
            let webhooks = any_with::<Webhook>(options.clone());
            let without_drift = any_with::<Webhook>(options.clone().without_drift());
            let invalid = any_with::<InvalidWebhook>(options);
            for _ in 0..50 {
                let webhook = webhooks.new_tree(&mut runner).unwrap().current();
                assert_eq!((webhook.vendor, &*webhook.event_name), (vendor, event));
                assert_eq!(parse(vendor, webhook.body.as_bytes()).unwrap().event_name(), event);
                let webhook = without_drift.new_tree(&mut runner).unwrap().current();
                assert!(webhook.drift.is_empty());
                assert_eq!(validate(vendor, webhook.body.as_bytes()), Verdict::Valid, "{}", webhook.body);
                assert_eq!(invalid.new_tree(&mut runner).unwrap().current().event_name, event);
            }
        }
        assert!(WebhookOptions::for_event(vendor, "no.such.event").is_err());
        let documented = any_with::<Webhook>(WebhookOptions::from(vendor).without_unknown_events());
        for _ in 0..200 {
            let webhook = documented.new_tree(&mut runner).unwrap().current();
            assert_eq!(Vendor::detect(webhook.body.as_bytes()), Ok(vendor), "{}", webhook.body);
        }
    }
}

#[test]
fn generated_webhooks_have_many_spellings() {
    let webhooks: Vec<Webhook> = samples(500);
    for spelling in ["\n", "\\u", "T", "t", "Z\"", "z\"", "-03:00", ".", "🎉", " "] {
        assert!(webhooks.iter().any(|webhook| webhook.body.contains(spelling)), "{spelling:?}");
    }
    assert!(webhooks.iter().any(|webhook| webhook.body.trim_start().starts_with("{\"event\"")));
    assert!(webhooks.iter().any(|webhook| !webhook.body.contains(' ')));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    // Laws 2, 3, 4, 7 and 8.
    #[test]
    fn all_laws_hold_for_valid_webhooks(webhook: Webhook) {
        prop_assert!(law::agreement(webhook.vendor, webhook.body.as_bytes()).is_some());
        law::all(webhook.vendor, webhook.body.as_bytes());
    }

    #[test]
    fn all_laws_hold_for_invalid_webhooks(invalid: InvalidWebhook) {
        for &vendor in Vendor::VARIANTS {
            law::all(vendor, &invalid.body);
        }
    }

    #[test]
    fn events_read_back_equal(event: Event) {
        law::is_documented_json(&event);
    }

    #[test]
    fn validation_reports_exactly_the_injected_drift(webhook: Webhook) {
        let verdict = validate(webhook.vendor, webhook.body.as_bytes());
        let reported = verdict.diagnostics().into_iter().flatten();
        let reported: BTreeSet<_> = reported.map(|diagnostic| (diagnostic.code, &diagnostic.pointer)).collect();
        let injected = webhook.drift.iter().map(|InjectedDrift { code, pointer, .. }| (*code, pointer));
        prop_assert_eq!(reported, injected.collect());
        prop_assert!(verdict.is_valid());
    }

    #[test]
    fn errors_report_every_injected_fault(invalid: InvalidWebhook) {
        let Err(error) = normalize(invalid.vendor, &invalid.body) else { panic!("accepted") };
        let (last, others) = invalid.faults.split_last().unwrap();
        prop_assert_eq!(error.kind(), last.kind.error_kind(), "{}", error);
        let is_reported = |pointer: &str| error.diagnostics().iter().any(|diagnostic| diagnostic.pointer == pointer);
        // Malformed JSON hides the other faults.
        let all_reported = is_reported(&last.pointer) && others.iter().all(|fault| is_reported(&fault.pointer));
        prop_assert!(error.kind() == ErrorKind::Malformed || all_reported, "{}", error);
    }

    // Law 3, with a different value in each leaf.
    #[test]
    fn every_leaf_of_a_webhook_is_in_its_event(webhook: Webhook) {
        let mut value: Value = serde_json::from_str(&webhook.body).unwrap();
        let constants = law::values_of(law::schema(webhook.vendor), "const");
        let mut marks = Vec::new();
        for (at, pointer) in corpus::leaves(&value).iter().enumerate() {
            let leaf = value.pointer_mut(pointer).unwrap();
            let mark = match &*leaf {
                Value::String(text) if Timestamp::try_from(text.as_str()).is_ok() => {
                    format!("2031-05-06T07:08:{:02}.{at:03}Z", at % 60).into()
                }
                Value::String(text) if Date::try_from(text.as_str()).is_ok() => "2031-05-06".into(),
                Value::String(_) if !constants.contains(&&*leaf) => format!("märk-{at}").into(),
                Value::Number(_) => Value::from(10_000 + at),
                Value::String(_) | Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => continue,
            };
            leaf.clone_from(&mark);
            marks.push((pointer.clone(), mark));
        }
        let event = normalize(webhook.vendor, value.to_string().as_bytes()).unwrap();
        let event = serde_json::to_value(event).unwrap();
        for (pointer, mark) in &marks {
            let is_kept = corpus::scalars(&event).into_iter().any(|scalar| law::is_same(webhook.vendor, pointer, mark, scalar));
            prop_assert!(is_kept, "{} is lost in {}", pointer, event);
        }
    }

    // Law 12.
    #[test]
    fn any_value_of_an_optional_member_is_accepted(webhook: Webhook, at: Index, value in any_json()) {
        let body: Value = serde_json::from_str(&webhook.body).unwrap();
        let members = optional::members(webhook.vendor, &body);
        if !members.is_empty() {
            optional::Member::new(webhook.vendor, &body, at.get(&members)).assert_accepts(&value.to_string());
        }
    }

    // Laws 4 and 6.
    #[test]
    fn all_laws_hold_for_mutated_bodies(webhook: Webhook, mutations in mutations()) {
        let body = mutated(webhook.body.as_bytes(), &mutations);
        for &vendor in Vendor::VARIANTS {
            law::all(vendor, &body);
        }
        if let Ok(event) = Event::from_json(&body) {
            law::json_round_trips(&event);
        }
    }

    #[test]
    fn mutated_events_are_refused_or_read_back_equal(event: Event, mutations in mutations()) {
        let body = mutated(serde_json::to_string(&event).unwrap().as_bytes(), &mutations);
        match Event::from_json(&body) {
            Ok(event) => law::json_round_trips(&event),
            Err(error) => prop_assert!(error.kind() != ErrorKind::TooLarge),
        }
    }

    // Law 10.
    #[test]
    fn debug_output_and_subjects_are_masked(webhook: Webhook) {
        let body = marked(webhook.vendor, webhook.body.as_bytes()).unwrap().to_string();
        for diagnostic in validate(webhook.vendor, body.as_bytes()).diagnostics().into_iter().flatten() {
            assert_masked(&format!("{diagnostic:?} {}", serde_json::to_string(diagnostic).unwrap()));
        }
        match parse(webhook.vendor, body.as_bytes()) {
            Ok(payload) => {
                assert_masked(&format!("{payload:?} {payload:#?}"));
                let event = Event::from(payload);
                assert_masked(&format!("{event:?} {event:#?} {:?} {}", event.subject(), event.id()));
            }
            Err(error) => assert_error_masked(&error),
        }
    }

    #[test]
    fn errors_are_masked(invalid: InvalidWebhook) {
        let body = marked(invalid.vendor, &invalid.body).map(|value| value.to_string().into_bytes());
        for &vendor in Vendor::VARIANTS {
            for body in body.iter().chain([&invalid.body]) {
                if let Err(error) = parse(vendor, body) {
                    assert_error_masked(&error);
                }
            }
        }
        if let Err(error) = Vendor::detect(&invalid.body) {
            assert_error_masked(&error);
        }
    }

    #[test]
    fn the_same_bytes_of_a_fuzzer_generate_the_same_webhook(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let webhook = from_fuzzer::<Webhook>(&bytes);
        prop_assert_eq!(from_fuzzer::<Webhook>(&bytes), webhook.clone());
        prop_assert!(law::agreement(webhook.vendor, webhook.body.as_bytes()).is_some());
        let invalid = from_fuzzer::<InvalidWebhook>(&bytes);
        prop_assert!(parse(invalid.vendor, &invalid.body).is_err());
        law::is_documented_json(&from_fuzzer::<Event>(&bytes));
        // A webhook leaves bytes for the next.
        if bytes.len() > 500 {
            let several: Vec<Webhook> = from_fuzzer(&bytes);
            prop_assert!(several.len() < 2 || several[0] != several[1]);
        }
    }
}
