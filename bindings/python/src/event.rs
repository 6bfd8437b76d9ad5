//! Events as dicts, and back.

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate, Timelike as _};
use leadhook::{DateOrTimestamp, Event, Rejection, Timestamp};
use pyo3::exceptions::{PyRecursionError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDate, PyDateTime, PyDict, PyString, PyTzInfo};
use pythonize::pythonize;

use crate::arguments::Body;
use crate::error::{to_exception, to_json};

/// The members of `data` that hold dates or timestamps, in any event. A test compares them with the schema.
const TIMES: [&str; 3] = ["initiated_at", "opened_at", "reported_at"];

/// Reads the JSON of an event, of any vendor and any version of leadhook, as a dict with datetimes.
#[pyfunction]
pub(crate) fn read_event(json: Body, py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    to_dict(py, &from_json(py, json.as_bytes())?)
}

/// Writes an event, given as a dict or as JSON, as JSON. The bytes are the same in every language.
#[pyfunction]
pub(crate) fn write_event(event: EventArgument, py: Python<'_>) -> PyResult<Bound<'_, PyBytes>> {
    Ok(PyBytes::new(py, to_json(&event.0)?.as_bytes()))
}

/// Validates the JSON of an event. The verdict is `drift` if this version of leadhook would not write the event.
#[pyfunction]
pub(crate) fn validate_event(json: Body, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    Ok(pythonize(py, &Event::validate_json(json.as_bytes()))?)
}

/// Converts an event to a dict with `datetime`s and `date`s.
pub(crate) fn to_dict<'py>(py: Python<'py>, event: &Event) -> PyResult<Bound<'py, PyDict>> {
    let dict = pythonize(py, event)?.cast_into::<PyDict>()?;
    replace_time(&dict, "time")?;
    if let Some(data) = dict.get_item("data")? {
        let data = data.cast_into::<PyDict>()?;
        // What this version does not know is not converted, because it would be written back differently.
        let mut known = TIMES.iter().filter(|name| event.unknown_members.get(name).is_none());
        known.try_for_each(|name| replace_time(&data, name))?;
    }
    Ok(dict)
}

/// Replaces the text of a member by a `datetime` or a `date`.
fn replace_time(object: &Bound<'_, PyDict>, name: &str) -> PyResult<()> {
    match object.get_item(name)? {
        Some(text) => object.set_item(name, Time::from(text.extract::<String>()?)),
        None => Ok(()),
    }
}

/// A `datetime` or a `date`, or the text if Python has no such date (in the year 0).
///
/// A `datetime` has microseconds and no leap seconds. Finer digits are cut off, and a leap second becomes 59.999999.
#[derive(IntoPyObject)]
pub(crate) enum Time {
    Datetime(DateTime<FixedOffset>),
    Date(NaiveDate),
    Text(String),
}

impl From<String> for Time {
    fn from(text: String) -> Self {
        match DateOrTimestamp::try_from(text.as_str()) {
            Ok(DateOrTimestamp::Date(date)) if date.to_naive_date().year() > 0 => Self::Date(date.to_naive_date()),
            Ok(DateOrTimestamp::Timestamp(timestamp)) if timestamp.to_datetime().year() > 0 => {
                let datetime = timestamp.to_datetime();
                // chrono represents a leap second as 10⁹ nanoseconds or more.
                let datetime = datetime.with_nanosecond(datetime.nanosecond().min(999_999_999));
                datetime.map_or(Self::Text(text), Self::Datetime)
            }
            Ok(DateOrTimestamp::Date(_) | DateOrTimestamp::Timestamp(_)) | Err(_) => Self::Text(text),
        }
    }
}

/// Returns a `datetime` or a `date` as text, with `Z` for UTC and the fewest of 0, 3 or 6 fractional digits. A `datetime`
/// without an offset gives a text without one, which the reader of the event refuses with its pointer.
#[pyfunction]
pub(crate) fn format_time(time: &Bound<'_, PyAny>) -> PyResult<String> {
    let iso = |time: &Bound<'_, PyAny>| time.call_method0("isoformat")?.extract::<String>();
    if !time.is_instance_of::<PyDate>() {
        let found = time.get_type().name()?;
        return Err(PyTypeError::new_err(format!("expected a JSON value, a datetime or a date, found {found}")));
    }
    let text = iso(time)?;
    // Historical time zones have seconds in their offset and RFC 3339 has not, so such a time is converted to UTC.
    let has_seconds = DateOrTimestamp::try_from(text.as_str()).is_err()
        && time.is_instance_of::<PyDateTime>()
        && !time.call_method0("utcoffset")?.is_none();
    let text = if has_seconds { iso(&time.call_method1("astimezone", (PyTzInfo::utc(time.py())?,))?)? } else { text };
    let timestamp = Timestamp::try_from(text.as_str()).and_then(|time| Timestamp::try_from(time.to_datetime()));
    Ok(timestamp.map_or(text, |timestamp| timestamp.to_string()))
}

/// A timestamp, from an aware `datetime` or from RFC 3339 text.
pub(crate) struct TimestampArgument(pub(crate) Timestamp);

impl FromPyObject<'_, '_> for TimestampArgument {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let text = if object.is_instance_of::<PyString>() {
            object.extract()?
        } else if object.is_instance_of::<PyDateTime>() {
            format_time(&object)?
        } else {
            let found = object.get_type().name()?;
            return Err(PyTypeError::new_err(format!(
                "expected a datetime with an offset or an RFC 3339 str, found {found}"
            )));
        };
        Timestamp::try_from(text.as_str()).map(Self).map_err(|error| PyValueError::new_err(error.to_string()))
    }
}

/// An event, from its JSON or from a dict as [`to_dict`] returns it.
pub(crate) struct EventArgument(pub(crate) Event);

impl FromPyObject<'_, '_> for EventArgument {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        match object.cast::<PyDict>() {
            Ok(event) => from_json(object.py(), dump(&event)?.as_bytes()).map(Self),
            Err(_) => from_json(object.py(), object.extract::<Body>()?.as_bytes()).map(Self),
        }
    }
}

fn from_json(py: Python<'_>, json: &[u8]) -> PyResult<Event> {
    Event::from_json(json).map_err(|error| to_exception(py, &Rejection::new(error, json)))
}

/// Writes the dict of an event as JSON. Python's own `json` does it, because it checks the depth and handles integers
/// of any size.
fn dump(event: &Bound<'_, PyDict>) -> PyResult<String> {
    let py = event.py();
    let options = PyDict::new(py);
    options.set_item("default", wrap_pyfunction!(format_time, py)?)?;
    options.set_item("allow_nan", false)?;
    let json = py.import("json")?.call_method("dumps", (event,), Some(&options));
    let too_deep = |error: PyErr| {
        let is_too_deep = error.is_instance_of::<PyRecursionError>(py);
        if is_too_deep { PyValueError::new_err("the event is nested too deep") } else { error }
    };
    json.map_err(too_deep)?.extract()
}
