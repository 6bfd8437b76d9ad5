//! Finds the event name in a body, and the vendor that documents it.

use std::borrow::Cow;

use super::Vendor;
use crate::error::Error;
#[cfg(doc)]
use crate::error::ErrorKind;
use crate::json::{MAX_DEPTH, find_member, find_text, plain_text};
use crate::schema::{Schema, invalid_at, suggest};

impl Vendor {
    /// Returns the vendor whose documentation has this body's event name.
    ///
    /// Use it for archives and backfills. Never let a body from the internet choose its vendor: a forger would choose
    /// one that does not sign. Only the event name is read, so the result may be a vendor even if the body is not JSON.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Malformed`] if the body is not JSON. [`ErrorKind::Invalid`] if it is not an object with an event
    /// name, or if no vendor documents the name.
    ///
    /// ```
    /// use leadhook::Vendor;
    ///
    /// assert_eq!(Vendor::detect(br#"{"event":"missed_call"}"#)?, Vendor::LimeCall);
    /// let error = Vendor::detect(br#"{"event":"mised_call"}"#).unwrap_err();
    /// assert_eq!(error.diagnostics()[0].message, "no vendor documents an event of this name; did you mean missed_call?");
    /// # Ok::<(), leadhook::Error>(())
    /// ```
    pub fn detect(body: &[u8]) -> Result<Self, Error> {
        let documenting = |name: Cow<'_, str>| Self::documenting(&name);
        event_name(body).and_then(documenting).map_or_else(|| Err(explain(body)), Ok)
    }

    /// Returns the vendor whose documentation has this event name. No two vendors document the same name.
    ///
    /// ```
    /// use leadhook::Vendor;
    ///
    /// assert_eq!(Vendor::documenting("missed_call"), Some(Vendor::LimeCall));
    /// assert_eq!(Vendor::documenting("mised_call"), None);
    /// ```
    #[must_use]
    pub fn documenting(event_name: &str) -> Option<Self> {
        Self::VARIANTS.iter().copied().find(|vendor| vendor.adapter().documents(event_name))
    }
}

/// Returns the error for a body without a known event name.
#[cold]
fn explain(body: &[u8]) -> Error {
    static NAMED: Schema =
        Schema::new(r#"{"type":"object","required":["event"],"properties":{"event":{"type":"string"}}}"#);

    if let Err(diagnostics) = NAMED.check(body, MAX_DEPTH) {
        return diagnostics.into();
    }
    let name = event_name(body).unwrap_or_default();
    let names = Vendor::VARIANTS.iter().flat_map(|vendor| vendor.event_names());
    let hint = suggest(&name, names).map(|name| format!("; did you mean {name}?"));
    let message = format!("no vendor documents an event of this name{}", hint.unwrap_or_default());
    Error::from_diagnostic(invalid_at(body, "/event", message))
}

/// Returns the event name of a body. A name without escapes, the usual case, is found without parsing the body.
pub(super) fn event_name(body: &[u8]) -> Option<Cow<'_, str>> {
    const NAME: &str = "\"event\"";
    // Most vendors send it first.
    let first = body.trim_ascii_start().strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
    let after = first.and_then(|body| body.strip_prefix(NAME.as_bytes())).or_else(|| find_member(body, NAME));
    let plain = after.and_then(plain_text).map(Cow::Borrowed);
    plain.or_else(|| find_text(std::str::from_utf8(body).ok()?, &["event"]))
}
