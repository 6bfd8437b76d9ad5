//! The C binding of `leadhook`. It holds no logic of its own: each function turns its arguments into the crate's, calls
//! it, and turns what comes back into C's.
//!
//! What a C programmer must know stands in the header, `include/leadhook.h`, which is made of the documentation here.
//! Hence it names C's things, without links. Blocks of `unsafe` stand in `boundary`, `text` and `signature` alone.

mod boundary;

pub mod body;
pub mod builder;
pub mod endpoint;
pub mod error;
pub mod fold;
pub mod received;
pub mod signature;
pub mod text;
pub mod version;
