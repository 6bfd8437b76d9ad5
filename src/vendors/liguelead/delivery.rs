//! How LigueLead delivers: once, without retries and without a signature.

use std::time::Duration;

use crate::vendors::{Delivery, Documented};

pub(super) const DELIVERY: Delivery = Delivery {
    auth: &[],
    timeout: Documented::fixed(Duration::from_secs(5)),
    success_statuses: Documented::fixed(200),
    retries: Documented::fixed(0),
    retry_schedule: &[],
    manual_redelivery: Some(false),
};
