//! The command line: what goes in comes out, as an event or as a rejection.

#[path = "../corpus/mod.rs"]
mod corpus;

mod bodies;
mod catalogue;
mod desk;
mod failures;
mod fold;
mod input;
mod jobs;
mod large;
mod masking;
mod refusals;
mod rejects;
mod replay;
mod report;
mod sample;
mod sign;
mod states;
mod validate;
