//! The cases that every binding must answer as the crate does, and that the crate does.

#[path = "../corpus/mod.rs"]
mod corpus;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::LazyLock;
use std::{env, fs};

use data_encoding::BASE64;
use leadhook::testing::{InvalidWebhook, Samples, WebhookOptions, Webhook};
use leadhook::{Error, Vendor, normalize};

/// How many webhooks of each platform are made up, and how many broken ones.
const MADE: usize = 40;
const BROKEN: usize = 20;

/// What a binding must say of a body: a line of `cases.tsv`.
fn line(name: &str, vendor: Vendor, body: &[u8]) -> String {
    let (outcome, detail) = answer(vendor, body);
    format!("{name}\t{vendor}\t{}\t{outcome}\t{detail}\n", BASE64.encode(body))
}

fn answer(vendor: Vendor, body: &[u8]) -> (&'static str, String) {
    match normalize(vendor, body) {
        Ok(event) => ("event", serde_json::to_string(&event).unwrap()),
        Err(error) => (error.kind().into(), fragments(&error)),
    }
}

/// The pointers of an error as fragments of a URI (RFC 6901, section 6), so that the root's is seen.
fn fragments(error: &Error) -> String {
    let fragments: Vec<_> = error.violations().iter().map(|violation| format!("#{}", violation.pointer)).collect();
    fragments.join(" ")
}

/// Every file that the other tests walk, what a platform is never told to send, and what is made from the contracts.
fn written() -> String {
    let mut lines = "# case\tvendor\tbody, in Base64\toutcome\tevent, or pointers\n".to_owned();
    for document in corpus::accepted().into_iter().chain(corpus::rejects()) {
        let kind = document.path.parent().and_then(Path::parent).and_then(Path::file_name).unwrap().to_str().unwrap();
        let name = format!("{kind}/{}", document.path.file_stem().unwrap().to_str().unwrap());
        lines += &line(&name, document.vendor, &document.body);
    }
    for &vendor in Vendor::VARIANTS {
        for (name, body) in
            [("empty", &b""[..]), ("nul", b"\0"), ("bom", b"\xef\xbb\xbf{}"), ("latin1", b"{\"event\":\"\xe9\"}")]
        {
            lines += &line(&format!("odd/{name}"), vendor, body);
        }
        for (at, webhook) in Samples::<Webhook>::new(WebhookOptions::from(vendor), 7).take(MADE).enumerate() {
            lines += &line(&format!("made/{at}"), vendor, webhook.body.as_bytes());
        }
        for (at, broken) in Samples::<InvalidWebhook>::new(WebhookOptions::from(vendor), 7).take(BROKEN).enumerate() {
            lines += &line(&format!("broken/{at}"), vendor, &broken.body);
        }
    }
    lines
}

/// `LEADHOOK_BLESS=1 cargo test --test conformance` writes them anew.
static CASES: LazyLock<String> = LazyLock::new(|| {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/cases.tsv");
    if env::var_os("LEADHOOK_BLESS").is_some() {
        fs::write(&path, written()).unwrap();
    }
    fs::read_to_string(path).unwrap()
});

/// What the file says, against what the crate says. The other languages read the same file.
#[test]
fn cases_are_answered_as_written() {
    let (mut names, mut outcomes) = (BTreeSet::new(), BTreeMap::new());
    for case in CASES.lines().skip(1) {
        let [name, vendor, body, outcome, detail] = case.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let body = BASE64.decode(body.as_bytes()).unwrap();
        assert!(names.insert((vendor, name)), "{vendor} {name} twice");
        assert_eq!(answer(vendor.parse().unwrap(), &body), (outcome, detail.to_owned()), "{vendor} {name}");
        *outcomes.entry(outcome).or_insert(0) += 1;
    }
    let told = outcomes.iter().fold(String::new(), |mut told, (outcome, count)| {
        write!(told, ", {outcome}: {count}").unwrap();
        told
    });
    println!("{} conformance cases{told}", names.len());
    assert_eq!(outcomes.keys().copied().collect::<Vec<_>>(), ["event", "invalid", "malformed"]);
}

/// Nobody adds a fixture and forgets the other languages.
#[test]
fn every_document_is_a_case() {
    let cases: BTreeSet<_> =
        CASES.lines().skip(1).map(|case| case.split('\t').take(3).skip(1).collect::<Vec<_>>().join("\t")).collect();
    for document in corpus::accepted().into_iter().chain(corpus::rejects()) {
        let case = format!("{}\t{}", document.vendor, BASE64.encode(&document.body));
        assert!(cases.contains(&case), "{}: bless the cases", document.path.display());
    }
}
