//! The body of a webhook, read and checked.

use std::mem::MaybeUninit;

use leadhook::{Limits, RawBody, Rejection, Verdict};

use crate::boundary::{Bytes, Chars, emptied, given, guard};
use crate::error::{leadhook_code, leadhook_error};
use crate::text::leadhook_text;

/// How many bytes a body may have if you have no wish of your own: 1 MiB.
pub const LEADHOOK_MAX_BODY: usize = 1_048_576;

/// What a platform's contract says of a body.
#[repr(C)]
#[derive(Default)]
#[expect(non_camel_case_types, reason = "the names are C's")]
pub enum leadhook_verdict {
    /// The contract holds, and everything is documented.
    LEADHOOK_VERDICT_VALID = 0,
    /// The contract holds, but something is undocumented or odd. Such a body can be read.
    LEADHOOK_VERDICT_DRIFT = 1,
    /// The contract does not hold.
    #[default]
    LEADHOOK_VERDICT_INVALID = 2,
}

use leadhook_verdict::{LEADHOOK_VERDICT_DRIFT, LEADHOOK_VERDICT_INVALID, LEADHOOK_VERDICT_VALID};

/// Turns the raw body of a webhook into an event: a CloudEvents document as JSON in one line, without the line's end.
///
/// "vendor" is the platform's slug: liguelead, leadterra, leadnest, limecall or leadsail. A body may have "max_body"
/// bytes, LEADHOOK_MAX_BODY if you have no wish of your own.
///
/// Returns LEADHOOK_OK, LEADHOOK_MALFORMED, LEADHOOK_INVALID, LEADHOOK_LIMIT, LEADHOOK_ARGUMENT or LEADHOOK_PANIC.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_normalize(
    vendor: Chars,
    body: Bytes,
    length: usize,
    max_body: usize,
    event: Option<&mut MaybeUninit<leadhook_text>>,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    let event = emptied(event);
    guard(error, || {
        let event = given(event, "event")?;
        let vendor = vendor.word("vendor")?;
        let body = body.read(length, "body")?;
        let limits = Limits::default().with_body(max_body);
        let normalized = limits
            .normalize(vendor, body)
            .map_err(|error| Rejection::new(error, RawBody::of(body, limits)).with_vendor(vendor))?;
        *event = serde_json::to_string(&normalized)?.into();
        Ok(())
    })
}

/// Puts the raw body of a webhook to its platform's contract. "vendor" and "max_body" are as in leadhook_normalize().
///
/// "findings" may be NULL. It gets the verdict and what was found as JSON in one line:
/// {"verdict","findings":[{"kind","pointer","message","line","column"}]}, at most 100 findings, and "more" if there are.
///
/// Returns LEADHOOK_OK whatever the verdict is, LEADHOOK_ARGUMENT or LEADHOOK_PANIC.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_validate(
    vendor: Chars,
    body: Bytes,
    length: usize,
    max_body: usize,
    verdict: Option<&mut MaybeUninit<leadhook_verdict>>,
    findings: Option<&mut MaybeUninit<leadhook_text>>,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    let (verdict, findings) = (emptied(verdict), emptied(findings));
    guard(error, || {
        let verdict = given(verdict, "verdict")?;
        let vendor = vendor.word("vendor")?;
        let found = Limits::default().with_body(max_body).validate(vendor, body.read(length, "body")?);
        if let Some(findings) = findings {
            *findings = serde_json::to_string(&found)?.into();
        }
        *verdict = match found {
            Verdict::Valid => LEADHOOK_VERDICT_VALID,
            Verdict::Drift(_) => LEADHOOK_VERDICT_DRIFT,
            Verdict::Invalid(_) => LEADHOOK_VERDICT_INVALID,
        };
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use leadhook::Vendor;

    use super::*;

    #[test]
    fn the_limit_is_the_crates() {
        assert_eq!(Limits::default().body(), LEADHOOK_MAX_BODY);
    }

    #[test]
    fn the_header_tells_every_slug() {
        let header = include_str!("../include/leadhook.h");
        assert_eq!(Vendor::VARIANTS.iter().find(|vendor| !header.contains(vendor.as_str())), None);
    }
}
