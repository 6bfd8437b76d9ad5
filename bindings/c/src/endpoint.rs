//! Where one platform sends its webhooks to.

use std::mem::MaybeUninit;

use leadhook::endpoint::{Endpoint, Verification};

use crate::boundary::{Bytes, Headers, emptied, given, guard};
use crate::error::{Fault, leadhook_code, leadhook_error};
use crate::received::leadhook_received;
use crate::signature::leadhook_signature;

/// Where one platform sends its webhooks to, for one account. Threads may share it. Free it with
/// leadhook_endpoint_free(), when no thread uses it any more.
#[expect(non_camel_case_types, reason = "the name is C's")]
pub struct leadhook_endpoint {
    endpoint: Endpoint,
}

impl From<Endpoint> for leadhook_endpoint {
    fn from(endpoint: Endpoint) -> Self {
        Self { endpoint }
    }
}

/// How far it is known who sent a webhook.
#[repr(C)]
#[derive(Clone, Copy, Default)]
#[expect(non_camel_case_types, reason = "the names are C's")]
pub enum leadhook_authenticity {
    /// Nobody knows: the platform proves nothing, or the endpoint was told not to ask.
    #[default]
    LEADHOOK_AUTHENTICITY_UNSIGNED = 0,
    /// Whoever sent it knows a secret for each header that was asked for.
    LEADHOOK_AUTHENTICITY_AUTHENTIC = 1,
}

impl leadhook_authenticity {
    pub(crate) fn of(authenticity: &Verification) -> Result<Self, Fault> {
        match authenticity {
            Verification::Unsigned => Ok(Self::LEADHOOK_AUTHENTICITY_UNSIGNED),
            Verification::Verified(_) => Ok(Self::LEADHOOK_AUTHENTICITY_AUTHENTIC),
            _ => Err(Fault::Ours),
        }
    }
}

/// Says who sent a body, and looks no further. "headers" are all of the request's, in any order, and the body is as it
/// came, to the byte.
///
/// Returns LEADHOOK_OK, LEADHOOK_UNAUTHENTIC, LEADHOOK_ARGUMENT or LEADHOOK_PANIC.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_endpoint_verify(
    endpoint: Option<&leadhook_endpoint>,
    headers: Headers,
    count: usize,
    body: Bytes,
    length: usize,
    authenticity: Option<&mut MaybeUninit<leadhook_authenticity>>,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    let authenticity = emptied(authenticity);
    guard(error, || {
        let authenticity = given(authenticity, "authenticity")?;
        let endpoint = &given(endpoint, "endpoint")?.endpoint;
        let found = endpoint.verify(headers.read(count)?, body.read(length, "body")?)?;
        *authenticity = leadhook_authenticity::of(&found)?;
        Ok(())
    })
}

/// Takes a request: says who sent it, and what it says. "headers" are all of the request's, in any order, and the body is
/// as it came, to the byte.
///
/// Returns LEADHOOK_OK, LEADHOOK_LIMIT, LEADHOOK_UNAUTHENTIC, LEADHOOK_MALFORMED, LEADHOOK_INVALID, LEADHOOK_ARGUMENT or
/// LEADHOOK_PANIC. Keep the event or the rejection, then answer as leadhook_received_answer() or leadhook_error_answer()
/// says; if you cannot keep it, LEADHOOK_NOT_KEPT. Platforms send again: take each id of an event once.
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
    let received = emptied(received);
    guard(error, || {
        let received = given(received, "received")?;
        let endpoint = &given(endpoint, "endpoint")?.endpoint;
        let found = endpoint.receive(headers.read(count)?, body.read(length, "body")?)?;
        *received = Some(Box::new(leadhook_received::of(&found)?));
        Ok(())
    })
}

/// Makes the headers that prove a body to this endpoint, with the first of its secrets: for tests. Of what the endpoint
/// asks for as it is, a token or a header's value, this is a copy that is not wiped.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_endpoint_sign(
    endpoint: Option<&leadhook_endpoint>,
    body: Bytes,
    length: usize,
    signature: Option<&mut MaybeUninit<Option<Box<leadhook_signature>>>>,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    let signature = emptied(signature);
    guard(error, || {
        let signature = given(signature, "signature")?;
        let endpoint = &given(endpoint, "endpoint")?.endpoint;
        *signature = Some(Box::new(endpoint.sign(body.read(length, "body")?).into()));
        Ok(())
    })
}

/// Frees an endpoint, and sets it to NULL: to free it once more does nothing. Neither does NULL.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_endpoint_free(endpoint: Option<&mut Option<Box<leadhook_endpoint>>>) {
    drop(endpoint.and_then(Option::take));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threads_may_share_an_endpoint() {
        fn assert_shared<T: Send + Sync>() {}
        assert_shared::<leadhook_endpoint>();
        assert_shared::<leadhook_received>();
    }
}
