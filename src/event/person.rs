//! What a vendor reports about a person.

use serde::{Deserialize, Serialize};

use crate::value::SensitiveString;

/// A person's name and employer. Addresses and phone numbers are separate members of the event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Person {
    /// The given name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<SensitiveString>,
    /// The family name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<SensitiveString>,
    /// The employer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<SensitiveString>,
    /// The position held there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job_title: Option<SensitiveString>,
}

impl Person {
    /// Creates a person with only a name.
    #[must_use]
    pub fn from_names(first_name: Option<SensitiveString>, last_name: Option<SensitiveString>) -> Self {
        Self { first_name, last_name, ..Self::default() }
    }

    /// Returns `None` if all members are absent.
    pub(crate) fn none_if_empty(self) -> Option<Self> {
        (self != Self::default()).then_some(self)
    }
}
