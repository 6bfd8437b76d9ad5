//! A webhook that was received.

use std::ffi::{CString, c_char};
use std::mem::MaybeUninit;

use leadhook::endpoint::{Proof, Received, Verification};

use crate::endpoint::leadhook_authenticity;
use crate::error::Fault;
use crate::text::c_string;

/// A webhook that was received. Free it with leadhook_received_free().
#[expect(non_camel_case_types, reason = "the name is C's")]
pub struct leadhook_received {
    event: CString,
    authenticity: leadhook_authenticity,
    proofs: Vec<(CString, usize)>,
    is_outside_dedup_window: bool,
    answer: u16,
}

/// A header that proved who sent a webhook.
#[repr(C)]
pub struct leadhook_proof {
    /// Its name, valid as long as what was received.
    pub header: *const c_char,
    /// Which of the endpoint's secrets for this header matched, counted from 0 in the order in which they were given.
    pub secret: usize,
}

impl leadhook_received {
    pub(crate) fn of(received: &Received) -> Result<Self, Fault> {
        let proofs: &[Proof] = if let Verification::Verified(proofs) = &received.authenticity { proofs } else { &[] };
        Ok(Self {
            event: c_string(&serde_json::to_string(&received.event)?),
            authenticity: leadhook_authenticity::of(&received.authenticity)?,
            proofs: proofs.iter().map(|proof| (c_string(&proof.header), proof.secret)).collect(),
            is_outside_dedup_window: received.is_outside_dedup_window,
            answer: received.answer().status(),
        })
    }
}

/// The event, as of leadhook_normalize(), with the endpoint's account in its source: NUL-terminated, and valid as long as
/// what was received. "length" may be NULL; it gets the length without the NUL. Empty, and never NULL, for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_received_event(
    received: Option<&leadhook_received>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const c_char {
    let event = received.map_or(c"", |received| &received.event);
    if let Some(length) = length {
        length.write(event.count_bytes());
    }
    event.as_ptr()
}

/// Who sent it. Unsigned for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_received_authenticity(received: Option<&leadhook_received>) -> leadhook_authenticity {
    received.map_or(leadhook_authenticity::default(), |received| received.authenticity)
}

/// How many headers proved who sent it.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_received_proofs(received: Option<&leadhook_received>) -> usize {
    received.map_or(0, |received| received.proofs.len())
}

/// Tells a proof, counted from 0. Returns false, and leaves "proof" as it was, if there is none of this number or an
/// argument is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_received_proof(
    received: Option<&leadhook_received>,
    index: usize,
    proof: Option<&mut MaybeUninit<leadhook_proof>>,
) -> bool {
    let found = received.and_then(|received| received.proofs.get(index));
    let (Some((header, secret)), Some(proof)) = (found, proof) else { return false };
    proof.write(leadhook_proof { header: header.as_ptr(), secret: *secret });
    true
}

/// Whether it happened longer ago than ids are kept: if it has come before, nobody may know any more.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_received_is_stale(received: Option<&leadhook_received>) -> bool {
    received.is_some_and(|received| received.is_outside_dedup_window)
}

/// The status of HTTP to answer with once the event is kept. LEADHOOK_NOT_KEPT for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_received_answer(received: Option<&leadhook_received>) -> u16 {
    received.map_or(crate::error::LEADHOOK_NOT_KEPT, |received| received.answer)
}

/// Frees what was received, and sets it to NULL: to free it once more does nothing. Neither does NULL.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_received_free(received: Option<&mut Option<Box<leadhook_received>>>) {
    drop(received.and_then(Option::take));
}
