//! What a vendor reports about a person.

use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::{Map, Value};

use super::members::take;
use crate::value::{Extra, SensitiveString};

/// A person's name and employer. Addresses and phone numbers are separate members of the event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Person {
    /// The given name.
    pub first_name: Option<SensitiveString>,
    /// The family name.
    pub last_name: Option<SensitiveString>,
    /// The employer.
    pub company: Option<SensitiveString>,
    /// The position held there.
    pub job_title: Option<SensitiveString>,
    /// The members that this version of leadhook does not know.
    pub unknown_members: Extra,
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

impl Serialize for Person {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { first_name, last_name, company, job_title, unknown_members } = self;
        let mut members = serializer.serialize_map(None)?;
        let known =
            [("first_name", first_name), ("last_name", last_name), ("company", company), ("job_title", job_title)];
        for (name, member) in known {
            if let Some(member) = member {
                members.serialize_entry(name, member)?;
            }
        }
        for (name, member) in unknown_members {
            if !known.iter().any(|(known, _)| *known == name) {
                members.serialize_entry(name, member)?;
            }
        }
        members.end()
    }
}

impl<'de> Deserialize<'de> for Person {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut members = Map::<String, Value>::deserialize(deserializer)?;
        let mut take = |name| take(&mut members, name).map_err(|_| de::Error::custom("expected strings"));
        Ok(Self {
            first_name: take("first_name")?,
            last_name: take("last_name")?,
            company: take("company")?,
            job_title: take("job_title")?,
            unknown_members: members.into(),
        })
    }
}
