//! The header, and programs in C against the libraries. It wants a C compiler with AddressSanitizer; what valgrind,
//! pkg-config or a C++ compiler would show is left out, and said to be, where there is none.

mod header;
mod installed;
mod programs;
mod readme;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use std::{env, fs};

const HERE: &str = env!("CARGO_MANIFEST_DIR");

const STRICT: [&str; 6] = ["-std=c99", "-Wall", "-Wextra", "-pedantic", "-Werror", "-g"];

/// What a static library wants besides, as `install` writes it down for pkg-config.
const SYSTEM: [&str; 3] = ["-lpthread", "-ldl", "-lm"];

/// The cases of `tests/conformance`.
fn cases() -> String {
    format!("{HERE}/../../tests/conformance/cases.tsv")
}

/// Where programs are built.
static SCRATCH: LazyLock<PathBuf> = LazyLock::new(|| emptied("scratch"));

/// A folder of this name below Cargo's, with nothing of an earlier run.
fn emptied(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("leadhook-c").join(name);
    _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn compiler() -> String {
    env::var("CC").unwrap_or_else(|_| "cc".to_owned())
}

fn has(program: &str) -> bool {
    let is_there = Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success());
    if !is_there {
        println!("left out: there is no {program}");
    }
    is_there
}

/// What a program writes to standard output and standard error; it must succeed.
#[track_caller]
fn run(command: &mut Command) -> (String, String) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    let (out, err) = (text(output.stdout), text(output.stderr));
    assert!(output.status.success(), "{command:?}: {}\n{out}\n{err}", output.status);
    (out, err)
}

/// Builds a program of one file, with these flags, against what follows it.
#[track_caller]
fn compile(name: &str, source: &Path, flags: &[&str], libraries: &[String]) -> PathBuf {
    let program = SCRATCH.join(name);
    let mut command = Command::new(compiler());
    command.args(STRICT).args(flags).arg("-I").arg(format!("{HERE}/include")).arg(source);
    run(command.args(libraries).arg("-o").arg(&program));
    program
}

/// Both libraries as `cargo build` makes them, with all that Rust checks in such a build: first the static one.
static DEBUG: LazyLock<[PathBuf; 2]> = LazyLock::new(|| {
    let mut command = Command::new(env!("CARGO"));
    command.args(["build", "--locked", "--lib", "--message-format=json"]).current_dir(HERE);
    let (messages, _) = run(&mut command);
    let manifest = fs::canonicalize(format!("{HERE}/Cargo.toml")).unwrap();
    let built = messages
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .find(|message| message["manifest_path"].as_str().is_some_and(|path| Path::new(path) == manifest))
        .unwrap();
    let files: Vec<PathBuf> = serde_json::from_value(built["filenames"].clone()).unwrap();
    [".a", ".so"].map(|ending| files.iter().find(|file| file.to_str().unwrap().ends_with(ending)).unwrap().clone())
});
