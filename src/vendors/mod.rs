//! The platforms: one table, and a folder for each.
//!
//! A platform is added with
//! - a folder here: `mod.rs` (what it is, its quirks, its keys), `payload.rs`, `status.rs`, `convert.rs`,
//!   `delivery.rs`;
//! - two lines in this file: its `mod` and its row;
//! - its contract, `schemas/<slug>.schema.json`;
//! - `tests/{fixtures,unknown,rejects}/<slug>/`: what is documented, what is not, and what must be refused and why;
//!   `LEADHOOK_BLESS=1 cargo test --test events --test laws --test states --test conformance` writes `events.tsv`, the
//!   events that come of them, `drift.tsv`, what the strict reading finds, `tests/states/machines.mmd`, the steps, and
//!   `tests/conformance/cases.tsv`, what the other languages must answer: read all four;
//! - a row in each of the tables in the three READMEs;
//! - its slug where the bindings tell the slugs: `bindings/c/src/body.rs`, `bindings/python/leadhook.pyi`.
//!
//! The tests walk the table and say what is missing.

use std::borrow::Cow;
use std::fmt;
use std::sync::LazyLock;

use jsonschema::Validator;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

#[cfg(doc)]
use crate::ErrorKind;
use crate::event::{Identity, Source};
use crate::status::Machine;
use crate::{Error, Event, Name, Verdict, Word, json, schema};

/// The table of platforms: an enum of names, an enum of payloads, and an [`Entry`] each.
macro_rules! vendors {
    ($($vendor:ident = $module:ident,)+) => {
        /// A platform that sends webhooks. Its slug is its name in lower case.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(EnumString, IntoStaticStr, VariantArray, Serialize, Deserialize)]
        #[strum(serialize_all = "lowercase", parse_err_ty = crate::NoWord, parse_err_fn = crate::NoWord::new)]
        #[serde(rename_all = "lowercase")]
        #[non_exhaustive]
        pub enum Vendor {
            $(
                #[doc = concat!("[`", stringify!($module), "`]")]
                $vendor,
            )+
        }

        /// The typed body of a webhook, in its platform's own words.
        ///
        /// It serializes to the JSON that it was read from, but for spelling (spaces, escapes, digits beyond a
        /// number's value) and for optional members that were `null`.
        #[derive(Clone, Debug, PartialEq, Serialize)]
        #[serde(untagged)]
        #[non_exhaustive]
        pub enum Payload {
            $(
                #[doc = concat!("From [`", stringify!($module), "`].")]
                $vendor($module::Payload),
            )+
        }

        impl Payload {
            /// The platform that sent it.
            #[must_use]
            pub fn vendor(&self) -> Vendor {
                match self {
                    $(Self::$vendor(_) => Vendor::$vendor,)+
                }
            }

            /// The event's name, in the platform's own words.
            #[must_use]
            pub fn event(&self) -> &str {
                match self {
                    $(Self::$vendor(payload) => payload.event(),)+
                }
            }
        }

        impl From<Payload> for Event {
            /// The only place where words change. Nothing is thrown away: what has no member of its own in the event
            /// stands in its `extra`.
            fn from(payload: Payload) -> Self {
                match payload {
                    $(Payload::$vendor(payload) => payload.into(),)+
                }
            }
        }

        $(impl From<$module::Payload> for Event {
            fn from(payload: $module::Payload) -> Self {
                let name = payload.name();
                payload.convert(Vendor::$vendor.into(), name)
            }
        })+

        static TABLE: [Entry; Vendor::ALL.len()] = [
            $(Entry {
                contract: include_str!(concat!("../../schemas/", stringify!($module), ".schema.json")),
                validator: LazyLock::new(|| schema::compile(Vendor::$vendor.schema())),
                strict: LazyLock::new(|| schema::compile_strict(Vendor::$vendor.schema())),
                event_names: words::<$module::EventName>,
                documents: |name| name.parse::<$module::EventName>().is_ok(),
                parse: |name, text| match $module::Payload::read(name, text) {
                    Ok(payload) => Ok(Payload::$vendor(payload)),
                    Err(_) => Err(explain(Vendor::$vendor, text.as_bytes())),
                },
                normalize: |name, text| match $module::Payload::read(name, text) {
                    Ok(payload) => Ok(payload.into()),
                    Err(_) => Err(explain(Vendor::$vendor, text.as_bytes())),
                },
                vocabulary: $module::Payload::vocabulary,
                machines: $module::Payload::machines,
                delivery: $module::Payload::DELIVERY,
                identity: $module::Payload::identity,
            },)+
        ];
    };
}

