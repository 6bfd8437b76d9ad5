//! The vendors: one table, and a folder for each.
//!
//! `CONTRIBUTING.md` describes how to add a vendor. The tests walk the table and report what is missing.

use std::borrow::Cow;

use serde::Serialize;

use crate::error::Error;
use crate::event::{Event, Source};
use crate::json::{MAX_DEPTH, depth_exceeds};
use crate::lifecycle::StateMachine;
use crate::schema::{Schema, Verdict, invalid_at};
use crate::value::string_enum;

mod adapter;
mod catalogue;
mod delivery;
mod detection;
mod model;
mod payloads;
#[cfg(test)]
mod publish;
mod source;
mod unknown;

use adapter::{Adapter, strings};
pub use catalogue::DocumentedEvent;
pub use delivery::{AuthScheme, Delivery, Documented, Encoding};
use detection::event_name;
use model::model;
use payloads::payloads;
pub use unknown::Unknown;

pub mod leadnest;
pub mod leadsail;
pub mod leadterra;
pub mod liguelead;
pub mod limecall;

/// The table of vendors: the enum of names, the enum of payloads, and the [`Adapter`] of each.
macro_rules! vendors {
    ($($vendor:ident = $name:literal in $module:ident,)+) => {
        string_enum! {
            /// A vendor that sends webhooks.
            pub enum Vendor {
                $(
                    #[doc = concat!("The vendor of [`", $name, "`](", $name, ").")]
                    $vendor = $name,
                )+
            }
        }

        /// The typed body of a webhook, in its vendor's own terms.
        ///
        /// It serializes to the JSON that it was parsed from. Only formatting is lost (white space, escapes, digits
        /// beyond a number's value), and optional members that were `null`.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
        #[serde(untagged)]
        #[non_exhaustive]
        pub enum Payload {
            $(
                #[doc = concat!("A webhook of [`", $name, "`](", $name, ").")]
                $vendor($module::Payload),
            )+
        }

        impl Vendor {
            /// Returns the strict schema as plain JSON Schema (draft 2020-12), for tools that generate types and for
            /// other validators.
            ///
            /// It accepts a body without drift, and refuses every other. It is a `oneOf` of one closed definition for
            /// each event, and for each channel of LigueLead. `schemas/README.md` describes how it is derived from the
            /// [`schema`](Self::schema).
            #[must_use]
            pub fn strict_schema(self) -> &'static str {
                match self {
                    $(Self::$vendor => include_str!(concat!("../../schemas/strict/", $name, ".schema.json")),)+
                }
            }
        }

        impl Payload {
            /// Returns the vendor that sent it.
            #[must_use]
            pub fn vendor(&self) -> Vendor {
                match self {
                    $(Self::$vendor(_) => Vendor::$vendor,)+
                }
            }

            /// Returns the event's name, as the vendor writes it.
            #[must_use]
            pub fn event_name(&self) -> &str {
                match self {
                    $(Self::$vendor(payload) => payload.event_name(),)+
                }
            }

            /// Returns the JSON Pointers of the documented members whose values did not fit their fields.
            ///
            /// The webhook is accepted nevertheless, because no event needs these members. The fields are `None`,
            /// and the values are in `extra` under their own names, also in the event. Log the pointers: they show
            /// where the vendor differs from its documentation. [`validate`](crate::validate) gives the reasons.
            ///
            /// ```
            /// use leadhook::{Vendor, parse};
            ///
            /// let body = br#"{"event":"missed_call","timestamp":"2025-01-30T15:00:00Z","status":["missed"]}"#;
            /// assert_eq!(parse(Vendor::LimeCall, body)?.unexpected(), ["/status"]);
            /// # Ok::<(), leadhook::Error>(())
            /// ```
            #[must_use]
            pub fn unexpected(&self) -> Vec<String> {
                let mut found = Vec::new();
                match self {
                    $(Self::$vendor(payload) => payload.find_unexpected(&mut found),)+
                }
                found
            }
        }

        impl Payload {
            /// Converts the vendor's terms into unified ones. Undocumented members, and values that do not fit, go into `extra`.
            ///
            /// The source is usually the vendor, with the account name if you have several accounts there. It is a part of
            /// the event's id.
            ///
            /// ```
            /// use leadhook::{Vendor, event::Source, parse};
            ///
            /// let body = br#"{"event":"missed_call","timestamp":"2025-01-30T15:00:00Z"}"#;
            /// let source = Source::from(Vendor::LimeCall).with_account("brazil")?;
            /// let event = parse(Vendor::LimeCall, body)?.into_event(source);
            /// assert_eq!(event.source().account(), Some("brazil"));
            /// # Ok::<(), Box<dyn std::error::Error>>(())
            /// ```
            #[must_use]
            pub fn into_event(self, source: Source) -> Event {
                match self {
                    $(Self::$vendor(payload) => payload.into_event(source),)+
                }
            }
        }

        impl From<Payload> for Event {
            /// Converts a payload, as [`Payload::into_event`] does. The source has no account name.
            fn from(payload: Payload) -> Self {
                let vendor = payload.vendor();
                payload.into_event(vendor.into())
            }
        }

        $(
            impl From<$module::Payload> for Payload {
                fn from(payload: $module::Payload) -> Self {
                    Self::$vendor(payload)
                }
            }

            impl From<$module::Payload> for Event {
                /// Converts a payload, as [`Payload::into_event`] does. The source has no account name.
                fn from(payload: $module::Payload) -> Self {
                    payload.into_event(Vendor::$vendor.into())
                }
            }
        )+

        $(impl Adapter for $module::$vendor {
            fn schema(&self) -> &'static Schema {
                static SCHEMA: Schema = Schema::new(include_str!(concat!("../../schemas/", $name, ".schema.json")));
                &SCHEMA
            }

            fn event_names(&self) -> Vec<&'static str> {
                strings::<$module::EventName>()
            }

            fn documents(&self, event_name: &str) -> bool {
                event_name.parse::<$module::EventName>().is_ok()
            }

            fn parse(&self, event_name: &str, text: &str) -> Result<Payload, Error> {
                match $module::Payload::parse(event_name, text) {
                    Ok(payload) => Ok(Payload::$vendor(payload)),
                    Err(_) => Err(explain(Vendor::$vendor, text.as_bytes())),
                }
            }

            fn normalize(&self, source: Source, event_name: &str, text: &str) -> Result<Event, Error> {
                match $module::Payload::parse(event_name, text) {
                    Ok(payload) => Ok(payload.into_event(source)),
                    Err(_) => Err(explain(Vendor::$vendor, text.as_bytes())),
                }
            }
        })+

        static ADAPTERS: [&dyn Adapter; Vendor::VARIANTS.len()] = [$(&$module::$vendor,)+];
    };
}

