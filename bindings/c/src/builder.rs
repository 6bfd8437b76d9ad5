//! How an endpoint is configured.

use std::mem::MaybeUninit;
use std::time::Duration;

use leadhook::Limits;
use leadhook::endpoint::{Builder, Endpoint, Secret};

use crate::boundary::{Bytes, Chars, emptied, given, guard};
use crate::endpoint::leadhook_endpoint;
use crate::error::{Fault, leadhook_code, leadhook_error};

/// Makes an endpoint. Free it with leadhook_builder_free(), unless leadhook_builder_build() has consumed it.
#[expect(non_camel_case_types, reason = "the name is C's")]
pub struct leadhook_builder {
    builder: Option<Builder>,
}

impl leadhook_builder {
    fn take(&mut self) -> Result<Builder, Fault> {
        // It is gone only if a setter panicked.
        self.builder.take().ok_or(Fault::Ours)
    }
}

/// Changes the builder by what is `done` with it. If that cannot be, the builder is left as it was.
fn set(
    builder: Option<&mut leadhook_builder>,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
    done: impl FnOnce() -> Result<Box<dyn FnOnce(Builder) -> Builder>, Fault>,
) -> leadhook_code {
    guard(error, || {
        let builder = given(builder, "builder")?;
        let done = done()?;
        builder.builder = Some(done(builder.take()?));
        Ok(())
    })
}

/// Begins an endpoint for the webhooks of a platform, told by its slug. The setters below say more; each of them returns
/// LEADHOOK_OK, LEADHOOK_ARGUMENT or LEADHOOK_PANIC. What they are given is copied, and secrets are wiped from our
/// memory when the last of builder and endpoint goes.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_builder_new(
    vendor: Chars,
    builder: Option<&mut MaybeUninit<Option<Box<leadhook_builder>>>>,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    let builder = emptied(builder);
    guard(error, || {
        let builder = given(builder, "builder")?;
        let vendor = vendor.word("vendor")?;
        *builder = Some(Box::new(leadhook_builder { builder: Some(Endpoint::builder(vendor)) }));
        Ok(())
    })
}

/// With a secret that the platform signs with (Leadterra, LeadNest, LimeCall). Give several while one takes the place of
/// another.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_builder_signed_with(
    builder: Option<&mut leadhook_builder>,
    secret: Bytes,
    length: usize,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    set(builder, error, || {
        let secret = Secret::try_from(secret.read(length, "secret")?)?;
        Ok(Box::new(|builder| builder.signing_secret(secret)))
    })
}

/// With the encoding of the signature, "hex" or "base64"; hexadecimal if nothing is said. Only LimeCall leaves it open.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_builder_encoding(
    builder: Option<&mut leadhook_builder>,
    encoding: Chars,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    set(builder, error, || {
        let encoding = encoding.word("encoding")?;
        Ok(Box::new(move |builder| builder.encoding(encoding)))
    })
}

/// With a token that comes as "Authorization: Bearer" (LimeCall). Give several while one takes the place of another.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_builder_bearer(
    builder: Option<&mut leadhook_builder>,
    token: Bytes,
    length: usize,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    set(builder, error, || {
        let token = Secret::try_from(token.read(length, "token")?)?;
        Ok(Box::new(|builder| builder.bearer_token(token)))
    })
}

/// With a header whose value is secret, as set up at the platform (LeadSail). Give it several values while one takes the
/// place of another; if several headers are given, all must pass.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_builder_header(
    builder: Option<&mut leadhook_builder>,
    name: Chars,
    value: Bytes,
    length: usize,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    set(builder, error, || {
        let (name, value) = (name.text("name")?.to_owned(), Secret::try_from(value.read(length, "value")?)?);
        Ok(Box::new(move |builder| builder.header(&name, value)))
    })
}

/// Without the signature or the header that the platform could prove itself by. Unless a bearer token is asked for,
/// whoever knows the address can then make up webhooks.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_builder_unsigned(
    builder: Option<&mut leadhook_builder>,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    set(builder, error, || Ok(Box::new(Builder::unsigned)))
}

/// With a label that tells several accounts at one platform apart: letters, digits, "-", ".", "_" and "~". It joins the
/// source of every event, and so its id.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_builder_account(
    builder: Option<&mut leadhook_builder>,
    label: Chars,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    set(builder, error, || {
        let label = label.text("label")?.to_owned();
        Ok(Box::new(move |builder| builder.account(&label)))
    })
}

/// With how many bytes a body may have; LEADHOOK_MAX_BODY if nothing is said.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_builder_max_body(
    builder: Option<&mut leadhook_builder>,
    max_body: usize,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    set(builder, error, || Ok(Box::new(move |builder| builder.limits(Limits::default().with_body(max_body)))))
}

/// Refusing, as not authentic, what happened more seconds ago than this, or as far in the future, or does not say when.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_builder_window(
    builder: Option<&mut leadhook_builder>,
    seconds: u64,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    set(builder, error, || Ok(Box::new(move |builder| builder.max_event_age(Duration::from_secs(seconds)))))
}

/// With how many seconds you keep the ids of events, to know what comes again; 30 days if nothing is said. What happened
/// longer ago is stale, and taken all the same.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_builder_keep_ids(
    builder: Option<&mut leadhook_builder>,
    seconds: u64,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    set(builder, error, || Ok(Box::new(move |builder| builder.dedup_window(Duration::from_secs(seconds)))))
}

/// Makes the endpoint. This consumes the builder, whether it succeeds or not, and sets it to NULL.
///
/// Returns LEADHOOK_ARGUMENT if the platform could prove who it is and nothing was given to check that, unless that was
/// asked for; if something was given that the platform does not send; if a header's name or an account's label is none.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_builder_build(
    builder: Option<&mut Option<Box<leadhook_builder>>>,
    endpoint: Option<&mut MaybeUninit<Option<Box<leadhook_endpoint>>>>,
    error: Option<&mut MaybeUninit<Option<Box<leadhook_error>>>>,
) -> leadhook_code {
    let endpoint = emptied(endpoint);
    let builder = builder.and_then(Option::take);
    guard(error, || {
        let mut builder = given(builder, "builder")?;
        let endpoint = given(endpoint, "endpoint")?;
        *endpoint = Some(Box::new(leadhook_endpoint::from(builder.take()?.build()?)));
        Ok(())
    })
}

/// Frees a builder, and sets it to NULL: to free it once more does nothing. Neither does NULL.
#[unsafe(no_mangle)]
pub extern "C" fn leadhook_builder_free(builder: Option<&mut Option<Box<leadhook_builder>>>) {
    drop(builder.and_then(Option::take));
}
