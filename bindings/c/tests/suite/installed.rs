//! `install` installs everything that a C program needs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use crate::{HERE, SCRATCH, STRICT, SYSTEM, compiler, create_empty, has, run};

/// The prefix where the release build is installed.
pub(crate) static RELEASE: LazyLock<PathBuf> = LazyLock::new(|| {
    let prefix = create_empty("release");
    run(Command::new(format!("{HERE}/install")).arg(&prefix).env_remove("DESTDIR"));
    prefix
});

/// Returns what pkg-config prints for the installed library. Without pkg-config, reads its file instead.
fn flags(options: &[&str]) -> Vec<String> {
    let folder = RELEASE.join("lib/pkgconfig");
    let flags = if has("pkg-config") {
        run(Command::new("pkg-config").env("PKG_CONFIG_PATH", &folder).args(options).arg("leadhook")).0
    } else {
        let file = fs::read_to_string(folder.join("leadhook.pc")).unwrap();
        let prefix = RELEASE.to_str().unwrap();
        let value = |name: &str| {
            let line = file.lines().find_map(|line| line.strip_prefix(name)).unwrap().to_owned();
            line.replace("${includedir}", &format!("{prefix}/include")).replace("${libdir}", &format!("{prefix}/lib"))
        };
        value("Cflags: ") + " " + &value("Libs: ")
    };
    flags.split_whitespace().map(str::to_owned).collect()
}

/// Asserts that the example program prints the event of a sample and reports a file that it cannot read.
#[track_caller]
fn assert_normalizes(program: &Path) {
    let body = format!("{HERE}/../../tests/fixtures/leadterra/reply.received.json");
    let (out, _) = run(Command::new(program).args(["leadterra", &body]));
    assert!(out.starts_with(r#"{"specversion":"1.0","type":"reply.received""#), "{out}");
    assert_eq!(out.lines().count(), 1);
    let output = Command::new(program).args(["limecall", &body, "/nowhere"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(errors.lines().count(), 1, "an undocumented event name is not an error: {errors}");
}

#[test]
fn a_program_compiles_with_the_flags_of_pkg_config() {
    let example = format!("{HERE}/examples/normalize.c");
    let program = SCRATCH.join("normalize");
    let mut command = Command::new(compiler());
    command.args(STRICT).arg(&example).args(flags(&["--cflags", "--libs"]));
    let rpath = format!("-Wl,-rpath,{}", RELEASE.join("lib").display());
    run(command.arg(rpath).arg("-o").arg(&program));
    assert_normalizes(&program);

    let include = format!("-I{}", RELEASE.join("include").display());
    let program = SCRATCH.join("normalize-static");
    let mut command = Command::new(compiler());
    command.args(STRICT).args([&include, &example]).arg(RELEASE.join("lib/libleadhook.a")).args(SYSTEM);
    run(command.arg("-o").arg(&program));
    assert_normalizes(&program);
    if has("pkg-config") {
        let (version, _) = run(Command::new("pkg-config")
            .env("PKG_CONFIG_PATH", RELEASE.join("lib/pkgconfig"))
            .args(["--modversion", "leadhook"]));
        assert_eq!(version.trim(), env!("CARGO_PKG_VERSION"));
        assert!(SYSTEM.iter().all(|library| flags(&["--static", "--libs"]).iter().any(|flag| flag == library)));
    }
}

#[test]
fn the_shared_library_has_the_name_of_its_abi() {
    let library = fs::canonicalize(RELEASE.join("lib/libleadhook.so")).unwrap();
    let version = env!("CARGO_PKG_VERSION");
    assert!(library.ends_with(format!("libleadhook.so.{version}")));
    if has("readelf") {
        let (section, _) = run(Command::new("readelf").arg("-d").arg(&library));
        let abi = concat!(env!("CARGO_PKG_VERSION_MAJOR"), ".", env!("CARGO_PKG_VERSION_MINOR"));
        assert!(section.contains(&format!("[libleadhook.so.{abi}]")), "{section}");
    }
    for extension in ["a", "so"] {
        let size = fs::metadata(RELEASE.join(format!("lib/libleadhook.{extension}"))).unwrap().len();
        println!("libleadhook.{extension}: {size} bytes");
    }
}

#[test]
fn run_prints_an_event_for_every_sample() {
    let (events, _) = run(&mut Command::new(format!("{HERE}/run")));
    let folders = fs::read_dir(format!("{HERE}/../../tests/fixtures")).unwrap();
    let files = folders.filter_map(|folder| fs::read_dir(folder.unwrap().path()).ok()).flatten();
    let bodies = files.filter(|file| file.as_ref().unwrap().path().extension().is_some_and(|ending| ending == "json"));
    assert_eq!(events.lines().count(), bodies.count());
}
