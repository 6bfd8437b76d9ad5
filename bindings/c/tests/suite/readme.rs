//! The README's program is one, and it names all functions.

use std::fs;
use std::process::Command;

use crate::{DEBUG, HERE, SCRATCH, SYSTEM, compile, run};

fn readme() -> String {
    fs::read_to_string(format!("{HERE}/README.md")).unwrap()
}

/// The fenced block of a language.
fn block<'r>(readme: &'r str, language: &str) -> &'r str {
    readme.split(&format!("```{language}\n")).nth(1).unwrap().split("```").next().unwrap()
}

#[test]
fn the_readmes_program_prints_what_it_says() {
    let readme = readme();
    let source = SCRATCH.join("readme.c");
    fs::write(&source, block(&readme, "c")).unwrap();
    let libraries: Vec<_> =
        [&[DEBUG[0].to_str().unwrap()][..], &SYSTEM].concat().into_iter().map(str::to_owned).collect();
    let program = compile("readme", &source, &["-fsanitize=address,undefined"], &libraries);
    assert_eq!(run(&mut Command::new(program)).0, block(&readme, "text"));
}

#[test]
fn the_readme_names_every_function() {
    let (header, readme) = (fs::read_to_string(format!("{HERE}/include/leadhook.h")).unwrap(), readme());
    let declared: Vec<_> = header
        .lines()
        .filter(|line| !line.starts_with("//") && !line.starts_with(" *"))
        .filter_map(|line| {
            line.split_once('(')?
                .0
                .split([' ', '*'])
                .find(|word| word.starts_with("leadhook_") && line.contains(&format!("{word}(")))
        })
        .collect();
    assert!(declared.len() > 40, "{declared:?}");
    let missing: Vec<_> =
        declared.iter().filter(|name| !readme.contains(&format!("`{}`", &name["leadhook_".len()..]))).collect();
    assert_eq!(missing, Vec::<&&str>::new());
}
