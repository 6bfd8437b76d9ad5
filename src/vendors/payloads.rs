//! The macro for the table of a vendor's events. One row defines the event's name, its variant and its model.

/// Defines the enum `EventName` and the enum `Payload`, whose variants hold the models.
///
/// A model drops the member `event` when it is read, and `Payload` writes it. A model on its own therefore serializes
/// without `event`, and also deserializes without it.
macro_rules! payloads {
    ($vendor:literal, $($(#[$doc:meta])* $name:literal => $variant:ident($model:ty),)+) => {
        $crate::value::string_enum! {
            #[doc = concat!("The name of an event that ", $vendor, " documents.")]
            pub enum EventName {
                $($(#[$doc])* $variant = $name,)+
            }
        }

        #[doc = concat!("The body of a webhook of ", $vendor, ".")]
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
        #[serde(tag = "event")]
        #[non_exhaustive]
        pub enum Payload {
            $(
                $(#[$doc])*
                #[serde(rename = $name)]
                $variant($model),
            )+
            /// An undocumented event.
            #[serde(untagged)]
            Unknown(crate::vendors::Unknown),
        }

        impl Payload {
            /// Returns the event's name.
            #[must_use]
            pub fn event_name(&self) -> &str {
                match self {
                    $(Self::$variant(_) => $name,)+
                    Self::Unknown(unknown) => unknown.event_name(),
                }
            }

            pub(crate) fn name(&self) -> crate::value::Label {
                match self {
                    $(Self::$variant(_) => crate::value::Label::from_static($name),)+
                    Self::Unknown(unknown) => unknown.event_name().into(),
                }
            }

            pub(crate) fn find_unexpected(&self, found: &mut Vec<String>) {
                use $crate::value::{Member as _, Path};

                match self {
                    $(Self::$variant(model) => model.find_unexpected(&Path::ROOT, found),)+
                    Self::Unknown(_) => {}
                }
            }

            pub(crate) fn parse(name: &str, text: &str) -> serde_json::Result<Self> {
                match name.parse() {
                    $(Ok(EventName::$variant) => serde_json::from_str(text).map(Self::$variant),)+
                    Err(_) => crate::vendors::Unknown::parse(name, text).map(Self::Unknown),
                }
            }
        }
    };
}
pub(super) use payloads;
