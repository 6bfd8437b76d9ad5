//! How much of a body may be shown: its structure and its documented words, and stars for everything else.

use std::collections::HashSet;

use leadhook::{Label, Vendor};
use serde::de::IgnoredAny;
use serde_json::Number;

const BLANKS: [char; 4] = [' ', '\t', '\r', '\n'];
const PUNCTUATION: [char; 6] = ['{', '}', '[', ']', ':', ','];

/// The words that are not masked.
pub(crate) struct Mask {
    words: HashSet<&'static str>,
}

impl Mask {
    /// For a platform's bodies; of no known platform, for those of all.
    pub(crate) fn new(vendor: Option<Vendor>) -> Self {
        let vendors = vendor.as_ref().map_or(Vendor::VARIANTS, std::slice::from_ref);
        let documented = |vendor: &Vendor| vendor.vocabulary().into_iter().flatten().chain(vendor.event_names());
        Self { words: vendors.iter().flat_map(documented).collect() }
    }

    /// The text with a star for every character that is nobody's business, line for line and column for column.
    ///
    /// In a text that is no JSON, nothing in quotes is shown: a missing quote turns values into names.
    pub(crate) fn apply(&self, text: &str) -> String {
        let is_json = serde_json::from_str::<IgnoredAny>(text).is_ok();
        let mut masked = String::with_capacity(text.len());
        let (mut rest, mut before) = (text, None);
        while let Some(first) = rest.chars().next() {
            let (token, behind) = rest.split_at(token(rest).len());
            rest = behind;
            if BLANKS.contains(&first) {
                masked.push_str(token);
                continue;
            }
            let next = behind.trim_start_matches(BLANKS).chars().next();
            let is_fit = match first {
                '"' if next == Some(':') => is_json && Label::from(quoted(token)).is_identifier(),
                '"' => is_json && self.words.contains(quoted(token)),
                _ if PUNCTUATION.contains(&first) => true,
                // The groups of a phone number are short, too: only what stands alone is a value.
                _ => {
                    matches!(before, None | Some('[' | ':' | ','))
                        && matches!(next, None | Some(']' | '}' | ','))
                        && is_plain(token)
                }
            };
            if is_fit {
                masked.push_str(token);
            } else {
                push_stars(token, &mut masked);
            }
            before = Some(first);
        }
        masked
    }
}

/// What a text begins with: a string with its quotes, as far as it goes; blanks; one mark of punctuation; or whatever
/// stands between these. Empty only of an empty text.
pub(crate) fn token(text: &str) -> &str {
    let end = match text.chars().next() {
        Some('"') => {
            let mut escaped = false;
            let closes = |(_, character): &(usize, char)| {
                let closes = *character == '"' && !escaped;
                escaped = *character == '\\' && !escaped;
                closes
            };
            text.char_indices().skip(1).find(closes).map(|(at, _)| at + 1)
        }
        Some(first) if BLANKS.contains(&first) => text.find(|character| !BLANKS.contains(&character)),
        Some(first) if PUNCTUATION.contains(&first) => Some(1),
        _ => text.find(|character| character == '"' || BLANKS.contains(&character) || PUNCTUATION.contains(&character)),
    };
    &text[..end.unwrap_or(text.len())]
}

/// A string without its quotes; anything else as it is.
fn quoted(token: &str) -> &str {
    let inner = token.strip_prefix('"').unwrap_or(token);
    inner.strip_suffix('"').unwrap_or(inner)
}

/// Whether it is a literal, or a number that is too short for a phone's.
fn is_plain(token: &str) -> bool {
    let digits = token.bytes().filter(u8::is_ascii_digit).count();
    matches!(token, "true" | "false" | "null") || token.parse::<Number>().is_ok() && digits < 5
}

fn push_stars(token: &str, masked: &mut String) {
    let inner = quoted(token);
    let (open, close) = if token.starts_with('"') { ("\"", &token[1 + inner.len()..]) } else { ("", "") };
    masked.push_str(open);
    masked.extend(inner.chars().map(|character| if character == '\n' { '\n' } else { '*' }));
    masked.push_str(close);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_masked(text: &str, masked: &str) {
        assert_eq!(Mask::new(Some(Vendor::LimeCall)).apply(text), masked);
    }

    #[test]
    fn names_and_documented_words_and_short_numbers_are_shown() {
        assert_masked(
            r#"{"event":"missed_call", "status": "missed","first":"missed you","n":[1,-2.5e3,true,null,"",{}]}"#,
            r#"{"event":"missed_call", "status": "missed","first":"**********","n":[1,-2.5e3,true,null,"",{}]}"#,
        );
        assert_masked(r#""missed""#, r#""missed""#);
        assert_masked("[1234, 12345, 1.23456, 1e10]", "[1234, *****, *******, 1e10]");
    }

    #[test]
    fn names_that_are_no_identifiers_are_masked() {
        assert_masked(
            r#"{"ava@example.com":1,"a b" : 2,"+15550107777":3,"é":4,"":5,"ok_1":6,"missed\u005f":7}"#,
            r#"{"***************":1,"***" : 2,"************":3,"*":4,"":5,"ok_1":6,"************":7}"#,
        );
    }

    #[test]
    fn escapes_are_masked_with_what_they_stand_in() {
        assert_masked(r#"["miss\u0065d","\"","\\","a\\\"b","\n"]"#, r#"["***********","**","**","******","**"]"#);
    }

    #[test]
    fn words_of_other_platforms_are_shown_only_where_the_platform_is_unknown() {
        let other = r#"["email.opened"]"#;
        assert_masked(other, r#"["************"]"#);
        assert_eq!(Mask::new(None).apply(other), other);
        assert_eq!(Mask::new(None).apply(r#"["missed_call"]"#), r#"["missed_call"]"#);
    }

    #[test]
    fn of_what_is_no_json_only_the_structure_is_shown() {
        assert_masked("nonsense", "********");
        assert_masked(r#"{"event":"missed_call",}"#, r#"{"*****":"***********",}"#);
        assert_masked("{\"a\": \"Ava\nSmith", "{\"*\": \"***\n*****");
        assert_masked("[true, 12, nil, 12345 ,null]]", "[true, 12, ***, ***** ,null]]");
        assert_masked("[1 555 010 7777]", "[* *** *** ****]");
        assert_masked(r#"{"to: "+1 555 010 7777"}"#, r#"{"****"** *** *** ****"*"#);
        assert_masked(r#"{"to: 1 555 010 7777}"#, r#"{"*******************"#);
    }

    #[test]
    fn any_text_is_masked_line_for_line_and_column_for_column() {
        let parts = ["\"", "\\", "{", "}", "[", ":", ",", " ", "\n", "\t", "é", "日", "\u{202e}", "7", "true", "\0"];
        for first in parts {
            for second in parts {
                for third in parts {
                    let text = [first, second, third, second, first].concat();
                    let shape = |text: &str| text.split('\n').map(|line| line.chars().count()).collect::<Vec<_>>();
                    let masked = Mask::new(None).apply(&text);
                    assert_eq!(shape(&masked), shape(&text), "{text:?}");
                    assert!(!masked.contains(['é', '日', '\u{202e}', '\0', '\\']), "{text:?}: {masked:?}");
                    assert_eq!(token(&text).is_empty(), text.is_empty());
                }
            }
        }
    }
}
