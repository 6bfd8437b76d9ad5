//! The README shows what the program prints. (Its Rust is tested as the crate's documentation.)

use std::path::{Path, PathBuf};
use std::{env, fs};

use assert_cmd::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn readme() -> PathBuf {
    root().join("README.md")
}

/// What a command line prints.
fn printed(command: &str) -> String {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    for command in command.split(" | ") {
        let mut program = Command::cargo_bin("leadhook").unwrap();
        let args = command.strip_prefix("leadhook ").unwrap().split(' ');
        let output = program.current_dir(root()).args(args).write_stdin(out).output().unwrap();
        out = output.stdout;
        err.extend(output.stderr);
    }
    String::from_utf8([out, err].concat()).unwrap()
}

/// The fenced blocks of a language, each with its text up to the fence.
fn blocks<'r>(readme: &'r str, language: &str) -> Vec<&'r str> {
    let fence = format!("```{language}\n");
    readme.split(&fence).skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
}

/// Holds each `shown` against what is `printed`, or puts it in its place (`LEADHOOK_BLESS=1 cargo test --test readme`).
fn assert_shows(examples: &[(String, String)]) {
    let mut readme_text = fs::read_to_string(readme()).unwrap();
    for (shown, printed) in examples {
        if env::var_os("LEADHOOK_BLESS").is_some() {
            readme_text = readme_text.replacen(shown, printed, 1);
        } else {
            assert_eq!(shown, printed);
        }
    }
    if env::var_os("LEADHOOK_BLESS").is_some() {
        fs::write(readme(), readme_text).unwrap();
    }
}

#[test]
fn the_readme_shows_what_the_program_prints() {
    let readme = fs::read_to_string(readme()).unwrap();
    let mut examples = Vec::new();
    for block in blocks(&readme, "console") {
        for example in block.split("$ ").skip(1) {
            let (command, _) = example.split_once('\n').unwrap();
            examples.push((format!("$ {example}"), format!("$ {command}\n{}", printed(command))));
        }
    }
    assert!(examples.len() >= 5);
    // Its diagrams are those of our own machines, each headed by its name.
    for diagram in blocks(&readme, "mermaid") {
        let name = diagram.split("title: ").nth(1).unwrap().lines().next().unwrap();
        examples.push((
            format!("```mermaid\n{diagram}"),
            format!("```mermaid\n{}", printed(&format!("leadhook states {name}"))),
        ));
    }
    let drawn = |machine: &leadhook::lifecycle::StateMachine| readme.contains(&format!("\ntitle: {}\n", machine.name));
    assert!(leadhook::lifecycle::state_machines().iter().all(drawn));
    assert_shows(&examples);
}
