//! Functions on one body, and what leadhook publishes: vendors, schemas and samples.

use leadhook::testing::{InvalidWebhook, Samples, Webhook, WebhookOptions};
use leadhook::{Event, Rejection, Vendor};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use pythonize::pythonize;

use crate::arguments::{Body, VendorName, limits, source};
use crate::error::{reject, to_exception, to_json};
use crate::event::to_dict;

/// Parses the raw body of a webhook and converts it into the unified event, as a dict with datetimes.
#[pyfunction]
#[pyo3(signature = (vendor, body, *, account=None, max_body=None))]
pub(crate) fn normalize<'py>(
    py: Python<'py>,
    vendor: VendorName,
    body: Body,
    account: Option<&str>,
    max_body: Option<usize>,
) -> PyResult<Bound<'py, PyDict>> {
    to_dict(py, &to_event(py, vendor, &body, account, max_body)?)
}

/// Does what `normalize` does, and returns JSON. The bytes are the same in every language and on the command line.
#[pyfunction]
#[pyo3(signature = (vendor, body, *, account=None, max_body=None))]
pub(crate) fn normalize_json<'py>(
    py: Python<'py>,
    vendor: VendorName,
    body: Body,
    account: Option<&str>,
    max_body: Option<usize>,
) -> PyResult<Bound<'py, PyBytes>> {
    let event = to_event(py, vendor, &body, account, max_body)?;
    Ok(PyBytes::new(py, to_json(&event)?.as_bytes()))
}

fn to_event(
    py: Python<'_>,
    vendor: VendorName,
    body: &Body,
    account: Option<&str>,
    max_body: Option<usize>,
) -> PyResult<Event> {
    let (source, limits) = (source(vendor, account)?, limits(max_body));
    let event = limits.normalize_from(source.clone(), body.as_bytes());
    event.map_err(|error| to_exception(py, &reject(error, Some(source), body.as_bytes(), limits)))
}

/// Validates the raw body of a webhook against its vendor's JSON Schema. Returns the verdict and the diagnostics.
#[pyfunction]
#[pyo3(signature = (vendor, body, *, max_body=None))]
pub(crate) fn validate(
    py: Python<'_>,
    vendor: VendorName,
    body: Body,
    max_body: Option<usize>,
) -> PyResult<Bound<'_, PyAny>> {
    Ok(pythonize(py, &limits(max_body).validate(vendor.0, body.as_bytes()))?)
}

/// Returns the vendor whose documentation has this body's event name. Use it for archives, never for requests.
#[pyfunction]
pub(crate) fn detect(py: Python<'_>, body: Body) -> PyResult<&'static str> {
    let body = body.as_bytes();
    // Without a size limit, because only the event name is read.
    let vendor = Vendor::detect(body).map(Vendor::as_str);
    vendor.map_err(|error| to_exception(py, &Rejection::new(error, body)))
}

/// Returns the names of the vendors.
#[pyfunction]
pub(crate) fn vendors() -> Vec<&'static str> {
    Vendor::VARIANTS.iter().map(|vendor| vendor.as_str()).collect()
}

/// Returns a published JSON Schema (draft 2020-12): that of a vendor, of `event` or of `rejection`.
#[pyfunction]
pub(crate) fn schema(name: &str) -> PyResult<&'static str> {
    match name {
        "event" => Ok(Event::SCHEMA),
        "rejection" => Ok(Rejection::SCHEMA),
        vendor => match vendor.parse::<Vendor>() {
            Ok(vendor) => Ok(vendor.schema()),
            Err(_) => Err(PyValueError::new_err("expected a vendor, event or rejection")),
        },
    }
}

/// Generates bodies for tests: what a vendor may send or, if `invalid` is true, what must be refused.
#[pyfunction]
#[pyo3(signature = (vendor=None, event=None, *, count=1, seed=0, invalid=false))]
pub(crate) fn sample<'py>(
    py: Python<'py>,
    vendor: Option<VendorName>,
    event: Option<&str>,
    count: usize,
    seed: u64,
    invalid: bool,
) -> PyResult<Vec<Bound<'py, PyBytes>>> {
    let options = match (vendor, event) {
        (None, None) => WebhookOptions::default(),
        (Some(VendorName(vendor)), None) => vendor.into(),
        (Some(VendorName(vendor)), Some(event)) => {
            WebhookOptions::for_event(vendor, event).map_err(|error| PyValueError::new_err(error.to_string()))?
        }
        (None, Some(_)) => return Err(PyValueError::new_err("an event needs a vendor: give the vendor too")),
    };
    let options = options.without_unknown_events();
    // A large count takes long, so that the caller can interrupt it.
    let to_bytes = |body: &[u8]| py.check_signals().map(|()| PyBytes::new(py, body));
    if invalid {
        Samples::<InvalidWebhook>::new(options, seed).take(count).map(|webhook| to_bytes(&webhook.body)).collect()
    } else {
        Samples::<Webhook>::new(options, seed).take(count).map(|webhook| to_bytes(webhook.body.as_bytes())).collect()
    }
}
