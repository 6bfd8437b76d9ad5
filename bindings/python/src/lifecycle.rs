//! Where one message, call or lead stands.

use std::collections::HashMap;

use leadhook::event::{CallStatus, LeadStatus, MessageStatus, SubjectKey};
use leadhook::lifecycle::{self, AnyLifecycle};
use leadhook::{Name, StringEnum};
use pyo3::exceptions::{PyRuntimeError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use serde::Deserialize;

use crate::body::word;
use crate::error::to_json;
use crate::event::{At, Time};

/// What has been reported of one message, call or lead, whatever the order of the reports.
#[pyclass(module = "leadhook", eq, skip_from_py_object)]
#[derive(Clone, PartialEq)]
pub(crate) struct Lifecycle(Any);

#[derive(Clone, PartialEq)]
enum Any {
    Message(status::Lifecycle<MessageStatus>),
    Call(status::Lifecycle<CallStatus>),
    Lead(status::Lifecycle<LeadStatus>),
}

/// The same, whatever it is about.
macro_rules! each {
    ($any:expr, $lifecycle:ident => $answer:expr) => {
        match $any {
            Any::Message($lifecycle) => $answer,
            Any::Call($lifecycle) => $answer,
            Any::Lead($lifecycle) => $answer,
        }
    };
}

#[pymethods]
impl Lifecycle {
    #[new]
    fn new(kind: &str) -> PyResult<Self> {
        match kind {
            "message" => Ok(Self(Any::Message(status::Lifecycle::default()))),
            "call" => Ok(Self(Any::Call(status::Lifecycle::default()))),
            "lead" => Ok(Self(Any::Lead(status::Lifecycle::default()))),
            _ => Err(PyValueError::new_err("expected message, call or lead")),
        }
    }

    /// What it is about: `message`, `call` or `lead`.
    #[getter]
    fn kind(&self) -> &'static str {
        match self.0 {
            Any::Message(_) => "message",
            Any::Call(_) => "call",
            Any::Lead(_) => "lead",
        }
    }

    /// Takes a report, and tells what it changed: `advanced`, `duplicate`, `late` or `conflict`.
    fn observe(this: &Bound<'_, Self>, status: &str, at: At) -> PyResult<&'static str> {
        each!(&mut this.try_borrow_mut()?.0, lifecycle => Ok(lifecycle.observe(word(status)?, &at.0).as_str()))
    }

    /// Takes a report of a word that nobody documented.
    fn observe_undocumented(this: &Bound<'_, Self>, word: &str, at: At) -> PyResult<&'static str> {
        each!(&mut this.try_borrow_mut()?.0, lifecycle => Ok(lifecycle.observe_undocumented(&Name::from(word), &at.0).as_str()))
    }

    /// Takes all that was reported to another lifecycle of the same subject.
    fn merge(this: &Bound<'_, Self>, other: &Bound<'_, Self>) -> PyResult<()> {
        let other = other.try_borrow()?.clone();
        match (&mut this.try_borrow_mut()?.0, other.0) {
            (Any::Message(ours), Any::Message(theirs)) => ours.merge(theirs),
            (Any::Call(ours), Any::Call(theirs)) => ours.merge(theirs),
            (Any::Lead(ours), Any::Lead(theirs)) => ours.merge(theirs),
            (Any::Message(_) | Any::Call(_) | Any::Lead(_), _) => {
                return Err(PyTypeError::new_err("the other lifecycle is about something else"));
            }
        }
        Ok(())
    }

    /// Where it stands, or `None` as long as nothing was reported that moves it.
    #[getter]
    fn current(&self) -> Option<&'static str> {
        each!(&self.0, lifecycle => lifecycle.current().map(StringEnum::as_str))
    }

    /// Since when it stands there.
    #[getter]
    fn since(&self) -> PyResult<Option<Time>> {
        Ok(self.written()?.since.map(Time::from))
    }

    /// The earliest time of each status that was reported.
    #[getter]
    fn seen<'py>(this: &Bound<'py, Self>) -> PyResult<Bound<'py, PyDict>> {
        // A copy, for nothing is borrowed while Python's objects are made.
        let lifecycle = this.try_borrow()?.clone();
        let seen = PyDict::new(this.py());
        // In the order in which the statuses are declared, which JSON's objects do not have.
        let mut times = lifecycle.written()?.seen;
        for status in
            each!(&lifecycle.0, lifecycle => lifecycle.reports().map(|(status, _)| status.as_str()).collect::<Vec<_>>())
        {
            seen.set_item(status, times.remove(status).map(Time::from))?;
        }
        Ok(seen)
    }

    /// The pairs of reported statuses that contradict each other.
    #[getter]
    fn conflicts(&self) -> Vec<(&'static str, &'static str)> {
        each!(&self.0, lifecycle => lifecycle.conflicts().map(|(one, other)| (one.as_str(), other.as_str())).collect())
    }

    /// The earliest report of a word that nobody documented: the word and its time.
    #[getter]
    fn other(&self) -> PyResult<Option<(String, Time)>> {
        Ok(self.written()?.other.map(|Other { word, time }| (word, time.into())))
    }

    /// It as JSON, the same as in the other languages.
    fn to_json(&self) -> PyResult<String> {
        each!(&self.0, lifecycle => to_json(lifecycle))
    }

    /// It from its JSON; what follows from the reports is not believed, but told anew.
    #[staticmethod]
    fn from_json(kind: &str, json: &str) -> PyResult<Self> {
        let mut read = Self::new(kind)?;
        each!(&mut read.0, lifecycle => {
            *lifecycle = serde_json::from_str(json).map_err(|error| {
                // serde's own text shows what it found.
                let (line, column) = (error.line(), error.column());
                PyValueError::new_err(format!("not a lifecycle of this kind (line {line}, column {column})"))
            })?;
        });
        Ok(read)
    }

    fn __reduce__(this: &Bound<'_, Self>) -> PyResult<(Py<PyAny>, (&'static str, String))> {
        let lifecycle = this.try_borrow()?;
        Ok((this.get_type().getattr("from_json")?.unbind(), (lifecycle.kind(), lifecycle.to_json()?)))
    }

    fn __repr__(&self) -> String {
        let current = self.current().map_or_else(|| "None".to_owned(), |current| format!("'{current}'"));
        format!("<leadhook.Lifecycle of a {}: {current}>", self.kind())
    }
}

