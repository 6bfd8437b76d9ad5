//! Who sent a webhook, and what to answer.

use std::borrow::Cow;
use std::time::Duration;

use chrono::{DateTime, Utc};
use leadhook::endpoint::{self, Builder, Proof, Secret, Verification};
use pyo3::exceptions::PyRuntimeError;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};

use crate::body::{Body, Platform, limits, word};
use crate::error::{ConfigError, config, exception, refused};
use crate::event::to_dict;

/// Where one platform sends its webhooks to, for one account. Threads may share it.
#[pyclass(module = "leadhook", frozen)]
pub(crate) struct Endpoint(endpoint::Endpoint);

/// A webhook that was received.
#[pyclass(module = "leadhook", frozen)]
#[expect(clippy::struct_field_names, reason = "`at` alone says too little in Python")]
pub(crate) struct Received {
    /// What it says.
    #[pyo3(get)]
    event: Py<PyDict>,
    /// `authentic`, or `unsigned` where nobody knows.
    #[pyo3(get)]
    authenticity: &'static str,
    /// Each header that proved it, and which of its secrets matched, counted from 0.
    #[pyo3(get)]
    proofs: Vec<(String, usize)>,
    /// When it was received.
    #[pyo3(get)]
    received_at: DateTime<Utc>,
    /// Whether it happened longer ago than ids are kept: if it has come before, nobody may know any more.
    #[pyo3(get)]
    is_outside_dedup_window: bool,
    /// The HTTP status to answer once the event is kept.
    #[pyo3(get)]
    answer: u16,
}

/// One secret or several, while one takes the place of another.
struct Secrets(Vec<Body>);

impl FromPyObject<'_, '_> for Secrets {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        if object.is_instance_of::<PyList>() || object.is_instance_of::<PyTuple>() {
            // One by one: what a list says of its length may be anything.
            return object.try_iter()?.map(|one| secret(&one?)).collect::<PyResult<_>>().map(Self);
        }
        secret(&object).map(|secret| Self(vec![secret]))
    }
}

/// Other than a sender's body, a text that is none is a mistake.
fn secret(object: &Bound<'_, PyAny>) -> PyResult<Body> {
    if object.is_instance_of::<PyString>() { object.extract().map(Body::Text) } else { object.extract() }
}

impl Secrets {
    /// Those of a setting of this name. To be given none is a mistake: nothing would be checked.
    fn read(self, name: &str) -> PyResult<Vec<Secret>> {
        let secret =
            |body: &Body| Secret::try_from(body.as_bytes()).map_err(|error| ConfigError::new_err(error.to_string()));
        if self.0.is_empty() {
            return Err(ConfigError::new_err(format!(
                "{name}: a list of no secrets, by which nothing would be checked"
            )));
        }
        self.0.iter().map(secret).collect()
    }
}

/// The headers of a request: a mapping, or pairs. They come from whoever sent it, so none is a mistake of the caller's.
fn headers(headers: &Bound<'_, PyAny>) -> PyResult<Vec<(Body, Body)>> {
    let pairs = if headers.hasattr("items")? { headers.call_method0("items")? } else { headers.clone() };
    pairs.try_iter()?.map(|pair| pair?.extract()).collect()
}

fn as_bytes(headers: &[(Body, Body)]) -> impl Iterator<Item = (Cow<'_, str>, &[u8])> {
    headers.iter().map(|(name, value)| (String::from_utf8_lossy(name.as_bytes()), value.as_bytes()))
}

fn told(authenticity: &Verification) -> PyResult<(&'static str, Vec<(String, usize)>)> {
    match authenticity {
        Verification::Unsigned => Ok(("unsigned", Vec::new())),
        Verification::Verified(proofs) => {
            let proof = |Proof { header, secret, .. }: &Proof| (header.clone(), *secret);
            Ok(("authentic", proofs.iter().map(proof).collect()))
        }
        _ => Err(PyRuntimeError::new_err("a kind of authenticity that this module does not know")),
    }
}

