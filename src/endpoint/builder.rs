//! How an endpoint is configured.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};
use thiserror::Error;

#[cfg(doc)]
use super::Received;
use super::authenticity::{Check, Form};
use super::{Encoding, Endpoint, KEEP_IDS, Secret};
use crate::event::Source;
use crate::{Limits, Vendor};

/// Makes an [`Endpoint`].
#[derive(Clone, Debug)]
pub struct Builder {
    vendor: Vendor,
    account: Option<String>,
    signing: Vec<Secret>,
    encoding: Option<Encoding>,
    bearer: Vec<Secret>,
    headers: Vec<(String, Secret)>,
    unsigned: bool,
    limits: Limits,
    window: Option<Duration>,
    keep_ids: Duration,
    clock: Clock,
}

/// What tells the time.
#[derive(Clone)]
pub(super) struct Clock(pub(super) Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>);

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

/// Why an endpoint cannot be made as it was configured.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The platform proves who it is, and no secret was given to check that.
    #[error("{0} can prove who it is: give the secret ({need}), or ask for `unsigned`", need = need(*.0))]
    NoSecret(Vendor),
    /// A secret was given, and `unsigned` was asked for.
    #[error("a secret of {0}'s and `unsigned` contradict each other")]
    SecretUnused(Vendor),
    /// A secret of a kind was given that the platform does not use.
    #[error("{vendor} documents no {what}")]
    NotDocumented {
        /// The platform.
        vendor: Vendor,
        /// What it does not send.
        what: &'static str,
    },
    /// The platform documents another encoding of its signature.
    #[error("{0} documents its signature in another encoding")]
    Encoding(Vendor),
    /// A secret that stands in a header as it is has bytes that no header can carry.
    #[error("a secret that stands in a header has only visible characters of ASCII, and no space at its ends")]
    SecretValue,
    /// A text is no name of a header.
    #[error("a header's name has only letters, digits, and !#$%&'*+-.^_`|~")]
    HeaderName,
    /// A text is no label of an account.
    #[error("an account's label has only letters, digits, `-`, `.`, `_` and `~`")]
    Account,
}

fn need(vendor: Vendor) -> &'static str {
    if vendor.delivery().signature_header.is_some() { "`signed_with`" } else { "`header`" }
}

impl Builder {
    pub(super) fn of(vendor: Vendor) -> Self {
        Self {
            vendor,
            account: None,
            signing: Vec::new(),
            encoding: None,
            bearer: Vec::new(),
            headers: Vec::new(),
            unsigned: false,
            limits: Limits::default(),
            window: None,
            keep_ids: KEEP_IDS,
            clock: Clock(Arc::new(|| SystemTime::now().into())),
        }
    }

    /// With a secret that the platform signs with. Give several while one takes the place of another.
    #[must_use]
    pub fn signed_with(mut self, secret: Secret) -> Self {
        self.signing.push(secret);
        self
    }

    /// With the encoding of the signature, hexadecimal if nothing is said. Only LimeCall leaves it open.
    #[must_use]
    pub fn encoding(self, encoding: Encoding) -> Self {
        Self { encoding: Some(encoding), ..self }
    }

    /// With a token that comes as `Authorization: Bearer`. Give several while one takes the place of another.
    #[must_use]
    pub fn bearer(mut self, token: Secret) -> Self {
        self.bearer.push(token);
        self
    }

    /// With a header whose value is secret, as set up at the platform. Give it several values while one takes the place
    /// of another; if several headers are given, all must pass.
    #[must_use]
    pub fn header(mut self, name: &str, value: Secret) -> Self {
        self.headers.push((name.to_owned(), value));
        self
    }

    /// Without the signature or the header that the platform could prove itself by. Unless a [`bearer`](Self::bearer)
    /// token is asked for, whoever knows the address can then make up webhooks.
    #[must_use]
    pub fn unsigned(self) -> Self {
        Self { unsigned: true, ..self }
    }

