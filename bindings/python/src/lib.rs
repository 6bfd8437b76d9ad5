//! The Python module `leadhook`. It only hands over: what it says is said by the crate. `leadhook.pyi` has the types.

mod body;
mod endpoint;
mod error;
mod event;
mod fold;
mod lifecycle;
mod many;
mod webhook;

use pyo3::pymodule;

/// Webhooks of LigueLead, Leadterra, LeadNest, LimeCall and LeadSail, checked and turned into one typed stream of events.
#[pymodule(name = "leadhook")]
mod module {
    #[pymodule_export]
    #[expect(non_upper_case_globals, reason = "as Python spells it")]
    const __version__: &str = env!("CARGO_PKG_VERSION");

    #[pymodule_export]
    use super::endpoint::{Endpoint, Received};
    #[pymodule_export]
    use super::error::{ConfigError, Error, InvalidError, LimitError, MalformedError, UnauthenticError};
    #[pymodule_export]
    use super::fold::Fold;
    #[pymodule_export]
    use super::lifecycle::Lifecycle;
    #[pymodule_export]
    use super::many::{NormalizedIterator, normalize_many};
    #[pymodule_export]
    use super::webhook::{detect, normalize, normalize_json, sample, schema, validate, vendors};
}
