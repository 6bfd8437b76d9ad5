//! How LeadSail delivers: with headers of the customer's in place of a signature, and retries as the customer says.

use std::time::Duration;

use crate::vendors::{Delivery, Told};

pub(super) const DELIVERY: Delivery = Delivery {
    signature_header: None,
    signature_encoding: None,
    bearer_token: false,
    custom_headers: true,
    time_limit: Told::Configured(Duration::from_secs(1)..=Duration::from_secs(120)),
    acknowledged_by: Told::Unsaid,
    retries: Told::Configured(1..=10),
    // Exponential; from what, nobody says.
    schedule: &[],
    resent_by_hand: None,
};
