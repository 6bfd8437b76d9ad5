//! The lifecycles of all subjects in a stream of events.

use std::mem::MaybeUninit;

use leadhook::Event;
use leadhook::lifecycle::{Fold, Observed};

use crate::call::{clear, guard};
use crate::code::leadhook_code;
use crate::error::leadhook_error;
use crate::failure::Failure;
use crate::pointer::{Bytes, Owned, require};
use crate::string::leadhook_string;

/// The lifecycles of every message, call and lead in a stream of events, in any order. Only one thread at a time may
/// use it. Free it with leadhook_fold_free().
#[derive(Default)]
pub struct leadhook_fold {
    fold: Fold,
}

/// The change that an event made in a fold. It depends on the order of the events. The states in the fold do not.
#[repr(C)]
#[derive(Default)]
pub enum leadhook_observed {
    /// Nothing: the event has no status, or it does not say which message, call or lead it is about. Events about
    /// contacts, replies and voicemails have no status.
    #[default]
    LEADHOOK_OBSERVED_NOTHING = 0,
    /// The current status of the subject changed.
    LEADHOOK_OBSERVED_ADVANCED = 1,
    /// Nothing: this status was already reported for the same or an earlier time. Undocumented statuses count as one
    /// status.
    LEADHOOK_OBSERVED_DUPLICATE = 2,
    /// The report is recorded, and the current status stays.
    LEADHOOK_OBSERVED_LATE = 3,
    /// The report is recorded, and contradicts another reported status.
    LEADHOOK_OBSERVED_CONFLICT = 4,
}

/// `leadhook_fold *`
type OwnedFold = Owned<leadhook_fold>;

use leadhook_observed::{
    LEADHOOK_OBSERVED_ADVANCED, LEADHOOK_OBSERVED_CONFLICT, LEADHOOK_OBSERVED_DUPLICATE, LEADHOOK_OBSERVED_LATE,
    LEADHOOK_OBSERVED_NOTHING,
};

/// Creates a fold without events.
///
/// Returns LEADHOOK_OK, LEADHOOK_INVALID_ARGUMENT or LEADHOOK_PANIC.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_fold_new(
    fold: Option<&mut MaybeUninit<Option<Box<leadhook_fold>>>>,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    let fold = clear(fold);
    guard(error, || {
        *require(fold, "fold")? = Some(Box::default());
        Ok(())
    })
}

/// Records the status that an event reports. "event" is the JSON of an event that leadhook_read_event() reads. Events may
/// be in any order and repeated. "observed" may be NULL. It receives what the event changed.
///
/// Returns LEADHOOK_OK, LEADHOOK_MALFORMED, LEADHOOK_INVALID, LEADHOOK_INVALID_ARGUMENT or LEADHOOK_PANIC. If the call
/// fails, the fold is unchanged and "observed" is LEADHOOK_OBSERVED_NOTHING.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_fold_observe(
    fold: Option<&mut leadhook_fold>,
    event: Bytes,
    length: usize,
    observed: Option<&mut MaybeUninit<leadhook_observed>>,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    let observed = clear(observed);
    guard(error, || {
        let fold = &mut require(fold, "fold")?.fold;
        let event = Event::from_json(event.as_slice(length, "event")?)?;
        let change = fold.observe(&event).map_or(Ok(LEADHOOK_OBSERVED_NOTHING), leadhook_observed::try_from)?;
        if let Some(observed) = observed {
            *observed = change;
        }
        Ok(())
    })
}

impl TryFrom<Observed> for leadhook_observed {
    type Error = Failure;

    fn try_from(observed: Observed) -> Result<Self, Failure> {
        match observed {
            Observed::Advanced => Ok(LEADHOOK_OBSERVED_ADVANCED),
            Observed::Duplicate => Ok(LEADHOOK_OBSERVED_DUPLICATE),
            Observed::Late => Ok(LEADHOOK_OBSERVED_LATE),
            Observed::Conflict => Ok(LEADHOOK_OBSERVED_CONFLICT),
            // The crate may add variants. The test below fails if this arm is used.
            _ => Err(Failure::Bug),
        }
    }
}

/// Sets "states" to the state of every subject: one line of JSON for each, sorted by source, subject and kind. Free it
/// with leadhook_string_free(). A line looks like this:
///
///   {"source":"limecall","subject":"7","kind":"call","current":"missed","since":"2025-01-30T15:00:00Z",
///    "reports":{"missed":"2025-01-30T15:00:00Z"},"conflicts":[]}
///
/// "undocumented" is present if an undocumented status was reported.
///
/// Returns LEADHOOK_OK, LEADHOOK_INVALID_ARGUMENT or LEADHOOK_PANIC.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_fold_states(
    fold: Option<&leadhook_fold>,
    states: Option<&mut MaybeUninit<leadhook_string>>,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    let states = clear(states);
    guard(error, || {
        let states = require(states, "states")?;
        let mut lines = String::new();
        for state in &require(fold, "fold")?.fold {
            lines += &serde_json::to_string(&state)?;
            lines.push('\n');
        }
        *states = lines.into();
        Ok(())
    })
}

/// Returns the number of subjects. Returns 0 if "fold" is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_fold_length(fold: Option<&leadhook_fold>) -> usize {
    fold.map_or(0, |fold| fold.fold.len())
}

/// Adds the reports of another fold. Frees the other fold and sets your variable to NULL.
///
/// Returns LEADHOOK_OK, LEADHOOK_INVALID_ARGUMENT or LEADHOOK_PANIC. LEADHOOK_INVALID_ARGUMENT also means that both
/// folds are the same. Then neither changes.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_fold_merge(
    fold: Option<&mut leadhook_fold>,
    other: Option<&mut OwnedFold>,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    guard(error, || {
        let fold = require(fold, "fold")?;
        let other = require(other, "other")?.take_unless(fold);
        let other = other.map_err(|_| Failure::InvalidArgument("cannot merge a fold into itself".to_owned()))?;
        fold.fold.merge(require(other, "other")?.fold);
        Ok(())
    })
}

/// Frees a fold and sets your variable to NULL. Does nothing if either is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_fold_free(fold: Option<&mut Option<Box<leadhook_fold>>>) {
    drop(fold.and_then(Option::take));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_observed_change_is_known() {
        assert!(Observed::VARIANTS.iter().all(|&observed| leadhook_observed::try_from(observed).is_ok()));
    }
}
