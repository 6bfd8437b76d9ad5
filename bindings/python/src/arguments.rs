//! The arguments that callers pass.

use leadhook::event::Source;
use leadhook::{Limits, StringEnum, Vendor};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::types::{PyBytes, PyMemoryView, PyString};

/// The bytes of a body or a secret: `bytes`, `bytearray`, `memoryview`, or a `str` as UTF-8.
///
/// `bytes` and `str` are not copied. A `str` with lone surrogates becomes bytes that are not UTF-8, so that parsing
/// refuses it as any other malformed body.
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

/// The name of a vendor.
#[derive(Clone, Copy)]
pub(crate) struct VendorName(pub(crate) Vendor);

impl FromPyObject<'_, '_> for VendorName {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let name: PyBackedStr = object.extract()?;
        name.parse()
            .map(Self)
            .map_err(|_| PyValueError::new_err(format!("unknown vendor: expected one of {}", list(Vendor::VARIANTS))))
    }
}

/// Parses one of a closed set of strings.
pub(crate) fn parse_enum<E: StringEnum>(string: &str) -> PyResult<E> {
    string.parse().map_err(|_| PyValueError::new_err(format!("expected one of {}", list(E::VARIANTS))))
}

fn list<E: StringEnum>(variants: &[E]) -> String {
    variants.iter().map(|variant| variant.as_str()).collect::<Vec<_>>().join(", ")
}

/// Returns the source of a vendor's webhooks.
pub(crate) fn source(VendorName(vendor): VendorName, account: Option<&str>) -> PyResult<Source> {
    let source = Source::from(vendor);
    match account {
        Some(account) => source.with_account(account).map_err(|error| PyValueError::new_err(error.to_string())),
        None => Ok(source),
    }
}

pub(crate) fn limits(max_body: Option<usize>) -> Limits {
    max_body.map_or_else(Limits::default, |bytes| Limits::default().with_max_body(bytes))
}
