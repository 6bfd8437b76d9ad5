//! How LimeCall delivers: signed in an encoding that nobody documents, with a token, and retries within an hour.

use std::time::Duration;

use crate::vendors::{Delivery, Told};

pub(super) const DELIVERY: Delivery = Delivery {
    signature_header: Some("X-LimeCall-Signature"),
    signature_encoding: None,
    bearer_token: true,
    custom_headers: false,
    time_limit: Told::Unsaid,
    acknowledged_by: Told::always(200),
    retries: Told::always(4),
    schedule: &[
        Duration::from_secs(60),
        Duration::from_secs(5 * 60),
        Duration::from_secs(15 * 60),
        Duration::from_secs(30 * 60),
    ],
    resent_by_hand: None,
};
