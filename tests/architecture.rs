//! The imports follow `docs/architecture.md`, and form no cycles.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use itertools::Itertools as _;

/// Which module uses which.
type Graph = BTreeMap<String, BTreeSet<String>>;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The Rust files below a folder, with their text.
fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
    found
}

/// The code of a file without comments, strings, tests, and imports for documentation.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod ").next().unwrap();
    let mut kept = String::new();
    let mut is_for_docs = false;
    for line in text.lines() {
        let line = without_comment(line);
        is_for_docs = line.trim() == "#[cfg(doc)]" || is_for_docs && !kept.ends_with(";\n");
        if !is_for_docs {
            let outside_strings: Vec<_> = line.split('"').step_by(2).collect();
            kept.push_str(&outside_strings.join("\"\""));
        } else if line.ends_with(';') {
            kept.push(';');
        }
        kept.push('\n');
        is_for_docs &= !line.ends_with(';');
    }
    kept
}

/// A line up to a `//` that is not in a string.
fn without_comment(line: &str) -> &str {
    let is_comment = |(at, _): &(usize, &str)| line[..*at].matches('"').count().is_multiple_of(2);
    line.match_indices("//").find(is_comment).map_or(line, |(at, _)| &line[..at])
}

/// The paths that follow `prefix` in the code, groups spread out: `crate::a::{b, c::d}` gives `a::b` and `a::c::d`.
fn paths_after(code: &str, prefix: &str) -> Vec<String> {
    fn spread(text: &str, before: &str, found: &mut Vec<String>) -> usize {
        let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).unwrap_or(text.len());
        let path = format!("{before}{}", &text[..end]);
        if !text[end..].starts_with('{') {
            found.push(path);
            return end;
        }
        let mut at = end + 1;
        loop {
            at += text[at..].len() - text[at..].trim_start_matches([' ', '\n', ',']).len();
            if text[at..].starts_with('}') || at >= text.len() {
                return at + 1;
            }
            at += spread(&text[at..], &path, found);
            // What is left of an item, such as ` as _`.
            at += text[at..].find([',', '}']).unwrap_or(0);
        }
    }

    let mut found = Vec::new();
    for (at, _) in code.match_indices(prefix) {
        let is_whole = !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':');
        if is_whole {
            spread(&code[at + prefix.len()..], "", &mut found);
        }
    }
    found
}

/// The modules that a module uses, also through others.
fn reached<'g>(graph: &'g Graph, from: &str) -> BTreeSet<&'g String> {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(module) = open.pop() {
        for next in graph.get(module).into_iter().flatten() {
            if seen.insert(next) {
                open.push(next);
            }
        }
    }
    seen
}

/// The modules that reach themselves.
fn cyclic(graph: &Graph) -> BTreeSet<String> {
    graph.keys().filter(|module| reached(graph, module).contains(module)).cloned().collect()
}

/// The graph without the arrows to where a longer path leads.
fn reduced(graph: &Graph) -> Graph {
    let arrows = |used: &BTreeSet<String>| {
        let further: BTreeSet<_> = used.iter().flat_map(|module| reached(graph, module)).collect();
        used.iter().filter(|module| !further.contains(module)).cloned().collect()
    };
    graph.iter().map(|(module, used)| (module.clone(), arrows(used))).collect()
}

#[test]
fn the_rooms_use_each_other_as_the_page_lists_and_draws_it() {
    let src = root().join("src");
    let mut graph = Graph::new();
    for (path, text) in sources(&src) {
        let first = path.strip_prefix(&src).unwrap().components().next().unwrap().as_os_str().to_str().unwrap();
        let room = first.trim_end_matches(".rs");
        if room == "lib" {
            continue;
        }
        let used = graph.entry(room.to_owned()).or_default();
        for path in paths_after(&code(&text), "crate::") {
            let home = path.split("::").next().unwrap();
            let is_room = src.join(home).is_dir() || src.join(format!("{home}.rs")).is_file();
            assert!(is_room, "{room} imports crate::{path}; name the room that has it");
            used.insert(home.to_owned());
        }
        used.remove(room);
    }

    let page = fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    let rooms = page.split("\n## ").find(|section| section.starts_with("Rooms")).unwrap();
    let mut listed = Graph::new();
    let mut drawn: Graph = graph.keys().map(|room| (room.clone(), BTreeSet::new())).collect();
    for line in rooms.lines() {
        if let Some((room, row)) = line.strip_prefix("| `").and_then(|row| row.split_once('`')) {
            let (_, uses) = row.trim_end_matches(" |").rsplit_once('|').unwrap();
            let uses = uses.split('`').skip(1).step_by(2).map(str::to_owned).collect();
            listed.insert(room.trim_end_matches('/').trim_end_matches(".rs").to_owned(), uses);
        }
        for (from, to) in line.trim().split(" --> ").tuple_windows() {
            drawn.entry(from.to_owned()).or_default().insert(to.to_owned());
        }
    }
    assert_eq!(graph, listed, "the imports, and the table in docs/architecture.md");
    assert_eq!(cyclic(&graph), BTreeSet::new());
    assert_eq!(reduced(&graph), drawn, "the imports, and the diagram in docs/architecture.md");
}

/// The file of a module path, as far as the path names files: `input::cursor::Cursor` gives `input/cursor`.
fn file_of(src: &Path, path: &[&str]) -> String {
    let mut file = String::new();
    for part in path {
        let next = if file.is_empty() { (*part).to_owned() } else { format!("{file}/{part}") };
        if !src.join(&next).is_dir() && !src.join(format!("{next}.rs")).is_file() {
            break;
        }
        file = next;
    }
    if file.is_empty() { "main".to_owned() } else { file }
}

#[test]
fn the_files_of_the_command_line_and_the_bindings_form_no_cycle() {
    for member in ["cli", "bindings/c", "bindings/python", "examples/receiver", "examples/sql"] {
        let src = root().join(member).join("src");
        let mut graph = Graph::new();
        for (path, text) in sources(&src) {
            let relative = path.strip_prefix(&src).unwrap().with_extension("");
            let parts: Vec<_> = relative.iter().map(|part| part.to_str().unwrap()).collect();
            // The module that `super` names from here.
            let (own, above) = match parts.as_slice() {
                ["main" | "lib"] => (Vec::new(), Vec::new()),
                [folder @ .., "mod"] => (folder.to_vec(), folder[..folder.len() - 1].to_vec()),
                all => (all.to_vec(), all[..all.len() - 1].to_vec()),
            };
            let file = file_of(&src, &own);
            let code = code(&text);
            let used = graph.entry(file.clone()).or_default();
            for path in paths_after(&code, "crate::") {
                used.insert(file_of(&src, &path.split("::").collect::<Vec<_>>()));
            }
            for path in paths_after(&code, "super::") {
                used.insert(file_of(&src, &above.iter().copied().chain(path.split("::")).collect::<Vec<_>>()));
            }
            used.remove(&file);
        }
        assert!(!graph.is_empty(), "{member} has no files");
        assert_eq!(cyclic(&graph), BTreeSet::new(), "{member}: {graph:#?}");
    }
}
