//! The state of one message, call or lead.

use std::collections::HashMap;

use chrono::TimeDelta;
use leadhook::event::{CallStatus, LeadStatus, MessageStatus, SubjectKey};
use leadhook::lifecycle::{AnyLifecycle, Fold, Lifecycle as CoreLifecycle};
use leadhook::{Label, StringEnum};
use pyo3::exceptions::{PyRuntimeError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use serde::Deserialize;

use crate::arguments::parse_enum;
use crate::error::to_json;
use crate::event::{Time, TimestampArgument};

/// The state of one message, call or lead. It does not depend on the order of the reports.
#[pyclass(module = "leadhook", eq, skip_from_py_object)]
#[derive(Clone, PartialEq)]
pub(crate) struct Lifecycle(Any);

#[derive(Clone, PartialEq)]
enum Any {
    Message(CoreLifecycle<MessageStatus>),
    Call(CoreLifecycle<CallStatus>),
    Lead(CoreLifecycle<LeadStatus>),
}

/// Evaluates an expression with the lifecycle of any kind.
macro_rules! each {
    ($any:expr, $lifecycle:ident => $result:expr) => {
        match $any {
            Any::Message($lifecycle) => $result,
            Any::Call($lifecycle) => $result,
            Any::Lead($lifecycle) => $result,
        }
    };
}

#[pymethods]
impl Lifecycle {
    #[new]
    fn new(kind: &str) -> PyResult<Self> {
        match kind {
            "message" => Ok(Self(Any::Message(CoreLifecycle::default()))),
            "call" => Ok(Self(Any::Call(CoreLifecycle::default()))),
            "lead" => Ok(Self(Any::Lead(CoreLifecycle::default()))),
            _ => Err(PyValueError::new_err("expected message, call or lead")),
        }
    }

    /// The kind of the subject: `message`, `call` or `lead`.
    #[getter]
    fn kind(&self) -> &'static str {
        match self.0 {
            Any::Message(_) => "message",
            Any::Call(_) => "call",
            Any::Lead(_) => "lead",
        }
    }

    /// Records that a status was reported for a time.
    ///
    /// Returns what changed: `advanced`, `duplicate`, `late` or `conflict`.
    fn observe(this: &Bound<'_, Self>, status: &str, at: TimestampArgument) -> PyResult<&'static str> {
        each!(&mut this.try_borrow_mut()?.0, lifecycle => Ok(lifecycle.observe(parse_enum(status)?, &at.0).as_str()))
    }

    /// Records that an undocumented status was reported for a time. Returns `late` or `duplicate`.
    fn observe_undocumented(this: &Bound<'_, Self>, status: &str, at: TimestampArgument) -> PyResult<&'static str> {
        let status = Label::from(status);
        each!(&mut this.try_borrow_mut()?.0, lifecycle => Ok(lifecycle.observe_undocumented(&status, &at.0).as_str()))
    }

    /// Adds the reports of another lifecycle of the same subject.
    fn merge(this: &Bound<'_, Self>, other: &Bound<'_, Self>) -> PyResult<()> {
        let other = other.try_borrow()?.clone();
        match (&mut this.try_borrow_mut()?.0, other.0) {
            (Any::Message(kept), Any::Message(new)) => kept.merge(new),
            (Any::Call(kept), Any::Call(new)) => kept.merge(new),
            (Any::Lead(kept), Any::Lead(new)) => kept.merge(new),
            (Any::Message(_) | Any::Call(_) | Any::Lead(_), _) => {
                return Err(PyTypeError::new_err("the lifecycles are of different kinds"));
            }
        }
        Ok(())
    }

    /// The current status, or `None` if no status was reported that can be current.
    #[getter]
    fn current(&self) -> Option<&'static str> {
        each!(&self.0, lifecycle => lifecycle.current().map(StringEnum::as_str))
    }

    /// The time of the earliest report of the current status, in UTC.
    #[getter]
    fn since(&self) -> PyResult<Option<Time>> {
        Ok(self.to_wire()?.since.map(Time::from))
    }

    /// The earliest time of each reported status, in UTC.
    #[getter]
    fn reports<'py>(this: &Bound<'py, Self>) -> PyResult<Bound<'py, PyDict>> {
        // A copy, because nothing may be borrowed while Python objects are created.
        let lifecycle = this.try_borrow()?.clone();
        let reports = PyDict::new(this.py());
        let mut times = lifecycle.to_wire()?.reports;
        // In the order of declaration, which the map does not keep.
        let statuses: Vec<_> =
            each!(&lifecycle.0, lifecycle => lifecycle.reports().map(|(status, _)| status.as_str()).collect());
        for status in statuses {
            reports.set_item(status, times.remove(status).map(Time::from))?;
        }
        Ok(reports)
    }

    /// Returns the earliest time that a status was reported for, in UTC.
    fn reported_at(&self, status: &str) -> PyResult<Option<Time>> {
        let is_reported = each!(&self.0, lifecycle => lifecycle.reported_at(parse_enum(status)?).is_some());
        Ok(if is_reported { self.to_wire()?.reports.remove(status).map(Time::from) } else { None })
    }

    /// Returns the time from one status to another, if both were reported. It is negative if the second came first.
    fn elapsed(&self, start: &str, end: &str) -> PyResult<Option<TimeDelta>> {
        each!(&self.0, lifecycle => Ok(lifecycle.elapsed(parse_enum(start)?, parse_enum(end)?)))
    }

    /// The pairs of reported statuses that contradict each other.
    #[getter]
    fn conflicts(&self) -> Vec<(&'static str, &'static str)> {
        each!(&self.0, lifecycle => lifecycle.conflicts().map(|(one, other)| (one.as_str(), other.as_str())).collect())
    }

    /// The earliest undocumented status and its time, in UTC.
    #[getter]
    fn undocumented(&self) -> PyResult<Option<(String, Time)>> {
        Ok(self.to_wire()?.undocumented.map(|Undocumented { status, time }| (status, time.into())))
    }

    /// Returns the lifecycle as JSON. It is the same in every language.
    fn to_json(&self) -> PyResult<String> {
        each!(&self.0, lifecycle => to_json(lifecycle))
    }

    /// Reads a lifecycle from JSON. Only its reports are read, because the rest follows from them.
    #[staticmethod]
    fn from_json(kind: &str, json: &str) -> PyResult<Self> {
        let mut lifecycle = Self::new(kind)?;
        each!(&mut lifecycle.0, lifecycle => {
            *lifecycle = serde_json::from_str(json).map_err(|error| {
                // serde's own text may show a value.
                let (line, column) = (error.line(), error.column());
                PyValueError::new_err(format!("not a lifecycle of this kind (line {line}, column {column})"))
            })?;
        });
        Ok(lifecycle)
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

/// The times in the JSON form of a lifecycle. The library writes them correctly in the first and last years, too.
#[derive(Deserialize)]
struct Wire {
    since: Option<String>,
    reports: HashMap<String, String>,
    undocumented: Option<Undocumented>,
}

#[derive(Deserialize)]
struct Undocumented {
    status: String,
    time: String,
}

impl Lifecycle {
    fn to_wire(&self) -> PyResult<Wire> {
        let wire = each!(&self.0, lifecycle => serde_json::to_value(lifecycle).and_then(Wire::deserialize));
        wire.map_err(|error| PyRuntimeError::new_err(error.to_string()))
    }

    /// Merges the lifecycle into that of a subject in a fold.
    pub(crate) fn merge_into(&self, fold: &mut Fold, key: SubjectKey) -> PyResult<()> {
        if key.kind.as_str() != self.kind() {
            return Err(PyValueError::new_err(format!(
                "a key of kind {} and a lifecycle of kind {}",
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
            _ => Err(PyRuntimeError::new_err("unknown kind of lifecycle")),
        }
    }
}