    /// With a label that tells several accounts at one platform apart. It joins the [source](Source) of every event, and
    /// so its id.
    #[must_use]
    pub fn account(self, label: &str) -> Self {
        Self { account: Some(label.to_owned()), ..self }
    }

    /// With other limits than the default's.
    #[must_use]
    pub fn limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Refusing what happened longer ago than this, or as far in the future, or does not say when. It may be a recording,
    /// so it counts as unauthentic: it is answered 401, and a replay does not take it. LeadNest advises this; yet it also
    /// refuses what a person has had sent again, no platform signs another time than that of the event, and with a clock
    /// that is wrong nothing is taken any more.
    #[must_use]
    pub fn window(self, window: Duration) -> Self {
        Self { window: Some(window), ..self }
    }

    /// With how long you keep the ids of events, to know what comes again; [`KEEP_IDS`] if nothing is said. What happened
    /// longer ago is [told](Received::is_stale), and taken all the same.
    #[must_use]
    pub fn keep_ids(self, keep_ids: Duration) -> Self {
        Self { keep_ids, ..self }
    }

    /// With another clock than the system's.
    #[must_use]
    pub fn clock(self, clock: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Self {
        Self { clock: Clock(Arc::new(clock)), ..self }
    }

    /// The endpoint.
    ///
    /// # Errors
    ///
    /// If the platform could prove who it is and nothing was given to check that, unless that was
    /// [asked for](Self::unsigned); if something was given that the platform does not send; if a header's name or an
    /// account's label is none.
    pub fn build(self) -> Result<Endpoint, ConfigError> {
        let vendor = self.vendor;
        let delivery = vendor.delivery();
        let not_documented = |what| ConfigError::NotDocumented { vendor, what };
        let mut checks: Vec<Check> = Vec::new();
        match delivery.signature_header {
            Some(header) if !self.signing.is_empty() => {
                let documented = delivery.signature_encoding;
                if self.encoding.is_some() && documented.is_some() && self.encoding != documented {
                    return Err(ConfigError::Encoding(vendor));
                }
                let form = Form::Signature(self.encoding.or(documented).unwrap_or(Encoding::Hex));
                checks.push(Check { header: header.to_owned(), form, secrets: self.signing });
            }
            None if !self.signing.is_empty() || self.encoding.is_some() => return Err(not_documented("signature")),
            Some(_) | None => {}
        }
        if !self.bearer.is_empty() {
            if !delivery.bearer_token {
                return Err(not_documented("bearer token"));
            }
            checks.push(Check { header: "Authorization".to_owned(), form: Form::Bearer, secrets: self.bearer });
        }
        for (header, secret) in self.headers {
            let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
            if !delivery.custom_headers {
                return Err(not_documented("headers of its customer's"));
            }
            if header.is_empty() || !header.bytes().all(is_token) {
                return Err(ConfigError::HeaderName);
            }
            match checks.iter_mut().find(|check| check.header.eq_ignore_ascii_case(&header)) {
                Some(check) => check.secrets.push(secret),
                None => checks.push(Check { header, form: Form::Plain, secrets: vec![secret] }),
            }
        }

        let is_written = |check: &Check| check.secrets.iter().all(Secret::is_header_value);
        if !checks.iter().filter(|check| !matches!(check.form, Form::Signature(_))).all(is_written) {
            return Err(ConfigError::SecretValue);
        }
        let is_checked = match delivery.signature_header {
            Some(signature) => checks.iter().any(|check| check.header == signature),
            None => !delivery.custom_headers || !checks.is_empty(),
        };
        if !is_checked && !self.unsigned {
            return Err(ConfigError::NoSecret(vendor));
        }
        if is_checked && self.unsigned && !checks.is_empty() {
            return Err(ConfigError::SecretUnused(vendor));
        }
        let source = Source::from(vendor);
        let source = match &self.account {
            Some(label) => source.with_account(label).map_err(|_| ConfigError::Account)?,
            None => source,
        };
        let Self { limits, window, keep_ids, clock, .. } = self;
        Ok(Endpoint { source, checks, limits, window, keep_ids, clock })
    }
}
