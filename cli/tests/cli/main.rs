//! The command line: every body comes out as an event or as a rejection.

mod bodies;
mod failures;
mod fold;
mod input;
mod jobs;
mod large;
mod masking;
mod pages;
mod refusals;
mod rejects;
mod replay;
mod report;
mod sample;
mod sandbox;
mod schema;
mod sign;
mod states;
mod summary;
mod validate;
mod vendors;
