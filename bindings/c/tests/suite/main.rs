//! Tests of the header, and of C programs with the libraries. They need a C compiler with AddressSanitizer. Checks that
//! need valgrind, pkg-config or a C++ compiler are skipped if it is missing, and print that they are.

mod header;
mod installed;
mod programs;
mod readme;
mod unsafe_code;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use std::{env, fs};

const HERE: &str = env!("CARGO_MANIFEST_DIR");

const STRICT: [&str; 6] = ["-std=c99", "-Wall", "-Wextra", "-pedantic", "-Werror", "-g"];

/// The system libraries that the static library needs. `leadhook.pc.in` lists the same.
const SYSTEM: [&str; 3] = ["-lpthread", "-ldl", "-lm"];

/// The paths of the conformance cases: webhooks and events.
fn cases() -> [String; 2] {
    ["cases", "events"].map(|name| format!("{HERE}/../../tests/conformance/{name}.tsv"))
}

/// The files of `src`: their names and texts.
fn sources() -> Vec<(String, String)> {
    let files = fs::read_dir(format!("{HERE}/src")).unwrap().map(|file| file.unwrap());
    files.map(|file| (file.file_name().into_string().unwrap(), fs::read_to_string(file.path()).unwrap())).collect()
}

/// The folder where programs are built.
static SCRATCH: LazyLock<PathBuf> = LazyLock::new(|| create_empty("scratch"));

/// Creates a folder of this name in Cargo's folder for tests, without the files of an earlier run.
fn create_empty(name: &str) -> PathBuf {
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
        println!("skipped: {program} is missing");
    }
    is_there
}

/// Runs a program, which must succeed. Returns its standard output and standard error.
#[track_caller]
fn run(command: &mut Command) -> (String, String) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    let (out, err) = (text(output.stdout), text(output.stderr));
    assert!(output.status.success(), "{command:?}: {}\n{out}\n{err}", output.status);
    (out, err)
}

/// Compiles a program of one file with these flags and libraries. Returns its path.
#[track_caller]
fn compile(name: &str, source: &Path, flags: &[&str], libraries: &[String]) -> PathBuf {
    let program = SCRATCH.join(name);
    let mut command = Command::new(compiler());
    command.args(STRICT).args(flags).arg("-I").arg(format!("{HERE}/include")).arg(source);
    run(command.args(libraries).arg("-o").arg(&program));
    program
}

/// The static library of a debug build, with the system libraries that it needs. A debug build has every check of Rust.
static DEBUG: LazyLock<Vec<String>> = LazyLock::new(|| {
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
    let library = files.iter().find(|file| file.extension().is_some_and(|extension| extension == "a")).unwrap();
    [library.to_str().unwrap()].iter().chain(&SYSTEM).map(|&argument| argument.to_owned()).collect()
});