mod catalogue;
mod delivery;
mod payloads;
mod unknown;

pub use catalogue::{DocumentedEvent, Provenance};
pub use delivery::{Delivery, Encoding, Told};
pub use unknown::Unknown;

use payloads::payloads;

pub mod leadnest;
pub mod leadsail;
pub mod leadterra;
pub mod liguelead;
pub mod limecall;

vendors! {
    LigueLead = liguelead,
    Leadterra = leadterra,
    LeadNest = leadnest,
    LimeCall = limecall,
    LeadSail = leadsail,
}

/// What every platform's folder provides for the table, besides `EventName`, a [`Word`], and `Payload`, which
/// [`payloads`] makes.
trait Platform {
    /// How this platform delivers its webhooks.
    const DELIVERY: &'static Delivery;

    /// The payload in our words. This throws nothing away: what has no member of its own in the event goes into its
    /// `extra`, under the platform's own path.
    fn convert(self, source: Source, name: Name) -> Event;

    /// The documented words of each open word in the models.
    fn vocabulary() -> Vec<Vec<&'static str>>;

    /// The statuses of each kind of thing that has any, and the steps between them.
    fn machines() -> Vec<Machine>;

    /// What an event of this platform is about, and what makes it the same event when it comes twice.
    fn identity(event: &Event) -> Identity<'_>;
}

/// One row of the table.
struct Entry {
    contract: &'static str,
    validator: LazyLock<Validator>,
    strict: LazyLock<Validator>,
    event_names: fn() -> Vec<&'static str>,
    documents: fn(&str) -> bool,
    /// Of an event's name and the body's text.
    parse: fn(&str, &str) -> Result<Payload, Error>,
    /// The same and [`Platform::convert`]: events are large, and made where they are returned.
    normalize: fn(&str, &str) -> Result<Event, Error>,
    vocabulary: fn() -> Vec<Vec<&'static str>>,
    machines: fn() -> Vec<Machine>,
    delivery: &'static Delivery,
    identity: for<'e> fn(&'e Event) -> Identity<'e>,
}

impl Vendor {
    /// Every platform, in the order of the table.
    pub const ALL: &'static [Self] = <Self as VariantArray>::VARIANTS;

