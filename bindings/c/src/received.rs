//! A webhook that an endpoint received.

use std::ffi::{CString, c_char};
use std::mem::MaybeUninit;
use std::ptr;

use leadhook::endpoint::{Proof, Received, Verification};

use crate::failure::Failure;
use crate::pointer::c_string;
use crate::verification::leadhook_verification;

/// A webhook that was received and verified. Free it with leadhook_received_free().
pub struct leadhook_received {
    event: CString,
    unexpected: Vec<CString>,
    verification: leadhook_verification,
    proofs: Vec<(CString, usize)>,
    is_outside_dedup_window: bool,
}

/// A header that proves that a request is the vendor's.
#[repr(C)]
pub struct leadhook_proof {
    /// The header's name, valid until you free the received webhook.
    pub header: *const c_char,
    /// The index of the secret that matched, among those that the builder was given for this header.
    pub secret: usize,
}

impl TryFrom<&Received> for leadhook_received {
    type Error = Failure;

    fn try_from(received: &Received) -> Result<Self, Failure> {
        let proofs: &[Proof] = if let Verification::Verified(proofs) = &received.verification { proofs } else { &[] };
        Ok(Self {
            event: c_string(serde_json::to_string(&received.event)?),
            unexpected: received.unexpected.iter().map(|pointer| c_string(pointer.as_str())).collect(),
            verification: (&received.verification).try_into()?,
            proofs: proofs.iter().map(|proof| (c_string(proof.header.as_str()), proof.secret_index)).collect(),
            is_outside_dedup_window: received.is_outside_dedup_window,
        })
    }
}

/// Returns the event, as leadhook_normalize() creates it, with the endpoint's account in its source. It ends with a NUL
/// and is valid until you free the received webhook. "length" may be NULL. It receives the number of bytes, without the
/// NUL.
///
/// Returns an empty string if "received" is NULL.
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

/// Returns the number of documented members whose values did not fit. The webhook was accepted nevertheless: the event is
/// made without these values, which are in its "extra". Get each member with leadhook_received_unexpected(), and log it:
/// an opt-out in an undocumented form may be among them. Returns 0 if "received" is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_received_unexpected_count(received: Option<&leadhook_received>) -> usize {
    received.map_or(0, |received| received.unexpected.len())
}

/// Returns the JSON Pointer (RFC 6901) of the member with this index, counted from 0, such as "/data/tags". It contains
/// no value of the body, and is valid until you free the received webhook. Returns NULL if there is no such member or
/// "received" is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_received_unexpected(received: Option<&leadhook_received>, index: usize) -> *const c_char {
    let found = received.and_then(|received| received.unexpected.get(index));
    found.map_or(ptr::null(), |pointer| pointer.as_ptr())
}

/// Returns what the verification proved. Returns LEADHOOK_VERIFICATION_UNSIGNED if "received" is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_received_verification(received: Option<&leadhook_received>) -> leadhook_verification {
    received.map_or(leadhook_verification::default(), |received| received.verification)
}

/// Returns the number of headers that proved that the request is the vendor's. Returns 0 if "received" is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_received_proof_count(received: Option<&leadhook_received>) -> usize {
    received.map_or(0, |received| received.proofs.len())
}

/// Sets "proof" to the proof with this index, counted from 0, and returns true. Returns false and leaves "proof"
/// unchanged if there is no such proof or an argument is NULL.
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

/// Returns true if the event is older than leadhook_builder_dedup_window(), so that you may no longer have the id of a
/// duplicate. Returns false if "received" is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_received_is_outside_dedup_window(received: Option<&leadhook_received>) -> bool {
    received.is_some_and(|received| received.is_outside_dedup_window)
}

/// Frees a received webhook and sets your variable to NULL. Does nothing if either is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_received_free(received: Option<&mut Option<Box<leadhook_received>>>) {
    drop(received.and_then(Option::take));
}
