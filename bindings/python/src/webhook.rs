//! One body at a time.

use leadhook::testing::{InvalidWebhook, Samples, Webhook, WebhookOptions};
use leadhook::{Event, Rejection, Vendor};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use pythonize::pythonize;

use crate::body::{Body, Platform, limits};
use crate::error::{exception, refused, to_json};
use crate::event::to_dict;

fn read(py: Python<'_>, vendor: Platform, body: &Body, max_body: Option<usize>) -> PyResult<Event> {
    let (Platform(vendor), limits) = (vendor, limits(max_body));
    let event = limits.normalize(vendor, body.as_bytes());
    event.map_err(|error| exception(py, &refused(error, Some(vendor), body.as_bytes(), limits)))
}

/// The unified event of a webhook's raw body, as a dict with datetimes.
#[pyfunction]
#[pyo3(signature = (vendor, body, *, max_body=None))]
pub(crate) fn normalize(
    py: Python<'_>,
    vendor: Platform,
    body: Body,
    max_body: Option<usize>,
) -> PyResult<Bound<'_, PyDict>> {
    to_dict(py, &read(py, vendor, &body, max_body)?)
}

/// The same as JSON, to the byte what the other languages and the command line write.
#[pyfunction]
#[pyo3(signature = (vendor, body, *, max_body=None))]
pub(crate) fn normalize_json(
    py: Python<'_>,
    vendor: Platform,
    body: Body,
    max_body: Option<usize>,
) -> PyResult<Bound<'_, PyBytes>> {
    let event = read(py, vendor, &body, max_body)?;
    Ok(PyBytes::new(py, to_json(&event)?.as_bytes()))
}

/// What the platform's published JSON Schema says of a body: the verdict, and what was found.
#[pyfunction]
#[pyo3(signature = (vendor, body, *, max_body=None))]
pub(crate) fn validate(
    py: Python<'_>,
    vendor: Platform,
    body: Body,
    max_body: Option<usize>,
) -> PyResult<Bound<'_, PyAny>> {
    Ok(pythonize(py, &limits(max_body).validate(vendor.0, body.as_bytes()))?)
}

/// The platform whose documents list this body's event name: for archives, never for what comes from the internet.
#[pyfunction]
pub(crate) fn detect(py: Python<'_>, body: Body) -> PyResult<&'static str> {
    let body = body.as_bytes();
    // However large: it is not read, but looked through.
    let found = Vendor::detect(body).map(Vendor::as_str);
    found.map_err(|error| exception(py, &Rejection::new(error, body.to_vec())))
}

/// The slugs of the platforms.
#[pyfunction]
pub(crate) fn vendors() -> Vec<&'static str> {
    Vendor::VARIANTS.iter().map(|vendor| vendor.as_str()).collect()
}

/// A published JSON Schema (draft 2020-12): a platform's, by its slug, `event`'s or `rejection`'s.
#[pyfunction]
pub(crate) fn schema(name: &str) -> PyResult<&'static str> {
    match name {
        "event" => Ok(leadhook::Event::SCHEMA),
        "rejection" => Ok(leadhook::Rejection::SCHEMA),
        as_str => match as_str.parse::<Vendor>() {
            Ok(vendor) => Ok(vendor.schema()),
            Err(_) => Err(PyValueError::new_err("expected a vendor, event or rejection")),
        },
    }
}

/// Made-up bodies for tests: what a platform may send or, if `near_valid`, what must be refused.
#[pyfunction]
#[pyo3(signature = (vendor=None, event=None, *, count=1, seed=0, near_valid=false))]
pub(crate) fn sample<'py>(
    py: Python<'py>,
    vendor: Option<Platform>,
    event: Option<&str>,
    count: usize,
    seed: u64,
    near_valid: bool,
) -> PyResult<Vec<Bound<'py, PyBytes>>> {
    let scope = match (vendor, event) {
        (None, None) => WebhookOptions::default(),
        (Some(Platform(vendor)), None) => vendor.into(),
        (Some(Platform(vendor)), Some(event)) => {
            WebhookOptions::event(vendor, event).map_err(|error| PyValueError::new_err(error.to_string()))?
        }
        (None, Some(_)) => return Err(PyValueError::new_err("an event is one of a vendor's: give that too")),
    };
    let scope = scope.without_unknown_events();
    // Many take their time, and whoever waits may give up.
    let made = |body: &[u8]| py.check_signals().map(|()| PyBytes::new(py, body));
    if near_valid {
        Samples::<InvalidWebhook>::new(scope, seed).take(count).map(|broken| made(&broken.body)).collect()
    } else {
        Samples::<Webhook>::new(scope, seed).take(count).map(|webhook| made(webhook.body.as_bytes())).collect()
    }
}
