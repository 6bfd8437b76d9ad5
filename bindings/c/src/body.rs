//! Functions on the body of a webhook: normalize and validate.

use std::mem::MaybeUninit;

use leadhook::{Limits, RawBody, Rejection, Verdict};

use crate::call::{clear, guard};
use crate::code::leadhook_code;
use crate::error::leadhook_error;
use crate::pointer::{Bytes, Chars, require};
use crate::string::leadhook_string;

/// The default maximum body size in bytes (inclusive): 1 MiB.
pub const LEADHOOK_DEFAULT_MAX_BODY: usize = 1_048_576;

/// The result of validating a body or an event.
#[repr(C)]
#[derive(Default)]
pub enum leadhook_verdict {
    /// The body follows the schema, and everything in it is documented.
    LEADHOOK_VERDICT_VALID = 0,
    /// The body follows the schema and contains something undocumented or odd. leadhook_normalize() accepts it, and
    /// leadhook_read_event() an event.
    LEADHOOK_VERDICT_DRIFT = 1,
    /// The body violates the schema, is not JSON, or is too large. leadhook_normalize() refuses it, and
    /// leadhook_read_event() an event.
    #[default]
    LEADHOOK_VERDICT_INVALID = 2,
}

use leadhook_verdict::{LEADHOOK_VERDICT_DRIFT, LEADHOOK_VERDICT_INVALID, LEADHOOK_VERDICT_VALID};

impl From<&Verdict> for leadhook_verdict {
    fn from(verdict: &Verdict) -> Self {
        match verdict {
            Verdict::Valid => LEADHOOK_VERDICT_VALID,
            Verdict::Drift(_) => LEADHOOK_VERDICT_DRIFT,
            Verdict::Invalid(_) => LEADHOOK_VERDICT_INVALID,
        }
    }
}

/// Converts the raw body of a webhook into an event. The event is a CloudEvents document: one line of JSON, without a
/// newline at its end.
///
/// "vendor" is the vendor's name: "liguelead", "leadterra", "leadnest", "limecall" or "leadsail". "max_body" is the
/// maximum body size in bytes (inclusive), such as LEADHOOK_DEFAULT_MAX_BODY. Free "event" with leadhook_string_free().
///
/// Nothing optional refuses a webhook. The value of a documented member that does not fit is in "extra" of the event, and
/// leadhook_validate() reports it as "unexpected_type" or "unexpected_format".
///
/// Returns LEADHOOK_OK, LEADHOOK_MALFORMED, LEADHOOK_INVALID, LEADHOOK_TOO_LARGE, LEADHOOK_INVALID_ARGUMENT or
/// LEADHOOK_PANIC. After one of the first three errors, leadhook_error_rejection() returns what to store.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_normalize(
    vendor: Chars,
    body: Bytes,
    length: usize,
    max_body: usize,
    event: Option<&mut MaybeUninit<leadhook_string>>,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    let event = clear(event);
    guard(error, || {
        let event = require(event, "event")?;
        let vendor = vendor.as_variant("vendor")?;
        let body = body.as_slice(length, "body")?;
        let limits = Limits::default().with_max_body(max_body);
        let normalized = limits
            .normalize(vendor, body)
            .map_err(|error| Rejection::new(error, RawBody::new(body, limits)).with_source(vendor.into()))?;
        *event = serde_json::to_string(&normalized)?.into();
        Ok(())
    })
}

/// Validates the raw body of a webhook against its vendor's schema. "vendor" and "max_body" are as in
/// leadhook_normalize().
///
/// "diagnostics" may be NULL. It receives the verdict and the diagnostics as one line of JSON. Free it with
/// leadhook_string_free(). The JSON looks like this:
///
///   {"verdict":"drift","diagnostics":[{"severity":"warning","code":"unexpected_value","pointer":"/status",
///    "message":"undocumented value","line":1,"column":68,"suggestion":"missed"}]}
///
/// "suggestion" is present if a documented value is similar. There are at most 100 diagnostics. If there are more,
/// "omitted" says how many, at least.
///
/// Returns LEADHOOK_OK for every verdict, LEADHOOK_INVALID_ARGUMENT or LEADHOOK_PANIC. If the call fails, the verdict
/// is LEADHOOK_VERDICT_INVALID.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_validate(
    vendor: Chars,
    body: Bytes,
    length: usize,
    max_body: usize,
    verdict: Option<&mut MaybeUninit<leadhook_verdict>>,
    diagnostics: Option<&mut MaybeUninit<leadhook_string>>,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    let (verdict, diagnostics) = (clear(verdict), clear(diagnostics));
    guard(error, || {
        let verdict = require(verdict, "verdict")?;
        let vendor = vendor.as_variant("vendor")?;
        let limits = Limits::default().with_max_body(max_body);
        let result = limits.validate(vendor, body.as_slice(length, "body")?);
        if let Some(diagnostics) = diagnostics {
            *diagnostics = serde_json::to_string(&result)?.into();
        }
        *verdict = (&result).into();
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use leadhook::Vendor;

    use super::*;

    #[test]
    fn the_default_limit_is_that_of_the_crate() {
        assert_eq!(Limits::default().max_body(), LEADHOOK_DEFAULT_MAX_BODY);
    }

    #[test]
    fn the_header_names_every_vendor() {
        let header = include_str!("../include/leadhook.h");
        let quoted = |vendor: &Vendor| format!("\"{vendor}\"");
        assert_eq!(Vendor::VARIANTS.iter().find(|vendor| !header.contains(&quoted(vendor))), None);
    }
}
