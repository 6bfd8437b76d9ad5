//! How Leadterra delivers: signed, with retries over several hours, and with manual replay at any later time.

use std::time::Duration;

use crate::vendors::{AuthScheme, Delivery, Documented, Encoding};

pub(super) const DELIVERY: Delivery = Delivery {
    auth: &[AuthScheme::HmacSha256 { header: "X-Leadterra-Signature", encoding: Some(Encoding::Hex) }],
    timeout: Documented::fixed(Duration::from_secs(10)),
    success_statuses: Documented::Fixed(200..=299),
    retries: Documented::fixed(5),
    retry_schedule: &[
        Duration::from_secs(60),
        Duration::from_secs(5 * 60),
        Duration::from_secs(30 * 60),
        Duration::from_secs(2 * 60 * 60),
        Duration::from_secs(8 * 60 * 60),
    ],
    manual_redelivery: Some(true),
};
