//! The C binding of `leadhook`. Each function converts its arguments, calls the crate, and converts the result. It has
//! no logic of its own.
//!
//! The header `include/leadhook.h` is generated from the documentation here, so that documentation is written for C
//! programmers and has no links.
//!
//! Outside of tests, only the module `pointer` has `unsafe` code. The test `only_the_pointer_module_has_unsafe_code`
//! checks that.

#![expect(non_camel_case_types, reason = "types have the names that they have in C")]

mod call;
mod failure;
mod pointer;

pub mod body;
pub mod builder;
pub mod code;
pub mod endpoint;
pub mod error;
pub mod event;
pub mod fold;
pub mod http_status;
pub mod received;
pub mod signature;
pub mod string;
pub mod verification;
pub mod version;