#[pymethods]
impl Endpoint {
    #[new]
    #[pyo3(signature = (
        vendor, *, signing_secret=None, encoding=None, bearer=None, headers=None, unsigned=false, account=None,
        max_body=None, window=None, dedup_window=None,
    ))]
    #[expect(clippy::too_many_arguments, reason = "named, in Python")]
    fn new(
        vendor: Platform,
        signing_secret: Option<Secrets>,
        encoding: Option<&str>,
        bearer: Option<Secrets>,
        headers: Option<&Bound<'_, PyDict>>,
        unsigned: bool,
        account: Option<&str>,
        max_body: Option<usize>,
        window: Option<Duration>,
        dedup_window: Option<Duration>,
    ) -> PyResult<Self> {
        let mut builder = endpoint::Endpoint::builder(vendor.0).limits(limits(max_body));
        builder = read(signing_secret, "signed_with")?.into_iter().fold(builder, Builder::signing_secret);
        builder = read(bearer, "bearer")?.into_iter().fold(builder, Builder::bearer);
        // A list: what is read from it may be Python's code, and change the dict.
        for pair in headers.map(PyDictMethods::items).into_iter().flatten() {
            let (name, secrets): (PyBackedStr, Bound<'_, PyAny>) = pair.extract()?;
            for secret in secrets.extract::<Secrets>()?.read("headers")? {
                builder = builder.header(&name, secret);
            }
        }
        if let Some(encoding) = encoding {
            builder = builder.encoding(word(encoding)?);
        }
        if unsigned {
            builder = builder.dangerously_accept_unsigned();
        }
        builder = account.into_iter().fold(builder, Builder::account);
        builder = window.into_iter().fold(builder, Builder::window);
        builder = dedup_window.into_iter().fold(builder, Builder::dedup_window);
        builder.build().map(Self).map_err(config)
    }

    /// The platform, and the account there if it has a label.
    #[getter]
    fn source(&self) -> String {
        self.0.source().to_string()
    }

    /// How many bytes a body may have: what reads bodies from the network should know, too.
    #[getter]
    fn max_body(&self) -> usize {
        self.0.limits().body()
    }

    /// Takes a request: its headers (a mapping, or pairs), and its body as it came, to the byte.
    fn receive(&self, py: Python<'_>, headers: &Bound<'_, PyAny>, body: Body) -> PyResult<Received> {
        let headers = self::headers(headers)?;
        let received = py
            .detach(|| self.0.receive(as_bytes(&headers), body.as_bytes()).map_err(Box::new))
            .map_err(|rejection| exception(py, &rejection))?;
        let (authenticity, proofs) = told(&received.authenticity)?;
        Ok(Received {
            event: to_dict(py, &received.event)?.unbind(),
            authenticity,
            proofs,
            received_at: received.received_at,
            is_outside_dedup_window: received.is_outside_dedup_window,
            answer: received.answer().status(),
        })
    }

    /// Who sent a body: `authentic`, or `unsigned` where nobody knows.
    fn verify(&self, py: Python<'_>, headers: &Bound<'_, PyAny>, body: Body) -> PyResult<&'static str> {
        let (headers, body) = (self::headers(headers)?, body.as_bytes());
        let known = self.0.verify(as_bytes(&headers), body).map_err(|error| {
            let source = self.0.source();
            let mut rejection = refused(error.into(), Some(source.vendor()), body, self.0.limits());
            rejection.account = source.account().map(str::to_owned);
            exception(py, &rejection)
        })?;
        told(&known).map(|(authenticity, _)| authenticity)
    }

    /// The headers that prove a body to this endpoint, for tests.
    fn sign(&self, body: Body) -> Vec<(String, String)> {
        self.0.sign(body.as_bytes())
    }

    fn __repr__(&self) -> String {
        format!("<leadhook.Endpoint of {}>", self.0.source())
    }
}

fn read(secrets: Option<Secrets>, name: &str) -> PyResult<Vec<Secret>> {
    secrets.map_or(Ok(Vec::new()), |secrets| secrets.read(name))
}

#[pymethods]
impl Received {
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.event)
    }

    fn __repr__(&self) -> String {
        format!("<leadhook.Received, {}>", self.authenticity)
    }
}
