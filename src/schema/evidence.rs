//! How well a fact about a vendor is known.

use crate::value::string_enum;

string_enum! {
    /// How a fact about a vendor is known: an event, or the steps between statuses.
    pub enum Evidence {
        /// The vendor's documentation has a sample payload.
        Sample = "sample",
        /// The vendor's documentation describes it in prose.
        Prose = "prose",
        /// The vendor's documentation lists only the name.
        Listed = "listed",
        /// Another page of the vendor has the name.
        Elsewhere = "elsewhere",
        /// It was seen in real webhooks.
        Observed = "observed",
        /// The vendor's documentation draws it.
        Diagram = "diagram",
        /// It is inferred from the documented names.
        Inferred = "inferred",
    }
}
