//! The header: it is generated from the sources, and C and C++ compilers accept it.

use std::env;
use std::process::Command;

use expect_test::expect_file;

use crate::{HERE, STRICT, compiler, has, run, sources};

/// The sources in the order of the header.
const SOURCES: [&str; 16] = [
    "version",
    "string",
    "code",
    "http_status",
    "error",
    "pointer",
    "body",
    "event",
    "builder",
    "endpoint",
    "verification",
    "received",
    "signature",
    "fold",
    // These have nothing for C.
    "call",
    "failure",
];

/// Generates the header.
fn generate() -> String {
    let mut config = cbindgen::Config::from_file(format!("{HERE}/cbindgen.toml")).unwrap();
    let number = |name: &str, value: &str| format!("#define LEADHOOK_VERSION_{name} {value}\n");
    config.after_includes = Some(format!(
        "\n// The version of this header. leadhook_version() returns that of the library.\n\
         #define LEADHOOK_VERSION \"{}\"\n{}{}{}",
        env!("CARGO_PKG_VERSION"),
        number("MAJOR", env!("CARGO_PKG_VERSION_MAJOR")),
        number("MINOR", env!("CARGO_PKG_VERSION_MINOR")),
        number("PATCH", env!("CARGO_PKG_VERSION_PATCH")),
    ));
    let builder = cbindgen::Builder::new().with_config(config);
    let builder = SOURCES.iter().fold(builder, |builder, name| builder.with_src(format!("{HERE}/src/{name}.rs")));
    let mut header = Vec::new();
    builder.generate().unwrap().write(&mut header);
    // cbindgen writes `char *data` for its own pointers, but a renamed type is only a name to it.
    ["char", "uint8_t", "leadhook_header", "leadhook_fold"].iter().fold(
        String::from_utf8(header).unwrap(),
        |header, name| {
            header
                .replace(&format!("{name} * "), &format!("{name} *"))
                .replace(&format!("{name} * *"), &format!("{name} **"))
        },
    )
}

#[test]
fn the_header_is_generated_from_every_source() {
    let mut generated: Vec<_> = SOURCES.iter().map(|name| format!("{name}.rs")).collect();
    generated.push("lib.rs".to_owned());
    generated.sort();
    let mut files: Vec<_> = sources().into_iter().map(|(name, _)| name).collect();
    files.sort();
    assert_eq!(generated, files);
}

/// `UPDATE_EXPECT=1 cargo test -p leadhook-c` writes the header.
#[test]
fn the_header_is_up_to_date() {
    expect_file![format!("{HERE}/include/leadhook.h")].assert_eq(&generate());
}

#[test]
fn c_and_cpp_compilers_accept_the_header() {
    let include = format!("-I{HERE}/include");
    let read = ["-fsyntax-only", "-include", "leadhook.h", &include];
    run(Command::new(compiler()).args(STRICT).args(read).args(["-x", "c", "/dev/null"]));
    if has("c++") {
        let strict = ["-std=c++11", "-Wall", "-Wextra", "-pedantic", "-Werror"];
        run(Command::new("c++").args(strict).args(read).args(["-x", "c++", "/dev/null"]));
    }
}

#[test]
fn the_header_names_nothing_of_rust() {
    let header = generate();
    let rust = ["[`", "::", "Chars", "Owned", "Option", "MaybeUninit", "Headers ", "Some("];
    assert_eq!(rust.iter().find(|&&name| header.contains(name)), None);
}
