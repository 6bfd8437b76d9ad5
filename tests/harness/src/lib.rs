//! The bodies that the tests and the fuzz targets use, and the laws that they check.

#![allow(
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    clippy::exhaustive_enums,
    clippy::exhaustive_structs,
    reason = "only tests use it"
)]

pub mod corpus;
pub mod foreign;
pub mod law;
pub mod optional;
