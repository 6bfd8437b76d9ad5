//! The bodies that the tests use, and ways to change them. Nothing here names a vendor.
#![allow(clippy::wildcard_enum_match_arm, reason = "serde_json's `Value` has six variants and will not get more")]

use std::fs;
use std::path::{Path, PathBuf};

use leadhook::Vendor;
use serde_json::{Map, Value};

/// A body in a file below `tests`.
pub struct BodyFile {
    /// The vendor that the file's folder is named after.
    pub vendor: Vendor,
    /// The path of the file.
    pub path: PathBuf,
    /// The content of the file.
    pub body: Vec<u8>,
}

impl BodyFile {
    /// Returns the name of the file in a golden file: without its ending, after `unknown/` if the event is undocumented.
    pub fn name(&self) -> String {
        let name = self.path.file_stem().unwrap().to_str().unwrap();
        let is_unknown = self.path.starts_with(folder("unknown", self.vendor));
        if is_unknown { format!("unknown/{name}") } else { name.to_owned() }
    }

    /// Parses the body as JSON.
    pub fn value(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// Returns the bodies of documented events.
pub fn fixtures() -> Vec<BodyFile> {
    body_files("fixtures")
}

/// Returns the bodies of undocumented events.
pub fn unknown() -> Vec<BodyFile> {
    body_files("unknown")
}

/// Returns the bodies that must be refused.
pub fn rejects() -> Vec<BodyFile> {
    body_files("rejects")
}

/// Returns every body that parses.
pub fn accepted() -> Vec<BodyFile> {
    fixtures().into_iter().chain(unknown()).collect()
}

/// Returns the folder of a vendor in `tests/<kind>`, such as `fixtures`.
pub fn folder(kind: &str, vendor: Vendor) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(kind).join(vendor.as_str())
}

fn body_files(kind: &str) -> Vec<BodyFile> {
    let mut files = Vec::new();
    for &vendor in Vendor::VARIANTS {
        let mut paths: Vec<_> = fs::read_dir(folder(kind, vendor))
            .unwrap_or_else(|error| panic!("tests/{kind}/{vendor}: {error}"))
            .map(|entry| entry.unwrap().path())
            .collect();
        paths.retain(|path| {
            let is = |path: &Path, ending| path.extension().is_some_and(|extension| extension == ending);
            is(path, "json") && !is(Path::new(path.file_stem().unwrap()), "expected")
        });
        paths.sort();
        assert!(!paths.is_empty(), "{vendor} has no {kind}");
        files.extend(paths.into_iter().map(|path| BodyFile { vendor, body: fs::read(&path).unwrap(), path }));
    }
    files
}

/// Returns the pointers of a value and of everything in it.
pub fn pointers(value: &Value) -> Vec<String> {
    fn walk(value: &Value, pointer: String, found: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    walk(member, format!("{pointer}/{}", escape_token(name)), found);
                }
            }
            Value::Array(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    walk(element, format!("{pointer}/{index}"), found);
                }
            }
            _ => {}
        }
        found.push(pointer);
    }
    let mut found = Vec::new();
    walk(value, String::new(), &mut found);
    found
}

