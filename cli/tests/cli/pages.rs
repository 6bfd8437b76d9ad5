//! README.md and the pages in `docs/` show what the program prints, and show it well on every site that renders Markdown.
//! (Their Rust is tested with the documentation of the crate, and their other commands by `.ci/pages`.)
//!
//! `UPDATE_EXPECT=1 cargo test -p leadhook-cli pages` writes the examples.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use expect_test::expect_file;
use leadhook::lifecycle::state_machines;
use serde_json::Value;

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

/// Returns every page with its path.
fn pages() -> Vec<(PathBuf, String)> {
    let docs = fs::read_dir(format!("{ROOT}/docs")).unwrap().map(|entry| entry.unwrap().path());
    let paths: Vec<_> = docs.chain([PathBuf::from(format!("{ROOT}/README.md"))]).collect();
    assert!(paths.iter().all(|path| path.extension().is_some_and(|extension| extension == "md")));
    paths.into_iter().map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

/// Returns the fenced blocks of a language, without their fences.
fn blocks<'p>(page: &'p str, language: &str) -> Vec<&'p str> {
    let fence = format!("```{language}\n");
    page.split(&fence).skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
}

#[test]
fn the_pages_show_what_the_program_prints() {
    let mut examples = 0;
    for (path, page) in pages() {
        let mut expected = page.clone();
        for block in blocks(&page, "console") {
            let commands = block.split("$ ").skip(1).map(|example| example.split_once('\n').unwrap().0);
            let shown: Vec<_> = commands.map(|command| format!("$ {command}\n{}", output(command))).collect();
            examples += shown.len();
            expected = expected.replacen(block, &shown.concat(), 1);
        }
        expect_file![path].assert_eq(&expected);
    }
    assert!(examples >= 5);
}

/// The diagrams of statuses are those of the unified machines. Each has its machine's name as its title.
#[test]
fn the_page_of_lifecycles_draws_the_unified_machines() {
    let path = format!("{ROOT}/docs/lifecycles.md");
    let page = fs::read_to_string(&path).unwrap();
    let diagrams = blocks(&page, "mermaid");
    assert_eq!(diagrams.len(), state_machines().len());
    let mut expected = page.clone();
    for (diagram, machine) in diagrams.into_iter().zip(state_machines()) {
        expected = expected.replacen(diagram, &output(&format!("leadhook states {}", machine.name)), 1);
    }
    expect_file![path].assert_eq(&expected);
}

#[test]
fn the_webhooks_and_events_on_the_pages_are_those_of_fixtures() {
    let fixtures = fixtures(&PathBuf::from(format!("{ROOT}/tests/fixtures")));
    let events = output("leadhook normalize tests/fixtures");
    let events: Vec<Value> = events.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let mut found = 0;
    for (path, page) in pages() {
        for block in blocks(&page, "json") {
            let shown: Value = serde_json::from_str(block).unwrap();
            let known = if shown.get("specversion").is_some() { &events } else { &fixtures };
            assert!(known.contains(&shown), "{}: {shown}", path.display());
            found += 1;
        }
    }
    assert!(found > 1);
}

/// Returns the bodies below a folder.
fn fixtures(folder: &Path) -> Vec<Value> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let read = |path: PathBuf| if path.is_dir() { fixtures(&path) } else { json_of(&path).into_iter().collect() };
    entries.flat_map(read).collect()
}

fn json_of(path: &Path) -> Option<Value> {
    path.extension().filter(|extension| *extension == "json")?;
    Some(serde_json::from_slice(&fs::read(path).unwrap()).unwrap())
}

/// Only rustdoc hides lines that begin with `#`, and only rustdoc links a name in brackets.
#[test]
fn the_pages_have_nothing_that_only_rustdoc_renders() {
    for (path, page) in pages() {
        let rust = blocks(&page, "rust").concat();
        assert!(!rust.lines().any(|line| line.starts_with("# ")), "{}: a hidden line", path.display());
        for (at, _) in page.match_indices("`]") {
            assert!(page[at + 2..].starts_with('('), "{}: a link without a target before {at}", path.display());
        }
    }
}

#[test]
fn the_readme_is_a_front_page() {
    let readme = fs::read_to_string(format!("{ROOT}/README.md")).unwrap();
    assert!(readme.lines().count() <= 200);
    let receiving = fs::read_to_string(format!("{ROOT}/docs/receiving.md")).unwrap();
    let handler = readme.split("/// Returns the status").nth(1).unwrap().split("```").next().unwrap();
    assert!(receiving.contains(handler), "the page on receiving runs another handler than the README shows");
}
