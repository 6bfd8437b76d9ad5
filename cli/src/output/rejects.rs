//! What was refused: kept in a file, or told in short on standard error.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use leadhook::Rejection;
use same_file::Handle;

use crate::input::{self, Source};
use crate::{Failure, Outcome};

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
    /// What tells the file from others.
    pub(crate) handle: Option<Handle>,
    pub(crate) count: u64,
}

impl RejectsArgs {
    /// Opens the file, which none of the sources may be.
    pub(crate) fn open(&self, sources: &[Source]) -> Result<Rejects, Failure> {
        let Some(path) = &self.rejects else { return Ok(Rejects { file: None, handle: None, count: 0 }) };
        let name = input::shown(Some(&path.to_string_lossy()));
        let (file, handle) = self.create(path, &name, sources)?;
        Ok(Rejects { file: Some((BufWriter::new(file), name)), handle: Some(handle), count: 0 })
    }

    /// Bodies are personal: only the owner may read the file.
    fn create(&self, path: &Path, name: &str, sources: &[Source]) -> Result<(File, Handle), Failure> {
        let mut options = OpenOptions::new();
        options.write(true);
        if self.force {
            options.create(true)
        } else {
            options.create_new(true)
        };
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path).map_err(|error| {
            if error.kind() == ErrorKind::AlreadyExists {
                let message = "exists: choose another file for --rejects, or add --force to write over it";
                Failure::Usage(format!("{name} {message}"))
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
            return Err(Failure::Usage(format!("{name} is standard output: choose another file for --rejects")));
        }
        for source in sources {
            // One that we have just made is empty, and is passed over in folders.
            if metadata.len() > 0 && source.has(&handle)? {
                return Err(Failure::Usage(format!("{name} is read from: choose another file for --rejects")));
            }
        }
        file.set_len(0).map_err(Failure::io(name))?;
        #[cfg(unix)]
        file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600)).map_err(Failure::io(name))?;
        Ok((file, handle))
    }
}

impl Rejects {
    /// How a run ended that made so many events; told on standard error if it made rejections as well.
    pub(crate) fn outcome(&self, events: u64) -> Outcome {
        let rejected = self.count;
        if rejected == 0 {
            return Outcome::Well;
        }
        _ = writeln!(io::stderr(), "events: {events}, rejected: {rejected}");
        Outcome::Rejected
    }

    pub(crate) fn take(&mut self, rejection: &Rejection) -> Result<(), Failure> {
        self.count += 1;
        let Some((file, name)) = &mut self.file else {
            // If nobody hears us the events come out all the same.
            _ = writeln!(io::stderr(), "{}: {}", place(rejection), rejection.error);
            return Ok(());
        };
        serde_json::to_writer(&mut *file, rejection)
            .map_err(io::Error::from)
            .and_then(|()| file.write_all(b"\n"))
            .map_err(Failure::io(name.clone()))
    }

    /// Puts what was taken where it is safe.
    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        match &mut self.file {
            Some((file, name)) => file.flush().map_err(Failure::io(name.clone())),
            None => Ok(()),
        }
    }
}

/// `file:line`, as compilers write it.
fn place(rejection: &Rejection) -> String {
    let path = input::shown(rejection.path.as_deref());
    rejection.line.map_or_else(|| path.clone(), |line| format!("{path}:{line}"))
}
