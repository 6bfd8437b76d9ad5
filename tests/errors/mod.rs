//! Bodies that are refused: the diagnostics and their positions, what they must not show, and the limits.

mod detection;
mod diagnostics;
mod event_names;
mod extremes;
mod limits;
mod malformed;
mod masking;
mod positions;
mod rejection;
