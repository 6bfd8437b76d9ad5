//! README.md and the pages in `docs/` show what the program prints, and show it well on every site that renders Markdown.
//! (Their Rust is tested with the documentation of the crate, and their other commands by `.ci/pages`.)
//!
//! `UPDATE_EXPECT=1 cargo test -p leadhook-cli pages` writes the examples.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use expect_test::expect_file;
use leadhook::lifecycle::state_machines;
use leadhook::vendors::{AuthScheme, Documented};
use leadhook::{Evidence, Vendor, normalize};
use serde_json::{Value, json};

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

fn page(path: &str) -> String {
    fs::read_to_string(format!("{ROOT}/{path}")).unwrap()
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
    let readme = page("README.md");
    assert!(readme.lines().count() <= 200);
    let receiving = page("docs/receiving.md");
    let handler = readme.split("/// Returns the status").nth(1).unwrap().split("```").next().unwrap();
    assert!(receiving.contains(handler), "the page on receiving runs another handler than the README shows");

    let [webhook, event] = blocks(&readme, "json")[..] else { panic!("the README shows a webhook and its event") };
    let event: Value = serde_json::from_str(event).unwrap();
    let vendor: Vendor = event["source"].as_str().unwrap().parse().unwrap();
    assert_eq!(json!(normalize(vendor, webhook.as_bytes()).unwrap()), event);

    let performance = page("docs/performance.md");
    let (_, speed) = readme.split_once("| relative time |\n").unwrap();
    for row in speed.lines().skip(1).take_while(|line| line.starts_with('|')) {
        let ratio = row.rsplit('|').nth(1).unwrap();
        assert!(performance.contains(&format!("|{ratio}|")), "docs/performance.md has no{ratio}");
    }
}

#[test]
fn the_readme_has_the_facts_of_each_vendor() {
    let readme = page("README.md");
    let mut total = (0, 0);
    for &vendor in Vendor::VARIANTS {
        let row = readme.lines().find(|line| line.starts_with(&format!("| {vendor:?} |"))).unwrap();
        let cells: Vec<_> = row.split(" | ").collect();
        let samples = vendor.events().iter().filter(|event| event.evidence == Evidence::Sample).count();
        assert_eq!(cells[2], format!("{} ({samples})", vendor.events().len()), "{row}");
        total = (total.0 + samples, total.1 + vendor.events().len());

        let delivery = vendor.delivery();
        for scheme in delivery.auth {
            if let AuthScheme::HmacSha256 { header, .. } = scheme {
                assert!(cells[3].contains(header), "{row}");
            }
        }
        assert_eq!(cells[3] == "none", delivery.auth.is_empty(), "{row}");
        let timeout = match &delivery.timeout {
            Documented::Fixed(range) if range.start() == range.end() => format!("{} s", range.start().as_secs()),
            Documented::Fixed(_) | Documented::Unspecified => "undocumented".to_owned(),
            Documented::Configurable(range) => {
                format!("{} to {} s, configurable", range.start().as_secs(), range.end().as_secs())
            }
        };
        assert_eq!(cells[4], timeout, "{row}");
        let retries = match &delivery.retries {
            Documented::Fixed(range) if *range.end() == 0 => "never".to_owned(),
            Documented::Fixed(range) => format!("{} times", range.end()),
            Documented::Configurable(range) => format!("{} to {} times, configurable", range.start(), range.end()),
            Documented::Unspecified => "otherwise undocumented".to_owned(),
        };
        assert!(cells[5].contains(&retries), "{row}: {retries}");
        assert_eq!(cells[5].contains("by hand"), delivery.manual_redelivery == Some(true), "{row}");
    }
    let (samples, events) = total;
    let promise = format!("Only {samples} of the {events} events are documented with a payload");
    assert!(page("docs/guarantees.md").contains(&promise), "{promise}");
}

#[test]
fn the_page_of_the_command_line_lists_every_command_with_options_that_exist() {
    let page = page("docs/cli.md");
    let rows = page.lines().filter(|line| line.starts_with("| `leadhook "));
    let synopses: Vec<_> = rows.map(|row| row.split('`').nth(1).unwrap()).collect();
    let listed: BTreeSet<_> = synopses.iter().map(|synopsis| synopsis.split(' ').nth(1).unwrap().to_owned()).collect();
    let help = output("leadhook --help");
    let (_, commands) = help.split_once("Commands:\n").unwrap();
    let commands = commands.lines().take_while(|line| line.starts_with("  "));
    let commands = commands.map(|line| line.split_whitespace().next().unwrap().to_owned());
    assert_eq!(listed, commands.filter(|command| command != "help").collect());

    for synopsis in synopses {
        let command = synopsis.split(' ').nth(1).unwrap();
        let help = output(&format!("leadhook {command} --help"));
        let options = synopsis.split(['[', ']', ' ', '|', '\\']).filter(|word| word.starts_with("--"));
        for option in options {
            assert!(
                help.contains(&format!("{option} ")) || help.contains(&format!("{option}\n")),
                "{command} has no {option}"
            );
        }
    }
}

/// What is in a fenced block is tested by its language, and documentation tests run only the pages that `src/lib.rs` names.
#[test]
fn every_block_is_tested() {
    let library = fs::read_to_string(format!("{ROOT}/src/lib.rs")).unwrap();
    for (path, page) in pages() {
        let fences = page.lines().map(str::trim_start).filter(|line| line.starts_with("```")).step_by(2);
        for language in fences.map(|fence| fence.trim_start_matches('`')) {
            let tested = ["console", "json", "mermaid", "rust", "sh", "sql"];
            assert!(tested.contains(&language), "{}: {language} is not tested", path.display());
        }
        if page.contains("```rust") {
            let name = path.file_name().unwrap().to_str().unwrap();
            assert!(library.contains(&format!("{name}\")")), "src/lib.rs does not run the Rust in {name}");
        }
    }
}
