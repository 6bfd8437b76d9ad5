//! Limits on bodies.

use crate::error::Error;
#[cfg(doc)]
use crate::error::ErrorKind;
use crate::event::{Event, Source};
use crate::schema::Verdict;
use crate::vendors;
use crate::vendors::{Payload, Vendor};

/// The maximum size of a body, 1 MiB by default. No vendor documents a limit of its own.
///
/// [`parse`](crate::parse), [`normalize`](crate::normalize) and [`validate`](crate::validate) use the default. The methods
/// here do the same with another limit. A body may have at most 10,000 objects and arrays, nested 100 levels deep. Within
/// these limits, the memory for a body is at most a fixed multiple of its size, whatever it contains: less than 60 MiB
/// for 1 MiB.
///
/// ```
/// use leadhook::{ErrorKind, Limits, Vendor};
///
/// let body = br#"{"event":"missed_call","timestamp":"2025-01-30T15:00:00Z"}"#;
/// let strict = Limits::default().with_max_body(32);
/// let error = strict.normalize(Vendor::LimeCall, body).unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::TooLarge);
/// assert_eq!(error.diagnostics()[0].message, "larger than 32 bytes");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Limits {
    max_body: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_body: 1 << 20 }
    }
}

impl Limits {
    /// Sets the maximum body size in bytes (inclusive).
    #[must_use]
    pub fn with_max_body(self, bytes: usize) -> Self {
        Self { max_body: bytes }
    }

    /// Returns the maximum body size in bytes (inclusive).
    #[must_use]
    pub fn max_body(self) -> usize {
        self.max_body
    }

    /// Parses a body, as [`parse`](crate::parse) does.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::TooLarge`] if the body is too large. Otherwise as [`parse`](crate::parse).
    pub fn parse(self, vendor: Vendor, body: &[u8]) -> Result<Payload, Error> {
        self.check(body)?;
        vendors::parse(vendor, body)
    }

    /// Parses and converts a body, as [`normalize`](crate::normalize) does.
    ///
    /// # Errors
    ///
    /// As [`Limits::parse`].
    pub fn normalize(self, vendor: Vendor, body: &[u8]) -> Result<Event, Error> {
        self.normalize_from(vendor.into(), body)
    }

    /// Parses a body of this source and converts it. The account name is a part of the event's id.
    ///
    /// # Errors
    ///
    /// As [`Limits::parse`], and [`ErrorKind::Invalid`] if the source's vendor is not built in.
    ///
    /// ```
    /// use leadhook::{Limits, Vendor, event::Source};
    ///
    /// let body = br#"{"event":"missed_call","call_id":"7","timestamp":"2025-01-30T15:00:00Z"}"#;
    /// let one = Limits::default().normalize_from("limecall/brazil".parse()?, body)?;
    /// let other = Limits::default().normalize_from("limecall/chile".parse()?, body)?;
    /// assert_ne!(one.id(), other.id());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn normalize_from(self, source: Source, body: &[u8]) -> Result<Event, Error> {
        self.check(body)?;
        vendors::normalize(source, body)
    }

    /// Validates a body, as [`validate`](crate::validate) does.
    #[must_use]
    pub fn validate(self, vendor: Vendor, body: &[u8]) -> Verdict {
        self.check(body).map_or_else(Verdict::from, |()| vendors::validate(vendor, body))
    }

    /// Detects the vendor of a body, as [`Vendor::detect`] does.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::TooLarge`] if the body is too large. Otherwise as [`Vendor::detect`].
    ///
    /// ```
    /// use leadhook::{ErrorKind, Limits, Vendor};
    ///
    /// let body = br#"{"event":"missed_call"}"#;
    /// assert_eq!(Limits::default().with_max_body(23).detect(body), Ok(Vendor::LimeCall));
    /// assert_eq!(Limits::default().with_max_body(22).detect(body).unwrap_err().kind(), ErrorKind::TooLarge);
    /// ```
    pub fn detect(self, body: &[u8]) -> Result<Vendor, Error> {
        self.check(body)?;
        Vendor::detect(body)
    }

    fn check(self, body: &[u8]) -> Result<(), Error> {
        if body.len() > self.max_body { Err(Error::too_large(self.max_body)) } else { Ok(()) }
    }
}
