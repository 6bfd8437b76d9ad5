//! Who somebody is.

use serde::{Deserialize, Serialize};

use crate::value::SensitiveString;

/// What a vendor tells of a person besides addresses.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Person {
    /// Given name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<SensitiveString>,
    /// Family name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<SensitiveString>,
    /// Whom they work for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<SensitiveString>,
    /// What they do there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job_title: Option<SensitiveString>,
}

impl Person {
    /// With only a name.
    #[must_use]
    pub fn named(first_name: Option<SensitiveString>, last_name: Option<SensitiveString>) -> Self {
        Self { first_name, last_name, ..Self::default() }
    }

    /// Itself, unless nothing is known.
    pub(crate) fn known(self) -> Option<Self> {
        (self != Self::default()).then_some(self)
    }
}
