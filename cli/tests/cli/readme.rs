//! The examples in README.md show what the program prints. (Its Rust is tested with the documentation of the crate.)
//!
//! `UPDATE_EXPECT=1 cargo test -p leadhook-cli readme` writes the examples.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use expect_test::expect_file;
use leadhook::lifecycle::{StateMachine, state_machines};

use crate::sandbox::PROGRAM;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// Returns what a pipeline prints: its output, then all errors.
fn output(pipeline: &str) -> String {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    for command in pipeline.split(" | ") {
        let args = command.strip_prefix("leadhook ").unwrap().split(' ');
        let output = Command::new(PROGRAM).current_dir(ROOT).args(args).write_stdin(out).output().unwrap();
        out = output.stdout;
        err.extend(output.stderr);
    }
    String::from_utf8([out, err].concat()).unwrap()
}

/// Returns the fenced blocks of a language, without their fences.
fn blocks<'r>(readme: &'r str, language: &str) -> Vec<&'r str> {
    let fence = format!("```{language}\n");
    readme.split(&fence).skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
}

#[test]
fn the_readme_shows_what_the_program_prints() {
    let readme = fs::read_to_string(Path::new(ROOT).join("README.md")).unwrap();
    let mut expected = readme.clone();
    let mut replace = |old: &str, new: &str| {
        assert!(expected.contains(old), "{old}");
        expected = expected.replacen(old, new, 1);
    };
    let mut examples = 0;
    for block in blocks(&readme, "console") {
        for example in block.split("$ ").skip(1) {
            let (command, _) = example.split_once('\n').unwrap();
            replace(&format!("$ {example}"), &format!("$ {command}\n{}", output(command)));
            examples += 1;
        }
    }
    assert!(examples >= 5);
    // The diagrams are those of the unified machines. Each has its machine's name as its title.
    for diagram in blocks(&readme, "mermaid") {
        let name = diagram.split("title: ").nth(1).unwrap().lines().next().unwrap();
        let drawn = output(&format!("leadhook states {name}"));
        replace(&format!("```mermaid\n{diagram}"), &format!("```mermaid\n{drawn}"));
    }
    let is_drawn = |machine: &StateMachine| readme.contains(&format!("\ntitle: {}\n", machine.name));
    assert!(state_machines().iter().all(is_drawn));
    expect_file!["../../../README.md"].assert_eq(&expected);
}
