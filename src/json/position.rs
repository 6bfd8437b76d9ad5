//! Positions in JSON text: from JSON Pointers to lines and columns.
//!
//! serde_json reports no positions, so this reads the text itself, once for all pointers. The text has been parsed
//! before. For any other text the result is meaningless, but there is no panic.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::iter::Peekable;

use serde::{Deserialize, Serialize};

use super::{Lexer, Token, TokenKind};
use crate::value::masked_name;

/// A line and a column of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "a position in a text has these two parts")]
pub struct Position {
    /// The line, counted from 1.
    pub line: usize,
    /// The column in that line, in characters, counted from 1.
    pub column: usize,
}

impl Position {
    /// The first character of a text.
    pub const START: Self = Self { line: 1, column: 1 };

    /// Converts a position in a body to one in the file that contains the body from `start` on.
    #[must_use]
    pub fn offset_by(self, start: Self) -> Self {
        let moved = |from: usize, by: usize| from.saturating_add(by.saturating_sub(1));
        let column = if self.line == 1 { moved(self.column, start.column) } else { self.column };
        Self { line: moved(self.line, start.line), column }
    }
}

impl Default for Position {
    fn default() -> Self {
        Self::START
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// Returns the positions of byte offsets in rising order.
pub(crate) fn positions_of(text: &str, offsets: impl IntoIterator<Item = usize>) -> Vec<Position> {
    let (mut position, mut read) = (Position::START, 0);
    let advance = |offset| {
        while read < offset {
            let Some(character) = text[read..].chars().next() else { break };
            position = if character == '\n' {
                Position { line: position.line + 1, column: 1 }
            } else {
                Position { column: position.column + 1, ..position }
            };
            read += character.len_utf8();
        }
        position
    };
    offsets.into_iter().map(advance).collect()
}

/// Returns the position of a byte offset.
pub(crate) fn position_of(text: &str, offset: usize) -> Position {
    positions_of(text, [offset])[0]
}

/// The part of a member that a JSON Pointer is resolved to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Value,
    Name,
}

/// Returns the byte offsets that JSON Pointers lead to. If a path ends early, its last value counts.
pub(crate) fn offsets_of(text: &str, pointers: &[(&str, Part)]) -> Vec<usize> {
    let path = |pointer: &str| pointer.split('/').skip(1).map(unescape_pointer_token).collect();
    let mut wanted: Vec<_> =
        pointers.iter().map(|&(pointer, part)| Wanted { path: path(pointer), part, offset: 0 }).collect();
    Walker::new(text).locate(0, &mut wanted.iter_mut().collect::<Vec<_>>());
    wanted.into_iter().map(|wanted| wanted.offset).collect()
}

/// A part of a text, and its offset once it is found.
struct Wanted {
    path: Vec<String>,
    part: Part,
    offset: usize,
}

/// Returns the pointer of the first repeated member of a text, and the byte offset of the second name.
///
/// The pointer shows only names that look like identifiers.
pub(super) fn repeated_member(text: &str) -> Option<(String, usize)> {
    Walker::new(text).find_repeated(&mut String::new())
}

/// Escapes a member's name as a token of a JSON Pointer.
pub(crate) fn escape_pointer_token(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

pub(crate) fn unescape_pointer_token(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

/// Walks through the values of a text.
struct Walker<'t> {
    text: &'t str,
    tokens: Peekable<Lexer<'t>>,
}

impl<'t> Walker<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, tokens: Lexer::new(text.as_bytes()).peekable() }
    }

    /// Returns the offset of the next token.
    fn offset(&mut self) -> usize {
        self.tokens.peek().map_or(self.text.len(), |token| token.range.start)
    }

    /// Finds the `wanted` parts in the next value. The first `depth` tokens of their paths lead to it.
    fn locate(&mut self, depth: usize, wanted: &mut [&mut Wanted]) {
        let offset = self.offset();
        let mut inner: HashMap<String, Vec<&mut Wanted>> = HashMap::new();
        for wanted in wanted.iter_mut() {
            wanted.offset = offset;
            if let Some(token) = wanted.path.get(depth) {
                inner.entry(token.clone()).or_default().push(wanted);
            }
        }
        if inner.is_empty() {
            return self.skip_value();
        }
        let found_all = self.for_each_inner(|walker, token, begin| {
            let Some(mut wanted) = inner.remove(&*token) else {
                walker.skip_value();
                return None;
            };
            walker.locate(depth + 1, &mut wanted);
            for wanted in wanted {
                if wanted.part == Part::Name && wanted.path.len() == depth + 1 {
                    wanted.offset = begin;
                }
            }
            inner.is_empty().then_some(())
        });
        if found_all.is_some() {
            self.skip_rest();
        }
    }

    fn find_repeated(&mut self, pointer: &mut String) -> Option<(String, usize)> {
        let is_object = self.next_is(TokenKind::ObjectStart);
        let mut seen = HashSet::new();
        self.for_each_inner(|walker, token, offset| {
            let parent = pointer.len();
            pointer.push('/');
            pointer.push_str(if is_object { masked_name(&token) } else { &token });
            if is_object && !seen.insert(token) {
                return Some((pointer.clone(), offset));
            }
            let found = walker.find_repeated(pointer);
            pointer.truncate(parent);
            found
        })
    }

