//! The files in a folder.

use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::format::FileFormat;
use crate::outcome::Failure;

/// Returns the files in a folder and below that have a known ending, in the byte order of their paths. Links are not
/// followed.
pub(super) fn files_in(folder: &Path) -> impl Iterator<Item = Result<(PathBuf, FileFormat), Failure>> {
    let name = folder.to_string_lossy().into_owned();
    let file = move |entry: walkdir::Result<DirEntry>| match entry {
        Ok(entry) if entry.file_type().is_file() => {
            let format = FileFormat::from_path(entry.path())?;
            Some(Ok((entry.into_path(), format)))
        }
        Ok(_) => None,
        Err(error) => Some(Err(Failure::io(name.clone())(error.into()))),
    };
    WalkDir::new(folder).sort_by(|a, b| sort_key(a).cmp(&sort_key(b))).into_iter().filter_map(file)
}

/// Returns what an entry adds to the paths below it: for a folder, also the separator.
fn sort_key(entry: &DirEntry) -> Vec<u8> {
    let mut key = entry.file_name().as_encoded_bytes().to_vec();
    if entry.file_type().is_dir() {
        key.push(b'/');
    }
    key
}
