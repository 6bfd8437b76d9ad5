//! Normalizes many bodies, in batches that release the GIL.

use std::collections::VecDeque;

use leadhook::event::Source;
use leadhook::{Event, Limits, Rejection, Vendor};
use pyo3::exceptions::{PyBaseException, PyException, PyTypeError, PyValueError};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyIterator, PyString};

use crate::arguments::{Body, VendorName, limits, source};
use crate::error::{reject, to_exception};
use crate::event::to_dict;

/// How many bytes of bodies are read from the iterable before the first of them is normalized.
const BATCH_BYTES: usize = 1 << 20;

/// Normalizes many bodies, in order. A refused body gives the exception that `normalize` would raise, as a result.
///
/// Up to `batch` bodies are read ahead and normalized with the GIL released. Memory use is constant. If the vendor is
/// `None`, the vendor of each body is detected as by `detect`. Use that only for archives. An account needs a vendor.
#[pyfunction]
#[pyo3(signature = (vendor, bodies, *, account=None, batch=256, max_body=None))]
pub(crate) fn normalize_many(
    vendor: Option<VendorName>,
    bodies: &Bound<'_, PyAny>,
    account: Option<&str>,
    batch: usize,
    max_body: Option<usize>,
) -> PyResult<NormalizedIterator> {
    if bodies.is_instance_of::<PyString>() {
        return Err(PyTypeError::new_err("expected an iterable of bodies, found str: put a single body into a list"));
    }
    if batch == 0 {
        return Err(PyValueError::new_err("batch must be at least 1"));
    }
    if vendor.is_none() && account.is_some() {
        return Err(PyValueError::new_err("an account needs a vendor: give the vendor too"));
    }
    Ok(NormalizedIterator {
        bodies: bodies.try_iter()?.unbind(),
        source: vendor.map(|vendor| source(vendor, account)).transpose()?,
        limits: limits(max_body),
        batch,
        results: VecDeque::new(),
        raised: None,
        is_exhausted: false,
    })
}

/// The iterator that `normalize_many` returns.
#[pyclass(module = "leadhook")]
pub(crate) struct NormalizedIterator {
    bodies: Py<PyIterator>,
    source: Option<Source>,
    limits: Limits,
    batch: usize,
    results: VecDeque<Result<Event, Box<Rejection>>>,
    /// What the iterable raised. It is raised again after the results of the bodies before it.
    raised: Option<Py<PyBaseException>>,
    /// An exhausted iterable is not called again, because it may block.
    is_exhausted: bool,
}

#[pymethods]
impl NormalizedIterator {
    fn __iter__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.bodies)?;
        visit.call(&self.raised)
    }

    fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        if self.results.is_empty() && self.raised.is_none() && !self.is_exhausted {
            // Before a body is read, so that an interrupted caller loses none.
            py.check_signals()?;
            self.fill(py)?;
        }
        match self.results.pop_front() {
            Some(Ok(event)) => Ok(Some(to_dict(py, &event)?.into_any().unbind())),
            Some(Err(rejection)) => Ok(Some(to_exception(py, &rejection).into_value(py).into_any())),
            None => {
                self.raised.take().map_or(Ok(None), |error| Err(PyErr::from_value(error.into_bound(py).into_any())))
            }
        }
    }
}

impl NormalizedIterator {
    /// Reads and normalizes the next batch.
    fn fill(&mut self, py: Python<'_>) -> PyResult<()> {
        let mut interrupted = Ok(());
        let (mut bodies, mut bytes) = (Vec::new(), 0);
        let mut iterator = self.bodies.bind(py).clone();
        while bodies.len() < self.batch && bytes < BATCH_BYTES {
            match iterator.next().map(|body| body.and_then(|body| body.extract::<Body>())) {
                Some(Ok(body)) => {
                    bytes += body.as_bytes().len();
                    bodies.push(body);
                }
                Some(Err(error)) if error.is_instance_of::<PyException>(py) => {
                    self.raised = Some(error.into_value(py));
                    break;
                }
                // An interrupt, such as Ctrl+C, is raised at once. The results before it stay for the next call.
                Some(Err(error)) => {
                    interrupted = Err(error);
                    break;
                }
                None => {
                    self.is_exhausted = true;
                    break;
                }
            }
        }
        let (source, limits) = (self.source.as_ref(), self.limits);
        self.results = py.detach(|| bodies.iter().map(|body| normalize(source, limits, body.as_bytes())).collect());
        interrupted
    }
}

fn normalize(source: Option<&Source>, limits: Limits, body: &[u8]) -> Result<Event, Box<Rejection>> {
    let detected = match source {
        Some(source) => Ok(source.clone()),
        None => limits.detect(body).map(Source::from),
    };
    detected.and_then(|source| limits.normalize_from(source, body)).map_err(|error| {
        let source = source.cloned().or_else(|| Vendor::detect(body).ok().map(Source::from));
        reject(error, source, body, limits)
    })
}
