//! What the paths on the command line name.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use leadhook::Limits;
use same_file::Handle;

use super::cursor::Cursor;
use super::folder::files_in;
use super::format::FileFormat;
use super::item::Sink;
use super::json::read_json;
use super::lines::read_lines;
use crate::outcome::Failure;
use crate::printable::printable_name;

/// An existing source of bodies.
pub(crate) enum Source {
    Stdin,
    Folder(PathBuf),
    File(PathBuf, FileFormat),
}

/// Returns the sources that paths name. No path means standard input.
pub(crate) fn sources_of(paths: &[PathBuf]) -> Result<Vec<Source>, Failure> {
    if paths.is_empty() {
        return Ok(vec![Source::Stdin]);
    }
    paths.iter().map(|path| source_of(path)).collect()
}

fn source_of(path: &Path) -> Result<Source, Failure> {
    if path.as_os_str() == "-" {
        return Ok(Source::Stdin);
    }
    if fs::metadata(path).map_err(Failure::io(path.to_string_lossy()))?.is_dir() {
        return Ok(Source::Folder(path.to_owned()));
    }
    let format = FileFormat::from_path(path).ok_or_else(|| {
        Failure::Usage(format!(
            "{}: not a folder, and the name does not end in .json, .ndjson or .jsonl; \
             rename it, or pass one body per line to standard input",
            printable_name(path.to_str())
        ))
    })?;
    Ok(Source::File(path.to_owned(), format))
}

/// Returns a file that holds one body per line, whatever its name.
pub(crate) fn lines_of(path: &Path) -> Result<Source, Failure> {
    if path.as_os_str() == "-" {
        return Ok(Source::Stdin);
    }
    File::open(path).map_err(Failure::io(path.to_string_lossy()))?;
    Ok(Source::File(path.to_owned(), FileFormat::Lines))
}

/// Reads every source in order. In folders, the files that this run writes are skipped: standard output and `rejects`.
pub(crate) fn read_sources(
    sources: &[Source],
    limits: Limits,
    rejects: Option<Handle>,
    sink: &mut Sink<'_>,
) -> Result<(), Failure> {
    let written: Vec<_> = Handle::stdout().ok().into_iter().chain(rejects).collect();
    for source in sources {
        match source {
            Source::Stdin => read_lines(&mut Cursor::new(io::stdin(), None)?, limits.max_body(), sink)?,
            Source::File(path, format) => read_file(path, *format, limits, &[], sink)?,
            Source::Folder(folder) => {
                for file in files_in(folder) {
                    let (path, format) = file?;
                    read_file(&path, format, limits, &written, sink)?;
                }
            }
        }
    }
    Ok(())
}

fn read_file(
    path: &Path,
    format: FileFormat,
    limits: Limits,
    skipped: &[Handle],
    sink: &mut Sink<'_>,
) -> Result<(), Failure> {
    let name = path.to_string_lossy();
    let file = File::open(path).map_err(Failure::io(name.clone()))?;
    if !skipped.is_empty() {
        let handle = file.try_clone().and_then(Handle::from_file).map_err(Failure::io(name.clone()))?;
        if skipped.contains(&handle) {
            return Ok(());
        }
    }
    let mut cursor = Cursor::new(file, Some(name.into()))?;
    match format {
        FileFormat::Lines => read_lines(&mut cursor, limits.max_body(), sink),
        FileFormat::Json => read_json(&mut cursor, limits.max_body(), sink),
    }
}

impl Source {
    /// Returns true if a file is this source, or in it.
    pub(crate) fn contains(&self, file: &Handle) -> Result<bool, Failure> {
        let is = |handle: io::Result<Handle>| handle.is_ok_and(|handle| handle == *file);
        match self {
            Self::Stdin => Ok(is(Handle::stdin())),
            Self::File(path, _) => Ok(is(Handle::from_path(path))),
            Self::Folder(folder) => {
                for file in files_in(folder) {
                    if is(Handle::from_path(file?.0)) {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
        }
    }
}
