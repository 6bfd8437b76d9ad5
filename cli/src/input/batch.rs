//! Batches of bodies, so that threads get enough to do at once.

use std::mem;

use leadhook::{Error, RawBody};

use super::item::Item;
use super::place::Place;

/// The approximate size of a batch in bytes.
const BATCH_SIZE: usize = 1 << 16;

/// The number of bytes that the place and the error of an item count.
const ITEM_OVERHEAD: usize = 256;

/// Several items in input order.
#[derive(Default)]
pub(crate) struct Batch {
    items: Vec<(Place, Kept)>,
    /// The bodies, end to end.
    bodies: Vec<u8>,
    /// The approximate size of all items in bytes.
    size: usize,
    /// Whether the next item may take long to arrive.
    pub(crate) pause: bool,
}

enum Kept {
    /// A body of this length.
    Body(usize),
    Refused(Error, RawBody),
}

impl Batch {
    /// Adds an item. Returns the batch when it is full, or when it should not wait for more.
    pub(super) fn add(&mut self, place: &Place, item: Item<'_>) -> Option<Self> {
        match item {
            Item::Body(body) => {
                if self.bodies.is_empty() {
                    self.bodies.reserve(BATCH_SIZE);
                }
                self.bodies.extend_from_slice(body);
                self.push(place, Kept::Body(body.len()), body.len());
            }
            Item::Refused(error, raw) => {
                let length = if let RawBody::Inline(bytes) = &raw { bytes.len() } else { 0 };
                self.push(place, Kept::Refused(error, raw), length);
            }
            Item::Pause => self.pause = true,
        }
        (self.pause || self.size >= BATCH_SIZE).then(|| mem::take(self))
    }

    fn push(&mut self, place: &Place, kept: Kept, length: usize) {
        self.items.push((place.clone(), kept));
        self.size += ITEM_OVERHEAD + length;
    }

    /// Passes each body or refusal to a function.
    pub(crate) fn for_each(self, mut function: impl FnMut(&Place, Result<&[u8], (Error, RawBody)>)) {
        let mut bodies = self.bodies.as_slice();
        for (place, kept) in self.items {
            match kept {
                Kept::Body(length) => {
                    let (body, rest) = bodies.split_at(length);
                    bodies = rest;
                    function(&place, Ok(body));
                }
                Kept::Refused(error, raw) => function(&place, Err((error, raw))),
            }
        }
    }

    /// Returns the total size of the bodies in bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.bodies.len()
    }
}
