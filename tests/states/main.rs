//! Status machines, and the lifecycles that come of what they report.

#[path = "../corpus/mod.rs"]
mod corpus;

mod histories;
mod machines;
mod paths;
