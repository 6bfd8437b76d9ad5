//! Reads the events that `leadhook normalize` prints and tells where each message, call and lead stands, one a line.
//!
//! ```console
//! $ leadhook normalize tests/fixtures | cargo run -p leadhook-example-sql
//! ```

use std::error::Error;
use std::io::{self, BufWriter, Write as _};
use std::process::ExitCode;

use leadhook_example_sql::{database, fold, load};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let mut database = database()?;
    load(&mut database, io::stdin().lock())?;
    let mut out = BufWriter::new(io::stdout().lock());
    for row in fold(&database)? {
        serde_json::to_writer(&mut out, &row)?;
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}
