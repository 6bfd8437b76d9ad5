//! How a platform delivers its webhooks, as far as it says.

use std::ops::RangeInclusive;
use std::time::Duration;

use strum::{Display, EnumString, IntoStaticStr, VariantArray};

/// How a platform delivers its webhooks: what proves that they are its own, how long it waits for an answer, and what it
/// does without one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Delivery {
    /// The header that has the HMAC-SHA256 of the raw body; `None` if the platform does not sign.
    pub signature_header: Option<&'static str>,
    /// How the signature is written there; `None` if the platform does not say, or does not sign.
    pub signature_encoding: Option<Encoding>,
    /// Whether it sends `Authorization: Bearer` with a token.
    pub bearer_token: bool,
    /// Whether it sends headers that its customer has chosen.
    pub custom_headers: bool,
    /// How long it waits for an answer.
    pub time_limit: Told<Duration>,
    /// The statuses of HTTP that it takes for an acknowledgement.
    pub acknowledged_by: Told<u16>,
    /// How often it sends again what was not acknowledged.
    pub retries: Told<u32>,
    /// How long it waits before each retry, if it says so. Nobody says whether from the first failure or the last.
    pub schedule: &'static [Duration],
    /// Whether a person can have it send again, at any later time; `None` if it does not say.
    pub resent_by_hand: Option<bool>,
}

/// How a signature is written in its header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Display, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase", parse_err_ty = crate::NoWord, parse_err_fn = crate::NoWord::new)]
#[non_exhaustive]
pub enum Encoding {
    /// Hexadecimal digits, in upper or lower case.
    Hex,
    /// Base64 of RFC 4648, section 4, with its padding.
    Base64,
}

/// What a platform says of a quantity.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "there is no other")]
pub enum Told<T> {
    /// It lies in this range, of one value mostly.
    Always(RangeInclusive<T>),
    /// The customer chooses it in this range.
    Configured(RangeInclusive<T>),
    /// It does not say.
    Unsaid,
}

impl<T: Copy> Told<T> {
    /// One value.
    pub(crate) const fn always(value: T) -> Self {
        Self::Always(RangeInclusive::new(value, value))
    }

    /// The least that it can be, if anything is said.
    #[must_use]
    pub fn least(&self) -> Option<T> {
        match self {
            Self::Always(range) | Self::Configured(range) => Some(*range.start()),
            Self::Unsaid => None,
        }
    }

    /// The most that it can be, if anything is said.
    #[must_use]
    pub fn most(&self) -> Option<T> {
        match self {
            Self::Always(range) | Self::Configured(range) => Some(*range.end()),
            Self::Unsaid => None,
        }
    }
}

impl Delivery {
    /// How long after a webhook the same may come again by the platform's own doing: at most the whole of the schedule, if
    /// each wait begins where the last ended. `None` if it may come at any later time, or if nobody says when not. This is
    /// what a platform says, and no time to keep ids for: what is promised never to come twice may come twice.
    #[must_use]
    pub fn repeats_for(&self) -> Option<Duration> {
        let all_waits_are_said = self.retries.most().is_some_and(|most| most as usize == self.schedule.len());
        (all_waits_are_said && self.resent_by_hand == Some(false)).then(|| self.schedule.iter().sum())
    }
}
