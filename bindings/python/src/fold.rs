//! A stream of events into the lifecycles of its subjects.

use leadhook::Word;
use leadhook::status::{self, Standing};
use pyo3::prelude::*;
use pyo3::types::{PyAny, PyList, PyType};
use pythonize::{depythonize, pythonize};

use crate::event::AnyEvent;
use crate::lifecycle::Lifecycle;

/// The lifecycles of every message, call and lead in a stream of events, whatever their order.
#[pyclass(module = "leadhook", eq, skip_from_py_object)]
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Fold(status::Fold);

#[pymethods]
impl Fold {
    #[new]
    #[pyo3(signature = (pairs=None))]
    fn new(pairs: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let mut fold = Self::default();
        for pair in pairs.map(PyAnyMethods::try_iter).transpose()?.into_iter().flatten() {
            let (key, lifecycle): (Bound<'_, PyAny>, Bound<'_, Lifecycle>) = pair?.extract()?;
            lifecycle.borrow().merge_into(&mut fold.0, depythonize(&key)?);
        }
        Ok(fold)
    }

    /// Takes an event, as a dict or as JSON, and tells what it changed: `advanced`, `duplicate`, `late` or `conflict`;
    /// `None` if it has no status, or no subject.
    fn observe(this: &Bound<'_, Self>, event: AnyEvent) -> Option<&'static str> {
        this.borrow_mut().0.observe(&event.0).map(Word::as_str)
    }

    /// Takes all that another fold has taken.
    fn merge(&mut self, other: &Bound<'_, Self>) {
        // Merged with itself it is what it was; and then it is borrowed already.
        if let Ok(other) = other.try_borrow() {
            self.0.merge(other.0.clone());
        }
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }

    /// Pairs of what each subject is and where it stands, in the order of the subjects.
    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let pair = |Standing { key, lifecycle, .. }: Standing<'_>| {
            Ok((pythonize(py, key)?, Lifecycle::try_from(lifecycle)?.into_pyobject(py)?))
        };
        let pairs = self.0.iter().map(pair).collect::<PyResult<Vec<_>>>()?;
        Ok(PyList::new(py, pairs)?.try_iter()?.into_any())
    }

    fn __reduce__<'py>(this: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyType>, (Bound<'py, PyList>,))> {
        let pairs = this.borrow().__iter__(this.py())?.try_iter()?.collect::<PyResult<Vec<_>>>()?;
        Ok((this.get_type(), (PyList::new(this.py(), pairs)?,)))
    }

    fn __repr__(&self) -> String {
        format!("<leadhook.Fold of {} subjects>", self.0.len())
    }
}
