//! Where things stand in a JSON text: from JSON Pointers to lines and columns.
//!
//! serde_json tells no positions, so this reads the text itself, once for all pointers. The text has been parsed
//! before; of anything else it makes no sense, and no panic.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::text::is_identifier;

/// The lines and columns of byte offsets in rising order, both counted from 1, columns in characters.
pub(crate) fn lines_and_columns(text: &str, offsets: impl IntoIterator<Item = usize>) -> Vec<(usize, usize)> {
    let (mut line, mut column, mut read) = (1, 1, 0);
    let place = |offset| {
        while read < offset {
            let Some(character) = text[read..].chars().next() else { break };
            (line, column) = if character == '\n' { (line + 1, 1) } else { (line, column + 1) };
            read += character.len_utf8();
        }
        (line, column)
    };
    offsets.into_iter().map(place).collect()
}

/// The line and column of a byte offset.
pub(crate) fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    lines_and_columns(text, [offset])[0]
}

/// What is looked for at the end of a JSON Pointer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// The value.
    Value,
    /// The name of the member.
    Name,
}

/// The byte offsets of what JSON Pointers lead to; where a path ends early, of the last value on it.
pub(crate) fn offsets_of(text: &str, pointers: &[(&str, Part)]) -> Vec<usize> {
    let path = |pointer: &str| pointer.split('/').skip(1).map(unescaped).collect();
    let mut wanted: Vec<_> =
        pointers.iter().map(|&(pointer, part)| Wanted { path: path(pointer), part, offset: 0 }).collect();
    Scanner { text, at: 0 }.locate(0, &mut wanted.iter_mut().collect::<Vec<_>>());
    wanted.into_iter().map(|wanted| wanted.offset).collect()
}

/// Something to be found.
struct Wanted {
    path: Vec<String>,
    part: Part,
    offset: usize,
}

/// The first repeated member of a text: its pointer, and the byte offset of the name's repetition.
///
/// Names that do not look like identifiers are masked in the pointer.
pub(crate) fn repeated_member(text: &str) -> Option<(String, usize)> {
    Scanner { text, at: 0 }.repeated(&mut String::new())
}

/// A member's name as a token of a pointer, fit to be shown: masked unless it looks like an identifier.
pub(crate) fn shown(name: &str) -> String {
    if name.is_empty() || is_identifier(name) { name.to_owned() } else { "…".to_owned() }
}

/// A member's name as a token of a pointer.
pub(crate) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn unescaped(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Scanner<'t> {
    /// Finds those of `wanted` that lead here or further in; `depth` tokens of their paths lead here.
    fn locate(&mut self, depth: usize, wanted: &mut [&mut Wanted]) {
        self.skip_space();
        for wanted in &mut *wanted {
            wanted.offset = self.at;
        }
        let mut further: HashMap<String, Vec<&mut Wanted>> = HashMap::new();
        for wanted in wanted.iter_mut() {
            if let Some(token) = wanted.path.get(depth) {
                further.entry(token.clone()).or_default().push(wanted);
            }
        }
        if further.is_empty() {
            return self.skip_value();
        }
        self.each_inner(|scanner, token, begin| {
            match further.get_mut(&*token) {
                Some(wanted) => {
                    scanner.locate(depth + 1, wanted);
                    for wanted in wanted.iter_mut() {
                        if wanted.part == Part::Name && wanted.path.len() == depth + 1 {
                            wanted.offset = begin;
                        }
                    }
                }
                None => scanner.skip_value(),
            }
            None::<()>
        });
    }

    fn repeated(&mut self, pointer: &mut String) -> Option<(String, usize)> {
        self.skip_space();
        let named = self.peek() == Some(b'{');
        let mut seen = HashSet::new();
        self.each_inner(|scanner, token, at| {
            let parent = pointer.len();
            pointer.push('/');
            pointer.push_str(&if named { Cow::Owned(shown(&token)) } else { Cow::Borrowed(&*token) });
            if named && !seen.insert(token) {
                return Some((pointer.clone(), at));
            }
            let found = scanner.repeated(pointer);
            pointer.truncate(parent);
            found
        })
    }

    /// Hands each member of an object, or element of an array, to `inner`, which reads its value: its name or index,
    /// and where it begins. Anything else is skipped. Stops at the first answer.
    fn each_inner<T>(&mut self, mut inner: impl FnMut(&mut Self, Cow<'t, str>, usize) -> Option<T>) -> Option<T> {
        let named = match self.peek() {
            Some(b'{') => true,
            Some(b'[') => false,
            Some(_) | None => {
                self.skip_value();
                return None;
            }
        };
        for index in 0.. {
            // The opening bracket, or the comma behind the last one.
            self.at += 1;
            self.skip_space();
            if matches!(self.peek(), None | Some(b'}' | b']')) {
                break;
            }
            let begin = self.at;
            let token = if named {
                let name = self.name();
                self.skip_space();
                self.at += 1;
                name
            } else {
                Cow::Owned(index.to_string())
            };
            if let Some(answer) = inner(self, token, begin) {
                return Some(answer);
            }
            self.skip_space();
            if self.peek() != Some(b',') {
                break;
            }
        }
        self.at += 1;
        None
    }

    fn name(&mut self) -> Cow<'t, str> {
        let begin = self.at;
        self.skip_string();
        let quoted = self.text.get(begin..self.at).unwrap_or_default();
        match quoted.strip_prefix('"').and_then(|name| name.strip_suffix('"')) {
            Some(plain) if !plain.contains('\\') => Cow::Borrowed(plain),
            Some(_) | None => Cow::Owned(serde_json::from_str(quoted).unwrap_or_default()),
        }
    }

    /// Passes over a value, however deep.
    fn skip_value(&mut self) {
        self.skip_space();
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => self.skip_string(),
                b'{' | b'[' => (depth, self.at) = (depth + 1, self.at + 1),
                b'}' | b']' | b',' if depth == 0 => return,
                b'}' | b']' => (depth, self.at) = (depth - 1, self.at + 1),
                _ => self.at += 1,
            }
        }
    }

    fn skip_string(&mut self) {
        self.at += 1;
        while let Some(byte) = self.peek() {
            self.at += if byte == b'\\' { 2 } else { 1 };
            if byte == b'"' {
                return;
            }
        }
    }

    fn skip_space(&mut self) {
        while let Some(b' ' | b'\t' | b'\r' | b'\n') = self.peek() {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_found(text: &str, pointer: &str, place: (usize, usize)) {
        assert_eq!(line_and_column(text, offsets_of(text, &[(pointer, Part::Value)])[0]), place);
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
        let find = |text| repeated_member(text).map(|(pointer, at)| (pointer, line_and_column(text, at)));
        assert_eq!(find(r#"{"a":1,"b":{"a":1}}"#), None);
        assert_eq!(find(r#"{"a":"a",  "a":2}"#), Some(("/a".into(), (1, 12))));
        assert_eq!(find("[0,{\"a\":{\"b\":1,\n \"\\u0062\":2}}]"), Some(("/1/a/b".into(), (2, 2))));
        assert_eq!(find(r#"{"ava@example.com":1,"ava@example.com":2}"#), Some(("/…".into(), (1, 22))));
    }

    #[test]
    fn texts_that_are_no_json_are_passed_over() {
        for text in
            ["", "{", "[", "{\"", "{\"a", "{\"a\"", "{\"a\":", "[1,", "[[", "]", "{]", "{\"a\\", "é", "{é:é}", "\"\\é"]
        {
            offsets_of(text, &[("", Part::Value), ("/a", Part::Name), ("/0/0", Part::Value)]);
            repeated_member(text);
        }
    }
}
