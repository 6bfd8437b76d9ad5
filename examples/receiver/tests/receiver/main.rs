//! The receiver over a real socket, under load, and killed.

mod answers;
mod desk;
mod handler;
mod load;
mod program;
