//! How LeadNest delivers: signed, and with manual redelivery at any later time. Automatic retries are undocumented.

use crate::vendors::{AuthScheme, Delivery, Documented, Encoding};

pub(super) const DELIVERY: Delivery = Delivery {
    auth: &[AuthScheme::HmacSha256 { header: "X-LeadNest-Signature", encoding: Some(Encoding::Hex) }],
    timeout: Documented::Unspecified,
    success_statuses: Documented::fixed(200),
    retries: Documented::Unspecified,
    retry_schedule: &[],
    manual_redelivery: Some(true),
};
