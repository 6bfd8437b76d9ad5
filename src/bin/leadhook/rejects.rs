//! What was refused: kept in a file, or told in short on standard error.

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use leadhook::Rejection;

use crate::Failure;

/// Where rejections go.
#[derive(clap::Args)]
pub(crate) struct RejectsArgs {
    /// Keep what is refused in this file, one rejection a line, byte for byte; without it, tell it on standard error
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// Let --rejects write over a file that exists
    #[arg(long, requires = "rejects")]
    force: bool,
}

/// An open file of rejections, or standard error.
pub(crate) struct Rejects {
    file: Option<(BufWriter<File>, String)>,
    pub(crate) count: u64,
}

impl RejectsArgs {
    pub(crate) fn open(&self) -> Result<Rejects, Failure> {
        let file = match &self.rejects {
            Some(path) => Some((BufWriter::new(create(path, self.force)?), path.to_string_lossy().into_owned())),
            None => None,
        };
        Ok(Rejects { file, count: 0 })
    }
}

/// Bodies are personal: only the owner may read the file.
fn create(path: &Path, force: bool) -> Result<File, Failure> {
    let mut options = OpenOptions::new();
    options.write(true);
    if force {
        options.create(true).truncate(true)
    } else {
        options.create_new(true)
    };
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path).map_err(|error| {
        let name = path.to_string_lossy();
        if error.kind() == ErrorKind::AlreadyExists {
            Failure::Usage(format!("{name} exists: choose another file for --rejects, or add --force to write over it"))
        } else {
            Failure::io(name)(error)
        }
    })?;
    #[cfg(unix)]
    if file.metadata().is_ok_and(|metadata| metadata.is_file()) {
        let owner_only = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        file.set_permissions(owner_only).map_err(Failure::io(path.to_string_lossy()))?;
    }
    Ok(file)
}

impl Rejects {
    pub(crate) fn take(&mut self, rejection: &Rejection) -> Result<(), Failure> {
        self.count += 1;
        let Some((file, name)) = &mut self.file else {
            eprintln!("{}: {}", place(rejection), rejection.error);
            return Ok(());
        };
        serde_json::to_writer(&mut *file, rejection)
            .map_err(std::io::Error::from)
            .and_then(|()| file.write_all(b"\n"))
            .map_err(Failure::io(name.clone()))
    }

    pub(crate) fn finish(mut self) -> Result<u64, Failure> {
        if let Some((file, name)) = &mut self.file {
            file.flush().map_err(Failure::io(name.clone()))?;
        }
        Ok(self.count)
    }
}

/// `file:line`, as compilers write it.
fn place(rejection: &Rejection) -> String {
    let path = rejection.path.as_deref().unwrap_or("standard input");
    rejection.line.map_or_else(|| path.to_owned(), |line| format!("{path}:{line}"))
}
