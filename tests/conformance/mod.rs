//! The cases for which every binding must return what the library returns.

mod events;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use data_encoding::BASE64;
use expect_test::expect_file;
use leadhook::testing::{InvalidWebhook, Samples, Webhook, WebhookOptions};
use leadhook::{Error, ErrorKind, Vendor, normalize};
use leadhook_harness::corpus::{accepted, rejects};

const GENERATED_PER_VENDOR: usize = 40;
const INVALID_PER_VENDOR: usize = 20;

/// Bytes that no vendor sends.
const ODD: [(&str, &[u8]); 4] =
    [("empty", b""), ("nul", b"\0"), ("bom", b"\xef\xbb\xbf{}"), ("latin1", b"{\"event\":\"\xe9\"}")];

/// A body, and what every binding must return for it.
struct Case {
    name: String,
    vendor: Vendor,
    body: Vec<u8>,
    outcome: Result<String, (ErrorKind, String)>,
}

impl Case {
    fn new(name: String, vendor: Vendor, body: &[u8]) -> Self {
        let outcome = match normalize(vendor, body) {
            Ok(event) => Ok(serde_json::to_string(&event).unwrap()),
            Err(error) => Err((error.kind(), fragments(&error))),
        };
        Self { name, vendor, body: body.to_vec(), outcome }
    }

    fn outcome(&self) -> &'static str {
        match self.outcome {
            Ok(_) => "event",
            Err((kind, _)) => kind.as_str(),
        }
    }

    fn line(&self) -> String {
        let Self { name, vendor, body, outcome } = self;
        let (Ok(detail) | Err((_, detail))) = outcome;
        format!("{name}\t{vendor}\t{}\t{}\t{detail}\n", BASE64.encode(body), self.outcome())
    }
}

/// Returns the pointers of an error as URI fragments (RFC 6901, section 6), so that the empty pointer is visible.
fn fragments(error: &Error) -> String {
    let fragments: Vec<_> = error.diagnostics().iter().map(|diagnostic| format!("#{}", diagnostic.pointer)).collect();
    fragments.join(" ")
}

/// Returns a case for each body file, each odd body and some generated webhooks.
fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for file in accepted().into_iter().chain(rejects()) {
        let kind = file.path.parent().and_then(Path::parent).and_then(Path::file_name).unwrap().to_str().unwrap();
        let name = format!("{kind}/{}", file.path.file_stem().unwrap().to_str().unwrap());
        cases.push(Case::new(name, file.vendor, &file.body));
    }
    for &vendor in Vendor::VARIANTS {
        cases.extend(ODD.map(|(name, body)| Case::new(format!("odd/{name}"), vendor, body)));
        let webhooks = Samples::<Webhook>::new(WebhookOptions::from(vendor), 7).take(GENERATED_PER_VENDOR);
        let case =
            |(at, webhook): (usize, Webhook)| Case::new(format!("generated/{at}"), vendor, webhook.body.as_bytes());
        cases.extend(webhooks.enumerate().map(case));
        let webhooks = Samples::<InvalidWebhook>::new(WebhookOptions::from(vendor), 7).take(INVALID_PER_VENDOR);
        let case = |(at, webhook): (usize, InvalidWebhook)| Case::new(format!("invalid/{at}"), vendor, &webhook.body);
        cases.extend(webhooks.enumerate().map(case));
    }
    cases
}

#[test]
fn cases_tsv_has_what_the_library_returns() {
    let cases = cases();
    let (mut names, mut outcomes) = (BTreeSet::new(), BTreeMap::new());
    for case in &cases {
        assert!(names.insert((case.vendor, &case.name)), "{} {} is there twice", case.vendor, case.name);
        *outcomes.entry(case.outcome()).or_insert(0) += 1;
    }
    println!("{} conformance cases: {outcomes:?}", cases.len());
    assert!(outcomes.keys().eq(&["event", "invalid", "malformed"]), "{outcomes:?}");

    let header = "# case\tvendor\tbody, in Base64\toutcome\tevent, or pointers\n";
    let lines: String = cases.iter().map(Case::line).collect();
    expect_file!["cases.tsv"].assert_eq(&format!("{header}{lines}"));
}