/// The times of a lifecycle as the crate writes them: it knows how to, at the ends of time.
#[derive(Deserialize)]
struct Written {
    since: Option<String>,
    seen: HashMap<String, String>,
    other: Option<Other>,
}

#[derive(Deserialize)]
struct Other {
    word: String,
    time: String,
}

impl Lifecycle {
    fn written(&self) -> PyResult<Written> {
        let written = each!(&self.0, lifecycle => serde_json::to_value(lifecycle).and_then(Written::deserialize));
        written.map_err(|error| PyRuntimeError::new_err(error.to_string()))
    }

    /// Puts it where a fold keeps those of its kind.
    pub(crate) fn merge_into(&self, fold: &mut status::Fold, key: SubjectKey) -> PyResult<()> {
        if key.kind.as_str() != self.kind() {
            return Err(PyValueError::new_err(format!(
                "the key of a {}, and the lifecycle of a {}",
                key.kind,
                self.kind()
            )));
        }
        match &self.0 {
            Any::Message(message) => fold.messages.entry(key).or_default().merge(message.clone()),
            Any::Call(call) => fold.calls.entry(key).or_default().merge(call.clone()),
            Any::Lead(lead) => fold.leads.entry(key).or_default().merge(lead.clone()),
        }
        Ok(())
    }
}

impl TryFrom<AnyLifecycle<'_>> for Lifecycle {
    type Error = PyErr;

    fn try_from(lifecycle: AnyLifecycle<'_>) -> PyResult<Self> {
        match lifecycle {
            AnyLifecycle::Message(message) => Ok(Self(Any::Message(message.clone()))),
            AnyLifecycle::Call(call) => Ok(Self(Any::Call(call.clone()))),
            AnyLifecycle::Lead(lead) => Ok(Self(Any::Lead(lead.clone()))),
            _ => Err(PyTypeError::new_err("a lifecycle that this module does not know")),
        }
    }
}
