//! How each vendor delivers, as its documentation says.

use std::time::Duration;

use leadhook::Vendor;
use leadhook::vendors::{AuthScheme, Delivery, Documented, Encoding};

fn minutes(schedule: &[u64]) -> Vec<Duration> {
    schedule.iter().map(|minutes| Duration::from_secs(minutes * 60)).collect()
}

/// Returns the smallest and the largest value of a quantity.
fn range<T: Copy>(quantity: &Documented<T>) -> Option<(T, T)> {
    quantity.min().zip(quantity.max())
}

/// Returns the smallest and the largest timeout in seconds.
fn timeout(delivery: &Delivery) -> Option<(u64, u64)> {
    range(&delivery.timeout).map(|(min, max)| (min.as_secs(), max.as_secs()))
}

/// Asserts the success statuses and the number of retries, each as a range, and the retry schedule in minutes.
#[track_caller]
fn assert_retries(delivery: &Delivery, statuses: Option<(u16, u16)>, retries: Option<(u32, u32)>, schedule: &[u64]) {
    assert_eq!(range(&delivery.success_statuses), statuses);
    assert_eq!(range(&delivery.retries), retries);
    assert_eq!(delivery.retry_schedule, minutes(schedule));
}

fn signature(header: &'static str, encoding: Option<Encoding>) -> AuthScheme {
    AuthScheme::HmacSha256 { header, encoding }
}

#[test]
fn liguelead_waits_5_s_and_does_not_retry() {
    let delivery = Vendor::LigueLead.delivery();
    assert_eq!(delivery.auth, []);
    assert_eq!(timeout(delivery), Some((5, 5)));
    assert_retries(delivery, Some((200, 200)), Some((0, 0)), &[]);
    assert_eq!((delivery.manual_redelivery, delivery.redelivery_window()), (Some(false), Some(Duration::ZERO)));
}

#[test]
fn leadterra_waits_10_s_and_retries_five_times() {
    let delivery = Vendor::Leadterra.delivery();
    assert_eq!(delivery.auth, [signature("X-Leadterra-Signature", Some(Encoding::Hex))]);
    assert_eq!(timeout(delivery), Some((10, 10)));
    assert_retries(delivery, Some((200, 299)), Some((5, 5)), &[1, 5, 30, 120, 480]);
    assert_eq!((delivery.manual_redelivery, delivery.redelivery_window()), (Some(true), None));
}

#[test]
fn leadnest_documents_no_retries() {
    let delivery = Vendor::LeadNest.delivery();
    assert_eq!(delivery.auth, [signature("X-LeadNest-Signature", Some(Encoding::Hex))]);
    assert_eq!(timeout(delivery), None);
    assert_retries(delivery, Some((200, 200)), None, &[]);
    assert_eq!((delivery.manual_redelivery, delivery.redelivery_window()), (Some(true), None));
}

#[test]
fn limecall_retries_four_times() {
    let delivery = Vendor::LimeCall.delivery();
    assert_eq!(delivery.auth, [signature("X-LimeCall-Signature", None), AuthScheme::Bearer]);
    assert_eq!(timeout(delivery), None);
    assert_retries(delivery, Some((200, 200)), Some((4, 4)), &[1, 5, 15, 30]);
    assert_eq!((delivery.manual_redelivery, delivery.redelivery_window()), (None, None));
}

#[test]
fn leadsail_lets_you_configure_the_timeout_and_the_retries() {
    let delivery = Vendor::LeadSail.delivery();
    assert_eq!(delivery.auth, [AuthScheme::SecretHeader]);
    assert_eq!(timeout(delivery), Some((1, 120)));
    assert!(
        matches!(delivery.timeout, Documented::Configurable(_))
            && matches!(delivery.retries, Documented::Configurable(_))
    );
    assert_retries(delivery, None, Some((1, 10)), &[]);
    assert_eq!((delivery.manual_redelivery, delivery.redelivery_window()), (None, None));
}

#[test]
fn every_delivery_is_consistent() {
    for &vendor in Vendor::VARIANTS {
        let delivery = vendor.delivery();
        assert!(delivery.retries.min() <= delivery.retries.max(), "{vendor}");
        assert!(delivery.timeout.min() <= delivery.timeout.max(), "{vendor}");
        assert!(delivery.retry_schedule.is_sorted(), "{vendor}");
        let max = delivery.retries.max().unwrap_or(0);
        assert!(delivery.retry_schedule.is_empty() || delivery.retry_schedule.len() == max as usize, "{vendor}");
        let is_repeated = |at: usize| delivery.auth[..at].contains(&delivery.auth[at]);
        assert!(!(0..delivery.auth.len()).any(is_repeated), "{vendor}");
    }
}
