//! The lifecycles of all subjects in a stream of events.

use leadhook::StringEnum;
use leadhook::event::SubjectKey;
use leadhook::lifecycle::{Fold as CoreFold, SubjectState};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyAny, PyIterator, PyList, PyType};
use pythonize::{depythonize, pythonize};

use crate::event::EventArgument;
use crate::lifecycle::Lifecycle;

/// The lifecycles of every message, call and lead in a stream of events, in any order.
#[pyclass(module = "leadhook", eq, skip_from_py_object)]
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Fold(CoreFold);

#[pymethods]
impl Fold {
    #[new]
    #[pyo3(signature = (pairs=None))]
    fn new(pairs: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let mut fold = Self::default();
        for pair in pairs.map(PyAnyMethods::try_iter).transpose()?.into_iter().flatten() {
            let (key, lifecycle): (Bound<'_, PyAny>, Bound<'_, Lifecycle>) = pair?.extract()?;
            let key: SubjectKey = depythonize(&key)
                .map_err(|_| PyValueError::new_err("expected a subject key: source, subject, kind"))?;
            lifecycle.try_borrow()?.merge_into(&mut fold.0, key)?;
        }
        Ok(fold)
    }

    /// Records an event, given as a dict or as JSON.
    ///
    /// Returns what changed: `advanced`, `duplicate`, `late` or `conflict`. Returns `None` if the event has no status,
    /// no subject or no time.
    fn observe(this: &Bound<'_, Self>, event: EventArgument) -> PyResult<Option<&'static str>> {
        Ok(this.try_borrow_mut()?.0.observe(&event.0).map(StringEnum::as_str))
    }

    /// Adds the reports of another fold.
    fn merge(this: &Bound<'_, Self>, other: &Bound<'_, Self>) -> PyResult<()> {
        let other = other.try_borrow()?.0.clone();
        this.try_borrow_mut()?.0.merge(other);
        Ok(())
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }

    /// Iterates over pairs of a subject and its lifecycle, in the order of the subjects.
    fn __iter__<'py>(this: &Bound<'py, Self>) -> PyResult<Bound<'py, PyIterator>> {
        pairs(this)?.try_iter()
    }

    fn __reduce__<'py>(this: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyType>, (Bound<'py, PyList>,))> {
        Ok((this.get_type(), (pairs(this)?,)))
    }

    fn __repr__(&self) -> String {
        format!("<leadhook.Fold of {} subjects>", self.0.len())
    }
}

fn pairs<'py>(fold: &Bound<'py, Fold>) -> PyResult<Bound<'py, PyList>> {
    // A copy, because nothing may be borrowed here: creating Python objects can run the garbage collector, and so a
    // finalizer that uses this fold.
    let copy = fold.try_borrow()?.0.clone();
    let py = fold.py();
    let pair = |SubjectState { key, lifecycle, .. }: SubjectState<'_>| {
        Ok((pythonize(py, key)?, Lifecycle::try_from(lifecycle)?.into_pyobject(py)?))
    };
    PyList::new(py, copy.iter().map(pair).collect::<PyResult<Vec<_>>>()?)
}
