//! Where a body is in the input.

use std::sync::Arc;

use leadhook::event::Source;
use leadhook::{Error, Position, RawBody, Rejection};

/// A file, and a position in it.
#[derive(Clone, Default)]
pub(crate) struct Place {
    /// The path of the file. `None` for standard input.
    pub(crate) path: Option<Arc<str>>,
    /// Where the body begins.
    pub(crate) position: Position,
}

impl Place {
    /// Creates the rejection of a body that begins here.
    pub(crate) fn reject(&self, error: Error, raw: impl Into<RawBody>, source: Option<Source>) -> Rejection {
        let mut rejection = Rejection::new(error.offset_by(self.position), raw);
        rejection.path = self.path.as_deref().map(str::to_owned);
        rejection.line = Some(self.position.line);
        rejection.source = source;
        rejection
    }
}
