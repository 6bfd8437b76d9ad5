//! Many bodies, some at a time, without the GIL.

use std::collections::VecDeque;

use leadhook::{Event, Limits, Rejection, Vendor};
use pyo3::exceptions::{PyBaseException, PyException, PyTypeError, PyValueError};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyIterator, PyString};

use crate::body::{Body, Platform, limits};
use crate::error::{exception, refused};
use crate::event::to_dict;

/// How many bytes of bodies are taken from the iterable before the first of them is answered.
const BATCH_BYTES: usize = 1 << 20;

/// Events of many bodies of one platform, in their order. What is refused comes as the exception that `normalize` would
/// raise, in its place, and is not raised.
///
/// Up to `batch` bodies are taken ahead of what is given out, and read with the GIL released. Memory stays flat. Without
/// a vendor, each body's is found as by `detect`: for archives alone.
#[pyfunction]
#[pyo3(signature = (vendor, bodies, *, batch=256, max_body=None))]
pub(crate) fn normalize_many(
    vendor: Option<Platform>,
    bodies: &Bound<'_, PyAny>,
    batch: usize,
    max_body: Option<usize>,
) -> PyResult<NormalizedIterator> {
    if bodies.is_instance_of::<PyString>() {
        return Err(PyTypeError::new_err("expected an iterable of bodies, found str: one body stands in a list"));
    }
    if batch == 0 {
        return Err(PyValueError::new_err("a batch has at least one body"));
    }
    Ok(NormalizedIterator {
        bodies: bodies.try_iter()?.unbind(),
        vendor: vendor.map(|Platform(vendor)| vendor),
        limits: limits(max_body),
        batch,
        read: VecDeque::new(),
        broken: None,
        is_finished: false,
    })
}

/// What `normalize_many` returns.
#[pyclass(module = "leadhook")]
pub(crate) struct NormalizedIterator {
    bodies: Py<PyIterator>,
    vendor: Option<Vendor>,
    limits: Limits,
    batch: usize,
    read: VecDeque<Result<Event, Box<Rejection>>>,
    /// What the iterable raised; it is raised behind the bodies that came before.
    broken: Option<Py<PyBaseException>>,
    /// It is not asked again.
    is_finished: bool,
}

#[pymethods]
impl NormalizedIterator {
    fn __iter__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.bodies)?;
        visit.call(&self.broken)
    }

    fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        if self.read.is_empty() && self.broken.is_none() && !self.is_finished {
            // Before anything is taken, that nothing be lost to who gives up.
            py.check_signals()?;
            self.fill(py)?;
        }
        match self.read.pop_front() {
            Some(Ok(event)) => Ok(Some(to_dict(py, &event)?.into_any().unbind())),
            Some(Err(rejection)) => Ok(Some(exception(py, &rejection).into_value(py).into_any())),
            None => {
                self.broken.take().map_or(Ok(None), |error| Err(PyErr::from_value(error.into_bound(py).into_any())))
            }
        }
    }
}

impl NormalizedIterator {
    fn fill(&mut self, py: Python<'_>) -> PyResult<()> {
        let mut stopped = Ok(());
        let (mut bodies, mut bytes) = (Vec::new(), 0);
        let mut iterator = self.bodies.bind(py).clone();
        while bodies.len() < self.batch && bytes < BATCH_BYTES {
            match iterator.next().map(|body| body.and_then(|body| body.extract::<Body>())) {
                Some(Ok(body)) => {
                    bytes += body.as_bytes().len();
                    bodies.push(body);
                }
                Some(Err(error)) if error.is_instance_of::<PyException>(py) => {
                    self.broken = Some(error.into_value(py));
                    break;
                }
                // Whoever interrupts does not wait for what came before, which is still there if they come back.
                Some(Err(error)) => {
                    stopped = Err(error);
                    break;
                }
                None => {
                    self.is_finished = true;
                    break;
                }
            }
        }
        let (vendor, limits) = (self.vendor, self.limits);
        self.read = py.detach(|| bodies.iter().map(|body| read(vendor, limits, body.as_bytes())).collect());
        stopped
    }
}

fn read(vendor: Option<Vendor>, limits: Limits, body: &[u8]) -> Result<Event, Box<Rejection>> {
    let found = match vendor {
        Some(vendor) => Ok(vendor),
        None => limits.detect(body),
    };
    found
        .and_then(|vendor| limits.normalize(vendor, body))
        .map_err(|error| refused(error, vendor.or_else(|| Vendor::detect(body)), body, limits))
}
