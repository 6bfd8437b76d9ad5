//! JSON as this crate reads it: UTF-8, no repeated member in an object, at most 100 levels deep, and
//! at most 10,000 objects and arrays.
//!
//! [`Lexer`] splits bytes into tokens. It serves programs that read archives of webhooks without parsing each one.

mod depth;
mod lexer;
mod position;
mod reader;
mod search;

pub(crate) use depth::{
    Excess, MAX_DEPTH, MAX_EVENT_DEPTH, count_containers, depth_exceeds, is_deeper_than, max_containers,
};
pub use lexer::{Lexer, LexerState, Token, TokenKind};
pub use position::Position;
pub(crate) use position::{Part, escape_pointer_token, offsets_of, position_of, positions_of, unescape_pointer_token};
pub(crate) use reader::{Malformed, read_value};
pub(crate) use search::{find_member, find_text, plain_text, probable_text};
