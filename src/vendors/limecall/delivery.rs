//! How LimeCall delivers: signed in an undocumented encoding, with a bearer token, and with retries within an hour.

use std::time::Duration;

use crate::vendors::{AuthScheme, Delivery, Documented};

pub(super) const DELIVERY: Delivery = Delivery {
    auth: &[AuthScheme::HmacSha256 { header: "X-LimeCall-Signature", encoding: None }, AuthScheme::Bearer],
    timeout: Documented::Unspecified,
    success_statuses: Documented::fixed(200),
    retries: Documented::fixed(4),
    retry_schedule: &[
        Duration::from_secs(60),
        Duration::from_secs(5 * 60),
        Duration::from_secs(15 * 60),
        Duration::from_secs(30 * 60),
    ],
    manual_redelivery: None,
};
