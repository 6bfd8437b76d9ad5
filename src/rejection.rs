//! What could not be read, kept whole.

use data_encoding::BASE64;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::{Error, Instant, Limits, Vendor};

/// A body that was refused: why, where it came from, and the bytes, so that nothing is lost and a later version can
/// try again.
///
/// Its JSON form is one line, the same from the library, the command line and the bindings.
///
/// ```
/// use leadhook::{Rejection, Vendor, normalize};
///
/// let body = b"{\"event\":\"missed_call\"}";
/// let error = normalize(Vendor::LimeCall, body).unwrap_err();
/// let rejection = Rejection::new(error, body.to_vec()).with_vendor(Vendor::LimeCall);
/// assert_eq!(
///     serde_json::to_string(&rejection)?,
///     concat!(
///         r#"{"vendor":"limecall","version":"0.1.0","error":{"kind":"invalid","violations":[{"pointer":"","#,
///         r#""message":"the member \"timestamp\" is missing","line":1,"column":1}]},"#,
///         r#""raw":"{\"event\":\"missed_call\"}"}"#
///     )
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Rejection {
    /// The file it stood in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The line of that file where it begins, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The platform it was read as.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor: Option<Vendor>,
    /// The label of the account there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// When it was received.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received_at: Option<Instant>,
    /// The version of this crate that refused it.
    pub version: String,
    /// Why.
    pub error: Error,
    /// What it was.
    #[serde(flatten)]
    pub raw: Raw,
}

impl Rejection {
    /// The JSON Schema (draft 2020-12) of a rejection's JSON form.
    pub const SCHEMA: &str = include_str!("../schemas/rejection.schema.json");

    /// Of a body by this version of the crate.
    #[must_use]
    pub fn new(error: Error, raw: impl Into<Raw>) -> Self {
        Self {
            path: None,
            line: None,
            vendor: None,
            account: None,
            received_at: None,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            error,
            raw: raw.into(),
        }
    }

    /// With the platform it was read as.
    #[must_use]
    pub fn with_vendor(self, vendor: Vendor) -> Self {
        Self { vendor: Some(vendor), ..self }
    }

    /// With the file and the line where it stood.
    #[must_use]
    pub fn with_place(self, path: impl Into<String>, line: usize) -> Self {
        Self { path: Some(path.into()), line: Some(line), ..self }
    }
}

/// A refused body, byte for byte, or where to find it. `Debug` shows only how long it is.
///
/// In JSON the bytes are the member `raw` if they are UTF-8 and `raw_base64` if not; where to find them is `offset`
/// and `length`.
#[derive(Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the form of rejections is final")]
pub enum Raw {
    /// The bytes.
    Bytes(Vec<u8>),
    /// Too many bytes to keep: where they stand in the file. Without a file they are not kept at all, as an endpoint does
    /// with what it answers 413.
    Elsewhere {
        /// How many bytes stand before them.
        offset: u64,
        /// How many they are.
        length: u64,
    },
}

impl std::fmt::Debug for Raw {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(f, "Bytes({})", bytes.len()),
            Self::Elsewhere { offset, length } => write!(f, "Elsewhere({length} at {offset})"),
        }
    }
}

impl Raw {
    /// A body whole; if it is larger than allowed, only how long it is.
    #[must_use]
    pub fn of(body: &[u8], limits: Limits) -> Self {
        if body.len() > limits.body() {
            Self::Elsewhere { offset: 0, length: body.len() as u64 }
        } else {
            Self::Bytes(body.to_vec())
        }
    }
}

impl From<Vec<u8>> for Raw {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

/// The members of [`Raw`] in JSON.
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

impl Serialize for Raw {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let wire = match self {
            Self::Bytes(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) => Wire { raw: Some(text.to_owned()), ..Wire::default() },
                Err(_) => Wire { raw_base64: Some(BASE64.encode(bytes)), ..Wire::default() },
            },
            &Self::Elsewhere { offset, length } => {
                Wire { offset: Some(offset), length: Some(length), ..Wire::default() }
            }
        };
        wire.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Wire::deserialize(deserializer)? {
            Wire { raw: Some(text), raw_base64: None, offset: None, length: None } => Ok(Self::Bytes(text.into())),
            Wire { raw: None, raw_base64: Some(text), offset: None, length: None } => {
                BASE64.decode(text.as_bytes()).map(Self::Bytes).map_err(|_| de::Error::custom("not base64"))
            }
            Wire { raw: None, raw_base64: None, offset: Some(offset), length: Some(length) } => {
                Ok(Self::Elsewhere { offset, length })
            }
            Wire { .. } => Err(de::Error::custom("expected one of raw, raw_base64, or offset and length")),
        }
    }
}
