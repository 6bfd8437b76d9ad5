//! The header is what the sources say, and what C and C++ understand.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use crate::{HERE, STRICT, compiler, has, run};

/// The header as the sources have it now.
fn generated() -> String {
    let mut config = cbindgen::Config::from_file(format!("{HERE}/cbindgen.toml")).unwrap();
    let number = |name: &str, value: &str| format!("#define LEADHOOK_VERSION_{name} {value}\n");
    config.after_includes = Some(format!(
        "\n// The version of this header; leadhook_version() tells that of the library.\n\
         #define LEADHOOK_VERSION \"{}\"\n{}{}{}",
        env!("CARGO_PKG_VERSION"),
        number("MAJOR", env!("CARGO_PKG_VERSION_MAJOR")),
        number("MINOR", env!("CARGO_PKG_VERSION_MINOR")),
        number("PATCH", env!("CARGO_PKG_VERSION_PATCH")),
    ));
    // In the order of `src/lib.rs`, but for what the others are made of.
    let sources =
        ["version", "text", "error", "boundary", "body", "builder", "endpoint", "received", "signature", "fold"];
    let builder = cbindgen::Builder::new().with_config(config);
    let builder = sources.iter().fold(builder, |builder, name| builder.with_src(format!("{HERE}/src/{name}.rs")));
    let mut header = Vec::new();
    builder.generate().unwrap().write(&mut header);
    // Its own pointers cling to the name.
    ["char", "uint8_t", "leadhook_header"].iter().fold(String::from_utf8(header).unwrap(), |header, name| {
        header.replace(&format!("const {name} * "), &format!("const {name} *"))
    })
}

/// `LEADHOOK_BLESS=1 cargo test -p leadhook-c` writes it anew.
#[test]
fn the_header_is_made_of_the_sources() {
    let path = Path::new(HERE).join("include/leadhook.h");
    if env::var_os("LEADHOOK_BLESS").is_some() {
        fs::write(&path, generated()).unwrap();
    }
    assert_eq!(fs::read_to_string(path).unwrap(), generated());
}

#[test]
fn the_header_is_c_and_cpp() {
    let include = format!("-I{HERE}/include");
    let read = ["-fsyntax-only", "-include", "leadhook.h", &include];
    run(Command::new(compiler()).args(STRICT).args(read).args(["-x", "c", "/dev/null"]));
    if has("c++") {
        let strict = ["-std=c++11", "-Wall", "-Wextra", "-pedantic", "-Werror"];
        run(Command::new("c++").args(strict).args(read).args(["-x", "c++", "/dev/null"]));
    }
}

#[test]
fn the_header_has_no_links_of_rusts() {
    let header = generated();
    let rusts = ["[`", "::", "Chars", "Option", "MaybeUninit", "Headers ", "Some("];
    assert_eq!(rusts.iter().find(|&&word| header.contains(word)), None);
}
