//! The laws over generated webhooks, with drift and faults piled up.

mod corpus;
mod law;

use std::collections::BTreeSet;

use leadhook::testing::{NearValid, Planted, Webhook};
use leadhook::{Event, FindingKind, Findings, Vendor, normalize, validate};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    // Laws 2, 2b, 3, 7 and 8.
    #[test]
    fn the_laws_hold_of_what_a_platform_may_send(webhook: Webhook) {
        prop_assert!(law::agreement(webhook.vendor, webhook.body.as_bytes()).is_some());
        law::all(webhook.vendor, webhook.body.as_bytes());
    }

    #[test]
    fn the_laws_hold_of_what_is_broken(broken: NearValid) {
        for &vendor in Vendor::ALL {
            law::all(vendor, &broken.body);
        }
    }

    #[test]
    fn events_survive(event: Event) {
        law::survives(&event);
    }

    #[test]
    fn drift_is_found_where_it_is_and_nowhere_else(webhook: Webhook) {
        let verdict = validate(webhook.vendor, webhook.body.as_bytes());
        let found = verdict.findings().map_or(&[][..], Findings::told).iter();
        let found: BTreeSet<_> = found.map(|finding| (finding.kind.as_str(), &finding.pointer)).collect();
        let planted = webhook.drift.iter();
        let planted = planted.map(|Planted { kind, pointer, .. }| (FindingKind::Drift(*kind).as_str(), pointer));
        prop_assert_eq!(found, planted.collect());
        prop_assert!(verdict.is_valid());
    }

    #[test]
    fn faults_are_found_where_they_are(broken: NearValid) {
        let Err(error) = normalize(broken.vendor, &broken.body) else { panic!("accepted") };
        let (last, others) = broken.faults.split_last().unwrap();
        prop_assert_eq!(error.kind(), last.kind.error_kind(), "{}", error);
        let is_told = |pointer: &str| error.violations().iter().any(|violation| violation.pointer == pointer);
        let hidden = error.kind() == leadhook::ErrorKind::Malformed;
        prop_assert!(hidden || is_told(&last.pointer) && others.iter().all(|fault| is_told(&fault.pointer)), "{}", error);
    }
}
