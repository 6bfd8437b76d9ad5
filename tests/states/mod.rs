//! Lifecycles: the state machines of the statuses, and what reports in any order make of them.

mod exhaustive;
mod fold;
mod histories;
mod machines;
mod oracle;
mod paths;
mod random;
