//! Where webhooks come from: files, folders and pipes.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser as _;
use leadhook::{Error, Limits, RawBody, Rejection, Vendor};
use same_file::Handle;
use walkdir::WalkDir;

use crate::Failure;
use crate::cursor::Cursor;

/// What every command that reads webhooks is told of them.
#[derive(Clone, Copy, clap::Args)]
pub(crate) struct InputArgs {
    /// The platform that all the webhooks came from; without it, each one's event name decides
    #[arg(long, value_name = "SLUG", value_parser = vendors())]
    vendor: Option<Vendor>,
    /// The most bytes that a webhook may have
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().body())]
    max_body: usize,
}

/// Takes a platform's slug.
pub(crate) fn vendors() -> impl clap::builder::TypedValueParser<Value = Vendor> {
    PossibleValuesParser::new(Vendor::VARIANTS.iter().map(|vendor| vendor.as_str()))
        .map(|as_str| as_str.parse().expect("one of the slugs above"))
}

/// Where a document stands.
#[derive(Clone, Default)]
pub(crate) struct Place {
    /// The file; none for standard input.
    pub(crate) path: Option<Arc<str>>,
    /// The line where the document begins, counted from 1.
    pub(crate) line: usize,
    /// The column where it begins.
    pub(crate) column: usize,
}

/// What a reader comes upon.
pub(crate) enum Document<'d> {
    /// A body.
    Body(&'d [u8]),
    /// What stands where a body was expected, already refused.
    Broken(Error, RawBody),
    /// Nothing, for now: the next read may have to wait.
    Pause,
}

/// Who takes the documents.
pub(crate) type Sink<'s> = dyn FnMut(&Place, Document<'_>) -> Result<(), Failure> + 's;

impl InputArgs {
    /// The platform that all bodies come from, if the user said so.
    pub(crate) fn given_vendor(self) -> Option<Vendor> {
        self.vendor
    }

    /// What a body may cost.
    pub(crate) fn limits(self) -> Limits {
        Limits::default().with_body(self.max_body)
    }

    /// The platform that a body came from.
    pub(crate) fn vendor(self, body: &[u8]) -> Result<Vendor, Error> {
        self.vendor.map_or_else(|| Vendor::detect(body), Ok)
    }
}

impl Place {
    /// The same error in the file's lines and columns.
    pub(crate) fn locate(&self, error: Error) -> Error {
        error.within(self.line, self.column)
    }

    /// What could not be read here, kept whole.
    pub(crate) fn rejection(&self, error: Error, raw: impl Into<RawBody>, vendor: Option<Vendor>) -> Rejection {
        let mut rejection = Rejection::new(self.locate(error), raw);
        rejection.path = self.path.as_deref().map(str::to_owned);
        rejection.line = Some(self.line);
        rejection.vendor = vendor;
        rejection
    }
}

/// A character, or what is shown instead of one that would move or turn what stands around it.
pub(crate) fn fit(character: char) -> char {
    match character {
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => '\u{FFFD}',
        _ if character.is_control() => '\u{FFFD}',
        _ => character,
    }
}

/// The name of a file, or what stands for it, fit for a terminal.
pub(crate) fn shown(path: Option<&str>) -> String {
    path.unwrap_or("standard input").chars().map(fit).collect()
}

/// Where webhooks are read from, known to be there.
pub(crate) enum Source {
    Stdin,
    Folder(PathBuf),
    File(PathBuf, Form),
}

/// The sources that paths name; none means standard input.
pub(crate) fn sources(paths: &[PathBuf]) -> Result<Vec<Source>, Failure> {
    if paths.is_empty() {
        return Ok(vec![Source::Stdin]);
    }
    let source = |path: &PathBuf| {
        if path.as_os_str() == "-" {
            return Ok(Source::Stdin);
        }
        if fs::metadata(path).map_err(Failure::io(path.to_string_lossy()))?.is_dir() {
            return Ok(Source::Folder(path.clone()));
        }
        let form = Form::of(path).ok_or_else(|| {
            Failure::Usage(format!(
                "{}: expected a folder or a file ending in .json, .ndjson or .jsonl; \
                 one document a line can also come from standard input",
                shown(path.to_str())
            ))
        })?;
        Ok(Source::File(path.clone(), form))
    };
    paths.iter().map(source).collect()
}

