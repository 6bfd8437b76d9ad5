//! The benchmark `compare`: the contenders, the bodies that they run on, and how their cost is measured.

#![allow(
    clippy::exhaustive_enums,
    clippy::exhaustive_structs,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    reason = "only the benchmark uses it"
)]

pub mod bodies;
pub mod contenders;
pub mod measure;
pub mod stack;
