//! The tests and the fuzz targets that `docs/guarantees.md` names exist, and each fuzz target holds a law.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Returns the names in a text.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// Returns true if a test exists. Its path is that of its file and its name.
fn is_test(root: &Path, test: &str) -> bool {
    let (modules, name) = test.rsplit_once("::").unwrap();
    let file = modules.replace("::", "/");
    let file =
        file.strip_prefix("cli/").map_or_else(|| format!("tests/{file}.rs"), |file| format!("cli/tests/cli/{file}.rs"));
    let code = fs::read_to_string(root.join(file)).unwrap_or_default();
    let code: Vec<_> = code.lines().map(str::trim_start).collect();
    code.join("\n").contains(&format!("#[test]\nfn {name}("))
}

#[test]
fn every_named_test_and_fuzz_target_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/guarantees.md")).unwrap();
    let mut named = BTreeSet::new();
    for law in page.split("\n## ").filter(|section| section.starts_with(|first: char| first.is_ascii_digit())) {
        let (_, proofs) = law.split_once("\nTests:\n").unwrap();
        let (tests, targets) = proofs.split_once("\nFuzz targets: ").unwrap();
        assert!(names(tests).next().is_some(), "no test holds the law {law}");
        for test in names(tests) {
            assert!(is_test(root, test), "no test {test}");
        }
        named.extend(names(targets).map(str::to_owned));
    }
    let targets: BTreeSet<_> = fs::read_dir(root.join("fuzz/fuzz_targets"))
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    assert_eq!(named, targets);
}