/// A file that holds one document a line, whatever its name.
pub(crate) fn lines_of(path: &Path) -> Result<Source, Failure> {
    if path.as_os_str() == "-" {
        return Ok(Source::Stdin);
    }
    File::open(path).map_err(Failure::io(path.to_string_lossy()))?;
    Ok(Source::File(path.to_owned(), Form::Lines))
}

/// Hands every document of every source to `sink`, in order. What we write, standard output and `rejects`, is passed
/// over in folders.
pub(crate) fn read(
    sources: &[Source],
    limits: Limits,
    rejects: Option<Handle>,
    sink: &mut Sink<'_>,
) -> Result<(), Failure> {
    let ours: Vec<_> = Handle::stdout().ok().into_iter().chain(rejects).collect();
    for source in sources {
        match source {
            Source::Stdin => Cursor::new(io::stdin(), None, limits.body()).lines(sink)?,
            Source::Folder(path) => read_folder(path, limits, &ours, sink)?,
            Source::File(path, form) => read_file(path, *form, limits, &[], sink)?,
        }
    }
    Ok(())
}

/// How a file holds documents.
#[derive(Clone, Copy)]
pub(crate) enum Form {
    /// One a line.
    Lines,
    /// One, or an array of them.
    Json,
}

impl Form {
    fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()? {
            "ndjson" | "jsonl" => Some(Self::Lines),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

impl Source {
    /// Whether this file is, or is in, the source.
    pub(crate) fn has(&self, file: &Handle) -> Result<bool, Failure> {
        let is = |handle: io::Result<Handle>| handle.is_ok_and(|handle| handle == *file);
        match self {
            Self::Stdin => Ok(is(Handle::stdin())),
            Self::File(path, _) => Ok(is(Handle::from_path(path))),
            Self::Folder(path) => {
                for file in files(path) {
                    if is(Handle::from_path(file?.0)) {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
        }
    }
}

fn read_folder(folder: &Path, limits: Limits, ours: &[Handle], sink: &mut Sink<'_>) -> Result<(), Failure> {
    for file in files(folder) {
        let (path, form) = file?;
        read_file(&path, form, limits, ours, sink)?;
    }
    Ok(())
}

/// The files in a folder that hold documents, in the byte order of their paths; links are not followed.
fn files(folder: &Path) -> impl Iterator<Item = Result<(PathBuf, Form), Failure>> {
    let in_path = |entry: &walkdir::DirEntry| {
        let mut name = entry.file_name().as_encoded_bytes().to_vec();
        if entry.file_type().is_dir() {
            name.push(b'/');
        }
        name
    };
    let name = folder.to_string_lossy().into_owned();
    let file = move |entry: walkdir::Result<walkdir::DirEntry>| match entry {
        Ok(entry) if entry.file_type().is_file() => {
            let form = Form::of(entry.path())?;
            Some(Ok((entry.into_path(), form)))
        }
        Ok(_) => None,
        Err(error) => Some(Err(Failure::io(name.clone())(error.into()))),
    };
    WalkDir::new(folder).sort_by(move |a, b| in_path(a).cmp(&in_path(b))).into_iter().filter_map(file)
}

fn read_file(path: &Path, form: Form, limits: Limits, ours: &[Handle], sink: &mut Sink<'_>) -> Result<(), Failure> {
    let name = path.to_string_lossy();
    let file = File::open(path).map_err(Failure::io(name.clone()))?;
    if !ours.is_empty() {
        let handle = file.try_clone().and_then(Handle::from_file).map_err(Failure::io(name.clone()))?;
        if ours.contains(&handle) {
            return Ok(());
        }
    }
    let mut cursor = Cursor::new(file, Some(name.into()), limits.body());
    match form {
        Form::Lines => cursor.lines(sink),
        Form::Json => cursor.json(sink),
    }
}
