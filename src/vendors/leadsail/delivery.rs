//! How LeadSail delivers: with headers of the customer's in place of a signature, and retries as the customer says.

use std::time::Duration;

use crate::vendors::{AuthScheme, Delivery, Documented};

pub(super) const DELIVERY: Delivery = Delivery {
    auth: &[AuthScheme::SecretHeader],
    timeout: Documented::Configurable(Duration::from_secs(1)..=Duration::from_secs(120)),
    success_statuses: Documented::Unspecified,
    retries: Documented::Configurable(1..=10),
    // Exponential; from what, nobody says.
    retry_schedule: &[],
    manual_redelivery: None,
};
