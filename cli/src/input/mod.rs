//! Where webhooks and events come from: files, folders and standard input.

pub(crate) mod args;
pub(crate) mod batch;
mod byte_order_mark;
mod cursor;
pub(crate) mod endpoint;
mod folder;
mod format;
pub(crate) mod item;
pub(crate) mod jobs;
mod json;
mod lines;
pub(crate) mod place;
pub(crate) mod source;
pub(crate) mod vendor;
pub(crate) mod whitespace;
