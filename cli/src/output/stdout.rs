//! Standard output.

use std::io::{self, BufWriter, IsTerminal as _, LineWriter, Write};

use serde::Serialize;

use crate::outcome::Failure;

/// Returns standard output: buffered by line for a terminal, and in large pieces for anything else.
pub(crate) fn stdout() -> Box<dyn Write> {
    let stdout = io::stdout();
    if stdout.is_terminal() {
        Box::new(LineWriter::new(stdout.lock()))
    } else {
        Box::new(BufWriter::with_capacity(1 << 16, stdout.lock()))
    }
}

/// Writes a value as one line of JSON.
pub(crate) fn write_json_line(value: &impl Serialize, mut out: impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut out, value)?;
    out.write_all(b"\n")
}

/// Writes to standard output with a function, and flushes it.
pub(crate) fn print(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let mut out = stdout();
    write(&mut out).and_then(|()| out.flush()).map_err(Failure::Stdout)
}
