//! Models: structs that hold a payload or an object inside one.

use serde_json::Value;

use crate::event::EventKey;
use crate::value::{Form, Label, Member, Written};

/// Returns the key of a webhook that only its whole body identifies.
pub(super) fn whole_key(vendor_event: Label, model: &impl Member) -> EventKey {
    let mut body = serde_json::to_value(Written(model, Form::Canonical)).expect("a model serializes to JSON");
    body["event"] = Value::from(vendor_event.as_str());
    EventKey::whole(vendor_event, &body)
}

/// Defines a model, one row for each documented member: its documentation, its field, its type and its name in JSON.
///
/// ```text
/// model! {
///     /// A missed call.
///     pub struct Call {
///         _ = "event",
///         /// The caller's phone number.
///         caller_number: Option<Phone> = "caller_number",
///         /// When it happened.
///         timestamp: Timestamp = required "timestamp",
///     }
/// }
/// ```
///
/// - A row makes a public field. An optional member has an `Option`. A `required` one is a parameter of the constructor
///   `new`.
/// - A row `_ = …` has no field. With a value, `_ = "type" == "sms"`, the member must have it and is written with it.
///   Without a value, reading skips the member. The enum `Payload` writes `event`.
/// - The last field is `extra`, for undocumented members.
///
/// **Reading** fails only if a required member is missing or does not fit, a member is repeated, or a constant differs.
/// An optional member that is null is absent. An optional member whose type does not hold its value stays in `extra`,
/// under its own name. [`Member`](crate::value::Member) says what each type holds.
///
/// **Writing** gives back what was read. A member of `extra` is not written if a set field or a constant has its name.
macro_rules! model {
    (
        $(#[$attribute:meta])*
        pub struct $model:ident $(<$parameter:ident: $bound:ident $(= $default:ty)?>)? {
            $(_ = $constant:literal $(== $value:expr)?,)*
            $(
                $(#[$doc:meta])*
                $field:ident: $type:ty = $($required:ident)? $name:literal,
            )*
        }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct $model $(<$parameter $(= $default)?>)? {
            $(
                $(#[$doc])*
                pub $field: $type,
            )*
            /// Undocumented members, and documented members with values that do not fit their fields.
            pub extra: $crate::value::Extra,
        }

        impl $(<$parameter>)? $model $(<$parameter>)? {
            /// Creates a value with the required members. All others are absent.
            #[must_use]
            pub fn new($($($field: model!(@parameter $required $type),)?)*) -> Self {
                Self {
                    $($field: model!(@initial $($required)? $field),)*
                    extra: $crate::value::Extra::default(),
                }
            }
        }

        impl $(<$parameter: $bound>)? $crate::value::Member for $model $(<$parameter>)? {
            fn from_object<'de, Members: ::serde::de::MapAccess<'de>>(
                mut members: Members,
            ) -> Result<Result<Self, ::serde_json::Value>, Members::Error> {
                use $crate::value::{Constant, Extra, Name, Slot, check_constants, read_other};

                let mut constants: [Constant; _] = [$(Constant::new($constant, model!(@constant $($value)?)),)*];
                $(let mut $field = Slot::Absent;)*
                let mut extra = Extra::default();
                while let Some(Name(name)) = members.next_key()? {
                    match &*name {
                        $($name => model!(@read $($required)? $field, members, $name, extra),)*
                        _ => read_other(&mut members, name, &mut constants, &mut extra)?,
                    }
                }
                check_constants(&constants)?;
                $(let $field = model!(@finish $($required)? $field, $name);)*
                Ok(Ok(Self { $($field,)* extra }))
            }

            fn write<Ser: ::serde::Serializer>(
                &self,
                serializer: Ser,
                form: $crate::value::Form,
            ) -> Result<Ser::Ok, Ser::Error> {
                use ::serde::ser::SerializeMap as _;

                let mut members = serializer.serialize_map(None)?;
                $($(members.serialize_entry($constant, $value)?;)?)*
                $(model!(@write $($required)? self, $field, members, $name, form);)*
                for (name, value) in &self.extra {
                    let is_written = match name {
                        $($constant => true,)*
                        $($name => model!(@is_set $($required)? self, $field),)*
                        _ => false,
                    };
                    if !is_written {
                        members.serialize_entry(name, value)?;
                    }
                }
                members.end()
            }

            fn find_unexpected(&self, path: &$crate::value::Path<'_>, found: &mut Vec<String>) {
                $(model!(@unexpected $($required)? self, $field, path, $name, found);)*
            }
        }

        impl<'de $(, $parameter: $bound)?> ::serde::Deserialize<'de> for $model $(<$parameter>)? {
            fn deserialize<De: ::serde::Deserializer<'de>>(deserializer: De) -> Result<Self, De::Error> {
                deserializer.deserialize_map($crate::value::ModelVisitor(::std::marker::PhantomData))
            }
        }

        impl $(<$parameter: $bound>)? ::serde::Serialize for $model $(<$parameter>)? {
            fn serialize<Ser: ::serde::Serializer>(&self, serializer: Ser) -> Result<Ser::Ok, Ser::Error> {
                $crate::value::Member::write(self, serializer, $crate::value::Form::AsRead)
            }
        }
    };

    // What differs between an optional and a required row.
    (@parameter required $type:ty) => { impl Into<$type> };
    (@initial $field:ident) => { None };
    (@initial required $field:ident) => { $field.into() };
    (@read $field:ident, $members:ident, $name:literal, $extra:ident) => {
        $field.read(&mut $members, $name, &mut $extra)?
    };
    (@read required $field:ident, $members:ident, $name:literal, $extra:ident) => {
        _ = $field.read_required(&mut $members)?
    };
    (@finish $field:ident, $name:literal) => { $field.into_option() };
    (@finish required $field:ident, $name:literal) => {
        $field.into_option().ok_or_else(|| ::serde::de::Error::missing_field($name))?
    };
    (@write $self:ident, $field:ident, $members:ident, $name:literal, $form:ident) => {
        if let Some(member) = &$self.$field {
            $members.serialize_entry($name, &$crate::value::Written(member, $form))?;
        }
    };
    (@write required $self:ident, $field:ident, $members:ident, $name:literal, $form:ident) => {
        $members.serialize_entry($name, &$crate::value::Written(&$self.$field, $form))?;
    };
    (@is_set $self:ident, $field:ident) => { $self.$field.is_some() };
    (@is_set required $self:ident, $field:ident) => { true };
    (@unexpected $self:ident, $field:ident, $path:ident, $name:literal, $found:ident) => {
        match &$self.$field {
            Some(member) => $crate::value::Member::find_unexpected(member, &$path.member($name), $found),
            None if $self.extra.get($name).is_some() => $found.push($path.member($name).to_pointer()),
            None => {}
        }
    };
    (@unexpected required $self:ident, $field:ident, $path:ident, $name:literal, $found:ident) => {
        $crate::value::Member::find_unexpected(&$self.$field, &$path.member($name), $found)
    };

    // The value of a constant.
    (@constant) => { None };
    (@constant $value:expr) => { Some($value) };
}
pub(super) use model;
