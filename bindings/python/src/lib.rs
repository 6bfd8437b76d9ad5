//! The Python module `leadhook`: a thin layer over the crate. `leadhook.pyi` has the types.

#![expect(clippy::needless_pass_by_value, reason = "PyO3 passes arguments by value")]

mod arguments;
mod endpoint;
mod error;
mod event;
mod fold;
mod lifecycle;
mod many;
mod webhook;

use pyo3::pymodule;

/// Turns the webhooks of LigueLead, Leadterra, LeadNest, LimeCall and LeadSail into one typed stream of events.
#[pymodule(name = "leadhook")]
mod module {
    use pyo3::prelude::*;

    #[pymodule_export]
    #[expect(non_upper_case_globals, reason = "the name that Python uses")]
    const __version__: &str = env!("CARGO_PKG_VERSION");

    #[pymodule_export]
    use super::endpoint::{Endpoint, Received};
    #[pymodule_export]
    use super::error::{ConfigError, Error, InvalidError, MalformedError, TooLargeError, UnauthenticatedError};
    #[pymodule_export]
    use super::event::{read_event, validate_event, write_event};
    #[pymodule_export]
    use super::fold::Fold;
    #[pymodule_export]
    use super::lifecycle::Lifecycle;
    #[pymodule_export]
    use super::many::{NormalizedIterator, normalize_many};
    #[pymodule_export]
    use super::webhook::{detect, normalize, normalize_json, sample, schema, validate, vendors};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        super::error::set_class_attributes(module.py())
    }
}
