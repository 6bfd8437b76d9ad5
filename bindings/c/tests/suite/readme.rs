//! The README: its program runs, and it lists every function.

use std::fs;
use std::process::Command;

use crate::{DEBUG, HERE, SCRATCH, compile, run};

fn readme() -> String {
    fs::read_to_string(format!("{HERE}/README.md")).unwrap()
}

/// Returns the first fenced block of a language.
fn block<'r>(readme: &'r str, language: &str) -> &'r str {
    readme.split(&format!("```{language}\n")).nth(1).unwrap().split("```").next().unwrap()
}

#[test]
fn the_program_prints_the_documented_output() {
    let readme = readme();
    let source = SCRATCH.join("readme.c");
    fs::write(&source, block(&readme, "c")).unwrap();
    let program = compile("readme", &source, &["-fsanitize=address,undefined"], &DEBUG);
    assert_eq!(run(&mut Command::new(program)).0, block(&readme, "text"));
}

#[test]
fn every_function_is_listed() {
    let (header, readme) = (fs::read_to_string(format!("{HERE}/include/leadhook.h")).unwrap(), readme());
    let declared: Vec<_> = header
        .lines()
        .filter(|line| !line.starts_with("//") && !line.starts_with(" *"))
        .filter_map(|line| {
            line.split_once('(')?
                .0
                .split([' ', '*'])
                .find(|name| name.starts_with("leadhook_") && line.contains(&format!("{name}(")))
        })
        .collect();
    assert!(declared.len() > 40, "{declared:?}");
    let missing: Vec<_> =
        declared.iter().filter(|name| !readme.contains(&format!("`{}`", &name["leadhook_".len()..]))).collect();
    assert_eq!(missing, Vec::<&&str>::new());
}