    /// The name in lower case, as it stands in an event's `source` and on the command line.
    #[must_use]
    pub fn slug(self) -> &'static str {
        self.into()
    }

    /// The platform's contract: a JSON Schema (draft 2020-12) of every webhook it sends.
    #[must_use]
    pub fn schema(self) -> &'static str {
        self.entry().contract
    }

    /// The platform whose documents list this body's event name.
    ///
    /// For archives and backfills. Never let a body from the internet choose its platform: some platforms sign and
    /// some do not, so a forger would choose one that does not. The name is looked for, and the body not read: whoever
    /// parses it finds out whether it is JSON.
    ///
    /// ```
    /// use leadhook::Vendor;
    ///
    /// assert_eq!(Vendor::detect(br#"{"event":"missed_call"}"#), Some(Vendor::LimeCall));
    /// assert_eq!(Vendor::detect(br#"{"event":"order.paid"}"#), None);
    /// ```
    #[must_use]
    pub fn detect(body: &[u8]) -> Option<Self> {
        Self::documenting(&event_name(body)?)
    }

    /// As [`detect`](Self::detect), with the reason where no platform is found.
    ///
    /// # Errors
    ///
    /// If no name is found that a platform documents: [`ErrorKind::Malformed`] if the body is not JSON,
    /// [`ErrorKind::Invalid`] if it is no object with an event name, or with one that nobody documents.
    pub fn try_detect(body: &[u8]) -> Result<Self, Error> {
        static NAMED: LazyLock<Validator> = LazyLock::new(|| {
            schema::compile(r#"{"type":"object","required":["event"],"properties":{"event":{"type":"string"}}}"#)
        });

        Self::detect(body).map_or_else(
            || {
                schema::validate(&NAMED, body, json::MAX_DEPTH)?;
                let name = event_name(body).unwrap_or_default();
                let names = Self::ALL.iter().flat_map(|vendor| vendor.event_names());
                let hint = schema::nearest(&name, names).map(|name| format!("; did you mean {name}?"));
                let message = format!("no platform documents an event of this name{}", hint.unwrap_or_default());
                Err(schema::fault_at(body, "/event", &message))
            },
            Ok,
        )
    }

    fn documenting(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|vendor| (vendor.entry().documents)(name))
    }

    /// The names of the events that have a model: those of [`events`](Self::events), which come from the contract.
    #[must_use]
    pub fn event_names(self) -> Vec<&'static str> {
        (self.entry().event_names)()
    }

    /// The documented words of each open word that the platform uses, such as its statuses.
    #[must_use]
    pub fn vocabulary(self) -> Vec<Vec<&'static str>> {
        (self.entry().vocabulary)()
    }

    /// The state machines of the things that have a status at this platform.
    ///
    /// ```
    /// use leadhook::Vendor;
    ///
    /// let sms = &Vendor::LigueLead.machines()[0];
    /// assert_eq!(sms.name, "liguelead.sms");
    /// assert_eq!(sms.states[0].status, "sent");
    /// assert_eq!(sms.states[0].next, ["delivered", "undelivered", "invalid_number", "failed"]);
    /// ```
    #[must_use]
    pub fn machines(self) -> Vec<Machine> {
        (self.entry().machines)().into_iter().map(|machine| machine.at(self.slug())).collect()
    }

    /// How the platform delivers its webhooks.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use leadhook::Vendor;
    ///
    /// let delivery = Vendor::LigueLead.delivery();
    /// assert_eq!(delivery.time_limit.most(), Some(Duration::from_secs(5)));
    /// assert_eq!(delivery.retries.most(), Some(0));
    /// ```
    #[must_use]
    pub fn delivery(self) -> &'static Delivery {
        self.entry().delivery
    }

    pub(crate) fn identity(self, event: &Event) -> Identity<'_> {
        (self.entry().identity)(event)
    }

    fn entry(self) -> &'static Entry {
        &TABLE[self as usize]
    }
}

impl fmt::Display for Vendor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.slug())
    }
}

/// No schema engine and no `Value`, unless the body is refused.
pub(crate) fn parse(vendor: Vendor, body: &[u8]) -> Result<Payload, Error> {
    match named(body) {
        Some((name, text)) => (vendor.entry().parse)(&name, text),
        None => Err(explain(vendor, body)),
    }
}

/// As [`parse`].
pub(crate) fn normalize(vendor: Vendor, body: &[u8]) -> Result<Event, Error> {
    match named(body) {
        Some((name, text)) => (vendor.entry().normalize)(&name, text),
        None => Err(explain(vendor, body)),
    }
}

/// The event name of a body, and its text.
fn named(body: &[u8]) -> Option<(Cow<'_, str>, &str)> {
    let text = std::str::from_utf8(body).ok().filter(|text| json::too_deep(text, json::MAX_DEPTH).is_none())?;
    Some((event_name(body)?, text))
}

/// Why a body is refused: the contract's words, never serde's, which show values.
#[cold]
fn explain(vendor: Vendor, body: &[u8]) -> Error {
    schema::validate(&vendor.entry().validator, body, json::MAX_DEPTH).err().unwrap_or_else(|| {
        schema::fault_at(body, "", "the model refuses what the contract accepts: a fault of leadhook, please report it")
    })
}

/// What the contract says of a body, and its strict reading.
pub(crate) fn verdict(vendor: Vendor, body: &[u8]) -> Verdict {
    let Entry { validator, strict, .. } = vendor.entry();
    schema::verdict(validator, strict, body, json::MAX_DEPTH)
}

/// The event name, found and read by hand where it and its member are spelt plainly, as nearly always.
fn event_name(body: &[u8]) -> Option<Cow<'_, str>> {
    const NAME: &str = "\"event\"";
    // Most platforms send it first.
    let first = body.trim_ascii_start().strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
    let behind = first.and_then(|body| body.strip_prefix(NAME.as_bytes())).or_else(|| json::member(body, NAME));
    let plain = behind.and_then(json::plain_text).map(Cow::Borrowed);
    plain.or_else(|| json::text_at(std::str::from_utf8(body).ok()?, &["event"]))
}

/// Every word of a vocabulary, as it is spelt.
fn words<T: Word>() -> Vec<&'static str> {
    T::ALL.iter().map(|&word| word.as_str()).collect()
}
