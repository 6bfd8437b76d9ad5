//! The laws over generated webhooks.

use std::collections::BTreeSet;

use leadhook::testing::{NearValid, Planted, Scope, Webhook};
use leadhook::{FindingKind, Findings, parse, validate};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn drift_is_found_where_it_was_planted_and_nowhere_else(webhook: Webhook) {
        let verdict = validate(webhook.vendor, webhook.body.as_bytes());
        let found: BTreeSet<_> = verdict.findings().map_or(&[][..], Findings::told).iter()
            .map(|finding| (finding.kind.as_str(), finding.pointer.clone())).collect();
        let planted: BTreeSet<_> = webhook.drift.iter()
            .map(|Planted { kind, pointer, .. }| (FindingKind::Drift(*kind).as_str(), pointer.clone())).collect();
        prop_assert_eq!(found, planted);
        prop_assert!(verdict.is_valid());
    }

    #[test]
    fn faults_are_found_where_they_were_planted(broken: NearValid) {
        let verdict = validate(broken.vendor, &broken.body);
        prop_assert_eq!(parse(broken.vendor, &broken.body).err(), verdict.error());
        let Some(error) = verdict.error() else { panic!("accepted") };
        let last = broken.faults.last().unwrap();
        prop_assert_eq!(error.kind(), last.kind.error_kind());
        if error.kind() == leadhook::ErrorKind::Invalid {
            for fault in &broken.faults {
                prop_assert!(error.violations().iter().any(|violation| violation.pointer == fault.pointer), "{}", error);
            }
        }
    }
}
