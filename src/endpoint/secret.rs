//! Secrets that you share with a vendor.

use std::fs;
use std::io;
use std::path::Path;

use data_encoding::BASE64;
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret as _, SecretSlice};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use thiserror::Error;

/// A secret that you share with a vendor. It is never empty, never shown, and wiped from memory when dropped.
///
/// ```
/// use leadhook::endpoint::Secret;
///
/// assert!(!format!("{:?}", Secret::try_from("hunter2")?).contains("hunter2"));
/// assert!(Secret::try_from("").is_err());
/// # Ok::<(), leadhook::endpoint::SecretError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Secret(SecretSlice<u8>);

/// A secret could not be created.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SecretError {
    /// The secret is empty.
    #[error("the secret is empty")]
    Empty,
    /// The file cannot be read.
    #[error("cannot read the secret file")]
    File(#[from] io::Error),
}

impl TryFrom<Vec<u8>> for Secret {
    type Error = SecretError;

    fn try_from(secret: Vec<u8>) -> Result<Self, SecretError> {
        Zeroizing::new(secret).as_slice().try_into()
    }
}

impl TryFrom<&str> for Secret {
    type Error = SecretError;

    fn try_from(secret: &str) -> Result<Self, SecretError> {
        secret.as_bytes().try_into()
    }
}

impl TryFrom<&[u8]> for Secret {
    type Error = SecretError;

    fn try_from(secret: &[u8]) -> Result<Self, SecretError> {
        // `to_vec` allocates the exact size. A larger vector would be copied to shrink, and the copy would not be wiped.
        if secret.is_empty() { Err(SecretError::Empty) } else { Ok(Self(secret.to_vec().into())) }
    }
}

impl Secret {
    /// Reads a secret from a file, without one trailing newline.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, or the secret is empty.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, SecretError> {
        let file = Zeroizing::new(fs::read(path)?);
        let line = file.strip_suffix(b"\r\n").or_else(|| file.strip_suffix(b"\n"));
        line.unwrap_or(&file).try_into()
    }

    /// Returns the HMAC-SHA256 (RFC 2104) of a body. The key is the secret as it was given, even if it begins with
    /// `whsec_`.
    #[must_use]
    pub fn sign(&self, body: &[u8]) -> [u8; 32] {
        self.sign_parts(&[body])
    }

    /// Returns the HMAC-SHA256 of the parts of a text, without a copy of them.
    pub(super) fn sign_parts(&self, parts: &[&[u8]]) -> [u8; 32] {
        parts.iter().fold(self.mac(), Hmac::chain_update).finalize().into_bytes().into()
    }

    /// Returns the key of a secret in the form of Standard Webhooks, `whsec_` and Base64, or `None` if it has another form.
    pub(super) fn standard_webhooks_key(&self) -> Option<Self> {
        let base64 = self.0.expose_secret().strip_prefix(b"whsec_")?;
        let key = Zeroizing::new(BASE64.decode(base64).ok()?);
        // The decoder also accepts several padded texts in a row, so compare with the canonical encoding.
        let is_canonical = Zeroizing::new(BASE64.encode(&key)).as_bytes() == base64;
        if is_canonical { key.as_slice().try_into().ok() } else { None }
    }

    /// Returns true if a body has this HMAC-SHA256, in constant time.
    pub(super) fn verify(&self, body: &[u8], signature: &[u8; 32]) -> bool {
        self.mac().chain_update(body).verify(signature.into()).is_ok()
    }

    /// Returns true if the value is the secret. The time depends only on the length of the value.
    pub(super) fn equals(&self, value: &[u8]) -> bool {
        // Digests have one length, so the comparison does not show the length of the secret.
        Sha256::digest(self.0.expose_secret()).ct_eq(&Sha256::digest(value)).into()
    }

    /// Returns true if the secret can be the value of a header: visible ASCII, without a space at either end.
    pub(super) fn is_header_value(&self) -> bool {
        let secret = self.0.expose_secret();
        secret.trim_ascii() == secret && secret.iter().all(|byte| matches!(byte, b' '..=b'~'))
    }

    /// Returns the secret as the value of a header.
    pub(super) fn to_text(&self) -> String {
        String::from_utf8_lossy(self.0.expose_secret()).into_owned()
    }

    fn mac(&self) -> Hmac<Sha256> {
        Hmac::new_from_slice(self.0.expose_secret()).expect("a key may have any length")
    }
}
