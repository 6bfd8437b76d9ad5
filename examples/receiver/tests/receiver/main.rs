//! The receiver on a real socket, under load, and killed.

mod handler;
mod harness;
mod load;
mod program;
mod responses;
