//! How each platform delivers, as its document says.

use std::time::Duration;

use leadhook::Vendor;
use leadhook::vendors::{Delivery, Encoding, Told};

fn minutes(schedule: &[u64]) -> Vec<Duration> {
    schedule.iter().map(|minutes| Duration::from_secs(minutes * 60)).collect()
}

fn seconds(told: &Told<Duration>) -> Option<(u64, u64)> {
    told.least().zip(told.most()).map(|(least, most)| (least.as_secs(), most.as_secs()))
}

/// The statuses that count, and how often it is sent again: the least and the most of each.
#[track_caller]
fn assert_told(delivery: &Delivery, statuses: Option<(u16, u16)>, retries: Option<(u32, u32)>, schedule: &[u64]) {
    let success_statuses = &delivery.success_statuses;
    assert_eq!(success_statuses.least().zip(success_statuses.most()), statuses);
    assert_eq!(delivery.retries.least().zip(delivery.retries.most()), retries);
    assert_eq!(delivery.schedule, minutes(schedule));
}

/// What it proves itself by: the header of its signature, a token, headers of the customer's.
#[track_caller]
fn assert_proves(delivery: &Delivery, signature: Option<&str>, bearer_token: bool, custom_headers: bool) {
    assert_eq!(delivery.signature_header, signature);
    assert_eq!((delivery.bearer_token, delivery.custom_headers), (bearer_token, custom_headers));
}

#[test]
fn liguelead_waits_5_s_and_sends_once() {
    let delivery = Vendor::LigueLead.delivery();
    assert_proves(delivery, None, false, false);
    assert_eq!(seconds(&delivery.timeout), Some((5, 5)));
    assert_told(delivery, Some((200, 200)), Some((0, 0)), &[]);
    assert_eq!((delivery.manual_redelivery, delivery.repeats_for()), (Some(false), Some(Duration::ZERO)));
}

#[test]
fn leadterra_waits_10_s_and_sends_five_times_again() {
    let delivery = Vendor::Leadterra.delivery();
    assert_proves(delivery, Some("X-Leadterra-Signature"), false, false);
    assert_eq!(delivery.signature_encoding, Some(Encoding::Hex));
    assert_eq!(seconds(&delivery.timeout), Some((10, 10)));
    assert_told(delivery, Some((200, 299)), Some((5, 5)), &[1, 5, 30, 120, 480]);
    assert_eq!((delivery.manual_redelivery, delivery.repeats_for()), (Some(true), None));
}

#[test]
fn leadnest_says_nothing_of_retries() {
    let delivery = Vendor::LeadNest.delivery();
    assert_proves(delivery, Some("X-LeadNest-Signature"), false, false);
    assert_eq!(delivery.signature_encoding, Some(Encoding::Hex));
    assert_eq!(seconds(&delivery.timeout), None);
    assert_told(delivery, Some((200, 200)), None, &[]);
    assert_eq!((delivery.manual_redelivery, delivery.repeats_for()), (Some(true), None));
}

#[test]
fn limecall_sends_four_times_again() {
    let delivery = Vendor::LimeCall.delivery();
    assert_proves(delivery, Some("X-LimeCall-Signature"), true, false);
    assert_eq!(delivery.signature_encoding, None);
    assert_eq!(seconds(&delivery.timeout), None);
    assert_told(delivery, Some((200, 200)), Some((4, 4)), &[1, 5, 15, 30]);
    assert_eq!((delivery.manual_redelivery, delivery.repeats_for()), (None, None));
}

#[test]
fn leadsail_does_as_its_customer_says() {
    let delivery = Vendor::LeadSail.delivery();
    assert_proves(delivery, None, false, true);
    assert_eq!(seconds(&delivery.timeout), Some((1, 120)));
    assert!(matches!(delivery.timeout, Documented::Configurable(_)) && matches!(delivery.retries, Documented::Configurable(_)));
    assert_told(delivery, None, Some((1, 10)), &[]);
    assert_eq!((delivery.manual_redelivery, delivery.repeats_for()), (None, None));
}

#[test]
fn what_is_told_holds_together() {
    for &vendor in Vendor::VARIANTS {
        let delivery = vendor.delivery();
        assert!(delivery.retries.least() <= delivery.retries.most(), "{vendor}");
        assert!(delivery.timeout.least() <= delivery.timeout.most(), "{vendor}");
        assert!(delivery.schedule.is_sorted(), "{vendor}");
        let most = delivery.retries.most().unwrap_or(0);
        assert!(delivery.schedule.is_empty() || delivery.schedule.len() == most as usize, "{vendor}");
        assert!(delivery.signature_encoding.is_none() || delivery.signature_header.is_some(), "{vendor}");
    }
}
