//! The tests of the library, in one binary so that it links once. `cargo test --test suite laws::` runs a part.
#![allow(clippy::wildcard_enum_match_arm, reason = "serde_json's `Value` has six variants and will not get more")]

mod architecture;
mod built;
mod conformance;
mod endpoint;
mod errors;
mod events;
mod guarantees;
mod laws;
mod properties;
mod public_types;
mod states;
