//! How LigueLead delivers: once, and without a signature.

use std::time::Duration;

use crate::vendors::{Delivery, Told};

pub(super) const DELIVERY: Delivery = Delivery {
    signature_header: None,
    signature_encoding: None,
    bearer_token: false,
    custom_headers: false,
    time_limit: Told::always(Duration::from_secs(5)),
    acknowledged_by: Told::always(200),
    retries: Told::always(0),
    schedule: &[],
    resent_by_hand: Some(false),
};