/// Escapes the name of a member for a JSON Pointer.
fn escape_token(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Returns the pointers of all values that contain no others, sorted.
pub fn leaves(value: &Value) -> Vec<String> {
    let is_leaf = |pointer: &String| !matches!(value.pointer(pointer), Some(Value::Object(_) | Value::Array(_)));
    let mut leaves: Vec<_> = pointers(value).into_iter().filter(is_leaf).collect();
    leaves.sort();
    leaves
}

/// One change to the JSON text of one value.
#[derive(Clone, Copy, Debug)]
pub enum Edit<'e> {
    /// Removes the value, and its name if it is a member.
    Drop,
    /// Writes a member twice. Other values stay as they are.
    Repeat,
    /// Writes another text instead of the value.
    Replace(&'e str),
    /// Adds a member to an object.
    Add(&'e str),
}

/// Returns the JSON text of a value with an edit at a pointer.
pub fn edited(value: &Value, at: &str, edit: Edit<'_>) -> String {
    fn write(value: &Value, pointer: &str, at: &str, edit: Edit<'_>, out: &mut String) {
        if let (true, Edit::Replace(text)) = (pointer == at, edit) {
            out.push_str(text);
            return;
        }
        match value {
            Value::Object(members) => {
                let mut parts = Vec::new();
                for (name, member) in members {
                    let mut part = format!("{}:", Value::from(name.as_str()));
                    let inner = format!("{pointer}/{}", escape_token(name));
                    write(member, &inner, at, edit, &mut part);
                    match edit {
                        Edit::Drop if inner == at => {}
                        Edit::Repeat if inner == at => parts.extend([part.clone(), part]),
                        Edit::Drop | Edit::Repeat | Edit::Replace(_) | Edit::Add(_) => parts.push(part),
                    }
                }
                if let (true, Edit::Add(member)) = (pointer == at, edit) {
                    parts.push(member.to_owned());
                }
                *out += &["{", &parts.join(","), "}"].concat();
            }
            Value::Array(elements) => {
                let mut parts = Vec::new();
                for (index, element) in elements.iter().enumerate() {
                    let mut part = String::new();
                    let inner = format!("{pointer}/{index}");
                    write(element, &inner, at, edit, &mut part);
                    if !(matches!(edit, Edit::Drop) && inner == at) {
                        parts.push(part);
                    }
                }
                *out += &["[", &parts.join(","), "]"].concat();
            }
            leaf => out.push_str(&leaf.to_string()),
        }
    }
    let mut out = String::new();
    write(value, "", at, edit, &mut out);
    out
}

/// Returns a different leaf of the same kind, as JSON text: a timestamp for a timestamp, a number for a number. `None` for
/// null and for values that are not leaves.
pub fn different_leaf(leaf: &Value) -> Option<String> {
    match leaf {
        Value::String(text) if leadhook::Timestamp::try_from(text.as_str()).is_ok() => {
            Some(r#""2031-05-06T07:08:09.125Z""#.to_owned())
        }
        Value::String(text) if leadhook::Date::try_from(text.as_str()).is_ok() => Some(r#""2031-05-06""#.to_owned()),
        Value::String(_) => Some(r#""m\u00e4rk-7f3a""#.to_owned()),
        Value::Number(_) => Some("987654.25".to_owned()),
        Value::Bool(value) => Some((!value).to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Returns all scalar values in a value.
pub fn scalars(value: &Value) -> Vec<&Value> {
    match value {
        Value::Object(members) => members.values().flat_map(scalars).collect(),
        Value::Array(elements) => elements.iter().flat_map(scalars).collect(),
        leaf => vec![leaf],
    }
}

/// Returns the same JSON with the members of every object reversed and every character of every string escaped.
pub fn respell(value: &Value) -> String {
    fn escaped(text: &str) -> String {
        let units: Vec<_> = text.encode_utf16().map(|unit| format!("\\u{unit:04X}")).collect();
        format!("\"{}\"", units.concat())
    }
    match value {
        Value::String(text) => escaped(text),
        Value::Array(elements) => format!("[ {} ]", elements.iter().map(respell).collect::<Vec<_>>().join("\t,")),
        Value::Object(members) => {
            let mut parts: Vec<_> =
                members.iter().map(|(name, member)| format!("{} :\n{}", escaped(name), respell(member))).collect();
            parts.reverse();
            format!("{{\r\n{}}}", parts.join(" , "))
        }
        leaf => leaf.to_string(),
    }
}

/// Returns an object without the members that are `null`, at any depth.
pub fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(
            members
                .iter()
                .filter(|(_, member)| !member.is_null())
                .map(|(name, member)| (name.clone(), without_nulls(member)))
                .collect::<Map<_, _>>(),
        ),
        other => other.clone(),
    }
}
