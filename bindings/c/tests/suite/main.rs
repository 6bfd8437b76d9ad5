//! The header, and programs in C against the libraries.

mod header;

const HERE: &str = env!("CARGO_MANIFEST_DIR");
