//! A macro that defines a struct with the members of `data` that events of one kind have.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// The name of a member of `data` whose value has another type.
pub(super) type WrongType = &'static str;

/// Takes a member out of `data`. Null is not a value.
pub(super) fn take<T: DeserializeOwned>(
    data: &mut Map<String, Value>,
    name: &'static str,
) -> Result<Option<T>, WrongType> {
    match data.remove(name) {
        None => Ok(None),
        Some(Value::Null) => Err(name),
        Some(value) => T::deserialize(value).map(Some).map_err(|_| name),
    }
}

/// Takes an object out of another object. It may be nearly the whole event, so it is moved.
pub(super) fn take_object(
    object: &mut Map<String, Value>,
    name: &'static str,
) -> Result<Option<Map<String, Value>>, WrongType> {
    match object.remove(name) {
        None => Ok(None),
        Some(Value::Object(members)) => Ok(Some(members)),
        Some(_) => Err(name),
    }
}

/// Defines a struct, one row for each member of `data`: its documentation, its name and its type. `status` is not a member
/// of `data`: it is a part of the event's type.
macro_rules! members {
    (
        $(#[$attribute:meta])*
        pub struct $kind:ident $(($(#[$status_doc:meta])* $status:ident: $status_type:ty))? {
            $($(#[$doc:meta])* $member:ident: Option<$type:ty>,)*
        }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct $kind {
            $($(#[$status_doc])* pub $status: $status_type,)?
            $($(#[$doc])* pub $member: Option<$type>,)*
        }

        impl $kind {
            /// Creates a value whose other members are absent.
            #[must_use]
            pub fn new($($status: impl Into<$status_type>)?) -> Self {
                Self { $($status: $status.into(),)? $($member: None,)* }
            }

            /// Takes the members out of `data`. The remaining members are unknown.
            pub(super) fn take(
                $($status: $status_type,)?
                data: &mut ::serde_json::Map<String, ::serde_json::Value>,
            ) -> Result<Self, $crate::event::members::WrongType> {
                Ok(Self {
                    $($status,)?
                    $($member: $crate::event::members::take(data, stringify!($member))?,)*
                })
            }

            /// Writes the members of `data`.
            pub(super) fn write<Members: ::serde::ser::SerializeMap>(
                &self,
                members: &mut Members,
            ) -> Result<(), Members::Error> {
                $(if let Some(member) = &self.$member {
                    members.serialize_entry(stringify!($member), member)?;
                })*
                Ok(())
            }

            /// Returns true if a member has this name.
            pub(super) fn names(name: &str) -> bool {
                [$(stringify!($member)),*].contains(&name)
            }
        }

        members!(@default $kind $($status)?);
    };

    (@default $kind:ident) => {
        impl Default for $kind {
            fn default() -> Self {
                Self::new()
            }
        }
    };
    (@default $kind:ident $status:ident) => {};
}
pub(super) use members;