    /// Calls `visit` for each member or element of the next value, with its name or index and its offset, until it
    /// returns something. `visit` must read the value. A value that has neither is skipped.
    fn for_each_inner<T>(&mut self, mut visit: impl FnMut(&mut Self, Cow<'t, str>, usize) -> Option<T>) -> Option<T> {
        let is_object = self.next_is(TokenKind::ObjectStart);
        if !is_object && !self.next_is(TokenKind::ArrayStart) {
            self.skip_value();
            return None;
        }
        for index in 0_usize.. {
            // The opening bracket, or a comma.
            self.tokens.next();
            if self.tokens.peek().is_none() || self.next_is(TokenKind::ObjectEnd) || self.next_is(TokenKind::ArrayEnd) {
                break;
            }
            let offset = self.offset();
            let token = if is_object {
                let name = self.tokens.next().map_or(Cow::Borrowed(""), |token| self.name(&token));
                self.tokens.next();
                name
            } else {
                Cow::Owned(index.to_string())
            };
            if let Some(answer) = visit(self, token, offset) {
                return Some(answer);
            }
            if !self.next_is(TokenKind::Comma) {
                break;
            }
        }
        self.tokens.next();
        None
    }

    fn next_is(&mut self, kind: TokenKind) -> bool {
        self.tokens.peek().is_some_and(|token| token.kind == kind)
    }

    fn name(&self, token: &Token) -> Cow<'t, str> {
        let quoted = &self.text[token.range.clone()];
        match quoted.strip_prefix('"').and_then(|name| name.strip_suffix('"')) {
            Some(plain) if !plain.contains('\\') => Cow::Borrowed(plain),
            Some(_) | None => Cow::Owned(serde_json::from_str(quoted).unwrap_or_default()),
        }
    }

    /// Skips the rest of an object or array, after one of its values.
    fn skip_rest(&mut self) {
        while self.next_is(TokenKind::Comma) {
            self.tokens.next();
            // In an object, this skips the name too.
            self.skip_value();
        }
        self.tokens.next();
    }

    /// Skips a value of any depth.
    fn skip_value(&mut self) {
        let mut depth = 0_usize;
        while let Some(token) = self.tokens.peek() {
            match token.kind {
                TokenKind::ObjectStart | TokenKind::ArrayStart => depth += 1,
                TokenKind::ObjectEnd | TokenKind::ArrayEnd | TokenKind::Comma if depth == 0 => return,
                TokenKind::ObjectEnd | TokenKind::ArrayEnd => depth -= 1,
                TokenKind::Colon | TokenKind::Comma | TokenKind::String | TokenKind::Scalar | TokenKind::Error => {}
            }
            self.tokens.next();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, offset: usize) -> (usize, usize) {
        let Position { line, column } = position_of(text, offset);
        (line, column)
    }

    #[track_caller]
    fn assert_found(text: &str, pointer: &str, position: (usize, usize)) {
        assert_eq!(at(text, offsets_of(text, &[(pointer, Part::Value)])[0]), position);
    }

    #[test]
    fn pointers_lead_to_lines_and_columns() {
        let text = " {\"a\": {\"é/~\": [1,\n  {\"b\": true}]},\n\"ü\":\"ü\", \"c\" :null}";
        assert_found(text, "", (1, 2));
        assert_found(text, "/a", (1, 8));
        assert_found(text, "/a/é~1~0/0", (1, 17));
        assert_found(text, "/a/é~1~0/1/b", (2, 9));
        assert_found(text, "/ü", (3, 5));
        assert_found(text, "/c", (3, 15));
        assert_found(text, "/a/missing", (1, 8));
        assert_found(r#"{"\u0061":[[],{}],"b":-1e5}"#, "/b", (1, 23));
        assert_found(r#"{"\u0061":[[],{}]}"#, "/a/1", (1, 15));
        let values = ["/c", "", "/a", "/c"].map(|pointer| (pointer, Part::Value));
        assert_eq!(offsets_of(text, &values), [53, 1, 7, 53]);
        let names = ["/c", "", "/a", "/a/é~1~0", "/a/é~1~0/1/b"].map(|pointer| (pointer, Part::Name));
        assert_eq!(offsets_of(text, &names), [48, 1, 2, 8, 23]);
    }

    #[test]
    fn repeated_members_are_found_at_any_depth() {
        let find = |text| repeated_member(text).map(|(pointer, offset)| (pointer, at(text, offset)));
        assert_eq!(find(r#"{"a":1,"b":{"a":1}}"#), None);
        assert_eq!(find(r#"{"a":"a",  "a":2}"#), Some(("/a".into(), (1, 12))));
        assert_eq!(find("[0,{\"a\":{\"b\":1,\n \"\\u0062\":2}}]"), Some(("/1/a/b".into(), (2, 2))));
        assert_eq!(find(r#"{"ava@example.com":1,"ava@example.com":2}"#), Some(("/…".into(), (1, 22))));
    }

    #[test]
    fn text_that_is_not_json_causes_no_panic() {
        for text in
            ["", "{", "[", "{\"", "{\"a", "{\"a\"", "{\"a\":", "[1,", "[[", "]", "{]", "{\"a\\", "é", "{é:é}", "\"\\é"]
        {
            offsets_of(text, &[("", Part::Value), ("/a", Part::Name), ("/0/0", Part::Value)]);
            repeated_member(text);
        }
    }
}
