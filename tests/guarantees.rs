//! The tests and the fuzz targets that `docs/guarantees.md` names exist, and each fuzz target holds a law.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Returns the names in a cell of a table.
fn names(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
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
    let rows: Vec<Vec<_>> =
        page.lines().filter(|line| line.starts_with("| [")).map(|row| row.split('|').skip(1).collect()).collect();
    let sections = page.lines().filter(|line| line.starts_with("### ")).map(|line| line.trim_start_matches("### "));
    let laws = rows.iter().map(|row| row[0].split(['[', ']']).nth(1).unwrap());
    assert!(laws.eq(sections), "the table and the sections differ");

    for test in rows.iter().flat_map(|row| names(row[1])) {
        assert!(is_test(root, test), "no test {test}");
    }
    for row in &rows {
        assert!(names(row[1]).next().is_some(), "no test holds the law{}", row[0]);
    }
    let named: BTreeSet<_> = rows.iter().flat_map(|row| names(row[2])).map(str::to_owned).collect();
    let targets: BTreeSet<_> = fs::read_dir(root.join("fuzz/fuzz_targets"))
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    assert_eq!(named, targets);
}
