//! The documents that the tests walk, and ways to change them. Nothing here names a vendor.
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "JSON's values are not our enum, and have no more than six variants"
)]

use std::fs;
use std::path::{Path, PathBuf};

use leadhook::Vendor;
use serde_json::{Map, Value};

/// A body in a file below `tests`.
pub struct Document {
    pub vendor: Vendor,
    pub path: PathBuf,
    pub body: Vec<u8>,
}

impl Document {
    /// The name of the file, behind `unknown/` where the event is.
    pub fn kind_and_name(&self) -> String {
        let name = self.path.file_stem().unwrap().to_str().unwrap();
        let unknown = self.path.starts_with(folder("unknown", self.vendor));
        if unknown { format!("unknown/{name}") } else { name.to_owned() }
    }

    pub fn value(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// Documented events.
pub fn fixtures() -> Vec<Document> {
    documents("fixtures")
}

/// Events that nobody documented.
pub fn unknown() -> Vec<Document> {
    documents("unknown")
}

/// Bodies that must be refused.
pub fn rejects() -> Vec<Document> {
    documents("rejects")
}

/// Everything that parses.
pub fn accepted() -> Vec<Document> {
    fixtures().into_iter().chain(unknown()).collect()
}

pub fn folder(kind: &str, vendor: Vendor) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(kind).join(vendor.as_str())
}

fn documents(kind: &str) -> Vec<Document> {
    let mut documents = Vec::new();
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
        documents.extend(paths.into_iter().map(|path| Document { vendor, body: fs::read(&path).unwrap(), path }));
    }
    documents
}

/// The pointers of a value and of everything in it.
pub fn pointers(value: &Value) -> Vec<String> {
    fn walk(value: &Value, pointer: String, found: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    walk(member, format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1")), found);
                }
            }
            Value::Array(elements) => {
                for (at, element) in elements.iter().enumerate() {
                    walk(element, format!("{pointer}/{at}"), found);
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

/// The pointers of all values that hold no others.
pub fn leaves(value: &Value) -> Vec<String> {
    let is_leaf = |pointer: &String| !matches!(value.pointer(pointer), Some(Value::Object(_) | Value::Array(_)));
    let mut leaves: Vec<_> = pointers(value).into_iter().filter(is_leaf).collect();
    leaves.sort();
    leaves
}

/// One fault, done to the JSON text of one value.
#[derive(Clone, Copy, Debug)]
pub enum Edit<'e> {
    Drop,
    Repeat,
    Replace(&'e str),
    /// A member added to an object.
    Add(&'e str),
}

/// The JSON text of a value with an edit at a pointer.
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
                    let token = name.replace('~', "~0").replace('/', "~1");
                    let mut part = format!("{}:", Value::from(name.as_str()));
                    let inner = format!("{pointer}/{token}");
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

/// Another leaf of the same kind, as JSON text: another instant for an instant, another number for a number.
pub fn other(leaf: &Value) -> Option<String> {
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

/// All scalar values in a value.
pub fn scalars(value: &Value) -> Vec<&Value> {
    match value {
        Value::Object(members) => members.values().flat_map(scalars).collect(),
        Value::Array(elements) => elements.iter().flat_map(scalars).collect(),
        leaf => vec![leaf],
    }
}

/// The same JSON with every object's members the other way round and every character of every text escaped.
pub fn respelt(value: &Value) -> String {
    fn escaped(text: &str) -> String {
        let units: Vec<_> = text.encode_utf16().map(|unit| format!("\\u{unit:04X}")).collect();
        format!("\"{}\"", units.concat())
    }
    match value {
        Value::String(text) => escaped(text),
        Value::Array(elements) => format!("[ {} ]", elements.iter().map(respelt).collect::<Vec<_>>().join("\t,")),
        Value::Object(members) => {
            let mut parts: Vec<_> =
                members.iter().map(|(name, member)| format!("{} :\n{}", escaped(name), respelt(member))).collect();
            parts.reverse();
            format!("{{\r\n{}}}", parts.join(" , "))
        }
        leaf => leaf.to_string(),
    }
}

/// An object without the members that are `null`, at any depth.
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
