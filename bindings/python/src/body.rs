//! What a caller hands over.

use leadhook::{Limits, Vendor};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::types::{PyBytes, PyMemoryView, PyString};

/// The bytes of a body, or of a secret: `bytes`, `bytearray`, `memoryview`, or a `str` in UTF-8. Immutable ones are not
/// copied. What is no text, half of a surrogate pair, is passed on, to be refused as any other byte would be.
pub(crate) enum Body {
    Bytes(PyBackedBytes),
    Text(PyBackedStr),
}

impl Body {
    pub(crate) fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Bytes(bytes) => bytes,
            Self::Text(text) => text.as_bytes(),
        }
    }
}

impl FromPyObject<'_, '_> for Body {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        if let Ok(text) = object.cast::<PyString>() {
            return object.extract().map(Self::Text).or_else(|_| {
                let bytes = text.call_method1("encode", ("utf-8", "surrogatepass"))?;
                Ok(Self::Bytes(bytes.cast_into::<PyBytes>()?.into()))
            });
        }
        if object.is_instance_of::<PyMemoryView>() {
            let bytes = object.py().get_type::<PyBytes>().call1((object,))?;
            return Ok(Self::Bytes(bytes.cast_into::<PyBytes>()?.into()));
        }
        object.extract().map(Self::Bytes).map_err(|_| {
            let found = object.get_type().name().map_or_else(|_| "something else".to_owned(), |name| name.to_string());
            PyTypeError::new_err(format!("expected bytes, bytearray, memoryview or str, found {found}"))
        })
    }
}

/// A platform, by its slug.
#[derive(Clone, Copy)]
pub(crate) struct Platform(pub(crate) Vendor);

impl FromPyObject<'_, '_> for Platform {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let as_str: PyBackedStr = object.extract()?;
        as_str.parse().map(Self).map_err(|_| {
            let slugs: Vec<_> = Vendor::VARIANTS.iter().map(|vendor| vendor.as_str()).collect();
            PyValueError::new_err(format!("no such vendor: expected one of {}", slugs.join(", ")))
        })
    }
}

/// The word of a vocabulary.
pub(crate) fn word<T: leadhook::StringEnum>(word: &str) -> PyResult<T> {
    word.parse().map_err(|_| {
        let words: Vec<_> = T::VARIANTS.iter().map(|word| word.as_str()).collect();
        PyValueError::new_err(format!("expected one of {}", words.join(", ")))
    })
}

pub(crate) fn limits(max_body: Option<usize>) -> Limits {
    max_body.map_or_else(Limits::default, |most| Limits::default().with_body(most))
}
