//! The formats of files, by their endings.

use std::path::Path;

/// How a file holds bodies.
#[derive(Clone, Copy)]
pub(crate) enum FileFormat {
    /// One per line.
    Lines,
    /// One, or an array of them.
    Json,
}

impl FileFormat {
    /// Returns the format of a file, or `None` if its ending has none.
    pub(super) fn from_path(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()? {
            "ndjson" | "jsonl" => Some(Self::Lines),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}
