//! Functions on the JSON of an event: read and validate.

use std::mem::MaybeUninit;

use leadhook::Event;

use crate::body::leadhook_verdict;
use crate::call::{clear, guard};
use crate::code::leadhook_code;
use crate::error::leadhook_error;
use crate::pointer::{Bytes, require};
use crate::string::leadhook_string;

/// Reads the JSON of an event, and writes the event as leadhook_normalize() does.
///
/// The event may be of any vendor, also one of your own, and of any version of leadhook. Its id, its subject, and what this
/// version does not know are written as they are: the type and members of "data". Top-level attributes that brokers add are
/// left out. Free "event" with leadhook_string_free().
///
/// Returns LEADHOOK_OK, LEADHOOK_MALFORMED, LEADHOOK_INVALID, LEADHOOK_INVALID_ARGUMENT or LEADHOOK_PANIC.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_read_event(
    json: Bytes,
    length: usize,
    event: Option<&mut MaybeUninit<leadhook_string>>,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    let event = clear(event);
    guard(error, || {
        let event = require(event, "event")?;
        let read = Event::from_json(json.as_slice(length, "json")?)?;
        *event = serde_json::to_string(&read)?.into();
        Ok(())
    })
}

/// Validates the JSON of an event against the schema of events. The verdict is LEADHOOK_VERDICT_DRIFT if this version of
/// leadhook reads the event but would not write it, for example because of a type or a member that it does not know.
///
/// "diagnostics" may be NULL. It receives what leadhook_validate() returns. Free it with leadhook_string_free().
///
/// Returns LEADHOOK_OK for every verdict, LEADHOOK_INVALID_ARGUMENT or LEADHOOK_PANIC. If the call fails, the verdict
/// is LEADHOOK_VERDICT_INVALID.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_validate_event(
    json: Bytes,
    length: usize,
    verdict: Option<&mut MaybeUninit<leadhook_verdict>>,
    diagnostics: Option<&mut MaybeUninit<leadhook_string>>,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    let (verdict, diagnostics) = (clear(verdict), clear(diagnostics));
    guard(error, || {
        let verdict = require(verdict, "verdict")?;
        let result = Event::validate_json(json.as_slice(length, "json")?);
        if let Some(diagnostics) = diagnostics {
            *diagnostics = serde_json::to_string(&result)?.into();
        }
        *verdict = (&result).into();
        Ok(())
    })
}
