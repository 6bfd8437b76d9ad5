//! Signatures made by other programs.

use leadhook::endpoint::{Encoding, Endpoint, Secret, Verification};
use leadhook::{Vendor, normalize};

use super::{encode, in_base64, in_hex, read_fixture, secret, signature_header, signing_vendors};

/// A row of `signatures.tsv`.
pub(super) struct Row {
    pub(super) vendor: Vendor,
    pub(super) body: Vec<u8>,
    pub(super) secret: &'static str,
    pub(super) encoding: Encoding,
    pub(super) signature: &'static str,
    by_node: &'static str,
}

impl Row {
    pub(super) fn endpoint(&self) -> Endpoint {
        Endpoint::builder(self.vendor).signing_secret(secret(self.secret)).encoding(self.encoding).build().unwrap()
    }
}

/// Returns the signatures that OpenSSL and Node made of the vendors' own samples.
pub(super) fn rows() -> impl Iterator<Item = Row> {
    let lines = include_str!("signatures.tsv").lines().filter(|line| !line.starts_with('#'));
    lines.skip(1).map(|line| {
        let [file, secret, encoding, signature, by_node] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let (vendor, body) = (file.split_once('/').unwrap().0.parse().unwrap(), read_fixture(file));
        Row { vendor, body, secret, encoding: encoding.parse().unwrap(), signature, by_node }
    })
}

/// Returns the rows of vendors that sign, with the header of the signature.
pub(super) fn signed_rows() -> impl Iterator<Item = (Row, &'static str)> {
    rows().filter_map(|row| signature_header(row.vendor).map(|header| (row, header)))
}

#[track_caller]
fn assert_hmac(key: &[u8], data: &[u8], expected: &str) {
    let mac = Secret::try_from(key.to_vec()).unwrap().sign(data);
    // The RFC shows only half of one signature.
    assert_eq!(in_hex(&mac[..expected.len() / 2]), expected);
}

#[test]
fn sign_passes_the_test_vectors_of_rfc_4231() {
    let counted: Vec<u8> = (1..=25).collect();
    assert_hmac(&[0x0b; 20], b"Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    assert_hmac(
        b"Jefe",
        b"what do ya want for nothing?",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    );
    assert_hmac(&[0xaa; 20], &[0xdd; 50], "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
    assert_hmac(&counted, &[0xcd; 50], "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b");
    assert_hmac(&[0x0c; 20], b"Test With Truncation", "a3b6167473100ee06e0c796c2955552b");
    assert_hmac(
        &[0xaa; 131],
        b"Test Using Larger Than Block-Size Key - Hash Key First",
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    );
    assert_hmac(
        &[0xaa; 131],
        b"This is a test using a larger than block-size key and a larger than block-size data. The key needs to be \
          hashed before being used by the HMAC algorithm.",
        "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
    );
}

#[test]
fn openssl_node_and_this_crate_make_the_same_signatures() {
    let mut count = 0;
    for row in rows() {
        assert_eq!(row.signature, row.by_node);
        assert_eq!(encode(row.encoding, &secret(row.secret).sign(&row.body)), row.signature);
        count += 1;
    }
    assert_eq!(count, 22);
}

#[test]
fn endpoints_make_and_accept_the_signatures_of_openssl_and_node() {
    for (row, header) in signed_rows() {
        let endpoint = row.endpoint();
        assert_eq!(endpoint.sign(&row.body), [(header.to_owned(), row.signature.to_owned())]);

        let received = endpoint.receive([(header, row.signature)], &row.body).unwrap();
        let Verification::Verified(proofs) = received.verification else { panic!("{header}: unsigned") };
        let proofs: Vec<_> = proofs.iter().map(|proof| (proof.header.as_str(), proof.secret_index)).collect();
        assert_eq!(proofs, [(header, 0)]);
        assert_eq!(received.event, normalize(row.vendor, &row.body).unwrap());
    }
}

#[test]
fn every_vendor_that_signs_has_rows_with_and_without_non_ascii() {
    for (vendor, _) in signing_vendors() {
        let rows: Vec<_> = rows().filter(|row| row.vendor == vendor).collect();
        assert!(rows.iter().any(|row| row.secret.is_ascii()), "{vendor}");
        assert!(rows.iter().any(|row| !row.secret.is_ascii()), "{vendor}");
    }
    assert!(rows().any(|row| !row.body.is_ascii()));
}

#[test]
fn an_undocumented_encoding_is_hexadecimal_by_default() {
    for (row, header) in signed_rows().filter(|(row, _)| row.encoding == Encoding::Hex) {
        let endpoint = Endpoint::builder(row.vendor).signing_secret(secret(row.secret)).build().unwrap();
        assert_eq!(endpoint.sign(&row.body), [(header.to_owned(), row.signature.to_owned())]);
        assert!(endpoint.receive([(header, row.signature)], &row.body).is_ok());
    }
}

#[test]
fn encodings_parse_from_their_names() {
    assert_eq!(Encoding::VARIANTS, [Encoding::Hex, Encoding::Base64]);
    assert_eq!(("hex".parse(), "base64".parse()), (Ok(Encoding::Hex), Ok(Encoding::Base64)));
    assert!("HEX".parse::<Encoding>().is_err());
    // The functions of the tests, which do not use the library.
    assert_eq!((in_hex(&[0x00, 0xab, 0xff]).as_str(), in_base64(&[0xfb, 0xff]).as_str()), ("00abff", "+/8="));
}
