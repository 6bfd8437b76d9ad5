//! A temporary folder to run the program in, and the output of a run.

use std::fs;
use std::path::PathBuf;
use std::process::Output;
use std::time::Duration;

use assert_cmd::Command;
use leadhook::{RawBody, Rejection};
use serde_json::Value;
use tempfile::TempDir;

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_leadhook");

/// A temporary folder of files. The program runs in it.
pub(crate) struct Sandbox(pub(crate) TempDir);

/// The exit status of a run, and its output.
#[derive(Debug, PartialEq)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Sandbox {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// Creates a sandbox with one file.
    pub(crate) fn with_file(name: &str, content: impl AsRef<[u8]>) -> Self {
        Self::new().file(name, content)
    }

    /// Adds a file.
    pub(crate) fn file(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), content).unwrap();
        self
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.current_dir(self.0.path()).args(args).timeout(Duration::from_secs(60));
        command
    }

    #[track_caller]
    pub(crate) fn run(&self, args: &[&str]) -> Run {
        self.pipe(args, "")
    }

    #[track_caller]
    pub(crate) fn pipe(&self, args: &[&str], stdin: impl AsRef<[u8]>) -> Run {
        Run::new(self.command(args).write_stdin(stdin.as_ref()).output().unwrap(), args)
    }

    /// Runs `normalize --rejects` and reads the rejections, which must follow their schema.
    #[track_caller]
    pub(crate) fn normalize(&self, args: &[&str]) -> Normalized {
        self.normalize_pipe(args, "")
    }

    #[track_caller]
    pub(crate) fn normalize_pipe(&self, args: &[&str], stdin: impl AsRef<[u8]>) -> Normalized {
        let folder = tempfile::tempdir().unwrap();
        let rejects = folder.path().join("rejects");
        let args = [&["normalize", "--rejects", rejects.to_str().unwrap()], args].concat();
        let run = self.pipe(&args, stdin);
        let rejects = fs::read_to_string(&rejects).unwrap();
        let schema = jsonschema::validator_for(&serde_json::from_str(Rejection::SCHEMA).unwrap()).unwrap();
        for rejection in json_lines::<Value>(&rejects) {
            schema.validate(&rejection).unwrap();
        }
        let rejections: Vec<Rejection> = json_lines(&rejects);
        assert_eq!(run.code, i32::from(!rejections.is_empty()), "{run:?}");
        Normalized { events: json_lines(&run.out), rejections, run }
    }
}

impl Run {
    #[track_caller]
    pub(crate) fn new(output: Output, args: &[&str]) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let code = output.status.code().unwrap_or_else(|| panic!("{args:?} was killed: {}", output.status));
        Self { code, out: text(output.stdout), err: text(output.stderr) }
    }

    /// Asserts that the program failed without output, and that the error has each of these parts.
    #[track_caller]
    pub(crate) fn assert_fails(&self, parts: &[&str]) {
        assert_eq!((self.code, self.out.as_str()), (2, ""), "{self:?}");
        assert!(parts.iter().all(|part| self.err.contains(part)), "{parts:?} in {}", self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
    }
}

pub(crate) struct Normalized {
    pub(crate) events: Vec<Value>,
    pub(crate) rejections: Vec<Rejection>,
    pub(crate) run: Run,
}

impl Normalized {
    /// Returns the ids of the calls in the output, in order.
    pub(crate) fn calls(&self) -> Vec<&str> {
        self.events.iter().map(|event| event["subject"].as_str().unwrap()).collect()
    }

    pub(crate) fn raws(&self) -> Vec<&RawBody> {
        self.rejections.iter().map(|rejection| &rejection.raw).collect()
    }
}

#[track_caller]
pub(crate) fn json_lines<T: serde::de::DeserializeOwned>(text: &str) -> Vec<T> {
    assert!(text.is_empty() || text.ends_with('\n'), "{text}");
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
}