vendors! {
    LigueLead = "liguelead" in liguelead,
    Leadterra = "leadterra" in leadterra,
    LeadNest = "leadnest" in leadnest,
    LimeCall = "limecall" in limecall,
    LeadSail = "leadsail" in leadsail,
}

impl Vendor {
    /// Returns the vendor's JSON Schema (draft 2020-12): one for all its webhooks.
    #[must_use]
    pub fn schema(self) -> &'static str {
        self.adapter().schema().document()
    }

    /// Returns the names of the documented events: the same as in [`events`](Self::events).
    #[must_use]
    pub fn event_names(self) -> Vec<&'static str> {
        self.adapter().event_names()
    }

    /// Returns the documented values of each open enum that the vendor uses, such as its statuses.
    #[must_use]
    pub fn documented_values(self) -> Vec<Vec<&'static str>> {
        self.adapter().documented_values()
    }

    /// Returns the state machines of the vendor's statuses.
    ///
    /// ```
    /// use leadhook::Vendor;
    ///
    /// let sms = &Vendor::LigueLead.state_machines()[0];
    /// assert_eq!(sms.name, "liguelead.sms");
    /// assert_eq!(sms.states[0].status, "sent");
    /// assert_eq!(sms.states[0].successors, ["delivered", "undelivered", "invalid_number", "failed"]);
    /// ```
    #[must_use]
    pub fn state_machines(self) -> Vec<StateMachine> {
        self.adapter().state_machines().into_iter().map(|machine| machine.with_vendor_prefix(self.as_str())).collect()
    }

    /// Returns how the vendor delivers its webhooks.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use leadhook::Vendor;
    ///
    /// let delivery = Vendor::LigueLead.delivery();
    /// assert_eq!(delivery.timeout.max(), Some(Duration::from_secs(5)));
    /// assert_eq!(delivery.retries.max(), Some(0));
    /// ```
    #[must_use]
    pub fn delivery(self) -> &'static Delivery {
        self.adapter().delivery()
    }
}

/// Parses a body. The schema engine is used only if the body is refused.
pub(crate) fn parse(vendor: Vendor, body: &[u8]) -> Result<Payload, Error> {
    match name_and_text(body) {
        Some((event_name, text)) => vendor.adapter().parse(&event_name, text),
        None => Err(explain(vendor, body)),
    }
}

/// Parses and converts a body, as [`parse`] does.
pub(crate) fn normalize(source: Source, body: &[u8]) -> Result<Event, Error> {
    let vendor = source.vendor().ok_or_else(no_conversion)?;
    match name_and_text(body) {
        Some((event_name, text)) => vendor.adapter().normalize(source, &event_name, text),
        None => Err(explain(vendor, body)),
    }
}

/// Returns the error for a webhook of a vendor that is not built in.
#[cold]
pub(crate) fn no_conversion() -> Error {
    Error::invalid(
        "",
        "leadhook has no conversion for this source; convert the body yourself, for example with `Endpoint::receive_with`",
    )
}

/// Returns the event name of a body and its text, if it is UTF-8, not too deep, and has a name.
fn name_and_text(body: &[u8]) -> Option<(Cow<'_, str>, &str)> {
    let text = std::str::from_utf8(body).ok().filter(|text| depth_exceeds(text, MAX_DEPTH).is_none())?;
    Some((event_name(body)?, text))
}

/// Returns the error for a refused body. The schema finds it, because the error text of serde would show payload
/// values.
#[cold]
fn explain(vendor: Vendor, body: &[u8]) -> Error {
    match vendor.adapter().schema().check(body, MAX_DEPTH) {
        Err(diagnostics) => diagnostics.into(),
        Ok(()) => Error::from_diagnostic(invalid_at(
            body,
            "",
            "the model refuses what the schema accepts; this is a bug in leadhook, please report it",
        )),
    }
}

/// Validates a body against its vendor's schema.
pub(crate) fn validate(vendor: Vendor, body: &[u8]) -> Verdict {
    vendor.adapter().schema().validate(body)
}
