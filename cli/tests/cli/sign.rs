//! `leadhook sign` and `leadhook verify`.

use crate::bodies::call;
use crate::sandbox::{Run, Sandbox};

const BODY: &str = "{\"event\":\"é\"}";
/// The HMAC-SHA256 of the body, by `openssl dgst -sha256 -hmac whsec_1`.
const SIGNATURE: &str = "9ca66fd9aece54b66a1f3a76f6cf2ee0e575c4395996fb1045d1855f01157801";

fn sandbox() -> Sandbox {
    Sandbox::with_file("body.json", BODY).file("secret", "whsec_1\n").file("empty", "\n").file("other", "whsec_2")
}

#[track_caller]
fn assert_prints(run: &Run, code: i32, out: &str) {
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (code, out, ""));
}

#[test]
fn sign_prints_the_header_that_the_vendor_would_send() {
    let sandbox = sandbox();
    let header = format!("X-Leadterra-Signature: {SIGNATURE}\n");
    assert_prints(&sandbox.run(&["sign", "leadterra", "body.json", "--secret-file", "secret"]), 0, &header);
    assert_prints(&sandbox.pipe(&["sign", "leadterra", "-", "--secret-file", "secret"], BODY), 0, &header);
    let mut command = sandbox.command(&["sign", "leadterra", "body.json", "--secret-env", "LEADHOOK_TEST_SECRET"]);
    let run = Run::new(command.env("LEADHOOK_TEST_SECRET", "whsec_1").output().unwrap(), &["sign"]);
    assert_prints(&run, 0, &header);
    // Every byte counts.
    assert_ne!(sandbox.pipe(&["sign", "leadterra", "-", "--secret-file", "secret"], format!("{BODY}\n")).out, header);

    let run = sandbox.run(&["sign", "limecall", "body.json", "--secret-file", "secret", "--encoding", "base64"]);
    assert!(run.out.starts_with("X-LimeCall-Signature: ") && run.out.ends_with("=\n"), "{run:?}");
    let run = sandbox.run(&["sign", "leadsail", "body.json", "--secret-file", "secret", "--secret-header", "X-Hook"]);
    assert_prints(&run, 0, "X-Hook: whsec_1\n");
}

#[test]
fn only_the_header_that_sign_prints_verifies() {
    let sandbox = sandbox();
    for (args, header) in [
        (&["leadterra"][..], "X-Leadterra-Signature"),
        (&["leadnest"], "X-LeadNest-Signature"),
        (&["limecall"], "X-LimeCall-Signature"),
        (&["limecall", "--encoding", "base64"], "X-LimeCall-Signature"),
        (&["leadsail", "--secret-header", "X-Hook"], "X-Hook"),
    ] {
        let with = |command: &str, secret: &str, more: &[&str]| {
            sandbox.run(&[&[command], &args[..1], &["body.json", "--secret-file", secret], &args[1..], more].concat())
        };
        let signed = with("sign", "secret", &[]).out;
        let signed = signed.trim_end();
        let others = ["--header", "Content-Type: application/json", "--header", signed];
        assert_prints(&with("verify", "secret", &others), 0, &format!("verified: {header}\n"));
        let mismatch = format!("unauthenticated: header {header} does not match any configured secret\n");
        assert_prints(&with("verify", "other", &["--header", signed]), 1, &mismatch);
        let missing = format!("unauthenticated: missing header {header}\n");
        assert_prints(&with("verify", "secret", &[]), 1, &missing);
    }
}

#[test]
fn wrong_usage_shows_no_secret() {
    let sandbox = sandbox().file("call.json", call("1"));
    let assert_fails = |args: &[&str], parts: &[&str]| {
        for command in ["sign", "verify"] {
            let run = sandbox.run(&[&[command], args].concat());
            run.assert_fails(parts);
            assert!(!run.err.contains("whsec"), "{}", run.err);
        }
    };
    assert_fails(&["leadterra", "body.json"], &["--secret-env", "--secret-file"]);
    assert_fails(&["leadterra", "body.json", "--secret-env", "A", "--secret-file", "secret"], &["--secret-file"]);
    assert_fails(&["leadterra", "body.json", "--secret-env", "LEADHOOK_NO_SUCH"], &["LEADHOOK_NO_SUCH", "environment"]);
    assert_fails(&["leadterra", "body.json", "--secret-file", "empty"], &["empty"]);
    assert_fails(&["leadterra", "body.json", "--secret-file", "nowhere"], &["nowhere"]);
    assert_fails(&["leadterra", "nowhere.json", "--secret-file", "secret"], &["nowhere.json"]);
    assert_fails(&["no_such", "body.json", "--secret-file", "secret"], &["leadterra"]);
    assert_fails(&["liguelead", "body.json", "--secret-file", "secret"], &["liguelead documents no signature"]);
    assert_fails(&["leadsail", "body.json", "--secret-file", "secret"], &["--secret-header"]);
    assert_fails(&["leadsail", "body.json", "--secret-file", "secret", "--secret-header", "a b"], &["a header name"]);
    assert_fails(
        &["leadnest", "body.json", "--secret-file", "secret", "--secret-header", "X"],
        &["documents no custom header"],
    );
    assert_fails(&["leadnest", "body.json", "--secret-file", "secret", "--encoding", "base64"], &["another encoding"]);
    sandbox
        .run(&["verify", "leadterra", "body.json", "--secret-file", "secret", "--header", "nothing"])
        .assert_fails(&["colon"]);
}
