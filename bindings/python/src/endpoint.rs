//! Receives requests: verifies them and returns events.

use std::borrow::Cow;
use std::time::Duration;

use chrono::{DateTime, Utc};
use leadhook::endpoint::{Builder, Endpoint as CoreEndpoint, Proof, Secret, Verification};
use pyo3::exceptions::PyRuntimeError;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};

use crate::arguments::{Body, VendorName, limits, parse_enum};
use crate::error::{ConfigError, reject, to_config_error, to_exception};
use crate::event::to_dict;

/// Receives the webhooks of one vendor and one account. Threads can share it.
#[pyclass(module = "leadhook", frozen)]
pub(crate) struct Endpoint(CoreEndpoint);

/// A webhook that was received and verified.
#[pyclass(module = "leadhook", frozen)]
#[expect(clippy::struct_field_names, reason = "they are the names in Python")]
pub(crate) struct Received {
    /// The unified event. Its `id` recognizes duplicates.
    #[pyo3(get)]
    event: Py<PyDict>,
    /// The JSON Pointers of the documented members whose values did not fit. They contain no value and can be logged.
    #[pyo3(get)]
    unexpected: Vec<String>,
    /// `verified`, or `unsigned` if nothing proves that the request is the vendor's.
    #[pyo3(get)]
    verification: &'static str,
    /// Each header that proves the request, and the index of the secret that matched.
    #[pyo3(get)]
    proofs: Vec<(String, usize)>,
    /// When it was received.
    #[pyo3(get)]
    received_at: DateTime<Utc>,
    /// Whether the event is older than the dedup window, so that a duplicate may not be recognized.
    #[pyo3(get)]
    is_outside_dedup_window: bool,
}

#[pymethods]
impl Endpoint {
    #[new]
    #[pyo3(signature = (
        vendor, *, signing_secret=None, encoding=None, bearer_token=None, secret_header=None,
        dangerously_accept_unsigned=false, account=None, max_body=None, max_event_age=None, dedup_window=None,
    ))]
    #[expect(clippy::too_many_arguments, reason = "they are keywords in Python")]
    fn new(
        vendor: VendorName,
        signing_secret: Option<Secrets>,
        encoding: Option<&str>,
        bearer_token: Option<Secrets>,
        secret_header: Option<&Bound<'_, PyDict>>,
        dangerously_accept_unsigned: bool,
        account: Option<&str>,
        max_body: Option<usize>,
        max_event_age: Option<Duration>,
        dedup_window: Option<Duration>,
    ) -> PyResult<Self> {
        let mut builder = CoreEndpoint::builder(vendor.0).limits(limits(max_body));
        if let Some(secrets) = signing_secret {
            builder = secrets.to_core("signing_secret")?.into_iter().fold(builder, Builder::signing_secret);
        }
        if let Some(secrets) = bearer_token {
            builder = secrets.to_core("bearer_token")?.into_iter().fold(builder, Builder::bearer_token);
        }
        // A list of the items, because extracting a value may run Python code that changes the dict.
        for pair in secret_header.map(PyDictMethods::items).into_iter().flatten() {
            let (name, secrets): (PyBackedStr, Bound<'_, PyAny>) = pair.extract()?;
            for secret in secrets.extract::<Secrets>()?.to_core("secret_header")? {
                builder = builder.secret_header(&name, secret);
            }
        }
        if let Some(encoding) = encoding {
            builder = builder.encoding(parse_enum(encoding)?);
        }
        if dangerously_accept_unsigned {
            builder = builder.dangerously_accept_unsigned();
        }
        builder = account.into_iter().fold(builder, Builder::account);
        builder = max_event_age.into_iter().fold(builder, Builder::max_event_age);
        builder = dedup_window.into_iter().fold(builder, Builder::dedup_window);
        builder.build().map(Self).map_err(to_config_error)
    }

    /// The vendor, and the account if there is one.
    #[getter]
    fn source(&self) -> String {
        self.0.source().to_string()
    }

    /// The maximum body size in bytes (inclusive). Use it where you read bodies from the network, too.
    #[getter]
    fn max_body(&self) -> usize {
        self.0.limits().max_body()
    }

    /// Verifies a request, parses its body and converts it into an event. Pass the raw bytes of the body.
    fn receive(&self, py: Python<'_>, headers: &Bound<'_, PyAny>, body: Body) -> PyResult<Received> {
        let headers = extract_headers(headers)?;
        let received = py
            .detach(|| self.0.receive(as_bytes(&headers), body.as_bytes()).map_err(Box::new))
            .map_err(|rejection| to_exception(py, &rejection))?;
        let (verification, proofs) = describe(&received.verification)?;
        Ok(Received {
            event: to_dict(py, &received.event)?.unbind(),
            unexpected: received.unexpected,
            verification,
            proofs,
            received_at: received.received_at,
            is_outside_dedup_window: received.is_outside_dedup_window,
        })
    }

    /// Verifies that a request is the vendor's. Returns `verified`, or `unsigned` if there is nothing to verify.
    fn verify(&self, py: Python<'_>, headers: &Bound<'_, PyAny>, body: Body) -> PyResult<&'static str> {
        let (headers, body) = (extract_headers(headers)?, body.as_bytes());
        let verification = self.0.verify(as_bytes(&headers), body).map_err(|error| {
            let source = self.0.source().clone();
            to_exception(py, &reject(error.into(), Some(source), body, self.0.limits()))
        })?;
        describe(&verification).map(|(verification, _)| verification)
    }

    /// Returns the headers that authenticate a body to this endpoint. Use it in tests.
    fn sign(&self, body: Body) -> Vec<(String, String)> {
        self.0.sign(body.as_bytes())
    }

    fn __repr__(&self) -> String {
        format!("<leadhook.Endpoint of {}>", self.0.source())
    }
}

