//! The contenders of the benchmark `compare`, the bodies that they read, and how their cost is measured.

pub mod bodies;
pub mod contenders;
pub mod measure;
pub mod stack;
