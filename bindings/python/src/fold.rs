//! A stream of events into the lifecycles of its subjects.

use leadhook::StringEnum;
use leadhook::event::SubjectKey;
use leadhook::lifecycle::{self, SubjectState};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyAny, PyIterator, PyList, PyType};
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
            let key: SubjectKey = depythonize(&key).map_err(|_| PyValueError::new_err("not the key of a subject"))?;
            lifecycle.try_borrow()?.merge_into(&mut fold.0, key)?;
        }
        Ok(fold)
    }

    /// Takes an event, as a dict or as JSON, and tells what it changed: `advanced`, `duplicate`, `late` or `conflict`;
    /// `None` if it has no status, or no subject.
    fn observe(this: &Bound<'_, Self>, event: AnyEvent) -> PyResult<Option<&'static str>> {
        Ok(this.try_borrow_mut()?.0.observe(&event.0).map(StringEnum::as_str))
    }

    /// Takes all that another fold has taken.
    fn merge(this: &Bound<'_, Self>, other: &Bound<'_, Self>) -> PyResult<()> {
        let other = other.try_borrow()?.0.clone();
        this.try_borrow_mut()?.0.merge(other);
        Ok(())
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }

    /// Pairs of what each subject is and where it stands, in the order of the subjects.
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
    // Whatever makes Python's objects may collect others, whose last words may be to us: nothing is borrowed meanwhile.
    let fold_now = fold.try_borrow()?.0.clone();
    let py = fold.py();
    let pair = |SubjectState { key, lifecycle, .. }: SubjectState<'_>| {
        Ok((pythonize(py, key)?, Lifecycle::try_from(lifecycle)?.into_pyobject(py)?))
    };
    PyList::new(py, fold_now.iter().map(pair).collect::<PyResult<Vec<_>>>()?)
}