#[pymethods]
impl Received {
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.event)
    }

    fn __repr__(&self) -> String {
        format!("<leadhook.Received, {}>", self.verification)
    }
}

/// One secret, or several during a rotation.
struct Secrets(Vec<Body>);

impl FromPyObject<'_, '_> for Secrets {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        if object.is_instance_of::<PyList>() || object.is_instance_of::<PyTuple>() {
            // Through the iterator, because a subclass of `list` may report any length.
            return object.try_iter()?.map(|secret| extract_secret(&secret?)).collect::<PyResult<_>>().map(Self);
        }
        extract_secret(&object).map(|secret| Self(vec![secret]))
    }
}

/// Extracts a secret. Unlike in a body, a lone surrogate is a mistake of the caller.
fn extract_secret(object: &Bound<'_, PyAny>) -> PyResult<Body> {
    if object.is_instance_of::<PyString>() { object.extract().map(Body::Text) } else { object.extract() }
}

impl Secrets {
    /// Converts the secrets of an option. An empty list is an error, because nothing would be verified.
    fn to_core(&self, option: &str) -> PyResult<Vec<Secret>> {
        if self.0.is_empty() {
            return Err(ConfigError::new_err(format!("{option} is an empty list: give at least one secret")));
        }
        let to_core =
            |body: &Body| Secret::try_from(body.as_bytes()).map_err(|error| ConfigError::new_err(error.to_string()));
        self.0.iter().map(to_core).collect()
    }
}

/// Extracts the headers of a request, a mapping or pairs. They are the sender's, so a lone surrogate is not an error.
fn extract_headers(headers: &Bound<'_, PyAny>) -> PyResult<Vec<(Body, Body)>> {
    let pairs = if headers.hasattr("items")? { headers.call_method0("items")? } else { headers.clone() };
    pairs.try_iter()?.map(|pair| pair?.extract()).collect()
}

fn as_bytes(headers: &[(Body, Body)]) -> impl Iterator<Item = (Cow<'_, str>, &[u8])> {
    headers.iter().map(|(name, value)| (String::from_utf8_lossy(name.as_bytes()), value.as_bytes()))
}

fn describe(verification: &Verification) -> PyResult<(&'static str, Vec<(String, usize)>)> {
    match verification {
        Verification::Unsigned => Ok(("unsigned", Vec::new())),
        Verification::Verified(proofs) => {
            let proof = |Proof { header, secret_index, .. }: &Proof| (header.clone(), *secret_index);
            Ok(("verified", proofs.iter().map(proof).collect()))
        }
        _ => Err(PyRuntimeError::new_err("unknown verification")),
    }
}
