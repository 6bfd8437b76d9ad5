//! How a vendor delivers its webhooks, as far as it documents that.

use std::ops::RangeInclusive;
use std::time::Duration;

use crate::value::string_enum;

/// How a vendor delivers its webhooks: how it authenticates, how long it waits for a response, and when it retries.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Delivery {
    /// The ways in which a request can prove that it is from the vendor. Empty if the vendor offers none.
    pub auth: &'static [AuthScheme],
    /// How long the vendor waits for a response.
    pub timeout: Documented<Duration>,
    /// The HTTP statuses that acknowledge a webhook.
    pub success_statuses: Documented<u16>,
    /// How often the vendor sends an unacknowledged webhook again.
    pub retries: Documented<u32>,
    /// The delay before each retry, if documented. Whether it counts from the first failure or from the previous one is
    /// undocumented.
    pub retry_schedule: &'static [Duration],
    /// Whether a person can send a webhook again at any later time. `None` if undocumented.
    pub manual_redelivery: Option<bool>,
}

/// A way in which a request can prove that it is from the vendor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AuthScheme {
    /// A header contains the HMAC-SHA256 of the raw body.
    HmacSha256 {
        /// The header's name.
        header: &'static str,
        /// How the header encodes the signature. `None` if undocumented.
        encoding: Option<Encoding>,
    },
    /// The header `Authorization` contains `Bearer` and a token.
    Bearer,
    /// Headers with names that you choose contain secret values.
    SecretHeader,
    /// The scheme of [Standard Webhooks](https://www.standardwebhooks.com) 1.0 with HMAC-SHA256.
    ///
    /// `webhook-id`, `webhook-timestamp` and `webhook-signature` have an id, the time in seconds since the epoch, and one or
    /// more signatures `v1,<Base64>` of `id.timestamp.body`. Signatures of other versions are ignored. The secret is the
    /// text that the vendor shows: `whsec_` and Base64.
    StandardWebhooks {
        /// How far the signed time may be before or after the endpoint's clock, inclusive and in whole seconds. A recorded
        /// request is refused when this time is over. Five minutes is usual.
        tolerance: Duration,
    },
}

string_enum! {
    /// How a header encodes a signature.
    pub enum Encoding {
        /// Hexadecimal digits, upper or lower case.
        Hex = "hex",
        /// Base64 with padding (RFC 4648, section 4).
        Base64 = "base64",
    }
}

/// A quantity, as far as the vendor documents it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a quantity is fixed, configurable or unspecified")]
pub enum Documented<T> {
    /// The vendor documents this range, which usually has one value.
    Fixed(RangeInclusive<T>),
    /// You choose a value from this range.
    Configurable(RangeInclusive<T>),
    /// The quantity is undocumented.
    Unspecified,
}

impl<T: Copy> Documented<T> {
    /// Creates a fixed quantity.
    pub(crate) const fn fixed(value: T) -> Self {
        Self::Fixed(RangeInclusive::new(value, value))
    }

    /// Returns the smallest documented value.
    #[must_use]
    pub fn min(&self) -> Option<T> {
        match self {
            Self::Fixed(range) | Self::Configurable(range) => Some(*range.start()),
            Self::Unspecified => None,
        }
    }

    /// Returns the largest documented value.
    #[must_use]
    pub fn max(&self) -> Option<T> {
        match self {
            Self::Fixed(range) | Self::Configurable(range) => Some(*range.end()),
            Self::Unspecified => None,
        }
    }
}

impl Delivery {
    /// Returns how long after a webhook the vendor may send it again on its own: the sum of the retry schedule.
    ///
    /// `None` if a person may send it again at any time, or if that is undocumented. Do not use this as
    /// the deduplication window: a vendor may send a webhook again later than it documents.
    #[must_use]
    pub fn redelivery_window(&self) -> Option<Duration> {
        let all_delays_are_documented = self.retries.max().is_some_and(|max| max as usize == self.retry_schedule.len());
        (all_delays_are_documented && self.manual_redelivery == Some(false)).then(|| self.retry_schedule.iter().sum())
    }
}
