//! Bodies that are refused: why, where, and without a word of what they say; and that no body does worse.

#[path = "../corpus/mod.rs"]
mod corpus;

mod detection;
mod extremes;
mod hostile;
mod limits;
mod masking;
mod names;
mod places;
mod rejection;
mod told;
