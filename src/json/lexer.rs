//! A lexer of JSON bytes.

use std::ops::Range;

use memchr::memchr2;

/// Splits JSON bytes into tokens, without white space.
///
/// It reads any bytes and never fails: what cannot be JSON is a token of kind [`Error`](TokenKind::Error), and the lexer
/// goes on after it. It does not check that the tokens are in a valid order.
///
/// A body that arrives in pieces can be lexed piece by piece: pass the [`state`](Self::state) after one piece to
/// [`resume`](Self::resume) for the next piece. A token that is split between two pieces is reported once for each.
///
/// ```
/// use leadhook::json::{Lexer, TokenKind};
///
/// let body = br#"{"event": "missed_call"}"#;
/// let strings = Lexer::new(body).filter(|token| token.kind == TokenKind::String);
/// assert!(strings.map(|token| &body[token.range]).eq([&b"\"event\""[..], b"\"missed_call\""]));
/// ```
#[derive(Clone, Debug)]
pub struct Lexer<'b> {
    bytes: &'b [u8],
    at: usize,
    state: LexerState,
}

/// The state of a [`Lexer`] between two pieces of a body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LexerState {
    /// Outside of strings.
    #[default]
    Outside,
    /// In a string that has not ended.
    InString,
    /// In a string, after a backslash.
    InEscape,
}

/// One token and its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Its place in the bytes that were passed to the lexer.
    pub range: Range<usize>,
}

/// The kind of a [`Token`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "JSON has these tokens and no others")]
pub enum TokenKind {
    /// `{`
    ObjectStart,
    /// `}`
    ObjectEnd,
    /// `[`
    ArrayStart,
    /// `]`
    ArrayEnd,
    /// `:`
    Colon,
    /// `,`
    Comma,
    /// A string with its quotes. Its escapes are not checked.
    String,
    /// A run of other bytes that begins as a number, `true`, `false` or `null` does. The rest of it is not checked.
    Scalar,
    /// A string that does not end, or a run of other bytes.
    Error,
}

impl<'b> Lexer<'b> {
    /// Creates a lexer of a whole body.
    #[must_use]
    pub fn new(bytes: &'b [u8]) -> Self {
        Self::resume(bytes, LexerState::Outside)
    }

    /// Creates a lexer of a further piece of a body, from the state after the piece before it.
    #[must_use]
    pub fn resume(bytes: &'b [u8], state: LexerState) -> Self {
        Self { bytes, at: 0, state }
    }

    /// Returns where the lexer is. Ask when there are no more tokens.
    #[must_use]
    pub fn state(&self) -> LexerState {
        self.state
    }

    /// Moves past the end of the string that the lexer is in, or to the end of the bytes.
    #[inline]
    fn finish_string(&mut self) -> TokenKind {
        while let Some(length) = memchr2(b'"', b'\\', &self.bytes[self.at..]) {
            self.at += length + 1;
            if self.bytes[self.at - 1] == b'"' {
                return TokenKind::String;
            }
            if self.at == self.bytes.len() {
                self.state = LexerState::InEscape;
                return TokenKind::Error;
            }
            self.at += 1;
        }
        self.at = self.bytes.len();
        self.state = LexerState::InString;
        TokenKind::Error
    }

    /// Continues a string that began in the piece before this one.
    #[cold]
    fn resume_string(&mut self) -> Option<Token> {
        let start = self.at;
        if start == self.bytes.len() {
            return None;
        }
        if self.state == LexerState::InEscape {
            self.at += 1;
        }
        self.state = LexerState::Outside;
        let kind = self.finish_string();
        Some(Token { kind, range: start..self.at })
    }
}

