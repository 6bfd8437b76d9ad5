//! What a platform and its customer share.

use std::fs;
use std::io;
use std::path::Path;

use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret as _, SecretSlice};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use thiserror::Error;

/// A secret that a platform and its customer share. It is never empty, never shown, and wiped from memory when it goes.
///
/// ```
/// use leadhook::endpoint::Secret;
///
/// assert!(!format!("{:?}", Secret::try_from("hunter2")?).contains("hunter2"));
/// assert!(Secret::try_from("").is_err());
/// # Ok::<(), leadhook::endpoint::NoSecret>(())
/// ```
#[derive(Clone, Debug)]
pub struct Secret(SecretSlice<u8>);

/// Why there is no secret.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum NoSecret {
    /// It is empty: everybody knows that one.
    #[error("an empty secret")]
    Empty,
    /// The file that has it cannot be read.
    #[error("a secret's file cannot be read: {0}")]
    File(#[from] io::Error),
}

impl TryFrom<Vec<u8>> for Secret {
    type Error = NoSecret;

    fn try_from(secret: Vec<u8>) -> Result<Self, NoSecret> {
        Zeroizing::new(secret).as_slice().try_into()
    }
}

impl TryFrom<&str> for Secret {
    type Error = NoSecret;

    fn try_from(secret: &str) -> Result<Self, NoSecret> {
        secret.as_bytes().try_into()
    }
}

impl TryFrom<&[u8]> for Secret {
    type Error = NoSecret;

    fn try_from(secret: &[u8]) -> Result<Self, NoSecret> {
        // Of its very size, so that no copy is left behind where it would have to shrink.
        if secret.is_empty() { Err(NoSecret::Empty) } else { Ok(Self(secret.to_vec().into())) }
    }
}

impl Secret {
    /// What a file holds, but for one line's end behind it, which editors put there.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, or nothing is left.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, NoSecret> {
        let file = Zeroizing::new(fs::read(path)?);
        let line = file.strip_suffix(b"\r\n").or_else(|| file.strip_suffix(b"\n"));
        line.unwrap_or(&file).try_into()
    }

    /// The HMAC-SHA256 (RFC 2104) of a body.
    #[must_use]
    pub fn sign(&self, body: &[u8]) -> [u8; 32] {
        self.mac(body).finalize().into_bytes().into()
    }

    /// Whether a body has this HMAC-SHA256. It takes as long whatever the signature is.
    pub(super) fn signs(&self, body: &[u8], signature: &[u8; 32]) -> bool {
        self.mac(body).verify(signature.into()).is_ok()
    }

    /// Whether this is the secret. It takes as long for all values of one length.
    pub(super) fn is(&self, value: &[u8]) -> bool {
        // Digests are as long for all secrets, so that the length shows no more than the rest.
        Sha256::digest(self.0.expose_secret()).ct_eq(&Sha256::digest(value)).into()
    }

    /// Whether a header can carry the secret itself: visible characters of ASCII, and no space at either end, where it
    /// would be lost.
    pub(super) fn is_header_value(&self) -> bool {
        let secret = self.0.expose_secret();
        secret.trim_ascii() == secret && secret.iter().all(|byte| matches!(byte, b' '..=b'~'))
    }

    /// What a header says that has the secret itself.
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(self.0.expose_secret()).into_owned()
    }

    fn mac(&self, body: &[u8]) -> Hmac<Sha256> {
        Hmac::new_from_slice(self.0.expose_secret()).expect("a key may have any length").chain_update(body)
    }
}
