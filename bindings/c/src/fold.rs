//! Where every message, call and lead stands.

use std::mem::MaybeUninit;

use leadhook::Event;
use leadhook::lifecycle::{Fold, Observed};

use crate::boundary::{Bytes, emptied, given, guard};
use crate::error::{Fault, leadhook_code, leadhook_error};
use crate::text::leadhook_text;

/// The lifecycles of every message, call and lead in a stream of events, whatever their order. No thread may use it
/// while another changes it. Free it with leadhook_fold_free().
#[derive(Default)]
#[expect(non_camel_case_types, reason = "the name is C's")]
pub struct leadhook_fold {
    fold: Fold,
}

/// What an event changed in a fold, when it came.
#[repr(C)]
#[derive(Default)]
#[expect(non_camel_case_types, reason = "the names are C's")]
pub enum leadhook_observed {
    /// Nothing: it tells no status, as of a contact, a reply or a voicemail, or its platform did not say which message,
    /// call or lead it is about.
    #[default]
    LEADHOOK_OBSERVED_NOTHING = 0,
    /// The subject stands elsewhere now.
    LEADHOOK_OBSERVED_ADVANCED = 1,
    /// Nothing: this status had been reported for the same time or an earlier one.
    LEADHOOK_OBSERVED_DUPLICATE = 2,
    /// It is recorded, and the subject stands where it stood.
    LEADHOOK_OBSERVED_LATE = 3,
    /// It is recorded, and another status that was reported contradicts it.
    LEADHOOK_OBSERVED_CONFLICT = 4,
}

use leadhook_observed::{
    LEADHOOK_OBSERVED_ADVANCED, LEADHOOK_OBSERVED_CONFLICT, LEADHOOK_OBSERVED_DUPLICATE, LEADHOOK_OBSERVED_LATE,
    LEADHOOK_OBSERVED_NOTHING,
};

/// Makes a fold of no events.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_fold_new(
    fold: Option<&mut MaybeUninit<Option<Box<leadhook_fold>>>>,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    let fold = emptied(fold);
    guard(error, || {
        *given(fold, "fold")? = Some(Box::default());
        Ok(())
    })
}

/// Takes an event, as leadhook_normalize() or leadhook_endpoint_receive() has made it. Neither order nor repetition
/// matter. "observed" may be NULL.
///
/// Returns LEADHOOK_OK, LEADHOOK_MALFORMED, LEADHOOK_INVALID, LEADHOOK_ARGUMENT or LEADHOOK_PANIC.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_fold_observe(
    fold: Option<&mut leadhook_fold>,
    event: Bytes,
    length: usize,
    observed: Option<&mut MaybeUninit<leadhook_observed>>,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    let observed = emptied(observed);
    guard(error, || {
        let fold = &mut given(fold, "fold")?.fold;
        let event = Event::from_json(event.read(length, "event")?)?;
        let found = fold.observe(&event).map_or(Some(LEADHOOK_OBSERVED_NOTHING), known).ok_or(Fault::Ours)?;
        if let Some(observed) = observed {
            *observed = found;
        }
        Ok(())
    })
}

/// None for what this binding does not know.
fn known(observed: Observed) -> Option<leadhook_observed> {
    match observed {
        Observed::Advanced => Some(LEADHOOK_OBSERVED_ADVANCED),
        Observed::Duplicate => Some(LEADHOOK_OBSERVED_DUPLICATE),
        Observed::Late => Some(LEADHOOK_OBSERVED_LATE),
        Observed::Conflict => Some(LEADHOOK_OBSERVED_CONFLICT),
        _ => None,
    }
}

/// Where every subject stands, in the order of their keys: a line of JSON each,
/// {"source","subject","kind","current","since","seen","conflicts"}.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_fold_standings(
    fold: Option<&leadhook_fold>,
    standings: Option<&mut MaybeUninit<leadhook_text>>,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    let standings = emptied(standings);
    guard(error, || {
        let standings = given(standings, "standings")?;
        let mut lines = String::new();
        for standing in given(fold, "fold")?.fold.iter() {
            lines += &serde_json::to_string(&standing)?;
            lines.push('\n');
        }
        *standings = lines.into();
        Ok(())
    })
}

/// How many subjects there are. None for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_fold_length(fold: Option<&leadhook_fold>) -> usize {
    fold.map_or(0, |fold| fold.fold.len())
}

/// Takes all that another fold has taken. This consumes the other, and sets it to NULL, unless the arguments make no
/// sense: a fold is not merged into itself.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_fold_merge(
    fold: Option<&mut leadhook_fold>,
    // Not a `Box` before it is known to be another fold: that would say that nobody else has it.
    other: Option<&mut *mut leadhook_fold>,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    guard(error, || {
        let fold = given(fold, "fold")?;
        let other = given(other, "other")?;
        given((!other.is_null()).then_some(()), "other")?;
        if std::ptr::eq(*other, fold) {
            return Err(Fault::argument("a fold cannot be merged into itself"));
        }
        // SAFETY: not null, so by the contract of the header it is from `leadhook_fold_new`, which hands out boxes; it is
        // not `fold`, and is NULL from now on.
        let other = unsafe { Box::from_raw(std::mem::replace(other, std::ptr::null_mut())) };
        fold.fold.merge(other.fold);
        Ok(())
    })
}

/// Frees a fold, and sets it to NULL: to free it once more does nothing. Neither does NULL.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_fold_free(fold: Option<&mut Option<Box<leadhook_fold>>>) {
    drop(fold.and_then(Option::take));
}

#[cfg(test)]
mod tests {
    use leadhook::StringEnum as _;

    use super::*;

    #[test]
    fn all_that_a_fold_can_say_is_known() {
        assert!(Observed::VARIANTS.iter().all(|&observed| known(observed).is_some()));
    }
}
