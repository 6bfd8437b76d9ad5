//! How LeadSail delivers: with headers that you choose instead of a signature, and with configurable retries.

use std::time::Duration;

use crate::vendors::{AuthScheme, Delivery, Documented};

pub(super) const DELIVERY: Delivery = Delivery {
    auth: &[AuthScheme::SecretHeader],
    timeout: Documented::Configurable(Duration::from_secs(1)..=Duration::from_secs(120)),
    success_statuses: Documented::Unspecified,
    retries: Documented::Configurable(1..=10),
    // The backoff is exponential, but its first delay is undocumented.
    retry_schedule: &[],
    manual_redelivery: None,
};
