//! How much a body may cost.

#[cfg(doc)]
use crate::ErrorKind;
use crate::{Error, Event, Payload, Vendor, Verdict, vendors};

/// How large a body may be: 1 MiB, unless told otherwise. No platform documents a limit of its own.
///
/// [`parse`](crate::parse), [`normalize`](crate::normalize) and [`validate`](crate::validate) keep the default; here
/// are the same with another. Objects and arrays may always nest 100 levels deep. Within these bounds the memory that a
/// body takes is at most a fixed multiple of its size, whatever it says.
///
/// ```
/// use leadhook::{ErrorKind, Limits, Vendor};
///
/// let body = br#"{"event":"missed_call","timestamp":"2025-01-30T15:00:00Z"}"#;
/// let strict = Limits::default().with_body(32);
/// let error = strict.normalize(Vendor::LimeCall, body).unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Limit);
/// assert_eq!(error.violations()[0].message, "larger than 32 bytes");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    body: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { body: 1 << 20 }
    }
}

impl Limits {
    /// With another size of bodies, in bytes; a body may have as many.
    #[must_use]
    pub fn with_body(self, most: usize) -> Self {
        Self { body: most }
    }

    /// How many bytes a body may have.
    #[must_use]
    pub fn body(self) -> usize {
        self.body
    }

    /// As [`parse`](crate::parse).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Limit`] if the body is too large; as [`parse`](crate::parse) otherwise.
    pub fn parse(self, vendor: Vendor, body: &[u8]) -> Result<Payload, Error> {
        self.check(body)?;
        vendors::parse(vendor, body)
    }

    /// As [`normalize`](crate::normalize).
    ///
    /// # Errors
    ///
    /// As [`Limits::parse`].
    pub fn normalize(self, vendor: Vendor, body: &[u8]) -> Result<Event, Error> {
        self.check(body)?;
        vendors::normalize(vendor, body)
    }

    /// As [`validate`](crate::validate).
    #[must_use]
    pub fn validate(self, vendor: Vendor, body: &[u8]) -> Verdict {
        self.check(body).map_or_else(Verdict::from, |()| vendors::verdict(vendor, body))
    }

    /// As [`Vendor::try_detect`].
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Limit`] if the body is too large; as [`Vendor::try_detect`] otherwise.
    ///
    /// ```
    /// use leadhook::{ErrorKind, Limits, Vendor};
    ///
    /// let body = br#"{"event":"missed_call"}"#;
    /// assert_eq!(Limits::default().with_body(23).try_detect(body), Ok(Vendor::LimeCall));
    /// assert_eq!(Limits::default().with_body(22).try_detect(body).unwrap_err().kind(), ErrorKind::Limit);
    /// ```
    pub fn try_detect(self, body: &[u8]) -> Result<Vendor, Error> {
        self.check(body)?;
        Vendor::try_detect(body)
    }

    fn check(self, body: &[u8]) -> Result<(), Error> {
        if body.len() > self.body { Err(Error::too_large(self.body)) } else { Ok(()) }
    }
}
