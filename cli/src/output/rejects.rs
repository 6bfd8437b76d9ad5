//! Where rejections go: a file, or a summary on standard error.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use leadhook::Rejection;
use same_file::Handle;

use super::stdout::write_json_line;
use crate::input::source::Source;
use crate::outcome::Failure;
use crate::printable::{printable, printable_name};

/// Where to write rejections.
#[derive(clap::Args)]
pub(crate) struct RejectsArgs {
    /// keep rejected input in this file, one rejection per line; by default, errors go to standard error
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// overwrite the file of --rejects if it exists
    #[arg(long, requires = "rejects")]
    force: bool,
}

/// An open file of rejections, or standard error.
pub(crate) struct Rejects {
    file: Option<(BufWriter<File>, String)>,
    /// Identifies the file.
    pub(crate) handle: Option<Handle>,
    pub(crate) count: u64,
}

impl RejectsArgs {
    /// Opens the file. It must not be one of the sources.
    pub(crate) fn open(&self, sources: &[Source]) -> Result<Rejects, Failure> {
        let Some(path) = &self.rejects else { return Ok(Rejects { file: None, handle: None, count: 0 }) };
        let name = path.to_string_lossy().into_owned();
        let (file, handle) = self.create(path, &name, sources)?;
        Ok(Rejects { file: Some((BufWriter::new(file), name)), handle: Some(handle), count: 0 })
    }

    fn create(&self, path: &Path, name: &str, sources: &[Source]) -> Result<(File, Handle), Failure> {
        let refuse = |why: &str| Failure::Usage(format!("{} {why}", printable(name)));
        let mut options = OpenOptions::new();
        options.write(true);
        if self.force {
            options.create(true)
        } else {
            options.create_new(true)
        };
        // Bodies are personal data, so only the owner may read the file.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path).map_err(|error| {
            if error.kind() == ErrorKind::AlreadyExists {
                refuse("exists; choose another file for --rejects, or add --force to overwrite it")
            } else {
                Failure::io(name)(error)
            }
        })?;
        let handle = file.try_clone().and_then(Handle::from_file).map_err(Failure::io(name))?;
        let metadata = file.metadata().map_err(Failure::io(name))?;
        if !metadata.is_file() {
            return Ok((file, handle));
        }
        if Handle::stdout().is_ok_and(|stdout| stdout == handle) {
            return Err(refuse("is standard output; choose another file for --rejects"));
        }
        for source in sources {
            // An empty file may be the file that was just created. It is skipped in folders.
            if metadata.len() > 0 && source.contains(&handle)? {
                return Err(refuse("is also input; choose another file for --rejects"));
            }
        }
        file.set_len(0).map_err(Failure::io(name))?;
        #[cfg(unix)]
        file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600)).map_err(Failure::io(name))?;
        Ok((file, handle))
    }
}

impl Rejects {
    /// Writes a rejection.
    pub(crate) fn write(&mut self, rejection: &Rejection) -> Result<(), Failure> {
        self.count += 1;
        let Some((file, name)) = &mut self.file else {
            // Events are still written if nothing reads the errors.
            _ = writeln!(io::stderr(), "{}: {}", format_place(rejection), rejection.error);
            return Ok(());
        };
        write_json_line(rejection, file).map_err(Failure::io(name.clone()))
    }

    /// Writes what is buffered.
    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        match &mut self.file {
            Some((file, name)) => file.flush().map_err(Failure::io(name.clone())),
            None => Ok(()),
        }
    }
}

/// Returns `file:line`, as compilers print it.
fn format_place(rejection: &Rejection) -> String {
    let path = printable_name(rejection.path.as_deref());
    rejection.line.map_or_else(|| path.clone(), |line| format!("{path}:{line}"))
}
