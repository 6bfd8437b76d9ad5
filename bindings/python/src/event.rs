//! Events as dicts, and back.

use chrono::{DateTime, Datelike as _, FixedOffset, SecondsFormat, Timelike as _, Utc};
use leadhook::{DayOrInstant, Event, Instant, Rejection};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use pythonize::{depythonize, pythonize};

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
    let Some(text) = object.get_item(name)? else { return Ok(()) };
    match DayOrInstant::try_from(text.extract::<&str>()?) {
        Ok(DayOrInstant::Day(day)) if day.date().year() > 0 => object.set_item(name, day.date()),
        Ok(DayOrInstant::Instant(instant)) => object.set_item(name, Time::from(instant.datetime())),
        Ok(DayOrInstant::Day(_)) | Err(_) => Ok(()),
    }
}

/// A `datetime`, or the text of what Python has none for: an instant of the year 0.
///
/// It has microseconds, and of a leap second the last one before it.
#[derive(IntoPyObject)]
pub(crate) enum Time {
    Datetime(DateTime<FixedOffset>),
    Text(String),
}

impl From<DateTime<FixedOffset>> for Time {
    fn from(datetime: DateTime<FixedOffset>) -> Self {
        // chrono tells a leap second by a second more of nanoseconds.
        let datetime = datetime.with_nanosecond(datetime.nanosecond().min(999_999_999)).unwrap_or(datetime);
        if (1..=9999).contains(&datetime.year()) {
            Self::Datetime(datetime)
        } else {
            Self::Text(datetime.to_rfc3339_opts(SecondsFormat::AutoSi, true))
        }
    }
}

impl From<DateTime<Utc>> for Time {
    fn from(datetime: DateTime<Utc>) -> Self {
        datetime.fixed_offset().into()
    }
}

/// An instant from an aware `datetime`, or from a text in RFC 3339's form.
pub(crate) struct At(pub(crate) Instant);

impl FromPyObject<'_, '_> for At {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let instant = if let Ok(text) = object.extract::<String>() {
            Instant::try_from(text.as_str())
        } else if let Ok(datetime) = object.extract::<DateTime<FixedOffset>>() {
            Instant::try_from(datetime)
        } else {
            return Err(PyTypeError::new_err("expected a datetime with an offset, or a str in RFC 3339's form"));
        };
        instant.map(Self).map_err(|error| PyValueError::new_err(error.to_string()))
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

/// The JSON of an event's dict.
fn written(event: &Bound<'_, PyDict>) -> PyResult<String> {
    let event = event.copy()?;
    undate(&event, "time")?;
    if let Some(data) = event.get_item("data")?
        && let Ok(data) = data.cast_into::<PyDict>()
    {
        let data = data.copy()?;
        TIMES.iter().try_for_each(|name| undate(&data, name))?;
        event.set_item("data", data)?;
    }
    let value: serde_json::Value = depythonize(&event)?;
    Ok(value.to_string())
}

/// Puts the text in the place of a `datetime` or a `date`.
fn undate(object: &Bound<'_, PyDict>, name: &str) -> PyResult<()> {
    match object.get_item(name)? {
        Some(time) if time.hasattr("isoformat")? => object.set_item(name, time.call_method0("isoformat")?),
        Some(_) | None => Ok(()),
    }
}
