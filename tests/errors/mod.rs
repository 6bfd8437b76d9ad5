//! Bodies that are refused or drift: the diagnostics and their positions, what they must not show, and the limits.

mod detection;
mod diagnostics;
mod drift;
mod event_names;
mod extremes;
mod limits;
mod malformed;
mod masking;
mod own_schema;
mod positions;
mod refused_schemas;
mod rejection;
