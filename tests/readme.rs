//! The README's examples of the command line print what it says. (Its Rust is tested as the crate's documentation.)

use std::path::Path;

use assert_cmd::Command;

/// The commands and outputs of the README's `console` blocks.
fn examples(readme: &str) -> Vec<(String, String)> {
    let blocks = readme.split("```console\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    blocks
        .flat_map(|block| block.split("$ leadhook ").skip(1))
        .map(|example| example.split_once('\n').unwrap())
        .map(|(command, output)| (command.to_owned(), output.to_owned()))
        .collect()
}

/// `LEADHOOK_BLESS=1 cargo test --test readme` writes what the program prints into the README.
#[test]
fn the_readme_shows_what_the_program_prints() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = root.join("README.md");
    let mut readme = std::fs::read_to_string(&path).unwrap();
    let examples = examples(&readme);
    assert!(examples.len() >= 3);
    for (command, shown) in examples {
        let mut program = Command::cargo_bin("leadhook").unwrap();
        let output = program.current_dir(root).args(command.split(' ')).output().unwrap();
        let printed = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        if std::env::var_os("LEADHOOK_BLESS").is_some() {
            let (old, new) = (format!("$ leadhook {command}\n{shown}"), format!("$ leadhook {command}\n{printed}"));
            readme = readme.replacen(&old, &new, 1);
            std::fs::write(&path, &readme).unwrap();
        } else {
            assert_eq!(shown, printed, "$ leadhook {command}");
        }
    }
}
