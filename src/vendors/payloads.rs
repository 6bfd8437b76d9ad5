//! The table of a vendor's events: one row makes the name, the variant and the reading.

/// Makes `EventName`, a closed vocabulary, and `Payload`, whose variants hold the models.
///
/// A model takes the member `event` in a private field that it never writes; the enum around it writes the name. So a
/// model alone is written without its event's name, and reads back from that.
macro_rules! payloads {
    ($vendor:literal, $($(#[$doc:meta])* $name:literal => $variant:ident($model:ty),)+) => {
        $crate::value::string_enum! {
            #[doc = concat!("The names of the events that ", $vendor, " documents.")]
            pub enum EventName {
                $($(#[$doc])* $variant = $name,)+
            }
        }

        #[doc = concat!("The body of a webhook of ", $vendor, ".")]
        #[derive(Clone, Debug, PartialEq, serde::Serialize)]
        #[serde(tag = "event")]
        #[non_exhaustive]
        pub enum Payload {
            $(
                $(#[$doc])*
                #[serde(rename = $name)]
                $variant($model),
            )+
            /// An event that is undocumented.
            #[serde(untagged)]
            Unknown(crate::vendors::Unknown),
        }

        impl Payload {
            /// The event's name.
            #[must_use]
            pub fn event(&self) -> &str {
                match self {
                    $(Self::$variant(_) => $name,)+
                    Self::Unknown(unknown) => unknown.event(),
                }
            }

            pub(crate) fn name(&self) -> crate::value::Label {
                match self {
                    $(Self::$variant(_) => crate::value::Label::from_static($name),)+
                    Self::Unknown(unknown) => unknown.event().into(),
                }
            }

            pub(crate) fn read(name: &str, text: &str) -> serde_json::Result<Self> {
                match name.parse() {
                    $(Ok(EventName::$variant) => serde_json::from_str(text).map(Self::$variant),)+
                    Err(_) => crate::vendors::Unknown::read(name, text).map(Self::Unknown),
                }
            }
        }
    };
}
pub(super) use payloads;
