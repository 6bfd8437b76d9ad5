//! Runs the C programs of `tests` with both libraries: under AddressSanitizer and under valgrind.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::installed::RELEASE;
use crate::{DEBUG, HERE, cases, compile, has, run};

fn source(name: &str) -> PathBuf {
    Path::new(HERE).join("tests").join(format!("{name}.c"))
}

/// Returns the random seed of the hostile calls, and their number under AddressSanitizer.
fn seed_and_calls() -> [String; 2] {
    let setting = |name: &str, default: &str| env::var(name).unwrap_or_else(|_| default.to_owned());
    [setting("LEADHOOK_SEED", "1"), setting("LEADHOOK_CALLS", "300000")]
}

/// Runs a program with the static library of a debug build.
#[track_caller]
fn under_address_sanitizer(name: &str, args: &[&str]) {
    let flags = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
    let program = compile(&format!("{name}-asan"), &source(name), &flags, &DEBUG);
    let (out, _) = run(Command::new(program).args(args).env("ASAN_OPTIONS", "detect_leaks=1"));
    print!("AddressSanitizer: {out}");
}

/// Runs a program with the installed shared library. Returns what valgrind says about the memory in use at exit. Rust's
/// statics point to that memory, so it is not a leak.
#[track_caller]
fn under_valgrind(name: &str, args: &[&str]) -> Option<String> {
    let lib = RELEASE.join("lib").to_str().unwrap().to_owned();
    let libraries = [format!("-L{lib}"), "-lleadhook".to_owned(), format!("-Wl,-rpath,{lib}"), "-lpthread".to_owned()];
    let program = compile(&format!("{name}-{}", args.len()), &source(name), &[], &libraries);
    if !has("valgrind") {
        print!("{}", run(Command::new(program).args(args)).0);
        return None;
    }
    let mut command = Command::new("valgrind");
    command.args(["--leak-check=full", "--errors-for-leak-kinds=definite,indirect", "--error-exitcode=1"]);
    let (out, err) = run(command.args(["--show-leak-kinds=definite,indirect"]).arg(program).args(args));
    let in_use = err.lines().find_map(|line| Some(line.split_once("in use at exit: ")?.1.to_owned())).unwrap();
    print!("valgrind: no leaks, {in_use} in statics: {out}");
    Some(in_use)
}

#[test]
fn bodies_events_errors_and_folds_do_what_the_header_says() {
    under_address_sanitizer("api", &[]);
    under_valgrind("api", &[]);
}

#[test]
fn endpoints_do_what_the_header_says() {
    under_address_sanitizer("endpoint", &[]);
    // No schema is compiled here, so no memory may stay in use.
    assert!(under_valgrind("endpoint", &[]).is_none_or(|in_use| in_use == "0 bytes in 0 blocks"));
}

#[test]
fn the_binding_passes_the_conformance_cases() {
    let [webhooks, events] = cases();
    under_address_sanitizer("conformance", &[&webhooks, &events, "1"]);
    let once = under_valgrind("conformance", &[&webhooks, &events, "1"]);
    let twice = under_valgrind("conformance", &[&webhooks, &events, "2"]);
    assert_eq!(once, twice, "the memory in use at exit grows");
}

#[test]
fn hostile_bytes_and_arguments_neither_crash_nor_leak() {
    let ([webhooks, events], [seed, calls]) = (cases(), seed_and_calls());
    under_address_sanitizer("hostile", &[&webhooks, &events, &seed, &calls]);
    let some = under_valgrind("hostile", &[&webhooks, &events, &seed, "20000"]);
    let more = under_valgrind("hostile", &[&webhooks, &events, &seed, "40000"]);
    assert_eq!(some, more, "the memory in use at exit grows");
}
