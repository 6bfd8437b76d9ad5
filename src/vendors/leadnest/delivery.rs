//! How LeadNest delivers: signed, and by hand at any later time; of retries of its own it says nothing.

use crate::vendors::{Delivery, Encoding, Told};

pub(super) const DELIVERY: Delivery = Delivery {
    signature_header: Some("X-LeadNest-Signature"),
    signature_encoding: Some(Encoding::Hex),
    bearer_token: false,
    custom_headers: false,
    time_limit: Told::Unsaid,
    acknowledged_by: Told::always(200),
    retries: Told::Unsaid,
    schedule: &[],
    resent_by_hand: Some(true),
};
