//! Refused bodies, kept for replay.

use std::fmt;

use data_encoding::BASE64;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::error::Error;
use crate::event::Source;
use crate::limits::Limits;
use crate::value::Timestamp;

/// A refused body: the error, the origin and the bytes. Nothing is lost, and a later version can try again.
///
/// Its JSON form is one line. The library, the command line and the bindings write the same.
///
/// ```
/// use leadhook::{Rejection, Vendor, normalize};
///
/// let body = b"{\"event\":\"missed_call\"}";
/// let error = normalize(Vendor::LimeCall, body).unwrap_err();
/// let rejection = Rejection::new(error, body.to_vec()).with_source(Vendor::LimeCall.into());
/// assert_eq!(
///     serde_json::to_string(&rejection)?,
///     concat!(
///         r#"{"source":"limecall","version":"0.1.0","error":{"kind":"invalid","diagnostics":[{"severity":"error","#,
///         r#""code":"invalid","pointer":"","message":"missing member \"timestamp\"","line":1,"column":1}]},"#,
///         r#""raw":"{\"event\":\"missed_call\"}"}"#
///     )
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Rejection {
    /// The file that contains the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The line of that file where the body begins, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The vendor account that it was received from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// When it was received.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received_at: Option<Timestamp>,
    /// The version of leadhook that refused it.
    pub version: String,
    /// Why it was refused.
    pub error: Error,
    /// The body.
    #[serde(flatten)]
    pub raw: RawBody,
}

impl Rejection {
    /// The JSON Schema (draft 2020-12) of a rejection's JSON form.
    pub const SCHEMA: &str = include_str!("../schemas/rejection.schema.json");

    /// Creates a rejection by this version of leadhook.
    #[must_use]
    pub fn new(error: Error, raw: impl Into<RawBody>) -> Self {
        Self {
            path: None,
            line: None,
            source: None,
            received_at: None,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            error,
            raw: raw.into(),
        }
    }

    /// Sets the vendor account that the body was received from.
    #[must_use]
    pub fn with_source(self, source: Source) -> Self {
        Self { source: Some(source), ..self }
    }

    /// Sets the file that contains the body, and the line where the body begins.
    #[must_use]
    pub fn with_place(self, path: impl Into<String>, line: usize) -> Self {
        Self { path: Some(path.into()), line: Some(line), ..self }
    }
}

/// The bytes of a refused body, or where to find them. `Debug` shows only their length.
///
/// In JSON it is the member `raw` (if the bytes are UTF-8) or `raw_base64`, `offset` and `length` for a file, or
/// `length` alone.
#[derive(Clone, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the form of rejections is final")]
pub enum RawBody {
    /// The bytes.
    Inline(Vec<u8>),
    /// The bytes are too many to keep. They are in the file at [`Rejection::path`], or in the standard input that was read
    /// if there is no path.
    InFile {
        /// The number of bytes before them.
        offset: u64,
        /// The number of bytes.
        length: u64,
    },
    /// The bytes were too many and are not kept.
    Dropped {
        /// The number of bytes.
        length: u64,
    },
}

impl fmt::Debug for RawBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Inline(bytes) => write!(f, "Inline({} bytes)", bytes.len()),
            Self::InFile { offset, length } => write!(f, "InFile({length} bytes at {offset})"),
            Self::Dropped { length } => write!(f, "Dropped({length} bytes)"),
        }
    }
}

impl RawBody {
    /// Keeps a body if it is not larger than allowed, and otherwise its length.
    #[must_use]
    pub fn new(body: &[u8], limits: Limits) -> Self {
        if body.len() > limits.max_body() {
            Self::Dropped { length: body.len() as u64 }
        } else {
            Self::Inline(body.to_vec())
        }
    }
}

impl From<Vec<u8>> for RawBody {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Inline(bytes)
    }
}

impl From<&[u8]> for RawBody {
    fn from(bytes: &[u8]) -> Self {
        Self::Inline(bytes.to_vec())
    }
}

/// The members of [`RawBody`] in JSON.
#[derive(Default, Serialize, Deserialize)]
struct Wire {
    #[serde(skip_serializing_if = "Option::is_none")]
    raw: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    raw_base64: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    length: Option<u64>,
}

impl Serialize for RawBody {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let wire = match self {
            Self::Inline(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) => Wire { raw: Some(text.to_owned()), ..Wire::default() },
                Err(_) => Wire { raw_base64: Some(BASE64.encode(bytes)), ..Wire::default() },
            },
            &Self::InFile { offset, length } => Wire { offset: Some(offset), length: Some(length), ..Wire::default() },
            &Self::Dropped { length } => Wire { length: Some(length), ..Wire::default() },
        };
        wire.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for RawBody {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Wire::deserialize(deserializer)? {
            Wire { raw: Some(text), raw_base64: None, offset: None, length: None } => Ok(Self::Inline(text.into())),
            Wire { raw: None, raw_base64: Some(text), offset: None, length: None } => {
                BASE64.decode(text.as_bytes()).map(Self::Inline).map_err(|_| de::Error::custom("not Base64"))
            }
            Wire { raw: None, raw_base64: None, offset: Some(offset), length: Some(length) } => {
                Ok(Self::InFile { offset, length })
            }
            Wire { raw: None, raw_base64: None, offset: None, length: Some(length) } => Ok(Self::Dropped { length }),
            Wire { .. } => Err(de::Error::custom("expected one of raw, raw_base64, length, or offset and length")),
        }
    }
}
