//! How Leadterra delivers: signed, with retries over hours, and by hand at any later time.

use std::time::Duration;

use crate::vendors::{Delivery, Encoding, Told};

pub(super) const DELIVERY: Delivery = Delivery {
    signature_header: Some("X-Leadterra-Signature"),
    signature_encoding: Some(Encoding::Hex),
    bearer_token: false,
    custom_headers: false,
    time_limit: Told::always(Duration::from_secs(10)),
    acknowledged_by: Told::Always(200..=299),
    retries: Told::always(5),
    schedule: &[
        Duration::from_secs(60),
        Duration::from_secs(5 * 60),
        Duration::from_secs(30 * 60),
        Duration::from_secs(2 * 60 * 60),
        Duration::from_secs(8 * 60 * 60),
    ],
    resent_by_hand: Some(true),
};
