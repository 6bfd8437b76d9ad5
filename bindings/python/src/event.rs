//! Events as dicts, and back.

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate, Timelike as _};
use leadhook::{DateOrTimestamp, Event, Rejection, Timestamp};
use pyo3::exceptions::{PyRecursionError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDate, PyDateTime, PyDict, PyString, PyTzInfo};
use pythonize::pythonize;

use crate::body::Body;
use crate::error::exception;

/// The members of `data` that hold days or instants, in any event; a test holds this to the schema.
const TIMES: [&str; 3] = ["initiated_at", "opened_at", "reported_at"];

/// With `datetime`s and `date`s where the schema says so.
pub(crate) fn to_dict<'py>(py: Python<'py>, event: &Event) -> PyResult<Bound<'py, PyDict>> {
    let event = pythonize(py, event)?.cast_into::<PyDict>()?;
    date(&event, "time")?;
    if let Some(data) = event.get_item("data")? {
        let data = data.cast_into::<PyDict>()?;
        TIMES.iter().try_for_each(|name| date(&data, name))?;
    }
    Ok(event)
}

/// Puts a `datetime` or a `date` in the place of a text.
fn date(object: &Bound<'_, PyDict>, name: &str) -> PyResult<()> {
    match object.get_item(name)? {
        Some(text) => object.set_item(name, Time::from(text.extract::<String>()?)),
        None => Ok(()),
    }
}

/// A `datetime`, a `date`, or the text of what Python has none for: the year 0.
///
/// It has microseconds, and of a leap second the last one before it.
#[derive(IntoPyObject)]
pub(crate) enum Time {
    Datetime(DateTime<FixedOffset>),
    Date(NaiveDate),
    Text(String),
}

impl From<String> for Time {
    fn from(text: String) -> Self {
        match DateOrTimestamp::try_from(text.as_str()) {
            Ok(DateOrTimestamp::Date(day)) if day.date().year() > 0 => Self::Date(day.date()),
            Ok(DateOrTimestamp::Timestamp(instant)) if instant.datetime().year() > 0 => {
                let datetime = instant.datetime();
                // chrono tells a leap second by a second more of nanoseconds.
                let datetime = datetime.with_nanosecond(datetime.nanosecond().min(999_999_999));
                datetime.map_or(Self::Text(text), Self::Datetime)
            }
            Ok(DateOrTimestamp::Date(_) | DateOrTimestamp::Timestamp(_)) | Err(_) => Self::Text(text),
        }
    }
}

/// The text of a `datetime` in RFC 3339's form, or of a `date`. Without an offset it is none, and is refused by whoever
/// reads it, with its place.
#[pyfunction]
pub(crate) fn text_of(time: &Bound<'_, PyAny>) -> PyResult<String> {
    let iso = |time: &Bound<'_, PyAny>| time.call_method0("isoformat")?.extract::<String>();
    if !time.is_instance_of::<PyDate>() {
        let found = time.get_type().name()?;
        return Err(PyTypeError::new_err(format!("expected what JSON can hold, a datetime or a date, found {found}")));
    }
    let text = iso(time)?;
    // RFC 3339 has no seconds in an offset, as time zones had once: such a time is told in UTC.
    let has_seconds = DateOrTimestamp::try_from(text.as_str()).is_err()
        && time.is_instance_of::<PyDateTime>()
        && !time.call_method0("utcoffset")?.is_none();
    if has_seconds { iso(&time.call_method1("astimezone", (PyTzInfo::utc(time.py())?,))?) } else { Ok(text) }
}

/// An instant from an aware `datetime`, or from a text in RFC 3339's form.
pub(crate) struct At(pub(crate) Timestamp);

impl FromPyObject<'_, '_> for At {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let text = if object.is_instance_of::<PyString>() {
            object.extract()?
        } else if object.is_instance_of::<PyDateTime>() {
            text_of(&object)?
        } else {
            let found = object.get_type().name()?;
            return Err(PyTypeError::new_err(format!(
                "expected a datetime with an offset, or a str in RFC 3339's form, found {found}"
            )));
        };
        Timestamp::try_from(text.as_str()).map(Self).map_err(|error| PyValueError::new_err(error.to_string()))
    }
}

/// An event from its JSON, or from a dict as we make them.
pub(crate) struct AnyEvent(pub(crate) Event);

impl FromPyObject<'_, '_> for AnyEvent {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let refused = |error, json: &[u8]| exception(object.py(), &Rejection::new(error, json.to_vec()));
        if let Ok(event) = object.cast::<PyDict>() {
            let json = written(&event)?;
            let read = Event::from_lossy_json(json.as_bytes());
            return read.map(Self).map_err(|error| refused(error, json.as_bytes()));
        }
        let json: Body = object.extract()?;
        Event::from_json(json.as_bytes()).map(Self).map_err(|error| refused(error, json.as_bytes()))
    }
}

/// The JSON of an event's dict. Python writes it, for it knows how deep and how large its objects may be.
fn written(event: &Bound<'_, PyDict>) -> PyResult<String> {
    let py = event.py();
    let options = PyDict::new(py);
    options.set_item("default", wrap_pyfunction!(text_of, py)?)?;
    options.set_item("allow_nan", false)?;
    let json = py.import("json")?.call_method("dumps", (event,), Some(&options));
    let too_deep = |error: PyErr| {
        let is_too_deep = error.is_instance_of::<PyRecursionError>(py);
        if is_too_deep { PyValueError::new_err("an event that is nested too deep") } else { error }
    };
    json.map_err(too_deep)?.extract()
}
