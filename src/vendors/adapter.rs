//! The interface that each vendor implements.

use super::{Delivery, Payload, Vendor};
use crate::error::Error;
use crate::event::{Event, Source};
use crate::lifecycle::StateMachine;
use crate::schema::Schema;
use crate::value::StringEnum;

/// The behavior that differs between vendors. The unit struct in each vendor's folder implements it.
pub(super) trait VendorFacts: Sync {
    /// Returns how the vendor delivers its webhooks.
    fn delivery(&self) -> &'static Delivery;

    /// Returns the documented values of each open enum in the models.
    fn documented_values(&self) -> Vec<Vec<&'static str>>;

    /// Returns a state machine for each kind of subject that has statuses.
    fn state_machines(&self) -> Vec<StateMachine>;

    /// Returns true if every call of the vendor is outbound.
    fn places_calls(&self) -> bool {
        false
    }
}

/// One vendor. The table of vendors implements it for each unit struct.
pub(super) trait Adapter: VendorFacts {
    /// Returns the schema of every webhook of the vendor.
    fn schema(&self) -> &'static Schema;

    /// Returns the names of the documented events.
    fn event_names(&self) -> Vec<&'static str>;

    /// Returns true if an event of this name is documented.
    fn documents(&self, event_name: &str) -> bool;

    /// Parses a body whose event name is known.
    fn parse(&self, event_name: &str, text: &str) -> Result<Payload, Error>;

    /// Parses and converts a body whose event name is known.
    ///
    /// Events are large. This builds the event in place, without an intermediate [`Payload`].
    fn normalize(&self, source: Source, event_name: &str, text: &str) -> Result<Event, Error>;
}

impl Vendor {
    pub(super) fn adapter(self) -> &'static dyn Adapter {
        super::ADAPTERS[self as usize]
    }
}

/// Returns the string of each variant.
pub(super) fn strings<E: StringEnum>() -> Vec<&'static str> {
    E::VARIANTS.iter().map(|&variant| variant.as_str()).collect()
}
