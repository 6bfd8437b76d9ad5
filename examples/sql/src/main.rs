//! Reads the events that `leadhook normalize` prints, and prints the lifecycle of each message, call and lead, one per
//! line.
//!
//! ```console
//! $ leadhook normalize tests/fixtures | cargo run -p leadhook-example-sql
//! ```

use std::error::Error;
use std::io::{self, BufWriter, Write as _};
use std::process::ExitCode;

use leadhook_example_sql::{create_database, fold, load};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprint!("error: {error}");
            let mut source = error.source();
            while let Some(cause) = source {
                eprint!(": {cause}");
                source = cause.source();
            }
            eprintln!();
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let mut database = create_database()?;
    load(&mut database, io::stdin().lock())?;
    let mut out = BufWriter::new(io::stdout().lock());
    for row in fold(&database)? {
        serde_json::to_writer(&mut out, &row)?;
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}