impl Iterator for Lexer<'_> {
    type Item = Token;

    // The search for the event name runs over every webhook. Inlined, it takes a third fewer instructions.
    #[expect(clippy::inline_always, reason = "measured in instructions")]
    #[inline(always)]
    fn next(&mut self) -> Option<Token> {
        if self.state != LexerState::Outside {
            return self.resume_string();
        }
        let mut start = self.at;
        let first = loop {
            match *self.bytes.get(start)? {
                b' ' | b'\t' | b'\r' | b'\n' => start += 1,
                first => break first,
            }
        };
        self.at = start + 1;
        let kind = match first {
            b'"' => self.finish_string(),
            b'{' => TokenKind::ObjectStart,
            b'}' => TokenKind::ObjectEnd,
            b'[' => TokenKind::ArrayStart,
            b']' => TokenKind::ArrayEnd,
            b':' => TokenKind::Colon,
            b',' => TokenKind::Comma,
            _ => {
                let rest = &self.bytes[self.at..];
                self.at += rest.iter().position(|&byte| ends_run(byte)).unwrap_or(rest.len());
                match first {
                    b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => TokenKind::Scalar,
                    _ => TokenKind::Error,
                }
            }
        };
        Some(Token { kind, range: start..self.at })
    }
}

/// Returns true if a byte ends a run of other bytes.
fn ends_run(byte: u8) -> bool {
    matches!(byte, b'"' | b'{' | b'}' | b'[' | b']' | b':' | b',' | b' ' | b'\t' | b'\r' | b'\n')
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    fn lex(text: &str) -> Vec<(TokenKind, &str)> {
        Lexer::new(text.as_bytes()).map(|token| (token.kind, &text[token.range])).collect()
    }

    #[test]
    fn every_kind_of_token_is_found() {
        use TokenKind::*;
        assert_eq!(
            lex(r#" {"a\"\\" : [1.5e3,true], "é":null}"#),
            [
                (ObjectStart, "{"),
                (String, r#""a\"\\""#),
                (Colon, ":"),
                (ArrayStart, "["),
                (Scalar, "1.5e3"),
                (Comma, ","),
                (Scalar, "true"),
                (ArrayEnd, "]"),
                (Comma, ","),
                (String, "\"é\""),
                (Colon, ":"),
                (Scalar, "null"),
                (ObjectEnd, "}"),
            ]
        );
    }

    #[test]
    fn the_lexer_goes_on_after_an_error() {
        use TokenKind::*;
        assert_eq!(
            lex("nil, é'x' ,\"open"),
            [(Scalar, "nil"), (Comma, ","), (Error, "é'x'"), (Comma, ","), (Error, "\"open")]
        );
        assert_eq!(lex("\"\\"), [(Error, "\"\\")]);
        assert_eq!(lex(" \n"), []);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn only_white_space_is_left_out(text in "[ \\t\\n{}\\[\\]:,\"\\\\a1é]{0,40}") {
            let mut at = 0;
            for token in Lexer::new(text.as_bytes()) {
                prop_assert!(text[at..token.range.start].chars().all(|c| c.is_ascii_whitespace()));
                prop_assert!(!token.range.is_empty());
                at = token.range.end;
            }
            prop_assert!(text[at..].chars().all(|c| c.is_ascii_whitespace()));
        }

        #[test]
        fn pieces_have_the_brackets_of_the_whole(
            pieces in vec(select(&["{", "[\"", "\\", "\"", "]", "}", ",7", " ", "é"][..]), 0..30),
            cut in any::<prop::sample::Index>(),
        ) {
            let body = pieces.concat().into_bytes();
            let is_bracket = |token: &Token| !matches!(token.kind, TokenKind::String | TokenKind::Scalar | TokenKind::Error);
            let whole: Vec<_> = Lexer::new(&body).filter(is_bracket).map(|token| token.range.start).collect();
            let (head, tail) = body.split_at(cut.index(body.len() + 1));
            let mut first = Lexer::new(head);
            let mut found: Vec<_> = first.by_ref().filter(is_bracket).map(|token| token.range.start).collect();
            let second = Lexer::resume(tail, first.state());
            found.extend(second.filter(is_bracket).map(|token| token.range.start + head.len()));
            prop_assert_eq!(found, whole);
        }
    }
}
