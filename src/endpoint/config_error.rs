//! What can be wrong with the configuration of an endpoint.

use thiserror::Error;

use crate::event::Source;

/// The configuration of an endpoint is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The vendor can prove that a request is its own, but no secret was given to check it.
    #[error("{endpoint} can authenticate its requests: set `{method}`, or `dangerously_accept_unsigned`")]
    MissingSecret {
        /// The source of the endpoint, without the account.
        endpoint: Source,
        /// The method that sets the secret.
        method: &'static str,
    },
    /// An endpoint of your own has no scheme.
    #[error("{0} has no scheme to authenticate its requests: pass one, or call `dangerously_accept_unsigned`")]
    MissingScheme(Source),
    /// Two schemes use the same secret.
    #[error("{endpoint} has two schemes that use `{method}`: keep one of them")]
    DuplicateScheme {
        /// The source of the endpoint, without the account.
        endpoint: Source,
        /// The method that sets the secret of both.
        method: &'static str,
    },
    /// Two schemes check the same header.
    #[error("two schemes of {endpoint} use the header {header}: give them different headers")]
    DuplicateHeader {
        /// The source of the endpoint, without the account.
        endpoint: Source,
        /// The header's name.
        header: String,
    },
    /// A secret was given together with `dangerously_accept_unsigned`.
    #[error("a secret for {0} and `dangerously_accept_unsigned` contradict each other: remove one of them")]
    UnusedSecret(Source),
    /// A secret was given that the vendor does not use.
    #[error("{endpoint} documents no {what}: remove `{method}`")]
    Undocumented {
        /// The source of the endpoint, without the account.
        endpoint: Source,
        /// What the vendor does not send.
        what: &'static str,
        /// The method that sets it.
        method: &'static str,
    },
    /// The vendor documents another encoding of its signature.
    #[error("{0} documents another encoding of its signature: remove `encoding`")]
    EncodingMismatch(Source),
    /// A secret for Standard Webhooks has another form.
    #[error("a secret for Standard Webhooks must be `whsec_` and Base64 with padding, as the vendor shows it")]
    InvalidStandardWebhooksSecret,
    /// A secret has bytes that no header can contain.
    #[error("a bearer token or secret header must be visible ASCII, without a space at either end")]
    InvalidSecretValue,
    /// The name of a header is invalid.
    #[error("a header name must contain only letters, digits and !#$%&'*+-.^_`|~")]
    InvalidHeaderName,
    /// The name of an account is invalid.
    #[error("an account name must contain only letters, digits, `-`, `.`, `_` and `~`")]
    InvalidAccount,
}
