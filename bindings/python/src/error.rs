//! Errors as Python exceptions.

use leadhook::endpoint::ConfigError as CoreConfigError;
use leadhook::event::Source;
use leadhook::{Error as CoreError, ErrorKind, Limits, RawBody, Rejection};
use pyo3::create_exception;
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyTuple, PyType};
use pythonize::pythonize;
use serde::Serialize;

create_exception!(
    leadhook,
    Error,
    PyValueError,
    "A body was refused. Its text and its diagnostics contain no value of the body and can be logged. `rejection` \
     contains the body."
);
create_exception!(
    leadhook,
    MalformedError,
    Error,
    "The body is not JSON: not UTF-8, not JSON, a repeated member, or nested too deep."
);
create_exception!(leadhook, InvalidError, Error, "The body is JSON and violates its schema.");
create_exception!(leadhook, TooLargeError, Error, "The body is larger than allowed.");
create_exception!(
    leadhook,
    UnauthenticatedError,
    Error,
    "The request is not proven to be the vendor's, or is too old."
);
create_exception!(leadhook, ConfigError, PyValueError, "The configuration of an endpoint is wrong.");

/// Creates the rejection of a body.
pub(crate) fn reject(error: CoreError, source: Option<Source>, body: &[u8], limits: Limits) -> Box<Rejection> {
    let rejection = Rejection::new(error, RawBody::new(body, limits));
    Box::new(match source {
        Some(source) => rejection.with_source(source),
        None => rejection,
    })
}

/// Converts a rejection to an exception with everything that the rejection contains.
pub(crate) fn to_exception(py: Python<'_>, rejection: &Rejection) -> PyErr {
    let error = &rejection.error;
    let exception = PyErr::from_type(class(py, error.kind()), error.to_string());
    set_attributes(exception.value(py), rejection).err().unwrap_or(exception)
}

fn class(py: Python<'_>, kind: ErrorKind) -> Bound<'_, PyType> {
    match kind {
        ErrorKind::Malformed => py.get_type::<MalformedError>(),
        ErrorKind::Invalid => py.get_type::<InvalidError>(),
        ErrorKind::TooLarge => py.get_type::<TooLargeError>(),
        ErrorKind::Unauthenticated => py.get_type::<UnauthenticatedError>(),
        _ => py.get_type::<Error>(),
    }
}

fn set_attributes(exception: &Bound<'_, PyAny>, rejection: &Rejection) -> PyResult<()> {
    let (py, error) = (exception.py(), &rejection.error);
    exception.setattr("kind", error.kind().as_str())?;
    exception.setattr("diagnostics", pythonize(py, error.diagnostics().as_slice())?)?;
    exception.setattr("omitted", error.diagnostics().omitted())?;
    exception.setattr("http_status", rejection.http_status().as_u16())?;
    exception.setattr("rejection", to_json(rejection)?)
}

/// Sets the attributes of an error that the caller creates, such as `InvalidError("…")` in a test.
pub(crate) fn set_class_attributes(py: Python<'_>) -> PyResult<()> {
    let base = py.get_type::<Error>();
    base.setattr("kind", ErrorKind::Invalid.as_str())?;
    base.setattr("diagnostics", PyTuple::empty(py))?;
    base.setattr("omitted", 0)?;
    base.setattr("http_status", 200)?;
    base.setattr("rejection", "")?;
    for &kind in ErrorKind::VARIANTS {
        class(py, kind).setattr("kind", kind.as_str())?;
    }
    py.get_type::<TooLargeError>().setattr("http_status", 413)?;
    py.get_type::<UnauthenticatedError>().setattr("http_status", 401)
}

/// Serializes a value of the library. A failure would be a bug and raises `RuntimeError`.
pub(crate) fn to_json(value: &impl Serialize) -> PyResult<String> {
    serde_json::to_string(value).map_err(|error| PyRuntimeError::new_err(error.to_string()))
}

pub(crate) fn to_config_error(error: CoreConfigError) -> PyErr {
    ConfigError::new_err(error.to_string())
}
