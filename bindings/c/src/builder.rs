//! The configuration of an endpoint.

use std::mem::MaybeUninit;
use std::time::Duration;

use leadhook::Limits;
use leadhook::endpoint::{Builder, Endpoint, Secret};

use crate::call::{clear, guard};
use crate::code::leadhook_code;
use crate::endpoint::leadhook_endpoint;
use crate::error::leadhook_error;
use crate::failure::Failure;
use crate::pointer::{Bytes, Chars, require};

/// The configuration of an endpoint. leadhook_builder_build() frees it. If you do not call that, free it with
/// leadhook_builder_free().
pub struct leadhook_builder {
    /// `None` only after a setter panicked.
    builder: Option<Builder>,
}

impl leadhook_builder {
    fn take_builder(&mut self) -> Result<Builder, Failure> {
        self.builder.take().ok_or(Failure::Bug)
    }
}

/// Changes a builder by what `prepare` returns. If `prepare` fails, the builder stays as it is.
fn set<F: FnOnce(Builder) -> Builder>(
    builder: Option<&mut leadhook_builder>,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
    prepare: impl FnOnce() -> Result<F, Failure>,
) -> leadhook_code {
    guard(error, || {
        let builder = require(builder, "builder")?;
        let change = prepare()?;
        builder.builder = Some(change(builder.take_builder()?));
        Ok(())
    })
}

/// Creates a builder of an endpoint for one vendor. "vendor" is as in leadhook_normalize().
///
/// Configure it with the functions below, then call leadhook_builder_build(). They copy their arguments. Secrets are
/// wiped from memory when the builder and the endpoint are gone.
///
/// This function and the setters return LEADHOOK_OK, LEADHOOK_INVALID_ARGUMENT or LEADHOOK_PANIC. After
/// LEADHOOK_INVALID_ARGUMENT, the builder is unchanged.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_builder_new(
    vendor: Chars,
    builder: Option<&mut MaybeUninit<Option<Box<leadhook_builder>>>>,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    let builder = clear(builder);
    guard(error, || {
        let builder = require(builder, "builder")?;
        let vendor = vendor.as_variant("vendor")?;
        *builder = Some(Box::new(leadhook_builder { builder: Some(Endpoint::builder(vendor)) }));
        Ok(())
    })
}

/// Adds a secret that the vendor signs with (Leadterra, LeadNest, LimeCall). While you rotate secrets, add both.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_builder_signing_secret(
    builder: Option<&mut leadhook_builder>,
    secret: Bytes,
    length: usize,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    set(builder, error, || {
        let secret = Secret::try_from(secret.as_slice(length, "secret")?)?;
        Ok(|builder: Builder| builder.signing_secret(secret))
    })
}

/// Sets the encoding of the signature: "hex", which is the default, or "base64". Only LimeCall leaves it undocumented.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_builder_encoding(
    builder: Option<&mut leadhook_builder>,
    encoding: Chars,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    set(builder, error, || {
        let encoding = encoding.as_variant("encoding")?;
        Ok(move |builder: Builder| builder.encoding(encoding))
    })
}

/// Adds a token that the vendor sends as "Authorization: Bearer" (LimeCall). While you rotate tokens, add both.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_builder_bearer_token(
    builder: Option<&mut leadhook_builder>,
    token: Bytes,
    length: usize,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    set(builder, error, || {
        let token = Secret::try_from(token.as_slice(length, "token")?)?;
        Ok(|builder: Builder| builder.bearer_token(token))
    })
}

/// Adds a header with a secret value, as you configured it at the vendor (LeadSail). While you rotate values, add both.
/// If you add several headers, all must pass.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_builder_secret_header(
    builder: Option<&mut leadhook_builder>,
    name: Chars,
    value: Bytes,
    length: usize,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    set(builder, error, || {
        let name = name.as_str("name")?;
        let value = Secret::try_from(value.as_slice(length, "value")?)?;
        Ok(move |builder: Builder| builder.secret_header(name, value))
    })
}

/// Accepts requests without the signature or the header that the vendor could send. Anyone who knows the address can
/// then send forged webhooks, unless a bearer token is checked.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_builder_dangerously_accept_unsigned(
    builder: Option<&mut leadhook_builder>,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    set(builder, error, || Ok(Builder::dangerously_accept_unsigned))
}

/// Sets an account name, to distinguish several accounts at one vendor. It may contain letters, digits, "-", ".", "_"
/// and "~". leadhook_builder_build() checks that. The name becomes part of the source of every event, and so of its id.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_builder_account(
    builder: Option<&mut leadhook_builder>,
    name: Chars,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    set(builder, error, || {
        let name = name.as_str("name")?;
        Ok(move |builder: Builder| builder.account(name))
    })
}

/// Sets the maximum body size in bytes (inclusive). The default is LEADHOOK_DEFAULT_MAX_BODY.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_builder_max_body(
    builder: Option<&mut leadhook_builder>,
    max_body: usize,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    set(builder, error, || Ok(move |builder: Builder| builder.limits(Limits::default().with_max_body(max_body))))
}

/// Refuses events that happened more than this many seconds ago, or further in the future, or at an unknown time. The
/// error is LEADHOOK_UNAUTHENTICATED. By default, events of any age are accepted.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_builder_max_event_age(
    builder: Option<&mut leadhook_builder>,
    seconds: u64,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    set(builder, error, || Ok(move |builder: Builder| builder.max_event_age(Duration::from_secs(seconds))))
}

/// Sets for how many seconds you keep event ids to recognize duplicates. The default is 30 days. Older events are
/// accepted, and leadhook_received_is_outside_dedup_window() returns true for them.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_builder_dedup_window(
    builder: Option<&mut leadhook_builder>,
    seconds: u64,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    set(builder, error, || Ok(move |builder: Builder| builder.dedup_window(Duration::from_secs(seconds))))
}

/// Builds the endpoint. Frees the builder and sets your variable to NULL, even if the call fails.
///
/// Returns LEADHOOK_OK, LEADHOOK_INVALID_ARGUMENT or LEADHOOK_PANIC. LEADHOOK_INVALID_ARGUMENT also means that
///
/// - the vendor can authenticate its requests and no secret is set, unless unsigned requests are accepted,
/// - something is set that the vendor does not send, or
/// - the name of a header or of the account is invalid.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_builder_build(
    builder: Option<&mut Option<Box<leadhook_builder>>>,
    endpoint: Option<&mut MaybeUninit<Option<Box<leadhook_endpoint>>>>,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    let endpoint = clear(endpoint);
    let builder = builder.and_then(Option::take);
    guard(error, || {
        let mut builder = require(builder, "builder")?;
        let endpoint = require(endpoint, "endpoint")?;
        *endpoint = Some(Box::new(leadhook_endpoint::from(builder.take_builder()?.build()?)));
        Ok(())
    })
}

/// Frees a builder and sets your variable to NULL. Does nothing if either is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_builder_free(builder: Option<&mut Option<Box<leadhook_builder>>>) {
    drop(builder.and_then(Option::take));
}
