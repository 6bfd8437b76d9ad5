//! Status machines, and the lifecycles that come of what they report.

#[path = "../corpus/mod.rs"]
mod corpus;
#[path = "../law/mod.rs"]
mod law;

mod exhaustive;
mod fold;
mod histories;
mod state_machines;
mod oracle;
mod paths;
mod random;
