//! Errors as Python's exceptions.

use leadhook::endpoint::ConfigError as CoreConfigError;
use leadhook::{Error as CoreError, ErrorKind, Limits, RawBody, Rejection, Vendor};
use pyo3::create_exception;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pythonize::pythonize;

create_exception!(
    leadhook,
    Error,
    PyValueError,
    "A body was refused. Its text and its violations hold no value of the body, so they may be logged; `rejection` does."
);
create_exception!(leadhook, MalformedError, Error, "It is not JSON: not UTF-8, a name twice, or too deep.");
create_exception!(leadhook, InvalidError, Error, "It is JSON, but its platform's contract does not hold.");
create_exception!(leadhook, LimitError, Error, "It is larger than allowed.");
create_exception!(leadhook, UnauthenticError, Error, "Nothing shows that its platform sent it, or sent it now.");
create_exception!(leadhook, ConfigError, PyValueError, "An endpoint cannot be made as it was configured.");

/// A body that was refused, whole.
pub(crate) fn refused(error: CoreError, vendor: Option<Vendor>, body: &[u8], limits: Limits) -> Box<Rejection> {
    let rejection = Rejection::new(error, RawBody::of(body, limits));
    Box::new(match vendor {
        Some(vendor) => rejection.with_vendor(vendor),
        None => rejection,
    })
}

/// The exception of a rejection, with all that the rejection says.
pub(crate) fn exception(py: Python<'_>, rejection: &Rejection) -> PyErr {
    let error = &rejection.error;
    let text = error.to_string();
    let exception = match error.kind() {
        ErrorKind::Malformed => MalformedError::new_err(text),
        ErrorKind::Invalid => InvalidError::new_err(text),
        ErrorKind::TooLarge => LimitError::new_err(text),
        ErrorKind::Unauthenticated => UnauthenticError::new_err(text),
        _ => Error::new_err(text),
    };
    describe(exception.value(py), rejection).err().unwrap_or(exception)
}

fn describe(exception: &Bound<'_, PyAny>, rejection: &Rejection) -> PyResult<()> {
    let (py, error) = (exception.py(), &rejection.error);
    exception.setattr("kind", <&str>::from(error.kind()))?;
    exception.setattr("violations", pythonize(py, error.violations())?)?;
    exception.setattr("more", error.more())?;
    exception.setattr("answer", rejection.answer().status())?;
    exception.setattr("rejection", to_json(rejection)?)
}

/// What the crate makes is always JSON; a fault of ours would be told, not panic.
pub(crate) fn to_json(value: &impl serde::Serialize) -> PyResult<String> {
    serde_json::to_string(value).map_err(|error| pyo3::exceptions::PyRuntimeError::new_err(error.to_string()))
}

pub(crate) fn config(error: CoreConfigError) -> PyErr {
    ConfigError::new_err(error.to_string())
}
