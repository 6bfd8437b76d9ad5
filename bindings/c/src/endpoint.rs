//! Endpoints, which receive the webhooks of one vendor.

use std::mem::MaybeUninit;

use leadhook::endpoint::Endpoint;

use crate::call::{clear, guard};
use crate::code::leadhook_code;
use crate::error::leadhook_error;
use crate::pointer::{Bytes, Headers, require};
use crate::received::leadhook_received;
use crate::signature::leadhook_signature;
use crate::verification::leadhook_verification;

/// Receives the webhooks of one vendor and one account. Several threads may use it at once. Free it with
/// leadhook_endpoint_free() when no thread uses it any more.
pub struct leadhook_endpoint {
    endpoint: Endpoint,
}

impl From<Endpoint> for leadhook_endpoint {
    fn from(endpoint: Endpoint) -> Self {
        Self { endpoint }
    }
}

/// Verifies that a request is the vendor's. Does not parse the body. "headers" are all "count" headers of the request,
/// in any order. "body" is the raw body, byte for byte.
///
/// Returns LEADHOOK_OK, LEADHOOK_UNAUTHENTICATED, LEADHOOK_INVALID_ARGUMENT or LEADHOOK_PANIC. If the call fails, the
/// verification is LEADHOOK_VERIFICATION_UNSIGNED.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_endpoint_verify(
    endpoint: Option<&leadhook_endpoint>,
    headers: Headers,
    count: usize,
    body: Bytes,
    length: usize,
    verification: Option<&mut MaybeUninit<leadhook_verification>>,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    let verification = clear(verification);
    guard(error, || {
        let verification = require(verification, "verification")?;
        let endpoint = &require(endpoint, "endpoint")?.endpoint;
        let verified = endpoint.verify(headers.to_vec(count)?, body.as_slice(length, "body")?)?;
        *verification = leadhook_verification::try_from(&verified)?;
        Ok(())
    })
}

/// Verifies a request and converts its body into an event. The arguments are as in leadhook_endpoint_verify(). Free
/// "received" with leadhook_received_free().
///
/// Returns LEADHOOK_OK, LEADHOOK_TOO_LARGE, LEADHOOK_UNAUTHENTICATED, LEADHOOK_MALFORMED, LEADHOOK_INVALID,
/// LEADHOOK_INVALID_ARGUMENT or LEADHOOK_PANIC. Then:
///
/// - After LEADHOOK_OK, store the event and respond with LEADHOOK_HTTP_STATUS_OK. Vendors send webhooks again, so
///   process each event id once.
/// - After an error, respond with leadhook_error_http_status(). If that is LEADHOOK_HTTP_STATUS_OK, first store
///   leadhook_error_rejection().
/// - If you cannot store the event or the rejection, respond with LEADHOOK_HTTP_STATUS_SERVICE_UNAVAILABLE.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_endpoint_receive(
    endpoint: Option<&leadhook_endpoint>,
    headers: Headers,
    count: usize,
    body: Bytes,
    length: usize,
    received: Option<&mut MaybeUninit<Option<Box<leadhook_received>>>>,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    let received = clear(received);
    guard(error, || {
        let received = require(received, "received")?;
        let endpoint = &require(endpoint, "endpoint")?.endpoint;
        let webhook = endpoint.receive(headers.to_vec(count)?, body.as_slice(length, "body")?)?;
        *received = Some(Box::new(leadhook_received::try_from(&webhook)?));
        Ok(())
    })
}

/// Creates the headers that authenticate a body to this endpoint, made with the first of its secrets. Use it in tests.
/// Free "signature" with leadhook_signature_free(). A bearer token or the value of a secret header in it is a copy that
/// is not wiped from memory.
///
/// Returns LEADHOOK_OK, LEADHOOK_INVALID_ARGUMENT or LEADHOOK_PANIC.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_endpoint_sign(
    endpoint: Option<&leadhook_endpoint>,
    body: Bytes,
    length: usize,
    signature: Option<&mut MaybeUninit<Option<Box<leadhook_signature>>>>,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    let signature = clear(signature);
    guard(error, || {
        let signature = require(signature, "signature")?;
        let endpoint = &require(endpoint, "endpoint")?.endpoint;
        *signature = Some(Box::new(endpoint.sign(body.as_slice(length, "body")?).into()));
        Ok(())
    })
}

/// Frees an endpoint and sets your variable to NULL. Does nothing if either is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_endpoint_free(endpoint: Option<&mut Option<Box<leadhook_endpoint>>>) {
    drop(endpoint.and_then(Option::take));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_threads_may_use_an_endpoint() {
        fn assert_shared<T: Send + Sync>() {}
        assert_shared::<leadhook_endpoint>();
        assert_shared::<leadhook_received>();
    }
}
