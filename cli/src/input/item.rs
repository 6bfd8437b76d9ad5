//! What reading the input yields.

use leadhook::{Error, RawBody};

use super::place::Place;
use crate::outcome::Failure;

/// What a reader finds.
pub(crate) enum Item<'b> {
    /// A body.
    Body(&'b [u8]),
    /// Something that cannot be a body. It is refused already.
    Refused(Error, RawBody),
    /// Nothing yet: the next read may have to wait. Flush the output.
    Pause,
}

/// Receives the items in input order.
pub(crate) type Sink<'s> = dyn FnMut(&Place, Item<'_>) -> Result<(), Failure> + 's;
