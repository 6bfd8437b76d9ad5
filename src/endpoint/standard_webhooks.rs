//! The signature scheme of Standard Webhooks 1.0: <https://www.standardwebhooks.com>.

use std::time::Duration;

use chrono::{DateTime, Utc};
use data_encoding::{BASE64, HEXLOWER};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::{HeaderError, Secret};

/// The headers, in the order in which they are checked.
pub(super) const HEADERS: [&str; 3] = [ID, TIMESTAMP, SIGNATURE];
const ID: &str = "webhook-id";
const TIMESTAMP: &str = "webhook-timestamp";
pub(super) const SIGNATURE: &str = "webhook-signature";

/// How many signatures a header may have. A sender has one for each of its secrets.
const MAX_SIGNATURES: usize = 32;

/// The version of a signature with HMAC-SHA256.
const VERSION: &str = "v1,";

/// Returns the headers that a sender adds at a time, made with a secret.
///
/// The id is made from the body, so that it is the same when the body is sent again.
pub(super) fn sign(secret: &Secret, body: &[u8], now: DateTime<Utc>) -> Vec<(String, String)> {
    let id = format!("msg_{}", HEXLOWER.encode(&Sha256::digest(body)));
    let timestamp = now.timestamp().max(0).to_string();
    let signature = format!("{VERSION}{}", BASE64.encode(&signature(secret, &id, &timestamp, body)));
    [(ID, id), (TIMESTAMP, timestamp), (SIGNATURE, signature)].map(|(name, value)| (name.to_owned(), value)).into()
}

/// Returns the signature of a body with this id and timestamp.
fn signature(secret: &Secret, id: &str, timestamp: &str, body: &[u8]) -> [u8; 32] {
    secret.sign_parts(&[id.as_bytes(), b".", timestamp.as_bytes(), b".", body])
}

/// Verifies the values of the headers, and returns the index of the secret that matches.
///
/// The signature is compared before the time is, so that only an authentic request counts as expired.
pub(super) fn verify(
    secrets: &[Secret],
    tolerance: Duration,
    [id, timestamp, signatures]: [Result<&str, HeaderError>; 3],
    body: &[u8],
    now: DateTime<Utc>,
) -> Result<usize, Vec<(&'static str, HeaderError)>> {
    let id = id.and_then(check_id);
    let seconds = timestamp.and_then(parse_timestamp);
    let candidates = signatures.and_then(parse_signatures);
    let (id, seconds, candidates) = match (id, seconds, candidates) {
        (Ok(id), Ok(seconds), Ok(candidates)) => (id, seconds, candidates),
        (id, seconds, candidates) => {
            let errors = [(ID, id.err()), (TIMESTAMP, seconds.err()), (SIGNATURE, candidates.err())];
            return Err(errors.into_iter().filter_map(|(header, error)| Some((header, error?))).collect());
        }
    };
    let timestamp = timestamp.unwrap_or_default();
    // Every secret is tried with every signature, so that the time does not show which ones match.
    let matches = |secret: &Secret| {
        let expected = signature(secret, id, timestamp, body);
        let mut matches = subtle::Choice::from(0);
        for candidate in &candidates {
            matches |= candidate.ct_eq(&expected);
        }
        bool::from(matches)
    };
    let matches: Vec<_> = secrets.iter().map(matches).collect();
    let Some(secret_index) = matches.iter().position(|&matches| matches) else {
        return Err(vec![(SIGNATURE, HeaderError::Mismatch)]);
    };
    if Duration::from_secs(now.timestamp().abs_diff(seconds)) > tolerance {
        return Err(vec![(TIMESTAMP, HeaderError::Expired)]);
    }
    Ok(secret_index)
}

/// Checks an id. With a dot in it, the end of the id in the signed text would be ambiguous.
fn check_id(id: &str) -> Result<&str, HeaderError> {
    let is_id = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'.');
    if is_id { Ok(id) } else { Err(HeaderError::Malformed) }
}

/// Parses the seconds since the epoch: decimal digits without a sign or a leading zero.
fn parse_timestamp(text: &str) -> Result<i64, HeaderError> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    text.parse().ok().filter(|_| is_number).ok_or(HeaderError::Malformed)
}

/// Parses the signatures of version 1 in a list. Signatures of other versions, and entries that are not signatures, are
/// skipped.
fn parse_signatures(list: &str) -> Result<Vec<[u8; 32]>, HeaderError> {
    let entries: Vec<_> = list.split(' ').filter(|entry| !entry.is_empty()).take(MAX_SIGNATURES + 1).collect();
    if entries.len() > MAX_SIGNATURES {
        return Err(HeaderError::Malformed);
    }
    // The decoder also accepts several padded texts in a row, so compare with the canonical encoding.
    let decode = |text: &str| BASE64.decode(text.as_bytes()).ok().filter(|bytes| BASE64.encode(bytes) == text);
    let decoded: Vec<_> = entries.iter().filter_map(|entry| entry.strip_prefix(VERSION)).filter_map(decode).collect();
    let signatures: Vec<_> = decoded.iter().filter_map(|bytes| <[u8; 32]>::try_from(bytes.as_slice()).ok()).collect();
    match (signatures.is_empty(), decoded.is_empty()) {
        (false, _) => Ok(signatures),
        (true, false) => Err(HeaderError::WrongLength),
        (true, true) => Err(HeaderError::Malformed),
    }
}
