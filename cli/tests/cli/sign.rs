//! `leadhook sign` and `leadhook verify`.

use crate::bodies::call;
use crate::desk::{Desk, Run};

/// HMAC-SHA256 of `{"event":"é"}`, by `openssl dgst -sha256 -hmac whsec_1`.
const BODY: &str = "{\"event\":\"é\"}";
const SIGNATURE: &str = "9ca66fd9aece54b66a1f3a76f6cf2ee0e575c4395996fb1045d1855f01157801";

fn desk() -> Desk {
    Desk::with("body.json", BODY).and("secret", "whsec_1\n").and("empty", "\n").and("other", "whsec_2")
}

#[track_caller]
fn assert_prints(run: &Run, code: i32, out: &str) {
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (code, out, ""));
}

#[test]
fn sign_prints_the_header_that_the_platform_would_send() {
    let desk = desk();
    let header = format!("X-Leadterra-Signature: {SIGNATURE}\n");
    assert_prints(&desk.run(&["sign", "leadterra", "body.json", "--secret-file", "secret"]), 0, &header);
    assert_prints(&desk.pipe(&["sign", "leadterra", "-", "--secret-file", "secret"], BODY), 0, &header);
    let mut command = desk.command(&["sign", "leadterra", "body.json", "--secret-env", "LEADHOOK_TEST_SECRET"]);
    let run = Run::of(command.env("LEADHOOK_TEST_SECRET", "whsec_1").output().unwrap(), &["sign"]);
    assert_prints(&run, 0, &header);
    // To the byte.
    assert_ne!(desk.pipe(&["sign", "leadterra", "-", "--secret-file", "secret"], format!("{BODY}\n")).out, header);

    let run = desk.run(&["sign", "limecall", "body.json", "--secret-file", "secret", "--encoding", "base64"]);
    assert!(run.out.starts_with("X-LimeCall-Signature: ") && run.out.ends_with("=\n"), "{run:?}");
    let run = desk.run(&["sign", "leadsail", "body.json", "--secret-file", "secret", "--secret-header", "X-Hook"]);
    assert_prints(&run, 0, "X-Hook: whsec_1\n");
}

#[test]
fn what_sign_prints_verifies_and_nothing_else_does() {
    let desk = desk();
    for (args, header) in [
        (&["leadterra"][..], "X-Leadterra-Signature"),
        (&["leadnest"], "X-LeadNest-Signature"),
        (&["limecall"], "X-LimeCall-Signature"),
        (&["limecall", "--encoding", "base64"], "X-LimeCall-Signature"),
        (&["leadsail", "--secret-header", "X-Hook"], "X-Hook"),
    ] {
        let with = |command: &str, secret: &str, more: &[&str]| {
            desk.run(&[&[command], &args[..1], &["body.json", "--secret-file", secret], &args[1..], more].concat())
        };
        let signed = with("sign", "secret", &[]).out;
        let signed = signed.trim_end();
        let others = ["--header", "Content-Type: application/json", "--header", signed];
        assert_prints(&with("verify", "secret", &others), 0, &format!("authentic: {header} matches\n"));
        let mismatch = format!("unauthentic: the header {header} matches none of the endpoint's secrets\n");
        assert_prints(&with("verify", "other", &["--header", signed]), 1, &mismatch);
        let missing = format!("unauthentic: the header {header} is missing\n");
        assert_prints(&with("verify", "secret", &[]), 1, &missing);
    }
}

#[test]
fn wrong_usage_shows_no_secret() {
    let desk = desk().and("call.json", call("1"));
    let with = |args: &[&str], why: &[&str]| {
        for command in ["sign", "verify"] {
            let run = desk.run(&[&[command], args].concat());
            run.assert_fails(why);
            assert!(!run.err.contains("whsec"), "{}", run.err);
        }
    };
    with(&["leadterra", "body.json"], &["--secret-env", "--secret-file"]);
    with(&["leadterra", "body.json", "--secret-env", "A", "--secret-file", "secret"], &["--secret-file"]);
    with(&["leadterra", "body.json", "--secret-env", "LEADHOOK_NO_SUCH"], &["LEADHOOK_NO_SUCH", "environment"]);
    with(&["leadterra", "body.json", "--secret-file", "empty"], &["empty"]);
    with(&["leadterra", "body.json", "--secret-file", "nowhere"], &["nowhere"]);
    with(&["leadterra", "nowhere.json", "--secret-file", "secret"], &["nowhere.json"]);
    with(&["nobody", "body.json", "--secret-file", "secret"], &["leadterra"]);
    with(&["liguelead", "body.json", "--secret-file", "secret"], &["liguelead documents no signature"]);
    with(&["leadsail", "body.json", "--secret-file", "secret"], &["--secret-header"]);
    with(&["leadsail", "body.json", "--secret-file", "secret", "--secret-header", "a b"], &["a header's name"]);
    with(&["leadnest", "body.json", "--secret-file", "secret", "--secret-header", "X"], &["documents no headers"]);
    with(&["leadnest", "body.json", "--secret-file", "secret", "--encoding", "base64"], &["another encoding"]);
    desk.run(&["verify", "leadterra", "body.json", "--secret-file", "secret", "--header", "nothing"])
        .assert_fails(&["colon"]);
}
