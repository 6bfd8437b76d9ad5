//! The programs beside this folder, against both libraries: under AddressSanitizer, and under valgrind.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::installed::RELEASE;
use crate::{DEBUG, HERE, SYSTEM, cases, compile, has, run};

fn source(name: &str) -> PathBuf {
    Path::new(HERE).join("tests").join(format!("{name}.c"))
}

/// How many hostile calls there are under AddressSanitizer, and what they begin with.
fn hostility() -> [String; 2] {
    let told = |name: &str, default: &str| env::var(name).unwrap_or_else(|_| default.to_owned());
    [told("LEADHOOK_SEED", "1"), told("LEADHOOK_CALLS", "300000")]
}

/// Runs a program with the static library of a debug build.
#[track_caller]
fn under_address_sanitizer(name: &str, args: &[&str]) {
    let libraries = [&[DEBUG[0].to_str().unwrap()][..], &SYSTEM].concat().into_iter().map(str::to_owned);
    let flags = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
    let program = compile(&format!("{name}-asan"), &source(name), &flags, &libraries.collect::<Vec<_>>());
    let (out, _) = run(Command::new(program).args(args).env("ASAN_OPTIONS", "detect_leaks=1"));
    print!("AddressSanitizer: {out}");
}

/// Runs a program with the shared library as it is installed. Returns how many bytes it has left: those that are reached
/// from Rust's statics, and are none of ours to free.
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
    let left = err.lines().find_map(|line| Some(line.split_once("in use at exit: ")?.1.to_owned())).unwrap();
    print!("valgrind: no leak, {left} of statics: {out}");
    Some(left)
}

#[test]
fn bodies_errors_and_folds_are_as_the_header_says() {
    under_address_sanitizer("api", &[]);
    under_valgrind("api", &[]);
}

#[test]
fn endpoints_are_as_the_header_says() {
    under_address_sanitizer("endpoint", &[]);
    // No schema was compiled here, so nothing whatever may be left.
    assert!(under_valgrind("endpoint", &[]).is_none_or(|left| left == "0 bytes in 0 blocks"));
}

#[test]
fn conformance() {
    under_address_sanitizer("conformance", &[&cases(), "1"]);
    let once = under_valgrind("conformance", &[&cases(), "1"]);
    let again = under_valgrind("conformance", &[&cases(), "2"]);
    assert_eq!(once, again, "what is left grows");
}

#[test]
fn hostile_bytes_and_arguments_neither_crash_nor_leak() {
    let [seed, calls] = hostility();
    under_address_sanitizer("hostile", &[&cases(), &seed, &calls]);
    let some = under_valgrind("hostile", &[&cases(), &seed, "20000"]);
    let more = under_valgrind("hostile", &[&cases(), &seed, "40000"]);
    assert_eq!(some, more, "what is left grows");
}
