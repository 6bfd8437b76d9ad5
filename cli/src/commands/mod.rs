//! The commands, one file each.

pub(crate) mod fold;
pub(crate) mod normalize;
pub(crate) mod replay;
pub(crate) mod sample;
pub(crate) mod schema;
pub(crate) mod sign;
pub(crate) mod states;
pub(crate) mod validate;
pub(crate) mod vendors;
pub(crate) mod verify;
